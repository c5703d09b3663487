package portal

import (
	"cmp"
	"slices"
	"time"
)

// ReminderStep is one reminder of the schedule.
type ReminderStep struct {
	ID   uint64 `cbor:"1,keyasint"`
	Days int    `cbor:"2,keyasint"` // after the due day; before it when negative
	On   bool   `cbor:"3,keyasint,omitempty"`
	Text string `cbor:"4,keyasint,omitempty"` // stands in the mail; "" = only the usual words
}

// ReminderSettings say when clients are reminded of what is open.
type ReminderSettings struct {
	Version Version        `cbor:"1,keyasint"`
	Hour    int            `cbor:"2,keyasint"` // of the day, business time
	Steps   []ReminderStep `cbor:"3,keyasint,omitempty"`
}

// UsualReminders are what a business is offered to begin with: all of them off.
func UsualReminders() ReminderSettings {
	return ReminderSettings{Hour: 9, Steps: []ReminderStep{{ID: 1, Days: -3}, {ID: 2, Days: 1}, {ID: 3, Days: 7}, {ID: 4, Days: 21}}}
}

// Active reports whether any step is on.
func (r ReminderSettings) Active() bool {
	return slices.ContainsFunc(r.Steps, func(s ReminderStep) bool { return s.On })
}

// Limits of the reminders.
const (
	maxReminderSteps = 12
	maxReminderDays  = 180
)

// Validate checks what a person typed.
func (r ReminderSettings) Validate() error {
	var v Check
	v.That(r.Hour >= 0 && r.Hour <= 23, "hour", "Choose an hour of the day.")
	v.That(len(r.Steps) <= maxReminderSteps, "steps", "Keep it to %d reminders at most.", maxReminderSteps)
	seen := map[int]bool{}
	for _, s := range r.Steps {
		v.That(s.Days >= -maxReminderDays && s.Days <= maxReminderDays, "steps", "A reminder can be up to %d days before or after.", maxReminderDays)
		v.That(!seen[s.Days], "steps", "Two reminders fall on the same day.")
		v.That(len(s.Text) <= 1000, "steps", "Keep the words of a reminder under 1,000 letters.")
		seen[s.Days] = true
	}
	return v.Done()
}

// Reminded is a reminder that went out.
type Reminded struct {
	Step uint64    `cbor:"1,keyasint,omitempty"` // 0 = sent by hand
	Days int       `cbor:"2,keyasint"`           // after the due day
	At   time.Time `cbor:"3,keyasint"`
	To   []string  `cbor:"4,keyasint,omitempty"`
}

// Remindable says why nobody is to be reminded of the invoice, nil when somebody may be.
func (i Invoice) Remindable() error {
	switch {
	case i.State != Issued:
		return refuse(ErrNotIssued, "Only an issued invoice can be reminded of.")
	case i.Open().Amount <= 0:
		return refuse(ErrPaid, "There is nothing left to pay.")
	}
	return nil
}

// Remind picks the reminder that is due on a day, of those that fell due after another one: the latest alone, so that
// days missed bring one mail and not a burst. Each is sent once; none on the day of issue or before.
func (r ReminderSettings) Remind(i Invoice, since, today Day) (step ReminderStep, ok bool) {
	if i.Remindable() != nil || i.NoReminders {
		return step, false
	}
	for _, s := range r.Steps {
		on := i.Term() + Day(s.Days)
		if s.On && on > since && on <= today && on > i.Issued && (!ok || s.Days > step.Days) {
			step, ok = s, true
		}
	}
	if !ok || slices.ContainsFunc(i.Reminded, func(d Reminded) bool { return d.Step == step.ID || d.Step != 0 && d.Days >= step.Days }) {
		return ReminderStep{}, false
	}
	return step, true
}

// NextReminder is the next day on which the invoice is reminded of, if it stays open.
func (r ReminderSettings) NextReminder(i Invoice, today Day) (on Day, step ReminderStep, ok bool) {
	steps := slices.Clone(r.Steps)
	slices.SortFunc(steps, func(a, b ReminderStep) int { return cmp.Compare(a.Days, b.Days) })
	for _, s := range steps {
		on = i.Term() + Day(s.Days)
		if on <= today {
			continue
		}
		if _, ok = r.Remind(i, on-1, on); ok {
			return on, s, true
		}
	}
	return 0, step, false
}

// MarkReminded notes a reminder.
func (i *Invoice) MarkReminded(step uint64, to []string, today Day, at time.Time) error {
	if err := i.Remindable(); err != nil {
		return err
	}
	i.Reminded = append(i.Reminded, Reminded{Step: step, Days: int(today - i.Term()), At: at, To: to})
	return nil
}
