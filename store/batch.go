package store

import (
	"slices"
	"strings"

	"portico/portal"
	"portico/store/kv"
)

// FacetBatchState is what batches are filtered by. The figures of a list's rows are sums over their invoices, kept
// in the transaction that changes an invoice; the state is filed anew only when the last open invoice is settled, or
// the first one opens again.
const FacetBatchState uint8 = 2

// BatchStates are the values of FacetBatchState.
const (
	BatchToPay uint64 = iota
	BatchSettled
	BatchApart
)

func batchState(b *portal.Batch) uint64 {
	switch {
	case b.Apart != 0:
		return BatchApart
	case b.Settled:
		return BatchSettled
	}
	return BatchToPay
}

var batches = newTree(tree[portal.BatchID, portal.Batch, portal.BatchRow]{
	kind:    portal.KindBatch,
	index:   kv.Index{Name: "batch", RankLen: 12},
	id:      func(b *portal.Batch) *portal.BatchID { return &b.ID },
	version: func(b *portal.Batch) *portal.Version { return &b.Version },
	client:  func(b *portal.Batch) portal.ClientID { return b.Client },
	rank:    func(b *portal.Batch) []byte { return rankNewest(b.On, uint64(b.ID)) },
	row:     portal.Batch.Row,
	facets: func(b *portal.Batch) []kv.Facet {
		fs := []kv.Facet{{ID: FacetBatchState, Value: batchState(b)}}
		for _, p := range b.Places {
			if p != 0 {
				fs = append(fs, kv.Facet{ID: facetProperty, Value: uint64(p)})
			}
		}
		return fs
	},
	words: func(b *portal.Batch) []string { return Words(b.Number, b.Note, b.Found) },
	sums: func(b *portal.Batch) []sum {
		return []sum{{sumBatches, uint64(b.Client), everyProperty, uint32(batchState(b)), 1}, {sumBatches, 0, everyProperty, uint32(batchState(b)), 1}}
	},
	uniq: func(b *portal.Batch) []unique {
		us := []unique{{byte(portal.KindBatch), 'n', foldKey(b.Number)}}
		if b.Key != "" {
			us = append(us, batchKey(b.Client, b.Key))
		}
		return us
	},
	touches: func(tx *Tx, b *portal.Batch) { tx.TouchClient(b.Client) },
})

// batchKey is unique within a client: one client's key says nothing to another.
func batchKey(c portal.ClientID, key string) unique {
	return unique{byte(portal.KindBatch), 'k', string(be64(uint64(c))) + key}
}

// What sumBatch counts of the invoices in a batch.
const (
	batchBills uint32 = iota
	batchTotal
	batchLost
)

// batchSums are what an invoice adds to the batch that it is in.
func batchSums(i *portal.Invoice) []sum {
	if i.Batch == 0 {
		return nil
	}
	var s portal.BatchSums
	s.Add(i.Row(), 0)
	if s.Bills == 0 {
		return nil
	}
	client, part := uint64(i.Client), uint64(i.Batch)
	out := []sum{{sumBatch, client, part, batchBills, 1}, {sumBatch, client, part, batchTotal, s.Total}, {sumBatch, client, part, batchLost, s.Lost}}
	if s.Open > 0 {
		out = append(out, sum{sumBatchOpen, client, part, uint32(s.Due), s.Open})
	}
	return out
}

// BatchSums are what the invoices of a batch come to today.
func (tx *Tx) BatchSums(c portal.ClientID, id portal.BatchID) portal.BatchSums {
	client, part := uint64(c), uint64(id)
	s := portal.BatchSums{
		Bills: int(tx.sum(sumBatch, client, part, batchBills)), Total: tx.sum(sumBatch, client, part, batchTotal),
		Lost: tx.sum(sumBatch, client, part, batchLost),
	}
	tx.eachSum(sumBatchOpen, client, part, 0, ^uint32(0), func(x uint32, v int64) { s.AddOpen(portal.Day(x), v, tx.Today) })
	return s
}

