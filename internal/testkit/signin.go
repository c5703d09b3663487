package testkit

import (
	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/portal"
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

// Code is the code in the newest mail to an address, and the token of its link.
func (a *App) Code(to string) (code, link string) {
	a.T.Helper()
	mails := a.Mails(portal.MailCode, to)
	if len(mails) == 0 {
		a.T.Fatalf("no code was mailed to %s", to)
	}
	var c auth.Challenge
	a.View(func(tx *store.Tx) error {
		slip, err := tx.Slip(store.SlipChallenge, a.Facts(mails[0]).Challenge)
		if err != nil {
			return err
		}
		return cbor.Unmarshal(slip.Data, &c)
	})
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
