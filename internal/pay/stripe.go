package pay

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85"

	"portico/portal"
)

// patience is how long one call to Stripe may take before the payer is told that it didn't answer.
const patience = 20 * time.Second

// Stripe makes pages to pay on, gives money back and reads signed events. It keeps no key.
type Stripe struct{ backends *stripe.Backends }

// New talks to Stripe; at is another address for tests, "" = Stripe itself.
func New(at string) *Stripe {
	conf := &stripe.BackendConfig{
		HTTPClient: &http.Client{Timeout: patience}, MaxNetworkRetries: stripe.Int64(1), EnableTelemetry: stripe.Bool(false),
		// Its own log would repeat what Stripe says about a request, parts of the key included.
		LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull},
	}
	if at != "" {
		conf.URL = stripe.String(at)
	}
	return &Stripe{&stripe.Backends{API: stripe.GetBackendWithConfig(stripe.APIBackend, conf)}}
}

func (s *Stripe) client(secret string) *stripe.Client {
	return stripe.NewClient(secret, stripe.WithBackends(s.backends))
}

var methods = map[portal.Method]string{portal.ByCard: "card", portal.ByACH: "us_bank_account"}

// Start makes a hosted page on which the payer pays an order. Stripe closes it by itself after 24 hours.
func (s *Stripe) Start(ctx context.Context, secret string, o portal.PayOrder) (portal.PaySession, error) {
	id := strconv.FormatUint(uint64(o.Checkout), 10)
	p := &stripe.CheckoutSessionCreateParams{
		Mode: stripe.String("payment"), SubmitType: stripe.String("pay"), Locale: stripe.String(locale(o.Language)),
		PaymentMethodTypes: []*string{stripe.String(methods[o.Method])},
		ClientReferenceID:  stripe.String(id), SuccessURL: stripe.String(o.Done), CancelURL: stripe.String(o.Cancel),
		Metadata: map[string]string{checkoutKey: id},
		PaymentIntentData: &stripe.CheckoutSessionCreatePaymentIntentDataParams{
			Metadata: map[string]string{checkoutKey: id}, Description: stripe.String(clip(about(o), 500)),
		},
	}
	if o.Email != "" {
		p.CustomerEmail = stripe.String(o.Email)
	}
	for _, l := range o.Lines {
		p.LineItems = append(p.LineItems, line(o.Currency, l))
	}
	p.SetIdempotencyKey("checkout-" + o.Key)
	got, err := s.client(secret).V1CheckoutSessions.Create(ctx, p)
	if err != nil {
		return portal.PaySession{}, inWords(err)
	}
	return portal.PaySession{ID: got.ID, URL: got.URL}, nil
}

func line(c portal.Currency, l portal.PayLine) *stripe.CheckoutSessionCreateLineItemParams {
	return &stripe.CheckoutSessionCreateLineItemParams{
		Quantity: stripe.Int64(1),
		PriceData: &stripe.CheckoutSessionCreateLineItemPriceDataParams{
			Currency: stripe.String(strings.ToLower(string(c))), UnitAmount: stripe.Int64(l.Amount),
			ProductData: &stripe.CheckoutSessionCreateLineItemPriceDataProductDataParams{Name: stripe.String(clip(l.Name, 200))},
		},
	}
}

// about is what the payment is called in Stripe's dashboard.
func about(o portal.PayOrder) string {
	var names []string
	for _, l := range o.Lines {
		names = append(names, l.Name)
	}
	return o.Business + ": " + strings.Join(names, ", ")
}

// spoken are the languages of Stripe's page, of those that ours can have.
var spoken = []string{"cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ja", "ko", "nl", "pl", "pt", "ro", "ru", "sv", "tr"}

func locale(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	if slices.Contains(spoken, base) {
		return base
	}
	return "auto"
}

// Refund gives money back and returns Stripe's id of the refund.
func (s *Stripe) Refund(ctx context.Context, secret string, o portal.RefundOrder) (string, error) {
	p := &stripe.RefundCreateParams{
		PaymentIntent: stripe.String(o.Intent), Amount: stripe.Int64(o.Amount.Amount),
		Metadata: map[string]string{
			refundKey: o.Key, feeKey: strconv.FormatInt(o.Fee, 10), "payment": strconv.FormatUint(uint64(o.Payment), 10),
			reasonKey: clip(o.Reason, 500),
		},
	}
	p.SetIdempotencyKey("refund-" + o.Key)
	got, err := s.client(secret).V1Refunds.Create(ctx, p)
	if err != nil {
		return "", unanswered(inWords(err))
	}
	return got.ID, nil
}

// Refunds tells what was given back of a payment, as the events of it would.
func (s *Stripe) Refunds(ctx context.Context, secret, intent string) (ns []portal.PayNews, err error) {
	p := &stripe.RefundListParams{PaymentIntent: stripe.String(intent)}
	for r, err := range s.client(secret).V1Refunds.List(ctx, p).All(ctx) {
		if err != nil {
			return nil, inWords(err)
		}
		n := portal.PayNews{At: time.Unix(r.Created, 0).UTC()}
		refund(&n, "refund.updated", r)
		ns = append(ns, n)
	}
	return ns, nil
}

func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
