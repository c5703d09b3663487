package kv

import (
	"bytes"
	"encoding/binary"
	"slices"
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

// Entry is everything an index holds of one record. Facets and Words are sets.
type Entry struct {
	Rank   []byte
	Row    []byte
	Facets []Facet
	Words  []string
}

// Swap replaces what the index holds of a record in one space, writing only what differs. A nil entry
// stands for nothing; the old one needs no row.
func (ix Index) Swap(tx *Tx, space uint64, old, now *Entry) error {
	if old != nil && now != nil && bytes.Equal(old.Rank, now.Rank) {
		return ix.change(tx, space, old, now)
	}
	if old != nil {
		if err := ix.remove(tx, space, old); err != nil {
			return err
		}
	}
	if now == nil {
		return nil
	}
	return ix.add(tx, space, now)
}

// change rewrites an entry that stays at its rank.
func (ix Index) change(tx *Tx, space uint64, old, now *Entry) error {
	key := rowKey(space, now.Rank)
	if !bytes.Equal(tx.Get(ix.rows(), key), now.Row) {
		if err := tx.Put(ix.rows(), key, now.Row); err != nil {
			return err
		}
	}
	gone := &Entry{Rank: old.Rank, Facets: without(old.Facets, now.Facets), Words: without(old.Words, now.Words)}
	if err := ix.removeKeys(tx, space, gone); err != nil {
		return err
	}
	come := &Entry{Rank: now.Rank, Facets: without(now.Facets, old.Facets), Words: without(now.Words, old.Words)}
	return ix.addKeys(tx, space, come)
}

// without is what of a is not in b; both are short.
func without[V comparable](a, b []V) []V {
	if slices.Equal(a, b) {
		return nil
	}
	var rest []V
	for _, v := range a {
		if !slices.Contains(b, v) {
			rest = append(rest, v)
		}
	}
	return rest
}

func (ix Index) add(tx *Tx, space uint64, e *Entry) error {
	if err := tx.Put(ix.rows(), rowKey(space, e.Rank), e.Row); err != nil {
		return err
	}
	return ix.addKeys(tx, space, e)
}

func (ix Index) addKeys(tx *Tx, space uint64, e *Entry) error {
	for _, f := range e.Facets {
		if err := tx.Put(ix.facets(), facetKey(space, f, e.Rank), nil); err != nil {
			return err
		}
	}
	for _, w := range e.Words {
		if err := tx.Put(ix.words(), wordKey(space, w, e.Rank), nil); err != nil {
			return err
		}
	}
	return nil
}

func (ix Index) remove(tx *Tx, space uint64, e *Entry) error {
	if err := tx.Delete(ix.rows(), rowKey(space, e.Rank)); err != nil {
		return err
	}
	return ix.removeKeys(tx, space, e)
}

func (ix Index) removeKeys(tx *Tx, space uint64, e *Entry) error {
	for _, f := range e.Facets {
		if err := tx.Delete(ix.facets(), facetKey(space, f, e.Rank)); err != nil {
			return err
		}
	}
	for _, w := range e.Words {
		if err := tx.Delete(ix.words(), wordKey(space, w, e.Rank)); err != nil {
			return err
		}
	}
	return nil
}

// Filler gathers the entries of many records and writes them in key order: bbolt splits nodes only at
// commit, so that scattered writes are slow.
type Filler struct {
	Index
	row, facet, word []pair
}

type pair struct{ key, value []byte }

// Add gathers one entry.
func (f *Filler) Add(space uint64, e *Entry) {
	f.row = append(f.row, pair{rowKey(space, e.Rank), e.Row})
	for _, v := range e.Facets {
		f.facet = append(f.facet, pair{facetKey(space, v, e.Rank), nil})
	}
	for _, w := range e.Words {
		f.word = append(f.word, pair{wordKey(space, w, e.Rank), nil})
	}
}

// Write writes what was gathered.
func (f *Filler) Write(tx *Tx) error {
	for bucket, pairs := range map[string][]pair{f.rows(): f.row, f.facets(): f.facet, f.words(): f.word} {
		slices.SortFunc(pairs, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
		for _, p := range pairs {
			if err := tx.Put(bucket, p.key, p.value); err != nil {
				return err
			}
		}
	}
	return nil
}

// Clear empties the index.
func (ix Index) Clear(tx *Tx) error {
	for _, b := range ix.Buckets() {
		if err := tx.Clear(b); err != nil {
			return err
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

// MaxWord is how many bytes of a word are kept and looked for.
const MaxWord = 32

// Clip cuts a word to what is kept of it.
func Clip(word string) string { return word[:min(len(word), MaxWord)] }

func wordKey(space uint64, word string, rank []byte) []byte {
	k := binary.BigEndian.AppendUint64(make([]byte, 0, 9+len(word)+len(rank)), space)
	k = append(k, Clip(word)...)
	k = append(k, 0)
	return append(k, rank...)
}

// Row returns the row of a record, nil when the index doesn't hold it.
func (ix Index) Row(tx *Tx, space uint64, rank []byte) []byte {
	return tx.Get(ix.rows(), rowKey(space, rank))
}

// Holds reports whether all keys of an entry are there, for check.
func (ix Index) Holds(tx *Tx, space uint64, e *Entry) bool {
	if !bytes.Equal(ix.Row(tx, space, e.Rank), e.Row) {
		return false
	}
	for _, f := range e.Facets {
		if !tx.Holds(ix.facets(), facetKey(space, f, e.Rank)) {
			return false
		}
	}
	for _, w := range e.Words {
		if !tx.Holds(ix.words(), wordKey(space, w, e.Rank)) {
			return false
		}
	}
	return true
}

// Holds reports whether there is such a key.
func (tx *Tx) Holds(bucket string, key []byte) bool {
	k, _ := tx.Cursor(bucket).Seek(key)
	return bytes.Equal(k, key)
}

// Keys counts what the index holds: for check.
func (ix Index) Keys(tx *Tx) (rows, facets, words int) {
	return tx.bucket(ix.rows()).Stats().KeyN, tx.bucket(ix.facets()).Stats().KeyN, tx.bucket(ix.words()).Stats().KeyN
}
