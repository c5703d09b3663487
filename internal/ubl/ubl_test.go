package ubl

import (
	"bytes"
	"encoding/xml"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"portico/portal"
)

var update = flag.Bool("update", false, "write the golden files anew")

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func sample() portal.InvoiceDoc {
	i := portal.Invoice{
		ID: 7, Number: "INV-1042", State: portal.Issued, Currency: "EUR", Issued: portal.DateOf(2026, 3, 3), Due: portal.DateOf(2026, 3, 17),
		Description: "Yearly service & repairs", Order: "PO-77", Terms: "Payable in 14 days.", Property: 3,
		Lines: []portal.Line{
			{Description: "Boiler <service>", Detail: "With flue test", Quantity: dec("2.5"), Unit: "h", Price: dec("86"), TaxName: "VAT", TaxPercent: dec("19"), Discount: dec("10")},
			{Description: "Valve", Quantity: dec("3"), Price: dec("12.4999"), TaxName: "VAT", TaxPercent: dec("19")},
			{Description: "Goodwill", Quantity: dec("1"), Price: dec("-5"), TaxName: "VAT", TaxPercent: dec("19")},
			{Description: "Permit, passed on", Quantity: dec("1"), Price: dec("40")},
		},
	}
	if err := i.Work(); err != nil {
		panic(err)
	}
	home := portal.Address{Street: "Hafenstraße 7\nHof 2", City: "Hamburg", Code: "20457", Country: "DE"}
	return portal.InvoiceDoc{
		Invoice: i, Issuer: portal.Party{Name: "Larkfield GmbH", Address: home, TaxID: "DE123456789"}, Phone: "+49 40 123", Email: "office@larkfield.example",
		Receiver: portal.Party{Name: "Ångström & Søn", Address: portal.Address{Street: "Kai 1", City: "Hamburg", Code: "20459"}, TaxID: "DE987654321"},
		At:       portal.Property{ID: 3, Name: "Speicher 3", Address: home},
	}
}

var account7 = portal.Payee{Name: "Larkfield GmbH", IBAN: "DE89 3704 0044 0532 0130 00", BIC: "COBADEFFXXX"}

func TestGolden(t *testing.T) {
	bill, err := Invoice(sample(), account7)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/invoice.xml", bill)
	n := portal.CreditOf(sample().Invoice)
	n.Number, n.Issued, n.Reason = "CN-12", portal.DateOf(2026, 4, 1), "Valve was faulty"
	n.Lines = n.Lines[1:2]
	if err := n.Work(); err != nil {
		t.Fatal(err)
	}
	doc := portal.NewCreditNoteDoc(n, portal.Profile{}, portal.Client{}, 0)
	doc.Bill.Issuer, doc.Bill.Receiver = sample().Issuer, sample().Receiver
	note, err := CreditNote(doc)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/credit_note.xml", note)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not as it was (-update writes it anew):\n%s", name, got)
	}
}

// TestNothingTaxed: who charges no VAT is “not subject to VAT”, and then names no VAT number.
func TestNothingTaxed(t *testing.T) {
	d := sample()
	for n := range d.Lines {
		d.Lines[n].TaxPercent, d.Lines[n].TaxName = decimal.Zero, ""
	}
	if err := d.Work(); err != nil {
		t.Fatal(err)
	}
	got, err := Invoice(d, portal.Payee{})
	if err != nil {
		t.Fatal(err)
	}
	for _, no := range []string{"PartyTaxScheme", "Percent", "PaymentMeans", ">S<"} {
		if strings.Contains(string(got), no) {
			t.Errorf("it has %s", no)
		}
	}
	if n := strings.Count(string(got), "<cbc:ID>O</cbc:ID>"); n != 5 {
		t.Errorf("%d times O, want once a line and once in all", n)
	}
}

// read is what a reader of the file adds up.
type read struct {
	Lines []struct {
		Net   decimal.Decimal `xml:"LineExtensionAmount"`
		Count decimal.Decimal `xml:"InvoicedQuantity"`
		Price decimal.Decimal `xml:"Price>PriceAmount"`
		Off   decimal.Decimal `xml:"AllowanceCharge>Amount"`
		Rate  string          `xml:"Item>ClassifiedTaxCategory>Percent"`
		Kind  string          `xml:"Item>ClassifiedTaxCategory>ID"`
	} `xml:"InvoiceLine"`
	Tax   decimal.Decimal `xml:"TaxTotal>TaxAmount"`
	Parts []struct {
		Net  decimal.Decimal `xml:"TaxableAmount"`
		Tax  decimal.Decimal `xml:"TaxAmount"`
		Rate string          `xml:"TaxCategory>Percent"`
		Kind string          `xml:"TaxCategory>ID"`
	} `xml:"TaxTotal>TaxSubtotal"`
	Sum struct {
		Lines     decimal.Decimal `xml:"LineExtensionAmount"`
		Exclusive decimal.Decimal `xml:"TaxExclusiveAmount"`
		Inclusive decimal.Decimal `xml:"TaxInclusiveAmount"`
		Payable   decimal.Decimal `xml:"PayableAmount"`
	} `xml:"LegalMonetaryTotal"`
}

