package signin

import (
	"strings"

	"portico/handlers/web"
	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/signin"
	"portico/views/ui"
)

// mine is the root of the pages that the request is among: the portal's or the office's.
func mine(c *web.Ctx) paths.Mine {
	return paths.MineOf(strings.HasPrefix(c.Request.URL.Path, "/office"))
}

// frame is what every page about one's own sign-in has.
func frame(c *web.Ctx, title string) web.Page {
	p := web.Page{Title: title, Nav: layout.Profile}
	if mine(c) == paths.OfficeMine {
		p.Crumbs = []ui.Crumb{{Label: c.L.T("My profile"), URL: paths.OfficeMine.URL()}, {Label: title}}
	}
	return p
}

// first leads to the fresh code that an action wants, and from there to a page.
func first(c *web.Ctx, next paths.URL) error {
	return c.To(mine(c).Confirm().With("next", string(next)), nil)
}

// isFresh reports whether the fresh code was given a moment ago.
func isFresh(c *web.Ctx) bool { return c.V.Session.Fresh(c.V.Now) }

// Confirm asks for a fresh code before something delicate.
func Confirm(c *web.Ctx) error { return showConfirm(c, ui.Form{}, 0, c.Query("next")) }

func showConfirm(c *web.Ctx, form ui.Form, status int, next string) error {
	w, err := c.S.AskedCode(c.Std(), c.From(), auth.PurposeConfirm)
	if err != nil && portal.CodeOf(err) != portal.CodeNotFound {
		return err
	}
	p := frame(c, c.L.T("Confirm that it’s you"))
	p.Status = status
	p.Body = views.Confirm(views.ConfirmPage{
		Form: form, Mine: mine(c), Next: local(next), Email: c.V.Person.Email, Asked: w, Sent: err == nil && w.Live,
	})
	return c.Show(p)
}

// ConfirmForm is the fresh code, or the wish for one.
type ConfirmForm struct {
	Code string `form:"code"`
	Next string `form:"next"`
}

// ConfirmSend mails the fresh code.
func ConfirmSend(c *web.Ctx) error {
	var f ConfirmForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.AskConfirm(c.Std(), c.Scope(), from(c))
	if web.Faulty(err) {
		return showConfirm(c, c.Typed(err), web.StatusOf(err), f.Next)
	}
	if err != nil {
		return err
	}
	return c.To(mine(c).Confirm().With("next", local(f.Next)), nil)
}

// Confirmed takes the fresh code.
func Confirmed(c *web.Ctx) error {
	var f ConfirmForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.Confirm(c.Std(), c.Scope(), c.From(), f.Code)
	if web.Faulty(err) {
		return showConfirm(c, c.Typed(err), web.StatusOf(err), f.Next)
	}
	if err != nil {
		return err
	}
	return c.To(paths.Local(f.Next, mine(c).URL()), nil)
}

