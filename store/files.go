package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"portico/store/kv"
)

// What can be wrong with a data file as a whole.
var (
	ErrLocked  = kv.ErrLocked
	ErrForeign = kv.ErrForeign
	ErrCutOff  = kv.ErrCutOff
	ErrDamaged = kv.ErrDamaged
	ErrOlder   = errors.New("this data file is from an older Portico: `portico serve` brings it up to date")
)

// Backup writes a consistent copy to a file while the store is in use: at the end there is the whole copy,
// or what was there before.
func (db *DB) Backup(path string) (size int64, err error) {
	size, err = db.kv.CopyTo(path)
	return size, fromKV(err)
}

// WriteTo writes a consistent copy while the store is in use.
func (db *DB) WriteTo(w io.Writer) (int64, error) { return db.kv.Backup(w) }

// Verify checks a data file that nobody has open, without changing it. It calls bad for every fault.
func Verify(ctx context.Context, path string, bad func(string)) error {
	k, err := kv.Open(path, nil, kv.Options{ReadOnly: true, Accept: func(k *kv.Tx) error {
		if err := accept(k); err != nil {
			return err
		}
		if !current(k) {
			return ErrOlder
		}
		return nil
	}})
	if err != nil {
		return err
	}
	defer k.Close()
	return kv.Guarded(func() error { return (&DB{kv: k, opt: Options{Clock: clock}}).Check(ctx, bad) })
}

// verifyPages checks what a file of any older version can be checked for.
func verifyPages(path string) error {
	k, err := kv.Open(path, nil, kv.Options{ReadOnly: true, Accept: accept})
	if err != nil {
		return err
	}
	defer k.Close()
	var faults []error
	if err := k.CheckPages(func(err error) { faults = append(faults, err) }); err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("%s: %w (%d faults), nothing was restored: %w", path, kv.ErrDamaged, len(faults), faults[0])
	}
	return nil
}

// Restore puts a backup in the place of the data file at path and keeps what was there as kept. It refuses
// a damaged or newer backup, and unless forced a data file that a running Portico has open.
func Restore(path, backup string, force bool) (kept string, err error) {
	if same(path, backup) {
		return "", fmt.Errorf("%s is the data file itself", backup)
	}
	if err := verifyPages(backup); err != nil {
		return "", err
	}
	put := func() error {
		if kept, err = keep(path); err != nil {
			return fmt.Errorf("keeping the old data file: %w", err)
		}
		return kv.CopyFile(path, backup)
	}
	if force {
		err = put()
	} else {
		err = kv.WithLock(path, put)
	}
	return kept, err
}

func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// keep gives the file a second name, which the next keep takes away again.
func keep(path string) (string, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	kept := path + ".before-restore"
	if err := os.Remove(kept); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if os.Link(path, kept) == nil {
		return kept, nil
	}
	return kept, kv.CopyFile(kept, path) // a file system without links
}

// Compact rewrites a data file that nobody has open without its free pages.
func Compact(path string) (before, after int64, err error) {
	if err := kv.Peek(path, accept); err != nil {
		return 0, 0, err
	}
	if before, err = length(path); err != nil {
		return 0, 0, err
	}
	if err := kv.Compact(path); err != nil {
		return before, before, fromKV(err)
	}
	after, err = length(path)
	return before, after, err
}

func length(path string) (int64, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return fi.Size(), nil
}
