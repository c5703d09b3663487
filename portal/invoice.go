package portal

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// InvoiceState is what is stored of an invoice's state; the rest (paid, overdue, viewed…) are facts.
type InvoiceState uint8

// The stored states. The values are stored: append, never reorder.
const (
	Draft InvoiceState = iota
	Issued
	Void
	BadDebt
)

// InvoiceStatus is what is shown (SPEC §6): the first that applies, in this order.
type InvoiceStatus uint8

// The shown statuses.
const (
	StatusDraft InvoiceStatus = iota
	StatusVoid
	StatusBadDebt
	StatusPaid
	StatusOverdue
	StatusPartlyPaid
	StatusViewed
	StatusSent
	StatusIssued // issued, not sent to anybody yet
)

// Key is the status's name in URLs.
func (s InvoiceStatus) Key() string {
	return [...]string{"draft", "void", "bad-debt", "paid", "overdue", "partly-paid", "viewed", "sent", "issued"}[s]
}

// Name is the status's name on screen.
func (s InvoiceStatus) Name() string {
	return [...]string{"Draft", "Void", "Bad debt", "Paid", "Overdue", "Partly paid", "Viewed", "Sent", "Issued"}[s]
}

// Line is one line of a bill.
type Line struct {
	Description string          `cbor:"1,keyasint"`
	Detail      string          `cbor:"2,keyasint,omitempty"`
	Quantity    decimal.Decimal `cbor:"3,keyasint"`
	Unit        string          `cbor:"4,keyasint,omitempty"` // "h", "m"
	Price       decimal.Decimal `cbor:"5,keyasint"`           // of one unit, major units, exact
	Tax         uint64          `cbor:"6,keyasint,omitempty"` // TaxRate.ID at the time; 0 = none
	TaxName     string          `cbor:"7,keyasint,omitempty"`
	TaxPercent  decimal.Decimal `cbor:"8,keyasint"`
	Amount      int64           `cbor:"9,keyasint"` // quantity × price, rounded, minor units
}

// TaxSum is the tax of one rate on a document.
type TaxSum struct {
	Name    string          `cbor:"1,keyasint"`
	Percent decimal.Decimal `cbor:"2,keyasint"`
	Net     int64           `cbor:"3,keyasint"` // taxable sum without tax
	Tax     int64           `cbor:"4,keyasint"`
}

// Totals are a document's sums, minor units.
type Totals struct {
	Net   int64    `cbor:"1,keyasint"` // subtotal without tax
	Taxes []TaxSum `cbor:"2,keyasint,omitempty"`
	Tax   int64    `cbor:"3,keyasint"`
	Total int64    `cbor:"4,keyasint"`
}

// Invoice is a bill. Once issued, only its facts change: sent, viewed, paid, void, bad debt.
type Invoice struct {
	ID          InvoiceID    `cbor:"1,keyasint"`
	Version     Version      `cbor:"2,keyasint"`
	Client      ClientID     `cbor:"3,keyasint"`
	Number      string       `cbor:"4,keyasint,omitempty"` // drawn at issue
	State       InvoiceState `cbor:"5,keyasint"`
	Currency    Currency     `cbor:"6,keyasint"`
	Issued      Day          `cbor:"7,keyasint,omitempty"` // a draft's planned day, 0 = the day of issue
	Due         Day          `cbor:"8,keyasint,omitempty"`
	Property    PropertyID   `cbor:"9,keyasint,omitempty"`
	Contractor  ContractorID `cbor:"10,keyasint,omitempty"`
	Description string       `cbor:"11,keyasint"`
	Order       string       `cbor:"12,keyasint,omitempty"` // the client's purchase-order number
	Lines       []Line       `cbor:"13,keyasint"`
	Inclusive   bool         `cbor:"14,keyasint,omitempty"` // prices include tax
	PerLine     bool         `cbor:"15,keyasint,omitempty"` // tax rounded per line
	Totals      Totals       `cbor:"16,keyasint"`
	Paid        int64        `cbor:"17,keyasint,omitempty"` // allocated payments, minor units
	PaidOn      Day          `cbor:"18,keyasint,omitempty"` // when it became fully paid
	Sent        time.Time    `cbor:"19,keyasint,omitzero"`
	SentTo      []string     `cbor:"20,keyasint,omitempty"`
	Viewed      time.Time    `cbor:"21,keyasint,omitzero"` // first seen by a contact
	ViewedBy    string       `cbor:"22,keyasint,omitempty"`
	Terms       string       `cbor:"23,keyasint,omitempty"`
	Voided      Day          `cbor:"24,keyasint,omitempty"`
	VoidReason  string       `cbor:"25,keyasint,omitempty"`
	Created     time.Time    `cbor:"26,keyasint"`
}

