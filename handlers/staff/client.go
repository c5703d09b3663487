package staff

import (
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Client is a client's overview.
func Client(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	o, err := c.S.ClientOverview(c.Std(), sc)
	if err != nil {
		return err
	}
	return c.Show(ClientPage(c, o.ClientHead, views.TabOverview, func(f views.ClientFrame) web.Page {
		return web.Page{Body: views.ClientOverview(views.OverviewPage{ClientFrame: f, ClientOverview: o, Today: c.V.Today})}
	}))
}

// ClientPage puts a client's tab into its frame, with title and crumbs.
func ClientPage(c *web.Ctx, h service.ClientHead, tab views.ClientTab, body func(views.ClientFrame) web.Page) web.Page {
	p := body(views.ClientFrame{ClientHead: h, Tab: tab, Role: c.Scope().Role()})
	p.Title, p.Nav = h.Name, layout.Clients
	p.Crumbs = []ui.Crumb{{Label: c.L.Words("Clients"), URL: paths.OfficeClients()}, {Label: h.Name, URL: paths.OfficeClient(h.ID)}}
	return p
}

// ClientActivity is the tab with what happened at the client.
func ClientActivity(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	q, err := eventQuery(c)
	if err != nil {
		return err
	}
	h, page, err := c.S.ClientActivity(c.Std(), sc, q)
	if err != nil {
		return err
	}
	return c.Show(ClientPage(c, h, views.TabActivity, func(f views.ClientFrame) web.Page {
		return web.Page{Body: views.ClientActivity(views.ActivityPage{
			ClientFrame: f, Rows: page.Rows, Values: c.Request.URL.Query(), Foot: web.Foot(c, page, paths.OfficeClientActivity(h.ID)),
		})}
	}))
}

func eventQuery(c *web.Ctx) (q store.EventQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	for _, k := range portal.EventKinds() {
		if k.Key() == c.Query("kind") {
			q.Kinds = []portal.EventKind{k}
		}
	}
	q.From, q.To, q.Failed = c.DayQuery("from"), c.DayQuery("to"), c.Query("show") == "failed"
	return q, nil
}

// ClientArchive asks before a client is archived, or brought back.
func ClientArchive(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	l, err := c.S.ClientLoss(c.Std(), sc)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: l.Name, Nav: layout.Clients, Body: views.ArchiveClient(l),
		Crumbs: []ui.Crumb{{Label: c.L.Words("Clients"), URL: paths.OfficeClients()}, {Label: l.Name, URL: paths.OfficeClient(l.ID)}},
	})
}

// archiveAnswer says which of the two was asked.
type archiveAnswer struct {
	Archive bool `form:"archive"`
}

// ClientArchived archives a client, or brings it back.
func ClientArchived(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	var a archiveAnswer
	if err := c.Bind(&a); err != nil {
		return err
	}
	if err := c.S.ArchiveClient(c.Std(), sc, a.Archive); err != nil {
		return err
	}
	said := c.Said("Archived. Nobody at this client can sign in any more.")
	if !a.Archive {
		said = c.Said("Brought back. Portal access is as it was.")
	}
	return c.To(paths.OfficeClient(sc.Client()), said)
}
