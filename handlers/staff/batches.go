package staff

import (
	"crypto/rand"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Batches lists the batch invoices of all clients.
func Batches(c *web.Ctx) error {
	q, err := officeBatchQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.OfficeBatches(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Batch invoices"), Nav: layout.Batches,
		Body: views.Batches(views.BatchesPage{
			BatchList: list, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.OfficeBatches()),
		}),
	})
}

func officeBatchQuery(c *web.Ctx) (q service.OfficeBatchQuery, err error) {
	q.Client = short(c.Query("client"))
	q.BatchQuery, err = c.BatchQuery()
	return q, err
}

// BatchesCSV is every row of the list that matches.
func BatchesCSV(c *web.Ctx) error {
	q, err := officeBatchQuery(c)
	if err != nil {
		return err
	}
	page := func(at store.Query) (service.BatchList, error) {
		q.Query = at
		return c.S.OfficeBatches(c.Std(), c.Scope(), q)
	}
	return web.BatchesCSV(c, q.Query, page, true)
}

// batch narrows into the batch invoice that the path names and reads it.
func batch(c *web.Ctx) (sc service.Scope, d portal.BatchDoc, err error) {
	sc, id, err := c.ForRecord(portal.KindBatch, "batch")
	if err != nil {
		return sc, d, err
	}
	d, err = c.S.Batch(c.Std(), sc, portal.BatchID(id))
	return sc, d, err
}

// Batch is one batch invoice.
func Batch(c *web.Ctx) error {
	_, doc, err := batch(c)
	if err != nil {
		return err
	}
	return showBatch(c, doc, nil)
}

// showBatch is the batch invoice's page, with why a move was refused.
func showBatch(c *web.Ctx, doc portal.BatchDoc, refused error) error {
	links, err := linkCard(c, refOf(portal.KindBatch, doc.ID), paths.OfficeBatch(doc.ID))
	if err != nil {
		return err
	}
	p := batchPage(c, doc)
	p.Body = views.Batch(views.BatchPage{BatchDoc: doc, Refused: ui.Form{}.Refused(refused), Links: links})
	if refused != nil {
		p.Status = web.StatusOf(refused)
	}
	return c.Show(p)
}

// batchPage is title and crumbs of every page of a batch invoice.
func batchPage(c *web.Ctx, doc portal.BatchDoc, more ...ui.Crumb) web.Page {
	title := ui.BatchTitle(c.L, doc)
	return web.Page{
		Title: title, Nav: layout.Batches,
		Crumbs: append([]ui.Crumb{{Label: c.L.T("Batch invoices"), URL: paths.OfficeBatches()}, {Label: title, URL: paths.OfficeBatch(doc.ID)}}, more...),
	}
}

// BatchPDF is the batch invoice as a PDF.
func BatchPDF(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindBatch, "batch")
	if err != nil {
		return err
	}
	doc, file, err := c.S.BatchPDF(c.Std(), sc, portal.BatchID(id), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Number, file)
}

// BatchCSV is the batch invoice for a spreadsheet.
func BatchCSV(c *web.Ctx) error {
	_, doc, err := batch(c)
	if err != nil {
		return err
	}
	return web.BatchCSV(c, doc)
}

// BatchForm is which invoices go into a new batch invoice.
type BatchForm struct {
	Client   portal.ClientID    `form:"client"`
	Invoices []portal.InvoiceID `form:"invoice"`
	Note     string             `form:"note"`
	Key      string             `form:"key"`
}

// BatchNew asks which invoices go into a batch invoice.
func BatchNew(c *web.Ctx) error {
	if c.Query("client") == "" {
		return chooseClient(c, c.L.T("New batch invoice"), layout.Batches, paths.OfficeBatchNew())
	}
	sc, err := c.S.ForClient(c.Std(), c.Scope().Actor, c.Query("client"))
	if err != nil {
		return err
	}
	desk, err := c.S.BatchDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	values := views.BatchValues(desk, c.QueryArray("invoice"), c.DayQuery("until"))
	values.Set("key", rand.Text())
	return showBatchForm(c, desk, ui.Form{Values: values}, nil)
}

func showBatchForm(c *web.Ctx, d service.BatchDesk, form ui.Form, refused error) error {
	title := c.L.T("New batch invoice")
	page := web.Page{
		Title: title, Nav: layout.Batches, Body: views.MakeBatch(views.BatchForm{BatchDesk: d, Form: form}),
		Crumbs: []ui.Crumb{{Label: c.L.T("Batch invoices"), URL: paths.OfficeBatches()}, {Label: title}},
	}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return c.Show(page)
}

// BatchCreate makes a batch invoice.
func BatchCreate(c *web.Ctx) error {
	var f BatchForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(f.Client)})
	if err != nil {
		return err
	}
	b, again, err := c.S.MakeBatch(c.Std(), sc, service.NewBatch{Invoices: f.Invoices, Note: f.Note, Key: f.Key})
	if web.Faulty(err) {
		desk, other := c.S.BatchDesk(c.Std(), sc)
		if other != nil {
			return other
		}
		return showBatchForm(c, desk, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	said := c.Said("%s is made. The client sees it in the portal; nothing was sent yet.", b.Number)
	if again {
		said = &web.Flash{Variant: ui.Info, Text: c.L.T("%s was made already. It counts once.", b.Number)}
	}
	return c.To(paths.OfficeBatch(b.ID), said)
}

// BatchSend asks to whom a batch invoice goes.
func BatchSend(c *web.Ctx) error {
	sc, doc, err := batch(c)
	if err != nil {
		return err
	}
	return showBatchSend(c, sc, doc, ui.Form{}, nil)
}

func showBatchSend(c *web.Ctx, sc service.Scope, doc portal.BatchDoc, form ui.Form, refused error) error {
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	if form.Values == nil {
		form.Values = views.SendValues(doc.SentTo, desk)
	}
	p := batchPage(c, doc, ui.Crumb{Label: c.L.T("Send")})
	if refused != nil {
		p.Status = web.StatusOf(refused)
	}
	p.Body = views.SendBatch(views.SendBatchPage{BatchDoc: doc, DraftDesk: desk, Form: form})
	return c.Show(p)
}

// BatchSent mails a batch invoice.
func BatchSent(c *web.Ctx) error {
	sc, doc, err := batch(c)
	if err != nil {
		return err
	}
	var f SendForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	b, err := c.S.SendBatch(c.Std(), sc, doc.ID, f.sending())
	if web.Faulty(err) {
		return showBatchSend(c, sc, doc, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	said := &web.Flash{Variant: ui.Success, Text: c.L.N(len(b.SentTo), "%[2]s is on its way to one address.", "%[2]s is on its way to %[1]d addresses.", b.Number)}
	return c.To(paths.OfficeBatch(b.ID), said)
}

// BatchApart asks before a batch invoice is taken apart.
func BatchApart(c *web.Ctx) error {
	_, doc, err := batch(c)
	if err != nil {
		return err
	}
	p := batchPage(c, doc, ui.Crumb{Label: c.L.T("Take apart")})
	p.Body = views.TakeApart(doc)
	return c.Show(p)
}

// BatchTakenApart takes a batch invoice apart.
func BatchTakenApart(c *web.Ctx) error {
	sc, doc, err := batch(c)
	if err != nil {
		return err
	}
	var f SeenForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	b, err := c.S.TakeApart(c.Std(), sc, doc.ID, f.Version)
	if web.Faulty(err) {
		return showBatch(c, doc, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeBatch(b.ID), c.Said("%s is taken apart. Its invoices stand for themselves again.", b.Number))
}
