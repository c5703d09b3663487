package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// BatchLine is a batch invoice in a list, with what its invoices come to today.
type BatchLine struct {
	portal.BatchRow
	Sums portal.BatchSums
}

// Status is what is shown.
func (l BatchLine) Status() portal.BatchStatus { return l.Shown(l.Sums) }

// Total is what the invoices ask for, Open what is still to pay. A batch that is taken apart asks for nothing.
func (l BatchLine) Total() portal.Money { return portal.Of(l.Sums.Total, l.Currency) }

// Open is what is still to pay.
func (l BatchLine) Open() portal.Money { return portal.Of(l.Sums.Open, l.Currency) }

// BatchList is one page of batch invoices.
type BatchList struct {
	store.Page[BatchLine]
	Counts  [3]int                     // by store's batch states; not for who sees only some properties
	Clients map[portal.ClientID]string // in the office
	Client  portal.Client              // the one that the office's list is narrowed to
	Lost    bool                       // a client was asked for that nobody is called
}

// Batches lists the batch invoices of the scope's client, newest first.
func (s *Service) Batches(ctx context.Context, sc Scope, q store.BatchQuery) (l BatchList, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = BatchList{}
		p, err := tx.Batches(sc.sight, q)
		if err != nil {
			return err
		}
		if sc.Whole() {
			l.Counts = tx.BatchCounts(sc.sight.Client)
		}
		l.lines(tx, p)
		return nil
	})
	return l, err
}

// lines adds to each row what its invoices come to: a few sums, however many they are.
func (l *BatchList) lines(tx *store.Tx, p store.Page[portal.BatchRow]) {
	l.Page = store.Page[BatchLine]{Next: p.Next, More: p.More, Spent: p.Spent, Cut: p.Cut, Rows: make([]BatchLine, len(p.Rows))}
	for n, r := range p.Rows {
		l.Rows[n] = BatchLine{r, tx.BatchSums(r.Client, r.ID)}
	}
}

// OfficeBatchQuery are the filters of the office's list.
type OfficeBatchQuery struct {
	store.BatchQuery
	Client string // a client's number or name, as it was typed
}

// OfficeBatches lists batch invoices over all clients, newest first.
func (s *Service) OfficeBatches(ctx context.Context, sc Scope, q OfficeBatchQuery) (l BatchList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	q.Budget = store.OfficeBudget
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = BatchList{Clients: map[portal.ClientID]string{}, Counts: tx.BatchCounts(0)}
		one, err := findClient(tx, q.Client)
		if err != nil {
			return err
		}
		var p store.Page[portal.BatchRow]
		switch {
		case q.Client == "":
			p, err = tx.OfficeBatches(q.BatchQuery)
		case one.ID == 0:
			l.Lost = true
		default:
			l.Client, l.Counts = one, tx.BatchCounts(one.ID)
			p, err = tx.Batches(portal.Sight{Client: one.ID}, q.BatchQuery)
		}
		if err != nil {
			return err
		}
		l.lines(tx, p)
		for _, r := range l.Rows {
			if err := nameClient(tx, l.Clients, r.Client); err != nil {
				return err
			}
		}
		return nil
	})
	return l, err
}

// Batch is one batch invoice as it is shown.
func (s *Service) Batch(ctx context.Context, sc Scope, id portal.BatchID) (d portal.BatchDoc, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d, err = batchDoc(tx, sc, id)
		return err
	})
	return d, err
}

func batchRef(id portal.BatchID) portal.Ref {
	return portal.Ref{Kind: portal.KindBatch, ID: uint64(id)}
}

// batchDoc reads a batch with its invoices as they are now.
func batchDoc(tx *store.Tx, sc Scope, id portal.BatchID) (d portal.BatchDoc, err error) {
	sc = sc.on(batchRef(id))
	b, err := tx.Batch(sc.sight, id)
	if err != nil {
		return d, err
	}
	client, err := tx.Client(sc.sight)
	if err != nil {
		return d, err
	}
	d = portal.NewBatchDoc(b, tx.Business().Profile, client, tx.Today)
	for _, i := range b.Invoices {
		bill, err := batchBill(tx, sc.sight, i)
		if err != nil {
			return d, err
		}
		d.Bills = append(d.Bills, bill)
	}
	return d, nil
}

func batchBill(tx *store.Tx, sight portal.Sight, id portal.InvoiceID) (b portal.BatchBill, err error) {
	if b.Invoice, err = tx.Invoice(sight, id); err != nil {
		return b, err
	}
	b.By = tx.ContractorName(b.Contractor)
	if b.Property != 0 {
		if b.At, err = tx.Property(sight, b.Property); err != nil {
			return b, err
		}
	}
	b.Payments, err = paidParts(tx, sight, id)
	return b, err
}

// paidParts are what payments paid of an invoice.
func paidParts(tx *store.Tx, sight portal.Sight, id portal.InvoiceID) (parts []portal.PaidPart, err error) {
	paid, err := tx.PaymentsOf(sight, id)
	for _, p := range paid {
		for _, a := range p.Allocations {
			if a.Invoice == id {
				parts = append(parts, portal.PaidPart{
					Payment: p.ID, Number: p.Number, On: p.On, Applied: a.On, Method: p.Method, Sum: portal.Of(a.Amount, p.Currency),
				})
			}
		}
	}
	return parts, err
}

// BatchPDF draws a batch invoice as its page shows it.
func (s *Service) BatchPDF(ctx context.Context, sc Scope, id portal.BatchID, language string) (portal.BatchDoc, portal.PDF, error) {
	var doc portal.BatchDoc
	how := portal.Print{Language: language}
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		how.Business = *tx.Business()
		doc, err = batchDoc(tx, sc, id)
		return err
	})
	if err != nil {
		return doc, portal.PDF{}, err
	}
	file, err := s.print(ctx, how, "batch invoice "+doc.Number, func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.Batch(doc, how) })
	return doc, file, err
}

// ViewBatch notes that the contact has the batch invoice on screen. Only the first time is news.
func (s *Service) ViewBatch(ctx context.Context, sc Scope, id portal.BatchID) error {
	return s.change(ctx, sc, may(portal.ViewInvoices), func(tx *store.Tx) error { return viewBatch(tx, sc, id) })
}

func viewBatch(tx *store.Tx, sc Scope, id portal.BatchID) error {
	b, err := tx.Batch(sc.on(batchRef(id)).sight, id)
	if err != nil {
		return err
	}
	if sc.mode != Own || sc.office {
		return nil
	}
	was := b.Version
	if !b.MarkViewed(sc.name, tx.Now) {
		return nil
	}
	if err := tx.PutBatch(&b, was); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutBatch(portal.EventInvoiceViewed, b))
}

// aboutBatch begins a line of the audit log about a batch invoice.
func (sc Scope) aboutBatch(kind portal.EventKind, b portal.Batch) portal.Event {
	e := sc.event(kind)
	e.Subject, e.Detail = batchRef(b.ID), b.Number
	return e
}
