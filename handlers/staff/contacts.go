package staff

import (
	"strconv"
	"time"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
)

// Contacts lists the contacts of all clients.
func Contacts(c *web.Ctx) error {
	q, err := c.List()
	if err != nil {
		return err
	}
	q.Budget = store.OfficeBudget
	f := contactFilter(c.Query)
	list, err := c.S.Contacts(c.Std(), c.Scope(), f, q, portal.RunID(c.IDQuery("run")))
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Contacts"), Nav: layout.Contacts,
		Body: views.Contacts(views.ContactsPage{
			ContactList: list, Filter: f, Values: c.Request.URL.Query(), Every: c.Query("scope") == "all",
			Foot: web.Foot(c, list.Page, paths.OfficeContacts()),
		}),
	})
}

// contactFilter reads the filters of a list of contacts from a URL or a form.
func contactFilter(value func(string) string) (f portal.ContactFilter) {
	f.Search = value("q")
	if len(f.Search) > 200 {
		f.Search = f.Search[:200]
	}
	if cloud, ok := portal.ParseCloud(value("cloud")); ok {
		f.Clouds = []portal.Cloud{cloud}
	}
	if preset, ok := portal.ParsePreset(value("preset")); ok {
		f.Presets = []portal.Preset{preset}
	}
	f.Seen = portal.ParseSeen(value("seen"))
	f.Archived = value("archived") == "yes"
	return f
}

// ContactsCSV is every contact that matches.
func ContactsCSV(c *web.Ctx) error {
	f := contactFilter(c.Query)
	clients := map[portal.ClientID]string{}
	head := []string{
		c.L.T("Name"), c.L.Word("Client"), c.L.T("E-mail"), c.L.T("Phone"), c.L.T("Title"), c.L.T("Portal access"), c.L.T("Attachments"),
		c.L.T("Permissions"), c.L.T("Invited"), c.L.T("Accepted"), c.L.T("Last sign-in"),
	}
	page := func(q store.Query) (store.Page[portal.ContactRow], error) {
		l, err := c.S.ContactRows(c.Std(), c.Scope(), f, q)
		clients = l.Clients
		return l.Page, err
	}
	return web.CSV(c, "contacts", head, store.Query{}, page, func(r portal.ContactRow) []string {
		return []string{
			r.Name, clients[r.Client], r.Email, r.Phone, r.Title, r.Cloud.Key(), onOff(r.Clip()), c.L.Name(r.Preset()),
			moment(c, r.Invited), moment(c, r.Accepted), moment(c, r.LastSeen),
		}
	})
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// moment is a time as a spreadsheet reads it, in the business's zone.
func moment(c *web.Ctx, seconds int64) string {
	if seconds == 0 {
		return ""
	}
	return time.Unix(seconds, 0).In(c.L.Zone()).Format("2006-01-02 15:04")
}

func idText[T ~uint64](id T) string { return strconv.FormatUint(uint64(id), 10) }
