package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// IssueInvoice draws the number of a draft, as it was seen, and posts it to the ledger.
func (s *Service) IssueInvoice(ctx context.Context, sc Scope, id portal.InvoiceID, was portal.Version) (out portal.Invoice, err error) {
	err = s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		if err := unchangedDraft(i, was); err != nil {
			return err
		}
		err := issue(tx, sc, i)
		out = *i
		return err
	})
	return out, err
}

// IssueAndSend issues a draft and mails it, in one transaction.
func (s *Service) IssueAndSend(ctx context.Context, sc Scope, id portal.InvoiceID, was portal.Version, d Sending) (out portal.Invoice, err error) {
	err = s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		if err := unchangedDraft(i, was); err != nil {
			return err
		}
		if err := issue(tx, sc, i); err != nil {
			return err
		}
		err := s.sendInvoice(tx, sc, i, d)
		out = *i
		return err
	})
	return out, err
}

// unchangedDraft refuses to issue what nobody has looked at.
func unchangedDraft(i *portal.Invoice, was portal.Version) error {
	if i.State == portal.Draft && i.Version != was {
		return portal.Conflict()
	}
	return nil
}

func issue(tx *store.Tx, sc Scope, i *portal.Invoice) error {
	if err := i.Issuable(tx.Today); err != nil {
		return err
	}
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	b := tx.Business()
	number, err := tx.NextNumber(portal.KindInvoice, b.Numbering.Prefix(portal.KindInvoice))
	if err != nil {
		return err
	}
	was := i.Version
	if err := i.Issue(number, tx.Today, b.Terms.Days); err != nil {
		return err
	}
	from, to := b.Profile.Party(), client.Party()
	i.From, i.BilledTo = &from, &to
	if i.Terms == "" {
		i.Terms = b.Terms.Text
	}
	if err := tx.PutInvoice(i, was); err != nil {
		return err
	}
	if err := bookInvoice(tx, *i, portal.EntryInvoice, i.Issued, i.Totals.Total); err != nil {
		return err
	}
	if err := tx.AddEvent(sc.aboutInvoice(portal.EventInvoiceIssued, *i)); err != nil {
		return err
	}
	return useDeposit(tx, sc, i)
}

// bookInvoice writes what an invoice changes of its client's balance.
func bookInvoice(tx *store.Tx, i portal.Invoice, kind portal.EntryKind, on portal.Day, amount int64) error {
	if amount == 0 {
		return nil
	}
	_, err := tx.AddEntry(portal.Entry{
		Client: i.Client, On: on, Kind: kind, Doc: portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}, Amount: amount,
		Currency: i.Currency,
	})
	return err
}

// VoidInvoice voids an issued invoice. What was paid of it becomes credit on account.
func (s *Service) VoidInvoice(ctx context.Context, sc Scope, id portal.InvoiceID, reason string) error {
	return s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		was := i.Version
		if err := release(tx, sc, i); err != nil {
			return err
		}
		if err := i.Cancel(reason, tx.Today); err != nil {
			return err
		}
		if err := tx.PutInvoice(i, was); err != nil {
			return err
		}
		if err := unbill(tx, *i); err != nil {
			return err
		}
		if err := bookInvoice(tx, *i, portal.EntryVoid, tx.Today, -i.Totals.Total); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutInvoice(portal.EventInvoiceVoid, *i))
	})
}

// release takes back every payment of an invoice.
func release(tx *store.Tx, sc Scope, i *portal.Invoice) error {
	if i.State != portal.Issued {
		return nil // Cancel says why not
	}
	paid, err := tx.PaymentsOf(sc.sight, i.ID)
	if err != nil {
		return err
	}
	for _, p := range paid {
		was := p.Version
		if err := p.Release(i); err != nil {
			return err
		}
		if err := tx.PutPayment(&p, was); err != nil {
			return err
		}
	}
	return nil
}

// WriteOffInvoice marks what is open of an invoice as bad debt: it leaves the balance.
func (s *Service) WriteOffInvoice(ctx context.Context, sc Scope, id portal.InvoiceID) error {
	return s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		was := i.Version
		lost, err := i.WriteOff(tx.Today)
		if err != nil {
			return err
		}
		if err := tx.PutInvoice(i, was); err != nil {
			return err
		}
		if err := bookInvoice(tx, *i, portal.EntryBadDebt, tx.Today, -lost.Amount); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutInvoice(portal.EventBadDebt, *i))
	})
}

// ReinstateInvoice takes bad debt back, so that it can be paid after all.
func (s *Service) ReinstateInvoice(ctx context.Context, sc Scope, id portal.InvoiceID) error {
	return s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		was := i.Version
		if err := reinstate(tx, sc, i); err != nil {
			return err
		}
		return tx.PutInvoice(i, was)
	})
}

// reinstate takes an invoice's bad debt back, but for saving the invoice.
func reinstate(tx *store.Tx, sc Scope, i *portal.Invoice) error {
	open, err := i.Reinstate(tx.Today)
	if err != nil {
		return err
	}
	if err := bookInvoice(tx, *i, portal.EntryReinstated, tx.Today, open.Amount); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutInvoice(portal.EventReinstated, *i))
}
