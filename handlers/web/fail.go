package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
)

// fail is the one place that turns an error into an answer.
func (c *Ctx) fail(err error) {
	if errors.Is(err, context.Canceled) {
		c.AbortWithStatus(499) // the browser has gone
		return
	}
	c.Writer.Header().Del("ETag")
	c.Header("Cache-Control", "no-store")
	if large := Large(err); large != nil {
		err = large
	}
	var e *portal.Error
	if !errors.As(err, &e) || e.Code == portal.CodeInternal {
		ref := requestRef(c.Context)
		slog.Error("a request failed", "ref", ref, "method", c.Request.Method, "route", c.FullPath(), "error", err)
		c.crashed(ref)
		return
	}
	if e.Code == portal.CodeSignIn {
		c.toSignIn()
		return
	}
	c.trouble(statusOf(e.Code), c.problem(e))
}

func statusOf(code portal.Code) int {
	switch code {
	case portal.CodeInvalid:
		return http.StatusUnprocessableEntity
	case portal.CodeForbidden:
		return http.StatusForbidden
	case portal.CodeNotFound:
		return http.StatusNotFound
	case portal.CodeConflict:
		return http.StatusConflict
	case portal.CodeLimited:
		return http.StatusTooManyRequests
	case portal.CodeFull, portal.CodeAway:
		return http.StatusServiceUnavailable
	case portal.CodeTooLarge:
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}

// StatusOf is the status of a form that is shown again.
func StatusOf(err error) int { return statusOf(portal.CodeOf(err)) }

func (c *Ctx) problem(e *portal.Error) layout.Problem {
	p := layout.Problem{Title: c.L.Text(e.Msg), Go: c.home(), Label: c.L.T("Go to Home")}
	switch e.Code {
	case portal.CodeNotFound:
		p.Icon = "file-question-mark"
		p.Text = c.L.T("It may have moved, or it belongs to an account you’re not signed in to.")
		if c.V.Place == service.InPortal && c.V.Accounts > 1 {
			p.Second, p.Other = paths.PortalAccounts(), c.L.T("Switch account")
		}
	case portal.CodeForbidden:
		p.Icon = "lock"
		p.Text = c.L.T("Ask %s to switch it on for you.", c.V.Business.Profile.Name)
		if c.V.Place == service.InOffice {
			p.Text = c.L.T("Ask an Owner for it.")
		}
	}
	return p
}

func (c *Ctx) home() paths.URL {
	switch c.V.Place {
	case service.InOffice:
		return paths.OfficeHome()
	case service.InPortal:
		return paths.PortalHome()
	}
	return paths.SignIn()
}

// toSignIn leads to the sign-in page and back; why an ended session is over is said there.
func (c *Ctx) toSignIn() {
	to := paths.SignIn()
	if c.V.Place == service.Door {
		to = stepPath(c.V.Next)
	} else if c.Request.Method == http.MethodGet && c.Request.URL.Path != "/" {
		to = to.With("next", c.Request.URL.RequestURI())
	}
	if c.Partial() || c.isHTMX() {
		c.leave(to)
		c.AbortWithStatus(http.StatusOK)
		return
	}
	c.Redirect(http.StatusSeeOther, string(to))
	c.Abort()
}

func stepPath(s service.Step) paths.URL {
	switch s {
	case service.StepSecondFactor:
		return paths.SignInTOTP()
	case service.StepEnrol:
		return paths.SignInEnrol()
	case service.StepPassword:
		return paths.SignInPasswordChange()
	}
	return paths.SignInAccount()
}

// StepPath is the page of what the Door still asks for.
func StepPath(s service.Step) paths.URL { return stepPath(s) }

func (c *Ctx) trouble(status int, p layout.Problem) {
	if c.ctx == nil {
		c.prepare()
	}
	if c.Partial() {
		c.wholeBody()
		c.Request.Header.Del("HX-Request-Type")
	}
	if err := c.Show(Page{Title: p.Title, Body: layout.Trouble(p), Status: status}); err != nil {
		slog.Error("an error page failed", "error", err)
		c.String(status, p.Title+"\n")
	}
	c.Abort()
}

// crashed is the page of a fault of ours, with a reference that is also in the log.
func (c *Ctx) crashed(ref string) {
	if c.ctx == nil {
		c.prepare()
	}
	if c.Writer.Written() {
		c.Abort()
		return
	}
	c.trouble(http.StatusInternalServerError, layout.Problem{
		Icon: "circle-alert", Title: c.L.T("Something went wrong on our side"), Ref: ref, Go: c.home(), Label: c.L.T("Go to Home"),
		Text: c.L.T("What you did was not saved. Try again; if it happens again, tell us the reference."),
	})
}

// prepare gives a request words before anybody is known.
func (c *Ctx) prepare() {
	if c.V.Business == nil {
		c.V.Business = &portal.Business{}
	}
	c.L = words.New("en", *c.V.Business)
	c.ctx = words.With(c.Request.Context(), c.L)
}
