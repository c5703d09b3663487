package staff

import (
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
)

// Preview picks whom to see the portal as.
func Preview(c *web.Ctx) error {
	q, err := c.List()
	if err != nil {
		return err
	}
	f := portal.ContactFilter{Search: q.Search}
	p := views.PreviewPage{Search: q.Search}
	if p.Contacts, err = c.S.ContactRows(c.Std(), c.Scope(), f, store.Query{Limit: store.PageSize, Budget: store.OfficeBudget}); err != nil {
		return err
	}
	if p.Clients, err = c.S.FindClient(c.Std(), c.Scope(), q.Search); err != nil {
		return err
	}
	return c.Show(web.Page{Title: c.L.T("Client portal preview"), Nav: layout.PreviewRoom, Body: views.Preview(p)})
}

// PreviewClientAsk picks whose portal at one client is looked at.
func PreviewClientAsk(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	p, err := c.S.PreviewChoice(c.Std(), sc)
	if err != nil {
		return err
	}
	return c.Show(web.Page{Title: c.L.T("Login as client"), Nav: layout.Clients, Body: views.PreviewClient(p)})
}

// PreviewClient looks at the portal of a client without contacts.
func PreviewClient(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	return look(c, sc, 0, paths.OfficeClient(portal.ClientID(id)))
}

// PreviewContact looks at the portal as a contact.
func PreviewContact(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindContact, "contact")
	if err != nil {
		return err
	}
	return look(c, sc, portal.ContactID(id), paths.OfficeContact(portal.ContactID(id)))
}

func look(c *web.Ctx, sc service.Scope, contact portal.ContactID, fallback paths.URL) error {
	token, err := c.S.StartPreview(c.Std(), sc, contact, c.Page(fallback).String())
	if err != nil {
		return err
	}
	c.Cookies().SetSession(c.Writer, token, c.V.Session, c.V.Now)
	return c.To(paths.PortalHome(), nil)
}

// PreviewAct lets the staff member act for the client.
func PreviewAct(c *web.Ctx) error {
	token, err := c.S.ActForClient(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	c.Cookies().SetSession(c.Writer, token, c.V.Session, c.V.Now)
	return c.To(c.Page(paths.PortalHome()), c.Said("You are acting for this client now. What you do is saved and recorded."))
}

// PreviewEnd goes back to where the preview began.
func PreviewEnd(c *web.Ctx) error {
	token, from, err := c.S.EndPreview(c.Std(), c.Scope())
	if portal.CodeOf(err) == portal.CodeInvalid {
		return c.To(paths.Local(c.V.Session.PreviewFrom, paths.OfficeHome()), nil) // over already
	}
	if err != nil {
		return err
	}
	c.Cookies().SetSession(c.Writer, token, c.V.Session, c.V.Now)
	return c.To(paths.Local(from, paths.OfficeHome()), c.Said("The preview has ended."))
}
