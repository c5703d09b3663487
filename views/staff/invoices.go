package staff

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/ui"
)

// InvoicesPage is a list of invoices: over all clients, or one client's tab.
type InvoicesPage struct {
	service.InvoiceList
	Owed   []service.Owed // over all clients, per currency
	Only   portal.Client  // the one that the list over all is narrowed to
	Frame  *ClientFrame   // around a client's tab; nil = the list over all
	Today  portal.Day
	Values url.Values
	Foot   ui.Foot

	Credits []portal.CreditNoteRow // on a client's tab, the newest
}

func (p InvoicesPage) url() paths.URL {
	if p.Frame != nil {
		return paths.OfficeClientInvoices(p.Frame.ID)
	}
	return paths.OfficeInvoices()
}

// counts are the invoices by state, over all currencies.
func (p InvoicesPage) counts() (n [5]int, late int) {
	if p.Frame != nil {
		return p.Counts, p.Figures.Late
	}
	for _, o := range p.Owed {
		for s := range n {
			n[s] += o.States[s]
		}
		late += o.Late
	}
	return n, late
}

func (p InvoicesPage) filters(ctx context.Context) ui.FilterBar {
	n, late := p.counts()
	f := ui.FilterBar{
		URL: p.url(), Label: words.T(ctx, "Invoices"), Values: p.Values, Param: "status",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: "draft", Label: words.T(ctx, "Drafts"), Count: n[store.InvoiceDraft]},
			{Value: "unpaid", Label: words.T(ctx, "Unpaid"), Count: n[store.InvoiceOpen]},
			{Value: "overdue", Label: words.T(ctx, "Overdue"), Count: late},
			{Value: "paid", Label: words.T(ctx, "Paid")},
			{Value: "void", Label: words.T(ctx, "Void")},
			{Value: "bad-debt", Label: words.T(ctx, "Bad debt")},
		},
		Search: words.T(ctx, "Search invoices"), Hint: words.T(ctx, "Number, property or description"),
		Days: []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
	}
	if p.Frame == nil {
		f.Texts = []ui.FilterText{{Name: "client", Label: words.Word(ctx, "Client"), Hint: words.T(ctx, "%s: name or number", words.Word(ctx, "Client"))}}
	}
	if len(p.Contractors) > 1 {
		by := []ui.Option{{Label: words.T(ctx, "Any contractor")}}
		for _, c := range p.Contractors {
			by = append(by, ui.Option{Value: strconv.FormatUint(uint64(c.ID), 10), Label: c.Name})
		}
		f.Selects = append(f.Selects, ui.FilterSelect{Name: "contractor", Label: words.T(ctx, "Contractor"), Options: by})
	}
	if p.Frame != nil {
		f.Selects = append(f.Selects, placeFilter(ctx, p.Places)...)
	}
	return f
}

func (p InvoicesPage) csv() paths.URL {
	u := paths.OfficeInvoicesCSV().WithAll(withoutPage(p.Values))
	if p.Frame != nil {
		u = u.With("client", p.Frame.Number)
	}
	return u
}

func withoutPage(v url.Values) url.Values {
	query := make(url.Values, len(v))
	for k, vs := range v {
		if k != "after" {
			query[k] = vs
		}
	}
	return query
}

// filtered reports whether the list is narrowed: then an empty one says so.
func filtered(v url.Values) bool {
	for _, name := range []string{"q", "status", "client", "contractor", "property", "method", "from", "to"} {
		if v.Get(name) != "" {
			return true
		}
	}
	return false
}

func (p InvoicesPage) columns(ctx context.Context) []ui.Column {
	work := words.T(ctx, "Description")
	if p.Frame == nil {
		work = words.Word(ctx, "Client")
	}
	return []ui.Column{
		{Label: words.T(ctx, "Select all on this page"), Class: "pick", All: true},
		{Label: words.T(ctx, "Invoice"), Class: "w-s"},
		{Label: work},
		{Label: words.T(ctx, "Due"), Class: "w-s"},
		{Label: words.T(ctx, "Status"), Class: "w-m"},
		{Label: words.T(ctx, "Total"), Class: "end w-m"},
		{Label: words.T(ctx, "To pay"), Class: "end w-s"},
	}
}

// reference is where work was done, who did it, the client's order, and the property's address and reference: what comes
// last may be cut off.
func reference(l *words.Locale, at portal.Property, by, order string) string {
	parts := []string{at.Name, by}
	if order != "" {
		parts = append(parts, l.T("order %s", order))
	}
	parts = append(parts, ui.Where(l, at))
	if at.UPRN != "" {
		parts = append(parts, l.T("UPRN %s", at.UPRN))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// placeFilter narrows a client's list to one of its properties; there is none to choose over all clients.
func placeFilter(ctx context.Context, places []portal.Property) []ui.FilterSelect {
	if len(places) < 2 {
		return nil
	}
	at := []ui.Option{{Label: words.T(ctx, "Any %s", words.Word(ctx, "property"))}}
	for _, x := range places {
		at = append(at, ui.Option{Value: strconv.FormatUint(uint64(x.ID), 10), Label: x.Name})
	}
	return []ui.FilterSelect{{Name: "property", Label: words.Word(ctx, "Property"), Options: at}}
}

// number is what a row is called: a draft has no number yet.
func number(l *words.Locale, r portal.InvoiceRow) string {
	if r.Number == "" {
		return l.T("Draft")
	}
	return r.Number
}

// newInvoice is where a bill to the list's client is begun.
func (p InvoicesPage) newInvoice() paths.URL {
	if p.Frame != nil {
		return paths.OfficeInvoiceNew().With("client", p.Frame.Number)
	}
	return paths.OfficeInvoiceNew()
}
