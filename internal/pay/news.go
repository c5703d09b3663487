package pay

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"

	"portico/portal"
)

// Where our own ids travel with Stripe's.
const (
	checkoutKey = "checkout"
	refundKey   = "refund"
	feeKey      = "fee"
	reasonKey   = "reason"
)

// tolerance is how old a signature may be: a copied event is worth nothing after it.
const tolerance = 5 * time.Minute

// News reads a signed event of the API version that this program knows. Everything else is an error.
func (s *Stripe) News(payload []byte, signature, secret string) (n portal.PayNews, err error) {
	if secret == "" {
		return n, fmt.Errorf("stripe event: there is no signing secret")
	}
	e, err := webhook.ConstructEventWithTolerance(payload, signature, secret, tolerance)
	if err != nil {
		return n, fmt.Errorf("stripe event: %w", err)
	}
	n = portal.PayNews{ID: e.ID, At: time.Unix(e.Created, 0).UTC(), Live: e.Livemode}
	if e.Data == nil || n.ID == "" {
		return n, fmt.Errorf("stripe event: it is about nothing")
	}
	switch kind := string(e.Type); {
	case strings.HasPrefix(kind, "checkout.session."):
		err = session(&n, kind, e.Data.Raw)
	case strings.HasPrefix(kind, "refund."):
		var r stripe.Refund
		if err = json.Unmarshal(e.Data.Raw, &r); err == nil {
			refund(&n, kind, &r)
		}
	case strings.HasPrefix(kind, "charge.dispute."):
		err = dispute(&n, kind, e.Data.Raw)
	}
	if err != nil {
		return portal.PayNews{}, fmt.Errorf("stripe event %s: %w", e.ID, err)
	}
	return n, nil
}

func session(n *portal.PayNews, kind string, raw json.RawMessage) error {
	var s stripe.CheckoutSession
	if err := json.Unmarshal(raw, &s); err != nil {
		return err
	}
	n.Session, n.Amount, n.Currency = s.ID, s.AmountTotal, currency(s.Currency)
	ours := s.Metadata[checkoutKey]
	if ours == "" {
		ours = s.ClientReferenceID
	}
	id, _ := strconv.ParseUint(ours, 10, 64) // a page that was not made here has none of ours
	n.Checkout = portal.CheckoutID(id)
	if s.PaymentIntent != nil {
		n.Intent = s.PaymentIntent.ID
	}
	switch kind {
	case "checkout.session.completed":
		switch s.PaymentStatus {
		case stripe.CheckoutSessionPaymentStatusPaid:
			n.Kind = portal.NewsPaid
		case stripe.CheckoutSessionPaymentStatusUnpaid:
			n.Kind = portal.NewsProcessing
		}
	case "checkout.session.async_payment_succeeded":
		n.Kind = portal.NewsPaid
	case "checkout.session.async_payment_failed":
		n.Kind = portal.NewsFailed
	case "checkout.session.expired":
		n.Kind = portal.NewsExpired
	}
	return nil
}

func refund(n *portal.PayNews, kind string, r *stripe.Refund) {
	n.Refund, n.Amount, n.Currency, n.Key = r.ID, r.Amount, currency(r.Currency), r.Metadata[refundKey]
	n.Reason = string(r.FailureReason)
	n.Fee, _ = strconv.ParseInt(r.Metadata[feeKey], 10, 64) // a refund that was made at Stripe gives none back
	if r.PaymentIntent != nil {
		n.Intent = r.PaymentIntent.ID
	}
	switch {
	case kind == "refund.failed" || r.Status == stripe.RefundStatusFailed || r.Status == stripe.RefundStatusCanceled:
		n.Kind = portal.NewsRefundFailed
	case kind != "refund.created" && kind != "refund.updated":
	case r.Status == stripe.RefundStatusSucceeded || r.Status == stripe.RefundStatusPending:
		n.Kind = portal.NewsRefunded // Stripe has taken it off the balance already
		n.Reason = r.Metadata[reasonKey]
	}
}

func dispute(n *portal.PayNews, kind string, raw json.RawMessage) error {
	var d stripe.Dispute
	if err := json.Unmarshal(raw, &d); err != nil {
		return err
	}
	n.Refund, n.Amount, n.Currency, n.Reason = d.ID, d.Amount, currency(d.Currency), string(d.Reason)
	if d.PaymentIntent != nil {
		n.Intent = d.PaymentIntent.ID
	}
	n.Kind = map[string]portal.PayNewsKind{
		"charge.dispute.created": portal.NewsDisputed, "charge.dispute.funds_withdrawn": portal.NewsWithdrawn,
		"charge.dispute.funds_reinstated": portal.NewsReinstated, "charge.dispute.closed": portal.NewsDisputeOver,
	}[kind]
	return nil
}

func currency(c stripe.Currency) portal.Currency { return portal.Currency(strings.ToUpper(string(c))) }
