package client

import (
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
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
