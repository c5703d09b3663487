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

// PaymentState is where a payment is on its way.
type PaymentState uint8

// The states. The values are stored: append, never reorder.
const (
	PaymentCompleted  PaymentState = iota // the money is there, and in the ledger
	PaymentPending                        // the provider has not said yet: ACH takes days
	PaymentToApproval                     // the client says that they paid
	PaymentDeclined                       // staff found no such money
	PaymentFailed                         // the provider said no, or the bank took it back
)

// PaymentStatus is what is shown of a payment (SPEC §6).
type PaymentStatus uint8

// The shown statuses: the stored states, and what refunds make of a completed payment.
const (
	PaidCompleted PaymentStatus = iota
	PaidPending
	PaidToApproval
	PaidDeclined
	PaidFailed
	PaidRefunded
	PaidPartlyRefunded
)

var paymentStatuses = [...]struct{ key, name string }{
	{"completed", "Completed"},
	{"pending", "Pending"},
	{"to-approval", "To approval"},
	{"declined", "Declined"},
	{"failed", "Failed"},
	{"refunded", "Refunded"},
	{"partly-refunded", "Partly refunded"},
}

// Key is the status's name in URLs.
func (s PaymentStatus) Key() string { return paymentStatuses[s].key }

// Name is the status's name on screen.
func (s PaymentStatus) Name() string { return paymentStatuses[s].name }

// PaymentStatuses are all statuses, for filters.
func PaymentStatuses() []PaymentStatus {
	ss := make([]PaymentStatus, len(paymentStatuses))
	for i := range ss {
		ss[i] = PaymentStatus(i)
	}
	return ss
}

// Allocation is the part of a payment that pays one invoice.
type Allocation struct {
	Invoice InvoiceID `cbor:"1,keyasint"`
	Amount  int64     `cbor:"2,keyasint"`
	Fee     int64     `cbor:"3,keyasint,omitempty"` // its share of the payment's fee, beside the amount
	On      Day       `cbor:"4,keyasint,omitempty"` // applied later than the money came; 0 = on its day
}

// later is the day of a part that is applied on a day, out of a document of another.
func later(on, document Day) Day {
	if on == document {
		return 0
	}
	return on
}

// allocate adds a part; what an invoice got on one day is one part.
func allocate(parts []Allocation, a Allocation) []Allocation {
	parts = slices.Clone(parts)
	for n := range parts {
		if parts[n].Invoice == a.Invoice && parts[n].On == a.On {
			parts[n].Amount += a.Amount
			return parts
		}
	}
	return append(parts, a)
}

// PerInvoice adds up what each invoice got on any day, in the order of the first parts.
func PerInvoice(parts []Allocation) (out []Allocation) {
	for _, a := range parts {
		at := slices.IndexFunc(out, func(o Allocation) bool { return o.Invoice == a.Invoice })
		if at < 0 {
			out = append(out, a)
			continue
		}
		out[at].Amount, out[at].Fee = out[at].Amount+a.Amount, out[at].Fee+a.Fee
	}
	return out
}

// Payment is money in. What is neither fee nor allocated nor given back is credit on account.
type Payment struct {
	ID          PaymentID      `cbor:"1,keyasint"`
	Version     Version        `cbor:"2,keyasint"`
	Client      ClientID       `cbor:"3,keyasint"`
	Number      string         `cbor:"4,keyasint"`
	On          Day            `cbor:"5,keyasint"` // the day the money came; until it is completed, the day it was begun
	Amount      int64          `cbor:"6,keyasint"` // all that came, the fee included
	Currency    Currency       `cbor:"7,keyasint"`
	Method      Method         `cbor:"8,keyasint"`
	Reference   string         `cbor:"9,keyasint,omitempty"`
	Allocations []Allocation   `cbor:"10,keyasint,omitempty"`
	Key         string         `cbor:"11,keyasint,omitempty"` // idempotency: the same key counts once
	By          string         `cbor:"12,keyasint,omitempty"`
	Created     time.Time      `cbor:"13,keyasint"`
	State       PaymentState   `cbor:"14,keyasint,omitempty"`
	Fee         int64          `cbor:"15,keyasint,omitempty"` // part of the amount that is a card or ACH fee
	Wanted      []Allocation   `cbor:"16,keyasint,omitempty"` // what the payer meant it for, until it is completed
	Refunds     []Refund       `cbor:"17,keyasint,omitempty"`
	Reason      string         `cbor:"18,keyasint,omitempty"` // why it was declined or failed, in words
	Checkout    CheckoutID     `cbor:"19,keyasint,omitempty"`
	Provider    string         `cbor:"20,keyasint,omitempty"` // the provider's id of the payment
	Contact     ContactID      `cbor:"21,keyasint,omitempty"` // who paid or reported it
	Batch       BatchID        `cbor:"22,keyasint,omitempty"`
	Estimate    EstimateID     `cbor:"23,keyasint,omitempty"` // the deposit of an estimate: credit until it is an invoice
	Disputed    bool           `cbor:"24,keyasint,omitempty"` // the payer's bank questions it
	Proof       []DocumentID   `cbor:"25,keyasint,omitempty"`
	Note        string         `cbor:"26,keyasint,omitempty"` // the payer's words
	Disputes    []BankQuestion `cbor:"27,keyasint,omitempty"`
}

// Status is what is shown.
func (p Payment) Status() PaymentStatus { return p.Row().Status() }

// OnItsWay reports whether the payment may still come: the bank or staff have not decided.
func (p Payment) OnItsWay() bool { return p.State == PaymentPending || p.State == PaymentToApproval }

// MeantFor is what the payer meant for an invoice, minor units, until the payment is completed.
func (p Payment) MeantFor(id InvoiceID) (n int64) { return sumFor(p.Wanted, []InvoiceID{id}) }

