package signin

import (
	"net/http"
	"net/url"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/service"
	views "portico/views/signin"
	"portico/views/ui"
)

// Invitation is the page behind an invitation's link. Opening it uses nothing up.
func Invitation(c *web.Ctx) error { return showInvitation(c, nil, 0, false) }

func showInvitation(c *web.Ctx, form *ui.Form, status int, sent bool) error {
	p, err := c.S.Invitation(c.Std(), c.Param("token"), c.V.Person.ID)
	if err != nil {
		return err
	}
	if form == nil {
		form = &ui.Form{Values: url.Values{"name": {p.Name}, "username": {p.Username}}}
	}
	title := c.L.T("Welcome")
	if p.State != service.LinkOpen {
		title, status = c.L.T("This invitation no longer works"), http.StatusGone
	}
	return c.Show(web.Page{Title: title, Status: status, AtDoor: true, Body: views.Invitation(views.InvitationPage{
		InvitePage: p, Form: *form, Token: c.Param("token"), Business: c.V.Business.Profile.Name, Sent: sent,
	})})
}

// AcceptForm is what the invited person confirms.
type AcceptForm struct {
	Name     string `form:"name"`
	Username string `form:"username"`
	Password string `form:"password"`
	Passkey  string `form:"passkey"`
}

// Accept takes the invitation up.
func Accept(c *web.Ctx) error {
	var f AcceptForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	a := service.Acceptance{Name: f.Name, Username: f.Username, Password: f.Password}
	e, err := c.S.Accept(c.Std(), from(c), c.Param("token"), a, c.V.Session)
	if web.Faulty(err) {
		form := c.Typed(err)
		return showInvitation(c, &form, web.StatusOf(err), false)
	}
	if err != nil {
		return err
	}
	if f.Passkey == "yes" {
		e.Next = string(paths.PortalMine.Passkeys())
	}
	return welcome(c, e)
}

// InvitationAgain asks for a new invitation in place of one that expired.
func InvitationAgain(c *web.Ctx) error {
	err := c.S.AskInvitation(c.Std(), from(c), c.Param("token"))
	if web.Faulty(err) {
		form := c.Typed(err)
		return showInvitation(c, &form, web.StatusOf(err), false)
	}
	if err != nil {
		return err
	}
	return showInvitation(c, nil, 0, true)
}
