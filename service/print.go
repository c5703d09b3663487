package service

import (
	"context"
	"errors"
	"log/slog"

	"portico/portal"
	"portico/store"
)

// Printer draws documents as PDFs.
type Printer interface {
	Invoice(d portal.InvoiceDoc, p portal.Print) (portal.PDF, error)
	Estimate(d portal.EstimateDoc, p portal.Print) (portal.PDF, error)
}

// InvoicePDF draws the invoice as its page shows it. It is read in one transaction and drawn outside of it.
func (s *Service) InvoicePDF(ctx context.Context, sc Scope, id portal.InvoiceID, language string) (portal.InvoiceDoc, portal.PDF, error) {
	var doc portal.InvoiceDoc
	how := portal.Print{Language: language}
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		how.Business = *tx.Business()
		doc, err = invoiceDoc(tx, sc, id)
		return err
	})
	if err != nil {
		return doc, portal.PDF{}, err
	}
	if s.opt.Printer == nil {
		return doc, portal.PDF{}, errors.New("service: no printer")
	}
	how.Logo = s.logo(ctx, &how.Business, printLogo)
	file, err := s.opt.Printer.Invoice(doc, how)
	if err == nil && len(file.Missing) > 0 {
		slog.Warn("a PDF has letters that no font has", "invoice", doc.ID, "letters", string(file.Missing))
	}
	return doc, file, err
}
