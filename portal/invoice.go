package portal

import (
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
	Amount      int64           `cbor:"9,keyasint"`  // quantity × price less the discount, rounded, minor units
	Discount    decimal.Decimal `cbor:"10,keyasint"` // percent, 0–100
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
	WrittenOff  Day          `cbor:"27,keyasint,omitempty"` // bad debt since
	SendTo      []string     `cbor:"28,keyasint,omitempty"` // addresses chosen for sending
	Place       string       `cbor:"29,keyasint,omitempty"` // the property's name and UPRN, so that a search finds it
	From        *Party       `cbor:"30,keyasint,omitempty"` // as they were at issue: a bill doesn't change when somebody moves
	BilledTo    *Party       `cbor:"31,keyasint,omitempty"`
	Credited    int64        `cbor:"32,keyasint,omitempty"` // taken off by credit notes, minor units
	Fees        int64        `cbor:"33,keyasint,omitempty"` // its share of card and ACH fees; not part of the total
	Deposit     int64        `cbor:"34,keyasint,omitempty"` // asked for first, part of the total; 0 = none
	Batch       BatchID      `cbor:"35,keyasint,omitempty"` // the open batch invoice that it is in
	Estimate    EstimateID   `cbor:"36,keyasint,omitempty"` // what it was made from
	Recurring   RecurringID  `cbor:"37,keyasint,omitempty"` // the schedule that made it
	NoReminders bool         `cbor:"50,keyasint,omitempty"` // none by themselves
	Reminded    []Reminded   `cbor:"51,keyasint,omitempty"` // oldest first
	Regained    []Loss       `cbor:"52,keyasint,omitempty"` // bad debt that was taken back, oldest first
}

// Party is one side of a bill.
type Party struct {
	Name    string  `cbor:"1,keyasint"`
	Address Address `cbor:"2,keyasint,omitempty"`
	TaxID   string  `cbor:"3,keyasint,omitempty"`
}

// Total is what the bill asks for.
func (i Invoice) Total() Money { return Of(i.Totals.Total, i.Currency) }

// Open is what is still to pay. A draft, a void or a written-off invoice asks for nothing.
func (i Invoice) Open() Money {
	if i.State != Issued {
		return Of(0, i.Currency)
	}
	return Of(i.Totals.Total-i.Settled(), i.Currency)
}

// Settled is what payments and credit notes have taken off, minor units.
func (i Invoice) Settled() int64 { return i.Paid + i.Credited }

// DepositOpen is what is still to pay of the deposit.
func (i Invoice) DepositOpen() Money {
	return Of(max(0, min(i.Deposit-i.Settled(), i.Open().Amount)), i.Currency)
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
	Credited    int64
	Fees        int64
	Batch       BatchID
	IsSent      bool
	IsViewed    bool
}

// Row makes the list row.
func (i Invoice) Row() InvoiceRow {
	return InvoiceRow{
		ID: i.ID, Client: i.Client, Number: i.Number, State: i.State, Currency: i.Currency, Issued: i.Issued, Due: i.Due,
		Property: i.Property, Contractor: i.Contractor, Description: i.Description, Order: i.Order, Net: i.Totals.Net,
		Tax: i.Totals.Tax, Total: i.Totals.Total, Paid: i.Paid, PaidOn: i.PaidOn, IsSent: !i.Sent.IsZero(),
		Credited: i.Credited, Fees: i.Fees, Batch: i.Batch, IsViewed: !i.Viewed.IsZero(),
	}
}

// Open is what is still to pay.
func (r InvoiceRow) Open() Money {
	if r.State != Issued {
		return Of(0, r.Currency)
	}
	return Of(r.Total-r.Paid-r.Credited, r.Currency)
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
	case r.Total-r.Paid-r.Credited <= 0:
		return StatusPaid
	case r.Term() < today:
		return StatusOverdue
	case r.Paid+r.Credited > 0:
		return StatusPartlyPaid
	case r.IsViewed:
		return StatusViewed
	case r.IsSent:
		return StatusSent
	}
	return StatusIssued
}
