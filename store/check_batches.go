package store

import (
	"slices"

	"portico/portal"
)

// batches compares what invoices say of their batch with what the batch says of its invoices.
func (c *checker) batches() error {
	open := map[portal.BatchID]portal.Batch{}
	_, _, err := batches.some(c.tx, 0, -1, func(b *portal.Batch) error {
		if b.Apart == 0 {
			open[b.ID] = *b
			c.batch(b)
		}
		return nil
	})
	if err != nil {
		return nil // unreadable: the lists have said so
	}
	_, _, err = invoices.some(c.tx, 0, -1, func(i *portal.Invoice) error {
		if b, ok := open[i.Batch]; i.Batch != 0 && (!ok || !slices.Contains(b.Invoices, i.ID)) {
			c.bad("invoice %d says it is in batch %d, which doesn’t have it or is taken apart", i.ID, i.Batch)
		}
		return nil
	})
	_ = err // unreadable: the lists have said so
	return nil
}

// batch looks at one that is not taken apart.
func (c *checker) batch(b *portal.Batch) {
	var sums portal.BatchSums
	for _, id := range b.Invoices {
		i, err := invoices.load(c.tx, id)
		if err != nil || i.Client != b.Client || i.Batch != b.ID {
			c.bad("batch %d has invoice %d, which isn’t there, is another client’s or says it is in batch %d", b.ID, id, i.Batch)
			continue
		}
		sums.Add(i.Row(), c.tx.Today)
	}
	if kept := c.tx.BatchSums(b.Client, b.ID); kept != sums {
		c.bad("batch %d is kept as %+v, its invoices make %+v", b.ID, kept, sums)
	}
	if b.Settled != (sums.Open == 0) {
		c.bad("batch %d is filed as settled: %v, and %d is open", b.ID, b.Settled, sums.Open)
	}
}
