package client

import (
	"net/url"
	"strconv"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	views "portico/views/client"
	"portico/views/layout"
	"portico/views/ui"
)

// Profile is the contact's own page.
func Profile(c *web.Ctx) error { return showProfile(c, nil, 0) }

func showProfile(c *web.Ctx, form *ui.Form, status int) error {
	m, err := c.S.Profile(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	if form == nil {
		form = &ui.Form{Values: ProfileValues(m)}
	}
	return c.Show(web.Page{
		Title: c.L.T("My profile"), Nav: layout.Profile, Status: status,
		Body: views.Profile(views.ProfilePage{
			MyProfile: m, Form: *form, Passwords: c.V.Business.SignIn.Passwords, Languages: words.Languages(), Accounts: c.V.Accounts,
			Business: c.V.Business.Profile,
		}),
	})
}

// ProfileValues fill the form of one's own details.
func ProfileValues(m service.MyProfile) url.Values {
	return url.Values{
		"name": {m.Person.Name}, "phone": {m.Person.Phone}, "language": {m.Person.Language},
		"version": {strconv.FormatUint(uint64(m.Person.Version), 10)},
	}
}

// ProfileForm is what a person changes about themself.
type ProfileForm struct {
	Version  uint64   `form:"version"`
	Name     string   `form:"name"`
	Phone    string   `form:"phone"`
	Language string   `form:"language"`
	Mail     []string `form:"wants"`
}

// Edit is the form as the use case takes it.
func (f ProfileForm) Edit() service.ProfileEdit {
	return service.ProfileEdit{Version: portal.Version(f.Version), Name: f.Name, Phone: f.Phone, Language: f.Language, Mail: f.Mail}
}

// SaveProfile saves the contact's own details.
func SaveProfile(c *web.Ctx) error {
	var f ProfileForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.SaveProfile(c.Std(), c.Scope(), f.Edit())
	if web.Faulty(err) {
		form := c.Typed(err)
		return showProfile(c, &form, web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.PortalProfile(), c.Said("Saved."))
}
