package service

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// provider is who acts when a signed event of the pay provider is applied.
func provider(client portal.Client) Scope {
	return Scope{
		Actor: Actor{name: "Stripe", role: portal.Office, system: true}, sight: portal.Sight{Client: client.ID}, client: client.Name,
		office: true,
	}
}

// TakeNews applies a signed event of the pay provider, in one transaction. The same event, again or in another order,
// changes nothing more. Money that doesn't fit what was asked becomes credit on account, and staff are told.
func (s *Service) TakeNews(ctx context.Context, n portal.PayNews) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		switch n.Kind {
		case portal.NewsPaid, portal.NewsProcessing, portal.NewsFailed, portal.NewsExpired:
			return s.checkoutNews(tx, n)
		case portal.NewsRefunded, portal.NewsRefundFailed, portal.NewsWithdrawn, portal.NewsReinstated, portal.NewsDisputed,
			portal.NewsDisputeOver:
			return s.laterNews(tx, n)
		}
		return nil
	})
}

// attempt finds the checkout that an event is about. Our own id is only believed where the page's id is not known yet.
func attempt(tx *store.Tx, n portal.PayNews) (portal.Checkout, error) {
	c, err := tx.CheckoutAt(n.Session)
	if portal.CodeOf(err) != portal.CodeNotFound || n.Checkout == 0 {
		return c, err
	}
	if c, err = tx.AnyCheckout(n.Checkout); err == nil && c.Session != "" {
		return c, portal.NotFound()
	}
	return c, err
}

func (s *Service) checkoutNews(tx *store.Tx, n portal.PayNews) error {
	c, err := attempt(tx, n)
	if portal.CodeOf(err) == portal.CodeNotFound {
		return nil // of another program with the same Stripe account
	}
	if err != nil {
		return err
	}
	event := map[portal.PayNewsKind]portal.ProviderEvent{
		portal.NewsPaid: portal.ProviderPaid, portal.NewsProcessing: portal.ProviderProcessing, portal.NewsFailed: portal.ProviderFailed,
		portal.NewsExpired: portal.ProviderExpired,
	}[n.Kind]
	next := c.State.After(event)
	if next == c.State {
		return nil
	}
	client, err := tx.Client(portal.Sight{Client: c.Client})
	if err != nil {
		return err
	}
	was := c.Version
	c.State, c.Reason = next, n.Reason
	if c.Session == "" {
		c.Session = n.Session
	}
	if err := s.follow(tx, provider(client), &c, n); err != nil {
		return err
	}
	tx.Notify(office)
	return tx.PutCheckout(&c, was)
}

// follow makes or moves the payment of a checkout that has just reached a state.
func (s *Service) follow(tx *store.Tx, sc Scope, c *portal.Checkout, n portal.PayNews) error {
	if c.State == portal.CheckoutExpired {
		return nil
	}
	p, err := paymentOf(tx, sc, c)
	if err != nil {
		return err
	}
	if n.Intent != "" {
		p.Provider = n.Intent
	}
	switch c.State {
	case portal.CheckoutCompleted:
		err = s.providerPaid(tx, sc, &p, c, n)
	case portal.CheckoutProcessing:
		p.State = portal.PaymentPending
		err = saveOnItsWay(tx, sc, &p, portal.EventCheckoutStarted)
	case portal.CheckoutFailed:
		p.State, p.Reason, p.Wanted = portal.PaymentFailed, n.Reason, nil
		if err = saveOnItsWay(tx, sc, &p, portal.EventPaymentFailed); err == nil {
			err = s.tellPayer(tx, sc, p, portal.MailPaymentFailed)
		}
	}
	c.Payment = p.ID
	return err
}

// paymentOf is the payment of a checkout: the one there is, or a new one.
func paymentOf(tx *store.Tx, sc Scope, c *portal.Checkout) (portal.Payment, error) {
	if c.Payment != 0 {
		return tx.Payment(sc.sight, c.Payment)
	}
	return portal.Payment{
		Client: c.Client, Currency: c.Currency, On: tx.Today, Amount: c.Amount + c.Fee, Fee: c.Fee, Method: c.Method,
		Wanted: c.Parts, Key: fmt.Sprintf("checkout %d", c.ID), Checkout: c.ID, Contact: c.Contact, Batch: c.Batch,
		Estimate: c.Estimate, By: c.Name, Created: tx.Now,
	}, nil
}

// saveOnItsWay saves a payment that is not in the books.
func saveOnItsWay(tx *store.Tx, sc Scope, p *portal.Payment, event portal.EventKind) error {
	if err := numbered(tx, p); err != nil {
		return err
	}
	if err := tx.PutPayment(p, p.Version); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutPayment(event, *p))
}

// providerPaid books money that the provider says it has, and tells staff where it isn't what was asked for.
func (s *Service) providerPaid(tx *store.Tx, sc Scope, p *portal.Payment, c *portal.Checkout, n portal.PayNews) error {
	if n.Currency != c.Currency {
		p.State, p.Wanted = portal.PaymentFailed, nil
		p.Reason = fmt.Sprintf("It came as %s, not %s. Look into Stripe.", n.Currency, c.Currency)
		if err := saveOnItsWay(tx, sc, p, portal.EventPaymentFailed); err != nil {
			return err
		}
		return s.alert(tx, sc, *p, p.Reason)
	}
	p.On, p.Amount, p.Fee = tx.Today, n.Amount, min(c.Fee, n.Amount)
	parts, err := meant(tx, sc, *p, c.Parts)
	if err != nil {
		return err
	}
	if err := complete(tx, sc, p, asFarAsItGoes(parts)); err != nil {
		return err
	}
	if err := tx.AddEvent(sc.aboutPayment(portal.EventPaymentRecorded, *p)); err != nil {
		return err
	}
	if err := s.receipts(tx, sc, *p, c.Email); err != nil {
		return err
	}
	if why := misfit(p, c, n); why != "" {
		if err := s.alert(tx, sc, *p, why); err != nil {
			return err
		}
	}
	return s.applyEarly(tx, sc, p)
}

