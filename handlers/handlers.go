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
		{Method: get, Path: "/portal/invoices", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoices},

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
