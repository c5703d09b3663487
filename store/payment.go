package store

import (
	"slices"

	"portico/portal"
	"portico/store/kv"
)

// Facets of payments.
const (
	FacetMethod uint8 = 2
	FacetStatus uint8 = 3
	FacetCredit uint8 = 4 // something is left on account; shared with credit notes
)

var payments = newTree(tree[portal.PaymentID, portal.Payment, portal.PaymentRow]{
	kind:    portal.KindPayment,
	index:   kv.Index{Name: "payment", RankLen: 12},
	id:      func(p *portal.Payment) *portal.PaymentID { return &p.ID },
	version: func(p *portal.Payment) *portal.Version { return &p.Version },
	client:  func(p *portal.Payment) portal.ClientID { return p.Client },
	rank:    func(p *portal.Payment) []byte { return rankNewest(p.On, uint64(p.ID)) },
	row:     portal.Payment.Row,
	rev:     1,
	facets: func(p *portal.Payment) []kv.Facet {
		fs := []kv.Facet{{ID: FacetMethod, Value: uint64(p.Method)}, {ID: FacetStatus, Value: uint64(p.Status())}}
		if p.Unallocated() > 0 {
			fs = append(fs, kv.Facet{ID: FacetCredit, Value: 1})
		}
		return fs
	},
	words: func(p *portal.Payment) []string { return Words(p.Number, p.Reference) },
	uniq: func(p *portal.Payment) []unique {
		us := []unique{{byte(portal.KindPayment), 'n', foldKey(p.Number)}}
		if p.Key != "" {
			us = append(us, unique{byte(portal.KindPayment), 'k', p.Key})
		}
		if p.Provider != "" {
			us = append(us, unique{byte(portal.KindPayment), 'p', p.Provider})
		}
		return us
	},
	of: func(p *portal.Payment) []owned {
		var os []owned
		for _, a := range portal.PerInvoice(p.Allocations) {
			os = append(os, owned{ofInvoicePayments, uint64(a.Invoice)})
		}
		for _, a := range p.Wanted {
			os = append(os, owned{ofInvoiceWanted, uint64(a.Invoice)})
		}
		if p.Estimate != 0 {
			os = append(os, owned{ofEstimatePayments, uint64(p.Estimate)})
		}
		return os
	},
	sums: func(p *portal.Payment) []sum {
		if p.State != portal.PaymentToApproval {
			return nil
		}
		return []sum{{sumToApprove, 0, everyProperty, 0, 1}, {sumToApprove, uint64(p.Client), everyProperty, 0, 1}}
	},
	touches: func(tx *Tx, p *portal.Payment) { tx.TouchClient(p.Client) },
})

const (
	ofInvoicePayments  byte = 16
	ofInvoiceWanted    byte = 17
	ofEstimatePayments byte = 31
)

// Payment fetches a payment inside a sight.
func (tx *Tx) Payment(s portal.Sight, id portal.PaymentID) (portal.Payment, error) {
	return payments.get(tx, s, id)
}

// PaymentOwner tells whose payment it is: the way for staff to narrow into it.
func (tx *Tx) PaymentOwner(id portal.PaymentID) (portal.ClientID, error) {
	p, err := payments.load(tx, id)
	return p.Client, err
}

// PutPayment saves a payment; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutPayment(p *portal.Payment, was portal.Version) error {
	return payments.put(tx, p, was)
}

// PaymentByKey finds a payment by its idempotency key.
func (tx *Tx) PaymentByKey(key string) (portal.PaymentID, bool) {
	id := tx.find(unique{byte(portal.KindPayment), 'k', key})
	return portal.PaymentID(id), id != 0
}

// PaymentAt finds the payment that a provider's signed event is about, by the provider's id of it.
func (tx *Tx) PaymentAt(provider string) (portal.Payment, error) {
	id := tx.find(unique{byte(portal.KindPayment), 'p', provider})
	if provider == "" || id == 0 {
		return portal.Payment{}, portal.NotFound()
	}
	return payments.load(tx, portal.PaymentID(id))
}

// PaymentsToApprove counts the payments that clients reported and nobody has looked at, of one client or of all.
func (tx *Tx) PaymentsToApprove(c portal.ClientID) int {
	return int(tx.sum(sumToApprove, uint64(c), everyProperty, 0))
}

// PaymentQuery are the filters of a payment list.
type PaymentQuery struct {
	Query
	Methods  []uint64
	Statuses []uint64
	Credit   bool // only those with credit left
	From, To portal.Day
}

func (q PaymentQuery) query() Query {
	k := q.Query
	if len(q.Methods) > 0 {
		k = k.Where(FacetMethod, q.Methods...)
	}
	if len(q.Statuses) > 0 {
		k = k.Where(FacetStatus, q.Statuses...)
	}
	if q.Credit {
		k = k.Where(FacetCredit, 1)
	}
	return k.days(q.From, q.To)
}

// Payments is one client's list, newest first.
func (tx *Tx) Payments(s portal.Sight, q PaymentQuery) (Page[portal.PaymentRow], error) {
	return payments.page(tx, s, q.query())
}

// OfficePayments is the office's list over all clients, newest first.
func (tx *Tx) OfficePayments(q PaymentQuery) (Page[portal.PaymentRow], error) {
	return payments.everyone(tx, q.query())
}