// misfit says why money that came is not what was asked for; "" = it is.
func misfit(p *portal.Payment, c *portal.Checkout, n portal.PayNews) string {
	switch rest := p.Unallocated(); {
	case n.Amount != c.Amount+c.Fee:
		return "Another sum came than was asked for. What no invoice needs is credit on account."
	case rest > 0 && c.Estimate == 0:
		return "An invoice was paid, voided or credited in the meantime. What is left is credit on account."
	}
	return ""
}

// receipts mails a receipt to whoever paid, and to the client's receivers of receipts.
func (s *Service) receipts(tx *store.Tx, sc Scope, p portal.Payment, payer string) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	to, err := s.clientSide(tx, portal.MailReceipt, client.ID)
	if err != nil {
		return err
	}
	to, err = addresses(append([]string{payer}, to...))
	if err != nil {
		return err
	}
	return s.mailReceipt(tx, sc, p, client, to)
}

// alert tells staff about money that needs a look.
func (s *Service) alert(tx *store.Tx, sc Scope, p portal.Payment, why string) error {
	return s.postStaff(tx, portal.Mail{Kind: portal.MailAlert, Client: p.Client}, portal.LetterFacts{
		By: sc.name, Client: sc.client, Payment: p.ID, Amount: p.Sum(), Reason: why, Path: paths.OfficePayment(p.ID).String(),
	})
}

// laterNews applies what happened to a payment after it came. News of a payment that nobody has told of yet waits for it.
func (s *Service) laterNews(tx *store.Tx, n portal.PayNews) error {
	p, err := tx.PaymentAt(n.Intent)
	if portal.CodeOf(err) == portal.CodeNotFound || err == nil && p.State != portal.PaymentCompleted {
		return keepEarly(tx, n)
	}
	if err != nil {
		return err
	}
	client, err := tx.Client(portal.Sight{Client: p.Client})
	if err != nil {
		return err
	}
	return s.apply(tx, provider(client), &p, n)
}

func (s *Service) apply(tx *store.Tx, sc Scope, p *portal.Payment, n portal.PayNews) error {
	if n.Kind == portal.NewsDisputed || n.Kind == portal.NewsDisputeOver {
		return s.question(tx, sc, p, n)
	}
	r, ok := p.Heard(n, tx.Today, tx.Now)
	if !ok {
		return nil
	}
	if n.Currency != "" && n.Currency != p.Currency {
		return s.alert(tx, sc, *p, "Stripe tells of money that went back in another currency than it came in. Look into Stripe, and record the refund here by hand.")
	}
	if err := s.bookRefund(tx, sc, p, r, moneyBackEvent(r.Kind)); err != nil {
		return err
	}
	tx.Notify(office)
	if r.Kind == portal.RefundGiven {
		return nil
	}
	return s.alert(tx, sc, *p, r.Reason)
}

// earlyDays is how long news waits for its payment: far longer than a provider tries to deliver.
const earlyDays = 30

func keepEarly(tx *store.Tx, n portal.PayNews) error {
	if n.Intent == "" {
		return nil
	}
	data, err := cbor.Marshal(n)
	if err != nil {
		return err
	}
	return tx.PutSlip(store.Slip{
		Kind: store.SlipEarly, Hash: sha256.Sum256(fmt.Appendf(nil, "%d %s %s", n.Kind, n.Intent, n.Refund)), Owner: earlyOwner(n.Intent),
		Expires: tx.Now.AddDate(0, 0, earlyDays), Data: data,
	})
}

func earlyOwner(intent string) uint64 {
	sum := sha256.Sum256([]byte(intent))
	return binary.BigEndian.Uint64(sum[:])
}

// applyEarly applies what was told of a payment before it came.
func (s *Service) applyEarly(tx *store.Tx, sc Scope, p *portal.Payment) error {
	early, err := tx.SlipsOf(store.SlipEarly, earlyOwner(p.Provider))
	for _, slip := range early {
		var n portal.PayNews
		if err := cbor.Unmarshal(slip.Data, &n); err != nil {
			return fmt.Errorf("early news: %w", err)
		}
		if n.Intent != p.Provider {
			continue
		}
		if err := s.apply(tx, sc, p, n); err != nil {
			return err
		}
		if err := tx.DeleteSlip(slip.Kind, slip.Hash); err != nil {
			return err
		}
	}
	return err
}

func moneyBackEvent(k portal.RefundKind) portal.EventKind {
	if k == portal.RefundGiven {
		return portal.EventRefunded
	}
	return portal.EventPaymentDisputed
}

// question marks a payment that the payer's bank questions, and takes the mark off again.
func (s *Service) question(tx *store.Tx, sc Scope, p *portal.Payment, n portal.PayNews) error {
	if !p.Question(n) {
		return nil
	}
	if err := tx.PutPayment(p, p.Version); err != nil {
		return err
	}
	if err := tx.AddEvent(sc.aboutPayment(portal.EventPaymentDisputed, *p)); err != nil {
		return err
	}
	tx.Notify(office)
	if !p.Disputed {
		return nil
	}
	return s.alert(tx, sc, *p, "The payer’s bank questions this payment. Answer in Stripe before the day it names there.")
}
