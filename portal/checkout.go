package portal

import (
	"slices"
	"time"
)

// CheckoutState is where a visit to the provider's pay page is.
type CheckoutState uint8

// The states. The values are stored: append, never reorder.
const (
	CheckoutStarted    CheckoutState = iota // the payer went to the provider
	CheckoutProcessing                      // the payer is done, the bank is not
	CheckoutCompleted                       // the money came
	CheckoutFailed                          // the bank refused
	CheckoutExpired                         // the payer never came back
)

// Checkout is one attempt to pay with a provider: what is to be paid, and what became of it. Only what the provider
// says in a signed event moves it.
type Checkout struct {
	ID       CheckoutID    `cbor:"1,keyasint"`
	Version  Version       `cbor:"2,keyasint"`
	Client   ClientID      `cbor:"3,keyasint"`
	Contact  ContactID     `cbor:"4,keyasint,omitempty"`
	Name     string        `cbor:"5,keyasint,omitempty"` // who pays
	Key      string        `cbor:"6,keyasint"`           // of the form: the same form counts once
	Currency Currency      `cbor:"7,keyasint"`
	Parts    []Allocation  `cbor:"8,keyasint,omitempty"` // what it pays, in that order
	Batch    BatchID       `cbor:"9,keyasint,omitempty"`
	Estimate EstimateID    `cbor:"10,keyasint,omitempty"` // its deposit
	Amount   int64         `cbor:"11,keyasint"`           // without the fee, minor units
	Fee      int64         `cbor:"12,keyasint,omitempty"`
	Method   Method        `cbor:"13,keyasint"`
	Session  string        `cbor:"14,keyasint,omitempty"` // the provider's id
	URL      string        `cbor:"15,keyasint,omitempty"` // the provider's page
	State    CheckoutState `cbor:"16,keyasint,omitempty"`
	Payment  PaymentID     `cbor:"17,keyasint,omitempty"`
	Created  time.Time     `cbor:"18,keyasint"`
	Email    string        `cbor:"19,keyasint,omitempty"` // for the receipt
	Link     bool          `cbor:"20,keyasint,omitempty"` // begun from a document link
	Reason   string        `cbor:"21,keyasint,omitempty"` // why it failed, in words
}

// Total is what the provider is to collect.
func (c Checkout) Total() Money { return Of(c.Amount+c.Fee, c.Currency) }

// ShownFor is what of the checkout is told beside some invoices, as with payments on their way.
func (c Checkout) ShownFor(ids ...InvoiceID) Money {
	if n := sumFor(c.Parts, ids); n != c.Amount {
		return Of(n, c.Currency)
	}
	return c.Total()
}

// ProviderEvent is what a provider says of a checkout.
type ProviderEvent uint8

// The events, in no particular order: they come in any, and any number of times.
const (
	ProviderPaid       ProviderEvent = iota // the money came
	ProviderProcessing                      // the payer is done, the bank is not
	ProviderFailed
	ProviderExpired
)

// After is the state after an event. It doesn't depend on the order of events, nor on how often they come: money that
// came stays, a refusal beats waiting, waiting beats an end without a try.
func (s CheckoutState) After(e ProviderEvent) CheckoutState {
	order := []CheckoutState{CheckoutStarted, CheckoutExpired, CheckoutProcessing, CheckoutFailed, CheckoutCompleted}
	next := map[ProviderEvent]CheckoutState{
		ProviderPaid: CheckoutCompleted, ProviderProcessing: CheckoutProcessing, ProviderFailed: CheckoutFailed,
		ProviderExpired: CheckoutExpired,
	}[e]
	if slices.Index(order, next) > slices.Index(order, s) {
		return next
	}
	return s
}
