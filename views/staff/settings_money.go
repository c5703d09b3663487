package staff

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// TaxValues are the taxes as the form holds them, percents as the business writes numbers.
func TaxValues(l *words.Locale, t portal.TaxSettings) url.Values {
	v := url.Values{"inclusive": {choose(t.Inclusive, "yes", "no")}, "per_line": {choose(t.PerLine, "yes", "no")}}
	for _, r := range t.Rates {
		v.Add("rate_id", strconv.FormatUint(r.ID, 10))
		v.Add("rate_name", r.Name)
		v.Add("rate_percent", l.Decimal(r.Percent))
	}
	return v
}

func choose(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// rateCount is how many lines of rates are shown: those there are, and two more.
func rateCount(f ui.Form) int {
	n := len(f.Values["rate_name"])
	for n > 0 && at(f, "rate_name", n-1) == "" && at(f, "rate_percent", n-1) == "" {
		n--
	}
	return n + 2
}

// at is one of several values of a field.
func at(f ui.Form, name string, i int) string {
	if vs := f.Values[name]; i < len(vs) {
		return vs[i]
	}
	return ""
}

// TaxEditor is the form of the taxes.
func TaxEditor(ctx context.Context, f ui.Form) Editor {
	return Editor{
		Do: paths.OfficeSettingsTaxes(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{
			{ID: "tax-rates", Title: words.T(ctx, "Tax rates"), Text: words.T(ctx, "Lines of new invoices choose among these."), Sets: []ui.Input{{Name: "rate_name", Label: words.T(ctx, "Names")}, {Name: "rate_percent", Label: words.T(ctx, "Percent")}}, Draw: func(f ui.Form) templ.Component { return TaxRows(f) }},
			{
				ID: "tax-prices", Title: words.T(ctx, "Prices"),
				Controls: []Control{
					{As: Options, Input: ui.Input{Name: "inclusive", Label: words.T(ctx, "What prices mean"), Options: []ui.Option{
						{Value: "no", Label: words.T(ctx, "Tax is added"), Sub: words.T(ctx, "$100.00 at 10%% makes $110.00")},
						{Value: "yes", Label: words.T(ctx, "Tax is in the price"), Sub: words.T(ctx, "$110.00 at 10%% holds $10.00 of tax")},
					}}},
					{As: Options, Input: ui.Input{Name: "per_line", Label: words.T(ctx, "Where tax is rounded"), Options: []ui.Option{
						{Value: "no", Label: words.T(ctx, "Once for each rate"), Sub: words.T(ctx, "On the sum of its lines, as EN 16931 asks")},
						{Value: "yes", Label: words.T(ctx, "On every line"), Sub: words.T(ctx, "Some tills and some tax offices want it so")},
					}}},
				},
			},
		},
	}
}

// NumberValues are the prefixes and numbers as the form holds them.
func NumberValues(ns []service.Numbers) url.Values {
	v := url.Values{}
	for _, n := range ns {
		v.Set("prefix_"+n.Kind.String(), n.Prefix)
		v.Set("next_"+n.Kind.String(), strconv.FormatInt(n.Next, 10))
	}
	return v
}

var numberedNames = map[portal.Kind]string{
	portal.KindClient: "Clients", portal.KindInvoice: "Invoices", portal.KindPayment: "Payments", portal.KindEstimate: "Estimates",
	portal.KindCreditNote: "Credit notes", portal.KindBatch: "Batch invoices", portal.KindRequest: "Requests",
}

// NumberEditor is the form of the numbering.
func NumberEditor(ctx context.Context, f ui.Form, ns []service.Numbers) Editor {
	e := Editor{Do: paths.OfficeSettingsNumbering(), Button: words.T(ctx, "Save"), Form: f}
	for _, n := range ns {
		k := n.Kind.String()
		e.Parts = append(e.Parts, Part{
			ID: "numbers-" + k, Title: words.From(ctx).Words(numberedNames[n.Kind]),
			Controls: []Control{
				{Half: true, Input: ui.Input{Name: "prefix_" + k, Label: words.T(ctx, "Prefix"), Dir: "ltr", Max: 12}},
				{Half: true, Input: ui.Input{Name: "next_" + k, Label: words.T(ctx, "Next number"), Mode: "numeric", Dir: "ltr", Max: 9, Required: true}},
			},
		})
	}
	if len(e.Parts) > 0 {
		e.Parts[len(e.Parts)-1].Draw = func(ui.Form) templ.Component { return NumberRows(ns) }
	}
	return e
}
