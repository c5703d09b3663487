package staff

import (
	"github.com/a-h/templ"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// portalTab reads a client's Portal tab for one of the pages that show it.
func portalTab(c *web.Ctx, tab views.ClientTab) (service.Scope, views.PortalPage, error) {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return sc, views.PortalPage{}, err
	}
	in, err := c.S.PortalTab(c.Std(), sc, portal.ContactID(c.IDQuery("contact")))
	return sc, views.PortalPage{
		ClientFrame: views.ClientFrame{ClientHead: in.ClientHead, Tab: tab, Role: c.Scope().Role()}, In: in, BusinessOn: c.V.Business.Portal.On,
	}, err
}

func clientTab(c *web.Ctx, f views.ClientFrame, title string, body templ.Component) web.Page {
	return web.Page{
		Title: title, Nav: layout.Clients, Body: body,
		Crumbs: []ui.Crumb{{Label: c.L.Words("Clients"), URL: paths.OfficeClients()}, {Label: f.Name, URL: paths.OfficeClient(f.ID)}},
	}
}

// ClientPortal is the Portal tab of a client.
func ClientPortal(c *web.Ctx) error {
	_, p, err := portalTab(c, views.TabPortal)
	if err != nil {
		return err
	}
	return c.Show(clientTab(c, p.ClientFrame, p.Name, views.ClientPortal(p)))
}

// ClientContacts is the Contacts tab of a client.
func ClientContacts(c *web.Ctx) error {
	_, p, err := portalTab(c, views.TabContacts)
	if err != nil {
		return err
	}
	return c.Show(clientTab(c, p.ClientFrame, p.Name, views.ClientContacts(p)))
}

// ModulesForm holds the modules that are on.
type ModulesForm struct {
	Module  []string       `form:"module"`
	Version portal.Version `form:"version"`
}

// ClientModules switches modules for the whole client.
func ClientModules(c *web.Ctx) error {
	sc, p, err := portalTab(c, views.TabPortal)
	if err != nil {
		return err
	}
	var f ModulesForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	if f.Version != p.Version {
		said := c.Said("Someone else changed this client meanwhile. Look at the modules again: nothing was saved.")
		said.Variant = ui.Warning
		return c.To(paths.OfficeClientPortal(p.ID), said)
	}
	off := portal.AllPermissions
	for _, m := range portal.Modules {
		for _, on := range f.Module {
			if on == m.Key {
				off &^= m.Group()
			}
		}
	}
	if err := c.S.SetModules(c.Std(), sc, off); err != nil {
		return err
	}
	return c.To(paths.OfficeClientPortal(p.ID), c.Said("Saved. It takes effect on their next click."))
}

// namesShown bounds how many people a question names.
const namesShown = 12

// ClientRevokeAsk asks before a client's whole access is taken away.
func ClientRevokeAsk(c *web.Ctx) error {
	_, p, err := portalTab(c, views.TabPortal)
	if err != nil {
		return err
	}
	ask := views.RevokePage{ClientFrame: p.ClientFrame}
	for _, u := range p.In.Users {
		switch {
		case u.Cloud == portal.CloudOff:
		case len(ask.Names) < namesShown:
			ask.Names = append(ask.Names, u.Name)
		default:
			ask.More++
		}
	}
	return c.Show(clientTab(c, p.ClientFrame, p.Name, views.Revoke(ask)))
}

// ClientRevoke takes a client's whole access away.
func ClientRevoke(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	n, err := c.S.RevokeAll(c.Std(), sc)
	if err != nil {
		return err
	}
	said := c.Said("")
	said.Text = c.L.N(n, "One person no longer has access.", "%d people no longer have access.")
	return c.To(paths.OfficeClientPortal(portal.ClientID(id)), said)
}

// RegisterForm is what is typed to send a registration link.
type RegisterForm struct {
	Preset  string `form:"preset"`
	Confirm string `form:"confirm"`
}

// ClientRegisterAsk asks before the client's main e-mail gets a link to register with.
func ClientRegisterAsk(c *web.Ctx) error {
	_, p, err := portalTab(c, views.TabPortal)
	if err != nil {
		return err
	}
	preset := portal.PresetOf(c.V.Business.Portal.Default)
	return showRegister(c, p, ui.Form{Values: map[string][]string{"preset": {preset.Key()}}}, 0)
}

func showRegister(c *web.Ctx, p views.PortalPage, f ui.Form, status int) error {
	page := clientTab(c, p.ClientFrame, c.L.T("Send customer portal access"), views.Register(views.RegisterPage{ClientFrame: p.ClientFrame, Form: f}))
	page.Status = status
	return c.Show(page)
}

// ClientRegister sends the client's main e-mail a link to register with.
func ClientRegister(c *web.Ctx) error {
	sc, p, err := portalTab(c, views.TabPortal)
	if err != nil {
		return err
	}
	var f RegisterForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	preset, ok := portal.ParsePreset(f.Preset)
	if !ok || preset == portal.PresetCustom {
		var v portal.Check
		v.That(false, "preset", "Choose what they may do.")
		return showRegister(c, p, c.Typed(v.Done()), 422)
	}
	to, err := c.S.SendRegistration(c.Std(), sc, f.Confirm, preset.Permissions())
	if err != nil {
		if !web.Faulty(err) {
			return err
		}
		return showRegister(c, p, c.Typed(err), web.StatusOf(err))
	}
	return c.To(paths.OfficeClientPortal(p.ID), c.Said("The link is on its way to %s.", to))
}
