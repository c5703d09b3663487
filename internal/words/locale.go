package words

import (
	"context"
	"sync"
	"time"

	"golang.org/x/text/language"

	"portico/portal"
)

// Locale writes for one language in one business's formats.
type Locale struct {
	catalog *catalog
	own     portal.Currency
	dates   portal.DateFormat
	numbers format
	zone    *time.Location
	home    string // the business's country

	ownSymbol string // of the business's currency, and its decimal places
	ownDigits int

	renamed map[string]string // "Client", "client", "Clients", "clients" → what the business calls them

	now   time.Time
	today portal.Day
	year  int
}

// New makes the locale of a language, a BCP 47 tag. A language without a catalog is answered by the business's
// own, and that by English.
func New(lang string, b portal.Business) *Locale {
	c := find(lang)
	if c == nil {
		c = find(b.Profile.Language)
	}
	if c == nil {
		c = english
	}
	l := &Locale{
		catalog: c, own: b.Profile.Currency, dates: b.Profile.DateFormat, numbers: formatOf(b.Profile.NumberFormat),
		zone: zone(b.Profile), home: b.Profile.Address.Country,
	}
	l.ownSymbol, l.ownDigits = l.Symbol(l.own), int(l.own.Digits())
	l.renamed = renamings(b.Wording.Words)
	return l
}

// At returns a copy of the locale that knows the time: it leaves this year's number out and says "today".
func (l *Locale) At(now time.Time) *Locale {
	c := *l
	local := now.In(l.zone)
	c.now, c.today, c.year = now, portal.DayOf(now, l.zone), local.Year()
	return &c
}

// Address is an address line by line: its country by name, and only abroad.
func (l *Locale) Address(a portal.Address) []string {
	lines := a.Lines()
	if a.Country == "" {
		return lines
	}
	lines = lines[:len(lines)-1]
	if a.Country == l.home {
		return lines
	}
	return append(lines, l.CountryName(a.Country))
}

// Lang is the language's tag, for the lang attribute.
func (l *Locale) Lang() string { return l.catalog.Lang }

// Dir is the direction of writing, "ltr" or "rtl".
func (l *Locale) Dir() string { return l.catalog.Dir }

// Tag is the language's tag for x/text.
func (l *Locale) Tag() language.Tag { return l.catalog.tag }

// Today is the civil day of the request in the business's zone; zero when the locale doesn't know the time.
func (l *Locale) Today() portal.Day { return l.today }

// Now is the time of the request.
func (l *Locale) Now() time.Time { return l.now }

// Zone is the business's time zone.
func (l *Locale) Zone() *time.Location { return l.zone }

// Currency is the business's own currency.
func (l *Locale) Currency() portal.Currency { return l.own }

var zones sync.Map // name → *time.Location: reading one costs a file

func zone(p portal.Profile) *time.Location {
	if z, ok := zones.Load(p.Zone); ok {
		return z.(*time.Location)
	}
	z := p.Location()
	zones.Store(p.Zone, z)
	return z
}

type contextKey struct{}

// With puts the locale into a context.
func With(ctx context.Context, l *Locale) context.Context {
	return context.WithValue(ctx, contextKey{}, l)
}

// From returns the context's locale, plain English in UTC when it has none.
func From(ctx context.Context) *Locale {
	if l, ok := ctx.Value(contextKey{}).(*Locale); ok {
		return l
	}
	return plain
}

var plain = New("en", portal.NewBusiness("", "USD", "UTC"))
