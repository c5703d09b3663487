package client

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/ui"
)

// BatchesPage is the list of a client's batch invoices.
type BatchesPage struct {
	service.BatchList
	Values url.Values
	Foot   ui.Foot
	Name   string // of the business
	CanPay bool
}

func (p BatchesPage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: paths.PortalBatches(), Label: words.T(ctx, "Batch invoices"), Values: p.Values, Param: "status",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: "unpaid", Label: words.T(ctx, "To pay"), Count: p.Counts[store.BatchToPay]},
			{Value: "paid", Label: words.T(ctx, "Settled")},
			{Value: "apart", Label: words.T(ctx, "Taken apart")},
		},
		Search: words.T(ctx, "Search batch invoices"), Hint: words.T(ctx, "Number, note or property"),
		Days: []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
	}
}

func (p BatchesPage) filtered() bool {
	for _, name := range []string{"q", "status", "from", "to", "after"} {
		if p.Values.Get(name) != "" {
			return true
		}
	}
	return false
}

// none reports whether the account has no batch invoices at all.
func (p BatchesPage) none() bool { return len(p.Rows) == 0 && !p.filtered() }

func (p BatchesPage) csv() paths.URL {
	query := make(url.Values, len(p.Values))
	for k, v := range p.Values {
		if k != "after" {
			query[k] = v
		}
	}
	return paths.PortalBatchesCSV().WithAll(query)
}

func (p BatchesPage) columns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.T(ctx, "Batch invoice")},
		{Label: words.T(ctx, "Date")},
		{Label: words.T(ctx, "Status")},
		{Label: words.T(ctx, "Total"), Class: "end"},
		{Label: words.T(ctx, "To pay"), Class: "end"},
		{Label: words.T(ctx, "PDF"), Hidden: true},
	}
}

// BatchPage is one batch invoice as the client sees it, in the portal or by a document link.
type BatchPage struct {
	portal.BatchDoc
	Report bool            // that it was seen: the first time by the contact, every time by a link
	Token  string          // of the document link; "" = in the portal
	Pay    templ.Component // the way to pay, among the actions; nil = none
	May    portal.Permissions
}

func (p BatchPage) pdf() paths.URL {
	if p.Token != "" {
		return paths.DocLinkPDF(p.Token)
	}
	return paths.PortalBatchPDF(p.ID)
}

func (p BatchPage) viewed() paths.URL {
	if p.Token != "" {
		return paths.DocLinkViewed(p.Token)
	}
	return paths.PortalBatchViewed(p.ID)
}

// links are the ways to the invoices and payments; a document link opens one document only.
func (p BatchPage) links() (ls ui.BatchLinks) {
	if p.Token != "" {
		return ls
	}
	ls.Invoice = paths.PortalInvoice
	if p.May.Has(portal.ViewPayments) {
		ls.Payment = paths.PortalPayment
	}
	return ls
}
