package staff

import (
	"crypto/rand"
	"net/url"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/staff"
	"portico/views/ui"
)

// CreditForm is a credit note's form as it is posted, but for its lines: those are lists of equal length.
type CreditForm struct {
	Reason string `form:"reason"`
	Key    string `form:"key"`
	Do     string `form:"do"`
}

// creditDesk reads what of the invoice that the path names can be credited.
func creditDesk(c *web.Ctx) (sc service.Scope, d service.CreditNoteDesk, err error) {
	sc, id, err := c.ForRecord(portal.KindInvoice, "invoice")
	if err != nil {
		return sc, d, err
	}
	d, err = c.S.CreditNoteDesk(c.Std(), sc, portal.InvoiceID(id))
	return sc, d, err
}

// InvoiceCredit proposes to credit all of an invoice.
func InvoiceCredit(c *web.Ctx) error {
	_, d, err := creditDesk(c)
	if err != nil {
		return err
	}
	if d.Invoice.State != portal.Issued {
		return c.To(paths.OfficeInvoice(d.Invoice.ID), &web.Flash{Variant: ui.Warning, Text: c.L.T("Only an issued invoice can be credited.")})
	}
	return showCredit(c, d, ui.Form{Values: views.CreditValues(c.L, d.Note, rand.Text())}, d.Note, nil)
}

// readCredit reads the lines of a note.
func readCredit(c *web.Ctx) ([]portal.Line, error) {
	var check portal.Check
	var lines []portal.Line
	for n := range c.Request.PostForm["line"] {
		lines = append(lines, readLine(c.Request.PostForm, n, c.V.Business.Profile.NumberFormat.DecimalSign(), &check))
	}
	return lines, check.Done()
}

// InvoiceCredited issues a credit note of an invoice.
func InvoiceCredited(c *web.Ctx) error {
	sc, d, err := creditDesk(c)
	if err != nil {
		return err
	}
	var f CreditForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	if changeLines(c.Request.PostForm, f.Do) {
		return retypeCredit(c, d, nil)
	}
	dropEmpty(c.Request.PostForm)
	lines, refused := readCredit(c)
	var n portal.CreditNote
	if refused == nil {
		n, refused = c.S.IssueCreditNote(c.Std(), sc, d.Invoice.ID, portal.CreditNote{Lines: lines, Reason: strings.TrimSpace(f.Reason), Key: f.Key})
	}
	if web.Faulty(refused) {
		return retypeCredit(c, d, refused)
	}
	if refused != nil {
		return refused
	}
	said := c.Said("%s takes %s off %s.", n.Number, n.Total(), n.Of)
	if !n.Rest().IsZero() {
		said = c.Said("%s is issued. %s of it is credit on account.", n.Number, n.Rest())
	}
	return c.To(paths.OfficeCreditNote(n.ID), said)
}

// retypeCredit shows the form again as it was typed, worked out as far as it can be.
func retypeCredit(c *web.Ctx, d service.CreditNoteDesk, refused error) error {
	return showCredit(c, d, c.Typed(refused), workedCredit(c, d), refused)
}

// workedCredit is the note with its totals; what can't be worked out yet stays nothing.
func workedCredit(c *web.Ctx, d service.CreditNoteDesk) portal.CreditNote {
	lines, _ := readCredit(c) // a fault is told when the form is sent
	n, err := c.S.WorkOutCreditNote(d.Invoice, lines)
	if err != nil {
		n.Totals = portal.Totals{}
	}
	return n
}

func showCredit(c *web.Ctx, d service.CreditNoteDesk, form ui.Form, worked portal.CreditNote, refused error) error {
	doc := portal.InvoiceDoc{Invoice: d.Invoice}
	p := invoicePage(c, doc, ui.Crumb{Label: c.L.T("Credit")})
	p.Body = views.CreditInvoice(views.NewCreditPage(d, form, worked))
	if refused != nil {
		p.Status = web.StatusOf(refused)
	}
	return c.Show(p)
}

// InvoiceCreditWork works a note out while it is typed: the lines after one came or went, else the amounts alone.
// It saves nothing.
func InvoiceCreditWork(c *web.Ctx) error {
	_, d, err := creditDesk(c)
	if err != nil {
		return err
	}
	var f CreditForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	changed := changeLines(c.Request.PostForm, f.Do)
	p := views.NewCreditPage(d, ui.Form{Values: url.Values(c.Request.PostForm)}, workedCredit(c, d))
	p.Draft.Added = f.Do == "add"
	if changed {
		return c.Fragment(views.DraftLines(p.Draft), nil)
	}
	return c.Fragment(views.DraftAmounts(p.Draft), nil)
}
