package service

import (
	"context"
	"errors"
	"strings"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// CheckoutOrder is a wish to pay on the provider's page.
type CheckoutOrder struct {
	PayAsk
	Key      string // of the form: the same form counts once
	Method   portal.Method
	Seen     int64  // the total that the payer was shown, minor units
	Known    string // what the payer was shown to be on its way
	Language string
	FeeName  string // of the fee's line on the provider's page, in the payer's words
	Together string // of the one line that many invoices become
	Deposit  string // of an estimate's deposit, before its number
	Token    string // of the document link that the payer came by; "" = signed in
}

// StartCheckout begins a payment on the provider's page and returns the checkout with that page's address. What is
// to be paid is worked out here, never taken from the form; what the form says is only compared.
func (s *Service) StartCheckout(ctx context.Context, sc Scope, o CheckoutOrder) (c portal.Checkout, err error) {
	if sc.mode == Act {
		return c, &portal.Error{Code: portal.CodeForbidden, Msg: portal.T("Only the client pays by card or from their bank account. Report a payment that they made in another way, or record it in the office.")}
	}
	if err := s.mayPayByLink(sc); err != nil {
		return c, err
	}
	var secret string
	var order portal.PayOrder
	err = s.change(ctx, sc, may(portal.Pay), func(tx *store.Tx) error {
		if c, err = s.checkout(tx, sc, o); err != nil {
			return err
		}
		if order, err = s.payOrder(tx, c, o); err != nil {
			return err
		}
		secret, err = s.unseal(ForStripe, tx.Business().Pay.Secret)
		return err
	})
	if err != nil || c.URL != "" || c.State != portal.CheckoutStarted {
		return c, err
	}
	if s.opt.Payer == nil {
		return c, errors.New("this copy has no pay provider")
	}
	page, err := s.opt.Payer.Start(ctx, secret, order)
	if err != nil {
		return c, err
	}
	return c, s.started(ctx, &c, page)
}

// started keeps the provider's page. It is no decision of the payer's any more: the page is there.
func (s *Service) started(ctx context.Context, c *portal.Checkout, page portal.PaySession) error {
	return s.db.Update(context.WithoutCancel(ctx), func(tx *store.Tx) (err error) {
		if *c, err = tx.AnyCheckout(c.ID); err != nil || c.URL != "" {
			return err
		}
		c.Session, c.URL = page.ID, page.URL
		return tx.PutCheckout(c, c.Version)
	})
}

// checkout finds the attempt of a form that was sent before, or makes a new one.
func (s *Service) checkout(tx *store.Tx, sc Scope, o CheckoutOrder) (c portal.Checkout, err error) {
	d, err := payDesk(tx, sc, o.PayAsk)
	if err != nil {
		return c, err
	}
	if id, ok := tx.CheckoutByKey(o.Key); ok {
		if c, err = seenCheckout(tx, sc, id); err == nil && c.Method != o.Method {
			return c, portal.Conflict()
		}
		return c, err
	}
	if err := d.Fault(); err != nil {
		return c, err
	}
	way, ok := d.Way(o.Method)
	var v portal.Check
	v.That(ok && way.Online, "method", "Choose how you pay.")
	v.That(o.Key != "" && len(o.Key) <= 100, "key", "Load the page again, please.")
	if err := v.Done(); err != nil {
		return c, err
	}
	if way.Total.Amount != o.Seen {
		return c, &portal.Error{Code: portal.CodeConflict, Msg: portal.T("What is to pay has changed: it is %s now.", way.Total)}
	}
	if known := d.Known(); known != "" && known != o.Known {
		return c, d.underWay()
	}
	return s.newCheckout(tx, sc, o, d, way)
}

// underWay tells the second tab that the first one is paying.
func (d *PayDesk) underWay() error {
	sum := portal.Of(0, d.Sum.Currency)
	for _, c := range d.Begun {
		sum = sum.Add(c.Total())
	}
	for _, p := range d.Coming {
		sum = sum.Add(p.Sum())
	}
	return &portal.Error{Code: portal.CodeConflict, Msg: portal.T("A payment of %s is under way.", sum)}
}

func (s *Service) newCheckout(tx *store.Tx, sc Scope, o CheckoutOrder, d PayDesk, way portal.PayWay) (c portal.Checkout, err error) {
	sc = sc.payer(&o.PayAsk)
	c = portal.Checkout{
		Client: sc.sight.Client, Contact: sc.contact, Name: sc.name, Key: o.Key, Currency: d.Sum.Currency, Parts: d.Split(),
		Batch: d.Batch, Estimate: d.Accepted.ID, Amount: d.Sum.Amount, Fee: way.Fee.Amount, Method: o.Method, Created: tx.Now, Link: sc.ByLink(),
	}
	if c.Email, err = payerEmail(tx, sc); err != nil {
		return c, err
	}
	if err := tx.PutCheckout(&c, 0); err != nil {
		return c, err
	}
	e := sc.event(portal.EventCheckoutStarted)
	if e.Subject = estimateRef(c.Estimate); c.Estimate == 0 {
		e.Subject = portal.Ref{Kind: portal.KindInvoice, ID: uint64(d.Invoices[0].ID)}
	}
	e.Detail = d.Reference
	return c, tx.AddEvent(e)
}

// payerEmail is where the receipt goes.
func payerEmail(tx *store.Tx, sc Scope) (string, error) {
	if sc.contact != 0 {
		c, err := tx.Contact(portal.Sight{Client: sc.sight.Client}, sc.contact)
		return c.Email, err
	}
	if sc.ByLink() {
		l, err := tx.DocLink(sc.link)
		return l.To, err
	}
	return "", nil
}

// namedInvoices is how many invoices stand on the provider's page by name, and in its way back; more become one line.
const namedInvoices = 20

// payOrder is what the provider's page is to collect.
func (s *Service) payOrder(tx *store.Tx, c portal.Checkout, o CheckoutOrder) (p portal.PayOrder, err error) {
	b := tx.Business()
	p = portal.PayOrder{
		Key: c.Key, Checkout: c.ID, Business: b.Profile.Name, Currency: c.Currency, Method: c.Method, Email: c.Email, Language: o.Language,
	}
	if p.Lines, err = payLines(tx, c, o); err != nil {
		return p, err
	}
	if c.Fee > 0 {
		p.Lines = append(p.Lines, portal.PayLine{Name: o.FeeName, Amount: c.Fee})
	}
	done, cancel := paths.PortalPaid(c.ID), cancelTo(c)
	if o.Token != "" {
		done, cancel = paths.DocLinkPaid(o.Token, c.ID), paths.DocLinkPay(o.Token)
	}
	p.Done, p.Cancel = s.Link(b, done.String()), s.Link(b, cancel.String())
	return p, nil
}

// payLines are what stands on the provider's page, without the fee.
func payLines(tx *store.Tx, c portal.Checkout, o CheckoutOrder) (ls []portal.PayLine, err error) {
	sight := portal.Sight{Client: c.Client}
	switch {
	case c.Estimate != 0:
		e, err := tx.Estimate(sight, c.Estimate)
		return []portal.PayLine{{Name: o.Deposit + " " + e.Number, Amount: c.Amount}}, err
	case len(c.Parts) > namedInvoices:
		return []portal.PayLine{{Name: o.Together, Amount: c.Amount}}, nil
	}
	for _, a := range c.Parts {
		i, err := tx.Invoice(sight, a.Invoice)
		if err != nil {
			return nil, err
		}
		ls = append(ls, portal.PayLine{Name: strings.TrimSpace(i.Number + " " + i.Description), Amount: a.Amount})
	}
	return ls, nil
}

// cancelTo is where a payer who turns back chooses again.
func cancelTo(c portal.Checkout) paths.URL {
	var ids []portal.InvoiceID
	for _, a := range c.Parts {
		ids = append(ids, a.Invoice)
	}
	switch {
	case c.Estimate != 0:
		return paths.PortalPay().ForEstimate(c.Estimate)
	case c.Batch != 0:
		return paths.PortalPay().ForBatch(c.Batch)
	case len(ids) > namedInvoices:
		return paths.PortalPay()
	}
	return paths.PortalPay(ids...)
}

// CheckoutPage is what became of an attempt to pay.
type CheckoutPage struct {
	portal.Checkout
	Invoices []portal.Invoice
	Accepted portal.Estimate // whose deposit it pays
	Payment  portal.Payment  // once there is one
}

// Checkout is an attempt to pay, as it stands. Only what the provider said has moved it.
func (s *Service) Checkout(ctx context.Context, sc Scope, id portal.CheckoutID) (p CheckoutPage, err error) {
	if !sc.mayPay(false) && !sc.mayPay(true) {
		return p, portal.Forbidden()
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p = CheckoutPage{}
		if p.Checkout, err = seenCheckout(tx, sc, id); err != nil {
			return err
		}
		sight := portal.Sight{Client: p.Client}
		for _, a := range p.Parts {
			i, err := tx.Invoice(sight, a.Invoice)
			if err != nil {
				return err
			}
			p.Invoices = append(p.Invoices, i)
		}
		if p.Estimate != 0 {
			if p.Accepted, err = tx.Estimate(sight, p.Estimate); err != nil {
				return err
			}
		}
		if p.Checkout.Payment != 0 {
			p.Payment, err = tx.Payment(sight, p.Checkout.Payment)
		}
		return err
	})
	return p, err
}

