package crash

import (
	"testing"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// account is what a client's documents make, worked out the plain way.
type account struct {
	today               portal.Day
	open                map[portal.Day]int64 // by the day it falls due
	unpaid              int
	credit, billed, bad int64
	months              map[portal.Month]int64
	lines               map[portal.Day]int64 // what changed on each day
	changes             int
	invoices            []portal.Invoice
	settled             map[portal.InvoiceID]int64
}

func recompute(t *testing.T, tx *store.Tx, id portal.ClientID) account {
	t.Helper()
	a := account{
		today: tx.Today, open: map[portal.Day]int64{}, months: map[portal.Month]int64{}, lines: map[portal.Day]int64{},
		settled: map[portal.InvoiceID]int64{},
	}
	sight := portal.Sight{Client: id}
	pages(t, func(q store.Query) (store.Page[portal.PaymentRow], error) {
		return tx.Payments(sight, store.PaymentQuery{Query: q})
	}, func(r portal.PaymentRow) {
		p, err := tx.Payment(sight, r.ID)
		storetest.Must(t, err)
		a.payment(p)
	})
	pages(t, func(q store.Query) (store.Page[portal.CreditNoteRow], error) {
		return tx.CreditNotes(sight, store.CreditNoteQuery{Query: q})
	}, func(r portal.CreditNoteRow) {
		n, err := tx.CreditNote(sight, r.ID)
		storetest.Must(t, err)
		a.note(n)
	})
	pages(t, func(q store.Query) (store.Page[portal.InvoiceRow], error) {
		return tx.Invoices(sight, store.InvoiceQuery{Query: q})
	}, func(r portal.InvoiceRow) {
		i, err := tx.Invoice(sight, r.ID)
		storetest.Must(t, err)
		a.invoice(i)
	})
	return a
}

func (a *account) change(on portal.Day, amount int64) {
	if amount != 0 {
		a.lines[on] += amount
		a.changes++
	}
}

func (a *account) payment(p portal.Payment) {
	if p.State != portal.PaymentCompleted {
		return
	}
	rest := p.Amount - p.Fee
	a.change(p.On, -p.Amount)
	a.change(p.On, p.Fee)
	for _, r := range p.Refunds {
		rest -= r.Amount - r.Fee
		a.change(r.On, r.Amount)
		a.change(r.On, -r.Fee)
	}
	for _, x := range p.Allocations {
		rest -= x.Amount
		a.settled[x.Invoice] += x.Amount
	}
	a.credit += rest
}

func (a *account) note(n portal.CreditNote) {
	rest := n.Totals.Total
	a.change(n.Issued, -rest)
	a.billed -= rest
	a.months[n.Issued.Month()] -= rest
	for _, x := range n.Allocations {
		rest -= x.Amount
		a.settled[x.Invoice] += x.Amount
	}
	a.credit += rest
}

func (a *account) invoice(i portal.Invoice) {
	if i.State == portal.Draft {
		return
	}
	a.invoices = append(a.invoices, i)
	total, left := i.Totals.Total, i.Totals.Total-a.settled[i.ID]
	a.change(i.Issued, total)
	for _, l := range i.Regained {
		a.change(l.On, -l.Amount)
		a.change(l.Back, l.Amount)
	}
	switch i.State {
	case portal.Void:
		a.change(i.Voided, -total)
		return
	case portal.BadDebt:
		a.change(i.WrittenOff, -left)
		a.bad += left
	case portal.Issued:
		a.open[i.Due] += left
		if left > 0 {
			a.unpaid++
		}
	}
	a.billed += total
	a.months[i.Issued.Month()] += total
}

// add takes another account's figures in.
func (a *account) add(o account) {
	if a.open == nil {
		a.open, a.months = map[portal.Day]int64{}, map[portal.Month]int64{}
	}
	a.today, a.unpaid, a.billed, a.bad, a.credit = o.today, a.unpaid+o.unpaid, a.billed+o.billed, a.bad+o.bad, a.credit+o.credit
	for d, n := range o.open {
		a.open[d] += n
	}
	for m, n := range o.months {
		a.months[m] += n
	}
}

// due is what is open and falls due from a day to another, both included.
func (a *account) due(from, to portal.Day) (sum int64) {
	for d, n := range a.open {
		if d >= from && d <= to {
			sum += n
		}
	}
	return sum
}

const always = portal.Day(1 << 30)

func (a *account) all() int64     { return a.due(0, always) }
func (a *account) overdue() int64 { return a.due(0, a.today-1) }
func (a *account) balance() (sum int64) {
	for _, n := range a.lines {
		sum += n
	}
	return sum
}