// Total is what the bill asks for.
func (i Invoice) Total() Money { return Of(i.Totals.Total, i.Currency) }

// Open is what is still to pay. A draft, a void or a written-off invoice asks for nothing.
func (i Invoice) Open() Money {
	if i.State != Issued {
		return Of(0, i.Currency)
	}
	return Of(i.Totals.Total-i.Paid, i.Currency)
}

// Status is what is shown today.
func (i Invoice) Status(today Day) InvoiceStatus { return i.Row().Status(today) }

// Term is "due by" for the ageing: the due day, or the issue day when none was set.
func (i Invoice) Term() Day {
	if i.Due != 0 {
		return i.Due
	}
	return i.Issued
}

// InvoiceRow is an invoice in a list.
type InvoiceRow struct {
	_           struct{} `cbor:",toarray"`
	ID          InvoiceID
	Client      ClientID
	Number      string
	State       InvoiceState
	Currency    Currency
	Issued      Day
	Due         Day
	Property    PropertyID
	Contractor  ContractorID
	Description string
	Order       string
	Net         int64
	Tax         int64
	Total       int64
	Paid        int64
	PaidOn      Day
	IsSent      bool
	IsViewed    bool
}

// Row makes the list row.
func (i Invoice) Row() InvoiceRow {
	return InvoiceRow{
		ID: i.ID, Client: i.Client, Number: i.Number, State: i.State, Currency: i.Currency, Issued: i.Issued, Due: i.Due,
		Property: i.Property, Contractor: i.Contractor, Description: i.Description, Order: i.Order, Net: i.Totals.Net,
		Tax: i.Totals.Tax, Total: i.Totals.Total, Paid: i.Paid, PaidOn: i.PaidOn, IsSent: !i.Sent.IsZero(),
		IsViewed: !i.Viewed.IsZero(),
	}
}

// Open is what is still to pay.
func (r InvoiceRow) Open() Money {
	if r.State != Issued {
		return Of(0, r.Currency)
	}
	return Of(r.Total-r.Paid, r.Currency)
}

// Term is "due by", as of the invoice.
func (r InvoiceRow) Term() Day {
	if r.Due != 0 {
		return r.Due
	}
	return r.Issued
}

// Sum is what the bill asks for.
func (r InvoiceRow) Sum() Money { return Of(r.Total, r.Currency) }

// Status is what is shown today (SPEC §6, precedence as written there).
func (r InvoiceRow) Status(today Day) InvoiceStatus {
	switch {
	case r.State == Draft:
		return StatusDraft
	case r.State == Void:
		return StatusVoid
	case r.State == BadDebt:
		return StatusBadDebt
	case r.Total-r.Paid <= 0:
		return StatusPaid
	case r.Term() < today:
		return StatusOverdue
	case r.Paid > 0:
		return StatusPartlyPaid
	case r.IsViewed:
		return StatusViewed
	case r.IsSent:
		return StatusSent
	}
	return StatusIssued
}

