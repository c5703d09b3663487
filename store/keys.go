package store

import (
	"encoding/binary"

	"portico/portal"
	"portico/store/kv"
)

// The whole file. Keys are big-endian; a rank is what a list is ordered by, ending in the id.
//
//	meta            "business" → Business · "schema" → number of migrations done · "rev NAME" → how lists or sums
//	                are made · "rebuild NAME", "migrating" → how far that got · "state NAME" → bytes
//	KIND.rec        id(8) → version byte, CBOR record       KIND: client contact person staff property contractor run checkout
//	                price recurring document (a portal.File, whose bytes are in blob)
//	KIND.row        space(8) | rank → version byte, CBOR row      invoice payment estimate audit mail creditnote request document batch
//	KIND.facet      facet(1) | space(8) | value(8) | rank
//	KIND.word       space(8) | word | 0 | rank
//	invoice.due.*   the same three, open invoices only, ranked by due day; a row is the rank in invoice.row
//	estimate.due.*  the same, estimates that wait for an answer, ranked by their last day
//	estimate.sent   estimate(8) | revision(4) → Offered          every version that was sent, as it was
//	uniq            kind(1) | field(1) | value → id         e-mail and username of persons, numbers
//	of              kind(1) | owner(8) | id(8)              contacts of a client or person, requests about a document, …
//	sum             space(8) | part(8) | sum(1) | x(4) → int64
//	ledger          client(8) | day(4) | seq(8) → Entry
//	number          kind(1) → last number drawn
//	version         'c' client(8), 'p' person(8), 'b' → change counter
//	slip            kind(1) | hash(32) → owner(8) | expires(8) | bytes      sessions, challenges, links, limits
//	slip.owner      kind(1) | owner(8) | hash(32)
//	slip.end        expires(8) | kind(1) | hash(32)
//	task            due(8, Unix ms) | id(8) → Task
//	run.item        run(8) | n(8) → RunItem                  what became of every contact of a bulk action
//	blob, blob.data, blob.gone   files in chunks: see kv
const (
	bucketMeta      = "meta"
	bucketUniq      = "uniq"
	bucketOf        = "of"
	bucketSum       = "sum"
	bucketLedger    = "ledger"
	bucketNumber    = "number"
	bucketVersion   = "version"
	bucketSlip      = "slip"
	bucketSlipOwner = "slip.owner"
	bucketSlipEnd   = "slip.end"
	bucketTask      = "task"
	bucketRunItem   = "run.item"
	bucketOffered   = "estimate.sent"
)

func buckets() []string {
	names := []string{
		bucketMeta, bucketUniq, bucketOf, bucketSum, bucketLedger, bucketNumber, bucketVersion, bucketSlip, bucketSlipOwner,
		bucketSlipEnd, bucketTask, bucketRunItem, bucketOffered,
	}
	names = append(names, kv.BlobBuckets()...)
	for _, t := range trees {
		names = append(names, t.buckets()...)
	}
	return names
}

func be64(v uint64) []byte { return binary.BigEndian.AppendUint64(make([]byte, 0, 8), v) }

// rankNewest orders newest first: by day, then by id.
func rankNewest(day portal.Day, id uint64) []byte {
	k := binary.BigEndian.AppendUint32(make([]byte, 0, 12), ^uint32(day))
	return binary.BigEndian.AppendUint64(k, ^id)
}

// rankSoonest orders soonest first: by day, then by id.
func rankSoonest(day portal.Day, id uint64) []byte {
	k := binary.BigEndian.AppendUint32(make([]byte, 0, 12), uint32(day))
	return binary.BigEndian.AppendUint64(k, id)
}

// nameRank is how many bytes of a folded name order a list of names.
const nameRank = 24

// rankName orders by name without case and accents, then by id.
func rankName(name string, id uint64) []byte {
	k := make([]byte, nameRank, nameRank+8)
	copy(k, foldKey(name))
	return binary.BigEndian.AppendUint64(k, id)
}
