package portal_test

import (
	"errors"
	"flag"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"portico/portal"
)

// More cases: go test ./portal -run Money -rapid.checks=1000000 -timeout 2h.

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func line(quantity, price, percent string) portal.Line {
	l := portal.Line{Description: "Work", Quantity: dec(quantity), Price: dec(price), TaxPercent: dec(percent)}
	if percent != "0" {
		l.TaxName = "Tax " + percent
	}
	return l
}

func bill(lines ...portal.Line) portal.Invoice {
	return portal.Invoice{Client: 1, Currency: "USD", Description: "Boiler", Lines: lines, Created: time.Unix(1, 0)}
}

func TestTotals(t *testing.T) {
	for _, c := range []struct {
		name               string
		lines              []portal.Line
		inclusive, perLine bool
		net, tax, total    int64
	}{
		{"the mock’s bill", []portal.Line{
			line("1", "5480", "8.25"), line("26.5", "86", "8.25"), line("1", "412.5", "8.25"), line("18.25", "21.20", "8.25"), line("1", "-46.07", "8.25"),
		}, false, false, 851_233, 70_227, 921_460},
		{"half a cent goes away from zero", []portal.Line{line("1", "0.10", "5")}, false, false, 10, 1, 11},
		{"and so below zero", []portal.Line{line("1", "-0.10", "5")}, false, false, -10, -1, -11},
		{"per rate rounds once", []portal.Line{line("1", "0.10", "4"), line("1", "0.10", "4"), line("1", "0.10", "4")}, false, false, 30, 1, 31},
		{"per line rounds each", []portal.Line{line("1", "0.10", "4"), line("1", "0.10", "4"), line("1", "0.10", "4")}, false, true, 30, 0, 30},
		{"inclusive", []portal.Line{line("1", "119", "19")}, true, false, 10_000, 1_900, 11_900},
		{"inclusive, two rates", []portal.Line{line("1", "119", "19"), line("2", "53.50", "7")}, true, false, 20_000, 2_600, 22_600},
		{"no tax", []portal.Line{line("3", "33.333", "0")}, false, false, 10_000, 0, 10_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := bill(c.lines...)
			i.Inclusive, i.PerLine = c.inclusive, c.perLine
			if err := i.Work(); err != nil {
				t.Fatal(err)
			}
			if i.Totals.Net != c.net || i.Totals.Tax != c.tax || i.Totals.Total != c.total {
				t.Errorf("net %d, tax %d, total %d; want %d, %d, %d", i.Totals.Net, i.Totals.Tax, i.Totals.Total, c.net, c.tax, c.total)
			}
		})
	}
}

func anyBill(t *rapid.T) portal.Invoice {
	i := bill()
	i.Currency = rapid.SampledFrom(portal.Currencies).Draw(t, "currency")
	i.Inclusive, i.PerLine = rapid.Bool().Draw(t, "inclusive"), rapid.Bool().Draw(t, "per line")
	rates := []string{"0", "5", "7", "8.25", "19", "20", "25.5"}
	for range rapid.IntRange(1, 12).Draw(t, "lines") {
		l := line("1", "0", rapid.SampledFrom(rates).Draw(t, "rate"))
		l.Quantity = decimal.New(rapid.Int64Range(-10_000, 1_000_000).Draw(t, "quantity"), -3)
		l.Price = decimal.New(rapid.Int64Range(-100_000, 100_000_000).Draw(t, "price"), -4)
		i.Lines = append(i.Lines, l)
	}
	return i
}

func TestMoneyTotalsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := anyBill(t)
		if err := i.Work(); err != nil {
			t.Fatal(err)
		}
		var lines, net, tax int64
		for _, l := range i.Lines {
			lines += l.Amount
			off := l.Quantity.Mul(l.Price).Shift(i.Currency.Digits()).Sub(decimal.NewFromInt(l.Amount)).Abs()
			if off.GreaterThan(dec("0.5")) {
				t.Fatalf("a line is off by %s minor units", off)
			}
		}
		for _, s := range i.Totals.Taxes {
			net, tax = net+s.Net, tax+s.Tax
			most := dec("0.5")
			if i.PerLine {
				most = most.Mul(decimal.NewFromInt(int64(len(i.Lines))))
			}
			exact := decimal.NewFromInt(s.Net).Mul(s.Percent).Shift(-2)
			if i.Inclusive {
				gross := decimal.NewFromInt(s.Net + s.Tax)
				exact = gross.Mul(s.Percent).DivRound(s.Percent.Add(dec("100")), 12)
			}
			if exact.Sub(decimal.NewFromInt(s.Tax)).Abs().GreaterThan(most) {
				t.Fatalf("tax of %s is %d, exactly %s", s.Name, s.Tax, exact)
			}
		}
		switch {
		case i.Totals.Total != i.Totals.Net+i.Totals.Tax, i.Totals.Tax != tax:
			t.Fatalf("%+v doesn’t add up", i.Totals)
		case i.Inclusive && i.Totals.Total != lines, !i.Inclusive && i.Totals.Net != lines:
			t.Fatalf("lines make %d: %+v", lines, i.Totals)
		}
		again := i
		again.Lines = append([]portal.Line(nil), i.Lines...)
		if err := again.Work(); err != nil || again.Totals.Total != i.Totals.Total {
			t.Fatal("working it out again changes it")
		}
	})
}

func TestMoneyAllocation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var open []portal.Invoice
		var owed int64
		for n := range rapid.IntRange(0, 8).Draw(t, "invoices") {
			i := portal.Invoice{ID: portal.InvoiceID(n + 1), Client: 1, Currency: "USD", State: portal.Issued}
			i.Totals.Total = rapid.Int64Range(0, 10_000).Draw(t, "total")
			i.Paid = rapid.Int64Range(0, i.Totals.Total).Draw(t, "paid")
			open = append(open, i)
			owed += i.Open().Amount
		}
		p := portal.Payment{Client: 1, Currency: "USD", Amount: rapid.Int64Range(1, 50_000).Draw(t, "amount"), On: 7}
		for _, a := range portal.AllocateOldest(p.Amount, open) {
			if err := p.Allocate(&open[a.Invoice-1], a.Amount, p.On); err != nil {
				t.Fatal(err)
			}
		}
		if want := max(0, p.Amount-owed); p.Unallocated() != want {
			t.Fatalf("%d is left of the payment, want %d", p.Unallocated(), want)
		}
		full := true // an invoice gets something only when all older ones are paid
		for _, i := range open {
			if got := p.Allocated(i.ID); !full && got > 0 {
				t.Fatalf("invoice %d got %d before an older one was paid", i.ID, got)
			}
			full = full && i.Open().IsZero()
		}
		for n := range open {
			if got := p.Allocated(open[n].ID); got > 0 {
				if err := p.Release(&open[n]); err != nil {
					t.Fatal(err)
				}
			}
		}
		if p.Unallocated() != p.Amount {
			t.Fatal("releasing everything leaves something allocated")
		}
	})
}

func TestMovesThatAreForbidden(t *testing.T) {
	const today = portal.Day(20_000)
	draft := bill(line("1", "100", "0"))
	if err := draft.Work(); err != nil {
		t.Fatal(err)
	}
	issued := draft
	if err := issued.Issue("INV-1", today, 14); err != nil {
		t.Fatal(err)
	}
	if issued.Issued != today || issued.Due != today+14 {
		t.Fatalf("issued %d, due %d", issued.Issued, issued.Due)
	}
	paid := issued
	if err := paid.Allocate(10_000, today); err != nil || paid.PaidOn != today {
		t.Fatal(err, paid.PaidOn)
	}
	void := issued
	if err := void.Cancel("raised in error", today); err != nil {
		t.Fatal(err)
	}
	bad := issued
	if lost, err := bad.WriteOff(today); err != nil || lost.Amount != 10_000 {
		t.Fatal(err, lost)
	}
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"issue twice":         {issued.Issue("INV-2", today, 14), portal.ErrNotDraft},
		"pay a draft":         {draft.Allocate(1, today), portal.ErrNotIssued},
		"pay a void":          {void.Allocate(1, today), portal.ErrNotIssued},
		"pay a bad debt":      {bad.Allocate(1, today), portal.ErrNotIssued},
		"pay too much":        {issued.Allocate(10_001, today), portal.ErrOverpaid},
		"pay nothing":         {issued.Allocate(0, today), portal.ErrNoAmount},
		"void a draft":        {draft.Cancel("x", today), portal.ErrNotIssued},
		"void twice":          {void.Cancel("x", today), portal.ErrNotIssued},
		"void what is paid":   {paid.Cancel("x", today), portal.ErrPaid},
		"send a draft":        {draft.MarkSent(nil, time.Now()), portal.ErrNotIssued},
		"release too much":    {issued.Release(1), portal.ErrNoAmount},
		"write off a paid":    {second(paid.WriteOff(today)), portal.ErrPaid},
		"write off a void":    {second(void.WriteOff(today)), portal.ErrNotIssued},
		"write off once more": {second(bad.WriteOff(today)), portal.ErrNotIssued},
	} {
		if !errors.Is(c.err, c.want) || portal.CodeOf(c.err) != portal.CodeInvalid {
			t.Errorf("%s: %v, want %v", name, c.err, c.want)
		}
	}
	if err := issued.Cancel(" ", today); portal.CodeOf(err) != portal.CodeInvalid || errors.Is(err, portal.ErrPaid) {
		t.Errorf("void without a reason: %v", err)
	}
	ahead := draft
	ahead.Issued = today + 1
	if err := ahead.Issuable(today); err == nil {
		t.Error("issued in the future")
	}
	negative := bill(line("1", "-1", "0"))
	_ = negative.Work()
	if err := negative.Issuable(today); err == nil {
		t.Error("a bill asks for less than nothing")
	}
}

