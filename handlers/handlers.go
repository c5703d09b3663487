// Package handlers is HTTP: the server, its middleware and the one route table.
package handlers

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"portico/handlers/client"
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

		// The client's portal.
		{Method: get, Path: "/portal/invoices", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoices},
	}
}
