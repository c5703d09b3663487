package testkit

import (
	"context"
	"strings"

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

// Attach adds a file to the first message of a request.
func (a *App) Attach(r portal.Request, name, text string) (f portal.File) {
	a.T.Helper()
	blob, size, err := a.DB.PutBlob(context.Background(), strings.NewReader(text))
	a.must(err)
	a.Update(func(tx *store.Tx) error {
		f = portal.File{
			Client: r.Client, Name: name, Kind: "text/plain", Size: size, Blob: blob, From: portal.FileUploaded, By: r.Messages[0].Name,
			ByContact: r.Contact, Created: tx.Now, Request: r.ID,
		}
		if err := tx.PutDocument(&f, 0); err != nil {
			return err
		}
		r, err := tx.Request(portal.Sight{Client: r.Client}, r.ID)
		if err != nil {
			return err
		}
		r.Messages[0].Files = append(r.Messages[0].Files, f.ID)
		return tx.PutRequest(&r, r.Version)
	})
	return f
}
