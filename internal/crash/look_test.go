package crash

import (
	"context"
	"fmt"
	"testing"
	"time"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

func (w *witness) open(t *testing.T, fn func(*store.Tx) error) {
	t.Helper()
	db, err := store.Open(w.data, store.Options{NoSync: true})
	storetest.Must(t, err)
	defer db.Close()
	storetest.Must(t, db.View(context.Background(), fn))
}

// look opens the file as the program left it.
func (w *witness) look(t *testing.T) {
	t.Helper()
	db, err := store.Open(w.data, store.Options{NoSync: true})
	storetest.Must(t, err)
	defer db.Close()
	storetest.MustCheck(t, db)
	storetest.View(t, db, func(tx *store.Tx) error {
		b := read(t, tx, w.clients)
		b.whole(t)
		w.compare(t, b.keys())
		w.delivered(t, tx)
		return nil
	})
}

// compare holds what is there against what was acknowledged.
func (w *witness) compare(t *testing.T, there map[string]int) {
	t.Helper()
	for key := range w.told {
		if there[key] != 1 {
			t.Errorf("%s was acknowledged and is there %d times", key, there[key])
		}
		delete(there, key)
	}
	for key := range w.tried {
		w.doubt++
		if there[key] == 1 {
			w.told[key] = true
			w.doubtThere++
		}
		if there[key] > 1 {
			t.Errorf("%s is there %d times", key, there[key])
		}
		delete(there, key)
		w.pending = append(w.pending, key)
	}
	clear(w.tried)
	for key := range there {
		t.Errorf("%s is there and was never tried", key)
	}
}

// books is everything that was written about money.
type books struct {
	payments []portal.Payment
	invoices []portal.Invoice
	entries  map[portal.Ref][]portal.Entry
	events   map[portal.Ref]map[portal.EventKind]int
	mailed   map[string]int // by address
	waiting  map[string]bool
	queued   map[string]bool
	last     map[portal.Kind]int64
}

func read(t *testing.T, tx *store.Tx, clients []portal.ClientID) books {
	t.Helper()
	b := books{
		entries: map[portal.Ref][]portal.Entry{}, events: map[portal.Ref]map[portal.EventKind]int{}, mailed: map[string]int{},
		waiting: map[string]bool{}, queued: map[string]bool{}, last: map[portal.Kind]int64{},
	}
	for _, k := range []portal.Kind{portal.KindPayment, portal.KindInvoice} {
		b.last[k] = tx.LastNumber(k)
	}
	for _, id := range clients {
		storetest.Must(t, tx.Entries(portal.Sight{Client: id}, 0, func(e portal.Entry) (bool, error) {
			b.entries[e.Doc] = append(b.entries[e.Doc], e)
			return true, nil
		}))
	}
	b.records(t, tx)
	pages(t, func(q store.Query) (store.Page[portal.Event], error) {
		return tx.OfficeEvents(store.EventQuery{Query: q})
	}, func(e portal.Event) {
		if b.events[e.Subject] == nil {
			b.events[e.Subject] = map[portal.EventKind]int{}
		}
		b.events[e.Subject][e.Kind]++
	})
	for _, m := range mails(t, tx) {
		b.mailed[m.To]++
		if m.State == portal.MailWaiting {
			b.waiting[fmt.Sprintf("mail %d", m.ID)] = true
		}
	}
	tasks, err := tx.DueTasks(time.Now().AddDate(100, 0, 0), 1<<30)
	storetest.Must(t, err)
	for _, task := range tasks {
		b.queued[task.Key] = true
	}
	return b
}

func (b *books) records(t *testing.T, tx *store.Tx) {
	t.Helper()
	pages(t, func(q store.Query) (store.Page[portal.PaymentRow], error) {
		return tx.OfficePayments(store.PaymentQuery{Query: q})
	}, func(r portal.PaymentRow) {
		p, err := tx.Payment(portal.Sight{Client: r.Client}, r.ID)
		storetest.Must(t, err)
		b.payments = append(b.payments, p)
	})
	pages(t, func(q store.Query) (store.Page[portal.InvoiceRow], error) {
		return tx.OfficeInvoices(store.InvoiceQuery{Query: q})
	}, func(r portal.InvoiceRow) {
		i, err := tx.Invoice(portal.Sight{Client: r.Client}, r.ID)
		storetest.Must(t, err)
		b.invoices = append(b.invoices, i)
	})
}

// pages calls fn for every row of a list.
func pages[R any](t *testing.T, page func(store.Query) (store.Page[R], error), fn func(R)) {
	t.Helper()
	for q := (store.Query{Limit: 500}); ; {
		p, err := page(q)
		storetest.Must(t, err)
		for _, r := range p.Rows {
			fn(r)
		}
		if !p.More {
			return
		}
		q.After = p.Next
	}
}

func mails(t *testing.T, tx *store.Tx) (out []portal.Mail) {
	t.Helper()
	pages(t, func(q store.Query) (store.Page[store.MailRow], error) { return tx.Mails(store.MailQuery{Query: q}) }, func(r store.MailRow) {
		m, err := tx.Mail(r.ID)
		storetest.Must(t, err)
		out = append(out, m)
	})
	return out
}

// keys counts what is there by the key that it was written under.
func (b *books) keys() map[string]int {
	there := map[string]int{}
	for _, p := range b.payments {
		there[p.Key]++
	}
	for _, i := range b.invoices {
		there[i.Order]++
	}
	return there
}

// whole looks that each thing came with all that belongs to it, and that nothing came without its cause.
func (b *books) whole(t *testing.T) {
	t.Helper()
	paid := map[portal.InvoiceID]int64{}
	numbers := map[string]bool{}
	for _, p := range b.payments {
		ref := portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)}
		b.one(t, p.Key, ref, -p.Amount, portal.EventPaymentRecorded)
		numbers[p.Number] = true
		for _, a := range p.Allocations {
			paid[a.Invoice] += a.Amount
		}
	}
	for _, i := range b.invoices {
		ref := portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}
		b.one(t, i.Order, ref, i.Totals.Total, portal.EventInvoiceIssued, portal.EventInvoiceSent)
		numbers[i.Number] = true
		if i.State != portal.Issued || i.Paid != paid[i.ID] {
			t.Errorf("%s: state %d, paid %d, payments of %d", i.Order, i.State, i.Paid, paid[i.ID])
		}
	}
	gapless(t, "PAY-", len(b.payments), b.last[portal.KindPayment], numbers)
	gapless(t, "INV-", len(b.invoices), b.last[portal.KindInvoice], numbers)
	if n := len(b.payments) + len(b.invoices); len(b.entries) != n || len(b.mailed) != n+1 { // and the sign-in code
		t.Errorf("%d payments and invoices, but %d have ledger entries and %d addresses have mail", n, len(b.entries), len(b.mailed))
	}
	for key := range b.waiting {
		if !b.queued[key] {
			t.Errorf("%s waits, but nobody will send it", key)
		}
	}
}

