package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"portico/internal/paths"
)

// Cache says how a page may be kept.
type Cache uint8

// The kinds of caching.
const (
	NoStore   Cache = iota // private and changing: never kept
	Validated              // private, kept, and asked about with its validator on every visit
)

// Route is one line of the route table.
type Route struct {
	Method string
	Path   string
	Policy Policy
	Cache  Cache
	Limit  int64 // of the body in bytes; 0 = DefaultLimit
	Files  int   // how many files of the size that the business allows the body may hold besides
	Form   any   // the struct that Do binds: lets tests put foreign ids into bodies
	Do     func(*Ctx) error
}

// DefaultLimit bounds a request's body.
const DefaultLimit = 1 << 20

// Handle turns a route into a gin handler: who is it, may they, is their copy still good, do it.
func (e *Env) Handle(r Route) gin.HandlerFunc {
	return func(g *gin.Context) {
		c := &Ctx{Context: g, Env: e, S: e.Service, route: r}
		if err := c.serve(); err != nil {
			c.fail(err)
		}
	}
}

func (c *Ctx) serve() error {
	if c.route.Policy.kind == policyHook {
		c.prepare()
	} else if err := c.enter(); err != nil {
		return err
	}
	if c.route.Policy.ForPortal() && c.V.PreviewOver() {
		return c.previewOver()
	}
	if err := c.route.Policy.allow(&c.V); err != nil {
		return err
	}
	if c.route.Cache == Validated && c.unchanged() {
		return nil
	}
	limit := c.route.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	c.limitBody(limit + int64(c.route.Files)*int64(c.V.Business.Portal.UploadMB)<<20)
	return c.route.Do(c)
}

// previewOver leads staff whose preview ran out of time back to where it began.
func (c *Ctx) previewOver() error {
	to := paths.Local(c.V.Session.PreviewFrom, paths.OfficeHome())
	said := c.Said("The preview has ended: it lasts 30 minutes.")
	if c.Partial() {
		c.setFlash(*said)
		c.leave(to)
		c.Status(http.StatusOK)
		return nil
	}
	return c.To(to, said)
}
