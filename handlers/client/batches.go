package client

import (
	"net/http"

	"github.com/a-h/templ"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	views "portico/views/client"
	"portico/views/layout"
	"portico/views/ui"
)

// Batches lists the client's batch invoices.
func Batches(c *web.Ctx) error {
	q, err := c.BatchQuery()
	if err != nil {
		return err
	}
	list, err := c.S.Batches(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Batch invoices"), Nav: layout.Batches,
		Body: views.Batches(views.BatchesPage{
			BatchList: list, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.PortalBatches()), Name: c.V.Business.Profile.Name,
			CanPay: canPay(c, c.Scope(), c.V.Currency),
		}),
	})
}

// BatchesCSV is every row of the list that matches.
func BatchesCSV(c *web.Ctx) error {
	q, err := c.BatchQuery()
	if err != nil {
		return err
	}
	page := func(at store.Query) (service.BatchList, error) {
		q.Query = at
		return c.S.Batches(c.Std(), c.Scope(), q)
	}
	return web.BatchesCSV(c, q.Query, page, false)
}

// batch reads the batch invoice that the path names.
func batch(c *web.Ctx) (d portal.BatchDoc, err error) {
	id, err := c.ID("batch")
	if err != nil {
		return d, err
	}
	return c.S.Batch(c.Std(), c.Scope(), portal.BatchID(id))
}

// Batch is one batch invoice.
func Batch(c *web.Ctx) error {
	doc, err := batch(c)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: ui.BatchTitle(c.L, doc), Nav: layout.Batches,
		Body: views.Batch(views.BatchPage{
			BatchDoc: doc, Report: doc.Viewed.IsZero() && c.Scope().Mode() == service.Own, May: c.Scope().Permissions(), Pay: payBatch(c, c.Scope(), doc, paths.PortalPay().ForBatch(doc.ID)),
		}),
	})
}

// payBatch is the way to pay everything that is open in it at once; nil = there is none.
func payBatch(c *web.Ctx, sc service.Scope, d portal.BatchDoc, to paths.URL) templ.Component {
	if d.Open().Amount <= 0 || !canPay(c, sc, d.Currency) {
		return nil
	}
	return views.PayButton(to, d.Open())
}

// BatchPDF is the batch invoice as a PDF.
func BatchPDF(c *web.Ctx) error {
	id, err := c.ID("batch")
	if err != nil {
		return err
	}
	doc, file, err := c.S.BatchPDF(c.Std(), c.Scope(), portal.BatchID(id), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Number, file)
}

// BatchCSV is the batch invoice for a spreadsheet.
func BatchCSV(c *web.Ctx) error {
	doc, err := batch(c)
	if err != nil {
		return err
	}
	return web.BatchCSV(c, doc)
}

// BatchViewed is what the shown page reports: somebody looked.
func BatchViewed(c *web.Ctx) error {
	id, err := c.ID("batch")
	if err != nil {
		return err
	}
	if err := c.S.ViewBatch(c.Std(), c.Scope(), portal.BatchID(id)); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}

// linkedBatch shows a batch invoice to whoever followed its document link.
func linkedBatch(c *web.Ctx, v service.LinkVisit) error {
	doc, err := c.S.Batch(c.Std(), v.Scope, portal.BatchID(v.Doc.ID))
	if err != nil {
		return err
	}
	token := c.Param("token")
	body := views.Batch(views.BatchPage{
		BatchDoc: doc, Token: token, Report: !staffLooks(c), Pay: payBatch(c, v.Scope, doc, paths.DocLinkPay(token)),
	})
	return showLinked(c, v, web.Page{Title: ui.BatchTitle(c.L, doc), Body: body})
}

// linkedBatchPDF is that batch invoice as a PDF.
func linkedBatchPDF(c *web.Ctx, v service.LinkVisit) error {
	doc, file, err := c.S.BatchPDF(c.Std(), v.Scope, portal.BatchID(v.Doc.ID), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Number, file)
}
