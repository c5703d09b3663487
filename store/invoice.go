package store

import (
	"strings"

	"portico/portal"
	"portico/store/kv"
)

// Facets of invoices. facetProperty is shared by all kinds that a property-limited contact may list.
const (
	facetProperty        uint8 = 1
	FacetInvoiceProperty       = facetProperty
	FacetInvoiceState    uint8 = 2
	FacetInvoiceBy       uint8 = 3 // contractor
)

// States that invoices are counted and filtered by: the stored state, issued split by what is still open.
const (
	stateDraft uint32 = iota
	stateOpen
	statePaid
	stateVoid
	stateBad
)

// InvoiceStates are the values of FacetInvoiceState.
const (
	InvoiceDraft = uint64(stateDraft)
	InvoiceOpen  = uint64(stateOpen)
	InvoicePaid  = uint64(statePaid)
	InvoiceVoid  = uint64(stateVoid)
	InvoiceBad   = uint64(stateBad)
)

// draftDay is the day that drafts stand under in lists, before everything that is issued: so a client's own
// list leaves them out by where it begins, and needs no filter.
const draftDay portal.Day = 1<<31 - 1

func listedOn(i *portal.Invoice) portal.Day {
	if i.State == portal.Draft {
		return draftDay
	}
	return i.Issued
}

func stateOf(i *portal.Invoice) uint32 {
	switch i.State {
	case portal.Draft:
		return stateDraft
	case portal.Void:
		return stateVoid
	case portal.BadDebt:
		return stateBad
	}
	if i.Open().Amount > 0 {
		return stateOpen
	}
	return statePaid
}

var invoices = newTree(tree[portal.InvoiceID, portal.Invoice, portal.InvoiceRow]{
	kind:    portal.KindInvoice,
	index:   kv.Index{Name: "invoice", RankLen: 12},
	id:      func(i *portal.Invoice) *portal.InvoiceID { return &i.ID },
	version: func(i *portal.Invoice) *portal.Version { return &i.Version },
	client:  func(i *portal.Invoice) portal.ClientID { return i.Client },
	place:   func(i *portal.Invoice) portal.PropertyID { return i.Property },
	rank:    func(i *portal.Invoice) []byte { return rankNewest(listedOn(i), uint64(i.ID)) },
	row:     portal.Invoice.Row,
	codec:   invoiceRows,
	rev:     2,
	facets: func(i *portal.Invoice) []kv.Facet {
		fs := []kv.Facet{{ID: FacetInvoiceState, Value: uint64(stateOf(i))}}
		return append(fs, invoiceFacets(i)...)
	},
	words: func(i *portal.Invoice) []string { return Words(i.Number, i.Order, i.Place, i.Description) },
	sums:  invoiceSums,
	uniq: func(i *portal.Invoice) []unique {
		if i.Number == "" {
			return nil
		}
		return []unique{{byte(portal.KindInvoice), 'n', foldKey(i.Number)}}
	},
	touches: func(tx *Tx, i *portal.Invoice) { tx.TouchClient(i.Client) },
	due: &order[portal.Invoice]{
		index:  kv.Index{Name: "invoice.due", RankLen: 12},
		in:     func(i *portal.Invoice) bool { return stateOf(i) == stateOpen },
		rank:   func(i *portal.Invoice) []byte { return rankSoonest(i.Term(), uint64(i.ID)) },
		facets: invoiceFacets,
	},
})

func invoiceFacets(i *portal.Invoice) []kv.Facet {
	var fs []kv.Facet
	if i.Property != 0 {
		fs = append(fs, kv.Facet{ID: FacetInvoiceProperty, Value: uint64(i.Property)})
	}
	if i.Contractor != 0 {
		fs = append(fs, kv.Facet{ID: FacetInvoiceBy, Value: uint64(i.Contractor)})
	}
	return fs
}

func invoiceSums(i *portal.Invoice) []sum {
	parts := []sum{{space: uint64(i.Client), part: everyProperty}, {space: 0, part: currencyPart(i.Currency)}}
	if i.Property != 0 {
		parts = append(parts, sum{space: uint64(i.Client), part: uint64(i.Property)})
	}
	var out []sum
	for _, p := range parts {
		add := func(kind sumKind, x uint32, delta int64) { out = append(out, sum{kind, p.space, p.part, x, delta}) }
		add(sumState, stateOf(i), 1)
		switch i.State {
		case portal.Draft:
			continue
		case portal.Issued:
			if open := i.Open().Amount; open > 0 {
				add(sumDue, 0, open)
				add(sumOpen, uint32(i.Term()), open)
				add(sumOpenN, uint32(i.Term()), 1)
			}
		case portal.BadDebt:
			add(sumBad, 0, i.Totals.Total-i.Settled())
		}
		add(sumCount, uint32(portal.KindInvoice), 1)
		if i.State != portal.Void {
			add(sumInvoiced, 0, i.Totals.Total)
			add(sumMonth, uint32(i.Issued.Month()), i.Totals.Total)
		}
	}
	return append(out, batchSums(i)...)
}

