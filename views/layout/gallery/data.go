package gallery

import (
	"net/url"
	"time"

	"portico/internal/paths"
	"portico/portal"
	"portico/views/layout"
	"portico/views/ui"
)

// Now is when the gallery plays.
var Now = time.Date(2026, 3, 10, 15, 4, 0, 0, time.UTC)

// Business is the gallery's business.
func Business() portal.Business {
	return portal.NewBusiness("Larkfield Heating & Air", "USD", "America/New_York")
}

// ClientShell is a client's page.
func ClientShell() layout.Shell {
	return layout.Shell{
		Title: "Invoices", Brand: layout.Brand{Name: "Larkfield Heating & Air", Style: paths.BrandStyle("0f5c70")}, Nav: layout.Invoices,
		Person: "Marguerite Okonkwo-Delacroix", Account: "Halvorsen-Whitcombe Property Management LLC", Accounts: 2,
		Can: portal.AllPermissions, Badges: map[layout.Key]int{layout.Invoices: 6}, Live: layout.Live{URL: paths.PortalLive(), Key: "417"},
	}
}

// StaffShell is an office page.
func StaffShell(role portal.Role) layout.Shell {
	return layout.Shell{
		Title: "Contacts", Brand: layout.Brand{Name: "Larkfield Heating & Air", Style: paths.BrandStyle("0f5c70")}, Nav: layout.Contacts,
		Person: "Sam Reyes", Role: role, Badges: map[layout.Key]int{layout.Payments: 4}, Live: layout.Live{URL: paths.OfficeLive(), Key: "office"},
	}
}

// Year is twelve months of billing.
func Year() []portal.MonthSum {
	sums := []int64{821000, 1244000, 990500, 2131000, 3187000, 1622000, 1148000, 1496000, 2773000, 2411500, 1964000, 1243275}
	months := make([]portal.MonthSum, len(sums))
	for i, s := range sums {
		months[i] = portal.MonthSum{Month: portal.MonthOf(2025, 4) + portal.Month(i), Sum: portal.Of(s, "USD")}
	}
	return months
}

// InvoiceRows are 25 invoices of every status.
func InvoiceRows() []portal.InvoiceRow {
	words := []string{
		"Quarterly duct cleaning, all blocks", "Rooftop unit: compressor & refrigerant", "Emergency call-out: no heating",
		"Chiller overhaul, levels 1 to 38, with out-of-hours access and crane hire", "سخان المياه، الطابق الثالث",
	}
	rows := make([]portal.InvoiceRow, 25)
	for i := range rows {
		rows[i] = portal.InvoiceRow{
			ID: portal.InvoiceID(i + 1), Number: "INV-10480", State: portal.Issued, Currency: "USD", Issued: portal.DateOf(2026, 3, 10-7*i),
			Due: portal.DateOf(2026, 4, 9-7*i), Description: words[i%len(words)], Total: 300000 + int64(i)*12849, IsSent: i%7 != 0,
			IsViewed: i%2 == 0,
		}
		switch i % 6 {
		case 3:
			rows[i].Paid = rows[i].Total
		case 4:
			rows[i].State = portal.Void
		case 5:
			rows[i].Paid = 100000
		}
	}
	return rows
}

// InvoiceFilters is the bar over them.
func InvoiceFilters() ui.FilterBar {
	return ui.FilterBar{
		URL: paths.PortalInvoices(), Label: "Invoices", Values: url.Values{"status": {"unpaid"}}, Param: "status",
		Segs: []ui.SegLink{
			{Label: "All"}, {Value: "unpaid", Label: "Unpaid", Count: 6}, {Value: "overdue", Label: "Overdue", Count: 2}, {Value: "paid", Label: "Paid"},
		},
		Search: "Search invoices", Hint: "Number, property or description",
		Selects: []ui.FilterSelect{
			{Name: "contractor", Label: "Contractor", Options: []ui.Option{{Label: "Any contractor"}, {Value: "1", Label: "Larkfield Pools"}}},
			{Name: "property", Label: "Property", Options: []ui.Option{{Label: "Any property"}, {Value: "1", Label: "Harbour Tower East"}}},
		},
	}
}

// People are 25 contacts with every cloud.
func People() []ui.ContactCloud {
	names := []string{"Abernathy-Okafor, Bartholomew", "Hoàng Thị, Minh Châu", "Lindqvist-O’Brien, Saoirse", "Okonkwo-Delacroix, Marguerite", "Adeyemi, Oluwaseun"}
	cs := make([]ui.ContactCloud, 25)
	for i := range cs {
		cs[i] = ui.ContactCloud{Contact: portal.ContactID(i + 1), Name: names[i%len(names)], State: portal.Cloud(i % 3), Clip: i%2 == 0}
		if i%5 == 1 && cs[i].State == portal.CloudInvited {
			cs[i].Trouble = "the invitation has expired"
		}
	}
	return cs
}

// Refused is a form that came back, with text in every field.
func Refused(text string) ui.Form {
	f := ui.Form{Values: url.Values{"name": {text}, "secret": {text}, "notes": {"\n" + text}, "zone": {text}, "keep": {"yes"}, "how": {"card"}, "code": {text}}}
	return f.Refused(&portal.Error{Code: portal.CodeInvalid, Msg: portal.T("Something needs fixing"), Faults: []portal.Fault{
		{Field: "name", Msg: portal.T("Keep the name under 120 letters.")}, {Field: "notes", Msg: portal.T("There is no permission “%s”.", text)},
	}})
}

func question(id, text string) ui.Question {
	return ui.Question{
		ID: id, Title: text, Text: text, Do: paths.OfficeContactDisable(2), Button: text, Danger: true, Target: "#contact-2",
		Cancel: paths.OfficeContact(2), Version: "3",
	}
}
