package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
)

// Cloud and clip stand beside every name of the office's longest lists, so they are written like the pieces.
// Their buttons belong to the form #acts of the layout: they may stand inside the form of a list, and without
// JavaScript they post, or open the page that asks.

type (
	cloud ContactCloud
	clip  ContactCloud
)

// Cloud is a contact's portal access: red and slashed, green with a dot, green with a tick. The red one asks
// whether to turn access on, the others open a menu.
func Cloud(c ContactCloud) templ.Component { return cloud(c) }

// Clip says whether the contact has the attachments section; a click switches it.
func Clip(c ContactCloud) templ.Component { return clip(c) }

func (c cloud) Render(ctx context.Context, w io.Writer) error {
	o, l := begin(), words.From(ctx)
	if c.State == portal.CloudOff {
		o.markup(`<button class="cloud" data-state="off"`)
		o.asks(paths.OfficeContactInvite(c.Contact))
		o.attr(` aria-label="`, ContactCloud(c).says(l))
		o.markup(` aria-haspopup="dialog">`)
		o.icon("cloud-off")
		o.markup(`</button>`)
		return o.end(w)
	}
	o.markup(`<ot-dropdown>`)
	o.attr(`<button class="cloud" type="button" data-state="`, c.State.Key())
	o.attr(` popovertarget="`, ContactCloud(c).menu())
	o.attr(` aria-label="`, ContactCloud(c).says(l))
	o.markup(`>`)
	o.icon(cloudIcon(c.State.Key()))
	if c.Trouble != "" {
		o.markup(`<span class="tone" data-variant="warning">`)
		o.icon("triangle-alert")
		o.markup(`</span>`)
	}
	o.markup(`</button>`)
	c.menu(o, l)
	o.markup(`</ot-dropdown>`)
	return o.end(w)
}

func (c cloud) menu(o *out, l *words.Locale) {
	o.attr(`<div popover id="`, ContactCloud(c).menu())
	o.attr(` role="menu" aria-label="`, l.T("Portal for %s", c.Name))
	o.markup(`><button role="menuitem"`)
	o.posts(paths.OfficeContactResend(c.Contact))
	o.attr(` hx-swap="outerHTML" hx-target="#`, ContactCloud(c).ID())
	o.item("send", l.T("Resend invitation"))
	o.markup(`</button><button role="menuitem" hx-target="#dialogs"`)
	o.posts(paths.OfficeContactLink(c.Contact))
	o.item("link", l.T("Copy link"))
	o.markup(`</button>`)
	o.attr(`<a role="menuitem" href="`, string(paths.OfficeContactPermissions(c.Contact)))
	o.item("user-cog", l.T("Permissions"))
	o.markup(`</a>`)
	o.attr(`<button role="menuitem" type="submit" form="acts" formaction="`, string(paths.OfficePreviewContact(c.Contact)))
	o.item("eye", l.T("View as this contact"))
	o.markup(`</button><hr><button role="menuitem" data-variant="danger"`)
	o.asks(paths.OfficeContactDisable(c.Contact))
	o.item("cloud-off", l.T("Disable access"))
	o.markup(`</button></div>`)
}

func (c clip) Render(ctx context.Context, w io.Writer) error {
	o := begin()
	o.markup(`<button class="clip" name="on"`)
	o.posts(paths.OfficeContactClip(c.Contact))
	o.attr(` hx-swap="outerHTML" hx-target="#`, ContactCloud(c).ID())
	o.attr(` aria-label="`, words.From(ctx).T("Attachments for %s", c.Name))
	if c.Clip {
		o.markup(` value="no" aria-pressed="true">`)
		o.icon("paperclip")
	} else {
		o.markup(` value="yes" aria-pressed="false">`)
		o.icon("paperclip-off")
	}
	o.markup(`</button>`)
	return o.end(w)
}

// attr appends an opened attribute, its value and the closing quote.
func (o *out) attr(opened literal, value string) {
	o.markup(opened)
	o.text(value)
	o.markup(`"`)
}

// posts makes a button post to u and swap the answer in.
func (o *out) posts(u paths.URL) {
	o.attr(` type="submit" form="acts" formaction="`, string(u))
	o.attr(` hx-post="`, string(u))
}

// asks makes a button open the question at u in a dialog.
func (o *out) asks(u paths.URL) {
	o.attr(` type="submit" form="acts" formmethod="get" formaction="`, string(u))
	o.attr(` hx-target="#dialogs" hx-get="`, string(u))
}

// item ends a menu item's tag and writes its icon and words.
func (o *out) item(icon, label string) {
	o.markup(`>`)
	o.icon(icon)
	o.text(label)
}

type pick struct {
	name, value, label string
	on                 bool
}

func (p pick) Render(_ context.Context, w io.Writer) error {
	o := begin()
	o.attr(`<td role="cell" class="pick"><label><input type="checkbox" name="`, p.name)
	o.attr(` value="`, p.value)
	if p.on {
		o.markup(` checked`)
	}
	o.markup(`><span class="visually-hidden">`)
	o.text(p.label)
	o.markup(`</span></label></td>`)
	return o.end(w)
}

// Pick is the cell that selects a row; label says what it does: Pay INV-10480.
func Pick(name, value, label string, on bool) templ.Component { return pick{name, value, label, on} }
