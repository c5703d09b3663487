// Package handlers is HTTP: the server, its middleware and the one route table.
package handlers

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"portico/handlers/client"
	"portico/handlers/staff"
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
)

// New makes the handler of the whole program. It panics for a route without a policy.
func New(e *web.Env, assets map[string]string) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	g := gin.New()
	g.HandleMethodNotAllowed = true
	if err := g.SetTrustedProxies(e.Trusted); err != nil {
		panic(fmt.Sprintf("trusted proxies: %v", err))
	}
	paths.UseAssets(assets)
	g.Use(e.Recover(), web.SecurityHeaders(e.Secure), e.KnownHost())
	for _, r := range Table(e, assets) {
		if !r.Policy.Set() {
			panic("route without a policy: " + r.Method + " " + r.Path)
		}
		g.Handle(r.Method, r.Path, e.Handle(r))
	}
	lost := e.Handle(web.Route{Policy: web.Public(), Do: func(*web.Ctx) error { return portal.NotFound() }})
	g.NoRoute(lost)
	g.NoMethod(lost)
	return http.NewCrossOriginProtection().Handler(g)
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// Table is every route of the program with its policy, from the outside in.
func Table(e *web.Env, assets map[string]string) []web.Route {
	return []web.Route{
		// What everybody may load.
		{Method: get, Path: "/static/:file", Policy: web.Public(), Do: web.Static(e.Assets, assets)},
		{Method: get, Path: "/brand/:file", Policy: web.Public(), Do: web.BrandFile},
		{Method: get, Path: "/", Policy: web.Public(), Do: web.Root},

		// The client's portal.
		{Method: get, Path: "/portal", Policy: web.Portal(), Cache: web.Validated, Do: client.Home},
		{Method: get, Path: "/portal/invoices", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoices},
		{Method: get, Path: "/portal/invoices.csv", Policy: web.May(portal.ViewInvoices), Do: client.InvoicesCSV},
		{Method: get, Path: "/portal/invoices/:invoice", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoice},
		{Method: post, Path: "/portal/invoices/:invoice/viewed", Policy: web.May(portal.ViewInvoices), Do: client.InvoiceViewed},

		// The office: clients.
		{Method: get, Path: "/office", Policy: web.Staff(portal.Employee), Do: staff.Home},
		{Method: get, Path: "/office/clients", Policy: web.Staff(portal.Office), Do: staff.Clients},
		{Method: get, Path: "/office/clients.csv", Policy: web.Staff(portal.Office), Do: staff.ClientsCSV},
		{Method: get, Path: "/office/clients/new", Policy: web.Staff(portal.Office), Do: staff.ClientNew},
		{Method: post, Path: "/office/clients/new", Policy: web.Staff(portal.Office), Do: staff.ClientCreate},
		{Method: get, Path: "/office/clients/:client", Policy: web.Staff(portal.Office), Do: staff.Client},
		{Method: get, Path: "/office/clients/:client/edit", Policy: web.Staff(portal.Office), Do: staff.ClientEdit},
		{Method: post, Path: "/office/clients/:client/edit", Policy: web.Staff(portal.Office), Do: staff.ClientSave},
		{Method: get, Path: "/office/clients/:client/archive", Policy: web.Staff(portal.Office), Do: staff.ClientArchive},
		{Method: post, Path: "/office/clients/:client/archive", Policy: web.Staff(portal.Office), Do: staff.ClientArchived},
		{Method: get, Path: "/office/clients/:client/activity", Policy: web.Staff(portal.Office), Do: staff.ClientActivity},
		{Method: get, Path: "/office/clients/:client/invoices", Policy: web.Staff(portal.Office), Do: staff.ClientInvoices},
		{Method: get, Path: "/office/clients/:client/payments", Policy: web.Staff(portal.Office), Do: staff.ClientPayments},

		// The office: money.
		{Method: get, Path: "/office/invoices", Policy: web.Staff(portal.Office), Do: staff.Invoices},
		{Method: get, Path: "/office/invoices.csv", Policy: web.Staff(portal.Office), Do: staff.InvoicesCSV},
		{Method: get, Path: "/office/invoices/new", Policy: web.Staff(portal.Office), Do: staff.InvoiceNew},
		{Method: post, Path: "/office/invoices/new", Policy: web.Staff(portal.Office), Do: staff.InvoiceCreate},
		{Method: post, Path: "/office/invoices/work", Policy: web.Staff(portal.Office), Do: staff.InvoiceWork},
		{Method: get, Path: "/office/invoices/:invoice", Policy: web.Staff(portal.Office), Do: staff.Invoice},
		{Method: get, Path: "/office/invoices/:invoice/edit", Policy: web.Staff(portal.Office), Do: staff.InvoiceEdit},
		{Method: post, Path: "/office/invoices/:invoice/edit", Policy: web.Staff(portal.Office), Do: staff.InvoiceSave},
		{Method: get, Path: "/office/invoices/:invoice/delete", Policy: web.Staff(portal.Office), Do: staff.InvoiceDelete},
		{Method: post, Path: "/office/invoices/:invoice/delete", Policy: web.Staff(portal.Office), Do: staff.InvoiceDeleted},
		{Method: post, Path: "/office/invoices/:invoice/copy", Policy: web.Staff(portal.Office), Do: staff.InvoiceCopy},
		{Method: post, Path: "/office/invoices/:invoice/issue", Policy: web.Staff(portal.Office), Do: staff.InvoiceIssue},
		{Method: get, Path: "/office/invoices/:invoice/send", Policy: web.Staff(portal.Office), Do: staff.InvoiceSend},
		{Method: post, Path: "/office/invoices/:invoice/send", Policy: web.Staff(portal.Office), Do: staff.InvoiceSent},
		{Method: get, Path: "/office/invoices/:invoice/void", Policy: web.Staff(portal.Office), Do: staff.InvoiceVoid},
		{Method: post, Path: "/office/invoices/:invoice/void", Policy: web.Staff(portal.Office), Do: staff.InvoiceVoided},
		{Method: get, Path: "/office/invoices/:invoice/bad-debt", Policy: web.Staff(portal.Office), Do: staff.InvoiceBadDebt},
		{Method: post, Path: "/office/invoices/:invoice/bad-debt", Policy: web.Staff(portal.Office), Do: staff.InvoiceWrittenOff},
		{Method: get, Path: "/office/payments", Policy: web.Staff(portal.Office), Do: staff.Payments},
		{Method: get, Path: "/office/payments.csv", Policy: web.Staff(portal.Office), Do: staff.PaymentsCSV},
		{Method: get, Path: "/office/payments/new", Policy: web.Staff(portal.Office), Do: staff.PaymentNew},
		{Method: post, Path: "/office/payments/new", Policy: web.Staff(portal.Office), Do: staff.PaymentCreate},
		{Method: get, Path: "/office/payments/:payment", Policy: web.Staff(portal.Office), Do: staff.Payment},
		{Method: post, Path: "/office/payments/:payment/apply", Policy: web.Staff(portal.Office), Do: staff.PaymentApply},
	}
}
