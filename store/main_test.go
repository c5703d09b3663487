package store_test

import (
	"context"
	"os"
	"testing"
	"time"

	"portico/store"
	"portico/store/storetest"
)

func clock() time.Time { return storetest.Now }

var benches string

// benchDir is one directory for the files that all benchmarks share.
func benchDir(tb testing.TB) string {
	if benches == "" {
		dir, err := os.MkdirTemp("", "portico-bench")
		storetest.Must(tb, err)
		benches = dir
	}
	return benches
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, f := range sizes {
		f.db.Close()
	}
	if benches != "" {
		os.RemoveAll(benches)
	}
	os.Exit(code)
}

func dbUpdate(db *store.DB, fn func(*store.Tx) error) error {
	return db.Update(context.Background(), fn)
}
