package signin

import (
	"net/http"
	"net/url"

	"portico/handlers/web"
	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/signin"
	"portico/views/ui"
)

// Page asks who is there. Whoever is in already is led on.
func Page(c *web.Ctx) error {
	if to, in := whereNow(c); in {
		return c.To(to, nil)
	}
	form := ui.Form{Values: url.Values{"next": {local(c.Query("next"))}}}
	return show(c, form, 0)
}

func show(c *web.Ctx, form ui.Form, status int) error {
	title := c.L.T("Sign in")
	b := c.V.Business
	if b.Profile.Name == "" {
		return c.Show(web.Page{Title: title, Body: views.NotSetUp(), Status: status})
	}
	return c.Show(web.Page{Title: title, Status: status, Body: views.SignIn(views.SignInPage{
		Form: form, Business: b.Profile.Name, Why: c.V.Ended, Passwords: b.SignIn.Passwords, Passkeys: c.S.PasskeysWork(b),
	})})
}

// whereNow is where somebody who has signed in belongs.
func whereNow(c *web.Ctx) (paths.URL, bool) {
	switch c.V.Place {
	case service.InOffice:
		return paths.Local(c.Query("next"), paths.OfficeHome()), true
	case service.InPortal:
		return paths.Local(c.Query("next"), paths.PortalHome()), true
	case service.Door:
		return web.StepPath(c.V.Next).With("next", local(c.Query("next"))), true
	}
	return "", false
}

// local keeps a way back only when it leads into this site.
func local(next string) string { return string(paths.Local(next, "")) }

// AskForm is what the sign-in page sends.
type AskForm struct {
	Who  string `form:"who"`
	Keep string `form:"keep"`
	Next string `form:"next"`
}

func (f AskForm) asking() service.Asking {
	return service.Asking{Who: f.Who, Keep: f.Keep == "yes", Next: local(f.Next)}
}

// Ask sends a code to whoever was named.
func Ask(c *web.Ctx) error {
	var f AskForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.AskCode(c.Std(), from(c), f.asking())
	if web.Faulty(err) {
		return show(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.SignInCode(), nil)
}

// from is where the request comes from, with a browser that is known from here on.
func from(c *web.Ctx) service.From {
	f := c.From()
	f.Browser = c.Browser()
	return f
}

// Code asks for the code that was mailed.
func Code(c *web.Ctx) error { return showCode(c, ui.Form{}, 0) }

func showCode(c *web.Ctx, form ui.Form, status int) error {
	w, err := c.S.AskedCode(c.Std(), c.From(), auth.PurposeSignIn)
	if portal.CodeOf(err) == portal.CodeNotFound && status == 0 {
		return c.To(paths.SignIn(), nil)
	}
	if err != nil && portal.CodeOf(err) != portal.CodeNotFound {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Enter your code"), Status: status, AtDoor: true, Body: views.Code(views.CodePage{Form: form, Asked: w}),
	})
}

// CodeForm is a typed code.
type CodeForm struct {
	Code string `form:"code"`
}

// EnterCode takes the typed code.
func EnterCode(c *web.Ctx) error {
	var f CodeForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	e, err := c.S.EnterCode(c.Std(), c.From(), f.Code, c.V.Session)
	if web.Faulty(err) {
		return showCode(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return welcome(c, e)
}

// welcome gives the browser its session and lets it in; what the door still asks for comes first.
func welcome(c *web.Ctx, e service.Entry) error {
	c.Cookies().SetSession(c.Writer, e.Token, e.Session, c.V.Now)
	if e.Session.Contact == 0 && !e.Session.Staff {
		return c.To(paths.SignInAccount().With("next", local(e.Next)), nil)
	}
	home := paths.PortalHome()
	if e.Session.Staff {
		home = paths.OfficeHome()
	}
	return c.To(paths.Local(e.Next, home), nil)
}

// Again sends another code.
func Again(c *web.Ctx) error {
	err := c.S.AskAgain(c.Std(), c.From())
	if portal.CodeOf(err) == portal.CodeNotFound {
		return c.To(paths.SignIn(), nil)
	}
	if web.Faulty(err) {
		return showCode(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.SignInCode(), c.Said("Another code is on its way."))
}

// Link is the page behind the link in the mail: it asks for one click and changes nothing by itself.
func Link(c *web.Ctx) error { return showLink(c, nil, 0) }

func showLink(c *web.Ctx, refused error, status int) error {
	l, err := c.S.CheckLink(c.Std(), c.Param("token"))
	if refused == nil {
		refused = err
	}
	if refused != nil && !web.Faulty(refused) {
		return refused
	}
	p := views.LinkPage{Name: l.Name, Who: l.Who, URL: paths.SignInLink(c.Param("token"))}
	if refused != nil {
		p.Refused = ui.Form{}.Refused(refused).Msg
		status = max(status, http.StatusUnprocessableEntity)
	}
	return c.Show(web.Page{Title: c.L.T("Sign in"), Status: status, AtDoor: true, Body: views.Link(p)})
}

// UseLink is the confirming click.
func UseLink(c *web.Ctx) error {
	e, err := c.S.UseLink(c.Std(), from(c), c.Param("token"), c.V.Session)
	if web.Faulty(err) {
		return showLink(c, err, web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return welcome(c, e)
}

// Out signs out, and has the browser forget the pages it kept.
func Out(c *web.Ctx) error {
	if err := c.S.SignOut(c.Std(), c.V.Scope.Actor); err != nil {
		return err
	}
	c.Cookies().ClearSession(c.Writer)
	c.Header("Clear-Site-Data", `"cache"`)
	return c.To(paths.SignIn(), c.Said("You are signed out."))
}

// Help says what to do when signing in does not work.
func Help(c *web.Ctx) error {
	p := c.V.Business.Profile
	return c.Show(web.Page{Title: c.L.T("Help signing in"), AtDoor: true, Body: views.Help(views.HelpPage{
		Business: p.Name, Email: p.Email, Phone: p.Phone,
	})})
}
