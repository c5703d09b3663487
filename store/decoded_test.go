package store_test

import (
	"errors"
	"testing"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// TestDecodedOnce reads a record again and again: it is what is stored, whatever a writer does to its own copy.
func TestDecodedOnce(t *testing.T) {
	db := storetest.Open(t)
	p := portal.Person{Name: "Ann", EmailNorm: "ann@acme.test", Mute: []string{"invoice"}}
	storetest.Must(t, dbUpdate(db, func(tx *store.Tx) error { return tx.PutPerson(&p, 0) }))
	want := func(name, mute string) {
		t.Helper()
		for range 2 {
			storetest.Must(t, db.View(t.Context(), func(tx *store.Tx) error {
				got, err := tx.Person(p.ID)
				if err == nil && (got.Name != name || got.Mute[0] != mute) {
					t.Errorf("%q, mute %q; want %q, mute %q", got.Name, got.Mute, name, mute)
				}
				return err
			}))
		}
	}
	want("Ann", "invoice")
	rename := func(keep error) error {
		return dbUpdate(db, func(tx *store.Tx) error {
			got, err := tx.Person(p.ID)
			if err != nil {
				return err
			}
			got.Name, got.Mute[0] = "Bea", "receipt"
			return errors.Join(tx.PutPerson(&got, got.Version), keep)
		})
	}
	if err := rename(errRollback); !errors.Is(err, errRollback) {
		t.Fatal(err)
	}
	want("Ann", "invoice")
	storetest.Must(t, rename(nil))
	want("Bea", "receipt")
}

// TestDecodedFault: what can't be decoded is said each time, and what can in the same slot is not mistaken for it.
func TestDecodedFault(t *testing.T) {
	var d store.Decoded[string]
	bad := errors.New("bad")
	read := func(raw string) (string, error) {
		return d.Get(7, []byte(raw), func(b []byte, s *string) error {
			if raw == "x" {
				return bad
			}
			*s = "of " + string(b)
			return nil
		})
	}
	for _, raw := range []string{"a", "a", "b", "x", "x", "b", "a"} {
		got, err := read(raw)
		if raw == "x" {
			if err != bad {
				t.Errorf("%s: %v", raw, err)
			}
		} else if err != nil || got != "of "+raw {
			t.Errorf("%s: %q, %v", raw, got, err)
		}
	}
}
