package store

import (
	"encoding/binary"
	"errors"
	"slices"

	"portico/portal"
	"portico/store/kv"
)

func revOf(k *kv.Tx, name string) byte {
	if v := k.Get(bucketMeta, []byte(metaRev+name)); len(v) == 1 {
		return v[0]
	}
	return 0
}

func putRev(tx *Tx, name string, rev byte) error {
	return tx.Put(bucketMeta, []byte(metaRev+name), []byte{rev})
}

// progress is how far the rebuild of one thing got. A rebuild to another rev begins anew.
type progress struct {
	name string
	rev  byte
}

func (p progress) key() []byte { return []byte(metaRebuild + p.name) }

func (p progress) begun(tx *Tx) (place []byte, ok bool) {
	v := tx.Get(bucketMeta, p.key())
	if len(v) == 0 || v[0] != p.rev {
		return nil, false
	}
	return v[1:], true
}

func (p progress) save(tx *Tx, place []byte) error {
	return tx.Put(bucketMeta, p.key(), append([]byte{p.rev}, place...))
}

func (p progress) finish(tx *Tx) error {
	if err := tx.Delete(bucketMeta, p.key()); err != nil {
		return err
	}
	return putRev(tx, p.name, p.rev)
}

// rebuildTree makes a chunk of a tree's lists anew when they were made with another rev.
func rebuildTree(tx *Tx, t keeper) (more bool, err error) {
	p := progress{t.name(), t.revision()}
	if revOf(tx.Tx, p.name) == p.rev {
		return false, nil
	}
	place, ok := p.begun(tx)
	if !ok {
		if err := t.clear(tx); err != nil {
			return false, err
		}
		return true, p.save(tx, be64(0))
	}
	last, n, err := t.rebuild(tx, binary.BigEndian.Uint64(place), chunkRecords)
	if err != nil {
		return false, err
	}
	if n < chunkRecords {
		return false, p.finish(tx)
	}
	return true, p.save(tx, be64(last))
}

func (t *tree[ID, T, R]) clear(tx *Tx) error {
	if t.hidden {
		return nil
	}
	if err := t.index.Clear(tx.Tx); err != nil || t.due == nil {
		return err
	}
	return t.due.index.Clear(tx.Tx)
}

func (t *tree[ID, T, R]) rebuild(tx *Tx, after uint64, most int) (last uint64, n int, err error) {
	if t.hidden {
		return after, 0, nil
	}
	main := kv.Filler{Index: t.index}
	var due kv.Filler
	if t.due != nil {
		due.Index = t.due.index
	}
	last, n, err = t.some(tx, after, most, func(rec *T) error {
		e, err := t.entry(rec)
		if err != nil {
			return err
		}
		for _, space := range t.spaces(rec) {
			main.Add(space, e)
			if t.due != nil && t.due.in(rec) {
				due.Add(space, t.dueEntry(rec, e))
			}
		}
		return nil
	})
	if err != nil {
		return last, n, err
	}
	if err := main.Write(tx.Tx); err != nil || t.due == nil {
		return last, n, err
	}
	return last, n, due.Write(tx.Tx)
}

// rebuildSums makes a chunk of the sums anew when they were made with another rev: tree by tree, the
// ledger last. Its place is the tree's number and the last id, or the ledger's last key.
func rebuildSums(tx *Tx) (more bool, err error) {
	p := progress{bucketSum, sumsRev}
	if revOf(tx.Tx, p.name) == p.rev {
		return false, nil
	}
	place, ok := p.begun(tx)
	if !ok {
		if err := tx.Clear(bucketSum); err != nil {
			return false, err
		}
		return true, p.save(tx, make([]byte, 9))
	}
	next, err := sumChunk(tx, int(place[0]), place[1:])
	if err != nil {
		return false, err
	}
	if next == nil {
		return false, p.finish(tx)
	}
	return true, p.save(tx, next)
}

func sumChunk(tx *Tx, part int, place []byte) (next []byte, err error) {
	net := map[sumKey]int64{}
	if part < len(trees) {
		last, n, err := trees[part].eachSum(tx, binary.BigEndian.Uint64(place), chunkRecords, func(s sum) { net[s.key()] += s.delta })
		if err != nil {
			return nil, err
		}
		next = append([]byte{byte(part)}, be64(last)...)
		if n < chunkRecords {
			next = append([]byte{byte(part + 1)}, be64(0)...)
		}
		return next, tx.addSums(net)
	}
	n := 0
	err = tx.Walk(bucketLedger, nil, append(slices.Clone(place), 0), func(k, v []byte) (bool, error) {
		if n == chunkRecords {
			return false, nil
		}
		n++
		next = append([]byte{byte(part)}, k...)
		return true, eachLedgerSum(v, net)
	})
	if n < chunkRecords {
		next = nil
	}
	return next, errors.Join(err, tx.addSums(net))
}

func (t *tree[ID, T, R]) eachSum(tx *Tx, after uint64, most int, fn func(sum)) (last uint64, n int, err error) {
	if t.sums == nil {
		return after, 0, nil
	}
	return t.some(tx, after, most, func(rec *T) error {
		for _, s := range t.sums(rec) {
			fn(s)
		}
		return nil
	})
}

func eachLedgerSum(v []byte, net map[sumKey]int64) error {
	var e portal.Entry
	if err := unpack(recordVersion, v, &e); err != nil {
		return err
	}
	for _, k := range ledgerSums(e) {
		net[k] += e.Amount
	}
	return nil
}
