package portal

import "time"

// PayOrder is what a provider's hosted page is to collect.
type PayOrder struct {
	Key      string // idempotency: the same key makes one page
	Checkout CheckoutID
	Business string // whom the payer pays
	Lines    []PayLine
	Currency Currency
	Method   Method // ByCard or ByACH
	Email    string // of the payer, "" = the page asks
	Done     string // absolute address to come back to
	Cancel   string // absolute address to come back to without paying
	Language string
}

// PayLine is one sum on a provider's page.
type PayLine struct {
	Name   string
	Amount int64 // minor units
}

// Total is what is to be collected.
func (o PayOrder) Total() Money {
	sum := Of(0, o.Currency)
	for _, l := range o.Lines {
		sum.Amount += l.Amount
	}
	return sum
}

// PaySession is a provider's page, made for one order.
type PaySession struct {
	ID  string
	URL string
}

// RefundOrder is money that a provider is to give back.
type RefundOrder struct {
	Key     string // idempotency: the same key gives back once
	Payment PaymentID
	Intent  string // the provider's id of the payment
	Amount  Money  // all that goes back
	Fee     int64  // part of it that is the fee; comes back as PayNews.Fee
	Reason  string // comes back as PayNews.Reason
}

// PayNewsKind says what a provider tells.
type PayNewsKind uint8

// What a provider tells; anything else is NewsOther and changes nothing.
const (
	NewsOther PayNewsKind = iota
	NewsPaid
	NewsProcessing
	NewsFailed
	NewsExpired
	NewsRefunded     // money went back
	NewsRefundFailed // a refund came back
	NewsDisputed     // the payer's bank asks questions
	NewsWithdrawn    // and took the money
	NewsReinstated   // and gave it back
	NewsDisputeOver
)

// PayNews is one signed event of a provider.
type PayNews struct {
	ID       string // of the event
	Kind     PayNewsKind
	At       time.Time
	Session  string // of a checkout
	Checkout CheckoutID
	Intent   string // the provider's id of the payment
	Amount   int64  // that came or went, minor units
	Currency Currency
	Refund   string // the provider's id of a refund or dispute
	Key      string // of the refund order, "" = it was not made here
	Fee      int64  // of the refund order
	Reason   string // of a refund order, else in the provider's words
	Live     bool
}

// PayEvents are the events that the webhook at Stripe has to send.
var PayEvents = []string{
	"checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed",
	"checkout.session.expired", "refund.created", "refund.updated", "refund.failed", "charge.dispute.created",
	"charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated", "charge.dispute.closed",
}
