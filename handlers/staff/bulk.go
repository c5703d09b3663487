package staff

import (
	"slices"
	"strconv"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/views/layout"
	views "portico/views/staff"
)

// BulkForm is a selection of contacts and what to do with them.
type BulkForm struct {
	Do        string             `form:"do"`
	Contact   []portal.ContactID `form:"contact"`
	Shown     []portal.ContactID `form:"shown"` // of all that match: those with a box to untick
	Scope     string             `form:"scope"`
	To        string             `form:"to"` // preset
	Confirmed string             `form:"confirmed"`
}

// run is the work that the form describes.
func (f BulkForm) run(c *web.Ctx) (r portal.Run, err error) {
	do, ok := portal.ParseRunAction(f.Do)
	if !ok {
		return r, portal.Invalid("Choose what to do with them.")
	}
	r = portal.Run{Do: do, Chosen: f.Contact}
	if f.Scope == "all" {
		r.Chosen, r.Filter = nil, contactFilter(c.PostForm)
		for _, id := range f.Shown {
			if !slices.Contains(f.Contact, id) {
				r.Except = append(r.Except, id)
			}
		}
	} else if len(f.Contact) == 0 {
		return r, portal.Invalid("Select somebody first.")
	}
	r.Preset, _ = portal.ParsePreset(f.To) // the service asks for one
	return r, nil
}

// Bulk asks before something is done to many contacts, and then begins it.
func Bulk(c *web.Ctx) error {
	var f BulkForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	r, err := f.run(c)
	if err != nil {
		return err
	}
	back := paths.OfficeContacts().WithAll(kept(c))
	if f.Confirmed != "yes" {
		return askBulk(c, r, back, nil)
	}
	id, err := c.S.StartRun(c.Std(), c.Scope(), r)
	if err != nil {
		return askBulk(c, r, back, err)
	}
	return c.To(back.With("run", idText(id)), nil)
}

// kept are the list's filters out of the form.
func kept(c *web.Ctx) map[string][]string {
	q := map[string][]string{}
	for _, name := range []string{"q", "cloud", "preset", "seen", "archived"} {
		if v := c.PostForm(name); v != "" {
			q[name] = []string{v}
		}
	}
	return q
}

func askBulk(c *web.Ctx, r portal.Run, back paths.URL, refused error) error {
	if refused != nil && !web.Faulty(refused) {
		return refused
	}
	names, n, err := c.S.RunNames(c.Std(), c.Scope(), r, namesShown)
	if err != nil {
		return err
	}
	p := views.BulkPage{Do: r.Do, Count: n, Names: names, Days: c.V.Business.Portal.InviteDays, Back: back}
	page := web.Page{Title: c.L.T("Contacts"), Nav: layout.Contacts}
	if refused != nil {
		p.Form, page.Status = c.Typed(refused), web.StatusOf(refused)
	}
	for _, name := range []string{"q", "cloud", "preset", "seen", "archived", "scope", "contact", "shown"} {
		for _, v := range c.Request.PostForm[name] {
			p.Fields = append(p.Fields, [2]string{name, v})
		}
	}
	page.Body = views.Bulk(p)
	return c.Show(page)
}

// Run is the progress and the result of a bulk action; for the panel on another page, the panel alone.
func Run(c *web.Ctx) error {
	id, err := c.ID("run")
	if err != nil {
		return err
	}
	from, _ := strconv.Atoi(c.Query("from")) // what is no number begins at the first
	var wanted []portal.Outcome
	if o, err := strconv.Atoi(c.Query("outcome")); err == nil && o >= 0 && o <= int(portal.OutcomeFailed) {
		wanted = []portal.Outcome{portal.Outcome(o)}
	}
	p, err := c.S.RunPage(c.Std(), c.Scope(), portal.RunID(id), max(from, 0), wanted)
	if err != nil {
		return err
	}
	if c.Wants("run-" + idText(p.ID)) {
		here := c.Page("") == "" // the panel of this very page: when all is done, the list below is too
		if here && p.Over() {
			c.Reload()
		}
		return c.Fragment(views.RunPanel(p.Run, here), nil)
	}
	return c.Show(web.Page{Title: c.L.T("Contacts"), Nav: layout.Contacts, Body: views.Run(views.RunPage{RunPage: p, Values: c.Request.URL.Query()})})
}
