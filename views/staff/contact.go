package staff

import (
	"context"
	"net/url"
	"time"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// ContactForm is the form of a new contact, or of one that is edited.
type ContactForm struct {
	Form    ui.Form
	Contact portal.Contact     // ID 0 = a new one
	Of      portal.ClientRow   // ID 0 = still to be found
	Offer   []portal.ClientRow // clients that may have been meant
	Theirs  url.Values         // what somebody else saved meanwhile; nil = nobody did
}

// ContactValues are a contact's details as form values.
func ContactValues(c portal.Contact) url.Values {
	return url.Values{"name": {c.Name}, "email": {c.Email}, "phone": {c.Phone}, "title": {c.Title}}
}

func (p ContactForm) action() paths.URL {
	if p.Contact.ID == 0 {
		return paths.OfficeContactNew()
	}
	return paths.OfficeContactEdit(p.Contact.ID)
}

func (p ContactForm) title(ctx context.Context) string {
	if p.Contact.ID == 0 {
		return words.T(ctx, "New contact")
	}
	return words.T(ctx, "Edit %s", p.Contact.Name)
}

func (p ContactForm) cancel() paths.URL {
	switch {
	case p.Contact.ID != 0:
		return paths.OfficeContact(p.Contact.ID)
	case p.Of.ID != 0:
		return paths.OfficeClientContacts(p.Of.ID)
	}
	return paths.OfficeContacts()
}

func (p ContactForm) emailHint(ctx context.Context) string {
	if p.Contact.On {
		return words.T(ctx, "They sign in with it. A new address gets an invitation of its own, and access under the old one ends at once.")
	}
	return words.T(ctx, "They sign in with it. It can wait until they get portal access.")
}

// clashes are the fields that somebody else saved with another value.
func (p ContactForm) clashes(ctx context.Context) (out [][3]string) {
	for _, f := range [][2]string{
		{"name", words.T(ctx, "Name")}, {"email", words.T(ctx, "E-mail")}, {"phone", words.T(ctx, "Phone")}, {"title", words.T(ctx, "Title")},
	} {
		if theirs, yours := p.Theirs.Get(f[0]), p.Form.Value(f[0]); theirs != yours {
			out = append(out, [3]string{f[1], theirs, yours})
		}
	}
	return out
}

func (p ContactForm) offers(ctx context.Context) (os []ui.Option) {
	for _, c := range p.Offer {
		os = append(os, ui.Option{Value: c.Number, Label: c.Name, Sub: c.Number + " " + c.City})
	}
	return os
}

func contactMetas(ctx context.Context, p service.ContactPage) []ui.Meta {
	ms := []ui.Meta{{Icon: "building-2", Text: p.Of.Name, URL: paths.OfficeClient(p.Of.ID)}}
	if p.Title != "" {
		ms = append(ms, ui.Meta{Icon: "briefcase", Text: p.Title})
	}
	if p.Email != "" {
		ms = append(ms, ui.Meta{Icon: "mail", Text: p.Email, URL: paths.Mail(p.Email)})
	} else {
		ms = append(ms, ui.Meta{Icon: "triangle-alert", Variant: ui.Warning, Text: words.T(ctx, "no e-mail")})
	}
	if p.Phone != "" {
		ms = append(ms, ui.Meta{Icon: "phone", Text: p.Phone, URL: paths.Tel(p.Phone)})
	}
	return ms
}

func contactCloud(ctx context.Context, c portal.Contact) ui.ContactCloud {
	cc := ui.ContactOf(words.From(ctx), c.Row())
	cc.Plain = true
	return cc
}

func unixTime(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0)
}

// dayShort is the day of a moment, without its time.
func dayShort(ctx context.Context, seconds int64) string {
	l := words.From(ctx)
	return l.DayShort(portal.DayOf(unixTime(seconds), l.Zone()))
}