func (b *books) one(t *testing.T, key string, ref portal.Ref, amount int64, kinds ...portal.EventKind) {
	t.Helper()
	if es := b.entries[ref]; len(es) != 1 || es[0].Amount != amount {
		t.Errorf("%s: ledger entries %v, want one of %d", key, es, amount)
	}
	if n := b.mailed[mailbox(key)]; n != 1 {
		t.Errorf("%s: %d mails, want 1", key, n)
	}
	for _, k := range kinds {
		if n := b.events[ref][k]; n != 1 {
			t.Errorf("%s: “%s” is %d times in the log", key, k.Name(), n)
		}
	}
}

func gapless(t *testing.T, prefix string, n int, last int64, numbers map[string]bool) {
	t.Helper()
	if last != int64(n) {
		t.Errorf("%d with numbers %s…, the last one is %d", n, prefix, last)
	}
	for k := range n {
		if number := fmt.Sprintf("%s%d", prefix, k+1); !numbers[number] {
			t.Errorf("%s is missing", number)
		}
	}
}

// delivered holds what the mail server took against the outbox: nothing that the outbox doesn't know, all that it
// says was sent, and what came twice is the same mail.
func (w *witness) delivered(t *testing.T, tx *store.Tx) {
	t.Helper()
	raw := map[string]string{}
	to := map[string]string{}
	w.twice = 0
	for _, l := range w.sink.letters() {
		if first, again := raw[l.MessageID]; again {
			w.twice++
			if first != l.raw {
				t.Errorf("%s came twice, and differs", l.MessageID)
			}
		}
		raw[l.MessageID], to[l.MessageID] = l.raw, l.To
	}
	w.mails = len(raw)
	for _, m := range mails(t, tx) {
		_, came := raw[m.MessageID]
		if m.State == portal.MailSent && !came {
			t.Errorf("the mail to %s says it was sent, and never came", m.To)
		}
		if came && to[m.MessageID] != m.To {
			t.Errorf("the mail to %s came to %s", m.To, to[m.MessageID])
		}
		delete(to, m.MessageID)
	}
	for id, who := range to {
		t.Errorf("%s to %s was sent, and the outbox doesn’t know it", id, who)
	}
}
