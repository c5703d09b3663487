package portal

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func batchable(id InvoiceID, total int64) Invoice {
	return Invoice{
		ID: id, Client: 3, Number: "INV", State: Issued, Currency: "USD", Issued: 20_000 + Day(id), Due: 20_014 + Day(id),
		Totals: Totals{Net: total, Total: total},
	}
}

func TestWhatGoesIntoABatch(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*Invoice)
		want error
	}{
		"open":            {func(*Invoice) {}, nil},
		"partly paid":     {func(i *Invoice) { i.Paid = 10 }, nil},
		"a draft":         {func(i *Invoice) { i.State = Draft }, ErrNotIssued},
		"void":            {func(i *Invoice) { i.State = Void }, ErrNotIssued},
		"bad debt":        {func(i *Invoice) { i.State = BadDebt }, ErrNotIssued},
		"paid":            {func(i *Invoice) { i.Paid = 100 }, ErrPaid},
		"credited":        {func(i *Invoice) { i.Credited = 100 }, ErrPaid},
		"in another":      {func(i *Invoice) { i.Batch = 9 }, ErrBatched},
		"another client":  {func(i *Invoice) { i.Client = 4 }, errors.New("any")},
		"another country": {func(i *Invoice) { i.Currency = "EUR" }, errors.New("any")},
	} {
		i := batchable(2, 100)
		c.edit(&i)
		b := Batch{Client: 3, Currency: "USD"}
		err := b.Gather([]Invoice{batchable(1, 50), i})
		if (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if c.want == ErrNotIssued || c.want == ErrPaid || c.want == ErrBatched {
			if got := i.Batchable(); !errors.Is(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	}
	many := make([]Invoice, MostBatched+1)
	for n := range many {
		many[n] = batchable(InvoiceID(n+1), 5)
	}
	b := Batch{Client: 3, Currency: "USD"}
	if b.Gather(many) == nil || b.Gather(many[:1]) == nil || b.Gather(many[:MostBatched]) != nil {
		t.Error("a batch holds from two to MostBatched invoices")
	}
}

func TestGatherOrdersAndNamesPlaces(t *testing.T) {
	late, early, same := batchable(1, 10), batchable(2, 10), batchable(3, 10)
	late.Issued, late.Property, early.Issued, early.Property, same.Issued = 20_100, 7, 20_000, 7, 20_000
	b := Batch{Client: 3, Currency: "USD"}
	if err := b.Gather([]Invoice{late, same, early}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(b.Invoices, []InvoiceID{2, 3, 1}) || !slices.Equal(b.Places, []PropertyID{7, 0}) {
		t.Errorf("%v at %v", b.Invoices, b.Places)
	}
	for _, c := range []struct {
		properties []PropertyID
		sees       bool
	}{{nil, true}, {[]PropertyID{7}, false}, {[]PropertyID{0, 7}, true}, {[]PropertyID{8}, false}} {
		if (Sight{Client: 3, Properties: c.properties}).Within(3, b.Places) != c.sees {
			t.Errorf("a contact of %v sees the batch: %v", c.properties, !c.sees)
		}
	}
	if (Sight{Client: 4}).Within(3, b.Places) || (Sight{}).Within(0, nil) {
		t.Error("another client sees the batch")
	}
}

func TestStatusFollowsTheInvoices(t *testing.T) {
	const today = 20_010
	for name, c := range map[string]struct {
		edit func(a, b *Invoice)
		want BatchStatus
	}{
		"nothing yet":            {func(_, _ *Invoice) {}, BatchOpen},
		"one paid in part":       {func(a, _ *Invoice) { a.Paid = 1 }, BatchPartlyPaid},
		"one credited":           {func(a, _ *Invoice) { a.Credited = 60 }, BatchPartlyPaid},
		"one late":               {func(a, _ *Invoice) { a.Due = today - 1 }, BatchOverdue},
		"late and partly paid":   {func(a, b *Invoice) { a.Due, b.Paid = today-1, 5 }, BatchOverdue},
		"the late one is paid":   {func(a, _ *Invoice) { a.Due, a.Paid = today-1, 60 }, BatchPartlyPaid},
		"all paid":               {func(a, b *Invoice) { a.Paid, b.Paid = 60, 40 }, BatchPaid},
		"one void":               {func(a, _ *Invoice) { a.State = Void }, BatchOpen},
		"one void, one paid":     {func(a, b *Invoice) { a.State, b.Paid = Void, 40 }, BatchPaid},
		"all void":               {func(a, b *Invoice) { a.State, b.State = Void, Void }, BatchVoid},
		"one lost":               {func(a, _ *Invoice) { a.State = BadDebt }, BatchOpen},
		"one lost, one paid":     {func(a, b *Invoice) { a.State, b.Paid = BadDebt, 40 }, BatchBadDebt},
		"one lost, one due soon": {func(a, b *Invoice) { a.State, b.Due = BadDebt, today }, BatchOpen},
	} {
		one, two := batchable(1, 60), batchable(2, 40)
		c.edit(&one, &two)
		d := BatchDoc{Batch: Batch{Currency: "USD"}, Bills: []BatchBill{{Invoice: one}, {Invoice: two}}, Today: today}
		if got := d.Shown(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got.Name(), c.want.Name())
		}
		d.Apart = today
		if d.Shown() != BatchApart || !d.Open().IsZero() || d.ToPay() != nil {
			t.Errorf("%s: taken apart it still asks for %v", name, d.Open())
		}
	}
}

func TestABatchIsTakenApartOnce(t *testing.T) {
	b := Batch{Number: "B-1"}
	if err := b.TakeApart(20_000); err != nil || b.Apart != 20_000 {
		t.Fatal(err)
	}
	if err := b.TakeApart(20_001); !errors.Is(err, ErrApart) || b.Apart != 20_000 {
		t.Errorf("%v", err)
	}
	if err := b.MarkSent([]string{"a@b.test"}, b.Created); !errors.Is(err, ErrApart) {
		t.Errorf("%v", err)
	}
	if err := (&Batch{Settled: true}).TakeApart(20_000); !errors.Is(err, ErrPaid) {
		t.Errorf("%v", err)
	}
}

// TestBatchAddsUp holds that a batch comes to what its invoices come to, whatever became of them.
func TestBatchAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := BatchDoc{Batch: Batch{Currency: "USD"}, Today: 20_010}
		var net, tax int64
		for n := range rapid.IntRange(2, 30).Draw(t, "bills") {
			i := batchable(InvoiceID(n+1), 0)
			i.State = rapid.SampledFrom([]InvoiceState{Issued, Issued, Void, BadDebt}).Draw(t, "state")
			i.Totals.Net = rapid.Int64Range(1, 1_000_00).Draw(t, "net")
			name := rapid.SampledFrom([]string{"VAT", "City"}).Draw(t, "rate")
			i.Totals.Tax = rapid.Int64Range(0, i.Totals.Net).Draw(t, "tax")
			i.Totals.Taxes = []TaxSum{{Name: name, Net: i.Totals.Net, Tax: i.Totals.Tax}}
			i.Totals.Total = i.Totals.Net + i.Totals.Tax
			i.Due = Day(rapid.IntRange(19_990, 20_030).Draw(t, "due"))
			if i.State != Void {
				i.Paid = rapid.Int64Range(0, i.Totals.Total).Draw(t, "paid")
				i.Credited = rapid.Int64Range(0, i.Totals.Total-i.Paid).Draw(t, "credited")
				net, tax = net+i.Totals.Net, tax+i.Totals.Tax
			}
			d.Bills = append(d.Bills, BatchBill{Invoice: i})
		}
		s := d.Sums()
		if d.Net().Amount != net || d.Total().Amount != net+tax {
			t.Fatalf("net %v, total %v of %d and %d", d.Net(), d.Total(), net, net+tax)
		}
		if s.Total != d.Paid().Amount+d.Credited().Amount+s.Open+s.Lost || s.Overdue > s.Open || s.Open < 0 || s.Lost < 0 {
			t.Fatalf("%+v, paid %v, credited %v", s, d.Paid(), d.Credited())
		}
		rates := int64(0)
		for _, x := range d.Taxes() {
			rates += x.Tax
		}
		open := int64(0)
		for _, b := range d.Bills {
			if slices.Contains(d.ToPay(), b.ID) {
				open += b.Open().Amount
			}
		}
		if rates != tax || open != s.Open || (s.Due == 0) != (s.Open == 0) {
			t.Fatalf("taxes %d of %d, to pay %d of %d", rates, tax, open, s.Open)
		}
	})
}
