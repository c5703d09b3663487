package web

import (
	"encoding/base64"
	"encoding/csv"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
	"portico/views/ui"
)

// List reads what every list takes from its URL: the search and where the page begins.
func (c *Ctx) List() (store.Query, error) {
	q := store.Query{Search: c.Query("q")}
	if len(q.Search) > 200 {
		q.Search = q.Search[:200]
	}
	if after := c.Query("after"); after != "" {
		b, err := base64.RawURLEncoding.DecodeString(after)
		if err != nil || len(b) == 0 {
			return q, portal.NotFound()
		}
		q.After = b
	}
	return q, nil
}

// IDQuery reads an optional id from the URL; 0 = none, or nothing that could be one.
func (c *Ctx) IDQuery(name string) uint64 {
	n, _ := strconv.ParseUint(c.Query(name), 10, 64) // what is no id filters nothing
	return n
}

// DayQuery reads an optional day from the URL; 0 = none, or nothing that could be one.
func (c *Ctx) DayQuery(name string) portal.Day {
	d, _ := portal.ParseDay(c.Query(name))
	return d
}

// Foot ends a list: whether there is more, and the way to it. Rows that were loaded before aren't known here, so
// only a first page tells a number.
func Foot[R any](c *Ctx, p store.Page[R], url paths.URL) ui.Foot {
	f := ui.Foot{Looking: p.Spent}
	switch first := c.Query("after") == ""; {
	case first && p.More:
		f.Text = c.L.T("The first %d", len(p.Rows))
	case first:
		f.Text = c.L.N(len(p.Rows), "%d in all", "%d in all")
	case p.More:
		f.Text = c.L.T("There are more")
	default:
		f.Text = c.L.T("That is all")
	}
	if p.More {
		f.More = url.WithAll(c.query("after", base64.RawURLEncoding.EncodeToString(p.Next)))
	}
	return f
}

// query is the URL's query with one value changed.
func (c *Ctx) query(key, value string) url.Values {
	q := c.Request.URL.Query()
	q.Set(key, value)
	return q
}

// CSV streams every row that matches, page by page, each in a transaction of its own. Cells that a
// spreadsheet would run as a formula are made inert.
func CSV[R any](c *Ctx, name string, head []string, q store.Query, page func(store.Query) (store.Page[R], error), row func(R) []string) error {
	q.Limit, q.Budget, q.After = 500, 0, nil
	first, err := page(q)
	if err != nil {
		return err
	}
	c.Header("Content-Type", "text/csv; charset=utf-8")
	c.Header("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusOK)
	w := csv.NewWriter(c.Writer)
	if err := w.Write(head); err != nil {
		return nil // the browser has gone
	}
	for p := first; ; {
		for _, r := range p.Rows {
			cells := row(r)
			for i := range cells {
				cells[i] = inert(cells[i])
			}
			if err := w.Write(cells); err != nil {
				return nil
			}
		}
		w.Flush()
		if !p.More {
			return nil
		}
		q.After = p.Next
		if p, err = page(q); err != nil {
			panic(http.ErrAbortHandler) // a cut-off file must not look whole
		}
	}
}

func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		if _, err := strconv.ParseFloat(cell, 64); err != nil {
			return "'" + cell
		}
	}
	return cell
}
