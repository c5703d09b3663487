package staff

import (
	"slices"

	"portico/handlers/web"
	"portico/internal/mail"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Outbox lists the mails: waiting, sent, failed and why.
func Outbox(c *web.Ctx) error {
	list, err := c.List()
	if err != nil {
		return err
	}
	q := store.MailQuery{Query: list}
	q.Budget = store.OfficeBudget
	for s := portal.MailWaiting; s <= portal.MailFailed; s++ {
		if s.Key() == c.Query("state") {
			q.States = []portal.MailState{s}
		}
	}
	if k := portal.MailKind(c.IDQuery("kind")); slices.Contains(portal.MailKinds(), k) {
		q.Kinds = []portal.MailKind{k}
	}
	o, err := c.S.Outbox(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Outbox"), Nav: layout.Outbox,
		Body: views.Outbox(views.OutboxPage{Outbox: o, Values: c.Request.URL.Query(), Foot: web.Foot(c, o.Page, paths.OfficeOutbox())}),
	})
}

// OutboxMail is one mail of the outbox.
func OutboxMail(c *web.Ctx) error {
	id, err := c.ID("mail")
	if err != nil {
		return err
	}
	m, err := c.S.OutboxMail(c.Std(), c.Scope(), portal.MailID(id))
	if err != nil {
		return err
	}
	text, _ := mail.Open(m.Frozen)
	return c.Show(web.Page{
		Title: views.MailTitle(c.L, m.Mail), Nav: layout.Outbox, Body: views.OneMail(views.MailPage{OutboxMail: m, Letter: text.Text, Seen: text.HTML != ""}),
		Crumbs: []ui.Crumb{{Label: c.L.T("Outbox"), URL: paths.OfficeOutbox()}, {Label: views.MailTitle(c.L, m.Mail)}},
	})
}

// mailCSP lets a mail show its own styles and logo, and do nothing: no script, no form, nothing from anywhere,
// in an origin of its own.
const mailCSP = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// OutboxBody is the mail as its receiver sees it, shut off from everything.
func OutboxBody(c *web.Ctx) error {
	id, err := c.ID("mail")
	if err != nil {
		return err
	}
	m, err := c.S.OutboxMail(c.Std(), c.Scope(), portal.MailID(id))
	if err != nil {
		return err
	}
	letter, err := mail.Open(m.Frozen)
	if err != nil || letter.HTML == "" {
		return portal.NotFound()
	}
	c.Header("Content-Security-Policy", mailCSP)
	c.Header("Cache-Control", "no-store")
	c.Data(200, "text/html; charset=utf-8", []byte(letter.HTML))
	return nil
}

// OutboxResend sends a mail again.
func OutboxResend(c *web.Ctx) error {
	id, err := c.ID("mail")
	if err != nil {
		return err
	}
	again, err := c.S.Resend(c.Std(), c.Scope(), portal.MailID(id))
	if portal.CodeOf(err) == portal.CodeInvalid {
		return c.To(paths.OfficeMail(portal.MailID(id)), &web.Flash{Variant: ui.Warning, Text: c.Typed(err).Say(c.L)})
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeMail(again), c.Said("On its way again."))
}
