package portal

// CreditNoteDoc is a credit note with everything that is shown of it. Page, PDF and mail render the same.
type CreditNoteDoc struct {
	CreditNote
	Bill    InvoiceDoc // its lines, sums and parties in the shape of a bill
	Applied []AppliedPart
}

// AppliedPart is what a credit note takes off one invoice.
type AppliedPart struct {
	Invoice     InvoiceID
	Number      string
	Description string
	Sum         Money
	Status      InvoiceStatus
}

// CreditPart is what one credit note takes off the invoice. Note is 0 where its page is not for whoever looks.
type CreditPart struct {
	Note    CreditNoteID
	Number  string
	On      Day
	Applied Day // when it was credit on account first; 0 = at once
	Sum     Money
}

// NewCreditNoteDoc puts a credit note together with what stands around it.
func NewCreditNoteDoc(n CreditNote, p Profile, c Client, today Day) CreditNoteDoc {
	bill := Invoice{
		Client: n.Client, Number: n.Number, State: Issued, Currency: n.Currency, Issued: n.Issued, Property: n.Property, Lines: n.Lines,
		Inclusive: n.Inclusive, PerLine: n.PerLine, Totals: n.Totals, From: n.From, BilledTo: n.BilledTo,
	}
	return CreditNoteDoc{CreditNote: n, Bill: NewInvoiceDoc(bill, p, c, today)}
}

// CreditedSum is what credit notes take off the invoice.
func (d InvoiceDoc) CreditedSum() Money { return Of(d.Credited, d.Currency) }
