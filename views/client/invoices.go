package client

import (
	"context"
	"net/url"
	"strconv"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/ui"
)

// InvoicesPage is the list of a client's invoices.
type InvoicesPage struct {
	service.InvoiceList
	Today  portal.Day
	Values url.Values
	Foot   ui.Foot
	Name   string // of the business
	CanPay bool
}

func (p InvoicesPage) filters(ctx context.Context) ui.FilterBar {
	f := ui.FilterBar{
		URL: paths.PortalInvoices(), Label: words.T(ctx, "Invoices"), Values: p.Values, Param: "status",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: "unpaid", Label: words.T(ctx, "Unpaid"), Count: p.Counts[store.InvoiceOpen]},
			{Value: "overdue", Label: words.T(ctx, "Overdue"), Count: p.Figures.Late},
			{Value: "paid", Label: words.T(ctx, "Paid")},
		},
		Search: words.T(ctx, "Search invoices"), Hint: words.T(ctx, "Number, property or description"),
		Days: []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
	}
	if len(p.Contractors) > 1 {
		by := []ui.Option{{Label: words.T(ctx, "Any contractor")}}
		for _, c := range p.Contractors {
			by = append(by, ui.Option{Value: strconv.FormatUint(uint64(c.ID), 10), Label: c.Name})
		}
		f.Selects = append(f.Selects, ui.FilterSelect{Name: "contractor", Label: words.T(ctx, "Contractor"), Options: by})
	}
	if len(p.Places) > 1 {
		at := []ui.Option{{Label: words.T(ctx, "Any %s", words.Word(ctx, "property"))}}
		for _, x := range p.Places {
			at = append(at, ui.Option{Value: strconv.FormatUint(uint64(x.ID), 10), Label: x.Name})
		}
		f.Selects = append(f.Selects, ui.FilterSelect{Name: "property", Label: words.Word(ctx, "Property"), Options: at})
	}
	return f
}

// filtered reports whether the list is narrowed: then an empty one says so.
func (p InvoicesPage) filtered() bool {
	for _, name := range []string{"q", "status", "contractor", "property", "from", "to"} {
		if p.Values.Get(name) != "" {
			return true
		}
	}
	return false
}

// none reports whether the account has no invoices at all: then there is nothing to filter either.
func (p InvoicesPage) none() bool { return len(p.Rows) == 0 && !p.filtered() && p.Figures.Count == 0 }

func (p InvoicesPage) csv() paths.URL {
	query := make(url.Values, len(p.Values))
	for k, v := range p.Values {
		if k != "after" {
			query[k] = v
		}
	}
	return paths.PortalInvoicesCSV().WithAll(query)
}

// where is where the work was done, with the property's reference.
func (p *InvoicesPage) where(l *words.Locale, id portal.PropertyID) string {
	at := p.Properties[id]
	where := ui.Where(l, at)
	switch {
	case at.UPRN == "":
		return where
	case where == "":
		return l.T("UPRN %s", at.UPRN)
	}
	return where + " · " + l.T("UPRN %s", at.UPRN)
}

func (p InvoicesPage) columns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.T(ctx, "Select all on this page"), Class: "pick", All: true},
		{Label: words.T(ctx, "Invoice")},
		{Label: words.T(ctx, "Due")},
		{Label: words.T(ctx, "Status")},
		{Label: words.T(ctx, "Total"), Class: "end"},
		{Label: words.T(ctx, "To pay"), Class: "end"},
		{Label: words.T(ctx, "Actions"), Hidden: true},
	}
}
