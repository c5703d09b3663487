package store_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"sync/atomic"
	"testing"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// filled is one client's invoices, made once for all benchmarks of a size.
type filled struct {
	db   *store.DB
	book storetest.Invoices
}

var sizes = map[int]filled{}

func fill(b *testing.B, n int) filled {
	if f, ok := sizes[n]; ok {
		return f
	}
	dir := benchDir(b)
	db, err := store.Open(filepath.Join(dir, fmt.Sprintf("%d.db", n)), store.Options{NoSync: true, Clock: clock})
	storetest.Must(b, err)
	sizes[n] = filled{db, storetest.MustInvoices(b, db, n)}
	return sizes[n]
}

// BenchmarkList reads one page of 25, as a client's list asks for it.
func BenchmarkList(b *testing.B) {
	for _, n := range []int{100, 100_000} {
		f := fill(b, n)
		last := func(p []portal.PropertyID) portal.PropertyID { return p[len(p)-1] }
		crew := f.book.Contractors
		for _, c := range []struct {
			name string
			q    store.InvoiceQuery
		}{
			{"plain", store.InvoiceQuery{}},
			{"one facet", store.InvoiceQuery{States: []uint64{store.InvoicePaid}}},
			{"two facets", store.InvoiceQuery{States: []uint64{store.InvoicePaid}, Property: f.book.Properties[2]}},
			{"three rare facets", store.InvoiceQuery{
				States: []uint64{store.InvoiceOpen}, Property: f.book.Properties[3], Contractor: crew[len(crew)-1],
			}},
			{"empty answer", store.InvoiceQuery{
				States: []uint64{store.InvoiceOpen}, Property: last(f.book.Properties), Contractor: crew[0],
			}},
			{"worst empty answer", store.InvoiceQuery{States: []uint64{store.InvoiceOpen, store.InvoicePaid}, Query: store.Query{Search: "pool duct "}}},
			{"overdue", store.InvoiceQuery{Overdue: true}},
			{"search one word", store.InvoiceQuery{Query: store.Query{Search: "boil"}}},
			{"search two words", store.InvoiceQuery{Query: store.Query{Search: "pool hea"}}},
			{"search broad prefix", store.InvoiceQuery{Query: store.Query{Search: "po"}}},
			{"search number", store.InvoiceQuery{Query: store.Query{Search: "inv 9"}}},
			{"three properties", store.InvoiceQuery{}},
		} {
			sight := portal.Sight{Client: f.book.Client.ID}
			if c.name == "three properties" {
				sight.Properties = f.book.Properties[:3]
			}
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				b.ReportAllocs()
				rows := 0
				for b.Loop() {
					storetest.View(b, f.db, func(tx *store.Tx) error {
						p, err := tx.Invoices(sight, c.q)
						rows = len(p.Rows)
						return err
					})
				}
				b.ReportMetric(float64(rows), "rows")
			})
		}
	}
}

// BenchmarkHome reads the sums of a client's home.
func BenchmarkHome(b *testing.B) {
	for _, n := range []int{100, 100_000} {
		f := fill(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				storetest.View(b, f.db, func(tx *store.Tx) error {
					tx.HomeFigures(portal.Sight{Client: f.book.Client.ID}, "USD")
					return nil
				})
			}
		})
	}
}

// BenchmarkOpeningBalance reads what was owed before a day.
func BenchmarkOpeningBalance(b *testing.B) {
	f := fill(b, 100_000)
	for b.Loop() {
		storetest.View(b, f.db, func(tx *store.Tx) error {
			_, err := tx.OpeningBalance(portal.Sight{Client: f.book.Client.ID}, storetest.Today-3)
			return err
		})
	}
}

// BenchmarkView is what every read costs before it reads anything.
func BenchmarkView(b *testing.B) {
	f := fill(b, 100)
	b.ReportAllocs()
	for b.Loop() {
		storetest.View(b, f.db, func(*store.Tx) error { return nil })
	}
}

// BenchmarkPayments records payments with all that follows, each on disk before it is acknowledged.
func BenchmarkPayments(b *testing.B) {
	for _, writers := range []int{1, 16} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			db := storetest.OpenAt(b, filepath.Join(b.TempDir(), "pay.db"), store.Options{})
			if !db.Synced() {
				b.Fatal("not synced")
			}
			book := storetest.MustInvoices(b, db, 2000)
			open := openInvoices(b, db, book, 10_000)
			var next atomic.Int64
			b.ReportAllocs()
			b.SetParallelism((writers + 1) / 2)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					k := int(next.Add(1))
					i := open[k%len(open)]
					err := db.Update(context.Background(), func(tx *store.Tx) error {
						return storetest.PayAndTell(tx, &portal.Payment{
							Client: i.Client, On: storetest.Today, Amount: 1, Currency: "USD", Method: portal.ByTransfer,
							Reference: fmt.Sprintf("WIRE%d", k), Created: tx.Now, By: "Sam Ortiz", Key: fmt.Sprintf("k%d", k),
							Allocations: []portal.Allocation{{Invoice: i.ID, Amount: 1}},
						})
					})
					if err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "payments/s")
		})
	}
}

// openInvoices issues invoices of different clients that take many small payments.
func openInvoices(b *testing.B, db *store.DB, book storetest.Invoices, total int64) (open []portal.Invoice) {
	for c := range 20 {
		client := storetest.MustClient(b, db, fmt.Sprintf("Client %d", c))
		storetest.Update(b, db, func(tx *store.Tx) error {
			open = open[:20*c]
			for range 20 {
				i := storetest.Draft(client.ID, total, storetest.Today-20, "Boiler service, all blocks")
				i.Contractor = book.Contractors[0]
				if err := storetest.Issue(tx, &i, 30); err != nil {
					return err
				}
				open = append(open, i)
			}
			return nil
		})
	}
	return open
}

// BenchmarkBlob stores and reads a file of 25 MB.
func BenchmarkBlob(b *testing.B) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 25<<20/16)
	b.Run("put", func(b *testing.B) {
		db := storetest.OpenAt(b, filepath.Join(b.TempDir(), "blob.db"), store.Options{})
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			_, _, err := db.PutBlob(context.Background(), bytes.NewReader(data))
			storetest.Must(b, err)
		}
	})
	b.Run("get", func(b *testing.B) {
		db := storetest.Open(b)
		id, _, err := db.PutBlob(context.Background(), bytes.NewReader(data))
		storetest.Must(b, err)
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			r, err := db.Blob(context.Background(), id)
			storetest.Must(b, err)
			_, err = io.Copy(io.Discard, r)
			storetest.Must(b, err)
		}
	})
}
