package staff

import (
	"net/url"
	"strconv"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Profile is the staff member's own page.
func Profile(c *web.Ctx) error { return showProfile(c, nil, 0) }

func showProfile(c *web.Ctx, form *ui.Form, status int) error {
	m, err := c.S.Profile(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	if form == nil {
		form = &ui.Form{Values: url.Values{
			"name": {m.Person.Name}, "phone": {m.Person.Phone}, "language": {m.Person.Language},
			"version": {strconv.FormatUint(uint64(m.Person.Version), 10)},
		}}
	}
	return c.Show(web.Page{
		Title: c.L.T("My profile"), Nav: layout.Profile, Status: status,
		Body: views.Profile(views.ProfilePage{
			MyProfile: m, Form: *form, Passwords: c.V.Business.SignIn.Passwords, Languages: words.Languages(), Accounts: c.V.Accounts,
		}),
	})
}

// ProfileForm is what a staff member changes about themself.
type ProfileForm struct {
	Version  uint64   `form:"version"`
	Name     string   `form:"name"`
	Phone    string   `form:"phone"`
	Language string   `form:"language"`
	Mail     []string `form:"wants"`
}

// SaveProfile saves the staff member's own details.
func SaveProfile(c *web.Ctx) error {
	var f ProfileForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.SaveProfile(c.Std(), c.Scope(), service.ProfileEdit{
		Version: portal.Version(f.Version), Name: f.Name, Phone: f.Phone, Language: f.Language, Mail: f.Mail,
	})
	if web.Faulty(err) {
		form := c.Typed(err)
		return showProfile(c, &form, web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeProfile(), c.Said("Saved."))
}
