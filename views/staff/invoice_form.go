package staff

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// ChoosePage asks for which client something new is.
type ChoosePage struct {
	service.ClientChoice
	Title  string
	To     paths.URL
	Values url.Values
}

func (p ChoosePage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: p.To, Label: p.Title, Values: p.Values, Search: words.T(ctx, "Search clients"),
		Hint: words.T(ctx, "Name, number, e-mail or phone"),
	}
}

// DraftPage is the form of a bill.
type DraftPage struct {
	service.DraftDesk
	Draft   portal.Invoice // as it is saved; without an id it is new
	Worked  portal.Invoice // as it is typed, worked out
	Form    ui.Form
	Version portal.Version
	Theirs  url.Values
	Added   bool // a line has just been added: it takes the focus

	Optional bool      // an estimate’s: its lines can be optional
	Work     paths.URL // where a credit note’s lines are worked out; "" = as its kind says
}

// NewDraftValues are what a new bill starts from.
func NewDraftValues(d service.DraftDesk) url.Values {
	v := url.Values{"line": {""}, "detail": {""}, "quantity": {"1"}, "unit": {""}, "price": {""}, "discount": {""}, "tax": {""}, "terms": {d.Terms.Text}}
	if len(d.Taxes.Rates) > 0 {
		v.Set("tax", strconv.FormatUint(d.Taxes.Rates[0].ID, 10))
	}
	for k, x := range SendValues(nil, d) {
		v[k] = x
	}
	return v
}

// DraftValues are a draft's fields as the form holds them.
func DraftValues(l *words.Locale, i portal.Invoice, d service.DraftDesk) url.Values {
	v := SendValues(i.SendTo, d)
	for name, x := range map[string]string{
		"description": i.Description, "order": i.Order, "issued": i.Issued.ISO(), "due": i.Due.ISO(), "terms": i.Terms,
		"property": optional(uint64(i.Property)), "contractor": optional(uint64(i.Contractor)),
	} {
		v.Set(name, x)
	}
	if i.Deposit != 0 {
		v.Set("deposit", l.Input(portal.Of(i.Deposit, i.Currency)))
	}
	for _, x := range i.Lines {
		for name, value := range LineValues(l, x) {
			v.Add(name, value)
		}
	}
	v.Set("lines_text", LinesText(v))
	return v
}

// LineValues are a line's fields as the form holds them.
func LineValues(l *words.Locale, x portal.Line) map[string]string {
	return map[string]string{
		"line": x.Description, "detail": x.Detail, "quantity": l.DecimalInput(x.Quantity), "unit": x.Unit, "price": l.DecimalInput(x.Price),
		"discount": typedPercent(l, x.Discount), "tax": optional(x.Tax),
	}
}

// typedPercent is a percent as the form holds it; none is left empty.
func typedPercent(l *words.Locale, d decimal.Decimal) string {
	if d.IsZero() {
		return ""
	}
	return l.DecimalInput(d)
}

func optional(id uint64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatUint(id, 10)
}

// LinesText is all lines as text, to compare two versions of a bill.
func LinesText(v url.Values) string {
	var b strings.Builder
	for n := range v["line"] {
		b.WriteString(nth(v, "quantity", n) + " " + nth(v, "unit", n) + " × " + nth(v, "price", n) + discounted(nth(v, "discount", n)) + " " + nth(v, "line", n) + " " + nth(v, "detail", n) + "\n")
	}
	return strings.TrimSpace(b.String())
}

func discounted(percent string) string {
	if percent == "" {
		return ""
	}
	return " −" + percent + "%"
}

func nth(v url.Values, name string, n int) string {
	if n >= len(v[name]) {
		return ""
	}
	return v[name][n]
}

// typedLine is one line of the form.
type typedLine struct {
	N, No                                           string // from 0 in names, from 1 for people
	Description, Detail, Quantity, Unit, Price, Tax string
	Discount, Optional                              string
	Amount                                          portal.Money
	Focus, Last                                     bool
}

func (p DraftPage) lines() (out []typedLine) {
	v := p.Form.Values
	for n := range v["line"] {
		x := typedLine{
			N: strconv.Itoa(n), No: strconv.Itoa(n + 1), Description: nth(v, "line", n), Detail: nth(v, "detail", n), Quantity: nth(v, "quantity", n),
			Unit: nth(v, "unit", n), Price: nth(v, "price", n), Discount: nth(v, "discount", n), Tax: nth(v, "tax", n),
			Optional: nth(v, "optional", n), Amount: portal.Of(0, p.Worked.Currency),
			Focus: p.Added && n == len(v["line"])-1, Last: len(v["line"]) == 1,
		}
		if n < len(p.Worked.Lines) {
			x.Amount.Amount = p.Worked.Lines[n].Amount
		}
		out = append(out, x)
	}
	return out
}

func (p DraftPage) taxes(ctx context.Context) []ui.Option { return taxOptions(ctx, p.Taxes) }

