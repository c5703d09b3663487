package staff

import (
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/staff"
	"portico/views/ui"
)

// Invite is the form that lets a new or an existing person into a client's portal; ?preset= answers the ticks
// alone, filled in for it.
func Invite(c *web.Ctx) error {
	_, p, err := invitePage(c)
	if err != nil {
		return err
	}
	if preset, ok := portal.ParsePreset(c.Query("preset")); ok && c.Partial() {
		return c.Fragment(ui.PermissionsEditor(ui.PermissionsBox{
			Chosen: preset.Permissions(), Offer: portal.AllPermissions, Fetch: paths.OfficeClientInvite(p.ID),
		}), nil)
	}
	p.Form.Values = views.InviteValues(c.Query("contact"))
	return showInvite(c, p, 0)
}

func invitePage(c *web.Ctx) (service.Scope, views.InvitePage, error) {
	sc, tab, err := portalTab(c, views.TabPortal)
	if err != nil {
		return sc, views.InvitePage{}, err
	}
	b := c.V.Business
	p := views.InvitePage{ClientFrame: tab.ClientFrame, Chosen: b.Portal.Default, Passwords: b.SignIn.Passwords, Days: b.Portal.InviteDays}
	for _, u := range tab.In.Users {
		if u.Cloud == portal.CloudOff {
			p.Contacts = append(p.Contacts, u.ContactRow)
		}
	}
	if tab.In.Chosen != nil {
		p.Chosen = tab.In.Chosen.Permissions
	}
	return sc, p, nil
}

func showInvite(c *web.Ctx, p views.InvitePage, status int) error {
	page := clientTab(c, p.ClientFrame, c.L.T("Invite to the portal"), views.Invite(p))
	page.Status = status
	return c.Show(page)
}

// InviteForm is what is typed to let somebody in, beside a ui.PermissionsBox.
type InviteForm struct {
	Contact  portal.ContactID `form:"contact"`
	Name     string           `form:"name"`
	Email    string           `form:"email"`
	Username string           `form:"username"`
	How      string           `form:"how"`
	Password string           `form:"password"`
	Send     string           `form:"send"`
	Message  string           `form:"message"`
}

func (f InviteForm) invite(may portal.Permissions) service.Invite {
	how, _ := service.ParseHow(f.How) // without the choice it is the link
	return service.Invite{
		Contact: f.Contact, Name: f.Name, Email: f.Email, Username: f.Username, How: how, Password: f.Password, Send: f.Send == "yes",
		Message: f.Message, Permissions: may,
	}
}

// Invited lets somebody in. What must be handed over is shown in the answer, once.
func Invited(c *web.Ctx) error {
	sc, p, err := invitePage(c)
	if err != nil {
		return err
	}
	var f InviteForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	may, err := ui.ReadPermissions(c.Request.PostForm)
	if err != nil {
		return showInvite(c, refusedInvite(c, p, err), web.StatusOf(err))
	}
	p.Chosen = may
	h, err := c.S.InviteContact(c.Std(), sc, f.invite(may))
	if err != nil {
		if !web.Faulty(err) {
			return err
		}
		return showInvite(c, refusedInvite(c, p, err), web.StatusOf(err))
	}
	if h.Link != "" {
		return c.Show(clientTab(c, p.ClientFrame, h.Contact.Name, views.Handed(h, false)))
	}
	return c.To(paths.OfficeClientPortal(p.ID), c.Said("Access is on. The invitation is on its way to %s.", h.Contact.Email))
}

func refusedInvite(c *web.Ctx, p views.InvitePage, err error) views.InvitePage {
	p.Form = c.Typed(err)
	return p
}
