package service

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
	"portico/store/kv"
)

// Options say how this copy runs. Flags win over the settings in the pages.
type Options struct {
	URL      string // --url, "https://portal.example.com"; "" = from the portal address
	Listen   string // for links when there is neither --url nor a portal address
	Letters  Letters
	Printer  Printer
	Payer    Payer
	Carrier  func(m portal.MailSettings, password string) (Carrier, error) // how mail leaves now
	SMTP     bool                                                          // --smtp or --mail-dir given: mail settings are read-only
	MailFrom string
	CodeSink func(to, code string) // demo only: prints sign-in codes in the terminal
}

// Letters writes the text of mails.
type Letters interface {
	Write(ctx context.Context, l portal.Letter) (portal.Written, error)
}

// Carrier takes mails to where they go. An error that implements refusal says in words what happened, and
// whether trying again makes sense.
type Carrier interface {
	// Compose makes the bytes that travel. Its errors are for good.
	Compose(p portal.Parcel) ([]byte, error)
	// Carry sends a parcel's Raw.
	Carry(ctx context.Context, p portal.Parcel) error
}

// Service is the use cases over one store.
type Service struct {
	db    *store.DB
	keys  *auth.Keys
	opt   Options
	meter meters
	pulse pulse
	turns turns

	passwords func() *auth.Passwords // made at the first use: making one costs a hash
}

type meters struct{ asksIP, triesIP, linksIP, paysLink, paysIP, asks, tries *auth.Meter }

// New makes the service.
func New(db *store.DB, keys *auth.Keys, opt Options) *Service {
	passwords := sync.OnceValue(func() *auth.Passwords { return auth.NewPasswords(2) })
	return &Service{db: db, keys: keys, opt: opt, passwords: passwords, meter: meters{
		asksIP: auth.NewMeter(auth.LimitAsksIP, 10_000), triesIP: auth.NewMeter(auth.LimitTriesIP, 10_000),
		linksIP: auth.NewMeter(auth.LimitLinksIP, 10_000), paysLink: auth.NewMeter(auth.LimitPaysLink, 10_000),
		paysIP: auth.NewMeter(auth.LimitPaysIP, 10_000),
		asks:   auth.NewMeter(auth.LimitAsksOverall, 1), tries: auth.NewMeter(auth.LimitTriesOverall, 1),
	}}
}

// From is where a request comes from.
type From struct {
	IP        netip.Addr
	UserAgent string
	Browser   string // value of the browser cookie, "" when there is none yet
}

func (f From) ip() string {
	if !f.IP.IsValid() {
		return ""
	}
	return f.IP.Unmap().String()
}

// now is the store's clock, in UTC.
func (s *Service) now() time.Time { return s.db.Now().UTC() }

// Business returns the settings; one without a name is not set up yet.
func (s *Service) Business(ctx context.Context) (b portal.Business, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		b = *tx.Business()
		return nil
	})
	return b, err
}

// Link makes an absolute address for a mail: never from the Host header.
func (s *Service) Link(b *portal.Business, path string) string {
	switch {
	case s.opt.URL != "":
		return s.opt.URL + path
	case b.Portal.Address != "":
		return "https://" + b.Portal.Address + path
	}
	return "http://" + s.opt.Listen + path
}

// Logo opens the business's logo, a PNG.
func (s *Service) Logo(ctx context.Context) (*kv.Blob, error) {
	b, err := s.Business(ctx)
	if err != nil {
		return nil, err
	}
	return s.db.Blob(ctx, b.Profile.Logo)
}
