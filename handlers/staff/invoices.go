package staff

import (
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Invoices lists the invoices of all clients.
func Invoices(c *web.Ctx) error {
	q, err := officeInvoiceQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.OfficeInvoices(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Invoices"), Nav: layout.Invoices,
		Body: views.Invoices(views.InvoicesPage{
			InvoiceList: list.InvoiceList, Owed: list.Owed, Only: list.Client, Today: c.V.Today, Values: c.Request.URL.Query(),
			Foot: web.Foot(c, list.Page, paths.OfficeInvoices()),
		}),
	})
}

func officeInvoiceQuery(c *web.Ctx) (q service.OfficeInvoiceQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	states := map[string]uint64{
		"draft": store.InvoiceDraft, "unpaid": store.InvoiceOpen, "paid": store.InvoicePaid, "void": store.InvoiceVoid, "bad-debt": store.InvoiceBad,
	}
	if state, ok := states[c.Query("status")]; ok {
		q.States = []uint64{state}
	}
	q.Overdue = c.Query("status") == "overdue"
	q.Contractor = portal.ContractorID(c.IDQuery("contractor"))
	q.Property = portal.PropertyID(c.IDQuery("property"))
	q.From, q.To = c.DayQuery("from"), c.DayQuery("to")
	q.Client = short(c.Query("client"))
	return q, nil
}

// short bounds what is searched for.
func short(s string) string { return s[:min(len(s), 200)] }

// InvoicesCSV is every row of the list that matches.
func InvoicesCSV(c *web.Ctx) error {
	q, err := officeInvoiceQuery(c)
	if err != nil {
		return err
	}
	var list service.OfficeInvoiceList
	page := func(at store.Query) (store.Page[portal.InvoiceRow], error) {
		q.Query = at
		list, err = c.S.OfficeInvoices(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := heads(c, "Number", "Client", "Date", "Due", "Status", "Description", "Purchase order", "Property", "Address", "UPRN", "Contractor",
		"Currency", "Subtotal", "Tax", "Total", "Paid", "Credited", "Card fee", "To pay")
	return web.CSV(c, "invoices", head, q.Query, page, func(r portal.InvoiceRow) []string {
		p := list.Properties[r.Property]
		return []string{
			r.Number, list.Clients[r.Client], r.Issued.ISO(), r.Due.ISO(), r.Status(c.V.Today).Name(), r.Description, r.Order, p.Name, p.Address.OneLine(), p.UPRN,
			list.Contractor(r.Contractor), string(r.Currency), plain(r.Net, r.Currency), plain(r.Tax, r.Currency),
			plain(r.Total, r.Currency), plain(r.Paid, r.Currency), plain(r.Credited, r.Currency), plain(r.Fees, r.Currency), plain(r.Open().Amount, r.Currency),
		}
	})
}

// heads are a file's column heads in the reader's language.
func heads(c *web.Ctx, keys ...string) []string {
	for i := range keys {
		keys[i] = c.L.Label(keys[i])
	}
	return keys
}

// plain is an amount as programs read it.
func plain(amount int64, cur portal.Currency) string {
	return portal.Of(amount, cur).Decimal().StringFixed(cur.Digits())
}

// ClientInvoices is the tab with a client's invoices.
func ClientInvoices(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	q, err := officeInvoiceQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.Invoices(c.Std(), sc, q.InvoiceQuery)
	if err != nil {
		return err
	}
	credits, err := c.S.ClientCreditNotes(c.Std(), sc)
	if err != nil {
		return err
	}
	return c.Show(ClientPage(c, list.Head, views.TabInvoices, func(f views.ClientFrame) web.Page {
		return web.Page{Body: views.Invoices(views.InvoicesPage{
			InvoiceList: list, Credits: credits, Frame: &f, Today: c.V.Today, Values: c.Request.URL.Query(),
			Foot: web.Foot(c, list.Page, paths.OfficeClientInvoices(f.ID)),
		})}
	}))
}

// Invoice is one invoice. A number instead of an id leads to it.
func Invoice(c *web.Ctx) error {
	if _, err := c.ID("invoice"); err != nil {
		found, err := c.S.InvoiceByNumber(c.Std(), c.Scope(), c.Param("invoice"))
		if err != nil {
			return err
		}
		return c.To(paths.OfficeInvoice(found), nil)
	}
	_, doc, err := invoice(c)
	if err != nil {
		return err
	}
	return showInvoice(c, doc, nil)
}

// invoice narrows into the invoice that the path names and reads it.
func invoice(c *web.Ctx) (sc service.Scope, doc portal.InvoiceDoc, err error) {
	sc, id, err := c.ForRecord(portal.KindInvoice, "invoice")
	if err != nil {
		return sc, doc, err
	}
	doc, err = c.S.Invoice(c.Std(), sc, portal.InvoiceID(id))
	return sc, doc, err
}

// InvoicePDF is the invoice as a PDF; a draft's too.
func InvoicePDF(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindInvoice, "invoice")
	if err != nil {
		return err
	}
	doc, file, err := c.S.InvoicePDF(c.Std(), sc, portal.InvoiceID(id), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Number, file)
}

// InvoiceXML is the invoice as an e-invoice.
func InvoiceXML(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindInvoice, "invoice")
	if err != nil {
		return err
	}
	return c.EInvoice(sc, portal.InvoiceID(id))
}

// showInvoice is the invoice's page, with why a move was refused.
func showInvoice(c *web.Ctx, doc portal.InvoiceDoc, refused error) error {
	links, err := linkCard(c, refOf(portal.KindInvoice, doc.ID), paths.OfficeInvoice(doc.ID))
	if err != nil {
		return err
	}
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindInvoice, ID: uint64(doc.ID)})
	if err != nil {
		return err
	}
	plan, err := c.S.ReminderPlan(c.Std(), sc, doc.Invoice)
	if err != nil {
		return err
	}
	p := invoicePage(c, doc)
	p.Body = views.Invoice(views.InvoicePage{InvoiceDoc: doc, Refused: ui.Form{}.Refused(refused), Links: links, Reminders: plan})
	if refused != nil {
		p.Status = web.StatusOf(refused)
	}
	return c.Show(p)
}

// invoicePage is title and crumbs of every page of an invoice.
func invoicePage(c *web.Ctx, doc portal.InvoiceDoc, more ...ui.Crumb) web.Page {
	title := ui.InvoiceTitle(c.L, doc)
	return web.Page{
		Title: title, Nav: layout.Invoices,
		Crumbs: append([]ui.Crumb{{Label: c.L.T("Invoices"), URL: paths.OfficeInvoices()}, {Label: title, URL: paths.OfficeInvoice(doc.ID)}}, more...),
	}
}
