package web

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/gin-gonic/gin/binding"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// Ctx is one request: who is here, what they may do, in which words.
type Ctx struct {
	*gin.Context
	*Env
	S *service.Service
	V service.Visit
	L *words.Locale

	route Route
	ctx   context.Context
	flash *Flash
}

// Std is the request's context with its words, for use cases and templates.
func (c *Ctx) Std() context.Context { return c.ctx }

// Scope is the visitor's scope.
func (c *Ctx) Scope() service.Scope { return c.V.Scope }

func (c *Ctx) enter() error {
	from := c.From()
	token, _ := c.Cookies().Session(c.Request)
	v, err := c.S.Enter(c.Request.Context(), token, from)
	c.V = v
	if v.Business == nil {
		c.V.Business = &portal.Business{}
	}
	lang := v.Person.Language
	c.L = c.locale(lang, v.Counters.Business, c.V.Business).At(v.Now)
	c.ctx = words.With(c.Request.Context(), c.L)
	return err
}

// From is where the request comes from. The browser's cookie is made here when there is none yet.
func (c *Ctx) From() service.From {
	ip, _ := netip.ParseAddr(c.ClientIP())
	browser, _ := c.Cookies().Browser(c.Request)
	return service.From{IP: ip, UserAgent: c.Request.UserAgent(), Browser: browser}
}

// Browser returns the browser's own random value, giving it one when it has none.
func (c *Ctx) Browser() string {
	if b, ok := c.Cookies().Browser(c.Request); ok {
		return b
	}
	b := auth.NewToken()
	c.Cookies().SetBrowser(c.Writer, b)
	return b
}

// Cookies reads and writes the session's cookies.
func (c *Ctx) Cookies() auth.Cookies { return auth.Cookies{Secure: c.Secure} }

func (c *Ctx) limitBody(n int64) {
	if c.Request.Body != nil {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, n)
	}
}

// ID reads a path parameter; what is no id is not found, like an id that isn't there.
func (c *Ctx) ID(name string) (uint64, error) {
	n, err := strconv.ParseUint(c.Param(name), 10, 64)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != c.Param(name) {
		return 0, portal.NotFound()
	}
	return n, nil
}

// ForRecord narrows staff into the client that owns the record named in the path.
func (c *Ctx) ForRecord(kind portal.Kind, param string) (service.Scope, uint64, error) {
	id, err := c.ID(param)
	if err != nil {
		return service.Scope{}, 0, err
	}
	sc, err := c.S.ForRecord(c.ctx, c.V.Scope.Actor, portal.Ref{Kind: kind, ID: id})
	return sc, id, err
}

// Bind reads the posted form into a struct by its `form` tags.
func (c *Ctx) Bind(into any) error {
	err := c.parse()
	if err == nil {
		err = c.ShouldBindWith(into, binding.Form)
	}
	switch large := Large(err); {
	case large != nil:
		return large
	case err != nil:
		return &portal.Error{Code: portal.CodeInvalid, Msg: portal.T("That form can’t be read."), Cause: err}
	}
	return nil
}

// Large is what is said about a body over its limit, nil when that is not what went wrong.
func Large(err error) error {
	var over *http.MaxBytesError
	if !errors.As(err, &over) {
		return nil
	}
	return &portal.Error{
		Code: portal.CodeTooLarge, Msg: portal.T("That is too large: the limit is %d MB.", max(over.Limit>>20, 1)), Cause: err,
	}
}

// maxMemory is what of a posted form is held in memory.
const maxMemory = 8 << 20

// parse reads the posted form. Bytes that are no text become the sign for that: nothing else is ever stored.
func (c *Ctx) parse() error {
	if c.Request.PostForm != nil {
		return nil
	}
	if err := c.Request.ParseForm(); err != nil { // ParseMultipartForm keeps this to itself when there are no parts
		return err
	}
	if err := c.Request.ParseMultipartForm(maxMemory); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	for _, values := range []url.Values{c.Request.Form, c.Request.PostForm} {
		for _, vs := range values {
			for i, v := range vs {
				vs[i] = plainText(v)
			}
		}
	}
	return nil
}

func plainText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// Typed is the form as it was typed, with what is wrong with it.
func (c *Ctx) Typed(err error) ui.Form { return ui.Form{Values: c.Request.PostForm}.Refused(err) }

// Faulty reports whether err is about the input, so that the form is shown again.
func Faulty(err error) bool {
	code := portal.CodeOf(err)
	return code == portal.CodeInvalid || code == portal.CodeConflict || code == portal.CodeLimited
}

// FaultyFiles is Faulty for a form that files can come with: too much of them is shown beside them.
func FaultyFiles(err error) bool { return Faulty(err) || portal.CodeOf(err) == portal.CodeTooLarge }

// To answers a post: go to a page, with a message there.
func (c *Ctx) To(to paths.URL, flash *Flash) error {
	if flash != nil {
		c.setFlash(*flash)
	}
	c.Redirect(http.StatusSeeOther, string(to))
	return nil
}

// Said is a flash that tells of success.
func (c *Ctx) Said(key string, args ...any) *Flash {
	return &Flash{Variant: ui.Success, Text: c.L.T(key, args...)}
}
