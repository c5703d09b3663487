package kv

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"go.etcd.io/bbolt"
	bolterr "go.etcd.io/bbolt/errors"
)

// openBolt opens a file and makes sure that the path still leads to what was opened: a restore or compact
// may have put another file there while this one waited for the lock.
func openBolt(path string, o *bbolt.Options) (*bbolt.DB, error) {
	for {
		var opened *os.File
		o.OpenFile = func(name string, flag int, mode os.FileMode) (f *os.File, err error) {
			opened, err = os.OpenFile(name, flag, mode)
			return opened, err
		}
		var b *bbolt.DB
		err := Guarded(func() (err error) {
			b, err = bbolt.Open(path, 0o600, o)
			return err
		})
		if err != nil {
			return nil, fileError(path, err)
		}
		if stillThere(opened, path) {
			return b, nil
		}
		b.Close()
	}
}

func stillThere(f *os.File, path string) bool {
	a, err := f.Stat()
	if err != nil {
		return false
	}
	b, err := os.Stat(path)
	return err == nil && os.SameFile(a, b)
}

// Guarded turns the panic of bbolt over a page that is not what it should be, and the fault of a page that
// can't be read, into ErrDamaged: for files that were just handed to us.
func Guarded(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	return fn()
}

// fileError says in words what is wrong with a file as a whole.
func fileError(path string, err error) error {
	for _, e := range []error{bolterr.ErrInvalid, bolterr.ErrVersionMismatch, bolterr.ErrChecksum} {
		if errors.Is(err, e) {
			return fmt.Errorf("%s: %w", path, ErrForeign)
		}
	}
	switch {
	case errors.Is(err, bolterr.ErrTimeout):
		return fmt.Errorf("%s: %w", path, ErrLocked)
	case strings.Contains(err.Error(), "file size too small"):
		return fmt.Errorf("%s: %w", path, ErrForeign)
	}
	return fmt.Errorf("opening %s: %w", path, err)
}

// Peek looks at an existing file without changing it. look may be nil: then only the file's length is
// checked, since reading beyond the end of a cut-off file would kill the process.
func Peek(path string, look func(*Tx) error) error {
	fi, err := os.Stat(path)
	if err != nil {
		return err
	}
	if fi.Size() == 0 {
		return fileError(path, bolterr.ErrInvalid)
	}
	b, err := openBolt(path, &bbolt.Options{Timeout: peekWait, ReadOnly: true})
	if err != nil {
		return err
	}
	defer b.Close()
	err = Guarded(func() error {
		return b.View(func(tx *bbolt.Tx) error {
			if tx.Size() > fi.Size() {
				return fmt.Errorf("%w: %d bytes of %d are there", ErrCutOff, fi.Size(), tx.Size())
			}
			if look == nil {
				return nil
			}
			return look(&Tx{b: tx})
		})
	})
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// CopyTo writes a consistent copy to path while the file is in use: there is the whole copy at the end, or
// what was there before.
func (db *DB) CopyTo(path string) (n int64, err error) {
	err = Replace(path, func(f *os.File) (err error) {
		n, err = db.Backup(f)
		return err
	})
	return n, err
}

// CopyFile copies src to dst, all or nothing.
func CopyFile(dst, src string) error {
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	return Replace(dst, func(f *os.File) error {
		_, err := io.Copy(f, in)
		return err
	})
}

// Compact rewrites the file at path without its free pages. The lock is held throughout.
func Compact(path string) error {
	if err := Peek(path, nil); err != nil {
		return err
	}
	from, err := openBolt(path, &bbolt.Options{Timeout: openWait})
	if err != nil {
		return err
	}
	defer from.Close()
	return Replace(path, func(f *os.File) error { return compactTo(f.Name(), from) })
}

func compactTo(path string, from *bbolt.DB) error {
	to, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true, NoGrowSync: true})
	if err != nil {
		return err
	}
	err = bbolt.Compact(to, from, 1<<20)
	return errors.Join(err, to.Close())
}

// WithLock runs fn while no other process can open the file at path for writing. A file that is not there
// needs no lock.
func WithLock(path string, fn func() error) error {
	if fi, err := os.Stat(path); err != nil || fi.Size() == 0 {
		return fn()
	}
	b, err := openBolt(path, &bbolt.Options{Timeout: peekWait, ReadOnly: true})
	if errors.Is(err, ErrForeign) {
		return fn()
	}
	if err != nil {
		return err
	}
	defer b.Close()
	return fn()
}

// Replace makes the file at path by filling a temporary one beside it. It is synced before it takes its
// name, so that a crash leaves the old file or the whole new one.
func Replace(path string, fill func(*os.File) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	err = fill(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		if isFull(err) {
			return ErrFull
		}
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// SyncDir makes a rename in a directory last.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) { // some file systems can't
		return err
	}
	return nil
}

// isFull tells a write that found no room from a sync that failed: after the latter nobody knows what the
// disk holds. bbolt hands a failed write on as it is and a failed growth as text.
func isFull(err error) bool {
	var p *fs.PathError
	for _, no := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.As(err, &p) && p.Op == "write" && errors.Is(p.Err, no) {
			return true
		}
		if strings.Contains(err.Error(), "file resize error") && strings.HasSuffix(err.Error(), no.Error()) {
			return true
		}
	}
	return false
}
