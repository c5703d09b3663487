package portal

import (
	"slices"
	"strings"
	"time"
)

// CreditNote takes off an issued invoice, wholly or in part. What the invoice has no room for is credit on account.
type CreditNote struct {
	ID          CreditNoteID `cbor:"1,keyasint"`
	Version     Version      `cbor:"2,keyasint"`
	Client      ClientID     `cbor:"3,keyasint"`
	Number      string       `cbor:"4,keyasint"`
	Invoice     InvoiceID    `cbor:"5,keyasint"`
	Of          string       `cbor:"6,keyasint"` // the invoice's number
	Issued      Day          `cbor:"7,keyasint"`
	Property    PropertyID   `cbor:"8,keyasint,omitempty"`
	Reason      string       `cbor:"9,keyasint"`
	Currency    Currency     `cbor:"10,keyasint"`
	Lines       []Line       `cbor:"11,keyasint"`
	Inclusive   bool         `cbor:"12,keyasint,omitempty"`
	PerLine     bool         `cbor:"13,keyasint,omitempty"`
	Totals      Totals       `cbor:"14,keyasint"`
	Allocations []Allocation `cbor:"15,keyasint,omitempty"`
	From        *Party       `cbor:"16,keyasint,omitempty"`
	BilledTo    *Party       `cbor:"17,keyasint,omitempty"`
	By          string       `cbor:"18,keyasint,omitempty"`
	Created     time.Time    `cbor:"19,keyasint"`
	Sent        time.Time    `cbor:"20,keyasint,omitzero"`
	SentTo      []string     `cbor:"21,keyasint,omitempty"`
	Key         string       `cbor:"22,keyasint,omitempty"` // idempotency: the same form counts once
}

// Total is what the note takes off.
func (c CreditNote) Total() Money { return Of(c.Totals.Total, c.Currency) }

// Unallocated is the credit that the note leaves on account, minor units.
func (c CreditNote) Unallocated() int64 {
	rest := c.Totals.Total
	for _, a := range c.Allocations {
		rest -= a.Amount
	}
	return rest
}

// Rest is the credit that the note leaves on account.
func (c CreditNote) Rest() Money { return Of(c.Unallocated(), c.Currency) }

// Work fills in the amounts of the lines and the totals.
func (c *CreditNote) Work() (err error) {
	c.Totals, err = WorkLines(c.Lines, c.Currency, c.Inclusive, c.PerLine)
	return err
}

// CreditOf begins a credit note of an invoice, with all of its lines.
func CreditOf(i Invoice) CreditNote {
	return CreditNote{
		Client: i.Client, Invoice: i.ID, Of: i.Number, Property: i.Property, Currency: i.Currency, Lines: slices.Clone(i.Lines),
		Inclusive: i.Inclusive, PerLine: i.PerLine, Totals: i.Totals, From: i.From, BilledTo: i.BilledTo,
	}
}

// Validate checks a credit note of an invoice before it is issued; before is what earlier notes took off, minor units.
func (c CreditNote) Validate(i Invoice, before int64) error {
	if i.State != Issued {
		return refuse(ErrNotIssued, "Only an issued invoice can be credited.")
	}
	var v Check
	v.That(strings.TrimSpace(c.Reason) != "", "reason", "Say why the invoice is credited.")
	v.That(len(c.Reason) <= 500, "reason", "Keep the reason under 500 letters.")
	v.That(strings.TrimSpace(c.Key) != "" && len(c.Key) <= 100, "key", "Load the page again, please.")
	v.Err("", CheckLines(c.Lines))
	v.That(c.Totals.Total > 0, "lines", "A credit note must take off more than nothing.")
	v.That(c.Totals.Total <= i.Totals.Total-before, "lines", "Credit notes can’t take off more than the invoice asked for.")
	return v.Done()
}

// Allocate takes off an invoice out of what the note has left.
func (c *CreditNote) Allocate(i *Invoice, amount int64, on Day) error {
	if i.Client != c.Client || i.Currency != c.Currency {
		return NotFound()
	}
	if amount > c.Unallocated() {
		return refuse(ErrOverpaid, "That is more than is left of the credit note.")
	}
	if err := i.Credit(amount, on); err != nil {
		return err
	}
	c.Allocations = allocate(c.Allocations, Allocation{Invoice: i.ID, Amount: amount, On: later(on, c.Issued)})
	return nil
}

// CreditNoteRow is a credit note in a list.
type CreditNoteRow struct {
	_        struct{} `cbor:",toarray"`
	ID       CreditNoteID
	Client   ClientID
	Number   string
	Invoice  InvoiceID
	Of       string
	Issued   Day
	Property PropertyID
	Reason   string
	Currency Currency
	Total    int64
	Credit   int64
}

// Row makes the list row.
func (c CreditNote) Row() CreditNoteRow {
	return CreditNoteRow{
		ID: c.ID, Client: c.Client, Number: c.Number, Invoice: c.Invoice, Of: c.Of, Issued: c.Issued, Property: c.Property,
		Reason: c.Reason, Currency: c.Currency, Total: c.Totals.Total, Credit: c.Unallocated(),
	}
}

// Sum is what the note takes off.
func (r CreditNoteRow) Sum() Money { return Of(r.Total, r.Currency) }

// Rest is the credit that the note leaves on account.
func (r CreditNoteRow) Rest() Money { return Of(r.Credit, r.Currency) }
