package store

import (
	"portico/portal"
)

// posting is what a document has in its client's ledger. A payment's entries are compared by what they come to:
// it may come, go back and return any number of times.
type posting struct {
	doc  portal.Ref
	kind portal.EntryKind // 0 = all of the document's together
}

// posted are the entries of one posting.
type posted struct {
	client portal.ClientID
	on     portal.Day // of the last
	amount int64
	n      int
}

// postings compares the ledgers with the documents entry by entry: each document has the entries that it makes, on
// their days, and no entry is there that no document makes.
func (c *checker) postings() error {
	have := map[posting]posted{}
	err := c.tx.Walk(bucketLedger, nil, nil, func(_, v []byte) (bool, error) {
		var e portal.Entry
		if err := unpack(recordVersion, v, &e); err != nil {
			c.bad("a ledger entry: %v", err)
			return true, nil
		}
		p := posting{e.Doc, e.Kind}
		switch {
		case e.Doc.Kind == portal.KindPayment:
			p.kind = 0
		case e.Kind == portal.EntryReinstated:
			p.kind = portal.EntryBadDebt
		}
		x := have[p]
		have[p] = posted{e.Client, e.On, x.amount + e.Amount, x.n + 1}
		return true, nil
	})
	if err != nil {
		return err
	}
	return c.comparePostings(have)
}

func (c *checker) comparePostings(have map[posting]posted) error {
	want := func(doc portal.Ref, kind portal.EntryKind, w posted) {
		p := posting{doc, kind}
		h := have[p]
		delete(have, p)
		switch {
		case h.amount != w.amount:
			c.bad("%v makes ledger entries of %d, %d is there", doc, w.amount, h.amount)
		case h.n == 0:
		case h.client != w.client:
			c.bad("%v of client %d has its entries at client %d", doc, w.client, h.client)
		case kind != 0 && h.n != w.n || kind != 0 && h.on != w.on:
			c.bad("%v has %d entries, the last on %s; it makes one on %s", doc, h.n, h.on.ISO(), w.on.ISO())
		}
	}
	_, _, err := invoices.some(c.tx, 0, -1, func(i *portal.Invoice) error { wantInvoice(i, want); return nil })
	if err != nil {
		return nil // unreadable: the lists have said so
	}
	_, _, err = creditNotes.some(c.tx, 0, -1, func(n *portal.CreditNote) error {
		want(portal.Ref{Kind: portal.KindCreditNote, ID: uint64(n.ID)}, portal.EntryCreditNote, posted{n.Client, n.Issued, -n.Totals.Total, 1})
		return nil
	})
	if err != nil {
		return nil
	}
	_, _, err = payments.some(c.tx, 0, -1, func(p *portal.Payment) error {
		want(portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)}, 0, posted{p.Client, 0, -p.Refundable(), 1})
		return nil
	})
	if err != nil {
		return nil
	}
	for p, h := range have {
		c.bad("the ledger of client %d has an entry of %d that %v doesn’t make", h.client, h.amount, p.doc)
	}
	return nil
}

// wantInvoice says which entries an invoice makes.
func wantInvoice(i *portal.Invoice, want func(portal.Ref, portal.EntryKind, posted)) {
	if i.State == portal.Draft {
		return
	}
	doc, total := portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}, i.Totals.Total
	want(doc, portal.EntryInvoice, posted{i.Client, i.Issued, total, 1})
	if i.State == portal.Void {
		want(doc, portal.EntryVoid, posted{i.Client, i.Voided, -total, 1})
	}
	bad := posted{client: i.Client}
	for _, l := range i.Regained { // written off, and back
		bad.on, bad.n = l.Back, bad.n+2
	}
	if i.State == portal.BadDebt {
		bad.on, bad.amount, bad.n = i.WrittenOff, i.Settled()-total, bad.n+1
	}
	want(doc, portal.EntryBadDebt, bad)
}
