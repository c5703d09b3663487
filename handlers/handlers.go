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
	"portico/service"
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
		{Method: get, Path: "/portal/invoices", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoices},

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

		// The office: search, outbox and audit log.
		{Method: get, Path: "/office/search", Policy: web.Staff(portal.Office), Do: staff.Search},
		{Method: get, Path: "/office/search/found", Policy: web.Staff(portal.Office), Do: staff.Found},
		{Method: get, Path: "/office/outbox", Policy: web.Staff(portal.Office), Do: staff.Outbox},
		{Method: get, Path: "/office/outbox/:mail", Policy: web.Staff(portal.Office), Do: staff.OutboxMail},
		{Method: get, Path: "/office/outbox/:mail/body", Policy: web.Staff(portal.Office), Do: staff.OutboxBody},
		{Method: post, Path: "/office/outbox/:mail/resend", Policy: web.Staff(portal.Office), Do: staff.OutboxResend},
		{Method: get, Path: "/office/audit", Policy: web.Staff(portal.Office), Do: staff.Audit},
		{Method: get, Path: "/office/audit.csv", Policy: web.Staff(portal.Office), Do: staff.AuditCSV},

		// The office: settings. What is the Owner’s alone says so.
		{Method: get, Path: "/office/settings", Policy: web.Staff(portal.Office), Do: staff.Settings},
		{Method: get, Path: "/office/settings/profile", Policy: web.Staff(portal.Office), Do: staff.Profile},
		{Method: post, Path: "/office/settings/profile", Policy: web.Staff(portal.Office), Do: staff.ProfileSave},
		{Method: get, Path: "/office/settings/portal", Policy: web.Staff(portal.Office), Do: staff.Portal},
		{Method: post, Path: "/office/settings/portal", Policy: web.Staff(portal.Office), Do: staff.PortalSave},
		{Method: get, Path: "/office/settings/wording", Policy: web.Staff(portal.Office), Do: staff.Wording},
		{Method: post, Path: "/office/settings/wording", Policy: web.Staff(portal.Office), Do: staff.WordingSave},
		{Method: get, Path: "/office/settings/taxes", Policy: web.Staff(portal.Office), Do: staff.Taxes},
		{Method: post, Path: "/office/settings/taxes", Policy: web.Staff(portal.Office), Do: staff.TaxesSave},
		{Method: get, Path: "/office/settings/numbering", Policy: web.Staff(portal.Office), Do: staff.Numbering},
		{Method: post, Path: "/office/settings/numbering", Policy: web.Staff(portal.Office), Do: staff.NumberingSave},
		{Method: get, Path: "/office/settings/terms", Policy: web.Staff(portal.Office), Do: staff.Terms},
		{Method: post, Path: "/office/settings/terms", Policy: web.Staff(portal.Office), Do: staff.TermsSave},
		{Method: get, Path: "/office/settings/notifications", Policy: web.Staff(portal.Office), Do: staff.Notifications},
		{Method: post, Path: "/office/settings/notifications", Policy: web.Staff(portal.Office), Do: staff.NotificationsSave},
		{Method: get, Path: "/office/settings/sign-in", Policy: web.Staff(portal.Owner), Do: staff.SignIn},
		{Method: post, Path: "/office/settings/sign-in", Policy: web.Staff(portal.Owner), Do: staff.SignInSave},
		{Method: get, Path: "/office/settings/mail", Policy: web.Staff(portal.Owner), Do: staff.Mail},
		{Method: post, Path: "/office/settings/mail", Policy: web.Staff(portal.Owner), Do: staff.MailSave},
		{Method: get, Path: "/office/settings/profile/colour", Policy: web.Staff(portal.Office), Do: staff.Colour},
		{Method: post, Path: "/office/settings/profile/logo", Policy: web.Staff(portal.Office), Limit: service.LogoLimit + 1<<16, Do: staff.Logo},
		{Method: get, Path: "/office/settings/portal/preset", Policy: web.Staff(portal.Office), Do: staff.Preset},
		{Method: get, Path: "/office/settings/wording/example", Policy: web.Staff(portal.Office), Do: staff.WordsExample},
		{Method: post, Path: "/office/settings/mail/test", Policy: web.Staff(portal.Owner), Do: staff.MailTest},
		{Method: get, Path: "/office/settings/mail/test/:mail", Policy: web.Staff(portal.Owner), Do: staff.MailTested},
		{Method: get, Path: "/office/settings/staff", Policy: web.Staff(portal.Owner), Do: staff.Staff},
		{Method: get, Path: "/office/settings/staff/new", Policy: web.Staff(portal.Owner), Do: staff.StaffNew},
		{Method: post, Path: "/office/settings/staff/new", Policy: web.Staff(portal.Owner), Do: staff.StaffCreate},
		{Method: get, Path: "/office/settings/staff/:staff", Policy: web.Staff(portal.Owner), Do: staff.StaffMember},
		{Method: post, Path: "/office/settings/staff/:staff", Policy: web.Staff(portal.Owner), Do: staff.StaffRole},
		{Method: get, Path: "/office/settings/staff/:staff/switch", Policy: web.Staff(portal.Owner), Do: staff.StaffSwitch},
		{Method: post, Path: "/office/settings/staff/:staff/switch", Policy: web.Staff(portal.Owner), Do: staff.StaffSwitched},
		{Method: post, Path: "/office/settings/staff/:staff/invite", Policy: web.Staff(portal.Owner), Do: staff.StaffInvite},
	}
}
