// Package handlers is HTTP: the server, its middleware and the one route table.
package handlers

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"portico/handlers/client"
	"portico/handlers/signin"
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
	g.Use(e.Measure(), e.Recover(), web.SecurityHeaders(e.Secure), e.KnownHost())
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
		{Method: get, Path: web.HealthPath, Policy: web.Public(), Do: web.Health},

		// Signing in.
		{Method: get, Path: "/sign-in", Policy: web.Public(), Do: signin.Page},
		{Method: post, Path: "/sign-in", Policy: web.Public(), Form: signin.AskForm{}, Do: signin.Ask},
		{Method: get, Path: "/sign-in/code", Policy: web.Public(), Do: signin.Code},
		{Method: post, Path: "/sign-in/code", Policy: web.Public(), Form: signin.CodeForm{}, Do: signin.EnterCode},
		{Method: post, Path: "/sign-in/code/again", Policy: web.Public(), Do: signin.Again},
		{Method: get, Path: "/sign-in/link/:token", Policy: web.Public(), Do: signin.Link},
		{Method: post, Path: "/sign-in/link/:token", Policy: web.Public(), Do: signin.UseLink},
		{Method: get, Path: "/sign-in/help", Policy: web.Public(), Do: signin.Help},
		{Method: get, Path: "/sign-in/account", Policy: web.Door(), Do: signin.Accounts},
		{Method: post, Path: "/sign-in/account", Policy: web.Door(), Form: signin.ChooseForm{}, Do: signin.Choose},
		{Method: get, Path: "/portal/accounts", Policy: web.Portal(), Do: signin.Accounts},
		{Method: post, Path: "/sign-out", Policy: web.Public(), Do: signin.Out},

		// The client's portal.
		{Method: get, Path: "/portal", Policy: web.Portal(), Cache: web.Validated, Do: client.Home},
		{Method: get, Path: "/portal/invoices", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoices},
		{Method: get, Path: "/portal/invoices.csv", Policy: web.May(portal.ViewInvoices), Do: client.InvoicesCSV},
		{Method: get, Path: "/portal/invoices/:invoice", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoice},
		{Method: get, Path: "/portal/invoices/:invoice/pdf", Policy: web.May(portal.ViewInvoices), Do: client.InvoicePDF},
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
		{Method: get, Path: "/office/invoices/:invoice/pdf", Policy: web.Staff(portal.Office), Do: staff.InvoicePDF},
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
		{Method: get, Path: "/portal/invoices.csv", Policy: web.May(portal.ViewInvoices), Do: client.InvoicesCSV},
		{Method: get, Path: "/portal/invoices/:invoice", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoice},
		{Method: post, Path: "/portal/invoices/:invoice/viewed", Policy: web.May(portal.ViewInvoices), Do: client.InvoiceViewed},
		// Contacts and their access.
		{Method: get, Path: "/office/contacts", Policy: web.Staff(portal.Office), Do: staff.Contacts},
		{Method: get, Path: "/office/contacts.csv", Policy: web.Staff(portal.Office), Do: staff.ContactsCSV},
		{Method: post, Path: "/office/contacts/bulk", Policy: web.Staff(portal.Office), Form: staff.BulkForm{}, Do: staff.Bulk},
		{Method: get, Path: "/office/contacts/new", Policy: web.Staff(portal.Office), Do: staff.ContactNew},
		{Method: post, Path: "/office/contacts/new", Policy: web.Staff(portal.Office), Form: staff.ContactForm{}, Do: staff.ContactCreate},
		{Method: get, Path: "/office/contacts/:contact", Policy: web.Staff(portal.Office), Do: staff.Contact},
		{Method: get, Path: "/office/contacts/:contact/edit", Policy: web.Staff(portal.Office), Do: staff.ContactEdit},
		{Method: post, Path: "/office/contacts/:contact/edit", Policy: web.Staff(portal.Office), Form: staff.ContactForm{}, Do: staff.ContactSave},
		{Method: get, Path: "/office/contacts/:contact/archive", Policy: web.Staff(portal.Office), Do: staff.ContactArchiveAsk},
		{Method: post, Path: "/office/contacts/:contact/archive", Policy: web.Staff(portal.Office), Form: staff.ArchiveForm{}, Do: staff.ContactArchive},
		{Method: get, Path: "/office/contacts/:contact/invite", Policy: web.Staff(portal.Office), Do: staff.ContactInviteAsk},
		{Method: post, Path: "/office/contacts/:contact/invite", Policy: web.Staff(portal.Office), Form: staff.ClipForm{}, Do: staff.ContactInvite},
		{Method: post, Path: "/office/contacts/:contact/resend", Policy: web.Staff(portal.Office), Do: staff.ContactResend},
		{Method: post, Path: "/office/contacts/:contact/link", Policy: web.Staff(portal.Office), Do: staff.ContactLink},
		{Method: get, Path: "/office/contacts/:contact/disable", Policy: web.Staff(portal.Office), Do: staff.ContactDisableAsk},
		{Method: post, Path: "/office/contacts/:contact/disable", Policy: web.Staff(portal.Office), Do: staff.ContactDisable},
		{Method: post, Path: "/office/contacts/:contact/clip", Policy: web.Staff(portal.Office), Form: staff.ClipForm{}, Do: staff.ContactClip},
		{Method: get, Path: "/office/contacts/:contact/permissions", Policy: web.Staff(portal.Office), Do: staff.ContactPermissions},
		{Method: post, Path: "/office/contacts/:contact/permissions", Policy: web.Staff(portal.Office), Form: staff.PermissionsForm{}, Do: staff.ContactPermit},
		{Method: get, Path: "/office/runs/:run", Policy: web.Staff(portal.Office), Do: staff.Run},
		{Method: get, Path: "/office/clients/:client/portal", Policy: web.Staff(portal.Office), Do: staff.ClientPortal},
		{Method: get, Path: "/office/clients/:client/contacts", Policy: web.Staff(portal.Office), Do: staff.ClientContacts},
		{Method: get, Path: "/office/clients/:client/portal/invite", Policy: web.Staff(portal.Office), Do: staff.Invite},
		{Method: post, Path: "/office/clients/:client/portal/invite", Policy: web.Staff(portal.Office), Form: staff.InviteForm{}, Do: staff.Invited},
		{Method: post, Path: "/office/clients/:client/portal/modules", Policy: web.Staff(portal.Office), Form: staff.ModulesForm{}, Do: staff.ClientModules},
		{Method: get, Path: "/office/clients/:client/portal/revoke", Policy: web.Staff(portal.Office), Do: staff.ClientRevokeAsk},
		{Method: post, Path: "/office/clients/:client/portal/revoke", Policy: web.Staff(portal.Office), Do: staff.ClientRevoke},
		{Method: get, Path: "/office/clients/:client/portal/register", Policy: web.Staff(portal.Office), Do: staff.ClientRegisterAsk},
		{Method: post, Path: "/office/clients/:client/portal/register", Policy: web.Staff(portal.Office), Form: staff.RegisterForm{}, Do: staff.ClientRegister},
		{Method: get, Path: "/office/settings/users", Policy: web.Staff(portal.Office), Do: staff.Users},
		{Method: get, Path: "/office/settings/users.csv", Policy: web.Staff(portal.Office), Do: staff.UsersCSV},

		// View as client.
		{Method: get, Path: "/office/preview", Policy: web.Staff(portal.Office), Do: staff.Preview},
		{Method: get, Path: "/office/preview/clients/:client", Policy: web.Staff(portal.Office), Do: staff.PreviewClientAsk},
		{Method: post, Path: "/office/preview/clients/:client", Policy: web.Staff(portal.Office), Do: staff.PreviewClient},
		{Method: post, Path: "/office/preview/contacts/:contact", Policy: web.Staff(portal.Office), Do: staff.PreviewContact},
		{Method: post, Path: "/office/preview/act", Policy: web.SignedIn(), Do: staff.PreviewAct},
		{Method: post, Path: "/office/preview/end", Policy: web.SignedIn(), Do: staff.PreviewEnd},
		{Method: get, Path: "/portal/profile/who-looked", Policy: web.Portal(), Do: client.WhoLooked},
	}
}
