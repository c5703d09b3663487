package client

import (
	"context"
	"net/url"
	"slices"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// PaymentsPage is the list of a client's payments.
type PaymentsPage struct {
	service.PaymentList
	Values url.Values
	Foot   ui.Foot
	Name   string // of the business
	Whole  bool   // the contact sees the whole account, which payments belong to
	Bills  bool   // and may see invoices
}

// NamedInvoices is how many of the invoices that a payment paid its row names.
const NamedInvoices = 3

func (p PaymentsPage) filters(ctx context.Context) ui.FilterBar {
	how := []ui.Option{{Label: words.T(ctx, "Any method")}}
	for _, m := range portal.ManualMethods {
		how = append(how, ui.Option{Value: m.Key(), Label: words.From(ctx).Name(m)})
	}
	states := []ui.Option{{Label: words.T(ctx, "Any status")}}
	for _, x := range portal.PaymentStatuses() {
		states = append(states, ui.Option{Value: x.Key(), Label: words.From(ctx).Name(x)})
	}
	return ui.FilterBar{
		URL: paths.PortalPayments(), Label: words.T(ctx, "Payments"), Values: p.Values,
		Search: words.T(ctx, "Search payments"), Hint: words.T(ctx, "Number or reference"),
		Selects: []ui.FilterSelect{
			{Name: "status", Label: words.T(ctx, "Status"), Options: states}, {Name: "method", Label: words.T(ctx, "Method"), Options: how},
		},
		Days: []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
	}
}

func (p PaymentsPage) filtered() bool {
	for _, name := range []string{"q", "method", "status", "from", "to", "after"} {
		if p.Values.Get(name) != "" {
			return true
		}
	}
	return false
}

// none reports whether the account has no payments at all: then there is nothing to filter either.
func (p PaymentsPage) none() bool { return len(p.Rows) == 0 && !p.filtered() }

func (p PaymentsPage) csv() paths.URL {
	query := make(url.Values, len(p.Values))
	for k, v := range p.Values {
		if k != "after" {
			query[k] = v
		}
	}
	return paths.PortalPaymentsCSV().WithAll(query)
}

func (p PaymentsPage) columns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.T(ctx, "Payment")},
		{Label: words.T(ctx, "Date")},
		{Label: words.T(ctx, "Status")},
		{Label: words.T(ctx, "Amount"), Class: "end"},
		{Label: words.T(ctx, "Receipt"), Hidden: true},
	}
}

// named are the invoices that a row names, and how many more it paid.
func (p PaymentsPage) named(r portal.PaymentRow) (ids []portal.InvoiceID, more int) {
	n := min(len(r.Invoices), NamedInvoices)
	return r.Invoices[:n], len(r.Invoices) - n
}

// PaymentPage is one payment as the client sees it.
type PaymentPage struct {
	portal.PaymentDoc
	May    portal.Permissions
	Token  string // of the document link; "" = in the portal
	Report bool   // that it was seen, by a link
}

func (p PaymentPage) pdf() paths.URL {
	if p.Token != "" {
		return paths.DocLinkPDF(p.Token)
	}
	return paths.PortalPaymentPDF(p.ID)
}

// bills reports whether the contact may see invoices.
func (p PaymentPage) bills() bool { return p.May.Has(portal.ViewInvoices) }

// mayCorrect reports whether the contact may ask for a correction: while one is open, its notice leads to it.
func (p PaymentPage) mayCorrect() bool {
	open := func(r portal.RequestRow) bool { return r.Kind == portal.Correction }
	return p.May.Has(portal.RaiseRequests) && !slices.ContainsFunc(p.Requests, open)
}
