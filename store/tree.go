package store

import (
	"encoding/binary"
	"fmt"

	"portico/portal"
	"portico/store/kv"
)

// tree keeps one kind of record: the records, their list rows, facets, words and sums.
type tree[ID ~uint64, T, R any] struct {
	kind    portal.Kind
	index   kv.Index
	id      func(*T) *ID
	version func(*T) *portal.Version
	client  func(*T) portal.ClientID   // nil: of no client, office only
	place   func(*T) portal.PropertyID // nil: of no property; else facetProperty is among the facets
	rank    func(*T) []byte
	row     func(T) R
	codec   *codec[R] // nil: rows are CBOR
	rev     byte      // of rank, row, facets and words: bumped when one is made differently, which rebuilds the index
	facets  func(*T) []kv.Facet
	words   func(*T) []string
	sums    func(*T) []sum
	of      func(*T) []owned
	uniq    func(*T) []unique
	blobs   func(*T) []uint64 // its files, 0 = none: they go with it
	touches func(*Tx, *T)
	due     *order[T] // a second order over some of the rows
	hidden  bool      // records only, no list

	decoded *Decoded[T] // nil: few pages need one of these again
	bucket  string      // of the records
}

// order is a second ordering of a tree's rows.
type order[T any] struct {
	index  kv.Index
	in     func(*T) bool
	rank   func(*T) []byte
	facets func(*T) []kv.Facet
}

type owned struct {
	kind  byte
	owner uint64
}

type unique struct {
	kind, field byte
	value       string
}

func (u unique) key() []byte { return append([]byte{u.kind, u.field}, u.value...) }

// keeper is a tree without its types: for buckets, rebuilds and check.
type keeper interface {
	name() string
	buckets() []string
	revision() byte
	rebuild(tx *Tx, after uint64, most int) (last uint64, n int, err error)
	clear(tx *Tx) error
	eachSum(tx *Tx, after uint64, most int, fn func(sum)) (last uint64, n int, err error)
	check(c *checker) error
}

var trees []keeper

func newTree[ID ~uint64, T, R any](t tree[ID, T, R]) *tree[ID, T, R] {
	t.bucket = t.index.Name + ".rec"
	trees = append(trees, &t)
	return &t
}

func (t *tree[ID, T, R]) records() string { return t.bucket }

func (t *tree[ID, T, R]) name() string { return t.index.Name }

func (t *tree[ID, T, R]) revision() byte { return t.rev }

func (t *tree[ID, T, R]) buckets() []string {
	b := append([]string{t.records()}, t.index.Buckets()...)
	if t.due != nil {
		b = append(b, t.due.index.Buckets()...)
	}
	return b
}

// load fetches a record whoever owns it: within the package only.
func (t *tree[ID, T, R]) load(tx *Tx, id ID) (rec T, err error) {
	v := tx.Get(t.records(), be64(uint64(id)))
	switch {
	case v == nil:
		return rec, portal.NotFound()
	case t.decoded == nil || tx.Writable(): // who writes may change what a slice of the record leads to
		return rec, unpack(recordVersion, v, &rec)
	}
	return t.decoded.Get(uint64(id), v, func(b []byte, rec *T) error { return unpack(recordVersion, b, rec) })
}

// get fetches a record inside a sight; outside it there is nothing.
func (t *tree[ID, T, R]) get(tx *Tx, s portal.Sight, id ID) (rec T, err error) {
	rec, err = t.load(tx, id)
	if err != nil {
		return rec, err
	}
	if !s.Sees(t.client(&rec), t.placeOf(&rec)) {
		var none T
		return none, portal.NotFound()
	}
	return rec, nil
}

func (t *tree[ID, T, R]) placeOf(rec *T) portal.PropertyID {
	if t.place == nil {
		return 0
	}
	return t.place(rec)
}

// put saves a record and everything derived from it. was is the version that was edited: 0 for a new
// record, which gets its id here. What can be refused is refused before the first write, which costs the
// others of the commit nothing.
func (t *tree[ID, T, R]) put(tx *Tx, rec *T, was portal.Version) error {
	old, err := t.edited(tx, rec, was)
	if err != nil {
		return err
	}
	if err := t.clash(tx, rec); err != nil {
		return err
	}
	id, version := t.id(rec), t.version(rec)
	before, edited := *id, *version
	tx.Undo(func() { *id, *version = before, edited })
	if old == nil {
		n, err := tx.NextID(t.records())
		if err != nil {
			return err
		}
		*id = ID(n)
	}
	*version = was + 1
	v, err := pack(recordVersion, rec)
	if err != nil {
		return err
	}
	if err := tx.Put(t.records(), be64(uint64(*id)), v); err != nil {
		return err
	}
	return t.derive(tx, old, rec)
}

// edited loads what a save replaces, nil for a new record.
func (t *tree[ID, T, R]) edited(tx *Tx, rec *T, was portal.Version) (*T, error) {
	id := *t.id(rec)
	if id == 0 && was == 0 {
		return nil, nil
	}
	old, err := t.load(tx, id)
	if err != nil {
		return nil, err
	}
	if *t.version(&old) != was {
		return nil, portal.Conflict()
	}
	return &old, nil
}

// refile saves what a record keeps of another record. It is no edit, so the version stays.
func (t *tree[ID, T, R]) refile(tx *Tx, rec *T) error {
	old, err := t.load(tx, *t.id(rec))
	if err != nil {
		return err
	}
	v, err := pack(recordVersion, rec)
	if err != nil {
		return err
	}
	if err := tx.Put(t.records(), be64(uint64(*t.id(rec))), v); err != nil {
		return err
	}
	return t.derive(tx, &old, rec)
}

// remove deletes a record and everything derived from it.
func (t *tree[ID, T, R]) remove(tx *Tx, rec *T) error {
	if err := tx.Delete(t.records(), be64(uint64(*t.id(rec)))); err != nil {
		return err
	}
	return t.derive(tx, rec, nil)
}

// some calls fn for at most so many records after an id, in order.
func (t *tree[ID, T, R]) some(tx *Tx, after uint64, most int, fn func(*T) error) (last uint64, n int, err error) {
	last = after
	err = tx.Walk(t.records(), nil, be64(after+1), func(k, v []byte) (bool, error) {
		if n == most {
			return false, nil
		}
		var rec T
		if err := unpack(recordVersion, v, &rec); err != nil {
			return false, fmt.Errorf("%s %d: %w", t.kind, binary.BigEndian.Uint64(k), err)
		}
		last = binary.BigEndian.Uint64(k)
		n++
		return true, fn(&rec)
	})
	return last, n, err
}
