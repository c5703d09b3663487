package client

import (
	"net/http"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	views "portico/views/client"
	"portico/views/layout"
)

// Invoices lists the client's invoices.
func Invoices(c *web.Ctx) error {
	q, err := invoiceQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.Invoices(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Invoices"), Nav: layout.Invoices,
		Body: views.Invoices(views.InvoicesPage{
			InvoiceList: list, Today: c.V.Today, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.PortalInvoices()),
			Name: c.V.Business.Profile.Name, CanPay: canPay(c, c.Scope(), c.V.Currency),
		}),
	})
}

func invoiceQuery(c *web.Ctx) (q store.InvoiceQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	switch c.Query("status") {
	case "unpaid":
		q.States = []uint64{store.InvoiceOpen}
	case "overdue":
		q.Overdue = true
	case "paid":
		q.States = []uint64{store.InvoicePaid}
	}
	q.Contractor = portal.ContractorID(c.IDQuery("contractor"))
	q.Property = portal.PropertyID(c.IDQuery("property"))
	q.From, q.To = c.DayQuery("from"), c.DayQuery("to")
	return q, nil
}

// InvoicesCSV is every row of the list that matches.
func InvoicesCSV(c *web.Ctx) error {
	q, err := invoiceQuery(c)
	if err != nil {
		return err
	}
	var list service.InvoiceList
	page := func(at store.Query) (store.Page[portal.InvoiceRow], error) {
		q.Query = at
		list, err = c.S.Invoices(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := []string{
		"Number", "Date", "Due", "Status", "Description", "Purchase order", "Property", "Address", "UPRN", "Contractor", "Currency",
		"Subtotal", "Tax", "Total", "Paid", "Credited", "Card fee", "To pay",
	}
	for i := range head {
		head[i] = c.L.Label(head[i])
	}
	return web.CSV(c, "invoices", head, q.Query, page, func(r portal.InvoiceRow) []string {
		p := list.Properties[r.Property]
		return []string{
			r.Number, r.Issued.ISO(), r.Due.ISO(), r.Status(c.V.Today).Name(), r.Description, r.Order, p.Name, p.Address.OneLine(), p.UPRN,
			list.Contractor(r.Contractor), string(r.Currency), plain(r.Net, r), plain(r.Tax, r), plain(r.Total, r), plain(r.Paid, r), plain(r.Credited, r), plain(r.Fees, r),
			r.Open().Decimal().StringFixed(r.Currency.Digits()),
		}
	})
}

// plain is an amount as programs read it.
func plain(amount int64, r portal.InvoiceRow) string {
	return portal.Of(amount, r.Currency).Decimal().StringFixed(r.Currency.Digits())
}

// Invoice is one invoice. A number instead of an id leads to it.
func Invoice(c *web.Ctx) error {
	id, err := c.ID("invoice")
	if err != nil {
		found, err := c.S.InvoiceByNumber(c.Std(), c.Scope(), c.Param("invoice"))
		if err != nil {
			return err
		}
		return c.To(paths.PortalInvoice(found), nil)
	}
	doc, err := c.S.Invoice(c.Std(), c.Scope(), portal.InvoiceID(id))
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: doc.Number, Nav: layout.Invoices,
		Body: views.Invoice(views.InvoicePage{
			InvoiceDoc: doc, Report: doc.Viewed.IsZero() && c.Scope().Mode() == service.Own,
			Pay: payButton(c, c.Scope(), doc, paths.PortalPay(doc.ID)),
			May: c.Scope().Permissions(),
		}),
	})
}

// InvoicePDF is the invoice as a PDF.
func InvoicePDF(c *web.Ctx) error {
	id, err := c.ID("invoice")
	if err != nil {
		return err
	}
	doc, file, err := c.S.InvoicePDF(c.Std(), c.Scope(), portal.InvoiceID(id), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Number, file)
}

// InvoiceXML is the invoice as an e-invoice.
func InvoiceXML(c *web.Ctx) error {
	id, err := c.ID("invoice")
	if err != nil {
		return err
	}
	return c.EInvoice(c.Scope(), portal.InvoiceID(id))
}

// InvoiceViewed is what the shown page reports: somebody looked.
func InvoiceViewed(c *web.Ctx) error {
	id, err := c.ID("invoice")
	if err != nil {
		return err
	}
	if err := c.S.ViewInvoice(c.Std(), c.Scope(), portal.InvoiceID(id)); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}
