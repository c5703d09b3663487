package portal

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// EstimateState is what is stored of an estimate's state; viewed and expired are facts.
type EstimateState uint8

// The stored states. The values are stored: append, never reorder.
const (
	EstimateDraft      EstimateState = iota // never sent
	EstimateSent                            // waits for an answer
	EstimateChanges                         // the client asked for changes
	EstimateAccepted                        // signed
	EstimateDeclined                        // refused by the client
	EstimateSuperseded                      // taken back by the business
	EstimateInvoiced                        // accepted, and turned into an invoice
	estimateStates
)

// EstimateStates is how many stored states there are.
const EstimateStates = int(estimateStates)

// EstimateStatus is what is shown (SPEC §6).
type EstimateStatus uint8

// The shown statuses.
const (
	StatusEstimateDraft EstimateStatus = iota
	StatusEstimateSent
	StatusEstimateViewed
	StatusEstimateChanges
	StatusEstimateAccepted
	StatusEstimateDeclined
	StatusEstimateExpired
	StatusEstimateSuperseded
	StatusEstimateInvoiced
)

// Key is the status's name in URLs.
func (s EstimateStatus) Key() string {
	return [...]string{"draft", "sent", "viewed", "changes", "accepted", "declined", "expired", "superseded", "invoiced"}[s]
}

// Name is the status's name on screen.
func (s EstimateStatus) Name() string {
	return [...]string{
		"Draft", "Sent", "Viewed", "Changes requested", "Accepted", "Declined", "Expired", "Superseded", "Invoiced",
	}[s]
}

// EstimateLine is one line of an estimate. An optional one counts only where it is chosen.
type EstimateLine struct {
	Line
	Optional bool `cbor:"20,keyasint,omitempty"`
	Chosen   bool `cbor:"21,keyasint,omitempty"` // ticked: by the office as a suggestion, then by the client
}

// Counts reports whether the line is part of the total.
func (l EstimateLine) Counts() bool { return !l.Optional || l.Chosen }

// Offer is what an estimate offers: what one version of it is made of.
type Offer struct {
	Property    PropertyID      `cbor:"1,keyasint,omitempty"`
	Contractor  ContractorID    `cbor:"2,keyasint,omitempty"`
	Description string          `cbor:"3,keyasint"`
	Lines       []EstimateLine  `cbor:"4,keyasint"`
	Inclusive   bool            `cbor:"5,keyasint,omitempty"` // prices include tax
	PerLine     bool            `cbor:"6,keyasint,omitempty"` // tax rounded per line
	Totals      Totals          `cbor:"7,keyasint"`           // of the lines that count
	Terms       string          `cbor:"8,keyasint,omitempty"`
	Expires     Day             `cbor:"9,keyasint,omitempty"`  // the last day to accept it; 0 = open-ended
	Percent     decimal.Decimal `cbor:"10,keyasint"`           // of the total, asked as a deposit on acceptance; 0 = none
	Deposit     int64           `cbor:"11,keyasint,omitempty"` // the same as an amount, where there is no percent
	Order       string          `cbor:"12,keyasint,omitempty"` // the client's purchase-order number
}

// Bare is the offer's lines as those of a bill.
func (o Offer) Bare() []Line {
	ls := make([]Line, len(o.Lines))
	for n, l := range o.Lines {
		ls[n] = l.Line
	}
	return ls
}

// Counted are the lines that are part of the total.
func (o Offer) Counted() (ls []Line) {
	for _, l := range o.Lines {
		if l.Counts() {
			ls = append(ls, l.Line)
		}
	}
	return ls
}

// Options reports whether there is anything to choose.
func (o Offer) Options() bool {
	return slices.ContainsFunc(o.Lines, func(l EstimateLine) bool { return l.Optional })
}

// Work fills in the amounts of all lines and the totals of those that count.
func (o *Offer) Work(c Currency) (err error) {
	all := o.Bare()
	if _, err := WorkLines(all, c, o.Inclusive, o.PerLine); err != nil {
		return err
	}
	for n := range all {
		o.Lines[n].Line = all[n]
	}
	o.Totals, err = WorkLines(o.Counted(), c, o.Inclusive, o.PerLine)
	return err
}

