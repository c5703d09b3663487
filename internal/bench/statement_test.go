package bench

import (
	"fmt"
	"os"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// withEntries is a client whose account has n lines, over three years: four bills, one payment.
func withEntries(b testing.TB, n int) big {
	b.Helper()
	app := testkit.Start(b)
	client := app.Client(fmt.Sprintf("Client with %d", n))
	for done := 0; done < n; done += 200 {
		app.Update(func(tx *store.Tx) error {
			for i := done; i < min(done+200, n); i++ {
				if err := putEntry(tx, client, i, n); err != nil {
					return err
				}
			}
			return nil
		})
	}
	contact := app.Contact(client, "Ann Bench", fmt.Sprintf("ann%d@bench.test", n), portal.AllPermissions)
	return big{app, app.As(contact).Token}
}

func putEntry(tx *store.Tx, client portal.Client, i, n int) error {
	on := tx.Today - portal.Day(1095*(n-i)/n)
	e := portal.Entry{Client: client.ID, On: on, Currency: "USD", Amount: int64(10_000 + i)}
	if i%5 == 4 {
		p := portal.Payment{
			Client: client.ID, Number: fmt.Sprintf("PAY-%d", i+1), On: on, Amount: 30_000, Currency: "USD", Method: portal.ByTransfer,
			Reference: "Wire transfer 4711", Created: tx.Now,
		}
		if err := tx.PutPayment(&p, 0); err != nil {
			return err
		}
		e.Kind, e.Doc, e.Amount = portal.EntryPayment, portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)}, -p.Amount
		_, err := tx.AddEntry(e)
		return err
	}
	inv := portal.Invoice{
		Client: client.ID, Currency: "USD", Description: "Quarterly duct cleaning, all blocks", Created: tx.Now, Issued: on, Due: on + 14,
		Lines: []portal.Line{{Description: "Duct cleaning", Quantity: portal.Of(100, "USD").Decimal(), Price: portal.Of(e.Amount, "USD").Decimal()}},
	}
	if err := inv.Work(); err != nil {
		return err
	}
	if err := inv.Issue(fmt.Sprintf("INV-%d", i+1), tx.Today, 14); err != nil {
		return err
	}
	if err := tx.PutInvoice(&inv, 0); err != nil {
		return err
	}
	e.Kind, e.Doc = portal.EntryInvoice, portal.Ref{Kind: portal.KindInvoice, ID: uint64(inv.ID)}
	_, err := tx.AddEntry(e)
	return err
}

// TestStatements measures an account of 5,000 lines through the whole handler, as page and as files, beside one of 50.
func TestStatements(t *testing.T) {
	if os.Getenv("PORTICO_BENCH") == "" {
		t.Skip("a benchmark: make bench")
	}
	small, large := withEntries(t, 50), withEntries(t, 5_000)
	fmt.Printf("%-28s %12s %12s %10s\n", "statement", "50 lines", "5,000", "bytes")
	for _, l := range []list{
		{"page, 90 days", "/portal/statement"},
		{"page, everything", "/portal/statement?period=all"},
		{"CSV", "/portal/statement.csv?period=all"},
		{"PDF", "/portal/statement/pdf?period=all"},
	} {
		a := open(t, serve(t, small.app.Handler), l.path, "Cookie", "portico="+small.token)
		z := open(t, serve(t, large.app.Handler), l.path, "Cookie", "portico="+large.token)
		if z.once(t); z.Code != 200 {
			t.Fatalf("%s: %d", l.path, z.Code)
		}
		fmt.Printf("%-28s %12v %12v %10d\n", l.name, one(t, a), one(t, z), z.Bytes)
	}
}
