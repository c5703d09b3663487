package service

import (
	"portico/portal"
	"portico/store"
)

// complete books a payment whose money is there: it pays invoices, shares the fee over them, saves the payment and
// writes the ledger. The caller has set amount, fee, day and method, and has allocated nothing yet.
func complete(tx *store.Tx, sc Scope, p *portal.Payment, pay payer) error {
	was := p.Version
	p.State, p.Wanted, p.Allocations, p.Reason = portal.PaymentCompleted, nil, nil, ""
	touched, err := pay(tx, sc, p, p.On)
	if err != nil {
		return err
	}
	p.ShareFee(touched.invoices)
	if err := touched.save(tx); err != nil {
		return err
	}
	if err := numbered(tx, p); err != nil {
		return err
	}
	if err := tx.PutPayment(p, was); err != nil {
		return err
	}
	if err := bookPayment(tx, *p, portal.EntryPayment, p.On, -p.Amount); err != nil {
		return err
	}
	return bookPayment(tx, *p, portal.EntryFee, p.On, p.Fee)
}

// numbered draws a payment's number, once.
func numbered(tx *store.Tx, p *portal.Payment) (err error) {
	if p.Number == "" {
		p.Number, err = tx.NextNumber(portal.KindPayment, tx.Business().Numbering.Prefix(portal.KindPayment))
	}
	return err
}

// bookPayment writes what a payment changes of its client's balance.
func bookPayment(tx *store.Tx, p portal.Payment, kind portal.EntryKind, on portal.Day, amount int64) error {
	if amount == 0 {
		return nil
	}
	_, err := tx.AddEntry(portal.Entry{
		Client: p.Client, On: on, Kind: kind, Doc: portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)}, Amount: amount,
		Currency: p.Currency,
	})
	return err
}

// payer pays invoices out of a payment's money on a day, and tells which it changed.
type payer func(tx *store.Tx, sc Scope, p *portal.Payment, on portal.Day) (*changed, error)

// oldest pays the invoices that are due longest.
func oldest(tx *store.Tx, sc Scope, p *portal.Payment, on portal.Day) (*changed, error) {
	parts, err := oldestFirst(tx, sc.sight, p.Unallocated())
	if err != nil {
		return nil, err
	}
	return exactly(parts)(tx, sc, p, on)
}

// exactly pays each invoice what somebody chose. What doesn't fit is a fault beside its field.
func exactly(parts []portal.Allocation) payer {
	return func(tx *store.Tx, sc Scope, p *portal.Payment, on portal.Day) (*changed, error) {
		c := &changed{}
		var v portal.Check
		for _, a := range parts {
			i, err := c.invoice(tx, sc, a.Invoice)
			if err != nil {
				return nil, err // foreign or absent: not this client's
			}
			v.Err(portal.PartField(a.Invoice), p.Allocate(i, a.Amount, on))
		}
		return c, v.Done()
	}
}

// asFarAsItGoes pays each invoice what the payer meant, or what is still open of it. Money that doesn't fit stays as
// credit: it is here, and must not be lost.
func asFarAsItGoes(parts []portal.Allocation) payer {
	return func(tx *store.Tx, sc Scope, p *portal.Payment, on portal.Day) (*changed, error) {
		c := &changed{}
		for _, a := range parts {
			i, err := c.invoice(tx, sc, a.Invoice)
			if portal.CodeOf(err) == portal.CodeNotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			part := min(a.Amount, i.Open().Amount, p.Unallocated())
			if part <= 0 {
				continue
			}
			if err := p.Allocate(i, part, on); err != nil {
				return nil, err
			}
		}
		return c, nil
	}
}

// changed are the invoices that one change touches: each is loaded once and saved once.
type changed struct {
	invoices map[portal.InvoiceID]*portal.Invoice
	order    []portal.InvoiceID
}

func (c *changed) invoice(tx *store.Tx, sc Scope, id portal.InvoiceID) (*portal.Invoice, error) {
	if i, ok := c.invoices[id]; ok {
		return i, nil
	}
	i, err := tx.Invoice(sc.sight, id)
	if err != nil {
		return nil, err
	}
	if c.invoices == nil {
		c.invoices = map[portal.InvoiceID]*portal.Invoice{}
	}
	c.invoices[id] = &i
	c.order = append(c.order, id)
	return &i, nil
}

func (c *changed) save(tx *store.Tx) error {
	for _, id := range c.order {
		i := c.invoices[id]
		if err := tx.PutInvoice(i, i.Version); err != nil {
			return err
		}
	}
	return nil
}
