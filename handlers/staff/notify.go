package staff

import (
	"slices"
	"strconv"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	views "portico/views/staff"
	"portico/views/ui"
)

// Notifications says who is told what.
func Notifications(c *web.Ctx) error { return showNotifications(c, nil) }

func showNotifications(c *web.Ctx, refused error) error {
	n, staff, err := c.S.Notify(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	e := views.NotifyEditor(c.Std(), ui.Form{Values: views.NotifyValues(n)}, staff)
	return section(c, views.SettingsPage{Title: c.L.T("Notifications"), Editor: e, Beside: views.Always()}, n.Version, refused)
}

type notifyFields struct {
	On []string `form:"notify"`
}

// NotificationsSave says who is told what.
func NotificationsSave(c *web.Ctx) error {
	var f notifyFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	n := portal.NotifySettings{To: map[string]portal.Audience{}}
	for _, x := range portal.Notifications {
		if !slices.Contains(f.On, x.Key) {
			n.Off = append(n.Off, x.Key)
		}
		if len(x.Whoms) > 0 {
			n.To[x.Key] = readAudience(c, x)
		}
	}
	return settled(c, c.S.SaveNotify(c.Std(), c.Scope(), n, version(c)), paths.OfficeSettingsNotifications(), showNotifications)
}

// readAudience reads whom one notification goes to. A form that doesn't say leaves it at the usual people.
func readAudience(c *web.Ctx, n portal.Notification) (a portal.Audience) {
	a.Whom = n.Whoms[0]
	if typed := c.PostForm(n.Field("to")); typed != "" {
		a.Whom, _ = portal.ParseWhom(typed) // what is none is refused as a choice that isn't offered
	}
	if !n.ToStaff() {
		return a
	}
	a.Also = strings.TrimSpace(c.PostForm(n.Field("also")))
	if a.Whom != portal.WhomChosen {
		return a
	}
	for _, typed := range c.Request.PostForm[n.Field("staff")] {
		id, _ := strconv.ParseUint(typed, 10, 64) // 0 is nobody: refused
		a.Staff = append(a.Staff, portal.StaffID(id))
	}
	return a
}