func second[T any](_ T, err error) error { return err }

func TestStatusPrecedence(t *testing.T) {
	const today = portal.Day(20_000)
	seen := time.Unix(1, 0)
	for want, i := range map[portal.InvoiceStatus]portal.Invoice{
		portal.StatusDraft:      {State: portal.Draft, Due: 1, Viewed: seen},
		portal.StatusVoid:       {State: portal.Void, Due: 1, Totals: portal.Totals{Total: 5}},
		portal.StatusBadDebt:    {State: portal.BadDebt, Due: 1, Paid: 5, Totals: portal.Totals{Total: 9}},
		portal.StatusPaid:       {State: portal.Issued, Due: 1, Paid: 5, Totals: portal.Totals{Total: 5}, Viewed: seen},
		portal.StatusOverdue:    {State: portal.Issued, Due: today - 1, Paid: 1, Totals: portal.Totals{Total: 5}, Viewed: seen},
		portal.StatusPartlyPaid: {State: portal.Issued, Due: today, Paid: 1, Totals: portal.Totals{Total: 5}, Viewed: seen},
		portal.StatusViewed:     {State: portal.Issued, Due: today, Totals: portal.Totals{Total: 5}, Viewed: seen, Sent: seen},
		portal.StatusSent:       {State: portal.Issued, Due: today, Totals: portal.Totals{Total: 5}, Sent: seen},
		portal.StatusIssued:     {State: portal.Issued, Due: today, Totals: portal.Totals{Total: 5}},
	} {
		if got := i.Status(today); got != want {
			t.Errorf("%s, want %s", got.Key(), want.Key())
		}
	}
}

func TestHistoryIsNewestFirst(t *testing.T) {
	zone := time.UTC
	i := bill(line("1", "100", "0"))
	_ = i.Work()
	_ = i.Issue("INV-1", 20_000, 14)
	_ = i.MarkSent([]string{"ann@acme.test"}, portal.Day(20_000).Time().Add(9*time.Hour))
	if !i.MarkViewed("Ann", portal.Day(20_001).Time()) || i.MarkViewed("Bob", portal.Day(20_002).Time()) {
		t.Error("the first view counts, and only the first")
	}
	_ = i.Allocate(4_000, 20_010)
	d := portal.NewInvoiceDoc(i, portal.Profile{Name: "Larkfield"}, portal.Client{Name: "Acme"}, 20_035)
	d.Payments = []portal.PaidPart{{On: 20_010, Sum: portal.Of(4_000, "USD")}}
	var got []portal.HappeningKind
	for _, h := range d.History(zone) {
		got = append(got, h.Kind)
	}
	want := []portal.HappeningKind{portal.BecameOverdue, portal.WasPaid, portal.WasViewed, portal.WasSent, portal.WasIssued}
	if len(got) != len(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	for n := range want {
		if got[n] != want[n] {
			t.Fatalf("%v, want %v", got, want)
		}
	}
	if d.Late() != 21 {
		t.Errorf("%d days late", d.Late())
	}
}

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == "100" {
		_ = f.Value.Set("3000") // thousands by default
	}
	m.Run()
}
