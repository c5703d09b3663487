package store

import (
	"portico/portal"
	"portico/store/kv"
)

var creditNotes = newTree(tree[portal.CreditNoteID, portal.CreditNote, portal.CreditNoteRow]{
	kind:    portal.KindCreditNote,
	index:   kv.Index{Name: "creditnote", RankLen: 12},
	id:      func(c *portal.CreditNote) *portal.CreditNoteID { return &c.ID },
	version: func(c *portal.CreditNote) *portal.Version { return &c.Version },
	client:  func(c *portal.CreditNote) portal.ClientID { return c.Client },
	place:   func(c *portal.CreditNote) portal.PropertyID { return c.Property },
	rank:    func(c *portal.CreditNote) []byte { return rankNewest(c.Issued, uint64(c.ID)) },
	row:     portal.CreditNote.Row,
	facets: func(c *portal.CreditNote) (fs []kv.Facet) {
		if c.Property != 0 {
			fs = append(fs, kv.Facet{ID: facetProperty, Value: uint64(c.Property)})
		}
		if c.Unallocated() > 0 {
			fs = append(fs, kv.Facet{ID: FacetCredit, Value: 1})
		}
		return fs
	},
	words: func(c *portal.CreditNote) []string { return Words(c.Number, c.Of, c.Reason) },
	sums:  creditNoteSums,
	uniq: func(c *portal.CreditNote) []unique {
		us := []unique{{byte(portal.KindCreditNote), 'n', foldKey(c.Number)}}
		if c.Key != "" {
			us = append(us, unique{byte(portal.KindCreditNote), 'k', c.Key})
		}
		return us
	},
	of: func(c *portal.CreditNote) []owned {
		os := []owned{{ofInvoiceCreditNotes, uint64(c.Invoice)}}
		for _, a := range portal.PerInvoice(c.Allocations) {
			if a.Invoice != c.Invoice {
				os = append(os, owned{ofInvoiceCreditNotes, uint64(a.Invoice)})
			}
		}
		return os
	},
	touches: func(tx *Tx, c *portal.CreditNote) { tx.TouchClient(c.Client) },
})

const ofInvoiceCreditNotes byte = 18

// creditNoteSums take the note off what was invoiced, in the month of the note.
func creditNoteSums(c *portal.CreditNote) []sum {
	parts := []sum{{space: uint64(c.Client), part: everyProperty}, {space: 0, part: currencyPart(c.Currency)}}
	if c.Property != 0 {
		parts = append(parts, sum{space: uint64(c.Client), part: uint64(c.Property)})
	}
	var out []sum
	for _, p := range parts {
		out = append(out,
			sum{sumInvoiced, p.space, p.part, 0, -c.Totals.Total},
			sum{sumMonth, p.space, p.part, uint32(c.Issued.Month()), -c.Totals.Total},
		)
	}
	return out
}

// CreditNote fetches a credit note inside a sight.
func (tx *Tx) CreditNote(s portal.Sight, id portal.CreditNoteID) (portal.CreditNote, error) {
	return creditNotes.get(tx, s, id)
}

// CreditNoteOwner tells whose credit note it is: the way for staff to narrow into it.
func (tx *Tx) CreditNoteOwner(id portal.CreditNoteID) (portal.ClientID, error) {
	c, err := creditNotes.load(tx, id)
	return c.Client, err
}

// PutCreditNote saves a credit note; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutCreditNote(c *portal.CreditNote, was portal.Version) error {
	return creditNotes.put(tx, c, was)
}

// CreditNoteByKey finds a credit note by its idempotency key.
func (tx *Tx) CreditNoteByKey(key string) (portal.CreditNoteID, bool) {
	id := tx.find(unique{byte(portal.KindCreditNote), 'k', key})
	return portal.CreditNoteID(id), id != 0
}

// CreditNotesOf lists the credit notes of an invoice in the sight, and those of others that were applied to it, oldest
// first.
func (tx *Tx) CreditNotesOf(s portal.Sight, id portal.InvoiceID) (cs []portal.CreditNote, err error) {
	if _, err := invoices.get(tx, s, id); err != nil {
		return nil, err
	}
	err = tx.ids(owned{ofInvoiceCreditNotes, uint64(id)}, func(nid uint64) error {
		c, err := creditNotes.load(tx, portal.CreditNoteID(nid))
		if err == nil && c.Client == s.Client {
			cs = append(cs, c)
		}
		return err
	})
	return cs, err
}

// CreditNoteQuery are the filters of a list of credit notes.
type CreditNoteQuery struct {
	Query
	Credit   bool // only those with credit left
	From, To portal.Day
}

func (q CreditNoteQuery) query() Query {
	k := q.Query
	if q.Credit {
		k = k.Where(FacetCredit, 1)
	}
	return k.days(q.From, q.To)
}

// CreditNotes is one client's list, newest first.
func (tx *Tx) CreditNotes(s portal.Sight, q CreditNoteQuery) (Page[portal.CreditNoteRow], error) {
	return creditNotes.page(tx, s, q.query())
}

// OfficeCreditNotes is the office's list over all clients, newest first.
func (tx *Tx) OfficeCreditNotes(q CreditNoteQuery) (Page[portal.CreditNoteRow], error) {
	return creditNotes.everyone(tx, q.query())
}
