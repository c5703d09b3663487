package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// first calls fn with the first key and value of a bucket.
func first(tx *store.Tx, bucket string, fn func(k, v []byte) error) error {
	return tx.Walk(bucket, nil, nil, func(k, v []byte) (bool, error) {
		return false, fn(append([]byte(nil), k...), append([]byte(nil), v...))
	})
}

func lose(bucket string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		return first(tx, bucket, func(k, _ []byte) error { return tx.Delete(bucket, k) })
	}
}

func spoil(bucket string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		return first(tx, bucket, func(k, v []byte) error {
			v[len(v)-1] ^= 1
			return tx.Put(bucket, k, v)
		})
	}
}

func stray(bucket string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		return first(tx, bucket, func(k, v []byte) error {
			k[len(k)-1] ^= 0x55
			return tx.Put(bucket, k, v)
		})
	}
}

// TestCheckFindsWhatIsWrong damages a good file in one place at a time.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(*store.Tx) error
		want   string
	}{
		"row lost":             {lose("invoice.row"), "invoice"},
		"row wrong":            {spoil("invoice.row"), "its list row"},
		"facet lost":           {lose("invoice.facet"), "its list row"},
		"facet of nothing":     {stray("invoice.facet"), "facets"},
		"word lost":            {lose("client.word"), "client"},
		"word of nothing":      {stray("contact.word"), "contact"},
		"open list lost":       {lose("invoice.due.row"), "among the open ones"},
		"open list of nothing": {stray("invoice.due.facet"), "invoice.due"},
		"sum wrong":            {spoil("sum"), "sum"},
		"sum lost":             {lose("sum"), "missing"},
		"unique value lost":    {lose("uniq"), "not indexed"},
		"unique of nothing":    {stray("uniq"), "uniq"},
		"owner lost":           {lose("of"), "owner"},
		"record unreadable": {func(tx *store.Tx) error {
			return first(tx, "payment.rec", func(k, _ []byte) error { return tx.Put("payment.rec", k, []byte{1, 0xff, 0}) })
		}, "payment 1"},
		"record of another version": {func(tx *store.Tx) error {
			return first(tx, "person.rec", func(k, v []byte) error { v[0] = 9; return tx.Put("person.rec", k, v) })
		}, "version 9"},
		"record in a wrong place": {stray("staff.rec"), "is kept under"},
		"ledger entry lost":       {lose("ledger"), "the ledger of client"},
		"ledger entry too many": {func(tx *store.Tx) error {
			_, err := tx.AddEntry(portal.Entry{Client: 1, On: storetest.Today, Kind: portal.EntryPayment, Amount: -1, Currency: "USD"})
			return err
		}, "the ledger of client"},
		"ledger entry on another day": {func(tx *store.Tx) error {
			return first(tx, "invoice.rec", func(_, _ []byte) error {
				p, err := tx.OfficeInvoices(store.InvoiceQuery{States: []uint64{store.InvoiceOpen}})
				if err != nil {
					return err
				}
				i, err := tx.Invoice(portal.Sight{Client: p.Rows[0].Client}, p.Rows[0].ID)
				if err != nil {
					return err
				}
				i.Issued--
				return tx.PutInvoice(&i, i.Version)
			})
		}, "it makes one on"},
		"ledger entries of two documents mixed up": {func(tx *store.Tx) error {
			doc := func(n uint64) portal.Ref { return portal.Ref{Kind: portal.KindInvoice, ID: n} }
			for n, amount := range map[uint64]int64{1: 5, 2: -5} {
				_, err := tx.AddEntry(portal.Entry{Client: 1, On: storetest.Today, Kind: portal.EntryBadDebt, Doc: doc(n), Amount: amount, Currency: "USD"})
				if err != nil {
					return err
				}
			}
			return nil
		}, "makes ledger entries of 0, 5 is there"},
		"payment lost": {func(tx *store.Tx) error {
			return first(tx, "payment.rec", func(k, _ []byte) error { return tx.Delete("payment.rec", k) })
		}, "is paid"},
		"slip without owner": {lose("slip.owner"), "slip"},
		"slip without end":   {lose("slip.end"), "slip"},
		"task unreadable":    {func(tx *store.Tx) error { return tx.Put("task", []byte("x"), nil) }, "task"},
		"file cut":           {lose("blob.data"), "file"},
		"file of nobody":     {stray("blob.data"), "file"},
	} {
		t.Run(name, func(t *testing.T) {
			db := storetest.OpenAt(t, goodFile(t), store.Options{NoSync: true})
			storetest.Update(t, db, c.damage)
			faults := storetest.Faults(t, db)
			if !strings.Contains(strings.Join(faults, "\n"), c.want) {
				t.Errorf("it should say %q, it says %q", c.want, faults)
			}
		})
	}
}

