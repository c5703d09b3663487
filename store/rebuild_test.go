package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"portico/portal"
)

// TestRebuildGoesOn changes how the lists of invoices are made, is interrupted again and again, and goes on: in the end all of it is made anew, once.
func TestRebuildGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portico.db")
	const n = 2*chunkRecords + 7
	db := reopened(t, nil, path)
	for from := 0; from < n; from += 100 {
		must0(t, db.Update(context.Background(), func(tx *Tx) error { return someInvoices(tx, from, min(n, from+100)) }))
	}
	must0(t, db.Close())
	rev := invoices.rev
	invoices.rev = rev + 3
	defer func() { invoices.rev = rev }()
	defer func(facets []migration) { migrations = facets }(migrations)
	chunks := 0
	migrations = append(migrations, func(tx *Tx, from []byte) ([]byte, error) { // of three chunks
		if chunks++; len(from) == 2 {
			return nil, nil
		}
		return append(from, 1), nil
	})
	for rounds := 1; ; rounds++ {
		if rounds > 40 {
			t.Fatal("it never ends")
		}
		ctx, cancel := context.WithCancel(context.Background())
		k, err := openRaw(path)
		must0(t, err)
		begun := 0
		k.opt.Clock = func() time.Time { // every round gets one transaction further
			if begun++; begun > rounds {
				cancel()
			}
			return time.Unix(1e9, 0)
		}
		err = k.upgrade(ctx)
		must0(t, k.Close())
		if err == nil {
			break
		}
	}
	if chunks != 3 {
		t.Errorf("the migration ran %d chunks, want 3", chunks)
	}
	db = reopened(t, nil, path)
	checkSilent(t, db)
	must0(t, db.View(context.Background(), func(tx *Tx) error {
		if c := invoices.index.Count(tx.Tx, queryAll, 2*n); c != n {
			t.Errorf("%d invoices are listed, want %d", c, n)
		}
		return nil
	}))
}

// TestSumsAreRebuilt loses all sums and makes them anew.
func TestSumsAreRebuilt(t *testing.T) {
	db := reopened(t, nil, filepath.Join(t.TempDir(), "portico.db"))
	const n = chunkRecords + 7
	for from := 0; from < n; from += 100 {
		must0(t, db.Update(context.Background(), func(tx *Tx) error { return someInvoices(tx, from, min(n, from+100)) }))
	}
	must0(t, db.Update(context.Background(), func(tx *Tx) error {
		if _, err := tx.AddInt(bucketSum, sumKey{sumBalance, 1, everyProperty, 0}.bytes(), 4711); err != nil {
			return err
		}
		return putRev(tx, bucketSum, sumsRev-1)
	}))
	must0(t, db.upgrade(context.Background()))
	checkSilent(t, db)
}

func someInvoices(tx *Tx, from, to int) error {
	for k := from; k < to; k++ {
		i := portal.Invoice{
			Client: portal.ClientID(1 + k%3), Currency: "USD", State: portal.Issued, Issued: portal.Day(20_000 + k%90),
			Due: portal.Day(20_030 + k%90), Description: "Boiler service", Totals: portal.Totals{Total: int64(k)},
		}
		if err := invoices.put(tx, &i, 0); err != nil {
			return err
		}
		if _, err := tx.AddEntry(portal.Entry{Client: i.Client, On: i.Issued, Kind: portal.EntryInvoice, Doc: portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}, Amount: int64(k), Currency: "USD"}); err != nil {
			return err
		}
	}
	return nil
}
