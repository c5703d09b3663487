package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"

	"portico/portal"
	"portico/store/kv"
)

// Check verifies the whole file: database pages, lists against records, sums against records, ledgers
// against documents, slips, files. It calls bad for every fault and returns an error only when it could
// not look.
func (db *DB) Check(ctx context.Context, bad func(string)) error {
	if err := db.kv.CheckPages(func(err error) { bad("database: " + err.Error()) }); err != nil {
		return err
	}
	return db.View(ctx, func(tx *Tx) error {
		c := &checker{tx: tx, report: bad, sums: map[sumKey]int64{}}
		for _, look := range []func() error{c.trees, c.ledgers, c.postings, c.batches, c.compareSums, c.slips, c.tasks} {
			if err := look(); err != nil {
				return err
			}
		}
		return kv.CheckBlobs(tx.Tx, func(err error) { bad(err.Error()) })
	})
}

// checker gathers what the records make, to compare it with what is kept.
type checker struct {
	tx       *Tx
	report   func(string)
	sums     map[sumKey]int64
	uniq, of int
}

func (c *checker) bad(format string, args ...any) { c.report(fmt.Sprintf(format, args...)) }

func (c *checker) trees() error {
	for _, t := range trees {
		if err := t.check(c); err != nil {
			return err
		}
	}
	c.count(bucketUniq, c.uniq)
	c.count(bucketOf, c.of)
	return nil
}

func (c *checker) count(bucket string, want int) {
	if have := c.tx.Count(bucket); have != want {
		c.bad("%s: %d keys are kept, the records make %d", bucket, have, want)
	}
}

// indexed counts what one list should hold.
type indexed struct{ rows, facets, words int }

func (n *indexed) add(e *kv.Entry) {
	n.rows++
	n.facets += len(e.Facets)
	n.words += len(e.Words)
}

func (t *tree[ID, T, R]) check(c *checker) error {
	var main, due indexed
	err := c.tx.Walk(t.records(), nil, nil, func(k, v []byte) (bool, error) {
		id := binary.BigEndian.Uint64(k)
		var rec T
		if err := unpack(recordVersion, v, &rec); err != nil {
			c.bad("%s %d: %v", t.kind, id, err)
			return true, nil
		}
		if uint64(*t.id(&rec)) != id {
			c.bad("%s %d is kept under the number of %d", t.kind, *t.id(&rec), id)
			return true, nil
		}
		t.checkLinks(c, id, &rec)
		if t.hidden {
			return true, nil
		}
		return true, t.checkLists(c, &rec, &main, &due)
	})
	if err != nil || t.hidden {
		return err
	}
	c.compare(t.index, main)
	if t.due != nil {
		c.compare(t.due.index, due)
	}
	return nil
}

func (t *tree[ID, T, R]) checkLinks(c *checker, id uint64, rec *T) {
	if t.uniq != nil {
		for _, u := range t.uniq(rec) {
			c.uniq++
			if c.tx.find(u) != id {
				c.bad("%s %d: its unique value %q is not indexed", t.kind, id, u.value)
			}
		}
	}
	if t.of != nil {
		for _, o := range t.of(rec) {
			c.of++
			if !c.tx.Holds(bucketOf, o.key(id)) {
				c.bad("%s %d: it is not listed under its owner %d", t.kind, id, o.owner)
			}
		}
	}
	if t.blobs != nil {
		for _, b := range t.blobs(rec) {
			if b != 0 && !c.tx.HasBlob(b) {
				c.bad("%s %d: its file is not there", t.kind, id)
			}
		}
	}
	if t.sums != nil {
		for _, s := range t.sums(rec) {
			c.sums[s.key()] += s.delta
		}
	}
}

func (t *tree[ID, T, R]) checkLists(c *checker, rec *T, main, due *indexed) error {
	e, err := t.entry(rec)
	if err != nil {
		return err
	}
	var second *kv.Entry
	if t.due != nil {
		second = t.dueEntry(rec, e)
	}
	for _, space := range t.spaces(rec) {
		main.add(e)
		if !t.index.Holds(c.tx.Tx, space, e) {
			c.bad("%s %d: its list row, facets or words differ from the record", t.kind, *t.id(rec))
		}
		if second == nil {
			continue
		}
		due.add(second)
		if !t.due.index.Holds(c.tx.Tx, space, second) {
			c.bad("%s %d: its place among the open ones differs from the record", t.kind, *t.id(rec))
		}
	}
	return nil
}

func (c *checker) compare(ix kv.Index, want indexed) {
	var have indexed
	have.rows, have.facets, have.words = ix.Keys(c.tx.Tx)
	if have != want {
		c.bad("%s: %d rows, %d facets, %d words are kept, the records make %d, %d, %d", ix.Name,
			have.rows, have.facets, have.words, want.rows, want.facets, want.words)
	}
}

