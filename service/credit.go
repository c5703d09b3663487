package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// ApplyCredit pays open invoices out of what a payment left on account. The balance stays as it is.
func (s *Service) ApplyCredit(ctx context.Context, sc Scope, id portal.PaymentID, was portal.Version, oldestOnes bool, parts []portal.Allocation) (p portal.Payment, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if p, err = completed(tx, sc, id, was); err != nil {
			return err
		}
		pay := exactly(parts)
		if oldestOnes {
			pay = oldest
		}
		before := p.Unallocated()
		touched, err := pay(tx, sc, &p, tx.Today) // an invoice is paid on the day on which the credit is used
		if err != nil {
			return err
		}
		if p.Unallocated() == before {
			return portal.Invalid("Nothing was applied: say how much goes to which invoice.")
		}
		if err := touched.save(tx); err != nil {
			return err
		}
		if err := tx.PutPayment(&p, was); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutPayment(portal.EventCreditApplied, p))
	})
	return p, err
}

// completed loads a payment as it was seen, refusing one that is not in the books.
func completed(tx *store.Tx, sc Scope, id portal.PaymentID, was portal.Version) (portal.Payment, error) {
	p, err := tx.Payment(sc.sight, id)
	switch {
	case err != nil:
		return p, err
	case p.Version != was:
		return p, portal.Conflict()
	case p.State != portal.PaymentCompleted:
		return p, portal.Invalid("This payment is not completed: it has nothing to apply.")
	}
	return p, nil
}

// Unapply takes back what a payment paid of one invoice: it is credit on account again, and can go elsewhere.
func (s *Service) Unapply(ctx context.Context, sc Scope, id portal.PaymentID, was portal.Version, invoice portal.InvoiceID) (p portal.Payment, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if p, err = completed(tx, sc, id, was); err != nil {
			return err
		}
		i, err := tx.Invoice(sc.sight, invoice)
		if err != nil {
			return err
		}
		seen := i.Version
		if err := p.Release(&i); err != nil {
			return err
		}
		if err := tx.PutInvoice(&i, seen); err != nil {
			return err
		}
		if err := tx.PutPayment(&p, was); err != nil {
			return err
		}
		e := sc.aboutPayment(portal.EventAllocated, p)
		e.Detail = p.Number + " no longer pays " + i.Number
		return tx.AddEvent(e)
	})
	return p, err
}
