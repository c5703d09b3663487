package kv

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const things = "things"

func openTest(t *testing.T, extra ...string) *DB {
	t.Helper()
	db, err := Open(filepath.Join(t.TempDir(), "kv.db"), append(extra, things), Options{NoSync: true})
	must(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (db *DB) has(t *testing.T, key string) (there bool) {
	t.Helper()
	must(t, db.View(context.Background(), func(tx *Tx) error {
		there = tx.Holds(things, []byte(key))
		return nil
	}))
	return there
}

// held runs a first function that holds the writer until the jobs of calls wait, so that they share a commit.
func held(t *testing.T, db *DB, calls ...func() error) []error {
	t.Helper()
	begun, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		_ = db.Update(context.Background(), func(*Tx) error { close(begun); <-release; return nil })
	})
	<-begun
	errs := make([]error, len(calls))
	for i, call := range calls {
		all.Go(func() { errs[i] = call() })
		for len(db.jobs) < i+1 {
			runtime.Gosched()
		}
	}
	close(release)
	all.Wait()
	return errs
}

func putter(db *DB, key string, runs *int, then func(*Tx) error) func() error {
	return func() error {
		return db.Update(context.Background(), func(tx *Tx) error {
			*runs++
			if err := tx.Put(things, []byte(key), []byte{1}); err != nil || then == nil {
				return err
			}
			return then(tx)
		})
	}
}

var errNo = errors.New("no")

func TestGroupSharesOneCommit(t *testing.T) {
	db := openTest(t)
	var runs [3]int
	var ids []int
	var calls []func() error
	for i := range runs {
		calls = append(calls, putter(db, fmt.Sprint(i), &runs[i], func(tx *Tx) error { ids = append(ids, tx.b.ID()); return nil }))
	}
	for _, err := range held(t, db, calls...) {
		must(t, err)
	}
	if ids[0] != ids[1] || ids[1] != ids[2] {
		t.Errorf("transactions %v, want one", ids)
	}
}

func TestErrorBeforeFirstPutCostsNothing(t *testing.T) {
	db := openTest(t)
	var a, b int
	errs := held(t, db, putter(db, "a", &a, nil),
		func() error { return db.Update(context.Background(), func(*Tx) error { return errNo }) },
		putter(db, "b", &b, nil))
	if errs[0] != nil || !errors.Is(errs[1], errNo) || errs[2] != nil {
		t.Fatalf("errors %v", errs)
	}
	if a != 1 || b != 1 {
		t.Errorf("ran %d and %d times, want once", a, b)
	}
}

func TestErrorAfterPutIsRolledBackAlone(t *testing.T) {
	for name, then := range map[string]func(*Tx) error{
		"error":  func(*Tx) error { return errNo },
		"panic":  func(*Tx) error { panic("oops") },
		"goexit": func(*Tx) error { runtime.Goexit(); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			db := openTest(t)
			var a, bad, b int
			errs := held(t, db, putter(db, "a", &a, nil), putter(db, "bad", &bad, then), putter(db, "b", &b, nil))
			if errs[1] == nil {
				t.Fatal("the bad one succeeded")
			}
			if name == "goexit" { // nobody can run the others in a goroutine that ends
				must(t, putter(db, "later", &a, nil)())
				return
			}
			if errs[0] != nil || errs[2] != nil {
				t.Fatalf("errors %v", errs)
			}
			if !db.has(t, "a") || !db.has(t, "b") || db.has(t, "bad") {
				t.Error("want a and b, not bad")
			}
			if a != 2 {
				t.Errorf("a ran %d times, want twice", a)
			}
		})
	}
}

func TestUndoGivesCallersTheirValuesBack(t *testing.T) {
	db := openTest(t)
	id := uint64(0)
	give := func() error {
		return db.Update(context.Background(), func(tx *Tx) (err error) {
			if id != 0 {
				return fmt.Errorf("the id is %d before the function runs", id)
			}
			tx.Undo(func() { id = 0 })
			id, err = tx.NextID(things)
			return err
		})
	}
	var bad int
	errs := held(t, db, give, putter(db, "bad", &bad, func(*Tx) error { return errNo }))
	must(t, errs[0])
	if id != 1 {
		t.Errorf("id %d, want 1", id)
	}
}