// Choose ticks exactly the optional lines that are named, counted from 0, and works the offer out anew.
func (o *Offer) Choose(lines []int, c Currency) error {
	o.Lines = slices.Clone(o.Lines)
	for n := range o.Lines {
		o.Lines[n].Chosen = o.Lines[n].Optional && slices.Contains(lines, n)
	}
	return o.Work(c)
}

// Chosen are the optional lines that are ticked, counted from 0.
func (o Offer) Chosen() (lines []int) {
	for n, l := range o.Lines {
		if l.Optional && l.Chosen {
			lines = append(lines, n)
		}
	}
	return lines
}

// DepositOf is what the offer asks for on acceptance.
func (o Offer) DepositOf(c Currency) Money {
	total := max(0, o.Totals.Total)
	if o.Percent.IsZero() {
		return Of(min(o.Deposit, total), c)
	}
	m, err := Round(Of(total, c).Decimal().Mul(o.Percent).Shift(-2), c)
	if err != nil {
		return Of(0, c) // no more than the total, which is no larger than an amount can be
	}
	return m
}

// Validate checks an offer before it is saved. Lines count from 0 in the names of fields: price-2.
func (o Offer) Validate() error {
	var v Check
	v.That(strings.TrimSpace(o.Description) != "", "description", "Say in a few words what the estimate is for.")
	v.That(len(o.Description) <= 500, "description", "Keep the description under 500 letters.")
	v.That(len(o.Order) <= 100, "order", "Keep the purchase-order number under 100 letters.")
	v.That(len(o.Terms) <= 5000, "terms", "Keep the terms under 5,000 letters.")
	v.That(!o.Percent.IsNegative() && !o.Percent.GreaterThan(hundred), "deposit", "A deposit lies between 0 and 100 percent.")
	v.That(o.Deposit >= 0, "deposit", "A deposit can’t be less than nothing.")
	v.Err("", CheckLines(o.Bare()))
	v.That(len(o.Lines) == 0 || len(o.Counted()) < len(o.Lines) || o.Totals.Total >= 0, "lines", "An estimate can’t ask for less than nothing.")
	return v.Done()
}

// Estimate is a priced offer. What was sent is never changed: an edit is a new version of it.
type Estimate struct {
	ID       EstimateID    `cbor:"1,keyasint"`
	Version  Version       `cbor:"2,keyasint"`
	Client   ClientID      `cbor:"3,keyasint"`
	Number   string        `cbor:"4,keyasint,omitempty"` // drawn when it is first sent
	State    EstimateState `cbor:"5,keyasint"`
	Currency Currency      `cbor:"6,keyasint"`
	Offer    Offer         `cbor:"7,keyasint"`           // the newest that was sent; while none was, the draft
	Revision int           `cbor:"8,keyasint,omitempty"` // of the offer, from 1; 0 = none was sent
	Next     *Offer        `cbor:"9,keyasint,omitempty"` // written over what was sent, and not sent yet
	Created  time.Time     `cbor:"10,keyasint"`
	Dated    Day           `cbor:"11,keyasint,omitempty"` // when the offer was sent
	Sent     time.Time     `cbor:"12,keyasint,omitzero"`  // the last time
	SentTo   []string      `cbor:"13,keyasint,omitempty"`
	SendTo   []string      `cbor:"14,keyasint,omitempty"` // addresses chosen for sending
	Viewed   time.Time     `cbor:"15,keyasint,omitzero"`  // this version, first seen by a contact
	ViewedBy string        `cbor:"16,keyasint,omitempty"`
	Signed   *Acceptance   `cbor:"17,keyasint,omitempty"`
	Answered time.Time     `cbor:"18,keyasint,omitzero"` // declined, or changes asked for
	By       string        `cbor:"19,keyasint,omitempty"`
	Words    string        `cbor:"20,keyasint,omitempty"` // the reason, or what to change
	Ended    Day           `cbor:"21,keyasint,omitempty"` // taken back
	Invoice  InvoiceID     `cbor:"22,keyasint,omitempty"`
	Place    string        `cbor:"23,keyasint,omitempty"` // the property's name and UPRN, so that a search finds it
}

