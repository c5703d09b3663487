package kv

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"
)

// Tx is one transaction. Byte slices that it hands out are valid until it ends.
type Tx struct {
	db    *DB
	b     *bbolt.Tx
	write bool
	dirty bool
	after []func()
	undo  []func()
	open  []*opened
}

// opened is a bucket, the cursor that its values are looked up with, and the one that walked it last, if that walk is
// over: bbolt makes new ones for each.
type opened struct {
	*bbolt.Bucket
	name      string
	get, walk *bbolt.Cursor
}

// Cursor walks a bucket in key order.
type Cursor = bbolt.Cursor

// Writable reports whether the transaction can write.
func (tx *Tx) Writable() bool { return tx.write }

// After runs f once the transaction is on disk, in the goroutine that called Update.
func (tx *Tx) After(f func()) { tx.after = append(tx.after, f) }

// Undo runs f when the transaction is rolled back: before the function runs again, or fails.
func (tx *Tx) Undo(f func()) { tx.undo = append(tx.undo, f) }

// Has reports whether there is such a bucket: for files that are not ours or older than this program.
func (tx *Tx) Has(bucket string) bool { return tx.b.Bucket([]byte(bucket)) != nil }

// bucket remembers the buckets it opened: bbolt searches the root for each again in a read transaction.
func (tx *Tx) bucket(name string) *opened {
	for _, o := range tx.open { // a few: quicker than a map
		if o.name == name {
			return o
		}
	}
	b := tx.b.Bucket([]byte(name))
	if b == nil {
		panic("kv: no bucket " + name)
	}
	if tx.open == nil {
		tx.open = make([]*opened, 0, 12)
	}
	o := &opened{Bucket: b, name: name, get: b.Cursor()}
	tx.open = append(tx.open, o)
	return o
}

// Get returns the value under key, nil when there is none.
func (tx *Tx) Get(bucket string, key []byte) []byte {
	k, v := tx.bucket(bucket).get.Seek(key)
	if k == nil || !bytes.Equal(k, key) {
		return nil
	}
	return v
}

// Cursor opens a cursor over a bucket.
func (tx *Tx) Cursor(bucket string) *Cursor { return tx.bucket(bucket).Cursor() }

// Put stores a value. Key and value must stay as they are until the transaction ends.
func (tx *Tx) Put(bucket string, key, value []byte) error {
	tx.dirty = true
	if err := tx.bucket(bucket).Put(key, value); err != nil {
		return fmt.Errorf("writing to %s: %w", bucket, err)
	}
	return nil
}

// Delete removes a key; an absent one is no error.
func (tx *Tx) Delete(bucket string, key []byte) error {
	tx.dirty = true
	if err := tx.bucket(bucket).Delete(key); err != nil {
		return fmt.Errorf("deleting from %s: %w", bucket, err)
	}
	return nil
}

// NextID draws the bucket's next id, from 1. A rollback gives it back.
func (tx *Tx) NextID(bucket string) (uint64, error) {
	tx.dirty = true
	id, err := tx.bucket(bucket).NextSequence()
	if err != nil {
		return 0, fmt.Errorf("drawing an id from %s: %w", bucket, err)
	}
	return id, nil
}

// Int reads a stored integer; an absent one is 0.
func (tx *Tx) Int(bucket string, key []byte) int64 {
	v := tx.Get(bucket, key)
	if len(v) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(v))
}

// AddInt adds to a stored integer and returns the sum; a sum of 0 is not kept.
func (tx *Tx) AddInt(bucket string, key []byte, delta int64) (int64, error) {
	sum := tx.Int(bucket, key) + delta
	if sum == 0 {
		return 0, tx.Delete(bucket, key)
	}
	return sum, tx.Put(bucket, key, binary.BigEndian.AppendUint64(nil, uint64(sum)))
}

// Walk calls fn for every key of the bucket that begins with prefix, from prefix+from on, until fn says stop.
// fn must not write to the bucket.
func (tx *Tx) Walk(bucket string, prefix, from []byte, fn func(rest, value []byte) (more bool, err error)) error {
	b := tx.bucket(bucket)
	c := b.walk
	if c == nil {
		c = b.Cursor()
	}
	b.walk = nil // fn may walk the bucket too
	defer func() { b.walk = c }()
	start := append(append([]byte(nil), prefix...), from...)
	for k, v := c.Seek(start); k != nil && hasPrefix(k, prefix); k, v = c.Next() {
		if more, err := fn(k[len(prefix):], v); err != nil || !more {
			return err
		}
	}
	return nil
}

// Buckets calls fn for every bucket with its number of keys.
func (tx *Tx) Buckets(fn func(name string, keys int) error) error {
	return tx.b.ForEach(func(name []byte, b *bbolt.Bucket) error { return fn(string(name), b.Stats().KeyN) })
}

// Clear empties a bucket, keeping its sequence.
func (tx *Tx) Clear(bucket string) error {
	tx.dirty = true
	seq := tx.bucket(bucket).Sequence()
	tx.open = slices.DeleteFunc(tx.open, func(o *opened) bool { return o.name == bucket })
	if err := tx.b.DeleteBucket([]byte(bucket)); err != nil {
		return fmt.Errorf("clearing %s: %w", bucket, err)
	}
	b, err := tx.b.CreateBucket([]byte(bucket))
	if err != nil {
		return fmt.Errorf("clearing %s: %w", bucket, err)
	}
	return b.SetSequence(seq)
}

func hasPrefix(k, prefix []byte) bool {
	return len(k) >= len(prefix) && string(k[:len(prefix)]) == string(prefix)
}
