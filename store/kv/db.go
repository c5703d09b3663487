package kv

import (
	"context"
	"errors"
	"io"
	"math/bits"
	"os"
	"runtime"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	bolterr "go.etcd.io/bbolt/errors"
)

// Errors that callers tell apart.
var (
	ErrLocked   = errors.New("another process has this data file open")
	ErrForeign  = errors.New("this is not a Portico data file")
	ErrCutOff   = errors.New("the data file is cut off")
	ErrDamaged  = errors.New("the data file is damaged")
	ErrFull     = errors.New("the disk is full")
	ErrClosed   = errors.New("the data file is closed")
	ErrReadOnly = errors.New("the data file is open for reading only")
)

// Options say how to open a file. The zero value is right for production.
type Options struct {
	NoSync   bool            // tests only: a crash of the machine may then lose what was acknowledged
	ReadOnly bool            // several readers may share the file
	Fatal    func(error)     // called when a sync failed: the process may see a page that the disk lacks, so it must end
	Accept   func(*Tx) error // looks at a file that exists before anything is written to it
}

// DB is one open data file.
type DB struct {
	bolt    *bbolt.DB
	path    string
	opt     Options
	jobs    chan *job
	quit    chan struct{}
	ended   chan struct{} // closed once the writer has ended
	once    sync.Once
	sweeper sweeper
	broken  error // the writer's: a commit failed in a way that leaves the file unknown
}

// maxGroup is how many waiting functions one commit takes. Measured: 200–320 realistic payments a second
// one by one, 800 grouped.
const maxGroup = 64

// Two waits, so that a second process is told within 5 s.
const (
	peekWait = 3 * time.Second
	openWait = time.Second
)

// Open opens or makes the file and makes its buckets. A file that another process holds is ErrLocked after
// 3 s; one that Accept refuses is left as it was.
func Open(path string, buckets []string, opt Options) (*DB, error) {
	if fi, err := os.Stat(path); err == nil && fi.Size() > 0 {
		if err := Peek(path, opt.Accept); err != nil {
			return nil, err
		}
	} else if opt.ReadOnly {
		return nil, fileError(path, ErrForeign)
	}
	b, err := openBolt(path, &bbolt.Options{
		Timeout: openWait, FreelistType: bbolt.FreelistMapType, NoSync: opt.NoSync, NoGrowSync: opt.NoSync,
		ReadOnly: opt.ReadOnly, InitialMmapSize: mmapSize(path), NoStatistics: true,
	})
	if err != nil {
		return nil, err
	}
	db := &DB{
		bolt: b, path: path, opt: opt, jobs: make(chan *job, maxGroup), quit: make(chan struct{}), ended: make(chan struct{}),
	}
	if opt.ReadOnly {
		close(db.ended)
		return db, nil
	}
	if err := db.makeBuckets(buckets); err != nil {
		b.Close()
		return nil, fileError(path, err)
	}
	go db.write()
	db.sweeper.start(db)
	return db, nil
}

// mmapSize reserves address space, so that the map need not grow while a backup reads (which froze reads
// for seconds): a map that grows waits for every open read transaction. Windows would make the file that big.
func mmapSize(path string) int {
	if bits.UintSize < 64 || runtime.GOOS == "windows" {
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
				return err
			}
		}
		return nil
	})
}

// Close waits for the writes that are under way and closes the file.
func (db *DB) Close() error {
	db.once.Do(func() { close(db.quit) })
	<-db.ended
	db.sweeper.wait()
	return db.bolt.Close()
}

// View runs fn on a consistent snapshot. No network or client may be waited for inside it.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := db.bolt.View(func(b *bbolt.Tx) error { return fn(&Tx{db: db, b: b}) })
	if errors.Is(err, bolterr.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	return err
}

// Backup writes a consistent copy of the file while it is in use. w must be fast (a file, not a client):
// pages that change meanwhile are kept twice.
func (db *DB) Backup(w io.Writer) (int64, error) {
	var n int64
	err := db.bolt.View(func(tx *bbolt.Tx) (err error) {
		n, err = tx.WriteTo(w)
		return err
	})
	return n, err
}

// CheckPages verifies the database pages and calls bad for every fault. Writes wait meanwhile: the list of
// free pages is only true between two of them.
func (db *DB) CheckPages(bad func(error)) error {
	tx, err := db.bolt.Begin(!db.opt.ReadOnly)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for err := range tx.Check() {
		bad(err)
	}
	return nil
}

// Path is where the file lies.
func (db *DB) Path() string { return db.path }

// Size is the length of the file in bytes.
func (db *DB) Size() int64 {
	fi, err := os.Stat(db.path)
	if err != nil {
		return 0
	}
	return fi.Size()
}

// Synced reports whether commits reach the disk before they are acknowledged.
func (db *DB) Synced() bool { return !db.bolt.NoSync && !db.bolt.NoGrowSync }