// seenCheckout fetches an attempt of the scope's client whose invoices, or whose estimate, all lie in its sight.
func seenCheckout(tx *store.Tx, sc Scope, id portal.CheckoutID) (portal.Checkout, error) {
	var ask PayAsk
	sc = sc.payer(&ask)
	c, err := tx.Checkout(portal.Sight{Client: sc.sight.Client}, id)
	if err != nil {
		return c, err
	}
	if !sc.mayPay(c.Estimate != 0) || sc.ByLink() && !ask.pays(c) {
		return portal.Checkout{}, portal.NotFound()
	}
	if c.Estimate != 0 {
		if _, err := seenEstimate(tx, sc, c.Estimate); err != nil {
			return portal.Checkout{}, err
		}
	}
	for _, a := range c.Parts {
		if _, err := tx.Invoice(sc.sight, a.Invoice); err != nil {
			return portal.Checkout{}, portal.NotFound()
		}
	}
	return c, nil
}

// ReportPaid keeps what a client says that they have paid of what they chose, for staff to look.
func (s *Service) ReportPaid(ctx context.Context, sc Scope, ask PayAsk, c Claim) (p portal.Payment, again bool, err error) {
	d, err := s.PayDesk(ctx, sc, ask)
	if err != nil {
		return p, false, err
	}
	var v portal.Check
	way, ok := d.Way(c.Method)
	v.That(ok && !way.Online, "method", "Choose how you paid.")
	v.Err("files", c.Proof.Fault())
	if err := errors.Join(d.Fault(), v.Done()); err != nil {
		return p, false, err
	}
	c.Estimate, c.Batch = d.Accepted.ID, d.Batch
	if c.Parts = portal.AllocateOldest(c.Amount, d.Invoices); len(c.Parts) == 0 {
		c.Parts = d.Split()
	}
	if err := s.mayPayByLink(sc); err != nil {
		return p, false, err
	}
	return s.ReportPayment(ctx, sc.payer(&ask), c)
}

// ProviderEvent takes an event that the provider sent: only with its signature, and only with a secret to check it.
func (s *Service) ProviderEvent(ctx context.Context, payload []byte, signature string) error {
	b, err := s.Business(ctx)
	if err != nil {
		return err
	}
	secret, err := s.unseal(ForStripeWebhook, b.Pay.Webhook)
	if err != nil || secret == "" || s.opt.Payer == nil {
		return &portal.Error{Code: portal.CodeAway, Msg: portal.T("No signing secret is set up."), Cause: err}
	}
	n, err := s.opt.Payer.News(payload, signature, secret)
	if err != nil {
		return &portal.Error{Code: portal.CodeInvalid, Msg: portal.T("That event can’t be believed."), Cause: err}
	}
	return s.TakeNews(ctx, n)
}
