package staff

import (
	"crypto/rand"
	"net/url"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// payment narrows into the payment that the path names and reads it.
func payment(c *web.Ctx) (sc service.Scope, p service.PaymentPage, err error) {
	sc, id, err := c.ForRecord(portal.KindPayment, "payment")
	if err != nil {
		return sc, p, err
	}
	p, err = c.S.Payment(c.Std(), sc, portal.PaymentID(id))
	return sc, p, err
}

// paymentPage is title and crumbs of every page of a payment.
func paymentPage(c *web.Ctx, p service.PaymentPage, refused error, more ...ui.Crumb) web.Page {
	page := web.Page{
		Title: p.Number, Nav: layout.Payments,
		Crumbs: append([]ui.Crumb{{Label: c.L.T("Payments"), URL: paths.OfficePayments()}, {Label: p.Number, URL: paths.OfficePayment(p.ID)}}, more...),
	}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return page
}

// move is a form over a payment: when it makes sense, and how it is shown.
type move struct {
	may  func(portal.Payment) bool
	show func(*web.Ctx, service.Scope, service.PaymentPage, ui.Form, error) error
}

var (
	approving = move{func(p portal.Payment) bool { return p.State == portal.PaymentToApproval }, showApprove}
	declining = move{approving.may, showDecline}
	refunding = move{func(p portal.Payment) bool { return p.Refundable() > 0 }, showRefund}
)

// ask shows the form of a move; where it makes no sense any more, the payment says what it is now.
func (m move) ask(c *web.Ctx, values func(service.PaymentPage) url.Values) error {
	sc, p, err := payment(c)
	if err != nil {
		return err
	}
	if !m.may(p.Payment) {
		return c.To(paths.OfficePayment(p.ID), nil)
	}
	return m.show(c, sc, p, ui.Form{Values: values(p)}, nil)
}

// again shows a refused move: its form as it was typed, over the payment as it is now.
func (m move) again(c *web.Ctx, sc service.Scope, id portal.PaymentID, refused error) error {
	p, err := c.S.Payment(c.Std(), sc, id)
	if err != nil {
		return err
	}
	if !m.may(p.Payment) {
		return showPayment(c, sc, id, ui.Form{}, refused)
	}
	return m.show(c, sc, p, c.Typed(refused), refused)
}

// PaymentApprove asks what really came of a reported payment.
func PaymentApprove(c *web.Ctx) error {
	return approving.ask(c, func(p service.PaymentPage) url.Values {
		return url.Values{"on": {p.On.ISO()}, "amount": {c.L.Input(p.Sum())}}
	})
}

func showApprove(c *web.Ctx, sc service.Scope, p service.PaymentPage, form ui.Form, refused error) error {
	desk, err := c.S.PaymentDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	if refused == nil {
		views.AddressValues(form.Values, desk.Receipt, desk.Contacts)
	}
	page := paymentPage(c, p, refused, ui.Crumb{Label: c.L.T("Approve")})
	page.Body = views.ApprovePayment(views.PaymentMove{PaymentPage: p, PaymentDesk: desk, Form: form})
	return c.Show(page)
}

// PaymentApproved books a reported payment.
func PaymentApproved(c *web.Ctx) error {
	sc, p, err := payment(c)
	if err != nil {
		return err
	}
	var f MoneyForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	var v portal.Check
	a := service.Approval{Receipt: append(f.Receipt, splitAddresses(f.Other)...)}
	a.On, err = portal.ParseDay(f.On)
	v.Err("on", err)
	amount, err := portal.ParseMoney(f.Amount, p.Currency, c.V.Business.Profile.NumberFormat.DecimalSign())
	v.Err("amount", err)
	a.Amount = amount.Amount
	refused := v.Done()
	if refused == nil {
		p.Payment, refused = c.S.ApprovePayment(c.Std(), sc, p.ID, f.Version, a)
	}
	if web.Faulty(refused) {
		return approving.again(c, sc, p.ID, refused)
	}
	if refused != nil {
		return refused
	}
	return c.To(paths.OfficePayment(p.ID), recorded(c, p.Payment, false))
}

// DecideForm is a decision over a payment with its reason.
type DecideForm struct {
	Reason  string         `form:"reason"`
	Amount  string         `form:"amount"`
	Key     string         `form:"key"`
	Version portal.Version `form:"version"`
}

// PaymentDecline asks why a reported payment is declined.
func PaymentDecline(c *web.Ctx) error {
	return declining.ask(c, func(service.PaymentPage) url.Values { return url.Values{} })
}

func showDecline(c *web.Ctx, _ service.Scope, p service.PaymentPage, form ui.Form, refused error) error {
	page := paymentPage(c, p, refused, ui.Crumb{Label: c.L.T("Decline")})
	page.Body = views.DeclinePayment(views.PaymentMove{PaymentPage: p, Form: form})
	return c.Show(page)
}

// PaymentDeclined says that a reported payment did not come.
func PaymentDeclined(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindPayment, "payment")
	if err != nil {
		return err
	}
	var f DecideForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	p, err := c.S.DeclinePayment(c.Std(), sc, portal.PaymentID(id), f.Version, f.Reason)
	if web.Faulty(err) {
		return declining.again(c, sc, portal.PaymentID(id), err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficePayment(p.ID), c.Said("%s is declined. Whoever reported it reads why.", p.Number))
}

// PaymentRefund asks how much goes back; a part request only works that out.
func PaymentRefund(c *web.Ctx) error {
	if c.Partial() && c.Query("amount") != "" {
		_, p, err := payment(c)
		if err != nil {
			return err
		}
		return c.Fragment(views.GoesBack(views.PaymentMove{PaymentPage: p, Net: netOf(c, p, c.Query("amount"))}), nil)
	}
	return refunding.ask(c, func(p service.PaymentPage) url.Values {
		return url.Values{"amount": {c.L.Input(p.Left())}, "key": {rand.Text()}}
	})
}

// netOf is the amount that was typed as far as it can go back; what can't be read is nothing.
func netOf(c *web.Ctx, p service.PaymentPage, typed string) int64 {
	m, err := portal.ParseMoney(typed, p.Currency, c.V.Business.Profile.NumberFormat.DecimalSign())
	if err != nil {
		return 0
	}
	return max(0, min(m.Amount, p.Refundable()))
}

func showRefund(c *web.Ctx, _ service.Scope, p service.PaymentPage, form ui.Form, refused error) error {
	page := paymentPage(c, p, refused, ui.Crumb{Label: c.L.T("Refund")})
	page.Body = views.RefundPayment(views.PaymentMove{PaymentPage: p, Form: form, Net: netOf(c, p, form.Value("amount"))})
	return c.Show(page)
}

// PaymentRefunded gives money back.
func PaymentRefunded(c *web.Ctx) error {
	sc, p, err := payment(c)
	if err != nil {
		return err
	}
	var f DecideForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	var v portal.Check
	amount, err := portal.ParseMoney(f.Amount, p.Currency, c.V.Business.Profile.NumberFormat.DecimalSign())
	v.Err("amount", err)
	refused := v.Done()
	var now portal.Payment
	if refused == nil {
		g := service.Giving{Key: f.Key, Amount: amount.Amount, Reason: strings.TrimSpace(f.Reason)}
		now, refused = c.S.RefundPayment(c.Std(), sc, p.ID, f.Version, g)
	}
	if web.Faulty(refused) || portal.CodeOf(refused) == portal.CodeAway {
		return refunding.again(c, sc, p.ID, refused)
	}
	if refused != nil {
		return refused
	}
	return c.To(paths.OfficePayment(p.ID), c.Said("%s of %s has gone back in all.", portal.Of(now.Refunded(), now.Currency), now.Number))
}

// ReleaseForm names the invoice that a payment shall no longer pay.
type ReleaseForm struct {
	Invoice portal.InvoiceID `form:"invoice"`
	Version portal.Version   `form:"version"`
}

// PaymentRelease asks before a payment no longer pays an invoice.
func PaymentRelease(c *web.Ctx) error {
	_, p, err := payment(c)
	if err != nil {
		return err
	}
	for _, x := range p.Paid {
		if uint64(x.ID) == c.IDQuery("invoice") {
			page := paymentPage(c, p, nil, ui.Crumb{Label: c.L.T("Take apart")})
			page.Body = views.ReleasePayment(p, x)
			return c.Show(page)
		}
	}
	return c.To(paths.OfficePayment(p.ID), nil)
}

// PaymentReleased takes back what a payment paid of one invoice.
func PaymentReleased(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindPayment, "payment")
	if err != nil {
		return err
	}
	var f ReleaseForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	p, err := c.S.Unapply(c.Std(), sc, portal.PaymentID(id), f.Version, f.Invoice)
	if web.Faulty(err) {
		return showPayment(c, sc, portal.PaymentID(id), ui.Form{}, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficePayment(p.ID), c.Said("%s is credit on account now. The balance stays as it was.", portal.Of(p.Unallocated(), p.Currency)))
}
