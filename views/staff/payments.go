package staff

import (
	"context"
	"net/url"
	"strings"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// PaymentsPage is a list of payments: over all clients, or one client's tab.
type PaymentsPage struct {
	service.PaymentList
	Frame  *ClientFrame
	Values url.Values
	Foot   ui.Foot
}

func (p PaymentsPage) url() paths.URL {
	if p.Frame != nil {
		return paths.OfficeClientPayments(p.Frame.ID)
	}
	return paths.OfficePayments()
}

func (p PaymentsPage) filters(ctx context.Context) ui.FilterBar {
	f := ui.FilterBar{
		URL: p.url(), Label: words.T(ctx, "Payments"), Values: p.Values,
		Search: words.T(ctx, "Search payments"), Hint: words.T(ctx, "Number or reference"),
		Selects: []ui.FilterSelect{{Name: "status", Label: words.T(ctx, "Status"), Options: paymentStates(ctx)}, {Name: "method", Label: words.T(ctx, "Method"), Options: methods(ctx, words.T(ctx, "Any method"))}},
		Days:    []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
	}
	if p.Frame == nil {
		f.Texts = []ui.FilterText{{Name: "client", Label: words.Word(ctx, "Client"), Hint: words.T(ctx, "%s: name or number", words.Word(ctx, "Client"))}}
	}
	return f
}

// paymentStates are the statuses to filter by; credit is one more that a payment can have beside them.
func paymentStates(ctx context.Context) []ui.Option {
	os := []ui.Option{{Label: words.T(ctx, "Any status")}}
	for _, x := range portal.PaymentStatuses() {
		os = append(os, ui.Option{Value: x.Key(), Label: words.From(ctx).Name(x)})
	}
	return append(os, ui.Option{Value: "credit", Label: words.T(ctx, "With credit left")})
}

// methods are the ways money comes; any is the first option, "" = none.
func methods(ctx context.Context, any string) (os []ui.Option) {
	if any != "" {
		os = append(os, ui.Option{Label: any})
	}
	for _, m := range portal.ManualMethods {
		os = append(os, ui.Option{Value: m.Key(), Label: words.From(ctx).Name(m)})
	}
	return os
}

func (p PaymentsPage) csv() paths.URL {
	u := paths.OfficePaymentsCSV().WithAll(withoutPage(p.Values))
	if p.Frame != nil {
		u = u.With("client", p.Frame.Number)
	}
	return u
}

func (p PaymentsPage) newPayment() paths.URL {
	if p.Frame != nil {
		return paths.OfficePaymentNew().With("client", p.Frame.Number)
	}
	return paths.OfficePaymentNew()
}

func (p PaymentsPage) columns(ctx context.Context) []ui.Column {
	cs := []ui.Column{{Label: words.T(ctx, "Payment"), Class: "w-s"}}
	if p.Frame == nil {
		cs = append(cs, ui.Column{Label: words.Word(ctx, "Client"), Class: "w-fifth"})
	}
	return append(cs,
		ui.Column{Label: words.T(ctx, "Day"), Class: "w-s"}, ui.Column{Label: words.T(ctx, "Method"), Class: "w-s"},
		ui.Column{Label: words.T(ctx, "Reference")}, ui.Column{Label: words.T(ctx, "Paid")}, ui.Column{Label: words.T(ctx, "Status"), Class: "w-s"},
		ui.Column{Label: words.T(ctx, "Amount"), Class: "end w-s"},
	)
}

// Numbers are the invoices that a payment paid.
func Numbers(l service.PaymentList, r portal.PaymentRow) string {
	ns := make([]string, 0, len(r.Invoices))
	for _, id := range r.Invoices {
		ns = append(ns, l.Numbers[id])
	}
	return strings.Join(ns, ", ")
}

// paidFor is what a payment paid, in a word or two.
func paidFor(l *words.Locale, list service.PaymentList, r portal.PaymentRow) string {
	switch {
	case len(r.Invoices) == 0 && r.Credit <= 0:
		return ""
	case len(r.Invoices) == 0:
		return l.T("credit on account")
	case r.Credit > 0:
		return l.T("%s, rest on account", Numbers(list, r))
	}
	return Numbers(list, r)
}

// PaymentView is one payment, with the form that applies its rest.
type PaymentView struct {
	service.PaymentPage
	Form    ui.Form // that applies its rest
	Refused ui.Form // why another move was refused
	Links   DocLinks
}

// paidSum is what went to invoices.
func (p PaymentView) paidSum() (m portal.Money) {
	m = portal.Of(0, p.Currency)
	for _, x := range p.Paid {
		m = m.Add(x.Part)
	}
	return m
}

func (p PaymentView) metas(ctx context.Context) []ui.Meta {
	return []ui.Meta{
		{Icon: "building-2", Text: p.Client.Name, URL: paths.OfficeClientPayments(p.Client.ID)},
		{Text: words.From(ctx).Day(p.On)},
		{Text: words.From(ctx).Name(p.Method)},
	}
}

// PaymentForm records a payment.
type PaymentForm struct {
	service.PaymentDesk
	Form ui.Form
}

func (p PaymentForm) editor(ctx context.Context) Editor {
	return Editor{
		Do: paths.OfficePaymentNew(), Cancel: paths.OfficeClientPayments(p.Client.ID), Button: words.T(ctx, "Record payment"), Form: p.Form,
		Parts: []Part{
			{ID: "money", Title: words.T(ctx, "The money"), Controls: []Control{
				{Body: paidBy(p)},
				{Half: true, Input: ui.Input{Name: "amount", Label: words.T(ctx, "Amount in %s", string(p.Client.Currency)), Mode: "decimal", Dir: "ltr", Autocomplete: "off", Required: true, Max: 20}},
				{Half: true, Input: ui.Input{Name: "on", Label: words.T(ctx, "Day it came"), Type: "date", Required: true}},
				{Half: true, As: Pick, Input: ui.Input{Name: "method", Label: words.T(ctx, "Method"), Options: methods(ctx, "")}},
				{Half: true, Input: ui.Input{Name: "reference", Label: words.T(ctx, "Reference"), Hint: words.T(ctx, "Cheque number, bank reference…"), Max: 200, Autocomplete: "off"}},
			}},
			{ID: "pays", Title: words.T(ctx, "What it pays"), Body: allocation(p.Form, p.Open, true)},
			{ID: "receipt-part", Title: words.T(ctx, "Receipt"), Text: p.receiptText(ctx), Body: recipients(receiptForm(p.Form), p.Contacts)},
		},
	}
}

func (p PaymentForm) receiptText(ctx context.Context) string {
	if p.Off {
		return words.T(ctx, "No receipt goes out: they are switched off under Settings → Notifications.")
	}
	return words.T(ctx, "Ticked are those who usually get one. Nobody else is told.")
}

// receiptForm shows the fault of the receipts where the shared field expects it.
func receiptForm(f ui.Form) ui.Form {
	if e := f.Error("receipt"); e != nil {
		f.Faults = append(f.Faults[:len(f.Faults):len(f.Faults)], portal.Fault{Field: "to", Msg: *e})
	}
	return f
}

// ways are how a payment is shared over invoices.
func ways(ctx context.Context, none bool) []ui.Option {
	os := []ui.Option{
		{Value: "oldest", Label: words.T(ctx, "Oldest invoices first"), Sub: words.T(ctx, "What is left over becomes credit on account.")},
		{Value: "hand", Label: words.T(ctx, "By hand"), Sub: words.T(ctx, "Write how much goes to which invoice below.")},
	}
	if none {
		os = append(os, ui.Option{Value: "none", Label: words.T(ctx, "Nothing yet"), Sub: words.T(ctx, "All of it becomes credit on account.")})
	}
	return os
}