// goodFile is the sample with a person, a staff member and a file.
func goodFile(t *testing.T) string {
	path := sample(t)
	db, err := store.Open(path, store.Options{NoSync: true, Clock: clock})
	storetest.Must(t, err)
	storetest.Update(t, db, func(tx *store.Tx) error {
		storetest.Must(t, tx.PutPerson(&portal.Person{Name: "Ann", EmailNorm: "ann@x.example"}, 0))
		return tx.PutStaff(&portal.Staff{Name: "Sam", Email: "sam@x.example", Person: 1}, 0)
	})
	_, _, err = db.PutBlob(t.Context(), strings.NewReader("a file"))
	storetest.Must(t, err)
	storetest.MustCheck(t, db)
	storetest.Must(t, db.Close())
	return path
}

func TestBackupRestoreCompact(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	live := filepath.Join(dir, "live.db")
	backup := filepath.Join(dir, "backup.db")
	db := storetest.OpenAt(t, live, store.Options{NoSync: true})
	storetest.MustBusiness(t, db)
	storetest.MustInvoices(t, db, 60)
	size, err := db.Backup(backup)
	storetest.Must(t, err)
	if size == 0 {
		t.Error("an empty backup")
	}
	storetest.Must(t, store.Verify(t.Context(), backup, func(s string) { t.Error(s) }))
	after := storetest.MustClient(t, db, "Made after the backup")

	if _, err := store.Restore(live, backup, false); !isLocked(err) {
		t.Errorf("restoring over a file in use: %v", err)
	}
	if _, _, err := store.Compact(live); !isLocked(err) {
		t.Errorf("compacting a file in use: %v", err)
	}
	if err := store.Verify(t.Context(), live, func(string) {}); !isLocked(err) {
		t.Errorf("checking a file in use: %v", err)
	}
	storetest.Must(t, db.Close())

	kept, err := store.Restore(live, backup, false)
	storetest.Must(t, err)
	if !hasClient(t, kept, after.ID) {
		t.Error("what was replaced isn’t kept")
	}
	if hasClient(t, live, after.ID) {
		t.Error("the backup isn’t in place")
	}
	before, less, err := store.Compact(live)
	storetest.Must(t, err)
	if less > before {
		t.Errorf("compacting grew the file from %d to %d", before, less)
	}
	storetest.Must(t, store.Verify(t.Context(), live, func(s string) { t.Error(s) }))
	if _, err := store.Restore(live, live, false); err == nil {
		t.Error("a file was restored over itself")
	}
}

func isLocked(err error) bool {
	return err != nil && strings.Contains(err.Error(), store.ErrLocked.Error())
}

func hasClient(t *testing.T, path string, id portal.ClientID) (there bool) {
	t.Helper()
	db, err := store.Open(path, store.Options{NoSync: true})
	storetest.Must(t, err)
	defer db.Close()
	storetest.View(t, db, func(tx *store.Tx) error {
		_, err := tx.Client(portal.Sight{Client: id})
		there = err == nil
		return nil
	})
	return there
}

func TestRestoreRefusesADamagedBackup(t *testing.T) {
	dir := t.TempDir()
	live := filepath.Join(dir, "live.db")
	for name, backup := range map[string]string{"cut off": cutOff(t), "damaged": damaged(t, 2, 60), "not there": filepath.Join(dir, "none")} {
		if _, err := store.Restore(live, backup, false); err == nil {
			t.Errorf("a backup that is %s was restored", name)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestDamagedPagesAreToldNotDiedOf damages one page after the other.
func TestDamagedPagesAreToldNotDiedOf(t *testing.T) {
	found := 0
	for page := int64(2); page < 50; page++ {
		faults := 0
		if err := store.Verify(t.Context(), damaged(t, page, page+1), func(string) { faults++ }); err != nil || faults > 0 {
			found++
		}
	}
	if found < 10 {
		t.Errorf("damage was found in %d pages of 48", found)
	}
}
