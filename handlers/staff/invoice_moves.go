package staff

import (
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/staff"
	"portico/views/ui"
)

// SeenForm is which version of a record whoever acts has looked at.
type SeenForm struct {
	Version portal.Version `form:"version"`
}

// InvoiceIssue draws the number of a draft and posts it.
func InvoiceIssue(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	var f SeenForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	out, err := c.S.IssueInvoice(c.Std(), sc, doc.ID, f.Version)
	if web.Faulty(err) {
		return refusedInvoice(c, sc, doc.ID, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeInvoice(out.ID), c.Said("%s is issued. The client sees it in the portal; nothing was sent yet.", out.Number))
}

// refusedInvoice shows the invoice as it is now, with why a move was refused.
func refusedInvoice(c *web.Ctx, sc service.Scope, id portal.InvoiceID, refused error) error {
	doc, err := c.S.Invoice(c.Std(), sc, id)
	if err != nil {
		return err
	}
	return showInvoice(c, doc, refused)
}

// SendForm are whom an invoice goes to, and with which words.
type SendForm struct {
	To      []string       `form:"to"`
	Other   string         `form:"other"`
	Message string         `form:"message"`
	Version portal.Version `form:"version"`
}

func (f SendForm) sending() service.Sending {
	return service.Sending{To: append(f.To, splitAddresses(f.Other)...), Message: strings.TrimSpace(f.Message)}
}

// splitAddresses takes apart addresses that were typed one per line, or with commas between.
func splitAddresses(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '\r' })
}

// InvoiceSend asks to whom an invoice goes.
func InvoiceSend(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	return showSend(c, sc, doc, ui.Form{}, nil)
}

func showSend(c *web.Ctx, sc service.Scope, doc portal.InvoiceDoc, form ui.Form, refused error) error {
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	if form.Values == nil {
		form.Values = views.SendValues(doc.SendTo, desk)
	}
	p := invoicePage(c, doc, ui.Crumb{Label: c.L.T("Send")})
	if refused != nil {
		p.Status = web.StatusOf(refused)
	}
	p.Body = views.SendInvoice(views.SendPage{InvoiceDoc: doc, DraftDesk: desk, Form: form})
	return c.Show(p)
}

// InvoiceSent sends an invoice; a draft is issued first, in the same transaction.
func InvoiceSent(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	var f SendForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	var out portal.Invoice
	if doc.State == portal.Draft {
		out, err = c.S.IssueAndSend(c.Std(), sc, doc.ID, f.Version, f.sending())
	} else {
		out, err = c.S.SendInvoice(c.Std(), sc, doc.ID, f.sending())
	}
	if web.Faulty(err) {
		return showSend(c, sc, doc, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeInvoice(out.ID), sentFlash(c, out))
}

func sentFlash(c *web.Ctx, i portal.Invoice) *web.Flash {
	said := &web.Flash{Variant: ui.Success, Text: c.L.N(len(i.SentTo), "%[2]s is on its way to one address.", "%[2]s is on its way to %[1]d addresses.", i.Number)}
	if muted := i.Muted(); len(muted) > 0 {
		said.Variant = ui.Warning
		said.Text += " " + c.L.T("Not to %s, who turned such mails off: they see it in the portal.", strings.Join(muted, ", "))
	}
	return said
}

// InvoiceVoid asks why an invoice is void.
func InvoiceVoid(c *web.Ctx) error {
	_, doc, err := invoice(c)
	if err != nil {
		return err
	}
	return showVoid(c, doc, ui.Form{}, nil)
}

func showVoid(c *web.Ctx, doc portal.InvoiceDoc, form ui.Form, refused error) error {
	p := invoicePage(c, doc, ui.Crumb{Label: c.L.T("Void")})
	if refused != nil {
		p.Status = web.StatusOf(refused)
	}
	p.Body = views.VoidInvoice(doc, form)
	return c.Show(p)
}

// ReasonForm is why something is done.
type ReasonForm struct {
	Reason string `form:"reason"`
}

// InvoiceVoided voids an issued invoice.
func InvoiceVoided(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	var f ReasonForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err = c.S.VoidInvoice(c.Std(), sc, doc.ID, f.Reason)
	if web.Faulty(err) {
		return showVoid(c, doc, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	said := c.Said("%s is void.", doc.Number)
	if !doc.PaidSum().IsZero() {
		said = c.Said("%s is void. The %s paid is credit on account now.", doc.Number, doc.PaidSum())
	}
	return c.To(paths.OfficeInvoice(doc.ID), said)
}

// InvoiceBadDebt asks before an invoice is written off.
func InvoiceBadDebt(c *web.Ctx) error {
	_, doc, err := invoice(c)
	if err != nil {
		return err
	}
	p := invoicePage(c, doc, ui.Crumb{Label: c.L.T("Bad debt")})
	p.Body = views.WriteOffInvoice(doc)
	return c.Show(p)
}

// InvoiceWrittenOff writes an invoice off.
func InvoiceWrittenOff(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	err = c.S.WriteOffInvoice(c.Std(), sc, doc.ID)
	if web.Faulty(err) {
		return showInvoice(c, doc, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeInvoice(doc.ID), c.Said("%s of %s is marked as bad debt.", doc.Open(), doc.Number))
}

// InvoiceReinstated takes an invoice's bad debt back.
func InvoiceReinstated(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	err = c.S.ReinstateInvoice(c.Std(), sc, doc.ID)
	if web.Faulty(err) {
		return showInvoice(c, doc, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeInvoice(doc.ID), c.Said("%s can be paid again.", doc.Number))
}

// InvoiceDelete asks before a draft is thrown away.
func InvoiceDelete(c *web.Ctx) error {
	_, doc, err := invoice(c)
	if err != nil {
		return err
	}
	p := invoicePage(c, doc, ui.Crumb{Label: c.L.T("Delete")})
	p.Body = views.DeleteDraft(doc)
	return c.Show(p)
}

// InvoiceDeleted throws a draft away.
func InvoiceDeleted(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	var f SeenForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err = c.S.DeleteDraft(c.Std(), sc, doc.ID, f.Version)
	if web.Faulty(err) {
		return refusedInvoice(c, sc, doc.ID, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeClientInvoices(doc.Client), c.Said("The draft is deleted."))
}

// InvoiceCopy starts a new draft with the same lines.
func InvoiceCopy(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	out, err := c.S.CopyInvoice(c.Std(), sc, doc.ID)
	if web.Faulty(err) {
		return showInvoice(c, doc, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeInvoiceEdit(out.ID), c.Said("This is a new draft with the same lines."))
}
