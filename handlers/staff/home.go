package staff

import (
	"portico/handlers/web"
	"portico/portal"
	"portico/views/layout"
	views "portico/views/staff"
)

// Home is the first page of the office. An Employee has one of their own, without billing and clients.
func Home(c *web.Ctx) error {
	page := web.Page{Title: c.L.T("Home"), Nav: layout.Home}
	if c.Scope().Role() < portal.Office {
		page.Body = views.EmployeeHome(c.V.Person.Name, c.V.Business.Profile)
		return c.Show(page)
	}
	h, err := c.S.OfficeHome(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	page.Body = views.Home(views.HomePage{OfficeHome: h, Person: c.V.Person.Name, Today: c.V.Today})
	return c.Show(page)
}
