package store

import (
	"encoding/binary"

	"portico/portal"
)

// sumKind names an aggregate. The values are stored: append, never reorder.
type sumKind byte

const (
	sumOpen        sumKind = iota + 1 // open amount per due day
	sumOpenN                          // open invoices per due day
	sumMonth                          // issued per month
	sumState                          // documents per state
	sumInvoiced                       // issued less voids
	sumBad                            // bad debt
	sumLedgerDay                      // net of a ledger's day
	sumLedgerMonth                    // net of a ledger's month
	sumBalance                        // a client's balance
	sumCloud                          // contacts per cloud
	sumCount                          // records
	sumDue                            // open amount over all due days
	sumToApprove                      // payments that clients reported and nobody has looked at
	sumRequests                       // requests per kind and state
	sumEstimates                      // estimates per state
	sumWaiting                        // amount of estimates that wait, per last day
	sumWaitingN                       // how many those are
	sumBatches                        // batches per state
	sumBatch                          // what the invoices of a batch come to; the part is the batch
	sumBatchOpen                      // open amount of a batch per due day
)

// everyProperty is the part of a client's sums over all its properties and those of none.
const everyProperty = ^uint64(0)

// sum is what one record adds to one aggregate.
type sum struct {
	kind  sumKind
	space uint64 // client, or 0 for the office
	part  uint64 // property or batch, or a currency in the office
	x     uint32 // day, month or state
	delta int64
}

type sumKey struct {
	kind  sumKind
	space uint64
	part  uint64
	x     uint32
}

func (s sum) key() sumKey { return sumKey{s.kind, s.space, s.part, s.x} }

const sumKeyLen = 21

func readSumKey(k []byte) sumKey {
	return sumKey{space: binary.BigEndian.Uint64(k), part: binary.BigEndian.Uint64(k[8:]), kind: sumKind(k[16]), x: binary.BigEndian.Uint32(k[17:])}
}

// bytes puts a client's sums side by side: a payment then changes few pages, and a home reads few.
func (k sumKey) bytes() []byte {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, sumKeyLen), k.space)
	b = binary.BigEndian.AppendUint64(b, k.part)
	return binary.BigEndian.AppendUint32(append(b, byte(k.kind)), k.x)
}

func (t *tree[ID, T, R]) deriveSums(tx *Tx, old, now *T) error {
	if t.sums == nil {
		return nil
	}
	var net []sum
	if old != nil {
		for _, s := range t.sums(old) {
			s.delta = -s.delta
			net = addTo(net, s)
		}
	}
	if now != nil {
		for _, s := range t.sums(now) {
			net = addTo(net, s)
		}
	}
	for _, s := range net {
		if s.delta == 0 {
			continue
		}
		if _, err := tx.AddInt(bucketSum, s.key().bytes(), s.delta); err != nil {
			return err
		}
	}
	return nil
}

// addTo adds a sum to a short list of them.
func addTo(net []sum, s sum) []sum {
	for i := range net {
		if net[i].key() == s.key() {
			net[i].delta += s.delta
			return net
		}
	}
	return append(net, s)
}

func (tx *Tx) addSums(net map[sumKey]int64) error {
	for k, d := range net {
		if d == 0 {
			continue
		}
		if _, err := tx.AddInt(bucketSum, k.bytes(), d); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) sum(kind sumKind, space, part uint64, x uint32) int64 {
	return tx.Int(bucketSum, sumKey{kind, space, part, x}.bytes())
}

// sumRange adds up the sums of x in [from, to).
func (tx *Tx) sumRange(kind sumKind, space, part uint64, from, to uint32) (total int64) {
	tx.eachSum(kind, space, part, from, to, func(_ uint32, v int64) { total += v })
	return total
}

func (tx *Tx) eachSum(kind sumKind, space, part uint64, from, to uint32, fn func(x uint32, v int64)) {
	prefix := sumKey{kind, space, part, 0}.bytes()[:17]
	_ = tx.Walk(bucketSum, prefix, binary.BigEndian.AppendUint32(nil, from), func(k, v []byte) (bool, error) {
		x := binary.BigEndian.Uint32(k)
		if x >= to {
			return false, nil
		}
		fn(x, int64(binary.BigEndian.Uint64(v)))
		return true, nil
	})
}

// currencyPart is a currency as a part of the office's sums.
func currencyPart(c portal.Currency) uint64 {
	var b [8]byte
	copy(b[5:], c)
	return binary.BigEndian.Uint64(b[:])
}
