package ui

import (
	"net/url"
	"strconv"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
)

// ContactCloud is a contact as it stands in every list: name, cloud and clip.
type ContactCloud struct {
	Contact portal.ContactID
	Name    string
	Sub     string // under the name: the username, the e-mail
	State   portal.Cloud
	Clip    bool
	Trouble string // why the invitation did not arrive or is of no use any more, in words; "" = none
	Plain   bool   // the name is not a link: the contact's own page
}

// ContactOf makes the cloud of a list row. Of an expired invitation the row itself tells.
func ContactOf(l *words.Locale, r portal.ContactRow) ContactCloud {
	c := ContactCloud{Contact: r.ID, Name: r.Name, State: r.Cloud, Clip: r.Clip(), Trouble: r.Delivery}
	if c.Trouble == "" && r.Cloud == portal.CloudInvited && r.InviteEnds != 0 && l.Now().Unix() > r.InviteEnds {
		c.Trouble = l.T("the invitation has expired")
	}
	return c
}

// ID is the id of the contact's name with cloud and clip: what a switch answers with replaces it.
func (c ContactCloud) ID() string { return "contact-" + strconv.FormatUint(uint64(c.Contact), 10) }

func (c ContactCloud) menu() string { return "cloud-" + strconv.FormatUint(uint64(c.Contact), 10) }

// says is the cloud in words: whose, in which state, what a click does.
func (c ContactCloud) says(l *words.Locale) string {
	switch {
	case c.State == portal.CloudOff:
		return l.T("Portal for %s: no access. Turn on and send an invitation", c.Name)
	case c.State == portal.CloudInvited && c.Trouble != "":
		return l.T("Portal for %s: invited, but %s. Open menu", c.Name, c.Trouble)
	case c.State == portal.CloudInvited:
		return l.T("Portal for %s: invited, not yet signed in. Open menu", c.Name)
	}
	return l.T("Portal for %s: on. Open menu", c.Name)
}

// PermissionsBox is what a person may do, to be edited. A preset that was chosen wins over the ticks; ticks
// changed after that win over the preset: ReadPermissions knows which.
type PermissionsBox struct {
	Chosen portal.Permissions
	Offer  portal.Permissions // what may be given; others are shown and cannot be ticked
	Fetch  paths.URL          // answers the box again, filled in for ?preset=…; "" = only when saved
}

// ReadPermissions reads a posted PermissionsBox.
func ReadPermissions(v url.Values) (portal.Permissions, error) {
	if p, ok := portal.ParsePreset(v.Get("preset")); ok && p != portal.PresetCustom && v.Get("preset") != v.Get("preset_was") {
		return p.Permissions(), nil
	}
	return portal.ParsePermissions(v["permission"])
}

// permissionGroups put the modules under fewer headings.
var permissionGroups = []struct {
	name    string
	modules []string
}{
	{"Money", []string{"invoices", "payments", "estimates"}},
	{"Work", []string{"jobs", "bookings"}},
	{"Places", []string{"properties", "contracts", "equipment", "certificates"}},
	{"Papers", []string{"documents"}},
	{"Talk and account", []string{"requests", "messages", "profile", "users"}},
}

func permissionsOf(modules []string) (ps []portal.Permission) {
	for _, key := range modules {
		for _, m := range portal.Modules {
			if m.Key == key {
				ps = append(ps, m.Permissions...)
			}
		}
	}
	return ps
}

func allPresets() []portal.Preset {
	return append(portal.Presets[:len(portal.Presets):len(portal.Presets)], portal.PresetCustom)
}
