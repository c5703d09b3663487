package layout

import (
	"time"

	"portico/internal/paths"
	"portico/portal"
	"portico/views/ui"
)

// Shell is what a layout needs to know besides the page: who, where, and what waits for them.
// The language comes from the context's Locale.
type Shell struct {
	Title   string // of the page
	Brand   Brand
	Nav     Key // of the entry that the page belongs to
	Crumbs  []ui.Crumb
	Person  string // who is signed in
	Badges  map[Key]int
	Flash   *Flash
	Preview *Preview
	Live    Live

	// The client's side.
	Account  string // the client account
	Accounts int    // that the person can switch between
	Can      portal.Permissions

	// The office's side.
	Role portal.Role
}

// Brand is how the business shows itself.
type Brand struct {
	Name  string
	Logo  paths.URL // "" = its initial
	Style paths.URL // of the generated stylesheet with its colour
}

// Flash is a message about what was just done.
type Flash struct {
	Variant ui.Variant
	Text    string // translated
}

// Preview says that staff are looking at, or acting in, a client's portal.
type Preview struct {
	Staff  string // who looks
	As     string // as whom: a contact, or the client's default preset
	Acting bool   // else read-only
	Until  time.Time
}

// Live is the stream that tells the page to ask again.
type Live struct {
	URL paths.URL // "" = none
	Key string    // of the account or the office: another key is another stream
}

// headline is the title of the browser's tab.
func (s Shell) headline() string {
	if s.Title == "" {
		return s.Brand.Name
	}
	return s.Title + " · " + s.Brand.Name
}

// way is the path to the page in the office: its crumbs, or its title alone.
func (s Shell) way() []ui.Crumb {
	if len(s.Crumbs) > 0 {
		return s.Crumbs
	}
	return []ui.Crumb{{Label: s.Title}}
}
