package store

import (
	"context"
	"testing"
	"time"

	"portico/store/kv"
)

var queryAll = kv.Query{}

func must0(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// openRaw opens a file without bringing it up to date.
func openRaw(path string) (*DB, error) {
	k, err := kv.Open(path, buckets(), kv.Options{NoSync: true, Accept: accept})
	return &DB{kv: k, opt: Options{Clock: time.Now}}, err
}

func reopened(t *testing.T, old *DB, path string) *DB {
	t.Helper()
	if old != nil {
		must0(t, old.Close())
	}
	db, err := Open(path, Options{NoSync: true})
	must0(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

func checkSilent(t *testing.T, db *DB) {
	t.Helper()
	must0(t, db.Check(context.Background(), func(s string) { t.Error(s) }))
}
