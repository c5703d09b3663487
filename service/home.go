package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// ClientHome is what a contact sees first. Figures and invoices are there only with ViewInvoices.
type ClientHome struct {
	Business   portal.Profile
	Welcome    string
	Client     portal.Client
	Figures    portal.HomeFigures
	Latest     []portal.InvoiceRow
	Estimates  []portal.EstimateRow // only with ViewEstimates
	Offers     store.EstimateCounts
	Properties map[portal.PropertyID]portal.Property
	Limited    bool // the contact sees some properties only, and so do the sums
}

// latest is how many invoices Home shows.
const latest = 4

// Home reads the scope's home, in one transaction.
func (s *Service) Home(ctx context.Context, sc Scope) (h ClientHome, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		b := tx.Business()
		h = ClientHome{Business: b.Profile, Welcome: b.Portal.Welcome, Limited: sc.sight.Properties != nil}
		if h.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		if err := h.estimates(tx, sc); err != nil {
			return err
		}
		if !sc.May(portal.ViewInvoices) {
			return nil
		}
		h.Figures = tx.HomeFigures(sc.sight, h.Client.Currency)
		l := InvoiceList{}
		if l.Page, err = tx.Invoices(sc.sight, store.InvoiceQuery{Query: store.Query{Limit: latest}, Issued: true}); err != nil {
			return err
		}
		if err := l.names(tx); err != nil {
			return err
		}
		h.Latest, h.Properties = l.Rows, l.Properties
		return nil
	})
	return h, err
}

// estimates reads what was offered lately, and how much of it waits.
func (h *ClientHome) estimates(tx *store.Tx, sc Scope) error {
	if !sc.May(portal.ViewEstimates) {
		return nil
	}
	p, err := tx.Estimates(sc.sight, store.EstimateQuery{Query: store.Query{Limit: latest - 1}, Sent: true})
	h.Estimates, h.Offers = hideDrafts(p).Rows, tx.EstimateCounts(sc.sight, h.Client.Currency)
	return err
}
