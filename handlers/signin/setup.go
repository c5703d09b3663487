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

// SetUp is the page that makes the business; it exists only until it has.
func SetUp(c *web.Ctx) error {
	return showSetUp(c, ui.Form{Values: url.Values{"colour": {"#0f5c70"}, "currency": {"USD"}}}, 0)
}

func showSetUp(c *web.Ctx, form ui.Form, status int) error {
	if err := c.S.CheckSetUp(c.Std(), c.Param("token")); err != nil {
		return err
	}
	return c.Show(web.Page{Title: c.L.T("Set up Portico"), Status: status, AtDoor: true, Body: views.SetUp(views.SetUpPage{Form: form, Token: c.Param("token")})})
}

// SetUpForm is what the set-up page asks.
type SetUpForm struct {
	Business  string `form:"business"`
	Currency  string `form:"currency"`
	Zone      string `form:"zone"`
	Email     string `form:"email"`
	Colour    string `form:"colour"`
	Passwords string `form:"passwords"`
	Name      string `form:"your_name"`
	OwnEmail  string `form:"your_email"`
}

// MakeBusiness makes the business and its first Owner, and signs them in.
func MakeBusiness(c *web.Ctx) error {
	var f SetUpForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	e, err := c.S.SetUp(c.Std(), from(c), c.Param("token"), service.NewBusiness{
		Business: f.Business, Currency: portal.Currency(f.Currency), Zone: f.Zone, Email: f.Email, Colour: f.Colour,
		Passwords: f.Passwords == "yes", Name: f.Name, OwnEmail: f.OwnEmail,
	})
	if web.Faulty(err) {
		return showSetUp(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return welcome(c, e)
}

// OwnerLink is the page behind an Owner's one-time link: it asks for one click.
func OwnerLink(c *web.Ctx) error {
	p, err := c.S.CheckOwnerLink(c.Std(), c.Param("token"))
	if err != nil {
		return err
	}
	return c.Show(web.Page{Title: c.L.T("Sign in"), AtDoor: true, Body: views.Link(views.LinkPage{
		Name: p.Name, Who: p.Email, URL: paths.OwnerLink(c.Param("token")),
	})})
}

// UseOwnerLink is the click.
func UseOwnerLink(c *web.Ctx) error {
	e, err := c.S.UseOwnerLink(c.Std(), from(c), c.Param("token"), c.V.Session)
	if err != nil {
		return err
	}
	return welcome(c, e)
}
