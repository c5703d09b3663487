package kv

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func made(t *testing.T, keys ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kv.db")
	db, err := Open(path, []string{things}, Options{NoSync: true})
	must(t, err)
	must(t, db.Update(context.Background(), func(tx *Tx) error {
		for _, k := range keys {
			if err := tx.Put(things, []byte(k), []byte(strings.Repeat(k, 1000))); err != nil {
				return err
			}
		}
		return nil
	}))
	must(t, db.Close())
	return path
}

func TestOpenTellsWhatIsWrong(t *testing.T) {
	cut := made(t, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")
	fi, err := os.Stat(cut)
	must(t, err)
	must(t, os.Truncate(cut, fi.Size()/2/4096*4096))
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"cut off": {cut, ErrCutOff},
		"text":    {written(t, strings.Repeat("not a database. ", 4000)), ErrForeign},
		"short":   {written(t, "short"), ErrForeign},
		"zeros":   {written(t, string(make([]byte, 1<<16))), ErrForeign},
		"no dir":  {filepath.Join(t.TempDir(), "no", "kv.db"), os.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			before, _ := os.ReadFile(c.path)
			_, err := Open(c.path, []string{things}, Options{NoSync: true})
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.path) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if after, _ := os.ReadFile(c.path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func written(t *testing.T, s string) string {
	path := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(path, []byte(s), 0o600))
	return path
}

func TestRefusedFileStaysAsItWas(t *testing.T) {
	path := made(t, "a")
	before, err := os.ReadFile(path)
	must(t, err)
	_, err = Open(path, []string{things, "new"}, Options{Accept: func(*Tx) error { return errNo }})
	if !errors.Is(err, errNo) {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if string(after) != string(before) {
		t.Error("the file was changed")
	}
}

func TestCopyWhileWriting(t *testing.T) {
	db := openTest(t)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for n := byte(0); ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			must(t, db.Update(context.Background(), func(tx *Tx) error { // two values that always agree
				return errors.Join(tx.Put(things, []byte("a"), []byte{n}), tx.Put(things, []byte("b"), []byte{n}))
			}))
		}
	}()
	for n := range 20 {
		path := filepath.Join(t.TempDir(), "copy.db")
		_, err := db.CopyTo(path)
		must(t, err)
		c, err := Open(path, nil, Options{ReadOnly: true})
		must(t, err)
		must(t, c.CheckPages(func(err error) { t.Error(err) }))
		must(t, c.View(context.Background(), func(tx *Tx) error {
			if a, b := tx.Get(things, []byte("a")), tx.Get(things, []byte("b")); string(a) != string(b) {
				t.Errorf("copy %d: %v and %v", n, a, b)
			}
			return nil
		}))
		must(t, c.Close())
	}
	close(stop)
	<-stopped
}

func TestCompactWhileSomebodyWaits(t *testing.T) {
	t.Parallel()
	path := made(t, "a", "b")
	db, err := Open(path, []string{things}, Options{NoSync: true})
	must(t, err)
	if err := Compact(path); !errors.Is(err, ErrLocked) {
		t.Errorf("compacting an open file: %v", err)
	}
	must(t, db.Close())
	must(t, Compact(path))
	db, err = Open(path, []string{things}, Options{NoSync: true})
	must(t, err)
	defer db.Close()
	if !db.has(t, "a") || !db.has(t, "b") {
		t.Error("something is lost")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
