package staff

import (
	"strconv"

	"github.com/a-h/templ"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Settings leads to all settings.
func Settings(c *web.Ctx) error {
	return c.Show(web.Page{Title: c.L.T("Settings"), Nav: layout.Settings, Body: views.Settings(c.Scope().Role())})
}

// section shows one section. A refused form comes back as it was typed; after a conflict with what somebody
// else saved beside it, and ready to be saved over that.
func section(c *web.Ctx, p views.SettingsPage, saved portal.Version, refused error) error {
	status := 0
	p.Editor.Version = saved
	if refused != nil {
		values := p.Editor.Form.Values
		status = web.StatusOf(refused)
		p.Editor.Form = c.Typed(refused)
		p.Editor.Theirs = theirs(refused, &p.Editor.Form, values)
		if p.Editor.Theirs == nil {
			p.Editor.Version = version(c)
		}
	}
	return showSection(c, p, status)
}

func showSection(c *web.Ctx, p views.SettingsPage, status int) error {
	return c.Show(web.Page{
		Title: p.Title, Nav: layout.Settings, Status: status, Body: views.SettingsSection(p),
		Crumbs: []ui.Crumb{{Label: c.L.T("Settings"), URL: paths.OfficeSettings()}, {Label: p.Title}},
	})
}

// piece answers with a part of a page; whoever comes for it by itself is led to the page.
func piece(c *web.Ctx, body templ.Component, whole paths.URL) error {
	if !c.Partial() {
		return c.To(whole, nil)
	}
	return c.Fragment(body, nil)
}

// version is which version of a section the posted form edited.
func version(c *web.Ctx) portal.Version {
	n, _ := strconv.ParseUint(c.PostForm("version"), 10, 64) // what is no number is no version: a conflict
	return portal.Version(n)
}

// settled answers a posted section: back to its page when it was saved, the form again when it was refused.
func settled(c *web.Ctx, err error, to paths.URL, again func(*web.Ctx, error) error) error {
	switch {
	case err == nil:
		return c.To(to, c.Said("Saved."))
	case web.Faulty(err):
		return again(c, err)
	}
	return err
}

// Backup says how to keep a copy of the data file.
func Backup(c *web.Ctx) error {
	size, err := c.S.DataSize(c.Scope())
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Backup"), Nav: layout.Settings, Body: views.Backup(size),
		Crumbs: []ui.Crumb{{Label: c.L.T("Settings"), URL: paths.OfficeSettings()}, {Label: c.L.T("Backup")}},
	})
}

// BackupDownload sends the Owner a copy of everything. Whoever finds an open browser gets none: a fresh code is
// asked for first.
func BackupDownload(c *web.Ctx) error {
	copied, size, err := c.S.Backup(c.Std(), c.Scope())
	if service.NeedsCode(err) {
		return c.To(paths.OfficeMine.Confirm().With("next", string(paths.OfficeSettingsBackup())), nil)
	}
	if err != nil {
		return err
	}
	defer copied.Close()
	return c.Attachment("portico-"+c.V.Now.In(c.L.Zone()).Format("2006-01-02")+".db", "application/octet-stream", size, copied)
}
