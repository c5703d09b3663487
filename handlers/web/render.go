package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	"portico/views/ui"
)

// Page is what a handler renders: in its layout, or bare when only a part is wanted.
type Page struct {
	Title  string
	Nav    layout.Key
	Crumbs []ui.Crumb
	Body   templ.Component
	Status int  // 0 = 200
	AtDoor bool // in the sign-in layout wherever the visitor is
	Bare   bool // in a layout without navigation, whoever the visitor is
}

// Show renders a page, into a buffer first: never a partial page.
func (c *Ctx) Show(p Page) error {
	flash := c.takeFlash()
	s := c.shell(p, flash)
	if c.Partial() {
		return c.send(p.Status, layout.Part(s), p.Body)
	}
	if !p.Bare {
		badges, err := c.S.Badges(c.ctx, c.V)
		if err != nil {
			return err
		}
		s.Badges = counts(c.V.Place, badges)
	}
	return c.send(p.Status, c.frame(p, s), p.Body)
}

// Fragment renders a piece of a page that replaces one element.
func (c *Ctx) Fragment(body templ.Component, flash *Flash) error {
	var f *layout.Flash
	if flash != nil {
		f = &layout.Flash{Variant: flash.Variant, Text: flash.Text}
	}
	return c.send(http.StatusOK, layout.Fragment(f), body)
}

// Refusal renders a piece of a page that says why something was not done.
func (c *Ctx) Refusal(body templ.Component, err error) error {
	return c.send(StatusOf(err), layout.Fragment(nil), body)
}

func (c *Ctx) send(status int, frame, body templ.Component) error {
	if status == 0 {
		status = http.StatusOK
	}
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer buffers.Put(buf)
	if err := Within(frame, body).Render(c.ctx, buf); err != nil {
		return err
	}
	c.bodies.see(c.Writer.Header().Get("ETag"), c.Request.URL.RequestURI(), buf.Bytes())
	return c.write(status, "text/html; charset=utf-8", buf.Bytes())
}

// Within puts a body where its frame has its children.
func Within(frame, body templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return frame.Render(templ.WithChildren(ctx, body), w)
	})
}

func (c *Ctx) frame(p Page, s layout.Shell) templ.Component {
	switch {
	case p.Bare:
		return layout.Bare(s)
	case p.AtDoor || c.V.Place == service.Nowhere || c.V.Place == service.Door:
		return layout.Door(s)
	case c.V.Place == service.InOffice:
		return layout.Staff(s)
	}
	return layout.Client(s)
}

func (c *Ctx) shell(p Page, flash *Flash) layout.Shell {
	v := &c.V
	if p.Bare {
		v = &service.Visit{Business: c.V.Business}
	}
	s := layout.Shell{
		Title: p.Title, Nav: p.Nav, Crumbs: p.Crumbs, Person: v.Person.Name, Account: v.ClientName, Accounts: v.Accounts,
		Can: rooms(v.Scope), Role: v.Scope.Role(), Brand: brand(v.Business),
	}
	if flash != nil {
		s.Flash = &layout.Flash{Variant: flash.Variant, Text: flash.Text}
	}
	switch v.Place {
	case service.InPortal:
		s.Live = layout.Live{URL: paths.PortalLive(), Key: strconv.FormatUint(uint64(v.Scope.Client()), 10)}
		if v.Scope.Mode() != service.Own {
			s.Preview = &layout.Preview{
				Staff: v.Person.Name, As: v.Preview, Acting: v.Scope.Mode() == service.Act, Until: v.Session.PreviewUntil,
			}
		}
	case service.InOffice:
		s.Live = layout.Live{URL: paths.OfficeLive(), Key: "office"}
	}
	if p.Status >= http.StatusBadRequest {
		s.Live = layout.Live{} // a refusal stays what it is: asking again would only load it anew
	}
	return s
}

// counts are the badges by the room that they stand at.
func counts(at service.Place, b service.Badges) map[layout.Key]int {
	if at == service.InOffice {
		return map[layout.Key]int{layout.Outbox: b.Failed, layout.Requests: b.Requests, layout.Payments: b.ToApprove}
	}
	return map[layout.Key]int{layout.Invoices: b.Unpaid, layout.Estimates: b.Estimates}
}

// rooms are the permissions whose rooms the navigation shows: what is of the whole account has nothing in it for
// a contact who looks after some of its properties.
func rooms(sc service.Scope) portal.Permissions {
	if sc.Whole() {
		return sc.Permissions()
	}
	return sc.Permissions() &^ portal.Set(portal.ViewPayments, portal.ViewStatement)
}

func brand(b *portal.Business) layout.Brand {
	br := layout.Brand{Name: b.Profile.Name, Style: paths.BrandStyle(colourHash(b.Profile.Colour))}
	if br.Name == "" {
		br.Name = "Portico"
	}
	if b.Profile.Logo != 0 {
		br.Logo = paths.BrandLogo(b.Profile.LogoHash)
	}
	return br
}
