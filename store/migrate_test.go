package store_test

import (
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

var fixture = flag.String("fixture", "", "write a data file of this version as testdata/NAME.db.gz")

// TestMakeFixture makes the file that later versions are tested with. Run it once for a version that
// changes how records, lists or sums are kept, before the change.
func TestMakeFixture(t *testing.T) {
	if *fixture == "" {
		t.Skip("only with -fixture NAME")
	}
	sample(t)
	f, err := os.Create(filepath.Join("testdata", *fixture+".db.gz"))
	storetest.Must(t, err)
	z, _ := gzip.NewWriterLevel(f, gzip.BestCompression)
	_, err = z.Write(sampled)
	storetest.Must(t, errors.Join(err, z.Close(), f.Close()))
}

var sampled []byte // made once

// sample is a closed data file with a little of everything.
func sample(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sample.db")
	if sampled == nil {
		makeSample(t, path)
		_, _, err := store.Compact(path)
		storetest.Must(t, err)
		sampled, err = os.ReadFile(path)
		storetest.Must(t, err)
		return path
	}
	storetest.Must(t, os.WriteFile(path, sampled, 0o600))
	return path
}

func makeSample(t *testing.T, path string) {
	t.Helper()
	db, err := store.Open(path, store.Options{NoSync: true, Clock: clock})
	storetest.Must(t, err)
	storetest.MustBusiness(t, db)
	b := storetest.MustInvoices(t, db, 60)
	storetest.MustContact(t, db, b.Client.ID, "Ann Ö’Neill", "ann@example.com")
	storetest.Update(t, db, func(tx *store.Tx) error {
		err := tx.PutSlip(store.Slip{Kind: store.SlipInvite, Hash: [32]byte{1}, Owner: 1, Expires: storetest.Now.AddDate(0, 0, 7)})
		if err != nil {
			return err
		}
		return storetest.PayAndTell(tx, &portal.Payment{
			Client: b.Client.ID, On: storetest.Today, Amount: 500, Currency: "USD", Method: portal.ByCash, Created: tx.Now,
		})
	})
	storetest.MustCheck(t, db)
	storetest.Must(t, db.Close())
}

func unzip(t *testing.T, from string) string {
	t.Helper()
	f, err := os.Open(from)
	storetest.Must(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	storetest.Must(t, err)
	data, err := io.ReadAll(z)
	storetest.Must(t, err)
	path := filepath.Join(t.TempDir(), "old.db")
	storetest.Must(t, os.WriteFile(path, data, 0o600))
	return path
}

func fixtures(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.db.gz")
	storetest.Must(t, err)
	if len(files) == 0 {
		t.Fatal("no fixtures")
	}
	return files
}

// TestEveryOlderVersionOpens opens a file of each older version: nothing is lost, all sums are right, and
// it is a normal file afterwards.
func TestEveryOlderVersionOpens(t *testing.T) {
	for _, file := range fixtures(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			path := unzip(t, file)
			db, err := store.Open(path, store.Options{NoSync: true, Clock: clock})
			storetest.Must(t, err)
			storetest.MustCheck(t, db)
			sampleIsWhole(t, db)
			storetest.MustInvoices(t, db, 5)
			storetest.MustCheck(t, db)
			storetest.Must(t, db.Close())
			storetest.Must(t, store.Verify(context.Background(), path, func(s string) { t.Error(s) }))
		})
	}
}

func sampleIsWhole(t *testing.T, db *store.DB) {
	t.Helper()
	storetest.View(t, db, func(tx *store.Tx) error {
		if name := tx.Business().Profile.Name; name != "Larkfield Heating & Air" {
			t.Errorf("the business is called %q", name)
		}
		sight := portal.Sight{Client: 1}
		p, err := tx.Invoices(sight, store.InvoiceQuery{Query: store.Query{Limit: 100}})
		storetest.Must(t, err)
		if len(p.Rows) != 60 {
			t.Errorf("%d invoices of 60", len(p.Rows))
		}
		found, err := tx.Contacts(sight, store.Query{Search: "oneill"})
		storetest.Must(t, err)
		if len(found.Rows) != 0 { // the apostrophe parts the words
			t.Errorf("found %+v", found.Rows)
		}
		found, err = tx.Contacts(sight, store.Query{Search: "neil"})
		storetest.Must(t, err)
		if len(found.Rows) != 1 {
			t.Error("Ann isn’t found")
		}
		sameFigures(t, tx, sight)
		return nil
	})
}

// TestNewerFileIsRefusedUntouched takes files from programs to come.
func TestNewerFileIsRefusedUntouched(t *testing.T) {
	for name, mark := range map[string]func(*store.Tx) error{
		"schema":    func(tx *store.Tx) error { return tx.Put("meta", []byte("schema"), []byte{0, 0, 0, 0, 0, 0, 0, 99}) },
		"lists":     func(tx *store.Tx) error { return tx.Put("meta", []byte("rev invoice"), []byte{200}) },
		"new lists": func(tx *store.Tx) error { return tx.Put("meta", []byte("rev starship"), []byte{0}) },
	} {
		t.Run(name, func(t *testing.T) {
			path := sample(t)
			db, err := store.Open(path, store.Options{NoSync: true})
			storetest.Must(t, err)
			storetest.Update(t, db, mark)
			storetest.Must(t, db.Close())
			before, err := os.ReadFile(path)
			storetest.Must(t, err)
			if _, err := store.Open(path, store.Options{}); !errors.Is(err, store.ErrNewer) {
				t.Error(err)
			}
			if _, err := store.Restore(filepath.Join(t.TempDir(), "x.db"), path, false); !errors.Is(err, store.ErrNewer) {
				t.Error(err)
			}
			if err := store.Verify(context.Background(), path, func(string) {}); !errors.Is(err, store.ErrNewer) {
				t.Error(err)
			}
			after, err := os.ReadFile(path)
			storetest.Must(t, err)
			if string(before) != string(after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestVerifyLeavesOlderFilesAlone(t *testing.T) {
	path := unzip(t, fixtures(t)[0])
	if err := store.Verify(context.Background(), path, func(string) {}); !errors.Is(err, store.ErrOlder) {
		t.Error(err)
	}
}
