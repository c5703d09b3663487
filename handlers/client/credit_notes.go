package client

import (
	"portico/handlers/web"
	"portico/portal"
	views "portico/views/client"
	"portico/views/layout"
)

// CreditNote is one credit note.
func CreditNote(c *web.Ctx) error {
	id, err := c.ID("credit_note")
	if err != nil {
		return err
	}
	doc, err := c.S.CreditNote(c.Std(), c.Scope(), portal.CreditNoteID(id))
	if err != nil {
		return err
	}
	return c.Show(web.Page{Title: doc.Number, Nav: layout.Invoices, Body: views.CreditNote(views.CreditNotePage{CreditNoteDoc: doc})})
}

// CreditNotePDF is one credit note as a PDF.
func CreditNotePDF(c *web.Ctx) error {
	id, err := c.ID("credit_note")
	if err != nil {
		return err
	}
	doc, file, err := c.S.CreditNotePDF(c.Std(), c.Scope(), portal.CreditNoteID(id), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Number, file)
}

// CreditNoteXML is one credit note as an e-invoice.
func CreditNoteXML(c *web.Ctx) error {
	id, err := c.ID("credit_note")
	if err != nil {
		return err
	}
	return c.ECreditNote(c.Scope(), portal.CreditNoteID(id))
}
