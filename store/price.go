package store

import (
	"portico/portal"
	"portico/store/kv"
)

// Facets of the price list.
const (
	FacetPriceArchived uint8 = iota + 1
	FacetPriceCurrency
)

var prices = newTree(tree[portal.PriceItemID, portal.PriceItem, portal.PriceItem]{
	kind:    portal.KindPriceItem,
	index:   kv.Index{Name: "price", RankLen: nameRank + 8},
	id:      func(p *portal.PriceItem) *portal.PriceItemID { return &p.ID },
	version: func(p *portal.PriceItem) *portal.Version { return &p.Version },
	rank:    func(p *portal.PriceItem) []byte { return rankName(p.Name, uint64(p.ID)) },
	row:     func(p portal.PriceItem) portal.PriceItem { return p },
	facets: func(p *portal.PriceItem) []kv.Facet {
		return []kv.Facet{
			{ID: FacetPriceArchived, Value: bit(p.Archived)}, {ID: FacetPriceCurrency, Value: currencyPart(p.Currency)},
		}
	},
	words:   func(p *portal.PriceItem) []string { return Words(p.Name, p.Detail) },
	touches: func(tx *Tx, _ *portal.PriceItem) { tx.Notify(Topic{'o', 0}) },
})

// PriceItem fetches an item of the price list.
func (tx *Tx) PriceItem(id portal.PriceItemID) (portal.PriceItem, error) { return prices.load(tx, id) }

// PutPriceItem saves an item; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutPriceItem(p *portal.PriceItem, was portal.Version) error {
	return prices.put(tx, p, was)
}

// PriceItems is the price list by name.
func (tx *Tx) PriceItems(q Query) (Page[portal.PriceItem], error) { return prices.everyone(tx, q) }

// Offered narrows a query of the price list to what bills in a currency can take.
func (q Query) Offered(c portal.Currency) Query {
	return q.Where(FacetPriceArchived, 0).Where(FacetPriceCurrency, currencyPart(c))
}
