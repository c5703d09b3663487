package ui

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
)

// Variant is a tone that means a status; it always comes with an icon and a word.
type Variant string

// The variants.
const (
	Plain   Variant = ""
	Success Variant = "success"
	Warning Variant = "warning"
	Danger  Variant = "danger"
	Info    Variant = "info"
	Brand   Variant = "brand" // the business's accent: counts, never a status
)

// out writes markup and remembers the first error; text is escaped, markup is only ever a literal.
type out struct {
	w   io.Writer
	err error
}

type literal string

func (o *out) markup(parts ...literal) {
	for _, p := range parts {
		if o.err == nil {
			_, o.err = io.WriteString(o.w, string(p))
		}
	}
}

func (o *out) text(s string) {
	if o.err == nil {
		_, o.err = io.WriteString(o.w, templ.EscapeString(s))
	}
}

func (o *out) icon(name string) {
	o.markup(`<svg class="icon" aria-hidden="true"><use href="`)
	o.text(string(paths.Asset("icons.svg")))
	o.markup(`#`)
	o.text(name)
	o.markup(`"></use></svg>`)
}

type icon string

func (i icon) Render(_ context.Context, w io.Writer) error {
	o := out{w: w}
	o.icon(string(i))
	return o.err
}

// Icon is a picture out of the sprite, by its Lucide name; the words beside it say what it means.
func Icon(name string) templ.Component { return icon(name) }

type money struct {
	portal.Money
	strong bool
}

func (m money) Render(ctx context.Context, w io.Writer) error {
	o := out{w: w}
	open, shut := literal(`<span class="money">`), literal(`</span>`)
	if m.strong {
		open, shut = `<strong class="money">`, `</strong>`
	}
	o.markup(open)
	o.text(words.From(ctx).Money(m.Money))
	o.markup(shut)
	return o.err
}

// Money is an amount with its currency.
func Money(m portal.Money) templ.Component { return money{m, false} }

// Sum is an amount that its row is about.
func Sum(m portal.Money) templ.Component { return money{m, true} }

type day struct {
	portal.Day
	full bool
}

func (d day) Render(ctx context.Context, w io.Writer) error {
	if d.Day == 0 {
		return nil
	}
	o, l := out{w: w}, words.From(ctx)
	o.markup(`<time datetime="`)
	o.text(d.ISO())
	o.markup(`">`)
	if d.full {
		o.text(l.Day(d.Day))
	} else {
		o.text(l.DayShort(d.Day))
	}
	o.markup(`</time>`)
	return o.err
}

// Day is a day as lists write it: Tue 3 Mar.
func Day(d portal.Day) templ.Component { return day{d, false} }

// FullDay is a day as documents write it: Tue 3 Mar 2026.
func FullDay(d portal.Day) templ.Component { return day{d, true} }

type moment struct {
	time.Time
	ago bool
}

func (m moment) Render(ctx context.Context, w io.Writer) error {
	l := words.From(ctx)
	o := out{w: w}
	if m.IsZero() {
		if m.ago {
			o.text(l.T("never"))
		}
		return o.err
	}
	o.markup(`<time datetime="`)
	o.text(m.In(l.Zone()).Format("2006-01-02T15:04-07:00"))
	o.markup(`">`)
	if m.ago {
		o.text(l.Ago(m.Time, l.Now()))
	} else {
		o.text(l.Time(m.Time))
	}
	o.markup(`</time>`)
	return o.err
}

// Time is a moment in the business's zone: Tue 3 Mar, 09:12.
func Time(t time.Time) templ.Component { return moment{t, false} }

// Ago is a moment from now: today, 09:40; the day alone when it is older than yesterday; "never" for none.
func Ago(t time.Time) templ.Component { return moment{t, true} }

// AgoUnix is Ago for the seconds that list rows hold.
func AgoUnix(seconds int64) templ.Component {
	if seconds == 0 {
		return moment{ago: true}
	}
	return moment{time.Unix(seconds, 0), true}
}

type badge struct {
	variant Variant
	icon    string
	word    string
}

func (b badge) Render(_ context.Context, w io.Writer) error {
	o := out{w: w}
	o.markup(`<span class="badge"`)
	if b.variant != Plain {
		o.markup(` data-variant="`)
		o.text(string(b.variant))
		o.markup(`"`)
	}
	o.markup(`>`)
	o.icon(b.icon)
	o.text(b.word)
	o.markup(`</span>`)
	return o.err
}

// Badge is a status: icon, word and tone. The word is translated already.
func Badge(variant Variant, icon, word string) templ.Component { return badge{variant, icon, word} }

// status is a badge whose word is a name of the domain.
type status struct {
	look look
	name words.Named
}

type look struct {
	variant Variant
	icon    string
}

func (s status) Render(ctx context.Context, w io.Writer) error {
	return badge{s.look.variant, s.look.icon, words.From(ctx).Name(s.name)}.Render(ctx, w)
}

var invoiceLooks = [...]look{
	portal.StatusDraft:      {Plain, "file-pen-line"},
	portal.StatusVoid:       {Plain, "ban"},
	portal.StatusBadDebt:    {Danger, "circle-x"},
	portal.StatusPaid:       {Success, "circle-check"},
	portal.StatusOverdue:    {Danger, "clock-alert"},
	portal.StatusPartlyPaid: {Warning, "circle-dashed"},
	portal.StatusViewed:     {Plain, "eye"},
	portal.StatusSent:       {Plain, "send"},
	portal.StatusIssued:     {Plain, "file-check"},
}

// InvoiceStatus is an invoice's status.
func InvoiceStatus(s portal.InvoiceStatus) templ.Component { return status{invoiceLooks[s], s} }

var mailLooks = [...]look{
	portal.MailWaiting: {Plain, "hourglass"},
	portal.MailSent:    {Success, "circle-check"},
	portal.MailFailed:  {Danger, "circle-x"},
}

// MailState is where a mail is on its way.
func MailState(s portal.MailState) templ.Component { return status{mailLooks[s], s} }