// Devices lists where the person is signed in.
func Devices(c *web.Ctx) error {
	devices, err := c.S.Devices(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	p := frame(c, c.L.T("Devices"))
	p.Body = views.Devices(views.DevicesPage{Mine: mine(c), Devices: devices})
	return c.Show(p)
}

// DeviceEnd signs one of them out.
func DeviceEnd(c *web.Ctx) error {
	id, err := c.ID("session")
	if err != nil {
		return err
	}
	if err := c.S.EndDevice(c.Std(), c.Scope(), portal.SessionID(id)); err != nil {
		return err
	}
	return c.To(mine(c).Devices(), c.Said("That device is signed out."))
}

// DevicesEnd signs all others out.
func DevicesEnd(c *web.Ctx) error {
	if err := c.S.EndOtherDevices(c.Std(), c.Scope()); err != nil {
		return err
	}
	return c.To(mine(c).Devices(), c.Said("All other devices are signed out."))
}

// Password sets, changes or removes the password.
func Password(c *web.Ctx) error { return showPassword(c, ui.Form{}, 0) }

func showPassword(c *web.Ctx, form ui.Form, status int) error {
	if !c.V.Business.SignIn.Passwords && c.V.Person.PasswordHash == "" {
		return portal.NotFound()
	}
	if !isFresh(c) {
		return first(c, mine(c).Password())
	}
	p := frame(c, c.L.T("Password"))
	p.Status = status
	p.Body = views.Password(views.PasswordPage{
		Form: form, Mine: mine(c), Has: c.V.Person.PasswordHash != "", Username: c.V.Person.Username, Allowed: c.V.Business.SignIn.Passwords,
	})
	return c.Show(p)
}

// PasswordForm is a new password.
type PasswordForm struct {
	Password string `form:"password"`
}

// SetPassword takes the new password.
func SetPassword(c *web.Ctx) error {
	var f PasswordForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.SetPassword(c.Std(), c.Scope(), f.Password)
	switch {
	case service.NeedsCode(err):
		return first(c, mine(c).Password())
	case web.Faulty(err):
		return showPassword(c, c.Typed(err), web.StatusOf(err))
	case err != nil:
		return err
	}
	return c.To(mine(c).URL(), c.Said("Your password is set. Your other devices are signed out."))
}

// RemovePassword takes the password away.
func RemovePassword(c *web.Ctx) error {
	err := c.S.RemovePassword(c.Std(), c.Scope())
	if service.NeedsCode(err) {
		return first(c, mine(c).Password())
	}
	if err != nil {
		return err
	}
	return c.To(mine(c).URL(), c.Said("Your password is removed. You sign in with a code from now on."))
}

// Email changes the person's address.
func Email(c *web.Ctx) error { return showEmail(c, ui.Form{}, 0) }

func showEmail(c *web.Ctx, form ui.Form, status int) error {
	if !isFresh(c) {
		return first(c, mine(c).Email())
	}
	p := frame(c, c.L.T("Change your e-mail address"))
	p.Status = status
	p.Body = views.Email(views.EmailPage{Form: form, Mine: mine(c), Now: c.V.Person.Email})
	return c.Show(p)
}

// EmailForm is a new address.
type EmailForm struct {
	Email string `form:"email"`
}

// AskEmail mails a code to the new address.
func AskEmail(c *web.Ctx) error {
	var f EmailForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.AskEmail(c.Std(), c.Scope(), from(c), f.Email)
	switch {
	case service.NeedsCode(err):
		return first(c, mine(c).Email())
	case web.Faulty(err):
		return showEmail(c, c.Typed(err), web.StatusOf(err))
	case err != nil:
		return err
	}
	return c.To(mine(c).EmailCode(), nil)
}

// EmailCode asks for the code from the new address.
func EmailCode(c *web.Ctx) error { return showEmailCode(c, ui.Form{}, 0) }

func showEmailCode(c *web.Ctx, form ui.Form, status int) error {
	w, err := c.S.AskedCode(c.Std(), c.From(), auth.PurposeAddress)
	if portal.CodeOf(err) == portal.CodeNotFound {
		return c.To(mine(c).Email(), nil)
	}
	if err != nil {
		return err
	}
	p := frame(c, c.L.T("Change your e-mail address"))
	p.Status = status
	p.Body = views.EmailCode(views.EmailPage{Form: form, Mine: mine(c), New: w.Email})
	return c.Show(p)
}

// ConfirmEmail takes that code.
func ConfirmEmail(c *web.Ctx) error {
	var f CodeForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.ConfirmEmail(c.Std(), c.Scope(), c.From(), f.Code)
	switch {
	case service.NeedsCode(err):
		return first(c, mine(c).Email())
	case web.Faulty(err):
		return showEmailCode(c, c.Typed(err), web.StatusOf(err))
	case err != nil:
		return err
	}
	return c.To(mine(c).URL(), c.Said("Your e-mail address is changed. Your other devices are signed out."))
}
