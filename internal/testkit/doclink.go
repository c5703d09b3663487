package testkit

import (
	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// DocLink makes a document link to an invoice for a contact, as its mail would; it returns the token.
func (a *App) DocLink(i portal.Invoice, to portal.Contact) (string, portal.DocLink) {
	a.T.Helper()
	return a.DocLinkTo(portal.KindInvoice, uint64(i.ID), to)
}

// DocLinkTo makes a document link to any document of a contact's client.
func (a *App) DocLinkTo(kind portal.Kind, id uint64, to portal.Contact) (string, portal.DocLink) {
	a.T.Helper()
	token := auth.NewToken()
	l := portal.DocLink{
		Hash: auth.HashToken(token), Client: to.Client, Doc: portal.Ref{Kind: kind, ID: id},
		To: to.Email, ToName: to.Name, Contact: to.ID, Person: to.Person, Created: a.Now(), Expires: a.Now().AddDate(0, 0, 90),
	}
	a.Update(func(tx *store.Tx) error { return tx.PutDocLink(l) })
	a.View(func(tx *store.Tx) (err error) {
		l, err = tx.DocLink(l.Hash)
		return err
	})
	return token, l
}
