package staff

import (
	"net/url"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// CreditNotes lists the credit notes of all clients.
func CreditNotes(c *web.Ctx) error {
	q, err := creditNoteQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.OfficeCreditNotes(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Credit notes"), Nav: layout.CreditNotes,
		Body: views.CreditNotes(views.CreditNotesPage{
			CreditNoteList: list, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.OfficeCreditNotes()),
		}),
	})
}

func creditNoteQuery(c *web.Ctx) (q service.OfficeCreditNoteQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	q.Credit = c.Query("status") == "credit"
	q.From, q.To = c.DayQuery("from"), c.DayQuery("to")
	q.Client = short(c.Query("client"))
	return q, nil
}

// CreditNotesCSV is every row of the list that matches.
func CreditNotesCSV(c *web.Ctx) error {
	q, err := creditNoteQuery(c)
	if err != nil {
		return err
	}
	var list service.CreditNoteList
	page := func(at store.Query) (store.Page[portal.CreditNoteRow], error) {
		q.Query = at
		list, err = c.S.OfficeCreditNotes(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := heads(c, "Number", "Client", "Date", "Invoice", "Reason", "Currency", "Amount", "Credit on account")
	return web.CSV(c, "credit-notes", head, q.Query, page, func(r portal.CreditNoteRow) []string {
		return []string{
			r.Number, list.Clients[r.Client], r.Issued.ISO(), r.Of, r.Reason, string(r.Currency), plain(r.Total, r.Currency), plain(r.Credit, r.Currency),
		}
	})
}

// creditNote narrows into the credit note that the path names and reads it.
func creditNote(c *web.Ctx) (sc service.Scope, p service.CreditNotePage, err error) {
	sc, id, err := c.ForRecord(portal.KindCreditNote, "credit_note")
	if err != nil {
		return sc, p, err
	}
	p, err = c.S.CreditNotePage(c.Std(), sc, portal.CreditNoteID(id))
	return sc, p, err
}

// creditNotePage is title and crumbs of every page of a credit note.
func creditNotePage(c *web.Ctx, p service.CreditNotePage, refused error, more ...ui.Crumb) web.Page {
	page := web.Page{
		Title: p.Number, Nav: layout.CreditNotes,
		Crumbs: append([]ui.Crumb{{Label: c.L.T("Credit notes"), URL: paths.OfficeCreditNotes()}, {Label: p.Number, URL: paths.OfficeCreditNote(p.ID)}}, more...),
	}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return page
}

// CreditNote is one credit note.
func CreditNote(c *web.Ctx) error {
	_, p, err := creditNote(c)
	if err != nil {
		return err
	}
	return showCreditNote(c, p, ui.Form{Values: url.Values{"how": {"oldest"}}}, nil)
}

func showCreditNote(c *web.Ctx, p service.CreditNotePage, form ui.Form, refused error) error {
	links, err := linkCard(c, refOf(portal.KindCreditNote, p.ID), paths.OfficeCreditNote(p.ID))
	if err != nil {
		return err
	}
	page := creditNotePage(c, p, refused)
	page.Body = views.CreditNote(views.CreditNoteView{CreditNotePage: p, Form: form, Links: links})
	return c.Show(page)
}

// CreditNoteXML is one credit note as an e-invoice.
func CreditNoteXML(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindCreditNote, "credit_note")
	if err != nil {
		return err
	}
	return c.ECreditNote(sc, portal.CreditNoteID(id))
}

// CreditNotePDF is one credit note as a PDF.
func CreditNotePDF(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindCreditNote, "credit_note")
	if err != nil {
		return err
	}
	doc, file, err := c.S.CreditNotePDF(c.Std(), sc, portal.CreditNoteID(id), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Number, file)
}

// CreditNoteApply takes what is left of a credit note off open invoices.
func CreditNoteApply(c *web.Ctx) error {
	sc, p, err := creditNote(c)
	if err != nil {
		return err
	}
	var f MoneyForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	var v portal.Check
	parts := p.Oldest()
	if f.How != "oldest" {
		parts = readParts(c, p.Currency, &v)
	}
	refused := v.Done()
	if refused == nil {
		_, refused = c.S.ApplyCreditNote(c.Std(), sc, p.ID, f.Version, parts)
	}
	if web.Faulty(refused) {
		if p, err = c.S.CreditNotePage(c.Std(), sc, p.ID); err != nil {
			return err
		}
		return showCreditNote(c, p, c.Typed(refused), refused)
	}
	if refused != nil {
		return refused
	}
	return c.To(paths.OfficeCreditNote(p.ID), c.Said("The credit is applied. The balance stays as it was."))
}

// CreditNoteSend asks to whom a credit note goes.
func CreditNoteSend(c *web.Ctx) error {
	_, p, err := creditNote(c)
	if err != nil {
		return err
	}
	values := views.SendValues(p.SentTo, service.DraftDesk{Client: p.Client, Contacts: p.Contacts})
	return showCreditNoteSend(c, p, ui.Form{Values: values}, nil)
}

func showCreditNoteSend(c *web.Ctx, p service.CreditNotePage, form ui.Form, refused error) error {
	page := creditNotePage(c, p, refused, ui.Crumb{Label: c.L.T("Send")})
	page.Body = views.SendCreditNote(views.CreditNoteView{CreditNotePage: p, Form: form})
	return c.Show(page)
}

// CreditNoteSent mails a credit note.
func CreditNoteSent(c *web.Ctx) error {
	sc, p, err := creditNote(c)
	if err != nil {
		return err
	}
	var f SendForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	n, err := c.S.SendCreditNote(c.Std(), sc, p.ID, f.sending())
	if web.Faulty(err) {
		return showCreditNoteSend(c, p, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	said := c.L.N(len(n.SentTo), "%[2]s is on its way to one address.", "%[2]s is on its way to %[1]d addresses.", n.Number)
	return c.To(paths.OfficeCreditNote(n.ID), &web.Flash{Variant: ui.Success, Text: said})
}
