package signin

import (
	"net/url"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/signin"
	"portico/views/ui"
)

// PasswordPage asks for a password, where the business allows them.
func PasswordPage(c *web.Ctx) error {
	if to, in := whereNow(c); in {
		return c.To(to, nil)
	}
	return showPasswordSignIn(c, ui.Form{Values: url.Values{"next": {local(c.Query("next"))}}}, 0)
}

func showPasswordSignIn(c *web.Ctx, form ui.Form, status int) error {
	if !c.V.Business.SignIn.Passwords {
		return portal.NotFound()
	}
	return c.Show(web.Page{Title: c.L.T("Sign in with a password"), Status: status, AtDoor: true, Body: views.PasswordSignIn(form)})
}

// PasswordSignInForm is a name and a password.
type PasswordSignInForm struct {
	AskForm
	Password string `form:"password"`
}

// PasswordSignIn takes them. On a new device a mailed code comes next.
func PasswordSignIn(c *web.Ctx) error {
	var f PasswordSignInForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	a := service.PasswordAsking{Asking: f.asking(), Password: f.Password}
	e, err := c.S.EnterPassword(c.Std(), from(c), a, c.V.Session)
	if web.Faulty(err) {
		return showPasswordSignIn(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	if e.Token == "" {
		return c.To(paths.SignInCode(), nil)
	}
	return welcome(c, e)
}

// Replace asks for a password of one's own in place of one that somebody else made.
func Replace(c *web.Ctx) error {
	if c.V.Next != service.StepPassword {
		return c.To(paths.SignIn(), nil)
	}
	return showReplace(c, ui.Form{}, 0)
}

func showReplace(c *web.Ctx, form ui.Form, status int) error {
	return c.Show(web.Page{
		Title: c.L.T("Choose your own password"), Status: status, AtDoor: true, Body: views.Replace(views.PasswordPage{Form: form, Username: c.V.Person.Username}),
	})
}

// Replaced takes it.
func Replaced(c *web.Ctx) error {
	var f PasswordForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	if c.V.Next != service.StepPassword {
		return c.To(paths.SignIn(), nil)
	}
	err := c.S.ReplacePassword(c.Std(), c.Scope(), f.Password)
	if web.Faulty(err) {
		return showReplace(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.SignIn(), c.Said("Your password is set."))
}