// TestSumsHold draws bills of every kind: the file's own figures add up by the rules of EN 16931, and are the bill's.
func TestSumsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := sample()
		d.Inclusive, d.PerLine = rapid.Bool().Draw(t, "inclusive"), rapid.Bool().Draw(t, "per line")
		d.Lines = nil
		for range rapid.IntRange(1, 12).Draw(t, "lines") {
			rate := rapid.SampledFrom([]string{"0", "0", "7", "19", "8.875"}).Draw(t, "rate")
			l := portal.Line{
				Description: "x", Quantity: decimal.New(rapid.Int64Range(-500, 5000).Draw(t, "quantity"), -2),
				Price: decimal.New(rapid.Int64Range(-50_000, 900_000).Draw(t, "price"), -4), TaxPercent: dec(rate),
				Discount: decimal.New(rapid.SampledFrom([]int64{0, 0, 10, 33, 100}).Draw(t, "discount"), 0),
			}
			if rate != "0" {
				l.TaxName = rapid.SampledFrom([]string{"VAT", "City"}).Draw(t, "name")
			}
			d.Lines = append(d.Lines, l)
		}
		if err := d.Work(); err != nil {
			t.Fatal(err)
		}
		file, err := Invoice(d, account7)
		if err != nil {
			t.Fatal(err)
		}
		var r read
		if err := xml.Unmarshal(file, &r); err != nil {
			t.Fatal(err)
		}
		check(t, d, r)
	})
}

func check(t *rapid.T, d portal.InvoiceDoc, r read) {
	same := func(rule string, a, b decimal.Decimal) {
		if !a.Equal(b) {
			t.Errorf("%s: %s and %s", rule, a, b)
		}
	}
	var lines, taxes, nets decimal.Decimal
	byRate := map[string]decimal.Decimal{}
	for _, l := range r.Lines {
		lines = lines.Add(l.Net)
		byRate[l.Kind+l.Rate] = byRate[l.Kind+l.Rate].Add(l.Net)
		if l.Price.IsNegative() {
			t.Errorf("BR-27: a price of %s", l.Price)
		}
	}
	kinds := map[string]bool{}
	for _, p := range r.Parts {
		taxes, nets = taxes.Add(p.Tax), nets.Add(p.Net)
		same("BR-S-08", p.Net, byRate[p.Kind+p.Rate])
		if kinds[p.Kind+p.Rate] {
			t.Errorf("BR-S-08: %s %s stands twice", p.Kind, p.Rate)
		}
		kinds[p.Kind+p.Rate] = true
		if p.Kind == "O" && len(r.Parts) > 1 {
			t.Error("BR-O-11: O beside others")
		}
	}
	same("BR-CO-10", lines, r.Sum.Lines)
	same("BR-CO-13", r.Sum.Exclusive, r.Sum.Lines)
	same("BR-CO-14", taxes, r.Tax)
	same("BR-CO-15", r.Sum.Inclusive, r.Sum.Exclusive.Add(r.Tax))
	same("BR-CO-16", r.Sum.Payable, r.Sum.Inclusive)
	same("the bill's total", r.Sum.Payable, d.Total().Decimal())
	same("the bill's tax", r.Tax, portal.Of(d.Totals.Tax, d.Currency).Decimal())
	same("the bill's net", nets, portal.Of(d.Totals.Net, d.Currency).Decimal())
}

// TestWellFormed holds what no text of a bill may break.
func TestWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := sample()
		d.Lines[0].Description, d.Receiver.Name, d.Terms = rapid.String().Draw(t, "line"), rapid.String().Draw(t, "name"), rapid.String().Draw(t, "terms")
		file, err := Invoice(d, portal.Payee{})
		if err != nil {
			t.Fatal(err)
		}
		for p := xml.NewDecoder(bytes.NewReader(file)); ; {
			if _, err := p.Token(); err != nil {
				if err.Error() != "EOF" {
					t.Fatal(err)
				}
				return
			}
		}
	})
}
