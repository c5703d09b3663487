package store

import (
	"encoding/binary"
	"slices"

	"portico/portal"
	"portico/store/kv"
)

// derive brings everything that follows from a record up to date: nil stands for no record.
func (t *tree[ID, T, R]) derive(tx *Tx, old, now *T) error {
	if err := t.deriveUnique(tx, old, now); err != nil {
		return err
	}
	if err := t.deriveOwned(tx, old, now); err != nil {
		return err
	}
	if err := t.deriveSums(tx, old, now); err != nil {
		return err
	}
	if err := t.deriveBlobs(tx, old, now); err != nil {
		return err
	}
	for _, rec := range []*T{old, now} {
		if rec != nil && t.touches != nil {
			t.touches(tx, rec)
		}
	}
	if t.hidden {
		return nil
	}
	return t.deriveLists(tx, old, now)
}

func (t *tree[ID, T, R]) deriveLists(tx *Tx, old, now *T) error {
	was, is := t.keys(old), t.keys(now)
	if is != nil {
		row, err := t.packRow(now)
		if err != nil {
			return err
		}
		is.Row = row
	}
	from, to := t.owner(old), t.owner(now)
	if err := swap(tx, t.index, from, to, was, is); err != nil || t.due == nil {
		return err
	}
	return swap(tx, t.due.index, from, to, t.dueEntry(old, was), t.dueEntry(now, is))
}

// swap replaces an entry in the office's list and in the client's; a record may move between clients.
func swap(tx *Tx, ix kv.Index, from, to uint64, old, now *kv.Entry) error {
	if err := ix.Swap(tx.Tx, 0, old, now); err != nil {
		return err
	}
	if from == to || old == nil || now == nil {
		if to = max(from, to); to == 0 {
			return nil
		}
		return ix.Swap(tx.Tx, to, old, now)
	}
	if from != 0 {
		if err := ix.Swap(tx.Tx, from, old, nil); err != nil {
			return err
		}
	}
	if to == 0 {
		return nil
	}
	return ix.Swap(tx.Tx, to, nil, now)
}

// owner is the space of the record's client, 0 for none.
func (t *tree[ID, T, R]) owner(rec *T) uint64 {
	if rec == nil || t.client == nil {
		return 0
	}
	return uint64(t.client(rec))
}

// spaces are the lists that hold the record.
func (t *tree[ID, T, R]) spaces(rec *T) []uint64 {
	if c := t.owner(rec); c != 0 {
		return []uint64{0, c}
	}
	return []uint64{0}
}

// keys are the record's place in its list, without the row.
func (t *tree[ID, T, R]) keys(rec *T) *kv.Entry {
	if rec == nil {
		return nil
	}
	e := &kv.Entry{Rank: t.rank(rec)}
	if t.facets != nil {
		e.Facets = t.facets(rec)
	}
	if t.words != nil {
		e.Words = t.words(rec)
	}
	return e
}

// entry is everything that the list holds of the record.
func (t *tree[ID, T, R]) entry(rec *T) (e *kv.Entry, err error) {
	e = t.keys(rec)
	e.Row, err = t.packRow(rec)
	return e, err
}

func (t *tree[ID, T, R]) dueEntry(rec *T, main *kv.Entry) *kv.Entry {
	if rec == nil || !t.due.in(rec) {
		return nil
	}
	return &kv.Entry{Rank: t.due.rank(rec), Row: main.Rank, Facets: t.due.facets(rec), Words: main.Words}
}

// ErrTaken is a value that must be unique and belongs to another record.
var ErrTaken = &portal.Error{Code: portal.CodeInvalid, Msg: portal.T("That is taken already.")}

// clash refuses a record whose unique values belong to another.
func (t *tree[ID, T, R]) clash(tx *Tx, rec *T) error {
	if t.uniq == nil {
		return nil
	}
	for _, u := range t.uniq(rec) {
		if holder := tx.find(u); holder != 0 && holder != uint64(*t.id(rec)) {
			return ErrTaken
		}
	}
	return nil
}

func (t *tree[ID, T, R]) deriveUnique(tx *Tx, old, now *T) error {
	if t.uniq == nil {
		return nil
	}
	was, is := listOf(t.uniq, old), listOf(t.uniq, now)
	return change(was, is, func(u unique) error { return tx.Delete(bucketUniq, u.key()) }, func(u unique) error {
		return tx.Put(bucketUniq, u.key(), be64(uint64(*t.id(now))))
	})
}

func (tx *Tx) find(u unique) uint64 {
	v := tx.Get(bucketUniq, u.key())
	if len(v) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(v)
}

func (t *tree[ID, T, R]) deriveOwned(tx *Tx, old, now *T) error {
	if t.of == nil {
		return nil
	}
	was, is := listOf(t.of, old), listOf(t.of, now)
	return change(was, is, func(o owned) error { return tx.Delete(bucketOf, o.key(uint64(*t.id(old)))) }, func(o owned) error {
		return tx.Put(bucketOf, o.key(uint64(*t.id(now))), nil)
	})
}

// deriveBlobs deletes the files that the record no longer has.
func (t *tree[ID, T, R]) deriveBlobs(tx *Tx, old, now *T) error {
	if t.blobs == nil {
		return nil
	}
	return change(listOf(t.blobs, old), listOf(t.blobs, now), tx.DeleteBlob, func(uint64) error { return nil })
}

func listOf[T, V any](list func(*T) []V, rec *T) []V {
	if rec == nil {
		return nil
	}
	return list(rec)
}

// change drops what is only in was and adds what is only in is; both are short.
func change[V comparable](was, is []V, drop, add func(V) error) error {
	for _, v := range was {
		if !slices.Contains(is, v) {
			if err := drop(v); err != nil {
				return err
			}
		}
	}
	for _, v := range is {
		if !slices.Contains(was, v) {
			if err := add(v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o owned) key(id uint64) []byte {
	return append(append(append(make([]byte, 0, 17), o.kind), be64(o.owner)...), be64(id)...)
}

// ids lists what belongs to an owner, in id order.
func (tx *Tx) ids(o owned, fn func(id uint64) error) error {
	return tx.Walk(bucketOf, append([]byte{o.kind}, be64(o.owner)...), nil, func(k, _ []byte) (bool, error) {
		return true, fn(binary.BigEndian.Uint64(k))
	})
}