// PaymentsOf lists the payments that paid an invoice in the sight, oldest first. A sight that is limited to
// some properties sees of each payment only what paid this invoice.
func (tx *Tx) PaymentsOf(s portal.Sight, id portal.InvoiceID) ([]portal.Payment, error) {
	return tx.paymentsOf(ofInvoicePayments, s, id)
}

// ComingFor lists the payments on their way that are meant for an invoice in the sight: pending, or to be approved.
func (tx *Tx) ComingFor(s portal.Sight, id portal.InvoiceID) ([]portal.Payment, error) {
	ps, err := tx.paymentsOf(ofInvoiceWanted, s, id)
	return slices.DeleteFunc(ps, func(p portal.Payment) bool { return !p.OnItsWay() }), err
}

func (tx *Tx) paymentsOf(as byte, s portal.Sight, id portal.InvoiceID) (ps []portal.Payment, err error) {
	if _, err := invoices.get(tx, s, id); err != nil {
		return nil, err
	}
	err = tx.ids(owned{as, uint64(id)}, func(pid uint64) error {
		p, err := payments.load(tx, portal.PaymentID(pid))
		if err != nil || p.Client != s.Client {
			return err
		}
		if s.Properties != nil {
			other := func(a portal.Allocation) bool { return a.Invoice != id }
			p.Allocations, p.Wanted = slices.DeleteFunc(p.Allocations, other), slices.DeleteFunc(p.Wanted, other)
		}
		ps = append(ps, p)
		return nil
	})
	return ps, err
}

// PaymentsFor lists the payments of an estimate’s deposit, whatever became of them, oldest first. Fetch the estimate
// itself first: that is where the sight is.
func (tx *Tx) PaymentsFor(e portal.Estimate) (ps []portal.Payment, err error) {
	err = tx.ids(owned{ofEstimatePayments, uint64(e.ID)}, func(id uint64) error {
		p, err := payments.load(tx, portal.PaymentID(id))
		if err == nil && p.Client == e.Client {
			ps = append(ps, p)
		}
		return err
	})
	return ps, err
}

var properties = newTree(tree[portal.PropertyID, portal.Property, portal.Property]{
	kind:    portal.KindProperty,
	decoded: new(Decoded[portal.Property]),
	index:   kv.Index{Name: "property", RankLen: nameRank + 8},
	id:      func(p *portal.Property) *portal.PropertyID { return &p.ID },
	version: func(p *portal.Property) *portal.Version { return &p.Version },
	client:  func(p *portal.Property) portal.ClientID { return p.Client },
	place:   func(p *portal.Property) portal.PropertyID { return p.ID },
	rank:    func(p *portal.Property) []byte { return rankName(p.Name, uint64(p.ID)) },
	row:     func(p portal.Property) portal.Property { return p },
	facets: func(p *portal.Property) []kv.Facet {
		return []kv.Facet{{ID: facetProperty, Value: uint64(p.ID)}}
	},
	words:   func(p *portal.Property) []string { return Words(p.Name, p.UPRN, p.Address.OneLine()) },
	touches: func(tx *Tx, p *portal.Property) { tx.TouchClient(p.Client) },
})

// Property fetches a property inside a sight.
func (tx *Tx) Property(s portal.Sight, id portal.PropertyID) (portal.Property, error) {
	return properties.get(tx, s, id)
}

// PutProperty saves a property; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutProperty(p *portal.Property, was portal.Version) error {
	return properties.put(tx, p, was)
}

// Properties lists the properties of a sight by name.
func (tx *Tx) Properties(s portal.Sight, q Query) (Page[portal.Property], error) {
	return properties.page(tx, s, q)
}

var contractors = newTree(tree[portal.ContractorID, portal.Contractor, portal.Contractor]{
	kind:    portal.KindContractor,
	index:   kv.Index{Name: "contractor", RankLen: nameRank + 8},
	id:      func(c *portal.Contractor) *portal.ContractorID { return &c.ID },
	version: func(c *portal.Contractor) *portal.Version { return &c.Version },
	rank:    func(c *portal.Contractor) []byte { return rankName(c.Name, uint64(c.ID)) },
	row:     func(c portal.Contractor) portal.Contractor { return c },
	touches: func(tx *Tx, _ *portal.Contractor) { tx.touch('b', 0) },
})

// PutContractor saves a contractor; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutContractor(c *portal.Contractor, was portal.Version) error {
	return contractors.put(tx, c, was)
}

// Contractors lists who carries out work, by name. The answer is shared: copy before changing.
func (tx *Tx) Contractors() ([]portal.Contractor, error) {
	read := func() ([]portal.Contractor, error) {
		p, err := contractors.everyone(tx, Query{Limit: 500})
		return p.Rows, err
	}
	if tx.Writable() {
		return read()
	}
	b := tx.business()
	if known := b.contractors.Load(); known != nil {
		return *known, nil
	}
	rows, err := read()
	if err == nil {
		b.contractors.Store(&rows)
	}
	return rows, err
}

// ContractorName looks up a name for a row; it is empty for none.
func (tx *Tx) ContractorName(id portal.ContractorID) string {
	if id == 0 {
		return ""
	}
	c, err := contractors.load(tx, id)
	if err != nil {
		return ""
	}
	return c.Name
}
