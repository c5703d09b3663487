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
		{Method: get, Path: "/office/contacts/:contact/invite", Policy: web.Staff(portal.Office), Do: staff.ContactInviteAsk},
		{Method: post, Path: "/office/contacts/:contact/invite", Policy: web.Staff(portal.Office), Form: staff.ClipForm{}, Do: staff.ContactInvite},
		{Method: post, Path: "/office/contacts/:contact/resend", Policy: web.Staff(portal.Office), Do: staff.ContactResend},
		{Method: post, Path: "/office/contacts/:contact/link", Policy: web.Staff(portal.Office), Do: staff.ContactLink},
		{Method: get, Path: "/office/contacts/:contact/disable", Policy: web.Staff(portal.Office), Do: staff.ContactDisableAsk},
		{Method: post, Path: "/office/contacts/:contact/disable", Policy: web.Staff(portal.Office), Do: staff.ContactDisable},
		{Method: post, Path: "/office/contacts/:contact/clip", Policy: web.Staff(portal.Office), Form: staff.ClipForm{}, Do: staff.ContactClip},
		{Method: get, Path: "/office/contacts/:contact/permissions", Policy: web.Staff(portal.Office), Do: staff.ContactPermissions},
		{Method: post, Path: "/office/contacts/:contact/permissions", Policy: web.Staff(portal.Office), Form: staff.PermissionsForm{}, Do: staff.ContactPermit},
	}
}