func taxOptions(ctx context.Context, t portal.TaxSettings) []ui.Option {
	os := []ui.Option{{Label: words.T(ctx, "No tax")}}
	for _, r := range t.Rates {
		os = append(os, ui.Option{Value: strconv.FormatUint(r.ID, 10), Label: words.T(ctx, "%s, %s", r.Name, words.From(ctx).Percent(r.Percent))})
	}
	return os
}

func (p DraftPage) picker() PricePicker {
	return PricePicker{Client: p.Client.ID, Items: p.Prices, Work: p.work(), Form: p.Form}
}

// work is where the lines are worked out while they are typed.
func (p DraftPage) work() paths.URL {
	if p.Work != "" {
		return p.Work
	}
	if p.Optional {
		return paths.OfficeEstimateWork()
	}
	return paths.OfficeInvoiceWork()
}

func (p DraftPage) sum(n int64) portal.Money { return portal.Of(n, p.Worked.Currency) }

func (p DraftPage) editor(ctx context.Context) Editor {
	e := Editor{
		Do: paths.OfficeInvoiceNew(), Cancel: paths.OfficeInvoices(), Button: words.T(ctx, "Save draft"), Form: p.Form, Theirs: p.Theirs,
		Version: p.Version, Parts: []Part{p.what(ctx), p.body(ctx), p.dates(ctx), p.whom(ctx)}, More: saveButtons(),
	}
	if p.Draft.ID != 0 {
		e.Do, e.Cancel = paths.OfficeInvoiceEdit(p.Draft.ID), paths.OfficeInvoice(p.Draft.ID)
	}
	return e
}

func (p DraftPage) what(ctx context.Context) Part {
	part := Part{ID: "what", Title: words.T(ctx, "What it is for"), Controls: []Control{
		{Body: billedTo(p)},
		{Input: ui.Input{Name: "description", Label: words.T(ctx, "Description"), Hint: words.T(ctx, "One line that the client recognises in a list."), Max: 500, Required: true}},
	}}
	if len(p.Properties) > 0 {
		os := []ui.Option{{Label: words.T(ctx, "None")}}
		for _, x := range p.Properties {
			os = append(os, ui.Option{Value: strconv.FormatUint(uint64(x.ID), 10), Label: x.Name})
		}
		part.Controls = append(part.Controls, Control{Half: true, As: Pick, Input: ui.Input{Name: "property", Label: words.Word(ctx, "Property"), Options: os}})
	}
	if len(p.Contractors) > 0 {
		os := []ui.Option{{Label: words.T(ctx, "Not said")}}
		for _, x := range p.Contractors {
			os = append(os, ui.Option{Value: strconv.FormatUint(uint64(x.ID), 10), Label: x.Name})
		}
		part.Controls = append(part.Controls, Control{Half: true, As: Pick, Input: ui.Input{Name: "contractor", Label: words.T(ctx, "Contractor"), Options: os}})
	}
	part.Controls = append(part.Controls, Control{Half: true, Input: ui.Input{Name: "order", Label: words.T(ctx, "Purchase-order number"), Max: 100}})
	return part
}

func (p DraftPage) body(ctx context.Context) Part {
	part := Part{ID: "lines-part", Title: words.T(ctx, "Lines"), Controls: []Control{
		{Input: ui.Input{Name: "lines_text", Label: words.T(ctx, "Lines")}, Body: DraftLines(p)},
	}}
	if p.Taxes.Inclusive {
		part.Text = words.T(ctx, "Prices include tax.")
	}
	return part
}

func (p DraftPage) dates(ctx context.Context) Part {
	return Part{ID: "dates", Title: words.T(ctx, "Dates and terms"), Controls: []Control{
		{Half: true, Input: ui.Input{Name: "issued", Label: words.T(ctx, "Day of issue"), Type: "date", Hint: words.T(ctx, "Empty: the day you issue it.")}},
		{Half: true, Input: ui.Input{Name: "due", Label: words.T(ctx, "Due"), Type: "date", Hint: words.N(ctx, p.Terms.Days, "Empty: one day after issue.", "Empty: %d days after issue.")}},
		{Half: true, Input: ui.Input{Name: "deposit", Label: words.T(ctx, "Deposit"), Hint: words.T(ctx, "Part of the total that is due at once. Empty: none."), Mode: "decimal", Dir: "ltr", Max: 20}},
		{As: Lines, Input: ui.Input{Name: "terms", Label: words.T(ctx, "Terms"), Hint: words.T(ctx, "They stand under the bill."), Rows: 2, Max: 5000}},
	}}
}

func (p DraftPage) whom(ctx context.Context) Part {
	return Part{
		ID: "whom", Title: words.T(ctx, "Who gets it"), Text: words.T(ctx, "When it is sent. You can change this then."),
		Body: recipients(p.Form, p.Contacts),
	}
}
