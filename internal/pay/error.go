package pay

import (
	"errors"
	"net/http"

	"github.com/stripe/stripe-go/v85"

	"portico/portal"
)

// unanswered says of a refund that got no answer that it may have been given.
func unanswered(err error) error {
	if portal.CodeOf(err) != portal.CodeAway {
		return err
	}
	return &portal.Error{Code: portal.CodeAway, Msg: portal.T("Stripe doesn’t answer right now. Should it have given the money back, this payment says so within a few minutes. Otherwise press the button again."), Cause: err}
}

// inWords says what went wrong as people can act on it. Stripe's own words stay in the cause, without its message
// where that repeats the key.
func inWords(err error) error {
	var e *stripe.Error
	if !errors.As(err, &e) {
		return &portal.Error{Code: portal.CodeAway, Msg: portal.T("Stripe doesn’t answer right now. Nothing was paid: try again in a minute, or pay in another way."), Cause: err}
	}
	cause := errors.New("stripe: " + string(e.Type) + " " + string(e.Code) + " " + e.Param + " " + e.RequestID)
	refused := func(key string, args ...any) error {
		return &portal.Error{Code: portal.CodeInvalid, Msg: portal.T(key, args...), Cause: cause}
	}
	switch {
	case e.Type == stripe.ErrorTypeIdempotency || e.HTTPStatusCode == http.StatusConflict: // of what was asked before: that may have been done
		return &portal.Error{Code: portal.CodeAway, Msg: portal.T("Stripe is still busy with what was asked before. Wait a few minutes, then look again."), Cause: cause}
	case e.HTTPStatusCode == http.StatusUnauthorized || e.HTTPStatusCode == http.StatusForbidden:
		return refused("Stripe refused the key of this business. Nothing was paid. Its Owner can check the key under Settings → Payments.")
	case e.HTTPStatusCode == http.StatusTooManyRequests || e.HTTPStatusCode >= http.StatusInternalServerError:
		return &portal.Error{Code: portal.CodeAway, Msg: portal.T("Stripe is busy right now. Nothing was paid: try again in a minute, or pay in another way."), Cause: cause}
	case e.Code == stripe.ErrorCodeAmountTooSmall:
		return refused("That is less than Stripe takes. Pay in another way, or together with another invoice.")
	case e.Code == stripe.ErrorCodeAmountTooLarge:
		return refused("That is more than Stripe takes at once. Pay in another way.")
	case e.Code == stripe.ErrorCodeChargeAlreadyRefunded:
		return refused("Stripe has given all of it back already.")
	case e.Code == stripe.ErrorCodeChargeDisputed:
		return refused("The payer’s bank is looking into this payment, so Stripe gives nothing back now.")
	}
	return refused("Stripe refused this: %s", clip(e.Msg, 300))
}
