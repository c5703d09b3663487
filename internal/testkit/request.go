package testkit

import (
	"portico/portal"
	"portico/store"
)

// Request makes an open request of a contact about nothing in particular.
func (a *App) Request(by portal.Contact, kind portal.RequestKind, subject, text string) portal.Request {
	a.T.Helper()
	var r portal.Request
	a.Update(func(tx *store.Tx) (err error) {
		r = portal.Request{Client: by.Client, Kind: kind, Subject: subject, Contact: by.ID}
		if err := r.Raise(portal.Message{At: tx.Now, Name: by.Name, Person: by.Person, Contact: by.ID, Text: text}); err != nil {
			return err
		}
		if r.Number, err = tx.NextNumber(portal.KindRequest, "REQ-"); err != nil {
			return err
		}
		return tx.PutRequest(&r, 0)
	})
	return r
}
