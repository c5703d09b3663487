package client

import (
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	views "portico/views/client"
	"portico/views/layout"
	"portico/views/ui"
)

// Statement is the client's account over a period.
func Statement(c *web.Ctx) error {
	p, err := web.StatementPage(c, c.Scope())
	if err != nil {
		return err
	}
	var links ui.StatementLinks
	if c.Scope().May(portal.ViewInvoices) {
		links.Invoice, links.CreditNote = paths.PortalInvoice, paths.PortalCreditNote
	}
	if c.Scope().May(portal.ViewPayments) {
		links.Payment = paths.PortalPayment
	}
	s := web.Statement(c, p, paths.PortalStatement(), paths.PortalStatementCSV(), paths.PortalStatementPDF(), links)
	return c.Show(web.Page{Title: c.L.T("Statement"), Nav: layout.Statement, Body: views.Statement(s)})
}

// StatementCSV is the account over a period, for a spreadsheet.
func StatementCSV(c *web.Ctx) error { return web.StatementCSV(c, c.Scope()) }

// StatementPDF is the account over a period, on paper.
func StatementPDF(c *web.Ctx) error { return web.StatementPDF(c, c.Scope()) }
