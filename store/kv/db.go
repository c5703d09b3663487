package kv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
	"sync"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
)

// Errors that callers tell apart.
var (
	ErrLocked = errors.New("another process has this data file open")
	ErrFull   = errors.New("the disk is full")
	ErrClosed = errors.New("the data file is closed")
)

// Options say how to open a file. The zero value is right for production.
type Options struct {
	NoSync   bool        // tests only: a crash of the machine may then lose what was acknowledged
	ReadOnly bool        // several readers may share the file
	Fatal    func(error) // called when a sync failed: the process may see a page that the disk lacks, so it must end
}

// DB is one open data file.
type DB struct {
	bolt  *bbolt.DB
	opt   Options
	jobs  chan *job
	quit  chan struct{}
	ended sync.WaitGroup
	once  sync.Once
}

// maxGroup is how many waiting functions one commit takes. Measured: 200–320 realistic payments a second
// one by one, 800 grouped.
const maxGroup = 64

// Open opens or makes the file and makes its buckets. A file that another process holds is ErrLocked after 3 s.
func Open(path string, buckets []string, opt Options) (*DB, error) {
	o := &bbolt.Options{
		Timeout: 3 * time.Second, FreelistType: bbolt.FreelistMapType, NoSync: opt.NoSync, ReadOnly: opt.ReadOnly,
		InitialMmapSize: mmapSize(path),
	}
	b, err := bbolt.Open(path, 0o600, o)
	if errors.Is(err, bbolt.ErrTimeout) {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	db := &DB{bolt: b, opt: opt, jobs: make(chan *job, maxGroup), quit: make(chan struct{})}
	if !opt.ReadOnly {
		if err := db.makeBuckets(buckets); err != nil {
			b.Close()
			return nil, err
		}
		db.ended.Add(1)
		go db.write()
	}
	return db, nil
}

// mmapSize reserves address space, so that the map need not grow while a backup reads (which froze reads
// for seconds): a map that grows waits for every open read transaction.
func mmapSize(path string) int {
	if bits.UintSize < 64 {
		return 0
	}
	size := 16 << 30
	if fi, err := os.Stat(path); err == nil && 4*int(fi.Size()) > size {
		size = 4 * int(fi.Size())
	}
	return size
}

func (db *DB) makeBuckets(names []string) error {
	missing := false
	err := db.bolt.View(func(tx *bbolt.Tx) error {
		for _, n := range names {
			missing = missing || tx.Bucket([]byte(n)) == nil
		}
		return nil
	})
	if err != nil || !missing {
		return err
	}
	return db.bolt.Update(func(tx *bbolt.Tx) error {
		for _, n := range names {
			if _, err := tx.CreateBucketIfNotExists([]byte(n)); err != nil {
				return fmt.Errorf("making bucket %s: %w", n, err)
			}
		}
		return nil
	})
}

// Close waits for the writes that are under way and closes the file.
func (db *DB) Close() error {
	db.once.Do(func() { close(db.quit) })
	db.ended.Wait()
	return db.bolt.Close()
}

// View runs fn on a consistent snapshot. No network or client may be waited for inside it.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return db.bolt.View(func(b *bbolt.Tx) error { return fn(&Tx{b: b}) })
}

// Backup writes a consistent copy of the file while it is in use.
func (db *DB) Backup(w io.Writer) (int64, error) {
	var n int64
	err := db.bolt.View(func(tx *bbolt.Tx) (err error) {
		n, err = tx.WriteTo(w)
		return err
	})
	return n, err
}

// CheckPages verifies the database pages and calls bad for every fault.
func (db *DB) CheckPages(bad func(error)) error {
	return db.bolt.View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			bad(err)
		}
		return nil
	})
}

// CompactTo writes a compact copy of the file at path to a new file.
func CompactTo(dst, src string) error {
	from, err := bbolt.Open(src, 0o600, &bbolt.Options{Timeout: 3 * time.Second, ReadOnly: true})
	if errors.Is(err, bbolt.ErrTimeout) {
		return ErrLocked
	}
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := bbolt.Open(dst, 0o600, &bbolt.Options{NoSync: true, NoFreelistSync: false})
	if err != nil {
		return err
	}
	if err := bbolt.Compact(to, from, 1<<20); err != nil {
		to.Close()
		return err
	}
	if err := to.Sync(); err != nil {
		to.Close()
		return err
	}
	return to.Close()
}

// Size is the length of the file in bytes.
func (db *DB) Size() int64 {
	fi, err := os.Stat(db.bolt.Path())
	if err != nil {
		return 0
	}
	return fi.Size()
}

// Synced reports whether commits reach the disk before they are acknowledged.
func (db *DB) Synced() bool { return !db.bolt.NoSync && !db.bolt.NoGrowSync }

func isFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }
