package signin

import (
	"net/http"

	"portico/handlers/web"
	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/signin"
	"portico/views/ui"
)

// Register is the page behind a self-registration link. Opening it uses nothing up.
func Register(c *web.Ctx) error { return showRegister(c, ui.Form{}, 0) }

func showRegister(c *web.Ctx, form ui.Form, status int) error {
	p, err := c.S.Registration(c.Std(), c.Param("token"))
	if err != nil {
		return err
	}
	title := c.L.T("Set up your access")
	if p.State != service.LinkOpen {
		title, status = c.L.T("This link no longer works"), http.StatusGone
	}
	return c.Show(web.Page{Title: title, Status: status, AtDoor: true, Body: views.Register(views.RegisterPage{
		RegisterPage: p, Form: form, Token: c.Param("token"), Business: c.V.Business.Profile.Name,
	})})
}

// RegisterForm is what somebody who registers writes.
type RegisterForm struct {
	Name     string `form:"name"`
	Username string `form:"username"`
	Email    string `form:"email"`
	Password string `form:"password"`
}

// Registering takes it and mails the code that proves the address.
func Registering(c *web.Ctx) error {
	var f RegisterForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.Register(c.Std(), from(c), c.Param("token"), service.Registering{
		Name: f.Name, Username: f.Username, Email: f.Email, Password: f.Password,
	})
	if web.Faulty(err) {
		return showRegister(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.RegisterCode(c.Param("token")), nil)
}

// RegisterCode asks for that code.
func RegisterCode(c *web.Ctx) error { return showRegisterCode(c, ui.Form{}, 0) }

func showRegisterCode(c *web.Ctx, form ui.Form, status int) error {
	w, err := c.S.AskedCode(c.Std(), c.From(), auth.PurposeRegister)
	if portal.CodeOf(err) == portal.CodeNotFound {
		return c.To(paths.Register(c.Param("token")), nil)
	}
	if err != nil {
		return err
	}
	return c.Show(web.Page{Title: c.L.T("Check your e-mail"), Status: status, AtDoor: true, Body: views.RegisterCode(views.RegisterCodePage{
		Form: form, Asked: w, Token: c.Param("token"),
	})})
}

// Registered takes the code and goes in.
func Registered(c *web.Ctx) error {
	var f CodeForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	e, err := c.S.FinishRegistration(c.Std(), c.From(), c.Param("token"), f.Code, c.V.Session)
	if web.Faulty(err) {
		return showRegisterCode(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return welcome(c, e)
}

// RegisterAgain sends another code.
func RegisterAgain(c *web.Ctx) error {
	err := c.S.RegisterAgain(c.Std(), c.From())
	if portal.CodeOf(err) == portal.CodeNotFound {
		return c.To(paths.Register(c.Param("token")), nil)
	}
	if web.Faulty(err) {
		return showRegisterCode(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.RegisterCode(c.Param("token")), c.Said("Another code is on its way."))
}
