package store

import (
	"encoding/binary"

	"portico/portal"
	"portico/store/kv"
)

var runs = newTree(tree[portal.RunID, portal.Run, portal.Run]{
	kind:    portal.KindRun,
	index:   kv.Index{Name: "run", RankLen: 12},
	hidden:  true,
	id:      func(r *portal.Run) *portal.RunID { return &r.ID },
	version: func(r *portal.Run) *portal.Version { return &r.Version },
	of: func(r *portal.Run) []owned {
		if r.Over() {
			return nil
		}
		return []owned{{ofOpenRuns, 0}}
	},
	touches: func(tx *Tx, _ *portal.Run) { tx.Notify(Topic{'o', 0}) },
})

// Run fetches a run.
func (tx *Tx) Run(id portal.RunID) (portal.Run, error) { return runs.load(tx, id) }

// PutRun saves a run; was is its version before, 0 for a new one.
func (tx *Tx) PutRun(r *portal.Run, was portal.Version) error { return runs.put(tx, r, was) }

// OpenRuns are the runs under way, the oldest first.
func (tx *Tx) OpenRuns() (rs []portal.Run, err error) {
	err = tx.ids(owned{ofOpenRuns, 0}, func(id uint64) error {
		r, err := runs.load(tx, portal.RunID(id))
		rs = append(rs, r)
		return err
	})
	return rs, err
}

// AddRunItem notes what became of one contact; n counts the run's items from 0.
func (tx *Tx) AddRunItem(run portal.RunID, n int, i portal.RunItem) error {
	v, err := pack(recordVersion, i)
	if err != nil {
		return err
	}
	return tx.Put(bucketRunItem, append(be64(uint64(run)), be64(uint64(n))...), v)
}

// RunItems reads up to limit items of a run with one of the outcomes, from the nth on, and says where to go on; -1 = that was all.
func (tx *Tx) RunItems(run portal.RunID, from, limit int, wanted func(portal.Outcome) bool) (is []portal.RunItem, next int, err error) {
	next = -1
	err = tx.Walk(bucketRunItem, be64(uint64(run)), be64(uint64(from)), func(k, v []byte) (bool, error) {
		var i portal.RunItem
		if err := unpack(recordVersion, v, &i); err != nil {
			return false, err
		}
		if !wanted(i.Outcome) {
			return true, nil
		}
		if len(is) == limit {
			next = int(binary.BigEndian.Uint64(k[len(k)-8:]))
			return false, nil
		}
		is = append(is, i)
		return true, nil
	})
	return is, next, err
}
