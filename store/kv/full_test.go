//go:build linux

package kv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// TestDiskFull runs itself again with a limit on the size of files. Writes are refused, nothing of them is
// there, reads go on, and with room again writes go on too.
func TestDiskFull(t *testing.T) {
	if path := os.Getenv("PORTICO_FULL"); path != "" {
		fillUp(t, path)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestDiskFull$", "-test.count=1")
	cmd.Env = append(os.Environ(), "PORTICO_FULL="+filepath.Join(t.TempDir(), "kv.db"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func fillUp(t *testing.T, path string) {
	fatal := error(nil)
	db, err := Open(path, []string{things}, Options{Fatal: func(err error) { fatal = err }})
	must(t, err)
	defer db.Close()
	must(t, db.Update(context.Background(), func(tx *Tx) error { return tx.Put(things, []byte("first"), []byte{1}) }))
	var old syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old))
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 4 << 20, Max: old.Max}))
	written := 0
	for ; err == nil && written < 1000; written++ {
		err = db.Update(context.Background(), func(tx *Tx) error {
			return tx.Put(things, fmt.Appendf(nil, "%04d", written), bytes.Repeat([]byte{2}, 100<<10))
		})
	}
	if !errors.Is(err, ErrFull) || fatal != nil {
		t.Fatalf("after %d writes: %v, fatal %v", written, err, fatal)
	}
	last := fmt.Sprintf("%04d", written-1)
	if db.has(t, last) || !db.has(t, "first") {
		t.Error("want the first, not the refused one")
	}
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old))
	must(t, db.Update(context.Background(), func(tx *Tx) error { return tx.Put(things, []byte(last), []byte{1}) }))
	must(t, db.CheckPages(func(err error) { t.Error(err) }))
	for n := range written {
		if !db.has(t, fmt.Sprintf("%04d", n)) {
			t.Errorf("%04d is lost", n)
		}
	}
}