// ShownFor is what of a payment on its way is told beside some invoices: all of it when it is meant for them alone, else
// their part, since whoever sees these need not see the others.
func (p Payment) ShownFor(ids ...InvoiceID) Money {
	if n := sumFor(p.Wanted, ids); n != p.Net() {
		return Of(n, p.Currency)
	}
	return p.Sum()
}

// sumFor is what parts are of some invoices, minor units.
func sumFor(parts []Allocation, ids []InvoiceID) (n int64) {
	for _, a := range parts {
		if slices.Contains(ids, a.Invoice) {
			n += a.Amount
		}
	}
	return n
}

// Net is what the payment brought for invoices: its amount less the fee, minor units.
func (p Payment) Net() int64 { return p.Amount - p.Fee }

// Unallocated is the credit that the payment leaves on account, minor units.
func (p Payment) Unallocated() int64 {
	if p.State != PaymentCompleted {
		return 0
	}
	rest := p.Kept()
	for _, a := range p.Allocations {
		rest -= a.Amount
	}
	return rest
}

// Kept is what came without the fee and was not given back, minor units.
func (p Payment) Kept() int64 {
	if p.State != PaymentCompleted {
		return 0
	}
	kept := p.Net()
	for _, r := range p.Refunds {
		kept -= r.Net()
	}
	return kept
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
	p.Allocations = allocate(p.Allocations, Allocation{Invoice: i.ID, Amount: amount, On: later(on, p.On)})
	return nil
}

// Release takes back what the payment paid of an invoice: it is credit on account again.
func (p *Payment) Release(i *Invoice) error { return p.ReleasePart(i, p.Allocated(i.ID)) }

// ReleasePart takes back a part of what the payment paid of an invoice, the newest first. With the last of a part
// goes its share of the fee.
func (p *Payment) ReleasePart(i *Invoice, amount int64) error {
	if paid := p.Allocated(i.ID); paid == 0 || amount > paid {
		return refuse(ErrNoAmount, "That was not paid on %s.", i.Number)
	}
	if err := i.Release(amount); err != nil {
		return err
	}
	p.Allocations = slices.Clone(p.Allocations)
	for n := len(p.Allocations) - 1; n >= 0 && amount > 0; n-- {
		a := &p.Allocations[n]
		if a.Invoice != i.ID {
			continue
		}
		part := min(amount, a.Amount)
		amount -= part
		if a.Amount -= part; a.Amount == 0 {
			i.Fees -= a.Fee
			p.Allocations = slices.Delete(p.Allocations, n, n+1)
		}
	}
	return nil
}

// ShareFee shares the payment's fee over the invoices that it paid, by largest remainder (SPEC §8).
func (p *Payment) ShareFee(paid map[InvoiceID]*Invoice) {
	if p.Fee == 0 || len(p.Allocations) == 0 {
		return
	}
	weights := make([]int64, len(p.Allocations))
	for n, a := range p.Allocations {
		weights[n] = a.Amount
	}
	for n, share := range Share(p.Fee, weights) {
		p.Allocations[n].Fee = share
		if i := paid[p.Allocations[n].Invoice]; i != nil {
			i.Fees += share
		}
	}
}

// Decline says that a reported payment did not come.
func (p *Payment) Decline(reason string) error {
	reason = strings.TrimSpace(reason)
	switch {
	case p.State != PaymentToApproval:
		return refuse(ErrNotCompleted, "Only a reported payment can be declined.")
	case reason == "":
		return faulty("reason", "Say why: the client reads it.")
	case len(reason) > 500:
		return faulty("reason", "Keep the reason under 500 letters.")
	}
	p.State, p.Reason = PaymentDeclined, reason
	return nil
}

// Validate checks a payment before it is recorded.
func (p Payment) Validate(today Day) error {
	var v Check
	v.That(p.On != 0, "on", "Choose the day the money came.")
	v.That(p.On <= today, "on", "The money can’t have come in the future.")
	v.That(p.Amount > 0, "amount", "A payment must be more than nothing.")
	v.That(p.Amount <= maxAmount, "amount", "That amount is too large.")
	v.That(p.Fee >= 0 && p.Fee <= p.Amount, "fee", "A fee can’t be more than the payment.")
	v.That(int(p.Method) < len(methodWords), "method", "Choose how the money came.")
	v.That(len(p.Reference) <= 200, "reference", "Keep the reference under 200 letters.")
	v.That(len(p.Note) <= 2000, "note", "Keep the note under 2,000 letters.")
	v.That(strings.TrimSpace(p.Key) != "" && len(p.Key) <= 200, "key", "Load the page again, please.")
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
	State     PaymentState
	Fee       int64
	Refunded  int64
	Disputed  bool
}

// Status is what is shown: refunds show before the rest.
func (r PaymentRow) Status() PaymentStatus {
	switch {
	case r.State != PaymentCompleted:
		return PaymentStatus(r.State)
	case r.Refunded <= 0:
		return PaidCompleted
	case r.Refunded < r.Amount:
		return PaidPartlyRefunded
	}
	return PaidRefunded
}

// Row makes the list row.
func (p Payment) Row() PaymentRow {
	r := PaymentRow{
		ID: p.ID, Client: p.Client, Number: p.Number, On: p.On, Amount: p.Amount, Currency: p.Currency, Method: p.Method,
		Reference: p.Reference, Credit: p.Unallocated(), State: p.State, Fee: p.Fee, Refunded: p.Refunded(), Disputed: p.Disputed,
	}
	for _, a := range PerInvoice(p.Allocations) {
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
		out = append(out, Allocation{Invoice: i.ID, Amount: part})
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