// Draft is what is being written: the next version, or the first one.
func (e Estimate) Draft() Offer {
	if e.Next != nil {
		return *e.Next
	}
	return e.Offer
}

// Unsent reports whether something is written that the client has not got.
func (e Estimate) Unsent() bool { return e.Revision == 0 || e.Next != nil }

// Total is what the estimate comes to with the lines that are ticked.
func (e Estimate) Total() Money { return Of(e.Offer.Totals.Total, e.Currency) }

// DepositDue is what is to pay on acceptance: worked out when it was signed, until it is billed.
func (e Estimate) DepositDue() Money {
	if e.State != EstimateAccepted || e.Signed == nil {
		return Of(0, e.Currency)
	}
	return Of(e.Signed.Deposit, e.Currency)
}

// DepositLeft is what is still to pay on acceptance when so much was paid.
func (e Estimate) DepositLeft(paid int64) Money {
	return Of(max(0, e.DepositDue().Amount-paid), e.Currency)
}

// Status is what is shown today.
func (e Estimate) Status(today Day) EstimateStatus { return e.Row().Status(today) }

// Open reports whether the client can answer today.
func (e Estimate) Open(today Day) bool { return e.Row().Open(today) }

// Last is the last day on which it can be accepted; a day that never comes for an open-ended one.
func (e Estimate) Last() Day {
	if e.Offer.Expires == 0 {
		return Never
	}
	return e.Offer.Expires
}

// Never is a day that does not come.
const Never Day = 1 << 30

// EstimateRow is an estimate in a list.
type EstimateRow struct {
	_           struct{} `cbor:",toarray"`
	ID          EstimateID
	Client      ClientID
	Number      string
	State       EstimateState
	Currency    Currency
	Dated       Day
	Expires     Day
	Property    PropertyID
	Contractor  ContractorID
	Description string
	Order       string
	Net         int64
	Tax         int64
	Total       int64
	Revision    int
	Invoice     InvoiceID
	IsViewed    bool
	Unsent      bool
	SignedBy    string
}

// Row makes the list row.
func (e Estimate) Row() EstimateRow {
	r := EstimateRow{
		ID: e.ID, Client: e.Client, Number: e.Number, State: e.State, Currency: e.Currency, Dated: e.Dated, Expires: e.Offer.Expires,
		Property: e.Offer.Property, Contractor: e.Offer.Contractor, Description: e.Offer.Description, Order: e.Offer.Order,
		Net: e.Offer.Totals.Net, Tax: e.Offer.Totals.Tax, Total: e.Offer.Totals.Total, Revision: e.Revision, Invoice: e.Invoice,
		IsViewed: !e.Viewed.IsZero(), Unsent: e.Unsent(),
	}
	if e.Signed != nil {
		r.SignedBy, r.Order = e.Signed.Name, e.Signed.Order
	}
	return r
}

// Sum is what the estimate comes to.
func (r EstimateRow) Sum() Money { return Of(r.Total, r.Currency) }

// Open reports whether the client can answer today.
func (r EstimateRow) Open(today Day) bool {
	return (r.State == EstimateSent || r.State == EstimateChanges) && (r.Expires == 0 || r.Expires >= today)
}

// Status is what is shown today.
func (r EstimateRow) Status(today Day) EstimateStatus {
	switch r.State {
	case EstimateDraft:
		return StatusEstimateDraft
	case EstimateChanges:
		return StatusEstimateChanges
	case EstimateAccepted:
		return StatusEstimateAccepted
	case EstimateDeclined:
		return StatusEstimateDeclined
	case EstimateSuperseded:
		return StatusEstimateSuperseded
	case EstimateInvoiced:
		return StatusEstimateInvoiced
	}
	switch {
	case !r.Open(today):
		return StatusEstimateExpired
	case r.IsViewed:
		return StatusEstimateViewed
	}
	return StatusEstimateSent
}
