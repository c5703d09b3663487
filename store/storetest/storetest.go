// Package storetest fills stores for tests and benchmarks of this and other packages: records that agree
// with each other, in transactions of at most 500 records, at one fixed moment.
package storetest

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"portico/portal"
	"portico/store"
)

// Now is the moment at which all of it happens, a Tuesday.
var Now = time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)

// Today is the day of Now.
var Today = portal.DayOf(Now, time.UTC)

// Open makes an empty store in a temporary directory, without syncing.
func Open(tb testing.TB) *store.DB {
	tb.Helper()
	return OpenAt(tb, filepath.Join(tb.TempDir(), "portico.db"), store.Options{NoSync: true})
}

// OpenAt opens a store that is closed at the test's end. Its clock stands still unless the options have one.
func OpenAt(tb testing.TB, path string, opt store.Options) *store.DB {
	tb.Helper()
	if opt.Clock == nil {
		opt.Clock = func() time.Time { return Now }
	}
	db, err := store.Open(path, opt)
	Must(tb, err)
	tb.Cleanup(func() { Must(tb, db.Close()) })
	return db
}

// Must ends the test on an error.
func Must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// Update runs a transaction that has to succeed.
func Update(tb testing.TB, db *store.DB, fn func(*store.Tx) error) {
	tb.Helper()
	Must(tb, db.Update(context.Background(), fn))
}

// View reads; it has to succeed.
func View(tb testing.TB, db *store.DB, fn func(*store.Tx) error) {
	tb.Helper()
	Must(tb, db.View(context.Background(), fn))
}

// MustCheck fails the test when a full check of the store finds a fault.
func MustCheck(tb testing.TB, db *store.DB) {
	tb.Helper()
	for _, fault := range Faults(tb, db) {
		tb.Error("check: " + fault)
	}
}

// Faults is what a full check of the store finds.
func Faults(tb testing.TB, db *store.DB) (faults []string) {
	tb.Helper()
	Must(tb, db.Check(context.Background(), func(s string) { faults = append(faults, s) }))
	return faults
}

// MustBusiness sets the business up.
func MustBusiness(tb testing.TB, db *store.DB) {
	tb.Helper()
	Update(tb, db, func(tx *store.Tx) error {
		return tx.PutBusiness(portal.NewBusiness("Larkfield Heating & Air", "USD", "America/New_York"))
	})
}

// MustClient makes a client.
func MustClient(tb testing.TB, db *store.DB, name string) portal.Client {
	tb.Helper()
	var c portal.Client
	Update(tb, db, func(tx *store.Tx) (err error) {
		c = portal.Client{Name: name, Currency: "USD", Created: tx.Now}
		if c.Number, err = tx.NextNumber(portal.KindClient, "C-"); err != nil {
			return err
		}
		return tx.PutClient(&c, 0)
	})
	return c
}

// MustContact makes a contact of a client, without access.
func MustContact(tb testing.TB, db *store.DB, client portal.ClientID, name, email string) portal.Contact {
	tb.Helper()
	c := portal.Contact{Client: client, Name: name, Email: email, EmailNorm: email, Created: Now}
	Update(tb, db, func(tx *store.Tx) error { return tx.PutContact(&c, 0) })
	return c
}

// MustProperties makes n properties of a client.
func MustProperties(tb testing.TB, db *store.DB, client portal.ClientID, n int) (ids []portal.PropertyID) {
	tb.Helper()
	Update(tb, db, func(tx *store.Tx) error {
		ids = ids[:0]
		for i := range n {
			p := portal.Property{Client: client, Name: fmt.Sprintf("Building %d", i+1), UPRN: fmt.Sprintf("%d", 10_000+i)}
			if err := tx.PutProperty(&p, 0); err != nil {
				return err
			}
			ids = append(ids, p.ID)
		}
		return nil
	})
	return ids
}

// MustContractors makes n contractors.
func MustContractors(tb testing.TB, db *store.DB, n int) (ids []portal.ContractorID) {
	tb.Helper()
	Update(tb, db, func(tx *store.Tx) error {
		ids = ids[:0]
		for i := range n {
			c := portal.Contractor{Name: fmt.Sprintf("Crew %d", i+1)}
			if err := tx.PutContractor(&c, 0); err != nil {
				return err
			}
			ids = append(ids, c.ID)
		}
		return nil
	})
	return ids
}
