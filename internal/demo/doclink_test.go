package demo

import (
	"context"
	"strings"
	"testing"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// TestDocumentLinks looks whether the link that the terminal shows opens a bill that is still to pay.
func TestDocumentLinks(t *testing.T) {
	db, cast := built(t)
	path := cast[len(cast)-1].Path
	token, ok := strings.CutPrefix(path, "/d/")
	if !ok {
		t.Fatalf("the cast ends with %q", path)
	}
	err := db.View(context.Background(), func(tx *store.Tx) error {
		l, err := tx.DocLink(auth.HashToken(token))
		if err != nil {
			return err
		}
		i, err := tx.Invoice(portal.Sight{Client: l.Client}, portal.InvoiceID(l.Doc.ID))
		if err == nil && (i.Open().IsZero() || l.Mail == 0 || l.Ended(noon) != portal.DocLinkLive) {
			t.Errorf("%+v of %+v", l, i)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
