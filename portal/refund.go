package portal

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// RefundKind says who took money back.
type RefundKind uint8

// The kinds. The values are stored: append, never reorder.
const (
	RefundGiven      RefundKind = iota // the business gave it back
	RefundChargeback                   // the payer's bank took it back
	RefundReturned                     // a refund or chargeback that was undone: the money is there again
)

// Name is the kind's name on screen.
func (k RefundKind) Name() string { return [...]string{"Refund", "Chargeback", "Returned to you"}[k] }

// Refund is money back, out of one payment. A refund that was undone is one of less than nothing.
type Refund struct {
	Key      string     `cbor:"1,keyasint"` // idempotency: the same key counts once
	Kind     RefundKind `cbor:"2,keyasint,omitempty"`
	On       Day        `cbor:"3,keyasint"`
	Amount   int64      `cbor:"4,keyasint"`           // all that went back, minor units
	Fee      int64      `cbor:"5,keyasint,omitempty"` // part of it that is the fee given back
	Reason   string     `cbor:"6,keyasint,omitempty"`
	By       string     `cbor:"7,keyasint,omitempty"`
	At       time.Time  `cbor:"8,keyasint"`
	Provider string     `cbor:"9,keyasint,omitempty"` // the provider's id of the refund

	Parts []Allocation `cbor:"10,keyasint,omitempty"` // what it took from invoices, or pays again
}

// Net is what the refund takes from invoices or credit, minor units.
func (r Refund) Net() int64 { return r.Amount - r.Fee }

// What a refund refuses.
var (
	ErrNotCompleted = errors.New("not completed")
	ErrOverRefund   = errors.New("more than was paid")
)

// Refunded is what went back in all, minor units.
func (p Payment) Refunded() (n int64) {
	for _, r := range p.Refunds {
		n += r.Amount
	}
	return n
}

// FeeRefunded is what of the fee went back, minor units.
func (p Payment) FeeRefunded() (n int64) {
	for _, r := range p.Refunds {
		n += r.Fee
	}
	return n
}

// Refundable is what can still go back without the fee, minor units.
func (p Payment) Refundable() int64 {
	if p.State != PaymentCompleted {
		return 0
	}
	return p.Net() - (p.Refunded() - p.FeeRefunded())
}

// FeeBack is the fee that goes back with a net amount: its share of the fee, and with the last of the payment all
// that is left of it.
func (p Payment) FeeBack(net int64) int64 {
	left := p.Fee - p.FeeRefunded()
	if left <= 0 || net <= 0 || p.Net() <= 0 {
		return 0
	}
	if net >= p.Refundable() {
		return left
	}
	share := decimal.NewFromInt(p.Fee).Mul(decimal.NewFromInt(net)).DivRound(decimal.NewFromInt(p.Net()), 0).IntPart()
	return min(share, left)
}

// HasRefund reports whether a refund is in the books already, by its key or the provider's id; or undone, before it was
// heard of.
func (p Payment) HasRefund(key, provider string) bool {
	return slices.ContainsFunc(p.Refunds, func(r Refund) bool {
		return key != "" && r.Key == key || provider != "" && (r.Provider == provider || r.Key == undone(provider))
	})
}

// undone is the key of what undoes a provider's refund or chargeback.
func undone(provider string) string { return "undone " + provider }

// Heard makes the refund that a provider's event tells of, and reports whether it is news. An event that undoes what was
// not heard of yet is kept as a refund of nothing, so that events may come in any order.
func (p Payment) Heard(n PayNews, today Day, at time.Time) (Refund, bool) {
	r := Refund{Key: n.Key, On: today, Amount: n.Amount, Fee: n.Fee, By: "Stripe", At: at, Provider: n.Refund, Reason: n.Reason}
	if n.Refund == "" {
		return r, false // every refund and dispute of a provider has an id: nothing else may undo what the office gave
	}
	if r.Key == "" {
		r.Key = n.Refund
	}
	switch n.Kind {
	case NewsRefunded:
		r.Reason = cmp.Or(r.Reason, "Refunded in Stripe.")
	case NewsWithdrawn:
		r.Kind, r.Reason = RefundChargeback, "The payer’s bank took the money back."
	case NewsRefundFailed, NewsReinstated:
		return p.heardBack(r, n)
	default:
		return r, false
	}
	if over := r.Net() - p.Refundable(); over > 0 { // more than the invoices' part: it is the fee
		r.Fee += min(over, max(0, p.Fee-p.FeeRefunded()-r.Fee))
	}
	return r, r.Amount > 0 && p.State == PaymentCompleted && !p.HasRefund(n.Key, n.Refund)
}

// heardBack is money that is there again.
func (p Payment) heardBack(r Refund, n PayNews) (Refund, bool) {
	r.Kind, r.Key, r.Provider, r.Amount, r.Fee = RefundReturned, undone(n.Refund), "", 0, 0
	r.Reason = "A refund or chargeback was undone: the money is there again. What no invoice needs is credit on account."
	for _, o := range p.Refunds {
		if o.Key == r.Key {
			return r, false
		}
		if o.Provider == n.Refund {
			r.Amount, r.Fee, r.Parts = -o.Amount, -o.Fee, o.Parts
		}
	}
	return r, p.State == PaymentCompleted
}

// BankQuestion is a payer's bank asking about a payment.
type BankQuestion struct {
	ID   string `cbor:"1,keyasint"` // the provider's
	Over bool   `cbor:"2,keyasint,omitempty"`
}

// Question notes that the payer's bank questions the payment, or is done with it, and reports whether that is news.
func (p *Payment) Question(n PayNews) bool {
	over := n.Kind == NewsDisputeOver
	at := slices.IndexFunc(p.Disputes, func(q BankQuestion) bool { return q.ID == n.Refund })
	if at >= 0 && (p.Disputes[at].Over || !over) {
		return false
	}
	p.Disputes = slices.Clone(p.Disputes)
	if at >= 0 {
		p.Disputes[at].Over = true
	} else {
		p.Disputes = append(p.Disputes, BankQuestion{n.Refund, over})
	}
	p.Disputed = slices.ContainsFunc(p.Disputes, func(q BankQuestion) bool { return !q.Over })
	return true
}

// CanRefund says why an amount can't go back, nil when it can.
func (p Payment) CanRefund(net int64, reason string) error {
	switch {
	case p.State != PaymentCompleted:
		return refuse(ErrNotCompleted, "Only a completed payment can be refunded.")
	case net <= 0:
		return faulty("amount", "A refund must be more than nothing.")
	case net > p.Refundable():
		return faulty("amount", "That is more than can still be refunded.")
	case strings.TrimSpace(reason) == "":
		return faulty("reason", "Say why the money goes back.")
	case len(reason) > 500:
		return faulty("reason", "Keep the reason under 500 letters.")
	}
	return nil
}

// FromInvoices is what a refund of a net amount must take back from invoices, newest part first: what is on account
// goes first.
func (p Payment) FromInvoices(net int64) (parts []Allocation) {
	need := net - p.Unallocated()
	for _, a := range slices.Backward(p.Allocations) {
		if need <= 0 {
			break
		}
		part := min(need, a.Amount)
		parts = append(parts, Allocation{Invoice: a.Invoice, Amount: part})
		need -= part
	}
	return parts
}
