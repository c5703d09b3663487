package pdf

import (
	"fmt"
	"strings"
	"testing"

	"portico/portal"
)

// sampleBatch has an invoice in each state that one in a batch can be in.
func sampleBatch() portal.BatchDoc {
	bill := func(n int, edit func(*portal.Invoice)) portal.BatchBill {
		d := sampleInvoice()
		i := d.Invoice
		i.ID, i.Number, i.Issued, i.Due, i.Paid = portal.InvoiceID(n), fmt.Sprintf("INV-%d", 10400+n), day(2026, 1, n), day(2026, 1, n+14), 0
		i.Lines = i.Lines[:1+n%3]
		work(&i)
		edit(&i)
		return portal.BatchBill{Invoice: i, At: d.At, By: d.By}
	}
	part := bill(4, func(i *portal.Invoice) { i.Paid, i.Fees = 100_000, 2_930 })
	part.Payments = []portal.PaidPart{{Number: "PAY-8801", On: day(2026, 1, 20), Method: portal.ByCard, Sum: portal.Of(100_000, "USD")}}
	other := bill(9, func(i *portal.Invoice) { i.Order = "" })
	other.At = portal.Property{ID: 8, Name: "480 Commercial Street, Roof"}
	for n := range other.Lines {
		other.Lines[n].TaxName, other.Lines[n].TaxPercent = "City tax", dec("2")
	}
	work(&other.Invoice)
	return portal.BatchDoc{
		Batch: portal.Batch{
			Number: "B-77", On: day(2026, 2, 1), From: day(2026, 1, 1), To: day(2026, 1, 31), Currency: "USD",
			Note: "All work of January at the two houses.",
		},
		Issuer: larkfield, Receiver: halvorsen, Today: day(2026, 2, 1),
		Bills: []portal.BatchBill{
			bill(2, func(i *portal.Invoice) { i.Paid = i.Totals.Total }), part, other,
			bill(11, func(i *portal.Invoice) { i.State = portal.Void }),
			bill(12, func(i *portal.Invoice) { i.Credited = 5_000 }),
		},
	}
}

func TestBatchSaysEverything(t *testing.T) {
	l, d := locale(), sampleBatch()
	f, err := Batch(d, sampleHead(), l)
	must(t, f, err)
	wants := []string{
		d.Number, d.Note, d.Receiver.Name, l.Money(d.Net()), l.Money(d.Total()), l.Money(d.Open()), l.Money(d.Paid().Neg()), l.Money(d.Credited().Neg()),
		l.Money(d.Fees()), l.Name(portal.StatusVoid),
	}
	for _, b := range d.Bills {
		wants = append(wants, b.Number, b.Description, l.Day(b.Issued), b.At.Name, l.Money(b.Total()))
		for _, x := range b.Lines {
			wants = append(wants, x.Description)
		}
		for _, p := range b.Payments {
			wants = append(wants, l.Day(p.On), l.Money(p.Sum))
		}
	}
	for _, x := range d.Taxes() {
		wants = append(wants, x.Name, l.Money(portal.Of(x.Tax, d.Currency)))
	}
	contains(t, f.Bytes, wants...)
}

func TestLargeBatchStaysOnItsPages(t *testing.T) {
	d := sampleBatch()
	for n := range 195 {
		b := d.Bills[n%5]
		b.Number = fmt.Sprintf("INV-%d", 20_000+n)
		if n%7 == 0 {
			b.Description = strings.Repeat("A description that goes on. ", 9)
		}
		d.Bills = append(d.Bills, b)
	}
	s := layBatch(d, sampleHead(), locale())
	inside(t, s)
	f, err := s.finish()
	must(t, f, err)
	contains(t, f.Bytes, "INV-20194", l200(f.Pages))
}

func l200(pages int) string { return fmt.Sprintf("Page %d of %d", pages, pages) }

// TestSeveralInvoicesInOneFile holds that each keeps its own page numbers, and that none lends another its letters.
func TestSeveralInvoicesInOneFile(t *testing.T) {
	head, l := sampleHead(), locale()
	head.Logo = picture(60, 60)
	first, second, third := sampleInvoice(), longInvoice(60), sampleInvoice()
	third.Number, third.Description = "INV-3", "Ελληνικά, Кириллица ₽"
	f, err := Invoices([]portal.InvoiceDoc{first, second, third}, head, l)
	must(t, f, err)
	one, err := Invoice(second, head, l)
	must(t, one, err)
	if f.Pages != one.Pages+2 {
		t.Errorf("%d pages, the long one alone has %d", f.Pages, one.Pages)
	}
	contains(t, f.Bytes, "Invoice INV-10428", "Position 60", l200(one.Pages), "Page 1 of 1", third.Description)
	single, err := Invoices([]portal.InvoiceDoc{first}, head, l)
	alone, other := Invoice(first, head, l)
	if err != nil || other != nil || string(single.Bytes) != string(alone.Bytes) {
		t.Error("one invoice among several is drawn otherwise than alone")
	}
}