// Work fills in line amounts and totals from quantities, prices and rates. Tax is rounded once, half
// away from zero, per rate on the document's taxable sum (EN 16931 BR-CO-17) or per line.
func (i *Invoice) Work() error {
	type sum struct {
		TaxSum
		gross, exact decimal.Decimal
	}
	var sums []*sum
	find := func(l *Line) *sum {
		for _, s := range sums {
			if s.Name == l.TaxName && s.Percent.Equal(l.TaxPercent) {
				return s
			}
		}
		s := &sum{TaxSum: TaxSum{Name: l.TaxName, Percent: l.TaxPercent}}
		sums = append(sums, s)
		return s
	}
	for n := range i.Lines {
		l := &i.Lines[n]
		amount, err := Round(l.Quantity.Mul(l.Price), i.Currency)
		if err != nil {
			return err
		}
		l.Amount = amount.Amount
		s := find(l)
		s.gross = s.gross.Add(decimal.NewFromInt(amount.Amount))
		if i.PerLine {
			s.exact = s.exact.Add(taxOf(decimal.NewFromInt(amount.Amount), l.TaxPercent, i.Inclusive).Round(0))
		}
	}
	t := Totals{}
	for _, s := range sums {
		if !i.PerLine {
			s.exact = taxOf(s.gross, s.Percent, i.Inclusive).Round(0)
		}
		s.Tax = s.exact.IntPart()
		s.Net = s.gross.IntPart()
		if i.Inclusive {
			s.Net -= s.Tax
		}
		t.Net += s.Net
		t.Tax += s.Tax
		if !s.Percent.IsZero() || s.Name != "" {
			t.Taxes = append(t.Taxes, s.TaxSum)
		}
	}
	t.Total = t.Net + t.Tax
	if _, err := Round(decimal.New(t.Total, -i.Currency.Digits()), i.Currency); err != nil {
		return err
	}
	i.Totals = t
	return nil
}

// taxOf is the exact tax in minor units on an amount that does or doesn't include it.
func taxOf(amount, percent decimal.Decimal, inclusive bool) decimal.Decimal {
	if inclusive {
		return amount.Mul(percent).DivRound(percent.Add(decimal.NewFromInt(100)), 12)
	}
	return amount.Mul(percent).Shift(-2)
}

// Validate checks a draft before it is saved.
func (i Invoice) Validate() error {
	var v Check
	v.That(i.Client != 0, "client", "Choose a client.")
	v.That(strings.TrimSpace(i.Description) != "", "description", "Say in a few words what the bill is for.")
	v.That(len(i.Description) <= 500, "description", "Keep the description under 500 letters.")
	v.That(len(i.Lines) > 0, "lines", "Add at least one line.")
	v.That(len(i.Lines) <= 500, "lines", "A bill can have 500 lines at most.")
	v.That(i.Due == 0 || i.Issued == 0 || i.Due >= i.Issued, "due", "The due day can’t be before the day of issue.")
	for _, l := range i.Lines {
		v.That(strings.TrimSpace(l.Description) != "", "lines", "Every line needs a description.")
	}
	return v.Done()
}

// Issue turns a draft into a bill with a number.
func (i *Invoice) Issue(number string, today Day, terms int) error {
	if i.State != Draft {
		return Invalid("This invoice is issued already.")
	}
	if err := i.Validate(); err != nil {
		return err
	}
	if i.Totals.Total < 0 {
		return Invalid("An invoice can’t ask for less than nothing.")
	}
	i.State, i.Number = Issued, number
	if i.Issued == 0 {
		i.Issued = today
	}
	if i.Due == 0 {
		i.Due = i.Issued + Day(terms)
	}
	if i.Totals.Total == 0 {
		i.PaidOn = i.Issued
	}
	return nil
}

// Allocate books a payment of an amount to the invoice.
func (i *Invoice) Allocate(amount int64, on Day) error {
	switch {
	case i.State != Issued:
		return Invalid("Only an issued invoice can be paid.")
	case amount <= 0:
		return Invalid("A payment must be more than nothing.")
	case amount > i.Totals.Total-i.Paid:
		return Invalid("That is more than is still to pay on %s.", i.Number)
	}
	i.Paid += amount
	if i.Paid == i.Totals.Total {
		i.PaidOn = on
	}
	return nil
}

// Cancel voids an issued invoice that has no payments.
func (i *Invoice) Cancel(reason string, today Day) error {
	switch {
	case i.State != Issued:
		return Invalid("Only an issued invoice can be voided.")
	case i.Paid != 0:
		return Invalid("This invoice has payments. Refund or move them first.")
	case strings.TrimSpace(reason) == "":
		return &Error{Code: CodeInvalid, Msg: T("Something needs fixing"), Faults: []Fault{{"reason", T("Say why the invoice is void.")}}}
	}
	i.State, i.Voided, i.VoidReason = Void, today, reason
	return nil
}
