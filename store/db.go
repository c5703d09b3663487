package store

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"portico/portal"
	"portico/store/kv"
)

// Options say how to open a store.
type Options struct {
	NoSync bool                            // tests only
	Fatal  func(error)                     // a sync failed: the process must end
	Clock  func() time.Time                // nil = time.Now
	Notify func(topics map[Topic]struct{}) // called after commit, must not block
}

// Topic is what an open page can wait for: changes of a client, of a person's access, or in the office.
type Topic struct {
	Kind byte // 'c', 'p' or 'o'
	ID   uint64
}

// DB is the open store.
type DB struct {
	kv     *kv.DB
	opt    Options
	cached atomic.Pointer[businessAt]
}

type businessAt struct {
	version  uint64
	business portal.Business
	zone     *time.Location

	contractors atomic.Pointer[[]portal.Contractor] // of the same version, once they were asked for
}

// Open opens or makes the data file, refuses one from a newer program, and runs missing migrations.
func Open(path string, opt Options) (*DB, error) {
	if opt.Clock == nil {
		opt.Clock = clock
	}
	k, err := kv.Open(path, buckets(), kv.Options{NoSync: opt.NoSync, Fatal: opt.Fatal, Accept: accept})
	if err != nil {
		return nil, err
	}
	db := &DB{kv: k, opt: opt}
	if err := db.upgrade(context.Background()); err != nil {
		k.Close()
		return nil, err
	}
	return db, nil
}

func clock() time.Time { return time.Now() }

// Close closes the file after the writes under way.
func (db *DB) Close() error { return db.kv.Close() }

// Size is the file's length in bytes.
func (db *DB) Size() int64 { return db.kv.Size() }

// Room is how many bytes the disk under the file has left, where the system tells.
func (db *DB) Room() (left uint64, known bool) { return db.kv.Room() }

// Synced reports whether commits reach the disk before they are acknowledged.
func (db *DB) Synced() bool { return db.kv.Synced() }

// Now is the store's clock.
func (db *DB) Now() time.Time { return db.opt.Clock() }

// PutBlob stores a file. See kv.DB.
func (db *DB) PutBlob(ctx context.Context, r io.Reader) (id uint64, size int64, err error) {
	id, size, err = db.kv.PutBlob(ctx, r)
	return id, size, fromKV(err)
}

// Upload stores a file that KeepBlob then gives to a record. See kv.Upload.
func (db *DB) Upload(ctx context.Context, r io.Reader) (*kv.Upload, error) {
	u, err := db.kv.Upload(ctx, r)
	return u, fromKV(err)
}

// Blob opens a stored file.
func (db *DB) Blob(ctx context.Context, id uint64) (*kv.Blob, error) {
	b, err := db.kv.Blob(ctx, id)
	return b, fromKV(err)
}

// Tx is one transaction with the moment it runs at.
type Tx struct {
	*kv.Tx
	Now   time.Time
	Today portal.Day

	db      *DB
	biz     *businessAt
	touched map[touch]struct{}
	topics  map[Topic]struct{}
}

// View runs fn on a consistent snapshot.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	return fromKV(db.kv.View(ctx, func(k *kv.Tx) error { return fn(db.begin(k)) }))
}

// Update runs fn in a transaction that is on disk when Update returns nil. fn may run twice.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	return fromKV(db.kv.Update(ctx, func(k *kv.Tx) error {
		tx := db.begin(k)
		if err := fn(tx); err != nil {
			return err
		}
		return tx.finish()
	}))
}

func (db *DB) begin(k *kv.Tx) *Tx {
	tx := &Tx{Tx: k, db: db, Now: db.opt.Clock().UTC()}
	tx.Today = portal.DayOf(tx.Now, tx.business().zone)
	return tx
}

func fromKV(err error) error {
	switch {
	case errors.Is(err, kv.ErrFull):
		return &portal.Error{Code: portal.CodeFull, Msg: portal.T("The disk is full. Nothing was saved."), Cause: err}
	case errors.Is(err, kv.ErrNoBlob):
		return portal.NotFound()
	}
	return err
}

// touch names a change counter.
type touch struct {
	kind byte // 'c' client, 'p' person, 'b' business
	id   uint64
}

func (t touch) key() []byte {
	return binary.BigEndian.AppendUint64(append(make([]byte, 0, 9), t.kind), t.id)
}

// TouchClient says that something a client's pages show has changed.
func (tx *Tx) TouchClient(id portal.ClientID) { tx.touch('c', uint64(id)) }

// TouchPerson says that something of a person, or of their access, has changed.
func (tx *Tx) TouchPerson(id portal.PersonID) { tx.touch('p', uint64(id)) }

func (tx *Tx) touch(kind byte, id uint64) {
	if id == 0 && kind != 'b' {
		return
	}
	if tx.touched == nil {
		tx.touched = map[touch]struct{}{}
	}
	tx.touched[touch{kind, id}] = struct{}{}
	switch kind {
	case 'c', 'p':
		tx.Notify(Topic{kind, id})
	}
}

// Notify tells open pages after the commit that something changed. It carries no data.
func (tx *Tx) Notify(t Topic) {
	if tx.topics == nil {
		tx.topics = map[Topic]struct{}{}
	}
	tx.topics[t] = struct{}{}
}

func (tx *Tx) finish() error {
	for t := range tx.touched {
		if _, err := tx.AddInt(bucketVersion, t.key(), 1); err != nil {
			return err
		}
	}
	if len(tx.topics) > 0 && tx.db.opt.Notify != nil {
		topics := tx.topics
		tx.After(func() { tx.db.opt.Notify(topics) })
	}
	return nil
}

// Counters are the change counters that a page's validator is made of.
type Counters struct{ Client, Person, Business int64 }

// Counters reads the change counters.
func (tx *Tx) Counters(c portal.ClientID, p portal.PersonID) Counters {
	return Counters{
		Client:   tx.Int(bucketVersion, touch{'c', uint64(c)}.key()),
		Person:   tx.Int(bucketVersion, touch{'p', uint64(p)}.key()),
		Business: tx.Int(bucketVersion, touch{'b', 0}.key()),
	}
}

// Business returns the settings, "not set up" being one without a name. The answer is shared: copy before changing.
func (tx *Tx) Business() *portal.Business { return &tx.business().business }

// Zone is the business's time zone.
func (tx *Tx) Zone() *time.Location { return tx.business().zone }

// business reads the settings once per change: they are needed by every request. What other functions of
// the same commit changed has another version, so it is never taken from the cache nor put there.
func (tx *Tx) business() *businessAt {
	if tx.biz != nil {
		return tx.biz
	}
	version := uint64(tx.Int(bucketVersion, touch{'b', 0}.key()))
	if c := tx.db.cached.Load(); c != nil && c.version == version {
		tx.biz = c
		return c
	}
	b := &businessAt{version: version, zone: time.UTC}
	if v := tx.Get(bucketMeta, []byte("business")); v != nil {
		if err := unpack(recordVersion, v, &b.business); err != nil {
			panic(err)
		}
		b.zone = b.business.Profile.Location()
	}
	if !tx.Writable() {
		tx.db.cached.Store(b)
	}
	tx.biz = b
	return b
}

// PutBusiness saves the settings.
func (tx *Tx) PutBusiness(b portal.Business) error {
	v, err := pack(recordVersion, b)
	if err != nil {
		return err
	}
	tx.biz = &businessAt{business: b, zone: b.Profile.Location()}
	tx.touch('b', 0)
	return tx.Put(bucketMeta, []byte("business"), v)
}
