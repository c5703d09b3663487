package service

import (
	"context"
	"slices"

	"portico/portal"
	"portico/store"
)

// BatchDesk is what whoever makes a batch invoice chooses from.
type BatchDesk struct {
	Client portal.Client
	Open   []portal.InvoiceRow // issued, something open, in no batch; soonest due first
	More   bool                // there are more than can be chosen at once
	Today  portal.Day
}

// BatchDesk reads what of the scope's client can go into a batch invoice.
func (s *Service) BatchDesk(ctx context.Context, sc Scope) (d BatchDesk, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d = BatchDesk{Today: tx.Today}
		if d.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		d.Open, d.More, err = batchable(tx, sc.sight)
		return err
	})
	return d, err
}

// batchable are a client's open invoices that are in no batch yet, as many as one holds.
func batchable(tx *store.Tx, sight portal.Sight) (rows []portal.InvoiceRow, more bool, err error) {
	q := store.InvoiceQuery{Query: store.Query{ByDue: true, Limit: portal.MostBatched}}
	for {
		p, err := tx.Invoices(sight, q)
		if err != nil {
			return nil, false, err
		}
		for _, r := range p.Rows {
			switch {
			case r.Batch != 0:
			case len(rows) == portal.MostBatched:
				return rows, true, nil
			default:
				rows = append(rows, r)
			}
		}
		if !p.More {
			return rows, false, nil
		}
		q.After = p.Next
	}
}

// NewBatch is a batch invoice to be made.
type NewBatch struct {
	Invoices []portal.InvoiceID
	Note     string
	Key      string // of the form: the same counts once
}

// MakeBatch brings issued invoices of the scope's client together. The same key counts once: again gives back what
// was made the first time.
func (s *Service) MakeBatch(ctx context.Context, sc Scope, in NewBatch) (b portal.Batch, again bool, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		id, done := tx.BatchByKey(sc.sight.Client, in.Key)
		if again = done; done {
			b, err = tx.Batch(sc.sight, id)
			return err
		}
		b = portal.Batch{Note: in.Note, Key: in.Key}
		return makeBatch(tx, sc, &b, in.Invoices)
	})
	return b, again, err
}

// makeBatch draws the number and puts the invoices in.
func makeBatch(tx *store.Tx, sc Scope, b *portal.Batch, ids []portal.InvoiceID) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) > portal.MostBatched {
		return portal.Invalid("A batch invoice holds %d invoices at most.", portal.MostBatched)
	}
	is := make([]portal.Invoice, len(ids))
	for n, id := range ids {
		if is[n], err = tx.Invoice(sc.sight, id); err != nil {
			return err
		}
	}
	b.Client, b.Currency, b.On, b.Created, b.By = client.ID, client.Currency, tx.Today, tx.Now, sc.name
	if err := b.Gather(is); err != nil {
		return err
	}
	if b.Number, err = tx.NextNumber(portal.KindBatch, tx.Business().Numbering.Prefix(portal.KindBatch)); err != nil {
		return err
	}
	if err := tx.PutBatch(b, 0); err != nil {
		return err
	}
	for n := range is {
		is[n].Batch = b.ID
		if err := tx.PutInvoice(&is[n], is[n].Version); err != nil {
			return err
		}
	}
	return tx.AddEvent(sc.aboutBatch(portal.EventBatchIssued, *b))
}

// TakeApart ends a batch invoice, as it was seen: its invoices stand for themselves again.
func (s *Service) TakeApart(ctx context.Context, sc Scope, id portal.BatchID, was portal.Version) (b portal.Batch, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if b, err = tx.Batch(sc.sight, id); err != nil {
			return err
		}
		if b.Version != was && b.Apart == 0 {
			return portal.Conflict()
		}
		version := b.Version
		if err := b.TakeApart(tx.Today); err != nil {
			return err
		}
		for _, i := range b.Invoices {
			if err := leaveBatch(tx, sc.sight, i, b.ID); err != nil {
				return err
			}
		}
		if err := tx.PutBatch(&b, version); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutBatch(portal.EventBatchClosed, b))
	})
	return b, err
}

func leaveBatch(tx *store.Tx, sight portal.Sight, id portal.InvoiceID, from portal.BatchID) error {
	i, err := tx.Invoice(sight, id)
	if err != nil || i.Batch != from {
		return err
	}
	i.Batch = 0
	return tx.PutInvoice(&i, i.Version)
}
