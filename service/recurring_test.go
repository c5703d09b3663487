package service_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// schedules makes so many monthly schedules, each at a client of its own.
func schedules(app *testkit.App, n int) (all []portal.Recurring) {
	for k := range n {
		all = append(all, app.Recurring(app.Client(fmt.Sprintf("Client %d", k)), "Plan"))
	}
	return all
}

// TestRecurringOnceEach runs the work over and over, cut off in between, and counts the bills.
func TestRecurringOnceEach(t *testing.T) {
	app := testkit.Start(t)
	all := schedules(app, 30)
	app.Pass(60 * 24 * time.Hour) // two months: 1 April and 1 May
	for range 4 {
		ctx, cut := context.WithCancel(context.Background())
		time.AfterFunc(time.Millisecond, cut)
		_ = app.Service.MakeRecurring(ctx)
		cut()
	}
	for range 2 {
		if err := app.Service.MakeRecurring(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	app.View(func(tx *store.Tx) error {
		for _, r := range all {
			n := tx.StateCounts(portal.Sight{Client: r.Client})
			client, err := tx.Client(portal.Sight{Client: r.Client})
			if err != nil || n[store.InvoiceOpen] != 2 || tx.Balance(client).Amount != 24_000 {
				t.Errorf("%s: %v bills, balance %v, %v", client.Name, n, tx.Balance(client), err)
			}
		}
		if n := tx.LastNumber(portal.KindInvoice); n != 60 {
			t.Errorf("the last number is %d", n)
		}
		return nil
	})
}

func TestRecurringWaitsForTheMorning(t *testing.T) {
	app := testkit.Start(t)
	r := schedules(app, 1)[0]
	app.Pass(21*24*time.Hour + 13*time.Hour + 30*time.Minute) // 1 April, 00:30 in New York
	for _, want := range []int{0, 1} {
		if err := app.Service.MakeRecurring(context.Background()); err != nil {
			t.Fatal(err)
		}
		app.View(func(tx *store.Tx) error {
			if n := tx.StateCounts(portal.Sight{Client: r.Client}); n[store.InvoiceOpen] != want {
				t.Errorf("%d bills, want %d", n[store.InvoiceOpen], want)
			}
			return nil
		})
		app.Pass(7 * time.Hour)
	}
}

// BenchmarkRecurring issues 1,000 monthly invoices, each at a client of its own.
func BenchmarkRecurring(b *testing.B) {
	app := testkit.Start(b)
	schedules(app, 1000)
	for b.Loop() {
		b.StopTimer()
		app.Pass(31 * 24 * time.Hour)
		b.StartTimer()
		if err := app.Service.MakeRecurring(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkIssue draws the number of a draft and posts it to the ledger. Here nothing waits for the disk: what that
// costs, the store's BenchmarkPayments tells.
func BenchmarkIssue(b *testing.B) {
	k := open(b)
	ctx := context.Background()
	for b.Loop() {
		b.StopTimer()
		var i portal.Invoice
		k.app.Update(func(tx *store.Tx) error {
			i = portal.Invoice{
				Client: k.client.ID, Currency: "USD", Description: "Boiler service", Created: tx.Now,
				Lines: []portal.Line{{Description: "Service", Quantity: decimal.New(1, 0), Price: decimal.New(8_650, -2)}},
			}
			if err := i.Work(); err != nil {
				return err
			}
			return tx.PutInvoice(&i, 0)
		})
		b.StartTimer()
		if _, err := k.app.Service.IssueInvoice(ctx, k.sc, i.ID, i.Version); err != nil {
			b.Fatal(err)
		}
	}
}
