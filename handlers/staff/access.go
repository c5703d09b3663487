package staff

import (
	"strings"

	"github.com/a-h/templ"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// contact narrows into the contact of the path and reads all that is told about them.
func contact(c *web.Ctx) (service.Scope, service.ContactPage, error) {
	sc, id, err := c.ForRecord(portal.KindContact, "contact")
	if err != nil {
		return sc, service.ContactPage{}, err
	}
	p, err := c.S.ContactPage(c.Std(), sc, portal.ContactID(id))
	return sc, p, err
}

// contactPage is a page about one contact.
func contactPage(c *web.Ctx, p service.ContactPage, title string, body templ.Component) web.Page {
	return web.Page{
		Title: title, Nav: layout.Contacts, Body: body,
		Crumbs: []ui.Crumb{{Label: c.L.T("Contacts"), URL: paths.OfficeContacts()}, {Label: p.Name, URL: paths.OfficeContact(p.ID)}},
	}
}

// asks shows a question: as a dialog over the page it was asked on, else as a page.
func asks(c *web.Ctx, ask func(service.ContactPage, bool) templ.Component) error {
	_, p, err := contact(c)
	if err != nil {
		return err
	}
	if c.Partial() {
		return c.Fragment(ask(p, true), nil)
	}
	return c.Show(contactPage(c, p, p.Name, ask(p, false)))
}

// switched answers a switch: with the contact's name, cloud and clip in place, else with the page it was on.
func switched(c *web.Ctx, ct portal.Contact, said *web.Flash) error {
	to := c.Page(paths.OfficeContact(ct.ID))
	if !c.Partial() {
		return c.To(to, said)
	}
	row := ui.ContactOf(c.L, ct.Row())
	switch path, _, _ := strings.Cut(to.String(), "?"); path {
	case paths.OfficeContact(ct.ID).String():
		row.Plain = true
	case paths.OfficeClientPortal(ct.Client).String():
		row.Sub = ct.Email
	}
	return c.Fragment(ui.Named(row), said)
}

// refused shows why a switch could not be made, over the page it was made on.
func refused(c *web.Ctx, id portal.ContactID, err error) error {
	if !web.Faulty(err) {
		return err
	}
	if c.Partial() {
		c.IntoDialogs()
		return c.Refusal(views.Refused(c.Typed(err), true, paths.OfficeContact(id)), err)
	}
	return c.Show(web.Page{
		Title: c.L.T("That didn’t work"), Nav: layout.Contacts, Status: web.StatusOf(err),
		Body: views.Refused(c.Typed(err), false, c.Page(paths.OfficeContact(id))),
	})
}

// ContactInviteAsk asks whether to turn a contact's access on.
func ContactInviteAsk(c *web.Ctx) error { return asks(c, views.AskTurnOn) }

// ClipForm says whether attachments are allowed.
type ClipForm struct {
	Clip string `form:"clip"`
	On   string `form:"on"`
}

// ContactInvite turns a contact's access on and sends the invitation.
func ContactInvite(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindContact, "contact")
	if err != nil {
		return err
	}
	var f ClipForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	ct, err := c.S.TurnOn(c.Std(), sc, portal.ContactID(id), f.Clip == "yes")
	if err != nil {
		return refused(c, portal.ContactID(id), err)
	}
	return switched(c, ct, c.Said("Access is on. The invitation is on its way to %s.", ct.Email))
}

// ContactResend sends a contact a fresh invitation.
func ContactResend(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindContact, "contact")
	if err != nil {
		return err
	}
	ct, err := c.S.ResendInvitation(c.Std(), sc, portal.ContactID(id))
	if err != nil {
		return refused(c, portal.ContactID(id), err)
	}
	return switched(c, ct, c.Said("A new invitation is on its way to %s. Older links no longer work.", ct.Email))
}

// ContactLink makes a link to hand over and shows it once.
func ContactLink(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindContact, "contact")
	if err != nil {
		return err
	}
	h, err := c.S.FreshLink(c.Std(), sc, portal.ContactID(id))
	if err != nil {
		return refused(c, portal.ContactID(id), err)
	}
	return handed(c, h)
}

// handed shows what is to be handed over, in the answer itself: it must not stand in an address.
func handed(c *web.Ctx, h service.Handover) error {
	if c.Partial() {
		return c.Fragment(views.Handed(h, true), nil)
	}
	return c.Show(web.Page{Title: h.Contact.Name, Nav: layout.Contacts, Body: views.Handed(h, false)})
}

// ContactDisableAsk asks before access is taken away.
func ContactDisableAsk(c *web.Ctx) error { return asks(c, views.AskDisable) }

// ContactDisable takes a contact's access away.
func ContactDisable(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindContact, "contact")
	if err != nil {
		return err
	}
	ct, err := c.S.Disable(c.Std(), sc, portal.ContactID(id))
	if err != nil {
		return refused(c, portal.ContactID(id), err)
	}
	return switched(c, ct, c.Said("%s no longer has portal access.", ct.Name))
}

// ContactClip switches a contact's attachments section.
func ContactClip(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindContact, "contact")
	if err != nil {
		return err
	}
	var f ClipForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	ct, err := c.S.SetClip(c.Std(), sc, portal.ContactID(id), f.On == "yes")
	if err != nil {
		return refused(c, portal.ContactID(id), err)
	}
	if ct.Clip() {
		return switched(c, ct, c.Said("%s may send files.", ct.Name))
	}
	return switched(c, ct, c.Said("Attachments are off for %s.", ct.Name))
}

// ContactPermissions shows what a contact may do; ?preset= answers the ticks alone, filled in for it.
func ContactPermissions(c *web.Ctx) error {
	_, p, err := contact(c)
	if err != nil {
		return err
	}
	preset, ok := portal.ParsePreset(c.Query("preset"))
	if ok && preset != portal.PresetCustom {
		p.Permissions = preset.Permissions()
	}
	if ok && c.Partial() {
		return c.Fragment(ui.PermissionsEditor(ui.PermissionsBox{
			Chosen: p.Permissions, Offer: portal.AllPermissions, Fetch: paths.OfficeContactPermissions(p.ID),
		}), nil)
	}
	return c.Show(contactPage(c, p, c.L.T("What %s may do", p.Name), views.PermissionsPage(p)))
}

// PermissionsForm is a posted ui.PermissionsBox, read by ui.ReadPermissions.
type PermissionsForm struct {
	Preset     string   `form:"preset"`
	PresetWas  string   `form:"preset_was"`
	Permission []string `form:"permission"`
	Back       string   `form:"back"`
}

// ContactPermit saves what a contact may do.
func ContactPermit(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindContact, "contact")
	if err != nil {
		return err
	}
	var f PermissionsForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	will, err := ui.ReadPermissions(c.Request.PostForm)
	if err != nil {
		return refused(c, portal.ContactID(id), err)
	}
	ct, last, err := c.S.SetPermissions(c.Std(), sc, portal.ContactID(id), will)
	if err != nil {
		return refused(c, portal.ContactID(id), err)
	}
	said := c.Said("What %s may do is saved.", ct.Name)
	if last {
		said.Variant, said.Text = ui.Warning, c.L.T("Saved. %s was the last Account admin: nobody at this client manages its users now.", ct.Name)
	}
	return c.To(paths.Local(f.Back, paths.OfficeContact(ct.ID)), said)
}
