package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"portico/handlers/web"
	"portico/internal/auth"
	"portico/internal/paths"
	"portico/internal/safe"
	"portico/portal"
	"portico/service"
	views "portico/views/demo"
)

// takePayments says how Larkfield is paid. Its keys open nothing: the demo's till asks for none.
func (b *builder) takePayments(biz *portal.Business) {
	seal := func(what string) []byte { return b.keys.Seal(auth.UseMail, []byte("sk_test_demo0000"), []byte(what)) }
	biz.Pay = portal.PaySettings{
		Secret: seal(service.ForStripe), Webhook: seal(service.ForStripeWebhook), Card: true, ACH: true, PassOn: true, Parts: true,
		CardFee: portal.FeeRule{Percent: decimal.New(29, -1), Fixed: 30}, ACHFee: portal.FeeRule{Percent: decimal.New(8, -1), Cap: 500},
		Manual: []portal.Method{portal.ByTransfer, portal.ByZelle, portal.ByCheck},
		How: map[portal.Method]string{
			portal.ByTransfer: "Transfers from a bank in the United States take one or two working days.",
			portal.ByZelle:    "Send it from your bank’s app. We see it the same day.",
			portal.ByCheck:    "Post it to 2200 Foundry Street, Portland, ME 04101, or hand it to the technician.",
		},
	}
	biz.Payee = portal.Payee{
		Name: "Larkfield Heating & Air, Inc.", Bank: "Casco Savings Bank", Account: "000123456789", Routing: "011200365",
		IBAN: "DE89370400440532013000", BIC: "COBADEFFXXX", Zelle: "pay@larkfield.example", Check: "Larkfield Heating & Air, Inc.",
		Since: b.at(b.today-412, 9, 30),
	}
}

// till stands in for Stripe in the demo: it shows a page of its own, and believes whoever presses its buttons.
type till struct {
	mu     sync.Mutex
	orders map[string]portal.PayOrder // by the page's id
}

func newTill() *till { return &till{orders: map[string]portal.PayOrder{}} }

// Start makes a page.
func (t *till) Start(_ context.Context, _ string, o portal.PayOrder) (portal.PaySession, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	id := "demo_" + rand.Text()
	t.orders[id] = o
	return portal.PaySession{ID: id, URL: paths.DemoPay(id).String()}, nil
}

// Refund gives back what never came.
func (t *till) Refund(context.Context, string, portal.RefundOrder) (string, error) {
	return "demo_" + rand.Text(), nil
}

// Refunds tells of none: the demo's till never leaves one half done.
func (t *till) Refunds(context.Context, string, string) ([]portal.PayNews, error) { return nil, nil }

// News takes nothing from outside: the till’s own page is heard directly.
func (t *till) News([]byte, string, string) (portal.PayNews, error) {
	return portal.PayNews{}, errors.New("the demo takes no events")
}

func (t *till) routes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: "/demo/pay/:page", Policy: web.Public(), Do: t.show},
		{Method: http.MethodPost, Path: "/demo/pay/:page", Policy: web.Public(), Do: t.press},
	}
}

func (t *till) order(c *web.Ctx) (portal.PayOrder, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, ok := t.orders[c.Param("page")]
	if !ok {
		return o, portal.NotFound()
	}
	return o, nil
}

func (t *till) show(c *web.Ctx) error {
	o, err := t.order(c)
	if err != nil {
		return err
	}
	return c.Show(web.Page{Title: c.L.T("Demo: the pay page"), Bare: true, Body: views.Pay(o, paths.DemoPay(c.Param("page")))})
}

// bankTakes is how long the demo's bank takes for what takes a real one days.
const bankTakes = 15 * time.Second

func (t *till) press(c *web.Ctx) error {
	o, err := t.order(c)
	if err != nil {
		return err
	}
	page := c.Param("page")
	n := portal.PayNews{
		ID: "demo", Session: page, Checkout: o.Checkout, Intent: "demo_" + page, Amount: o.Total().Amount, Currency: o.Currency,
	}
	switch press := c.PostForm("press"); {
	case press == "refuse":
		n.Kind, n.Reason = portal.NewsFailed, "The demo’s bank was told to refuse."
	case o.Method == portal.ByACH:
		n.Kind = portal.NewsProcessing
		later := n
		later.Kind = portal.NewsPaid
		safe.Go("the demo's bank", func() {
			time.Sleep(bankTakes)
			if err := c.S.TakeNews(context.Background(), later); err != nil {
				slog.Warn("the demo's bank was not heard", "error", err)
			}
		})
	default:
		n.Kind = portal.NewsPaid
	}
	if err := c.S.TakeNews(c.Std(), n); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, o.Done)
	return nil
}
