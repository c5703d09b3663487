package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// InvoiceList is one page of a client's invoices with what stands around it.
type InvoiceList struct {
	store.Page[portal.InvoiceRow]
	Figures     portal.HomeFigures
	Counts      [5]int // by store's invoice states
	Properties  map[portal.PropertyID]portal.Property
	Contractors []portal.Contractor
}

// Invoices lists the scope's client's issued invoices, newest first.
func (s *Service) Invoices(ctx context.Context, sc Scope, q store.InvoiceQuery) (l InvoiceList, err error) {
	if !sc.office && len(q.States) == 0 {
		q.States = []uint64{store.InvoiceOpen, store.InvoicePaid, store.InvoiceVoid, store.InvoiceBad}
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		if l.Page, err = tx.Invoices(sc.sight, q); err != nil {
			return err
		}
		l.Figures, l.Counts = tx.HomeFigures(sc.sight, client.Currency), tx.StateCounts(sc.sight)
		if l.Contractors, err = tx.Contractors(); err != nil {
			return err
		}
		l.Properties = map[portal.PropertyID]portal.Property{}
		for _, r := range l.Rows {
			if r.Property == 0 {
				continue
			}
			if p, err := tx.Property(sc.sight, r.Property); err == nil {
				l.Properties[r.Property] = p
			}
		}
		return nil
	})
	return l, err
}

// Contractor is the name of who carried out a row's work.
func (l InvoiceList) Contractor(id portal.ContractorID) string {
	for _, c := range l.Contractors {
		if c.ID == id {
			return c.Name
		}
	}
	return ""
}
