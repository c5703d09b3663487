package web

import "portico/internal/paths"

// All htmx headers live in this file (docs/htmx4.md).

// Partial reports whether only a piece of the page is wanted. htmx 4 says so itself.
func (c *Ctx) Partial() bool { return c.GetHeader("HX-Request-Type") == "partial" }

// isHTMX reports whether htmx asks.
func (c *Ctx) isHTMX() bool { return c.GetHeader("HX-Request") == "true" }

// leave makes the browser navigate, from a fragment as well as from a page.
func (c *Ctx) leave(to paths.URL) { c.Header("HX-Redirect", string(to)) }

// Toast shows a short message beside a fragment.
func (c *Ctx) Toast(text string) { c.Header("HX-Trigger", `{"toast":{"text":`+quoteJSON(text)+`}}`) }

// wholeBody makes a partial request swap the whole page: for error pages.
func (c *Ctx) wholeBody() { c.Header("HX-Retarget", "body") }
