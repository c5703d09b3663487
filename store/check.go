package store

import (
	"context"
	"encoding/binary"
	"fmt"

	"portico/portal"
)

// Check verifies the whole file: database pages, lists against records, sums against records, ledgers
// against documents. It calls bad for every fault and returns an error only when it could not look.
func (db *DB) Check(ctx context.Context, bad func(string)) error {
	report := func(format string, args ...any) { bad(fmt.Sprintf(format, args...)) }
	if err := db.kv.CheckPages(func(err error) { report("database: %v", err) }); err != nil {
		return err
	}
	return db.View(ctx, func(tx *Tx) error {
		for _, t := range trees {
			if err := t.check(tx, report); err != nil {
				return err
			}
		}
		return tx.checkSums(report)
	})
}

func (tx *Tx) checkSums(bad func(string, ...any)) error {
	want := map[sumKey]int64{}
	if err := addSums(tx, clients, want); err != nil {
		return err
	}
	if err := addSums(tx, contacts, want); err != nil {
		return err
	}
	if err := addSums(tx, invoices, want); err != nil {
		return err
	}
	if err := addSums(tx, mails, want); err != nil {
		return err
	}
	owed := map[portal.ClientID]int64{}
	err := tx.Walk(bucketLedger, nil, nil, func(_, v []byte) (bool, error) {
		var e portal.Entry
		if err := unpack(v, &e); err != nil {
			return false, err
		}
		for _, k := range ledgerSums(e) {
			want[k] += e.Amount
		}
		owed[e.Client] += e.Amount
		return true, nil
	})
	if err != nil {
		return err
	}
	if err := tx.checkLedgers(owed, bad); err != nil {
		return err
	}
	return tx.compareSums(want, bad)
}

func addSums[ID ~uint64, T, R any](tx *Tx, t *tree[ID, T, R], want map[sumKey]int64) error {
	return tx.Walk(t.records(), nil, nil, func(_, v []byte) (bool, error) {
		var rec T
		if err := unpack(v, &rec); err != nil {
			return false, err
		}
		for _, s := range t.sums(&rec) {
			want[sumKey{s.kind, s.space, s.part, s.x}] += s.delta
		}
		return true, nil
	})
}

func (tx *Tx) compareSums(want map[sumKey]int64, bad func(string, ...any)) error {
	err := tx.Walk(bucketSum, nil, nil, func(k, v []byte) (bool, error) {
		key := sumKey{sumKind(k[0]), binary.BigEndian.Uint64(k[1:]), binary.BigEndian.Uint64(k[9:]), binary.BigEndian.Uint32(k[17:])}
		if have := int64(binary.BigEndian.Uint64(v)); have != want[key] {
			bad("sum %d of space %d, part %d, x %d is %d, the records make %d", key.kind, key.space, key.part, key.x, have, want[key])
		}
		delete(want, key)
		return true, nil
	})
	for key, v := range want {
		if v != 0 {
			bad("sum %d of space %d, part %d, x %d is missing, the records make %d", key.kind, key.space, key.part, key.x, v)
		}
	}
	return err
}

// checkLedgers recomputes every balance from the documents: bills issued less voids, write-offs and payments.
func (tx *Tx) checkLedgers(owed map[portal.ClientID]int64, bad func(string, ...any)) error {
	documents := map[portal.ClientID]int64{}
	paid := map[portal.InvoiceID]int64{}
	err := tx.Walk(payments.records(), nil, nil, func(_, v []byte) (bool, error) {
		var p portal.Payment
		if err := unpack(v, &p); err != nil {
			return false, err
		}
		documents[p.Client] -= p.Amount
		for _, a := range p.Allocations {
			paid[a.Invoice] += a.Amount
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	err = tx.Walk(invoices.records(), nil, nil, func(_, v []byte) (bool, error) {
		var i portal.Invoice
		if err := unpack(v, &i); err != nil {
			return false, err
		}
		switch i.State {
		case portal.Issued:
			documents[i.Client] += i.Totals.Total
		case portal.BadDebt:
			documents[i.Client] += i.Paid
		}
		if paid[i.ID] != i.Paid {
			bad("invoice %d says %d is paid, its payments make %d", i.ID, i.Paid, paid[i.ID])
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	for c := range documents {
		if documents[c] != owed[c] {
			bad("the ledger of client %d says %d, its documents make %d", c, owed[c], documents[c])
		}
		delete(owed, c)
	}
	for c, v := range owed {
		if v != 0 {
			bad("the ledger of client %d says %d, it has no documents", c, v)
		}
	}
	return nil
}
