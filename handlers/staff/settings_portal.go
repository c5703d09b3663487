package staff

import (
	"strconv"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	views "portico/views/staff"
	"portico/views/ui"
)

// Portal holds the switches of the client portal.
func Portal(c *web.Ctx) error { return showPortal(c, nil) }

func showPortal(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	e := views.PortalEditor(c.Std(), ui.Form{Values: views.PortalValues(b.Portal)}, c.Scope().Role(), c.S.Fixed())
	return section(c, views.SettingsPage{Title: c.L.T("Client portal"), Editor: e, Beside: views.PortalLinks()}, b.Portal.Version, refused)
}

type portalFields struct {
	On          string   `form:"on"`
	Address     string   `form:"address"`
	Welcome     string   `form:"welcome"`
	InviteDays  string   `form:"invite_days"`
	UploadMB    string   `form:"upload_mb"`
	Uploads     string   `form:"uploads"`
	Automatic   string   `form:"automatic"`
	Links       string   `form:"links"`
	LinkDays    string   `form:"link_days"`
	Modules     []string `form:"module"`
	ModulesWas  []string `form:"module_was"`
	Permissions []string `form:"on_permission"`
}

func (f portalFields) settings(c *web.Ctx) (p portal.PortalSettings, err error) {
	if p.Off, err = portal.Switched(f.Modules, f.ModulesWas, f.Permissions); err != nil {
		return p, err
	}
	if p.Default, err = ui.ReadPermissions(c.Request.PostForm); err != nil {
		return p, err
	}
	p.On, p.Automatic, p.NoUploads = f.On == "yes", f.Automatic == "yes", f.Uploads != "yes"
	p.Address, p.Welcome = hostOf(f.Address), strings.TrimSpace(f.Welcome)
	p.InviteDays, p.UploadMB = number(f.InviteDays), number(f.UploadMB)
	p.LinksOff, p.LinkDays = f.Links != "yes", linkDays(f.LinkDays)
	return p, nil
}

// hostOf takes what people paste around a host name away.
func hostOf(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
	return strings.TrimSuffix(s, "/")
}

// number reads a whole number; what is none is outside every range.
func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return -1
	}
	return n
}

// linkDays reads how long a document link lasts; nothing typed is the usual.
func linkDays(s string) int {
	if s == "" {
		return 0
	}
	if n := number(s); n != 0 {
		return n
	}
	return -1
}

// PortalSave saves the switches of the client portal.
func PortalSave(c *web.Ctx) error {
	var f portalFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	p, err := f.settings(c)
	if err == nil {
		err = c.S.SavePortal(c.Std(), c.Scope(), p, version(c))
	}
	return settled(c, err, paths.OfficeSettingsPortal(), showPortal)
}

// Preset fills the permissions in for a preset.
func Preset(c *web.Ctx) error {
	p, ok := portal.ParsePreset(c.Query("preset"))
	if !ok {
		return portal.NotFound()
	}
	return piece(c, ui.PermissionsEditor(ui.PermissionsBox{
		Chosen: p.Permissions(), Offer: portal.AllPermissions, Fetch: paths.OfficeSettingsPreset(),
	}), paths.OfficeSettingsPortal())
}
