package portal

import "time"

// ContactFilter says which contacts a list, or a bulk action, is about. Its zero value is everybody who is
// not archived.
type ContactFilter struct {
	Search   string   `cbor:"1,keyasint,omitempty"`
	Clouds   []Cloud  `cbor:"2,keyasint,omitempty"`
	Presets  []Preset `cbor:"3,keyasint,omitempty"`
	Seen     Seen     `cbor:"4,keyasint,omitempty"`
	Archived bool     `cbor:"5,keyasint,omitempty"`
}

// All reports whether the filter leaves nobody out.
func (f ContactFilter) All() bool {
	return f.Search == "" && len(f.Clouds) == 0 && len(f.Presets) == 0 && f.Seen == SeenAny && !f.Archived
}

// Seen narrows by the last sign-in. The values are stored: append, never reorder.
type Seen uint8

// The times of the last sign-in that a list can be narrowed by.
const (
	SeenAny Seen = iota
	SeenWeek
	SeenMonth
	SeenNever
	SeenLongAgo // once, but not in the last 90 days
)

var seenKeys = [...]string{"", "week", "month", "never", "long-ago"}

// LongAgo is after how many days a last sign-in was long ago.
const LongAgo = 90

// Key is the choice's name in URLs.
func (s Seen) Key() string { return seenKeys[s] }

// ParseSeen reads a choice from a URL; what is none narrows nothing.
func ParseSeen(key string) Seen {
	for i, k := range seenKeys {
		if k == key {
			return Seen(i)
		}
	}
	return SeenAny
}

// Days are the days of the choice, the last being today; 0 when it isn't about days.
func (s Seen) Days() int {
	switch s {
	case SeenWeek:
		return 7
	case SeenMonth:
		return 30
	}
	return 0
}

// ParseCloud finds a cloud by its name in URLs.
func ParseCloud(key string) (Cloud, bool) {
	for _, c := range []Cloud{CloudOff, CloudInvited, CloudOn} {
		if c.Key() == key {
			return c, true
		}
	}
	return 0, false
}

// Run is long work over many contacts. It goes on whoever closes which page, and survives a restart.
type Run struct {
	ID      RunID         `cbor:"1,keyasint"`
	Version Version       `cbor:"2,keyasint"`
	Do      RunAction     `cbor:"3,keyasint"`
	Preset  Preset        `cbor:"4,keyasint,omitempty"` // RunPreset
	By      PersonID      `cbor:"5,keyasint"`
	ByName  string        `cbor:"6,keyasint"`
	Staff   StaffID       `cbor:"7,keyasint"`
	Created time.Time     `cbor:"8,keyasint"`
	Ended   time.Time     `cbor:"9,keyasint,omitzero"`
	Filter  ContactFilter `cbor:"10,keyasint,omitempty"`
	Chosen  []ContactID   `cbor:"11,keyasint,omitempty"` // one by one; nil = all that match Filter
	Except  []ContactID   `cbor:"12,keyasint,omitempty"`
	After   []byte        `cbor:"13,keyasint,omitempty"` // where the next chunk begins
	Step    int           `cbor:"14,keyasint"`           // chunks done
	Total   int           `cbor:"15,keyasint"`
	Counts  [4]int        `cbor:"16,keyasint"`           // by Outcome
	Stopped bool          `cbor:"17,keyasint,omitempty"` // whoever began it may not go on
}

// Done is how many contacts have been dealt with.
func (r Run) Done() (n int) {
	for _, c := range r.Counts {
		n += c
	}
	return n
}

// Over reports whether nothing is left to do.
func (r Run) Over() bool { return !r.Ended.IsZero() }

// RunAction is what a run does to every contact. The values are stored: append, never reorder.
type RunAction uint8

// The actions.
const (
	RunInvite RunAction = iota + 1
	RunDisable
	RunPreset
)

var runKeys = [...]string{"", "invite", "disable", "preset"}

// Key is the action's name in forms.
func (a RunAction) Key() string { return runKeys[a] }

// ParseRunAction finds an action by its form key.
func ParseRunAction(key string) (RunAction, bool) {
	for i, k := range runKeys {
		if i > 0 && k == key {
			return RunAction(i), true
		}
	}
	return 0, false
}

// Outcome is what became of one contact in a run. The values are stored: append, never reorder.
type Outcome uint8

// The outcomes.
const (
	OutcomeDone Outcome = iota
	OutcomeAlready
	OutcomeSkipped
	OutcomeFailed
)

// RunItem is one contact of a run and what became of it.
type RunItem struct {
	Contact ContactID `cbor:"1,keyasint"`
	Client  ClientID  `cbor:"2,keyasint,omitempty"`
	Name    string    `cbor:"3,keyasint"` // as it was then
	Outcome Outcome   `cbor:"4,keyasint"`
	Why     string    `cbor:"5,keyasint,omitempty"` // a message key
}
