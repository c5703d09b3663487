package service

import (
	"context"

	"portico/portal"
)

// Payer is a provider with a pay page of its own: Stripe. Secrets are given with every call, so that a change of the
// settings holds at once.
type Payer interface {
	// Start makes a page on which the payer pays an order. The same key gives the same page.
	Start(ctx context.Context, secret string, o portal.PayOrder) (portal.PaySession, error)
	// Refund gives money back and returns the provider's id of the refund. The same key gives back once.
	Refund(ctx context.Context, secret string, o portal.RefundOrder) (id string, err error)
	// Refunds tells what was given back of a payment, as the events of it would.
	Refunds(ctx context.Context, secret, intent string) ([]portal.PayNews, error)
	// News reads a signed event. A signature that doesn't fit is an error.
	News(payload []byte, signature, secret string) (portal.PayNews, error)
}

// What Stripe's secrets are sealed for.
const (
	ForStripe        = "stripe secret key"
	ForStripeWebhook = "stripe webhook secret"
)
