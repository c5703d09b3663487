package ui

import (
	"context"
	"io"
	"sync"
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

// out gathers a small piece of markup and writes it at once. Markup is only ever a literal; all else is escaped.
type out struct{ b []byte }

type literal string

// small is for pieces, wide for whole lists: they would grow one of the others again and again.
var (
	small = sync.Pool{New: func() any { return &out{make([]byte, 0, 512)} }}
	wide  = sync.Pool{New: func() any { return &out{make([]byte, 0, 32<<10)} }}
)

func begin() *out { return small.Get().(*out) }

func (o *out) end(w io.Writer) error { return o.endIn(&small, w) }

func (o *out) endIn(pool *sync.Pool, w io.Writer) error {
	_, err := w.Write(o.b)
	o.b = o.b[:0]
	pool.Put(o)
	return err
}

func (o *out) markup(m literal) { o.b = append(o.b, m...) }

func (o *out) text(s string) {
	at := len(o.b)
	o.b = append(o.b, s...)
	o.escape(at)
}

var special = [256]bool{'&': true, '<': true, '>': true, '"': true, '\'': true}

// escape escapes what was appended since at: mostly nothing.
func (o *out) escape(at int) {
	for _, c := range o.b[at:] {
		if special[c] {
			s := templ.EscapeString(string(o.b[at:]))
			o.b = append(o.b[:at], s...)
			return
		}
	}
}

func (o *out) icon(name string) {
	o.markup(`<svg class="icon" aria-hidden="true"><use href="`)
	o.text(string(paths.Icons()))
	o.markup(`#`)
	o.text(name)
	o.markup(`"></use></svg>`)
}

type icon string

func (i icon) Render(_ context.Context, w io.Writer) error {
	o := begin()
	o.icon(string(i))
	return o.end(w)
}

// Icon is a picture out of the sprite, by its Lucide name; the words beside it say what it means.
func Icon(name string) templ.Component { return icon(name) }

type money struct {
	portal.Money
	strong bool
}

func (m money) Render(ctx context.Context, w io.Writer) error {
	o := begin()
	o.money(words.From(ctx), m.Money, m.strong)
	return o.end(w)
}

func (o *out) money(l *words.Locale, m portal.Money, strong bool) {
	open, shut := literal(`<span class="money">`), literal(`</span>`)
	if strong {
		open, shut = `<strong class="money">`, `</strong>`
	}
	o.markup(open)
	at := len(o.b)
	o.b = l.AppendMoney(o.b, m)
	o.escape(at)
	o.markup(shut)
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
	o := begin()
	o.day(words.From(ctx), d.Day, d.full)
	return o.end(w)
}

func (o *out) day(l *words.Locale, d portal.Day, full bool) {
	o.markup(`<time datetime="`)
	o.b = words.AppendISO(o.b, d)
	o.markup(`">`)
	at := len(o.b)
	if full {
		o.b = l.AppendDay(o.b, d)
	} else {
		o.b = l.AppendDayShort(o.b, d)
	}
	o.escape(at)
	o.markup(`</time>`)
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
	o, l := begin(), words.From(ctx)
	if m.IsZero() {
		if m.ago {
			o.text(l.T("never"))
		}
		return o.end(w)
	}
	o.markup(`<time datetime="`)
	o.b = m.In(l.Zone()).AppendFormat(o.b, "2006-01-02T15:04-07:00")
	o.markup(`">`)
	at := len(o.b)
	if m.ago {
		o.b = append(o.b, l.Ago(m.Time, l.Now())...)
	} else {
		o.b = l.AppendTime(o.b, m.Time)
	}
	o.escape(at)
	o.markup(`</time>`)
	return o.end(w)
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
	look look
	word string
	name words.Named // instead of word: a name of the domain
}

type look struct {
	variant Variant
	icon    string
}

func (b badge) Render(ctx context.Context, w io.Writer) error {
	o := begin()
	if b.name != nil {
		b.word = words.From(ctx).Name(b.name)
	}
	o.badge(b.look, b.word)
	return o.end(w)
}

func (o *out) badge(l look, word string) {
	o.markup(`<span class="badge"`)
	if l.variant != Plain {
		o.markup(` data-variant="`)
		o.text(string(l.variant))
		o.markup(`"`)
	}
	o.markup(`>`)
	o.icon(l.icon)
	o.text(word)
	o.markup(`</span>`)
}

// Badge is a status: icon, word and tone. The word is translated already.
func Badge(variant Variant, icon, word string) templ.Component {
	return badge{look{variant, icon}, word, nil}
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
func InvoiceStatus(s portal.InvoiceStatus) templ.Component { return badge{invoiceLooks[s], "", s} }

var mailLooks = [...]look{
	portal.MailWaiting: {Plain, "hourglass"},
	portal.MailSent:    {Success, "circle-check"},
	portal.MailFailed:  {Danger, "circle-x"},
}

// MailState is where a mail is on its way.
func MailState(s portal.MailState) templ.Component { return badge{mailLooks[s], "", s} }

// UnixTime is Time for the seconds that list rows hold.
func UnixTime(seconds int64) templ.Component { return moment{time.Unix(seconds, 0), false} }
