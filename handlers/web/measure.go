package web

import (
	"log/slog"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"portico/portal"
)

// HealthPath answers whatever the Host: the one who asks for it knows the machine by its address only.
const HealthPath = "/healthz"

const refKey = "portico.ref"

// Measure gives every request an id, counts it, and logs it where that is wished for. What is logged is the
// route, never the path: paths can hold tokens.
func (e *Env) Measure() gin.HandlerFunc {
	return func(g *gin.Context) {
		began := time.Now()
		ref := reference()
		g.Set(refKey, ref)
		g.Header("X-Request-Id", ref)
		g.Next()
		took := time.Since(began)
		if e.Observe != nil {
			if strings.HasPrefix(g.Writer.Header().Get("Content-Type"), "text/event-stream") {
				took = 0 // a stream lasts as long as its page
			}
			e.Observe(g.Request.Method, g.FullPath(), g.Writer.Status(), took)
		}
		if e.AccessLog {
			slog.Info("request", "id", ref, "method", g.Request.Method, "route", g.FullPath(), "status", g.Writer.Status(),
				"bytes", g.Writer.Size(), "took", took.Round(time.Microsecond), "ip", g.ClientIP())
		}
	}
}

// requestRef is the request's id: the one on an error page is the one in the log.
func requestRef(g *gin.Context) string {
	if ref := g.GetString(refKey); ref != "" {
		return ref
	}
	return reference()
}

// Health answers 200 when the store can be written.
func Health(c *Ctx) error {
	if err := c.S.Writable(); err != nil {
		slog.Error("the store can't be written", "error", err)
		return &portal.Error{Code: portal.CodeFull, Msg: portal.T("The store can’t be written."), Cause: err}
	}
	return c.write(200, "text/plain; charset=utf-8", []byte("ok\n"))
}
