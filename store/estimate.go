package store

import (
	"encoding/binary"

	"portico/portal"
	"portico/store/kv"
)

// Facets of estimates.
const (
	FacetEstimateProperty       = facetProperty
	FacetEstimateState    uint8 = 2 // portal.EstimateState
	FacetEstimateBy       uint8 = 3 // contractor
)

// estimateDay is the day that an estimate stands under in lists: drafts before everything that was sent, so that a
// client’s own list leaves them out by where it begins.
func estimateDay(e *portal.Estimate) portal.Day {
	if e.Revision == 0 {
		return draftDay
	}
	return e.Dated
}

// waits reports whether an estimate waits for an answer, expired or not.
func waits(e *portal.Estimate) bool {
	return e.State == portal.EstimateSent || e.State == portal.EstimateChanges
}

var estimates = newTree(tree[portal.EstimateID, portal.Estimate, portal.EstimateRow]{
	kind:    portal.KindEstimate,
	index:   kv.Index{Name: "estimate", RankLen: 12},
	id:      func(e *portal.Estimate) *portal.EstimateID { return &e.ID },
	version: func(e *portal.Estimate) *portal.Version { return &e.Version },
	client:  func(e *portal.Estimate) portal.ClientID { return e.Client },
	place:   func(e *portal.Estimate) portal.PropertyID { return e.Offer.Property },
	rank:    func(e *portal.Estimate) []byte { return rankNewest(estimateDay(e), uint64(e.ID)) },
	row:     portal.Estimate.Row,
	facets: func(e *portal.Estimate) []kv.Facet {
		return append(estimateFacets(e), kv.Facet{ID: FacetEstimateState, Value: uint64(e.State)})
	},
	words: func(e *portal.Estimate) []string { return Words(e.Number, e.Offer.Order, e.Place, e.Offer.Description) },
	sums:  estimateSums,
	uniq: func(e *portal.Estimate) []unique {
		if e.Number == "" {
			return nil
		}
		return []unique{{byte(portal.KindEstimate), 'n', foldKey(e.Number)}}
	},
	touches: func(tx *Tx, e *portal.Estimate) { tx.TouchClient(e.Client) },
	due: &order[portal.Estimate]{
		index:  kv.Index{Name: "estimate.due", RankLen: 12},
		in:     waits,
		rank:   func(e *portal.Estimate) []byte { return rankSoonest(e.Last(), uint64(e.ID)) },
		facets: estimateFacets,
	},
})

func estimateFacets(e *portal.Estimate) []kv.Facet {
	var fs []kv.Facet
	if e.Offer.Property != 0 {
		fs = append(fs, kv.Facet{ID: FacetEstimateProperty, Value: uint64(e.Offer.Property)})
	}
	if e.Offer.Contractor != 0 {
		fs = append(fs, kv.Facet{ID: FacetEstimateBy, Value: uint64(e.Offer.Contractor)})
	}
	return fs
}

// estimateSums count estimates per state, and those that wait per last day, with what they come to.
func estimateSums(e *portal.Estimate) (out []sum) {
	parts := []sum{{space: uint64(e.Client), part: everyProperty}, {space: 0, part: currencyPart(e.Currency)}}
	if e.Offer.Property != 0 {
		parts = append(parts, sum{space: uint64(e.Client), part: uint64(e.Offer.Property)})
	}
	for _, p := range parts {
		out = append(out, sum{sumEstimates, p.space, p.part, uint32(e.State), 1})
		if waits(e) {
			out = append(out, sum{sumWaitingN, p.space, p.part, uint32(e.Last()), 1},
				sum{sumWaiting, p.space, p.part, uint32(e.Last()), e.Offer.Totals.Total})
		}
	}
	return out
}

// Estimate fetches an estimate inside a sight.
func (tx *Tx) Estimate(s portal.Sight, id portal.EstimateID) (portal.Estimate, error) {
	return estimates.get(tx, s, id)
}

// EstimateOwner tells whose estimate it is: the way for staff to narrow into it.
func (tx *Tx) EstimateOwner(id portal.EstimateID) (portal.ClientID, error) {
	e, err := estimates.load(tx, id)
	return e.Client, err
}

// PutEstimate saves an estimate; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutEstimate(e *portal.Estimate, was portal.Version) error {
	e.Place = tx.place(e.Offer.Property)
	return estimates.put(tx, e, was)
}

// DeleteEstimate removes a draft that nobody has seen.
func (tx *Tx) DeleteEstimate(e *portal.Estimate) error {
	if e.Revision != 0 {
		return portal.Invalid("Only a draft can be deleted. This estimate was sent: take it back instead.")
	}
	return estimates.remove(tx, e)
}

