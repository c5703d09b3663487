package testkit

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"portico/internal/auth"
	"portico/internal/pay"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// What the test's business has from Stripe.
const (
	stripeKey    = "sk_test_of_larkfield"
	stripeSecret = "whsec_of_larkfield"
)

// Till stands in for Stripe: pages and refunds are made up, signed events are read as they are.
type Till struct {
	*pay.Stripe
	mu     sync.Mutex
	Orders []portal.PayOrder
	Given  []portal.RefundOrder
	Cut    bool  // the next refund is given, and nobody hears of it
	Fail   error // of the next calls
}

// Start makes a page up.
func (p *Till) Start(_ context.Context, secret string, o portal.PayOrder) (portal.PaySession, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Fail != nil {
		return portal.PaySession{}, p.Fail
	}
	if secret != stripeKey {
		return portal.PaySession{}, portal.Invalid("Stripe refused the key of this business.")
	}
	p.Orders = append(p.Orders, o)
	return portal.PaySession{ID: "cs_" + o.Key, URL: "https://checkout.stripe.com/c/pay/cs_" + o.Key}, nil
}

// Refund gives money back that nobody has.
func (p *Till) Refund(_ context.Context, _ string, o portal.RefundOrder) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Fail == nil {
		p.Given = append(p.Given, o)
	}
	if p.Cut {
		p.Cut = false
		return "", &portal.Error{Code: portal.CodeAway, Msg: portal.T("Stripe doesn’t answer right now.")}
	}
	return "re_" + o.Key, p.Fail
}

// Refunds tells what was given back.
func (p *Till) Refunds(_ context.Context, _, intent string) (ns []portal.PayNews, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, o := range p.Given {
		if o.Intent == intent {
			ns = append(ns, portal.PayNews{
				Kind: portal.NewsRefunded, Intent: intent, Refund: "re_" + o.Key, Key: o.Key, Amount: o.Amount.Amount, Currency: o.Amount.Currency,
				Fee: o.Fee, Reason: o.Reason,
			})
		}
	}
	return ns, p.Fail
}

// Last is what was ordered last.
func (p *Till) Last() portal.PayOrder {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.Orders[len(p.Orders)-1]
}

// Paying switches every way to pay on: cards at 2.9 % and 30 cents, ACH at 0.8 % and 5 dollars at most.
func (a *App) Paying() *App {
	a.T.Helper()
	a.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		seal := func(what, secret string) []byte { return a.Keys.Seal(auth.UseMail, []byte(secret), []byte(what)) }
		b.Pay = portal.PaySettings{
			Secret: seal(service.ForStripe, stripeKey), Webhook: seal(service.ForStripeWebhook, stripeSecret), Card: true, ACH: true,
			CardFee: portal.FeeRule{Percent: decimal.New(29, -1), Fixed: 30}, ACHFee: portal.FeeRule{Percent: decimal.New(8, -1), Cap: 500},
			PassOn: true, Parts: true, Manual: []portal.Method{portal.ByTransfer, portal.ByZelle, portal.ByCheck, portal.ByCash},
			How: map[portal.Method]string{portal.ByCheck: "Send it to our office."},
		}
		b.Payee = portal.Payee{
			Name: "Larkfield Heating & Air, Inc.", IBAN: "DE89370400440532013000", BIC: "COBADEFFXXX", Zelle: "pay@larkfield.test",
			Check: "Larkfield Heating & Air, Inc.", Since: tx.Now,
		}
		return tx.PutBusiness(b)
	})
	return a
}

// Hook sends an event to the app as Stripe does, signed with a secret; "" = the right one.
func (a *App) Hook(body []byte, secret string) Answer {
	a.T.Helper()
	if secret == "" {
		secret = stripeSecret
	}
	return a.Anonymous().send(http.MethodPost, "/hooks/stripe", strings.NewReader(string(body)),
		"Content-Type", "application/json", "Stripe-Signature", pay.Sign(body, secret))
}

// CheckoutEvent is an event about the page that an order was made for.
func CheckoutEvent(id, kind, status string, o portal.PayOrder) []byte {
	b, err := json.Marshal(map[string]any{
		"id": id, "object": "event", "api_version": pay.Version, "type": kind, "created": 1_773_154_800,
		"data": map[string]any{"object": map[string]any{
			"id": "cs_" + o.Key, "object": "checkout.session", "client_reference_id": fmt.Sprint(o.Checkout), "payment_status": status,
			"amount_total": o.Total().Amount, "currency": strings.ToLower(string(o.Currency)), "payment_intent": "pi_" + o.Key,
		}},
	})
	if err != nil {
		panic(err) // texts and numbers
	}
	return b
}

// Checkout makes an attempt to pay an invoice that is at the provider's.
func (a *App) Checkout(i portal.Invoice, by portal.Contact, key string) (c portal.Checkout) {
	a.T.Helper()
	a.Update(func(tx *store.Tx) error {
		c = portal.Checkout{
			Client: i.Client, Contact: by.ID, Name: by.Name, Key: key, Currency: i.Currency, Amount: i.Open().Amount, Method: portal.ByCard,
			Parts: portal.AllocateOldest(i.Open().Amount, []portal.Invoice{i}), Session: "cs_" + key, Email: by.Email, Created: tx.Now,
			URL: "https://checkout.stripe.com/c/pay/cs_" + key,
		}
		return tx.PutCheckout(&c, 0)
	})
	return c
}