// compareSums comes after trees and ledgers.
func (c *checker) compareSums() error {
	err := c.tx.Walk(bucketSum, nil, nil, func(k, v []byte) (bool, error) {
		if len(k) != sumKeyLen || len(v) != 8 {
			c.bad("a sum with a key of %d and a value of %d bytes", len(k), len(v))
			return true, nil
		}
		key := readSumKey(k)
		if have := int64(binary.BigEndian.Uint64(v)); have != c.sums[key] {
			c.bad("sum %d of space %d, part %d, x %d is %d, the records make %d", key.kind, key.space, key.part, key.x, have, c.sums[key])
		}
		delete(c.sums, key)
		return true, nil
	})
	for key, v := range c.sums {
		if v != 0 {
			c.bad("sum %d of space %d, part %d, x %d is missing, the records make %d", key.kind, key.space, key.part, key.x, v)
		}
	}
	return err
}

// ledgers recomputes every balance from the documents: bills issued less voids, write-offs and payments.
func (c *checker) ledgers() error {
	owed := map[portal.ClientID]int64{}
	err := c.tx.Walk(bucketLedger, nil, nil, func(k, v []byte) (bool, error) {
		var e portal.Entry
		if err := unpack(recordVersion, v, &e); err != nil {
			return false, err
		}
		if !bytes.Equal(k, ledgerKey(e.Client, e.On, e.Seq)) {
			c.bad("ledger entry %d of client %d is kept in a wrong place", e.Seq, e.Client)
		}
		for _, k := range ledgerSums(e) {
			c.sums[k] += e.Amount
		}
		owed[e.Client] += e.Amount
		return true, nil
	})
	if err != nil {
		return err
	}
	return c.compareLedgers(owed)
}

// books are what the documents make of every client's balance, and of what is settled of every invoice.
type books struct {
	owed                 map[portal.ClientID]int64
	paid, credited, fees map[portal.InvoiceID]int64
}

func (c *checker) compareLedgers(owed map[portal.ClientID]int64) error {
	b := books{map[portal.ClientID]int64{}, map[portal.InvoiceID]int64{}, map[portal.InvoiceID]int64{}, map[portal.InvoiceID]int64{}}
	if _, _, err := payments.some(c.tx, 0, -1, b.payment); err != nil {
		c.bad("%v", err)
	}
	if _, _, err := creditNotes.some(c.tx, 0, -1, b.creditNote); err != nil {
		c.bad("%v", err)
	}
	_, _, err := invoices.some(c.tx, 0, -1, func(i *portal.Invoice) error {
		c.invoiceBooks(b, i)
		return nil
	})
	if err != nil {
		c.bad("%v", err)
	}
	for id := range b.paid {
		c.bad("a payment paid invoice %d, which is not there", id)
	}
	for id := range b.credited {
		c.bad("a credit note took off invoice %d, which is not there", id)
	}
	for client := range owed {
		b.owed[client] += 0 // so that it is looked at, with or without documents
	}
	for client, v := range b.owed {
		if v != owed[client] {
			c.bad("the ledger of client %d says %d, its documents make %d", client, owed[client], v)
		}
	}
	return nil
}

// payment books a payment: a completed one took its net sum off the balance, refunds put it back.
func (b books) payment(p *portal.Payment) error {
	if p.State != portal.PaymentCompleted {
		return nil
	}
	b.owed[p.Client] -= p.Refundable()
	for _, a := range p.Allocations {
		b.paid[a.Invoice] += a.Amount
		b.fees[a.Invoice] += a.Fee
	}
	return nil
}

func (b books) creditNote(n *portal.CreditNote) error {
	b.owed[n.Client] -= n.Totals.Total
	for _, a := range n.Allocations {
		b.credited[a.Invoice] += a.Amount
	}
	return nil
}

// invoiceBooks books an invoice, and compares what it says of itself with its payments and credit notes.
func (c *checker) invoiceBooks(b books, i *portal.Invoice) {
	switch i.State {
	case portal.Issued:
		b.owed[i.Client] += i.Totals.Total
	case portal.BadDebt:
		b.owed[i.Client] += i.Settled()
	}
	for _, x := range []struct {
		word  string
		said  int64
		makes map[portal.InvoiceID]int64
	}{{"paid", i.Paid, b.paid}, {"credited", i.Credited, b.credited}, {"fees", i.Fees, b.fees}} {
		if x.makes[i.ID] != x.said {
			c.bad("invoice %d says %d is %s, its payments and credit notes make %d", i.ID, x.said, x.word, x.makes[i.ID])
		}
		delete(x.makes, i.ID)
	}
}

func (c *checker) slips() error {
	n := 0
	err := c.tx.Walk(bucketSlip, nil, nil, func(k, v []byte) (bool, error) {
		n++
		if len(k) != 33 || len(v) < 16 {
			c.bad("a slip with a key of %d and a value of %d bytes", len(k), len(v))
			return true, nil
		}
		owner := append(append([]byte{k[0]}, v[:8]...), k[1:]...)
		end := append(append([]byte(nil), v[8:16]...), k...)
		if !c.tx.Holds(bucketSlipOwner, owner) || !c.tx.Holds(bucketSlipEnd, end) {
			c.bad("slip %x is not listed under its owner and its end", k[:5])
		}
		return true, nil
	})
	c.count(bucketSlipOwner, n)
	c.count(bucketSlipEnd, n)
	return err
}

func (c *checker) tasks() error {
	return c.tx.Walk(bucketTask, nil, nil, func(k, v []byte) (bool, error) {
		var t Task
		if err := unpack(recordVersion, v, &t); err != nil || len(k) != 16 {
			c.bad("task %x: %v", k, err)
		}
		return true, nil
	})
}