func TestAfterRunsOnceAndOnlyWhenSaved(t *testing.T) {
	db := openTest(t)
	var a, bad, told int
	tell := func(tx *Tx) error { tx.After(func() { told++ }); return nil }
	errs := held(t, db, putter(db, "a", &a, tell), putter(db, "bad", &bad, func(tx *Tx) error {
		tx.After(func() { t.Error("told of what was not saved") })
		return errNo
	}))
	must(t, errs[0])
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

func TestCancelWhileWaiting(t *testing.T) {
	db := openTest(t)
	ctx, cancel := context.WithCancel(context.Background())
	begun, release, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		ended <- db.Update(context.Background(), func(*Tx) error { close(begun); <-release; return nil })
	}()
	<-begun
	gone := make(chan error)
	go func() {
		gone <- db.Update(ctx, func(tx *Tx) error { return tx.Put(things, []byte("x"), nil) })
	}()
	for len(db.jobs) == 0 {
		runtime.Gosched()
	}
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) { // the writer is still held
		t.Fatal(err)
	}
	close(release)
	must(t, <-ended)
	must(t, db.Update(context.Background(), func(*Tx) error { return nil }))
	if db.has(t, "x") {
		t.Error("saved after its caller had given up")
	}
}

func TestCloseWhileWaiting(t *testing.T) {
	db := openTest(t)
	begun, release, first := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		first <- db.Update(context.Background(), func(tx *Tx) error {
			close(begun)
			<-release
			return tx.Put(things, []byte("under way"), nil)
		})
	}()
	<-begun
	waiting := make(chan error)
	go func() { waiting <- db.Update(context.Background(), func(*Tx) error { return nil }) }()
	closed := make(chan error)
	go func() { closed <- db.Close() }()
	<-db.quit
	close(release)
	must(t, <-first)
	if err := <-waiting; err != nil && !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	must(t, <-closed)
	if err := db.Update(context.Background(), func(*Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("update after close: %v", err)
	}
	if err := db.View(context.Background(), func(*Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("view after close: %v", err)
	}
}

func TestReadOnlyRefusesWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kv.db")
	db, err := Open(path, []string{things}, Options{NoSync: true})
	must(t, err)
	must(t, db.Close())
	db, err = Open(path, nil, Options{ReadOnly: true})
	must(t, err)
	defer db.Close()
	if err := db.Update(context.Background(), func(*Tx) error { return nil }); !errors.Is(err, ErrReadOnly) {
		t.Error(err)
	}
}

// TestFailedCommit tells a disk without room, after which all goes on, from a sync that failed.
func TestFailedCommit(t *testing.T) {
	full := &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	for _, c := range []struct {
		name string
		err  error
		full bool
	}{
		{"no room", full, true},
		{"over the quota", &fs.PathError{Op: "write", Err: syscall.EDQUOT}, true},
		{"no room to grow", errors.New("file resize error: truncate x: no space left on device"), true},
		{"sync failed", syscall.EIO, false},
		{"sync found no room", syscall.ENOSPC, false},
		{"sync of a grown file", errors.New("file sync error: sync x: no space left on device"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			told := error(nil)
			db := openTest(t)
			db.opt.Fatal = func(err error) { told = err }
			if err := db.failed(c.err); errors.Is(err, ErrFull) != c.full || (told == nil) != c.full {
				t.Errorf("%v, told %v", err, told)
			}
			err := db.Update(context.Background(), func(*Tx) error { return nil })
			if (err == nil) != c.full {
				t.Errorf("the next update: %v", err)
			}
		})
	}
}

func TestLockedIsToldInTime(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	begin := time.Now()
	_, err := Open(db.path, []string{things}, Options{})
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), db.path) {
		t.Error(err)
	}
	if d := time.Since(begin); d > 5*time.Second {
		t.Errorf("it took %v", d)
	}
}

// TestCancelWhileRunning gives up too late: the caller is told what became of it.
func TestCancelWhileRunning(t *testing.T) {
	db := openTest(t)
	ctx, cancel := context.WithCancel(context.Background())
	err := db.Update(ctx, func(tx *Tx) error {
		cancel()
		for range 1000 { // lets the caller see it
			runtime.Gosched()
		}
		return tx.Put(things, []byte("x"), nil)
	})
	must(t, err)
	if !db.has(t, "x") {
		t.Error("it was acknowledged and is not there")
	}
}
