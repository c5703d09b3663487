package client

import (
	"portico/handlers/web"
	"portico/internal/paths"
	views "portico/views/client"
	"portico/views/layout"
)

// WhoLooked lists every time that staff looked at the client's account.
func WhoLooked(c *web.Ctx) error {
	q, err := c.List()
	if err != nil {
		return err
	}
	w, err := c.S.WhoLooked(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Who looked at my account"), Nav: layout.Profile,
		Body: views.WhoLooked(views.WhoLookedPage{
			WhoLooked: w, Business: c.V.Business.Profile.Name, Foot: web.Foot(c, w.Page, paths.PortalWhoLooked()),
		}),
	})
}
