package bench

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"testing"
	"time"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// big is a client with many invoices and a contact signed in to it.
type big struct {
	app   *testkit.App
	token string
}

func withInvoices(b testing.TB, n int) big {
	b.Helper()
	app := testkit.Start(b)
	client := app.Client(fmt.Sprintf("Client with %d", n))
	app.Update(func(tx *store.Tx) error {
		for i := range 7 {
			p := portal.Property{Client: client.ID, Name: fmt.Sprintf("%d Alder Quay, Unit 7", i), UPRN: "100062641193"}
			if err := tx.PutProperty(&p, 0); err != nil {
				return err
			}
		}
		for _, name := range []string{"Larkfield Heating & Air", "Larkfield Pools", "Brightwater Plumbing"} {
			if err := tx.PutContractor(&portal.Contractor{Name: name}, 0); err != nil {
				return err
			}
		}
		return nil
	})
	for done := 0; done < n; done += 500 {
		err := app.DB.Update(context.Background(), func(tx *store.Tx) error {
			for i := done; i < min(done+500, n); i++ {
				if err := putInvoice(tx, client, i, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	contact := app.Contact(client, "Ann Bench", fmt.Sprintf("ann%d@bench.test", n), portal.AllPermissions)
	return big{app, app.As(contact).Token}
}

// putInvoice makes the i-th of n invoices: three years of them, four in five paid.
func putInvoice(tx *store.Tx, client portal.Client, i, n int) error {
	on := tx.Today - portal.Day(1095*(n-i)/n)
	inv := portal.Invoice{
		Client: client.ID, Currency: "USD", Description: "Quarterly duct cleaning, all blocks", Created: tx.Now, Issued: on, Due: on + 14,
		Lines:      []portal.Line{{Description: "Duct cleaning", Quantity: portal.Of(100, "USD").Decimal(), Price: portal.Of(int64(10_000+i), "USD").Decimal()}},
		Contractor: portal.ContractorID(i%3 + 1), Property: portal.PropertyID(i%7 + 1),
	}
	if err := inv.Work(); err != nil {
		return err
	}
	if err := inv.Issue(fmt.Sprintf("INV-%d", i+1), tx.Today, 14); err != nil {
		return err
	}
	inv.Sent = tx.Now
	if i%5 != 0 {
		inv.Paid, inv.PaidOn = inv.Totals.Total, on+10
	}
	return tx.PutInvoice(&inv, 0)
}

// list is one page that is measured.
type list struct{ name, path string }

var lists = []list{
	{"Home", "/portal"},
	{"Invoices", "/portal/invoices"},
	{"Invoices, one filter", "/portal/invoices?status=paid"},
	{"Invoices, two filters", "/portal/invoices?status=paid&contractor=2"},
	{"Invoices, overdue", "/portal/invoices?status=overdue"},
}

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // as serve does
	os.Exit(m.Run())
}

// TestPages measures lists and Home against the bare routes and against their own size.
func TestPages(t *testing.T) {
	if os.Getenv("PORTICO_BENCH") == "" {
		t.Skip("a benchmark: make bench")
	}
	small, large := withInvoices(t, 100), withInvoices(t, 100_000)
	ours := [2]server{serve(t, small.app.Handler), serve(t, large.app.Handler)}
	fmt.Printf("%-24s %10s %10s %9s %9s %9s %8s\n", "page", "100", "100,000", "growth", "×template", "×ready", "304")
	var plain time.Duration
	for _, l := range lists {
		a := open(t, ours[0], l.path, "Cookie", "portico="+small.token)
		z := open(t, ours[1], l.path, "Cookie", "portico="+large.token)
		z.once(t)
		if z.Code != 200 {
			t.Fatalf("%s: %d", l.path, z.Code)
		}
		bare := serve(t, bareRoutes(t, large.app.Browser(large.token).Get(l.path).Want(t, 200).Body))
		same := open(t, ours[1], l.path, "Cookie", "portico="+large.token, "If-None-Match", etag(t, large, l.path))
		got := compare(t, a, z, open(t, bare, "/template"), open(t, bare, "/ready"), same)
		if l.name == "Invoices" {
			plain = got[1]
		}
		fmt.Printf("%-24s %10v %10v %8.2fx %8.2fx %8.2fx %7.2fx", l.name, got[0], got[1], ratio(got[1], got[0]), ratio(got[2], got[1]), ratio(got[1], got[3]), ratio(got[1], got[4]))
		if plain != 0 {
			fmt.Printf("   %.2fx plain", ratio(got[1], plain))
		}
		fmt.Printf("   %d bytes\n", z.Bytes)
	}
}

func etag(t *testing.T, b big, path string) string {
	t.Helper()
	return b.app.Browser(b.token).Get(path).Header.Get("ETag")
}
