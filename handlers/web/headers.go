package web

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/gin-gonic/gin"
)

// csp lets nothing run or load that isn't ours (SECURITY.md).
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' https://checkout.stripe.com"

// SecurityHeaders are on every answer. All answers share their values: Set replaces one, nothing adds to one.
func SecurityHeaders(secure bool) gin.HandlerFunc {
	fixed := http.Header{}
	fixed.Set("Content-Security-Policy", csp)
	fixed.Set("X-Content-Type-Options", "nosniff")
	fixed.Set("Referrer-Policy", "same-origin")
	fixed.Set("Cross-Origin-Opener-Policy", "same-origin")
	fixed.Set("Cross-Origin-Resource-Policy", "same-origin")
	fixed.Set("X-Frame-Options", "DENY")
	if secure {
		fixed.Set("Strict-Transport-Security", "max-age=63072000")
	}
	return func(g *gin.Context) {
		maps.Copy(g.Writer.Header(), fixed)
		g.Next()
	}
}

// KnownHost refuses requests for a host that isn't ours (421): links and cookies are never made from one.
func (e *Env) KnownHost() gin.HandlerFunc {
	return func(g *gin.Context) {
		if e.Host != nil && g.FullPath() != HealthPath && !e.Host(hostOnly(g.Request.Host)) {
			g.String(http.StatusMisdirectedRequest, "This server does not answer for that host. Its Owner sets the host in Settings, or with --url.\n")
			g.Abort()
		}
	}
}

func hostOnly(h string) string {
	if i := strings.LastIndexByte(h, ':'); i > strings.LastIndexByte(h, ']') {
		h = h[:i]
	}
	return strings.ToLower(strings.Trim(h, "[]"))
}

// Recover turns a crash into a page with a reference that is also in the log.
func (e *Env) Recover() gin.HandlerFunc {
	return func(g *gin.Context) {
		defer func() {
			r := recover()
			if r == nil {
				return
			}
			if r == http.ErrAbortHandler {
				panic(r)
			}
			c := &Ctx{Context: g, Env: e, S: e.Service}
			ref := requestRef(g)
			slog.Error("a request crashed", "ref", ref, "route", g.FullPath(), "panic", r, "stack", string(debug.Stack()))
			c.crashed(ref)
		}()
		g.Next()
	}
}

func quoteJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	// Headers are Latin-1: everything else goes as an escape.
	var out strings.Builder
	for _, r := range string(b) {
		if r < 0x80 {
			out.WriteRune(r)
			continue
		}
		out.WriteString(escape16(r))
	}
	return out.String()
}
