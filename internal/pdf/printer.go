package pdf

import (
	"portico/internal/words"
	"portico/portal"
)

// Printer draws documents in the business's look; service knows it as an interface.
type Printer struct{}

// Invoice draws a bill.
func (Printer) Invoice(d portal.InvoiceDoc, p portal.Print) (portal.PDF, error) {
	return Invoice(d, p.Business.Profile.Letterhead(p.Logo), words.New(p.Language, p.Business))
}

// Estimate draws an offer.
func (Printer) Estimate(d portal.EstimateDoc, p portal.Print) (portal.PDF, error) {
	return Estimate(d, p.Business.Profile.Letterhead(p.Logo), words.New(p.Language, p.Business))
}

// Receipt draws a payment.
func (Printer) Receipt(d portal.PaymentDoc, p portal.Print) (portal.PDF, error) {
	return Receipt(d, p.Business.Profile.Letterhead(p.Logo), words.New(p.Language, p.Business))
}

// CreditNote draws a credit note.
func (Printer) CreditNote(d portal.CreditNoteDoc, p portal.Print) (portal.PDF, error) {
	return CreditNote(d, p.Business.Profile.Letterhead(p.Logo), words.New(p.Language, p.Business))
}

// Batch draws several bills presented as one.
func (Printer) Batch(d portal.BatchDoc, p portal.Print) (portal.PDF, error) {
	return Batch(d, p.Business.Profile.Letterhead(p.Logo), words.New(p.Language, p.Business))
}

// Invoices draws bills into one document, each with its own page numbers.
func (Printer) Invoices(ds []portal.InvoiceDoc, p portal.Print) (portal.PDF, error) {
	return Invoices(ds, p.Business.Profile.Letterhead(p.Logo), words.New(p.Language, p.Business))
}

// Statement draws an account over a period.
func (Printer) Statement(d portal.StatementDoc, p portal.Print) (portal.PDF, error) {
	return Statement(d, p.Business.Profile.Letterhead(p.Logo), words.New(p.Language, p.Business))
}
