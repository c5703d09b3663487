package portal

import "time"

// RecurringAction is what becomes of the bill on its day.
type RecurringAction uint8

// The actions. The values are stored: append, never reorder.
const (
	MakeDraft RecurringAction = iota
	MakeIssued
	MakeSent
)

// RecurringActions are all of them, in the order they are offered.
var RecurringActions = []RecurringAction{MakeSent, MakeIssued, MakeDraft}

// Key is the action's name in forms.
func (a RecurringAction) Key() string { return [...]string{"draft", "issue", "send"}[a] }

// ParseRecurringAction finds an action by its form key.
func ParseRecurringAction(key string) (RecurringAction, bool) {
	for _, a := range RecurringActions {
		if a.Key() == key {
			return a, true
		}
	}
	return 0, false
}

// RecurringState says whether a schedule goes on.
type RecurringState uint8

// The states. The values are stored in facets: append, never reorder.
const (
	RecurringOn RecurringState = iota
	RecurringPaused
	RecurringOver
)

// Key is the state's name in URLs.
func (s RecurringState) Key() string { return [...]string{"active", "paused", "over"}[s] }

// Name is the state's name on screen.
func (s RecurringState) Name() string { return [...]string{"Active", "Paused", "Ended"}[s] }

// Recurring is a schedule that makes the same bill again and again.
type Recurring struct {
	ID      RecurringID     `cbor:"1,keyasint"`
	Version Version         `cbor:"2,keyasint"`
	Client  ClientID        `cbor:"3,keyasint"`
	Bill    Invoice         `cbor:"4,keyasint"` // the draft that is copied, without id and days
	Rhythm  Rhythm          `cbor:"5,keyasint"`
	Do      RecurringAction `cbor:"6,keyasint,omitempty"`
	Days    int             `cbor:"7,keyasint,omitempty"` // until due; 0 = as in the settings
	Next    Day             `cbor:"8,keyasint,omitempty"` // 0 = it is over
	Made    int             `cbor:"9,keyasint,omitempty"`
	Last    InvoiceID       `cbor:"10,keyasint,omitempty"` // the newest bill
	LastDay Day             `cbor:"11,keyasint,omitempty"` // its day
	Paused  bool            `cbor:"12,keyasint,omitempty"`
	Trouble string          `cbor:"13,keyasint,omitempty"` // why it paused itself, a message key
	Created time.Time       `cbor:"14,keyasint"`
}

// State says whether the schedule goes on.
func (r Recurring) State() RecurringState {
	switch {
	case r.Next == 0:
		return RecurringOver
	case r.Paused:
		return RecurringPaused
	}
	return RecurringOn
}

// Due reports whether a bill is to be made today.
func (r Recurring) Due(today Day) bool { return r.State() == RecurringOn && r.Next <= today }

// Plan sets the next day after a change, on or after a day: what was missed while the schedule slept stays unmade.
func (r *Recurring) Plan(from Day) {
	r.Next = r.following(max(r.LastDay, from-1))
}

func (r Recurring) following(after Day) Day {
	if r.Rhythm.Count != 0 && r.Made >= r.Rhythm.Count {
		return 0
	}
	next, _ := r.Rhythm.NextDay(after)
	return next
}

// MostMissed is how many bills are made up for after the program was down. Older ones are left out.
const MostMissed = 12

// CatchUp leaves out what was missed beyond MostMissed and says how many that were.
func (r *Recurring) CatchUp(today Day) (skipped int) {
	if r.Rhythm.Until != 0 {
		today = min(today, r.Rhythm.Until)
	}
	_, past := r.Rhythm.NextDay(today)
	_, done := r.Rhythm.NextDay(r.Next - 1)
	if skipped = past - done - MostMissed; skipped <= 0 {
		return 0
	}
	r.Next = r.Rhythm.Nth(past - MostMissed)
	return skipped
}

// Make copies the bill for its day and moves on to the next.
func (r *Recurring) Make(now time.Time) Invoice {
	i := r.Bill.Copy(now)
	i.Recurring, i.Issued = r.ID, r.Next
	if r.Days != 0 {
		i.Due = i.Issued + Day(r.Days)
	}
	r.Made++
	r.LastDay = r.Next
	r.Next = r.following(r.LastDay)
	return i
}

// Upcoming are the next days, at most so many.
func (r Recurring) Upcoming(most int) (days []Day) {
	for r.Next != 0 && len(days) < most {
		days = append(days, r.Next)
		r.Made++
		r.Next = r.following(r.Next)
	}
	return days
}

// Validate checks what a person typed, the bill apart.
func (r Recurring) Validate() error {
	var v Check
	v.Err("", r.Rhythm.Validate())
	v.That(r.Do <= MakeSent, "then", "Choose what happens on the day.")
	v.That(r.Do != MakeSent || len(r.Bill.SendTo) > 0, "to", "Choose at least one address to send to.")
	v.That(r.Days >= 0 && r.Days <= 365, "days", "A bill can be due after 1 to 365 days.")
	return v.Done()
}

// RecurringRow is a schedule in a list.
type RecurringRow struct {
	_           struct{} `cbor:",toarray"`
	ID          RecurringID
	Client      ClientID
	Description string
	Rhythm      Rhythm
	Do          RecurringAction
	Next        Day
	Made        int
	Total       int64
	Currency    Currency
	State       RecurringState
	Trouble     string
}

// Row makes the list row.
func (r Recurring) Row() RecurringRow {
	return RecurringRow{
		ID: r.ID, Client: r.Client, Description: r.Bill.Description, Rhythm: r.Rhythm, Do: r.Do, Next: r.Next, Made: r.Made,
		Total: r.Bill.Totals.Total, Currency: r.Bill.Currency, State: r.State(), Trouble: r.Trouble,
	}
}

// Sum is what one bill comes to.
func (r RecurringRow) Sum() Money { return Of(r.Total, r.Currency) }
