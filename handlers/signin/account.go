package signin

import (
	"portico/handlers/web"
	"portico/portal"
	"portico/service"
	views "portico/views/signin"
)

// Accounts lets a person choose among their places, at the door and later.
func Accounts(c *web.Ctx) error {
	places, err := c.S.Places(c.Std(), c.V.Scope.Actor)
	if err != nil {
		return err
	}
	p := views.AccountsPage{Places: places, Next: local(c.Query("next")), Why: c.V.Ended, Business: c.V.Business.Profile.Name, Name: c.V.Person.Name}
	if c.V.Place == service.InPortal {
		p.Now = c.V.Scope.Contact()
	}
	p.InOffice = c.V.Place == service.InOffice
	title := c.L.T("Choose an account")
	if len(places) == 0 {
		title = c.L.T("Nothing to open")
	}
	return c.Show(web.Page{Title: title, Body: views.Accounts(p)})
}

// ChooseForm is the place that was pressed.
type ChooseForm struct {
	Contact uint64 `form:"contact"`
	Next    string `form:"next"`
}

// Choose goes to a place; the session gets a new id.
func Choose(c *web.Ctx) error {
	var f ChooseForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	e, err := c.S.ChoosePlace(c.Std(), c.V.Scope.Actor, portal.ContactID(f.Contact))
	if err != nil {
		return err
	}
	e.Next = f.Next
	if c.V.Place != service.Door {
		e.Next = "" // another account: the page that was open isn't there
	}
	return welcome(c, e)
}
