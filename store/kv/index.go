package kv

import (
	"bytes"
	"encoding/binary"
)

// Index is one ordered list per space: rows under their rank, key-only facets and words ending in the
// same rank. A space is a client, or 0 for the office. Ranks of one index all have one length.
//
//	NAME.row    space(8) | rank                → row
//	NAME.facet  facet(1) | space(8) | value(8) | rank
//	NAME.word   space(8) | word | 0 | rank
type Index struct {
	Name    string
	RankLen int
}

// Buckets are the buckets that the index needs.
func (ix Index) Buckets() []string { return []string{ix.rows(), ix.facets(), ix.words()} }

func (ix Index) rows() string   { return ix.Name + ".row" }
func (ix Index) facets() string { return ix.Name + ".facet" }
func (ix Index) words() string  { return ix.Name + ".word" }

// Facet is one value that a row can be filtered by.
type Facet struct {
	ID    uint8
	Value uint64
}

// Entry is everything an index holds of one record.
type Entry struct {
	Rank   []byte
	Row    []byte
	Facets []Facet
	Words  []string
}

// Swap replaces what the index holds of a record in the given spaces, writing only what differs.
// A nil entry stands for nothing.
func (ix Index) Swap(tx *Tx, spaces []uint64, old, now *Entry) error {
	for _, space := range spaces {
		if err := ix.swap(tx, space, old, now); err != nil {
			return err
		}
	}
	return nil
}

func (ix Index) swap(tx *Tx, space uint64, old, now *Entry) error {
	if old == nil {
		old = &Entry{}
	}
	if now == nil {
		now = &Entry{}
	}
	moved := !bytes.Equal(old.Rank, now.Rank)
	if old.Rank != nil && (moved || now.Rank == nil) {
		if err := tx.Delete(ix.rows(), rowKey(space, old.Rank)); err != nil {
			return err
		}
	}
	if now.Rank != nil && (moved || !bytes.Equal(old.Row, now.Row)) {
		if err := tx.Put(ix.rows(), rowKey(space, now.Rank), now.Row); err != nil {
			return err
		}
	}
	if err := swapKeys(tx, ix.facets(), keysOf(old.Facets, old.Rank, space, facetKey), keysOf(now.Facets, now.Rank, space, facetKey)); err != nil {
		return err
	}
	return swapKeys(tx, ix.words(), keysOf(old.Words, old.Rank, space, wordKey), keysOf(now.Words, now.Rank, space, wordKey))
}

func keysOf[V any](vs []V, rank []byte, space uint64, key func(uint64, V, []byte) []byte) map[string]bool {
	if rank == nil || len(vs) == 0 {
		return nil
	}
	m := make(map[string]bool, len(vs))
	for _, v := range vs {
		m[string(key(space, v, rank))] = true
	}
	return m
}

func swapKeys(tx *Tx, bucket string, old, now map[string]bool) error {
	for k := range old {
		if !now[k] {
			if err := tx.Delete(bucket, []byte(k)); err != nil {
				return err
			}
		}
	}
	for k := range now {
		if !old[k] {
			if err := tx.Put(bucket, []byte(k), nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func rowKey(space uint64, rank []byte) []byte {
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(rank)), space), rank...)
}

func facetKey(space uint64, f Facet, rank []byte) []byte {
	return append(facetPrefix(space, f, len(rank)), rank...)
}

func facetPrefix(space uint64, f Facet, room int) []byte {
	k := append(make([]byte, 0, 17+room), f.ID)
	k = binary.BigEndian.AppendUint64(k, space)
	return binary.BigEndian.AppendUint64(k, f.Value)
}

// maxWord keeps keys short; longer words are found by their first bytes.
const maxWord = 32

func clip(word string) string {
	if len(word) > maxWord {
		return word[:maxWord]
	}
	return word
}

func wordKey(space uint64, word string, rank []byte) []byte {
	k := binary.BigEndian.AppendUint64(make([]byte, 0, 9+len(word)+len(rank)), space)
	k = append(k, clip(word)...)
	k = append(k, 0)
	return append(k, rank...)
}

// Row returns the row of a record, nil when the index doesn't hold it.
func (ix Index) Row(tx *Tx, space uint64, rank []byte) []byte {
	return tx.Get(ix.rows(), rowKey(space, rank))
}

// Entries calls fn for every row of every space: for check.
func (ix Index) Entries(tx *Tx, fn func(space uint64, rank, row []byte) error) error {
	return tx.Walk(ix.rows(), nil, nil, func(k, v []byte) (bool, error) {
		return true, fn(binary.BigEndian.Uint64(k), k[8:], v)
	})
}

// Holds reports whether all keys of an entry are there, for check.
func (ix Index) Holds(tx *Tx, space uint64, e *Entry) bool {
	if !bytes.Equal(ix.Row(tx, space, e.Rank), e.Row) {
		return false
	}
	for _, f := range e.Facets {
		if !tx.has(ix.facets(), facetKey(space, f, e.Rank)) {
			return false
		}
	}
	for _, w := range e.Words {
		if !tx.has(ix.words(), wordKey(space, w, e.Rank)) {
			return false
		}
	}
	return true
}

func (tx *Tx) has(bucket string, key []byte) bool {
	k, _ := tx.Cursor(bucket).Seek(key)
	return bytes.Equal(k, key)
}

// Keys counts the index's facet and word keys: for check.
func (ix Index) Keys(tx *Tx) (facets, words int) {
	return tx.bucket(ix.facets()).Stats().KeyN, tx.bucket(ix.words()).Stats().KeyN
}
