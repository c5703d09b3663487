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
	Receipt(d portal.PaymentDoc, p portal.Print) (portal.PDF, error)
	CreditNote(d portal.CreditNoteDoc, p portal.Print) (portal.PDF, error)
	Statement(d portal.StatementDoc, p portal.Print) (portal.PDF, error)
	Estimate(d portal.EstimateDoc, p portal.Print) (portal.PDF, error)
	Batch(d portal.BatchDoc, p portal.Print) (portal.PDF, error)
	Invoices(ds []portal.InvoiceDoc, p portal.Print) (portal.PDF, error) // one after the other
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
	file, err := s.print(ctx, how, "invoice "+doc.Number, func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.Invoice(doc, how) })
	return doc, file, err
}

// EInvoice reads an issued invoice for its electronic form, with the account that it is paid to where the scope may pay.
func (s *Service) EInvoice(ctx context.Context, sc Scope, id portal.InvoiceID) (doc portal.InvoiceDoc, payee portal.Payee, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		doc, err = invoiceDoc(tx, sc, id)
		if sc.Office() || sc.May(portal.Pay) {
			payee = tx.Business().Payee
		}
		return err
	})
	return doc, payee, err
}

// print draws a document on the business's paper.
func (s *Service) print(ctx context.Context, how portal.Print, what string, draw func(Printer, portal.Print) (portal.PDF, error)) (portal.PDF, error) {
	if s.opt.Printer == nil {
		return portal.PDF{}, errors.New("service: no printer")
	}
	how.Logo = s.logo(ctx, &how.Business, printLogo)
	file, err := draw(s.opt.Printer, how)
	if err == nil && len(file.Missing) > 0 {
		slog.Warn("a PDF has letters that no font has", "document", what, "letters", string(file.Missing))
	}
	return file, err
}
