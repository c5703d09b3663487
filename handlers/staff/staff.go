package staff

import (
	"errors"

	"github.com/a-h/templ"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Staff lists the staff.
func Staff(c *web.Ctx) error {
	all, err := c.S.StaffList(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	return c.Show(staffPage(c, "", views.StaffList(all)))
}

// staffPage is a page about staff, under Settings.
func staffPage(c *web.Ctx, name string, body templ.Component) web.Page {
	p := web.Page{
		Title: c.L.T("Staff"), Nav: layout.Settings, Body: body,
		Crumbs: []ui.Crumb{{Label: c.L.T("Settings"), URL: paths.OfficeSettings()}, {Label: c.L.T("Staff"), URL: paths.OfficeSettingsStaff()}},
	}
	if name != "" {
		p.Title = name
		p.Crumbs = append(p.Crumbs, ui.Crumb{Label: name})
	}
	return p
}

// StaffNew is the form for a new staff member.
func StaffNew(c *web.Ctx) error {
	return showStaffNew(c, ui.Form{Values: map[string][]string{"role": {portal.Office.Key()}}}, 0)
}

func showStaffNew(c *web.Ctx, f ui.Form, status int) error {
	p := staffPage(c, c.L.T("New staff member"), views.NewStaff(f))
	p.Status = status
	return c.Show(p)
}

type staffFields struct {
	Name  string `form:"name"`
	Email string `form:"email"`
	Role  string `form:"role"`
}

// StaffCreate adds a staff member and mails them the way in.
func StaffCreate(c *web.Ctx) error {
	var f staffFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	role, _ := portal.ParseRole(f.Role) // no such role is RoleNone, which is refused
	id, err := c.S.AddStaff(c.Std(), c.Scope(), service.NewStaff{Name: f.Name, Email: f.Email, Role: role})
	if web.Faulty(err) {
		return showStaffNew(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeSettingsStaffMember(id), c.Said("Added. An invitation is on its way to %s.", f.Email))
}

// StaffMember is one staff member.
func StaffMember(c *web.Ctx) error { return showMember(c, nil) }

func showMember(c *web.Ctx, refused error) error {
	id, err := c.ID("staff")
	if err != nil {
		return err
	}
	l, last, err := c.S.StaffMember(c.Std(), c.Scope(), portal.StaffID(id))
	if err != nil {
		return err
	}
	page := views.MemberPage{StaffLine: l, Last: last, Form: ui.Form{Values: map[string][]string{"role": {l.Role.Key()}}}}
	p := staffPage(c, l.Name, nil)
	if refused != nil {
		page.Form, p.Status = c.Typed(refused), web.StatusOf(refused)
	}
	p.Body = views.StaffMember(page)
	return c.Show(p)
}

// StaffRole changes what a staff member may do.
func StaffRole(c *web.Ctx) error {
	id, err := c.ID("staff")
	if err != nil {
		return err
	}
	var f staffFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	role, ok := portal.ParseRole(f.Role)
	if !ok {
		return showMember(c, portal.Invalid("Choose a role."))
	}
	err = c.S.SetRole(c.Std(), c.Scope(), portal.StaffID(id), role, version(c))
	return memberSettled(c, err, portal.StaffID(id), c.Said("Saved. It counts from their next click on."))
}

func memberSettled(c *web.Ctx, err error, id portal.StaffID, said *web.Flash) error {
	switch {
	case err == nil:
		return c.To(paths.OfficeSettingsStaffMember(id), said)
	case errors.Is(err, service.ErrLastOwner), web.Faulty(err):
		return showMember(c, err)
	}
	return err
}

// StaffSwitch asks before a staff member is switched off, or on again.
func StaffSwitch(c *web.Ctx) error {
	id, err := c.ID("staff")
	if err != nil {
		return err
	}
	l, last, err := c.S.StaffMember(c.Std(), c.Scope(), portal.StaffID(id))
	if err != nil {
		return err
	}
	return c.Show(staffPage(c, l.Name, views.SwitchStaff(views.MemberPage{StaffLine: l, Last: last})))
}

type switchFields struct {
	On bool `form:"on"`
}

// StaffSwitched switches a staff member off, or on again.
func StaffSwitched(c *web.Ctx) error {
	id, err := c.ID("staff")
	if err != nil {
		return err
	}
	var f switchFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	said := c.Said("Switched off. They are signed out.")
	if f.On {
		said = c.Said("Switched on. They can sign in again.")
	}
	return memberSettled(c, c.S.SwitchStaff(c.Std(), c.Scope(), portal.StaffID(id), f.On, version(c)), portal.StaffID(id), said)
}

// StaffInvite mails a staff member the way in once more.
func StaffInvite(c *web.Ctx) error {
	id, err := c.ID("staff")
	if err != nil {
		return err
	}
	err = c.S.InviteStaffAgain(c.Std(), c.Scope(), portal.StaffID(id))
	return memberSettled(c, err, portal.StaffID(id), c.Said("The invitation is on its way."))
}
