package web

import (
	"net/url"
	"strings"

	"portico/internal/paths"
)

// All htmx headers live in this file (docs/htmx4.md).

// Partial reports whether only a piece of the page is wanted. htmx 4 says so itself.
func (c *Ctx) Partial() bool { return c.GetHeader("HX-Request-Type") == "partial" }

// isHTMX reports whether htmx asks.
func (c *Ctx) isHTMX() bool { return c.GetHeader("HX-Request") == "true" }

// leave makes the browser navigate, from a fragment as well as from a page.
func (c *Ctx) leave(to paths.URL) { c.Header("HX-Redirect", string(to)) }

// Reload makes the browser load its page anew.
func (c *Ctx) Reload() { c.Header("HX-Refresh", "true") }

// Toast shows a short message beside a fragment.
func (c *Ctx) Toast(text string) { c.Header("HX-Trigger", `{"toast":{"text":`+quoteJSON(text)+`}}`) }

// wholeBody makes a partial request swap the whole page: for error pages.
func (c *Ctx) wholeBody() { c.Header("HX-Retarget", "body") }

// Wants reports whether only the element with an id is to be replaced.
func (c *Ctx) Wants(id string) bool {
	return c.Partial() && strings.HasSuffix(c.GetHeader("HX-Target"), "#"+id)
}

// IntoDialogs makes an answer open as a dialog, whatever its request meant to replace.
func (c *Ctx) IntoDialogs() {
	c.Header("HX-Retarget", "#dialogs")
	c.Header("HX-Reswap", "innerHTML")
}

// Page is the page that the request comes from: what htmx says, else the Referer; fallback when neither is ours.
func (c *Ctx) Page(fallback paths.URL) paths.URL {
	from := c.GetHeader("HX-Current-URL")
	if from == "" {
		from = c.Request.Referer()
	}
	u, err := url.Parse(from)
	if err != nil || u.Host != c.Request.Host || u.Path == c.Request.URL.Path {
		return fallback
	}
	return paths.Local(u.RequestURI(), fallback)
}
