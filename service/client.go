package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// ClientHead is what stands above every tab of a client's page.
type ClientHead struct {
	portal.Client
	Figures  portal.HomeFigures
	Contacts int // not archived
	Invoices int // issued and drafts
}

// ClientHead reads the head of the scope's client.
func (s *Service) ClientHead(ctx context.Context, sc Scope) (h ClientHead, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		h, err = clientHead(tx, sc)
		return err
	})
	return h, err
}

func clientHead(tx *store.Tx, sc Scope) (h ClientHead, err error) {
	if h.Client, err = tx.Client(sc.sight); err != nil {
		return h, err
	}
	h.Figures = tx.HomeFigures(sc.sight, h.Currency)
	for _, n := range tx.Clouds(h.ID) {
		h.Contacts += n
	}
	for _, n := range tx.StateCounts(sc.sight) {
		h.Invoices += n
	}
	return h, nil
}
