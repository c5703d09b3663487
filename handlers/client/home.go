package client

import (
	"strings"

	"portico/handlers/web"
	views "portico/views/client"
	"portico/views/layout"
)

// Home is what a contact sees first.
func Home(c *web.Ctx) error {
	home, err := c.S.Home(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Home"), Nav: layout.Home,
		Body: views.Home(views.HomePage{
			ClientHome: home, Today: c.V.Today, May: c.Scope().Permissions(), First: firstName(looksAs(c)),
			CanPay: canPay(c, c.Scope(), c.V.Currency),
		}),
	})
}

// looksAs is whose home it is: in a preview the contact's, not the staff member's.
func looksAs(c *web.Ctx) string {
	if c.V.Preview != "" {
		return c.V.Preview
	}
	return c.V.Person.Name
}

func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}
