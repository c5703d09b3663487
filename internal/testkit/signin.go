package testkit

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// Mails are the mails of a kind in the outbox to an address, newest first.
func (a *App) Mails(kind portal.MailKind, to string) (out []portal.Mail) {
	a.T.Helper()
	a.View(func(tx *store.Tx) error {
		page, err := tx.Mails(store.MailQuery{Query: store.Query{Limit: 500}, Kinds: []portal.MailKind{kind}})
		if err != nil {
			return err
		}
		for _, row := range page.Rows {
			if row.To != to {
				continue
			}
			m, err := tx.Mail(row.ID)
			if err != nil {
				return err
			}
			out = append(out, m)
		}
		return nil
	})
	return out
}

// Facts are what a mail tells.
func (a *App) Facts(m portal.Mail) (f portal.LetterFacts) {
	a.T.Helper()
	a.must(cbor.Unmarshal(m.Facts, &f))
	return f
}

// Challenge is what stands behind the newest code that was mailed to an address.
func (a *App) Challenge(to string) (c auth.Challenge) {
	a.T.Helper()
	mails := a.Mails(portal.MailCode, to)
	if len(mails) == 0 {
		a.T.Fatalf("no code was mailed to %s", to)
	}
	a.View(func(tx *store.Tx) error {
		slip, err := tx.Slip(store.SlipChallenge, a.Facts(mails[0]).Challenge)
		if err != nil {
			return err
		}
		return cbor.Unmarshal(slip.Data, &c)
	})
	return c
}

// Code is the code in the newest mail to an address, and the token of its link.
func (a *App) Code(to string) (code, link string) {
	c := a.Challenge(to)
	return c.Code(a.Keys), c.LinkToken(a.Keys)
}

// SignIn signs in through the pages, with the mailed code, and returns the browser.
func (a *App) SignIn(who, email string) *Browser {
	a.T.Helper()
	b := a.Anonymous()
	b.Post("/sign-in", "who", who).Want(a.T, 303)
	code, _ := a.Code(email)
	b.Post("/sign-in/code", "code", code).Want(a.T, 303)
	return b
}

// From is where the requests of this app's browsers come from.
func (a *App) From() service.From {
	return service.From{IP: netip.MustParseAddr("192.0.2.7"), UserAgent: "Mozilla/5.0 (Macintosh) Firefox/150.0"}
}

// JSON posts JSON, as the passkey script does.
func (b *Browser) JSON(path, body string) Answer {
	b.app.T.Helper()
	return b.send(http.MethodPost, path, strings.NewReader(body), "Content-Type", "application/json")
}
