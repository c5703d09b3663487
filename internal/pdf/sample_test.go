package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"portico/internal/words"
	"portico/portal"
)

func day(y, m, d int) portal.Day {
	v, err := portal.ParseDay(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if err != nil {
		panic(err)
	}
	return v
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

var larkfield = portal.Party{
	Name:    "Larkfield Heating & Air, Inc.",
	Address: portal.Address{Street: "2200 Foundry Street", City: "Portland", Region: "ME", Code: "04101", Country: "US"},
	TaxID:   "01-0884213",
}

var halvorsen = portal.Party{
	Name: "Halvorsen-Whitcombe Property Management LLC",
	Address: portal.Address{
		Street: "Accounts Payable, Floor 11\n480 Commercial Street", City: "Portland", Region: "ME", Code: "04101", Country: "US",
	},
}

func locale() *words.Locale {
	b := portal.NewBusiness("Larkfield Heating & Air", "USD", "America/New_York")
	b.Profile.DateFormat = portal.DateMDY
	return words.New("en", b)
}

func sampleHead() portal.Letterhead {
	return portal.Letterhead{
		Name: "Larkfield Heating & Air", Colour: "#0f5c70", Paper: portal.PaperLetter, Phone: "(207) 555-0142", Email: "office@larkfield.example",
	}
}

// picture is a logo: a square with a hole one can see through, or a wide one.
func picture(w, h int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dx, dy := x-w/2, y-h/2
			switch d := dx*dx + dy*dy; {
			case d < h*h/25:
				img.Set(x, y, color.NRGBA{0xf2, 0xa6, 0x3b, 0xff})
			case d < h*h/9:
			default:
				img.Set(x, y, color.NRGBA{0x0f, 0x5c, 0x70, 0xff})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func sampleInvoice() portal.InvoiceDoc {
	i := portal.Invoice{
		ID: 7, Number: "INV-10428", State: portal.Issued, Currency: "USD", Issued: day(2026, 1, 20), Due: day(2026, 2, 3),
		Description: "Boiler replacement, final stage", Order: "PO-77-2081-AQ", Property: 3,
		Terms: "Payment within 14 days. Parts carry a two-year warranty, labour one year. Questions? Call (207) 555-0142; we answer within two working days.",
		Lines: []portal.Line{
			{Description: "Vitodens 222-W boiler, 35 kW", Detail: "Supplied and fitted, with flue kit and condensate trap", Quantity: dec("1"), Price: dec("5480")},
			{Description: "Labour: removal, fitting, commissioning", Detail: "Dolores Íñiguez, Tomasz Wiśniewski", Quantity: dec("26.5"), Unit: "h", Price: dec("86")},
			{Description: "Magnetic filter and system flush", Quantity: dec("1"), Price: dec("412.5")},
			{Description: "Copper pipe 28 mm, fittings and lagging", Detail: "Primary circuit, plant room to riser", Quantity: dec("18.25"), Unit: "m", Price: dec("21.2")},
			{Description: "Goodwill discount", Detail: "Second visit caused by a late delivery", Quantity: dec("1"), Price: dec("-46.07")},
		},
	}
	for n := range i.Lines {
		i.Lines[n].TaxName, i.Lines[n].TaxPercent = "Sales tax", dec("8.25")
	}
	work(&i)
	i.Paid = 400000
	return portal.InvoiceDoc{
		Invoice: i, Issuer: larkfield, Receiver: halvorsen, Today: day(2026, 1, 31), By: "Larkfield North",
		At: portal.Property{
			ID: 3, Name: "14 Alder Quay, Unit 7", UPRN: "100062641193",
			Address: portal.Address{City: "Portland", Region: "ME", Code: "04102", Country: "US"},
		},
		Payments: []portal.PaidPart{{Number: "PAY-8812", On: day(2026, 1, 30), Method: portal.ByACH, Sum: portal.Of(400000, "USD")}},
	}
}

// reducedInvoice has a line with a discount, and a deposit that is still to pay.
func reducedInvoice() portal.InvoiceDoc {
	d := sampleInvoice()
	d.Lines[1].Discount = dec("12.5")
	work(&d.Invoice)
	d.Paid, d.Payments, d.Deposit = 0, nil, 250_000
	return d
}

func work(i *portal.Invoice) {
	if err := i.Work(); err != nil {
		panic(err)
	}
}

// longInvoice has n lines of several rates, every fifth with details over many lines.
func longInvoice(n int) portal.InvoiceDoc {
	d := sampleInvoice()
	d.Lines = nil
	for i := range n {
		x := portal.Line{
			Description: fmt.Sprintf("Position %d: annual service of the fan coil units on floor %d", i+1, i%11), Quantity: dec("2.5"), Unit: "h",
			Price: dec("86.40"), TaxName: "VAT", TaxPercent: dec([]string{"20", "5"}[i%2]),
		}
		if i%5 == 4 {
			x.Detail = strings.Repeat("Filters changed, condensate drains cleared and readings noted. ", 3+i%4)
		}
		d.Lines = append(d.Lines, x)
	}
	work(&d.Invoice)
	return d
}

func sampleReceipt() portal.PaymentDoc {
	return portal.PaymentDoc{
		Payment: portal.Payment{
			Number: "PAY-8812", On: day(2026, 1, 30), Amount: 450000, Currency: "USD", Method: portal.ByACH, Reference: "Account ending 0442",
			Allocations: []portal.Allocation{{Invoice: 7, Amount: 400000}, {Invoice: 8, Amount: 12050}}, By: "Sam Okafor",
		},
		Issuer: larkfield, Receiver: halvorsen, Today: day(2026, 1, 31),
		Paid: []portal.PaidInvoice{
			{
				Number: "INV-10428", Issued: day(2026, 1, 20), Description: "Boiler replacement, final stage",
				Total: portal.Of(921460, "USD"), Part: portal.Of(400000, "USD"), Rest: portal.Of(521460, "USD"),
			},
			{
				Number: "INV-10377", Issued: day(2026, 1, 5), Description: "Annual service, 480 Commercial Street",
				Total: portal.Of(12050, "USD"), Part: portal.Of(12050, "USD"), Rest: portal.Of(0, "USD"),
			},
		},
	}
}

func sampleStatement(n int) portal.StatementDoc {
	d := portal.StatementDoc{
		Issuer: larkfield, Receiver: halvorsen, Account: "C-1042", Currency: "USD", From: day(2025, 11, 1), To: day(2026, 1, 31),
		Opening: portal.Of(184210, "USD"), Today: day(2026, 1, 31),
		Ageing: portal.Ageing{
			On: day(2026, 1, 31), Current: portal.Of(521460, "USD"), Late30: portal.Of(18400, "USD"), Late60: portal.Of(0, "USD"),
			Late90: portal.Of(99990, "USD"), Over90: portal.Of(0, "USD"),
		},
	}
	balance := d.Opening
	for i := range n {
		r := portal.StatementRow{
			On: d.From + portal.Day(i*91/max(n, 1)), Kind: portal.EntryInvoice, Number: fmt.Sprintf("INV-%d", 10300+i),
			Text: "Boiler service, 480 Commercial Street", Amount: portal.Of(int64(12000+i*137%9000), "USD"),
		}
		if i%3 == 2 {
			r.Kind, r.Number, r.Text, r.Amount = portal.EntryPayment, fmt.Sprintf("PAY-%d", 8800+i), "Card", portal.Of(-25000, "USD")
		}
		balance = balance.Add(r.Amount)
		r.Balance = balance
		d.Rows = append(d.Rows, r)
	}
	d.Closing = balance
	return d
}

func must(t testing.TB, f File, err error) File {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return f
}
