package demo

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"portico/store"
)

func TestBuild(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portico.db")
	began := time.Now()
	if _, err := Build(context.Background(), path, time.Now()); err != nil {
		t.Fatal(err)
	}
	t.Log("built in", time.Since(began))
	db, err := store.Open(path, store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	began = time.Now()
	if err := db.Check(context.Background(), func(s string) { t.Error(s) }); err != nil {
		t.Fatal(err)
	}
	t.Log("checked in", time.Since(began), db.Size()>>20, "MB")
}
