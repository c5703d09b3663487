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
}

func (p InvoicesPage) filters(ctx context.Context) ui.FilterBar {
	by := []ui.Option{{Label: words.T(ctx, "Any contractor")}}
	for _, c := range p.Contractors {
		by = append(by, ui.Option{Value: strconv.FormatUint(uint64(c.ID), 10), Label: c.Name})
	}
	f := ui.FilterBar{
		URL: paths.PortalInvoices(), Label: words.T(ctx, "Invoices"), Values: p.Values, Param: "status",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: "unpaid", Label: words.T(ctx, "Unpaid"), Count: p.Counts[store.InvoiceOpen]},
			{Value: "overdue", Label: words.T(ctx, "Overdue"), Count: p.Figures.Late},
			{Value: "paid", Label: words.T(ctx, "Paid")},
		},
		Search: words.T(ctx, "Search invoices"), Hint: words.T(ctx, "Number, reference or description"),
		Days: []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
	}
	if len(by) > 2 {
		f.Selects = append(f.Selects, ui.FilterSelect{Name: "contractor", Label: words.T(ctx, "Contractor"), Options: by})
	}
	return f
}

func (p InvoicesPage) property(r portal.InvoiceRow) string { return p.Properties[r.Property].Name }
