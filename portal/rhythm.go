package portal

import "time"

// Every is the unit of a rhythm.
type Every uint8

// The units. The values are stored: append, never reorder.
const (
	Monthly Every = iota
	Weekly
	Quarterly
	Yearly
)

// AllEvery are the units in the order they are offered.
var AllEvery = []Every{Weekly, Monthly, Quarterly, Yearly}

// Key is the unit's name in forms.
func (e Every) Key() string { return [...]string{"month", "week", "quarter", "year"}[e] }

// ParseEvery finds a unit by its form key.
func ParseEvery(key string) (Every, bool) {
	for _, e := range AllEvery {
		if e.Key() == key {
			return e, true
		}
	}
	return 0, false
}

// months is how long the unit is; 0 for a week.
func (e Every) months() int { return [...]int{1, 0, 3, 12}[e] }

// Rhythm is when something happens again and again. Each day is counted from the first, never from the one before: so
// the 31st stays the 31st after a shorter month.
type Rhythm struct {
	Every    Every `cbor:"1,keyasint,omitempty"`
	Interval int   `cbor:"2,keyasint"`           // every so many units
	On       int   `cbor:"3,keyasint,omitempty"` // day of the month, the last one where the month is shorter; 0 = that of From
	From     Day   `cbor:"4,keyasint"`           // not before
	Until    Day   `cbor:"5,keyasint,omitempty"` // not after; 0 = for ever
	Count    int   `cbor:"6,keyasint,omitempty"` // so many times; 0 = any
}

// Nth is the nth day, from 0. It knows no end.
func (r Rhythm) Nth(n int) Day {
	if r.Every == Weekly {
		return r.From + Day(7*r.Interval*n)
	}
	on := r.On
	if on == 0 {
		on = r.From.Time().Day()
	}
	first := r.From.Month()
	if first.day(on) < r.From {
		first++
	}
	return (first + Month(n*r.Interval*r.Every.months())).day(on)
}

// day is a day of the month, the last one where the month is shorter.
func (m Month) day(n int) Day { return min(m.First()+Day(n)-1, (m+1).First()-1) }

// NextDay is the first day after another one, and how many went before it; 0 = there is none any more.
func (r Rhythm) NextDay(after Day) (next Day, before int) {
	n := r.about(after)
	for n > 0 && r.Nth(n-1) > after {
		n--
	}
	for r.Nth(n) <= after {
		n++
	}
	if next = r.Nth(n); r.Until != 0 && next > r.Until {
		return 0, n
	}
	return next, n
}

// about is close to the number of days up to one.
func (r Rhythm) about(d Day) int {
	if d < r.From {
		return 0
	}
	if r.Every == Weekly {
		return int(d-r.From) / (7 * r.Interval)
	}
	return int(d.Month()-r.From.Month()) / (r.Interval * r.Every.months())
}

// Validate checks what a person typed.
func (r Rhythm) Validate() error {
	var v Check
	v.That(r.Every <= Yearly, "every", "Choose how often.")
	v.That(r.Interval >= 1 && r.Interval <= 60, "interval", "That can be every 1 to 60.")
	v.That(r.On >= 0 && r.On <= 31, "day", "Choose a day from 1 to 31.")
	v.That(r.From != 0, "from", "Choose the first day.")
	v.That(r.Until == 0 || r.Until >= r.From, "until", "The last day can’t be before the first.")
	v.That(r.Count >= 0 && r.Count <= 1000, "count", "That can be up to 1,000 times.")
	return v.Done()
}

// Weekday is the day of the week that a weekly rhythm keeps to.
func (r Rhythm) Weekday() time.Weekday { return r.From.Time().Weekday() }
