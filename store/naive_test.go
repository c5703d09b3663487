package store_test

import (
	"reflect"
	"slices"
	"testing"

	"portico/portal"
	"portico/store"
)

// tb is a test or one try of a property.
type tb interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

var _ tb = (*testing.T)(nil)

// sameFigures compares the kept sums of a sight with what its invoices and its ledger make.
func sameFigures(t tb, tx *store.Tx, s portal.Sight) {
	t.Helper()
	want, counts := addUp(t, tx, s)
	if got := tx.HomeFigures(s, "USD"); !reflect.DeepEqual(got, want) {
		t.Errorf("sight %+v: figures are\n%+v, the invoices make\n%+v", s, got, want)
	}
	if got := tx.StateCounts(s); got != counts {
		t.Errorf("sight %+v: counts are %v, the invoices make %v", s, got, counts)
	}
	if s.Properties == nil && s.Client != 0 {
		sameBalances(t, tx, s)
	}
}

func addUp(t tb, tx *store.Tx, s portal.Sight) (f portal.HomeFigures, counts [5]int) {
	zero := portal.Of(0, "USD")
	f = portal.HomeFigures{Currency: "USD", Due: zero, Overdue: zero, DueMonth: zero, Later: zero, Credit: zero, Invoiced: zero, BadDebt: zero}
	month := tx.Today.Month()
	for m := month - 11; m <= month; m++ {
		f.Months = append(f.Months, portal.MonthSum{Month: m, Sum: zero})
	}
	if s.Client == 0 {
		return f, counts
	}
	for _, i := range invoicesOf(t, tx, s) {
		counts[stateOf(i)]++
		addInvoice(&f, i, tx.Today)
	}
	if s.Properties == nil {
		var owed int64
		err := tx.Entries(s, 0, func(e portal.Entry) (bool, error) { owed += e.Amount; return true, nil })
		if err != nil {
			t.Fatal(err)
		}
		f.Credit.Amount = f.Due.Amount - owed
	}
	return f, counts
}

func stateOf(i portal.Invoice) uint64 {
	switch {
	case i.State == portal.Draft:
		return store.InvoiceDraft
	case i.State == portal.Void:
		return store.InvoiceVoid
	case i.State == portal.BadDebt:
		return store.InvoiceBad
	case i.Open().Amount > 0:
		return store.InvoiceOpen
	}
	return store.InvoicePaid
}

func addInvoice(f *portal.HomeFigures, i portal.Invoice, today portal.Day) {
	if i.State == portal.Draft {
		return
	}
	f.Count++
	if open := i.Open().Amount; open > 0 {
		f.Unpaid++
		f.Due.Amount += open
		switch {
		case i.Term() < today:
			f.Late++
			f.Overdue.Amount += open
		case i.Term().Month() == today.Month():
			f.DueMonth.Amount += open
		default:
			f.Later.Amount += open
		}
	}
	if i.State == portal.BadDebt {
		f.BadDebt.Amount += i.Totals.Total - i.Paid
	}
	if i.State == portal.Void {
		return
	}
	f.Invoiced.Amount += i.Totals.Total
	if at := i.Issued.Month() - f.Months[0].Month; at >= 0 && at < 12 {
		f.Months[at].Sum.Amount += i.Totals.Total
	}
}

// sameBalances compares opening balances with what the entries before make.
func sameBalances(t tb, tx *store.Tx, s portal.Sight) {
	t.Helper()
	for _, back := range []portal.Day{-40, 0, 1, 9, 10, 11, 31, 90, 400} {
		day, want := tx.Today-back, int64(0)
		err := tx.Entries(s, 0, func(e portal.Entry) (bool, error) {
			if e.On >= day {
				return false, nil
			}
			want += e.Amount
			return true, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := tx.OpeningBalance(s, day); err != nil || got != want {
			t.Errorf("the opening balance of %s is %d, the entries make %d (%v)", day.ISO(), got, want, err)
		}
	}
}

// invoicesOf loads every invoice of the client, one by one, that the sight should see.
func invoicesOf(t tb, tx *store.Tx, s portal.Sight) (is []portal.Invoice) {
	for id := portal.InvoiceID(1); ; id++ {
		client, err := tx.InvoiceOwner(id)
		if err != nil {
			if id > 5000 || absent(tx, id) {
				return is
			}
			continue
		}
		if client != s.Client {
			continue
		}
		i, err := tx.Invoice(portal.Sight{Client: client}, id)
		if err != nil {
			t.Fatal(err)
		}
		if s.Properties == nil || slices.Contains(s.Properties, i.Property) {
			is = append(is, i)
		}
	}
}

// absent reports whether no invoice follows: deleted drafts leave holes.
func absent(tx *store.Tx, id portal.InvoiceID) bool {
	for next := id + 1; next < id+50; next++ {
		if _, err := tx.InvoiceOwner(next); err == nil {
			return false
		}
	}
	return true
}
