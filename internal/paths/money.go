package paths

import "portico/portal"

// What staff do with a payment, and credit notes on both sides.

// OfficePaymentApprove books a reported payment; GET asks what really came.
func OfficePaymentApprove(p portal.PaymentID) URL { return of("/office/payments/", p, "/approve") }

// OfficePaymentDecline says that a reported payment did not come; GET asks why.
func OfficePaymentDecline(p portal.PaymentID) URL { return of("/office/payments/", p, "/decline") }

// OfficePaymentRefund gives money back; GET asks how much.
func OfficePaymentRefund(p portal.PaymentID) URL { return of("/office/payments/", p, "/refund") }

// OfficePaymentRelease takes back what the payment paid of one invoice; GET asks first.
func OfficePaymentRelease(p portal.PaymentID) URL { return of("/office/payments/", p, "/release") }

// OfficeCreditNotes lists the credit notes of all clients.
func OfficeCreditNotes() URL { return "/office/credit-notes" }

// OfficeCreditNotesCSV is every row of the list that matches.
func OfficeCreditNotesCSV() URL { return "/office/credit-notes.csv" }

// OfficeInvoiceCredit is the form of a credit note of an invoice.
func OfficeInvoiceCredit(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/credit") }

// OfficeInvoiceCreditWork works a credit note out while it is written.
func OfficeInvoiceCreditWork(i portal.InvoiceID) URL {
	return of("/office/invoices/", i, "/credit/work")
}

// OfficeCreditNote is one credit note.
func OfficeCreditNote(n portal.CreditNoteID) URL { return of("/office/credit-notes/", n, "") }

// OfficeCreditNotePDF is one credit note as a PDF.
func OfficeCreditNotePDF(n portal.CreditNoteID) URL { return of("/office/credit-notes/", n, "/pdf") }

// OfficeCreditNoteApply takes what is left of a credit note off open invoices.
func OfficeCreditNoteApply(n portal.CreditNoteID) URL {
	return of("/office/credit-notes/", n, "/apply")
}

// OfficeCreditNoteSend mails a credit note.
func OfficeCreditNoteSend(n portal.CreditNoteID) URL { return of("/office/credit-notes/", n, "/send") }

// PortalCreditNote is one credit note.
func PortalCreditNote(n portal.CreditNoteID) URL { return of("/portal/credit-notes/", n, "") }

// OfficeCreditNoteXML is one credit note as an e-invoice.
func OfficeCreditNoteXML(n portal.CreditNoteID) URL { return of("/office/credit-notes/", n, "/xml") }

// PortalCreditNoteXML is one credit note as an e-invoice.
func PortalCreditNoteXML(n portal.CreditNoteID) URL { return of("/portal/credit-notes/", n, "/xml") }

// PortalCreditNotePDF is one credit note as a PDF.
func PortalCreditNotePDF(n portal.CreditNoteID) URL { return of("/portal/credit-notes/", n, "/pdf") }
