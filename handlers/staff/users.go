package staff

import (
	"strconv"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Users lists everyone with portal access.
func Users(c *web.Ctx) error {
	q, err := c.List()
	if err != nil {
		return err
	}
	q.Budget = store.OfficeBudget
	f := usersFilter(c)
	list, err := c.S.PortalUsers(c.Std(), c.Scope(), f, q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Portal users"), Nav: layout.Settings,
		Crumbs: []ui.Crumb{{Label: c.L.T("Settings"), URL: paths.OfficeSettings()}, {Label: c.L.T("Portal users")}},
		Body: views.Users(views.UsersPage{
			UserList: list, Filter: f, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.OfficeSettingsUsers()),
		}),
	})
}

// usersFilter is the filter of the list; nobody without access is in it.
func usersFilter(c *web.Ctx) portal.ContactFilter {
	f := contactFilter(c.Query)
	f.Archived = false
	if len(f.Clouds) == 1 && f.Clouds[0] == portal.CloudOff {
		f.Clouds = nil
	}
	return f
}

// UsersCSV is every portal user that matches.
func UsersCSV(c *web.Ctx) error {
	f := usersFilter(c)
	clients := map[portal.ClientID]string{}
	head := []string{
		c.L.T("Name"), c.L.Word("Client"), c.L.T("E-mail"), c.L.T("Username"), c.L.T("Portal access"), c.L.T("Permissions"),
		c.L.T("Invited"), c.L.T("Accepted"), c.L.T("Last sign-in"), c.L.T("Devices"),
	}
	page := func(q store.Query) (store.Page[service.PortalUser], error) {
		l, err := c.S.PortalUsers(c.Std(), c.Scope(), f, q)
		clients = l.Clients
		return l.Page, err
	}
	return web.CSV(c, "portal-users", head, store.Query{}, page, func(u service.PortalUser) []string {
		return []string{
			u.Name, clients[u.Client], u.Email, u.Username, u.Cloud.Key(), c.L.Name(u.Preset()), moment(c, u.Invited),
			moment(c, u.Accepted), moment(c, u.LastSeen), strconv.Itoa(u.Devices),
		}
	})
}
