package service

import (
	"context"
	"slices"

	"portico/portal"
	"portico/store"
)

// CreditNoteDesk is what whoever credits an invoice sees.
type CreditNoteDesk struct {
	Invoice portal.Invoice
	Note    portal.CreditNote // all that can still be credited, as a proposal
	Before  portal.Money      // taken off by earlier notes
	Today   portal.Day
}

// CreditNoteDesk reads what of an invoice can be credited.
func (s *Service) CreditNoteDesk(ctx context.Context, sc Scope, id portal.InvoiceID) (d CreditNoteDesk, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d = CreditNoteDesk{Today: tx.Today}
		if d.Invoice, err = tx.Invoice(sc.sight, id); err != nil {
			return err
		}
		before, err := creditedBefore(tx, sc, id)
		d.Before = portal.Of(before, d.Invoice.Currency)
		d.Note = portal.CreditOf(d.Invoice)
		return err
	})
	return d, err
}

// creditedBefore is what an invoice's own credit notes take off in all.
func creditedBefore(tx *store.Tx, sc Scope, id portal.InvoiceID) (sum int64, err error) {
	notes, err := tx.CreditNotesOf(sc.sight, id)
	for _, n := range notes {
		if n.Invoice == id {
			sum += n.Totals.Total
		}
	}
	return sum, err
}

// IssueCreditNote credits an issued invoice with lines of its own, at the invoice's taxes. It takes off what is open
// of the invoice; the rest is credit on account. The same key counts once.
func (s *Service) IssueCreditNote(ctx context.Context, sc Scope, id portal.InvoiceID, in portal.CreditNote) (n portal.CreditNote, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		i, err := tx.Invoice(sc.sight, id)
		if err != nil {
			return err
		}
		if done, ok := tx.CreditNoteByKey(in.Key); ok && in.Key != "" {
			n, err = tx.CreditNote(sc.sight, done)
			return err
		}
		n = portal.CreditOf(i)
		n.Lines, n.Reason, n.Key, n.By, n.Created, n.Issued = taxedAs(in.Lines, i), in.Reason, in.Key, sc.name, tx.Now, tx.Today
		return s.issueCreditNote(tx, sc, &n, i)
	})
	return n, err
}

// taxedAs gives lines the rates of the invoice that they credit: rates of the settings may have changed since.
func taxedAs(lines []portal.Line, i portal.Invoice) []portal.Line {
	lines = slices.Clone(lines)
	for n := range lines {
		l := &lines[n]
		l.TaxName, l.TaxPercent = "", portal.Of(0, i.Currency).Decimal()
		at := slices.IndexFunc(i.Lines, func(o portal.Line) bool { return o.Tax == l.Tax })
		if at >= 0 {
			l.TaxName, l.TaxPercent = i.Lines[at].TaxName, i.Lines[at].TaxPercent
		}
	}
	return lines
}

func (s *Service) issueCreditNote(tx *store.Tx, sc Scope, n *portal.CreditNote, i portal.Invoice) error {
	before, err := creditedBefore(tx, sc, i.ID)
	if err != nil {
		return err
	}
	var v portal.Check
	v.Err("lines", n.Work())
	v.Err("", n.Validate(i, before))
	if err := v.Done(); err != nil {
		return err
	}
	if n.Number, err = tx.NextNumber(portal.KindCreditNote, tx.Business().Numbering.Prefix(portal.KindCreditNote)); err != nil {
		return err
	}
	if err := tx.PutCreditNote(n, 0); err != nil {
		return err
	}
	if _, err := tx.AddEntry(portal.Entry{
		Client: n.Client, On: n.Issued, Kind: portal.EntryCreditNote, Amount: -n.Totals.Total, Currency: n.Currency,
		Doc: creditNoteRef(n.ID),
	}); err != nil {
		return err
	}
	if err := applyNote(tx, sc, n, &i); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutCreditNote(portal.EventCreditNoteIssued, *n))
}

// applyNote takes as much as it can off an invoice, and saves both.
func applyNote(tx *store.Tx, _ Scope, n *portal.CreditNote, i *portal.Invoice) error {
	part := min(n.Unallocated(), i.Open().Amount)
	if part <= 0 {
		return nil
	}
	if err := n.Allocate(i, part, tx.Today); err != nil {
		return err
	}
	if err := tx.PutInvoice(i, i.Version); err != nil {
		return err
	}
	return tx.PutCreditNote(n, n.Version)
}

// ApplyCreditNote takes what a credit note has left off other invoices, as chosen.
func (s *Service) ApplyCreditNote(ctx context.Context, sc Scope, id portal.CreditNoteID, was portal.Version, parts []portal.Allocation) (n portal.CreditNote, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if n, err = tx.CreditNote(sc.sight, id); err != nil {
			return err
		}
		if n.Version != was {
			return portal.Conflict()
		}
		c := &changed{}
		var v portal.Check
		for _, a := range parts {
			i, err := c.invoice(tx, sc, a.Invoice)
			if err != nil {
				return err
			}
			v.Err(portal.PartField(a.Invoice), n.Allocate(i, a.Amount, tx.Today))
		}
		if err := v.Done(); err != nil {
			return err
		}
		if len(parts) == 0 {
			return portal.Invalid("Nothing was applied: say how much goes to which invoice.")
		}
		if err := c.save(tx); err != nil {
			return err
		}
		if err := tx.PutCreditNote(&n, was); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutCreditNote(portal.EventCreditApplied, n))
	})
	return n, err
}

func creditNoteRef(id portal.CreditNoteID) portal.Ref {
	return portal.Ref{Kind: portal.KindCreditNote, ID: uint64(id)}
}

// aboutCreditNote begins a line of the audit log about a credit note.
func (sc Scope) aboutCreditNote(kind portal.EventKind, n portal.CreditNote) portal.Event {
	e := sc.event(kind)
	e.Subject, e.Detail = creditNoteRef(n.ID), n.Number+" for "+n.Of
	return e
}
