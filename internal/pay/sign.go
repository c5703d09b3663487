package pay

import (
	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"
)

// Sign is the header with which Stripe would sign a payload now: for tests, which have no Stripe to do it.
func Sign(payload []byte, secret string) string {
	return webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: payload, Secret: secret}).Header
}

// Version is the one of Stripe's interface whose events are taken.
const Version = stripe.APIVersion