// EstimateByNumber finds an estimate by its number.
func (tx *Tx) EstimateByNumber(number string) (portal.EstimateID, bool) {
	id := tx.find(unique{byte(portal.KindEstimate), 'n', foldKey(number)})
	return portal.EstimateID(id), id != 0
}

func offeredKey(id portal.EstimateID, revision int) []byte {
	return binary.BigEndian.AppendUint32(be64(uint64(id)), uint32(revision))
}

// PutOffered keeps a version of an estimate as it was sent, or as it was signed.
func (tx *Tx) PutOffered(o portal.Offered) error {
	v, err := pack(recordVersion, o)
	if err != nil {
		return err
	}
	return tx.Put(bucketOffered, offeredKey(o.Estimate, o.Revision), v)
}

// Offered is one version of an estimate as it was sent. Fetch the estimate itself first: that is where the sight is.
func (tx *Tx) Offered(e portal.Estimate, revision int) (o portal.Offered, err error) {
	v := tx.Get(bucketOffered, offeredKey(e.ID, revision))
	if v == nil {
		return o, portal.NotFound()
	}
	return o, unpack(recordVersion, v, &o)
}

// EstimateQuery are the filters of a list of estimates.
type EstimateQuery struct {
	Query
	States     []uint64 // not in the order of last days
	Sent       bool     // no drafts
	Waiting    bool     // can be answered today, soonest last day first
	Expired    bool     // waits, but its last day is over; longest ago first
	Property   portal.PropertyID
	Contractor portal.ContractorID
	From, To   portal.Day // when it was sent; the last day where the list goes by that
}

func (q EstimateQuery) query(today portal.Day) Query {
	k := q.Query
	if q.Property != 0 {
		k = k.Where(FacetEstimateProperty, uint64(q.Property))
	}
	if q.Contractor != 0 {
		k = k.Where(FacetEstimateBy, uint64(q.Contractor))
	}
	if q.Waiting || q.Expired {
		from, until := q.From, orMax(q.To)
		if q.To == 0 {
			until = portal.Never + 1
		}
		if q.Waiting {
			from = max(from, today)
		} else {
			until = min(until, today)
		}
		k.ByDue, k.From, k.To = true, rankSoonest(from, 0), rankSoonest(until, 0)
		return k
	}
	if len(q.States) > 0 {
		k = k.Where(FacetEstimateState, q.States...)
	}
	if q.Sent && q.To == 0 {
		q.To = draftDay - 1
	}
	return k.days(q.From, q.To)
}

// Estimates is one client’s list, newest first.
func (tx *Tx) Estimates(s portal.Sight, q EstimateQuery) (Page[portal.EstimateRow], error) {
	return estimates.page(tx, s, q.query(tx.Today))
}

// OfficeEstimates is the office’s list over all clients, newest first.
func (tx *Tx) OfficeEstimates(q EstimateQuery) (Page[portal.EstimateRow], error) {
	return estimates.everyone(tx, q.query(tx.Today))
}

// EstimateCounts are how many estimates there are.
type EstimateCounts struct {
	States  [portal.EstimateStates]int
	Waiting int // can be answered today
	Expired int
	Open    portal.Money // what those that wait come to
}

// Sent is how many were ever sent.
func (c EstimateCounts) Sent() (n int) {
	for _, k := range c.States[1:] {
		n += k
	}
	return n
}

// EstimateCounts counts a client’s estimates; limited sights add up their properties.
func (tx *Tx) EstimateCounts(s portal.Sight, cur portal.Currency) (c EstimateCounts) {
	c.Open.Currency = cur
	for _, part := range parts(s) {
		tx.countEstimates(&c, uint64(s.Client), part)
	}
	return c
}

// OfficeEstimateCounts counts all clients’ estimates in one currency.
func (tx *Tx) OfficeEstimateCounts(cur portal.Currency) (c EstimateCounts) {
	c.Open.Currency = cur
	tx.countEstimates(&c, 0, currencyPart(cur))
	return c
}

func (tx *Tx) countEstimates(c *EstimateCounts, space, part uint64) {
	today := uint32(tx.Today)
	tx.eachSum(sumEstimates, space, part, 0, uint32(len(c.States)), func(st uint32, n int64) { c.States[st] += int(n) })
	tx.eachSum(sumWaitingN, space, part, 0, ^uint32(0), func(last uint32, n int64) {
		if last < today {
			c.Expired += int(n)
		} else {
			c.Waiting += int(n)
		}
	})
	c.Open.Amount += tx.sumRange(sumWaiting, space, part, today, ^uint32(0))
}

// EstimatesWaiting counts the estimates of a sight that can be answered today.
func (tx *Tx) EstimatesWaiting(s portal.Sight) (n int) {
	for _, part := range parts(s) {
		n += int(tx.sumRange(sumWaitingN, uint64(s.Client), part, uint32(tx.Today), ^uint32(0)))
	}
	return n
}
