package layout

import (
	"context"
	"io"
	"net/url"
	"testing"
	"time"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/views/ui"
)

func locale() *words.Locale {
	b := portal.NewBusiness("Larkfield Heating & Air", "USD", "America/New_York")
	return words.New("en", b).At(time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC))
}

func context_() context.Context { return words.With(context.Background(), locale()) }

func clientShell() Shell {
	return Shell{
		Title: "Invoices", Brand: Brand{Name: "Larkfield Heating & Air", Style: paths.BrandStyle("abc")}, Nav: Invoices,
		Person: "Marguerite Okonkwo-Delacroix", Account: "Halvorsen-Whitcombe Property Management LLC", Accounts: 2,
		Can: portal.AllPermissions, Badges: map[Key]int{Invoices: 6}, Live: Live{paths.PortalLive(), "417"},
	}
}

func staffShell() Shell {
	return Shell{
		Title: "Contacts", Brand: Brand{Name: "Larkfield"}, Nav: Contacts, Person: "Sam Reyes", Role: portal.Owner,
		Badges: map[Key]int{Payments: 4}, Live: Live{paths.OfficeLive(), "office"},
	}
}

func invoiceList() templ.Component {
	rows := make([]portal.InvoiceRow, 25)
	for i := range rows {
		rows[i] = portal.InvoiceRow{
			ID: portal.InvoiceID(i + 1), Number: "INV-10480", State: portal.Issued, Currency: "USD", Issued: 20500, Due: 20530 - portal.Day(i),
			Description: "Quarterly duct cleaning, all blocks & <risers>", Total: 300000, Paid: int64(i%2) * 1000, IsSent: true,
		}
	}
	return invoices(rows, ui.FilterBar{
		URL: paths.PortalInvoices(), Label: "Invoices", Values: url.Values{"q": {"alder"}}, Param: "status",
		Segs: []ui.SegLink{{Label: "All"}, {Value: "unpaid", Label: "Unpaid", Count: 6}, {Value: "overdue", Label: "Overdue", Count: 2}, {Value: "paid", Label: "Paid"}},
		Search: "Search invoices", Hint: "Number, property or description",
		Selects: []ui.FilterSelect{{Name: "contractor", Label: "Contractor", Options: []ui.Option{{Label: "Any contractor"}, {Value: "1", Label: "Larkfield"}}}},
	})
}

func contactList() templ.Component {
	rows := make([]ui.ContactCloud, 25)
	for i := range rows {
		rows[i] = ui.ContactCloud{
			Contact: portal.ContactID(i + 1), Name: "Marguerite Okonkwo-Delacroix", State: portal.Cloud(i % 3), Clip: i%2 == 0,
		}
	}
	return contacts(rows)
}

func within(layout, page templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return layout.Render(templ.WithChildren(ctx, page), w)
	})
}

func BenchmarkInvoiceList(b *testing.B) { benchmark(b, within(Client(clientShell()), invoiceList())) }

func BenchmarkContactList(b *testing.B) { benchmark(b, within(Staff(staffShell()), contactList())) }

func BenchmarkShellOnly(b *testing.B) { benchmark(b, Client(clientShell())) }

func benchmark(b *testing.B, page templ.Component) {
	ctx := context_()
	b.ReportAllocs()
	for b.Loop() {
		if err := page.Render(ctx, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
