package portal

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Method is how money came.
type Method uint8

// The methods. The values are stored: append, never reorder.
const (
	ByCard Method = iota
	ByACH
	ByCash
	ByCheck
	ByTransfer
	ByZelle
)

// ManualMethods are those that staff can record by hand, in the order they are offered.
var ManualMethods = []Method{ByTransfer, ByCheck, ByCash, ByZelle, ByCard, ByACH}

var methodWords = [...]struct{ key, name string }{
	{"card", "Card"}, {"ach", "ACH"}, {"cash", "Cash"}, {"check", "Check"}, {"transfer", "Bank transfer"}, {"zelle", "Zelle"},
}

// Key is the method's name in forms.
func (m Method) Key() string { return methodWords[m].key }

// Name is the method's name on screen.
func (m Method) Name() string { return methodWords[m].name }

// ParseMethod finds a method by its form key.
func ParseMethod(key string) (Method, bool) {
	for m, w := range methodWords {
		if w.key == key {
			return Method(m), true
		}
	}
	return 0, false
}

// Allocation is the part of a payment that pays one invoice.
type Allocation struct {
	Invoice InvoiceID `cbor:"1,keyasint"`
	Amount  int64     `cbor:"2,keyasint"`
}

// Payment is money in. What is not allocated is credit on account.
type Payment struct {
	ID          PaymentID    `cbor:"1,keyasint"`
	Version     Version      `cbor:"2,keyasint"`
	Client      ClientID     `cbor:"3,keyasint"`
	Number      string       `cbor:"4,keyasint"`
	On          Day          `cbor:"5,keyasint"`
	Amount      int64        `cbor:"6,keyasint"`
	Currency    Currency     `cbor:"7,keyasint"`
	Method      Method       `cbor:"8,keyasint"`
	Reference   string       `cbor:"9,keyasint,omitempty"`
	Allocations []Allocation `cbor:"10,keyasint,omitempty"`
	Key         string       `cbor:"11,keyasint,omitempty"` // idempotency: the same key counts once
	By          string       `cbor:"12,keyasint,omitempty"`
	Created     time.Time    `cbor:"13,keyasint"`
}

// Unallocated is the credit that the payment leaves on account, minor units.
func (p Payment) Unallocated() int64 {
	rest := p.Amount
	for _, a := range p.Allocations {
		rest -= a.Amount
	}
	return rest
}

// Allocated is the part of the payment that pays an invoice, minor units.
func (p Payment) Allocated(id InvoiceID) (n int64) {
	for _, a := range p.Allocations {
		if a.Invoice == id {
			n += a.Amount
		}
	}
	return n
}

// Allocate pays an invoice out of what the payment has left.
func (p *Payment) Allocate(i *Invoice, amount int64, on Day) error {
	if i.Client != p.Client || i.Currency != p.Currency {
		return NotFound()
	}
	if amount > p.Unallocated() {
		return refuse(ErrOverpaid, "That is more than is left of the payment.")
	}
	if err := i.Allocate(amount, on); err != nil {
		return err
	}
	for n := range p.Allocations {
		if p.Allocations[n].Invoice == i.ID {
			p.Allocations[n].Amount += amount
			return nil
		}
	}
	p.Allocations = append(p.Allocations, Allocation{i.ID, amount})
	return nil
}

// Release takes back what the payment paid of an invoice: it is credit on account again.
func (p *Payment) Release(i *Invoice) error {
	amount := p.Allocated(i.ID)
	if err := i.Release(amount); err != nil {
		return err
	}
	var rest []Allocation
	for _, a := range p.Allocations {
		if a.Invoice != i.ID {
			rest = append(rest, a)
		}
	}
	p.Allocations = rest
	return nil
}

// Validate checks a payment before it is recorded.
func (p Payment) Validate(today Day) error {
	var v Check
	v.That(p.On != 0, "on", "Choose the day the money came.")
	v.That(p.On <= today, "on", "The money can’t have come in the future.")
	v.That(p.Amount > 0, "amount", "A payment must be more than nothing.")
	v.That(p.Amount <= maxAmount, "amount", "That amount is too large.")
	v.That(int(p.Method) < len(methodWords), "method", "Choose how the money came.")
	v.That(len(p.Reference) <= 200, "reference", "Keep the reference under 200 letters.")
	v.That(strings.TrimSpace(p.Key) != "" && len(p.Key) <= 100, "key", "Load the page again, please.")
	return v.Done()
}

// Sum is the payment's amount.
func (p Payment) Sum() Money { return Of(p.Amount, p.Currency) }

// PaymentRow is a payment in a list.
type PaymentRow struct {
	_         struct{} `cbor:",toarray"`
	ID        PaymentID
	Client    ClientID
	Number    string
	On        Day
	Amount    int64
	Currency  Currency
	Method    Method
	Reference string
	Invoices  []InvoiceID
	Credit    int64
}

// Row makes the list row.
func (p Payment) Row() PaymentRow {
	r := PaymentRow{
		ID: p.ID, Client: p.Client, Number: p.Number, On: p.On, Amount: p.Amount, Currency: p.Currency, Method: p.Method,
		Reference: p.Reference, Credit: p.Unallocated(),
	}
	for _, a := range p.Allocations {
		r.Invoices = append(r.Invoices, a.Invoice)
	}
	return r
}

// Rest is what the payment leaves on account.
func (r PaymentRow) Rest() Money { return Of(r.Credit, r.Currency) }

// Sum is the payment's amount.
func (r PaymentRow) Sum() Money { return Of(r.Amount, r.Currency) }

// AllocateOldest shares an amount over invoices that are already in due order, oldest first.
func AllocateOldest(amount int64, invoices []Invoice) []Allocation {
	var out []Allocation
	for _, i := range invoices {
		open := i.Open().Amount
		if amount <= 0 {
			break
		}
		if open <= 0 {
			continue
		}
		part := min(open, amount)
		out = append(out, Allocation{i.ID, part})
		amount -= part
	}
	return out
}

// PartField names the form field that holds what a payment pays of an invoice.
func PartField(id InvoiceID) string { return "part-" + strconv.FormatUint(uint64(id), 10) }

// ParsePartField reads the name of such a field.
func ParsePartField(name string) (InvoiceID, bool) {
	text, ok := strings.CutPrefix(name, "part-")
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseUint(text, 10, 64)
	return InvoiceID(id), err == nil && id != 0
}

// SortAllocations orders parts by invoice, so that what came from a form has one order.
func SortAllocations(as []Allocation) {
	slices.SortFunc(as, func(a, b Allocation) int { return cmp.Compare(a.Invoice, b.Invoice) })
}