// Invoice fetches an invoice inside a sight.
func (tx *Tx) Invoice(s portal.Sight, id portal.InvoiceID) (portal.Invoice, error) {
	return invoices.get(tx, s, id)
}

// InvoiceOwner tells whose invoice it is: the way for staff to narrow into it.
func (tx *Tx) InvoiceOwner(id portal.InvoiceID) (portal.ClientID, error) {
	i, err := invoices.load(tx, id)
	return i.Client, err
}

// PutInvoice saves an invoice; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutInvoice(i *portal.Invoice, was portal.Version) error {
	i.Place = tx.place(i.Property)
	if err := invoices.put(tx, i, was); err != nil {
		return err
	}
	return tx.settleBatch(i)
}

// place is what a document is found by besides its own words: the name and reference of its property.
func (tx *Tx) place(id portal.PropertyID) string {
	if id == 0 {
		return ""
	}
	p, err := properties.load(tx, id)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(p.Name + " " + p.UPRN)
}

// DeleteDraft removes a draft. What is issued is never deleted.
func (tx *Tx) DeleteDraft(i *portal.Invoice) error {
	if i.State != portal.Draft {
		return portal.Invalid("Only a draft can be deleted.")
	}
	return invoices.remove(tx, i)
}

// InvoiceQuery are the filters of an invoice list.
type InvoiceQuery struct {
	Query
	States     []uint64 // not in the order of due days, where all are open
	Issued     bool     // no drafts
	Overdue    bool     // open and due before today, soonest first
	Property   portal.PropertyID
	Contractor portal.ContractorID
	From, To   portal.Day // of issue; of the due day in the overdue list
}

func (q InvoiceQuery) query(today portal.Day) Query {
	k := q.Query
	if q.Property != 0 {
		k = k.Where(FacetInvoiceProperty, uint64(q.Property))
	}
	if q.Contractor != 0 {
		k = k.Where(FacetInvoiceBy, uint64(q.Contractor))
	}
	if q.Overdue || q.ByDue {
		until := orMax(q.To)
		if q.Overdue {
			until = min(until, today)
		}
		k.ByDue = true
		k.From, k.To = rankSoonest(q.From, 0), rankSoonest(until, 0)
		return k
	}
	if len(q.States) > 0 {
		k = k.Where(FacetInvoiceState, q.States...)
	}
	if q.Issued && q.To == 0 {
		q.To = draftDay - 1
	}
	return k.days(q.From, q.To)
}

func orMax(d portal.Day) portal.Day {
	if d == 0 {
		return 1 << 30
	}
	return d + 1
}

// Invoices is one client's list, newest first.
func (tx *Tx) Invoices(s portal.Sight, q InvoiceQuery) (Page[portal.InvoiceRow], error) {
	return invoices.page(tx, s, q.query(tx.Today))
}

// OfficeInvoices is the office's list over all clients, newest first.
func (tx *Tx) OfficeInvoices(q InvoiceQuery) (Page[portal.InvoiceRow], error) {
	return invoices.everyone(tx, q.query(tx.Today))
}

// OldestOpen calls fn for a client's open invoices, soonest due first, until it says stop.
func (tx *Tx) OldestOpen(s portal.Sight, fn func(portal.Invoice) (more bool, err error)) error {
	q := Query{ByDue: true, Limit: 200}
	for {
		p, err := invoices.page(tx, s, q)
		if err != nil {
			return err
		}
		for _, r := range p.Rows {
			i, err := invoices.load(tx, r.ID)
			if err != nil {
				return err
			}
			if more, err := fn(i); err != nil || !more {
				return err
			}
		}
		if !p.More {
			return nil
		}
		q.After = p.Next
	}
}

// InvoiceByNumber finds an invoice by its number.
func (tx *Tx) InvoiceByNumber(number string) (portal.InvoiceID, bool) {
	id := tx.find(unique{byte(portal.KindInvoice), 'n', foldKey(number)})
	return portal.InvoiceID(id), id != 0
}

// StateCounts counts a client's invoices by state; limited sights add up their properties.
func (tx *Tx) StateCounts(s portal.Sight) (n [5]int) {
	for _, part := range parts(s) {
		tx.eachSum(sumState, uint64(s.Client), part, 0, uint32(len(n)), func(st uint32, v int64) { n[st] += int(v) })
	}
	return n
}

// OfficeFigures are the sums over all clients in one currency.
func (tx *Tx) OfficeFigures(c portal.Currency) (f portal.HomeFigures, states [5]int) {
	part, month := currencyPart(c), tx.Today.Month()
	f = noFigures(c, month)
	tx.addFigures(&f, 0, part, month)
	f.Credit.Amount = f.Due.Amount - tx.sum(sumBalance, 0, part, 0)
	for st := range states {
		states[st] = int(tx.sum(sumState, 0, part, uint32(st)))
	}
	return f, states
}