// settleBatch files the batch that an invoice is in anew, when by its change the last open one is settled or one
// opens again.
func (tx *Tx) settleBatch(i *portal.Invoice) error {
	if i.Batch == 0 {
		return nil
	}
	b, err := batches.load(tx, i.Batch)
	if err != nil {
		return err
	}
	settled := tx.BatchSums(b.Client, b.ID).Open == 0
	if settled == b.Settled {
		return nil
	}
	b.Settled = settled
	return batches.refile(tx, &b)
}

// Batch fetches a batch of which the sight takes in every invoice.
func (tx *Tx) Batch(s portal.Sight, id portal.BatchID) (portal.Batch, error) {
	b, err := batches.load(tx, id)
	if err == nil && !s.Within(b.Client, b.Places) {
		return portal.Batch{}, portal.NotFound()
	}
	return b, err
}

// BatchOwner tells whose batch it is: the way for staff to narrow into it.
func (tx *Tx) BatchOwner(id portal.BatchID) (portal.ClientID, error) {
	b, err := batches.load(tx, id)
	return b.Client, err
}

// PutBatch saves a batch; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutBatch(b *portal.Batch, was portal.Version) error {
	var found []string
	for _, p := range b.Places {
		found = append(found, tx.place(p))
	}
	b.Found = strings.TrimSpace(strings.Join(found, " "))
	return batches.put(tx, b, was)
}

// BatchByKey finds a client's batch by its idempotency key.
func (tx *Tx) BatchByKey(c portal.ClientID, key string) (portal.BatchID, bool) {
	if key == "" {
		return 0, false
	}
	id := tx.find(batchKey(c, key))
	return portal.BatchID(id), id != 0
}

// BatchCounts counts batches by state, of one client or of all.
func (tx *Tx) BatchCounts(c portal.ClientID) (n [3]int) {
	for st := range n {
		n[st] = int(tx.sum(sumBatches, uint64(c), everyProperty, uint32(st)))
	}
	return n
}

// BatchQuery are the filters of a list of batches.
type BatchQuery struct {
	Query
	States   []uint64
	From, To portal.Day
}

func (q BatchQuery) query() Query {
	k := q.Query
	if len(q.States) > 0 {
		k = k.Where(FacetBatchState, q.States...)
	}
	return k.days(q.From, q.To)
}

// Batches is one client's list, newest first.
func (tx *Tx) Batches(s portal.Sight, q BatchQuery) (Page[portal.BatchRow], error) {
	if s.Properties == nil || s.Client == 0 || s.Assignee != 0 {
		return batches.page(tx, s, q.query())
	}
	return tx.batchesWithin(s, q.query())
}

// batchesWithin looks through the batches that have to do with the sight's properties for those that lie in it
// wholly.
func (tx *Tx) batchesWithin(s portal.Sight, q Query) (out Page[portal.BatchRow], err error) {
	limit := q.Limit
	if limit <= 0 {
		limit = PageSize
	}
	var places []uint64
	for _, p := range s.Properties {
		if p != 0 {
			places = append(places, uint64(p))
		}
	}
	q = q.Where(facetProperty, places...)
	for {
		q.Limit = limit - len(out.Rows)
		p, err := batches.list(tx, uint64(s.Client), q)
		if err != nil {
			return out, err
		}
		for _, r := range p.Rows {
			if s.Within(r.Client, r.Places) {
				out.Rows = append(out.Rows, r)
			}
		}
		out.Next, out.More, out.Spent, out.Cut = p.Next, p.More, p.Spent, p.Cut
		if !p.More || p.Spent || len(out.Rows) == limit {
			return out, nil
		}
		q.After = slices.Clone(p.Next)
	}
}

// OfficeBatches is the office's list over all clients, newest first.
func (tx *Tx) OfficeBatches(q BatchQuery) (Page[portal.BatchRow], error) {
	return batches.everyone(tx, q.query())
}
