package staff

import (
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	views "portico/views/staff"
)

// How many of each kind a search shows: a few while it is typed, more on its page.
const (
	foundTyping = 4
	foundPage   = 25
)

// Search searches everything.
func Search(c *web.Ctx) error {
	q := strings.TrimSpace(c.Query("q"))
	f, err := c.S.Search(c.Std(), c.Scope(), q, foundPage)
	if err != nil {
		return err
	}
	return c.Show(web.Page{Title: c.L.T("Search"), Body: views.Search(views.SearchPage{Found: f, Q: q, Today: c.V.Today})})
}

// Found lists what a search finds, while it is typed.
func Found(c *web.Ctx) error {
	q := strings.TrimSpace(c.Query("q"))
	f, err := c.S.Search(c.Std(), c.Scope(), q, foundTyping)
	if err != nil {
		return err
	}
	return piece(c, views.Found(views.SearchPage{Found: f, Q: q, Today: c.V.Today}), paths.OfficeSearch().With("q", q))
}
