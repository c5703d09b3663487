package store_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// keysThere counts the crash test's keys in the file, and looks that each thing is there wholly. Keys of files can't be listed, so
// they are asked for.
func keysThere(t *testing.T, tx *store.Tx, files []string) map[string]int {
	there := map[string]int{}
	invoices := 0
	all(t, tx.OfficeInvoices, func(r portal.InvoiceRow) {
		invoices++
		there[r.Order]++
	})
	gapless(t, tx, portal.KindInvoice, "INV-", invoices, func(number string) bool {
		_, ok := tx.InvoiceByNumber(number)
		return ok
	})
	numbers := map[string]bool{}
	all(t, paymentPages(tx), func(r portal.PaymentRow) {
		numbers[r.Number] = true
		p, err := tx.Payment(portal.Sight{Client: r.Client}, r.ID)
		storetest.Must(t, err)
		there[p.Key]++
	})
	gapless(t, tx, portal.KindPayment, "PAY-", len(numbers), func(number string) bool { return numbers[number] })
	followed(t, tx, numbers)
	for _, key := range files {
		if id := tx.State("file " + key); id != nil {
			there[key]++
		}
	}
	return there
}

// filesThere looks that every file whose id was saved is there with its content.
func filesThere(t *testing.T, db *store.DB, keys []string) {
	for _, key := range keys {
		var id uint64
		storetest.View(t, db, func(tx *store.Tx) error {
			_, _ = fmt.Sscan(string(tx.State("file "+key)), &id)
			return nil
		})
		if id == 0 {
			continue
		}
		b, err := db.Blob(context.Background(), id)
		storetest.Must(t, err)
		got, err := io.ReadAll(b)
		storetest.Must(t, err)
		if string(got) != fileOf(key) {
			t.Errorf("the file of %s has other content", key)
		}
	}
}

func paymentPages(tx *store.Tx) func(store.InvoiceQuery) (store.Page[portal.PaymentRow], error) {
	return func(q store.InvoiceQuery) (store.Page[portal.PaymentRow], error) {
		return tx.OfficePayments(store.PaymentQuery{Query: q.Query})
	}
}

// all calls fn for every row of a list.
func all[R any](t *testing.T, page func(store.InvoiceQuery) (store.Page[R], error), fn func(R)) {
	t.Helper()
	q := store.InvoiceQuery{Query: store.Query{Limit: 500}}
	for {
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

func gapless(t *testing.T, tx *store.Tx, kind portal.Kind, prefix string, n int, there func(string) bool) {
	t.Helper()
	if last := tx.LastNumber(kind); last != int64(n) {
		t.Errorf("%d of kind %s, the last number is %d", n, kind, last)
	}
	for k := range n {
		if number := fmt.Sprintf("%s%d", prefix, k+1); !there(number) {
			t.Errorf("%s is missing", number)
		}
	}
}

// followed looks that every payment has its one line in the log, its one mail and that mail's one task,
// and that there are no others.
func followed(t *testing.T, tx *store.Tx, numbers map[string]bool) {
	t.Helper()
	told, mailed, queued := map[string]int{}, map[string]int{}, map[string]int{}
	all(t, func(q store.InvoiceQuery) (store.Page[portal.Event], error) {
		return tx.OfficeEvents(store.EventQuery{Query: q.Query})
	}, func(e portal.Event) { told[e.Detail]++ })
	all(t, func(q store.InvoiceQuery) (store.Page[store.MailRow], error) {
		return tx.Mails(store.MailQuery{Query: q.Query})
	}, func(r store.MailRow) {
		m, err := tx.Mail(r.ID)
		storetest.Must(t, err)
		number, _, _ := strings.Cut(strings.Trim(m.MessageID, "<>"), ".")
		mailed[number]++
	})
	tasks, err := tx.DueTasks(storetest.Now.AddDate(100, 0, 0), 1<<30)
	storetest.Must(t, err)
	for _, task := range tasks {
		queued[string(bytes.Clone(task.Facts))]++
	}
	for what, counts := range map[string]map[string]int{"line in the log": told, "mail": mailed, "task": queued} {
		for number := range numbers {
			if counts[number] != 1 {
				t.Errorf("payment %s has %d of its %s", number, counts[number], what)
			}
		}
		if len(counts) != len(numbers) {
			t.Errorf("%d payments, but %d have a %s", len(numbers), len(counts), what)
		}
	}
}
