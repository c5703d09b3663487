package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// Giving is money that staff give back.
type Giving struct {
	Key    string // of the form: the same form counts once
	Amount int64  // without the fee, minor units
	Reason string
}

var errNoKey = portal.Invalid("This payment came through Stripe, and there is no key for it any more. See Settings → Payments.")

// RefundPayment gives money back: what is on account first, then what it paid, newest first; those invoices are open
// again. A payment that came through the provider goes back through it. The same key counts once.
func (s *Service) RefundPayment(ctx context.Context, sc Scope, id portal.PaymentID, was portal.Version, g Giving) (p portal.Payment, err error) {
	var order portal.RefundOrder
	var secret string
	begun := false
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		begun = false
		if p, err = tx.Payment(sc.sight, id); err != nil || p.HasRefund(g.Key, "") {
			return err
		}
		if p.Version != was {
			return portal.Conflict()
		}
		if err := p.CanRefund(g.Amount, g.Reason); err != nil {
			return err
		}
		if g.Key == "" || len(g.Key) > 100 {
			return portal.Invalid("Load the page again, please.")
		}
		r := s.refund(tx, sc, p, g)
		if p.Provider == "" {
			return s.bookRefund(tx, sc, &p, r, portal.EventRefunded)
		}
		begun = true
		order = portal.RefundOrder{Key: g.Key, Payment: p.ID, Intent: p.Provider, Amount: portal.Of(r.Amount, p.Currency), Fee: r.Fee, Reason: g.Reason}
		if secret, err = s.unseal(ForStripe, tx.Business().Pay.Secret); err != nil {
			return err
		}
		if s.opt.Payer == nil || secret == "" {
			return errNoKey
		}
		return asks(tx, p, g.Key)
	})
	if err != nil || !begun {
		return p, err
	}
	return s.refundThere(ctx, sc, id, order, g, secret)
}

// refundThere asks the provider to give money back, and books it. Should the program end in between, the provider's own
// event books it, or the task that looks there: the key is the same.
func (s *Service) refundThere(ctx context.Context, sc Scope, id portal.PaymentID, o portal.RefundOrder, g Giving, secret string) (p portal.Payment, err error) {
	provider, err := s.opt.Payer.Refund(ctx, secret, o)
	if portal.CodeOf(err) == portal.CodeInvalid {
		if failed := s.refused(ctx, id); failed != nil {
			return p, failed
		}
	}
	if err != nil {
		return p, err // it may have been given all the same
	}
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if p, err = tx.Payment(sc.sight, id); err != nil || p.HasRefund(g.Key, provider) {
			return err
		}
		r := s.refund(tx, sc, p, g)
		r.Provider = provider
		return s.bookRefund(tx, sc, &p, r, portal.EventRefunded)
	})
	return p, err
}

// refund is the refund of a net amount, with the fee that goes back with it (Settings → Payments).
func (s *Service) refund(tx *store.Tx, sc Scope, p portal.Payment, g Giving) portal.Refund {
	r := portal.Refund{Key: g.Key, On: tx.Today, Amount: g.Amount, Reason: g.Reason, By: sc.name, At: tx.Now}
	if tx.Business().Pay.GiveBack {
		r.Fee = p.FeeBack(g.Amount)
		r.Amount += r.Fee
	}
	return r
}

// bookRefund takes money back out of a payment: from its credit, then from the invoices that it paid, which credit notes
// with something left then take off. Money that is there again pays those invoices again.
func (s *Service) bookRefund(tx *store.Tx, sc Scope, p *portal.Payment, r portal.Refund, event portal.EventKind) error {
	was := p.Version
	c := &changed{}
	if r.Kind != portal.RefundReturned {
		r.Parts = p.FromInvoices(r.Net())
	}
	for _, a := range p.FromInvoices(r.Net()) {
		i, err := c.invoice(tx, sc, a.Invoice)
		if err != nil {
			return err
		}
		if i.State == portal.BadDebt { // what goes back is owed again, and so is the rest: staff write both off, or collect
			if err := reinstate(tx, sc, i); err != nil {
				return err
			}
		}
		if err := p.ReleasePart(i, a.Amount); err != nil {
			return err
		}
	}
	p.Refunds = append(p.Refunds[:len(p.Refunds):len(p.Refunds)], r)
	if err := c.save(tx); err != nil {
		return err
	}
	if err := tx.PutPayment(p, was); err != nil {
		return err
	}
	if err := bookPayment(tx, *p, portal.EntryRefund, r.On, r.Amount); err != nil {
		return err
	}
	if err := bookPayment(tx, *p, portal.EntryFee, r.On, -r.Fee); err != nil {
		return err
	}
	if err := s.creditAgain(tx, sc, c); err != nil {
		return err
	}
	if r.Kind == portal.RefundReturned {
		if err := applyRest(tx, sc, p, r.Parts); err != nil {
			return err
		}
	}
	if event == portal.EventRefunded && r.Amount > 0 {
		if err := s.tellRefund(tx, sc, *p, r); err != nil {
			return err
		}
	}
	e := sc.aboutPayment(event, *p)
	e.Detail = p.Number + ": " + r.Reason
	return tx.AddEvent(e)
}

// creditAgain lets credit notes take off the invoices that a refund opened: paid, then credited, then refunded is a
// usual order, and leaves nothing open.
func (s *Service) creditAgain(tx *store.Tx, sc Scope, c *changed) error {
	for _, id := range c.order {
		notes, err := tx.CreditNotesOf(sc.sight, id)
		if err != nil {
			return err
		}
		for _, n := range notes {
			if n.Invoice != id || n.Unallocated() <= 0 {
				continue
			}
			if err := applyNote(tx, sc, &n, c.invoices[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellRefund mails whoever paid that money goes back.
func (s *Service) tellRefund(tx *store.Tx, sc Scope, p portal.Payment, r portal.Refund) error {
	p.Amount, p.Reason = r.Amount, r.Reason
	return s.tellPayer(tx, sc, p, portal.MailRefund)
}
