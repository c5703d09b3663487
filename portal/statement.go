package portal

import (
	"encoding/binary"
	"slices"
)

// Period is the days that a statement covers, both included. Its key is kept in URLs; days that somebody chose
// have none.
type Period struct {
	Key      string
	From, To Day // From 0 = from the first entry on
}

// Periods are the keys of the periods that are offered, the first being what one gets unasked.
var Periods = []string{"90-days", "this-month", "last-month", "this-quarter", "this-year", "last-year", "all"}

// NamedPeriod is a period by its key, false when there is none of that name.
func NamedPeriod(key string, today Day) (p Period, ok bool) {
	month := today.Month()
	quarter, year := month-month%3, month-month%12
	p = Period{Key: key, To: today}
	switch key {
	case "90-days":
		p.From = today - 89
	case "this-month":
		p.From = month.First()
	case "last-month":
		p.From, p.To = (month - 1).First(), month.First()-1
	case "this-quarter":
		p.From = quarter.First()
	case "this-year":
		p.From = year.First()
	case "last-year":
		p.From, p.To = (year - 12).First(), year.First()-1
	case "all":
	default:
		return Period{}, false
	}
	return p, true
}

// PeriodOf is the period that somebody asked for: by its key, else by the days they chose, in any order.
func PeriodOf(key string, from, to, today Day) Period {
	if p, ok := NamedPeriod(key, today); ok {
		return p
	}
	if from == 0 && to == 0 {
		p, _ := NamedPeriod(Periods[0], today)
		return p
	}
	if to == 0 {
		to = max(today, from)
	}
	return Period{From: min(from, to), To: max(from, to)}
}

// MonthPeriod is a whole month.
func MonthPeriod(m Month) Period { return Period{From: m.First(), To: (m + 1).First() - 1} }

// NewAgeing sorts what is open by how long it is late. What is open but not on the balance is credit on account.
func NewAgeing(on Day, cur Currency, openPerDay map[Day]int64, balance Money) Ageing {
	zero := Of(0, cur)
	a := Ageing{On: on, Current: zero, Late30: zero, Late60: zero, Late90: zero, Over90: zero}
	for due, open := range openPerDay {
		late := on - due
		part := &a.Over90
		switch {
		case late <= 0:
			part = &a.Current
		case late <= 30:
			part = &a.Late30
		case late <= 60:
			part = &a.Late60
		case late <= 90:
			part = &a.Late90
		}
		part.Amount += open
	}
	a.Credit = a.Total().Sub(balance)
	return a
}

// Late is what is overdue.
func (a Ageing) Late() Money { return a.Total().Sub(a.Current) }

// Place is where a line stands in its ledger, for the page that begins after it.
func (r StatementRow) Place() []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(r.On))
	return binary.BigEndian.AppendUint64(b, r.Seq)
}

// ParsePlace reads a Place.
func ParsePlace(b []byte) (on Day, seq uint64, ok bool) {
	if len(b) != 12 {
		return 0, 0, false
	}
	return Day(binary.BigEndian.Uint32(b)), binary.BigEndian.Uint64(b[4:]), true
}

// ByMethod is how the money of a line came or went; false for a line that is not about money.
func (r StatementRow) ByMethod() (Method, bool) { return r.Method, r.Doc.Kind == KindPayment }

// StatementSettings say when statements go out by themselves.
type StatementSettings struct {
	Monthly bool `cbor:"1,keyasint,omitempty"`
	Day     int  `cbor:"2,keyasint,omitempty"` // of the month after, 1–28
	Owing   bool `cbor:"3,keyasint,omitempty"` // only to clients whose balance is not zero
}

// Check gathers what is wrong with what a person typed.
func (s StatementSettings) Check(v *Check) {
	v.That(!s.Monthly || s.Day >= 1 && s.Day <= 28, "statement_day", "Choose a day from 1 to 28, so that every month has it.")
}

// Last is the newest month whose statements are to be out on a day; 0 when they don't go out by themselves.
func (s StatementSettings) Last(today Day) Month {
	switch month := today.Month(); {
	case !s.Monthly:
		return 0
	case today < month.First()+Day(s.Day)-1:
		return month - 2
	default:
		return month - 1
	}
}

// missedMonths is how far back months are made up for that passed while the program was down.
const missedMonths = 3

// Missed are the months whose statements are still to go out, after the last one that is out.
func (s StatementSettings) Missed(done Month, today Day) (ms []Month) {
	last := s.Last(today)
	if last == 0 {
		return nil
	}
	for m := max(done+1, last-missedMonths+1); m <= last; m++ {
		ms = append(ms, m)
	}
	return ms
}

// Wants reports whether a client's month is worth a statement.
func (s StatementSettings) Wants(closing Money, moved bool) bool {
	return !closing.IsZero() || moved && !s.Owing
}

// Readers are the contacts that a client's statement goes to by itself: those who see the whole account's
// statement in the portal.
func Readers(access func(Contact) Permissions, contacts []Contact) (to []Contact) {
	for _, c := range contacts {
		if c.Email != "" && c.Properties == nil && access(c).Has(ViewStatement) {
			to = append(to, c)
		}
	}
	slices.SortFunc(to, func(a, b Contact) int { return int(a.ID) - int(b.ID) })
	return to[:min(len(to), maxRecipients)]
}

// MostPrinted is how many lines a statement's PDF holds; a file for a spreadsheet holds any number.
const MostPrinted = 20_000
