package staff

import (
	"context"
	"net/url"
	"strconv"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// PricesPage is the price list.
type PricesPage struct {
	service.PriceList
	Values url.Values
	Foot   ui.Foot
}

func (p PricesPage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: paths.OfficePrices(), Label: words.T(ctx, "Price list"), Values: p.Values, Param: "show",
		Segs:   []ui.SegLink{{Label: words.T(ctx, "On the list")}, {Value: "archived", Label: words.T(ctx, "Archived")}},
		Search: words.T(ctx, "Search the price list"), Hint: words.T(ctx, "Name or details"),
	}
}

func (p PricesPage) columns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.T(ctx, "Name")},
		{Label: words.T(ctx, "Unit")},
		{Label: words.T(ctx, "Tax")},
		{Label: words.T(ctx, "Price"), Class: "end"},
		{Label: words.T(ctx, "Actions"), Class: "end", Hidden: true},
	}
}

// TaxName names a tax rate; "" for none, and for one that is gone.
func TaxName(t portal.TaxSettings, id uint64) string {
	for _, r := range t.Rates {
		if r.ID == id {
			return r.Name
		}
	}
	return ""
}

// PriceForm is the form of an item.
type PriceForm struct {
	portal.PriceItem
	Taxes   portal.TaxSettings
	Form    ui.Form
	Version portal.Version
	Theirs  url.Values
}

// PriceValues are an item's fields as the form holds them.
func PriceValues(l *words.Locale, p portal.PriceItem) url.Values {
	return url.Values{
		"name": {p.Name}, "detail": {p.Detail}, "unit": {p.Unit}, "price": {l.DecimalInput(p.Price)}, "currency": {string(p.Currency)},
		"tax": {optional(p.Tax)},
	}
}

func (p PriceForm) editor(ctx context.Context) Editor {
	e := Editor{
		Do: paths.OfficePriceNew(), Cancel: paths.OfficePrices(), Button: words.T(ctx, "Add item"), Form: p.Form, Theirs: p.Theirs,
		Version: p.Version, Parts: []Part{{ID: "item-part", Title: words.T(ctx, "What it is"), Controls: []Control{
			{Input: ui.Input{Name: "name", Label: words.T(ctx, "Name"), Hint: words.T(ctx, "It becomes the description of the line."), Max: 500, Required: true, Focus: p.ID == 0}},
			{As: Lines, Input: ui.Input{Name: "detail", Label: words.T(ctx, "Details"), Rows: 2, Max: 2000}},
			{Half: true, Input: ui.Input{Name: "price", Label: words.T(ctx, "Price of one"), Mode: "decimal", Dir: "ltr", Max: 20, Required: true}},
			{Half: true, Input: ui.Input{Name: "unit", Label: words.T(ctx, "Unit"), Hint: words.T(ctx, "h, m, visit… Empty: a piece."), Max: 20}},
			{Half: true, As: Pick, Input: ui.Input{Name: "currency", Label: words.T(ctx, "Currency"), Options: currencies(ctx)}},
			{Half: true, As: Pick, Input: ui.Input{Name: "tax", Label: words.T(ctx, "Tax"), Options: taxOptions(ctx, p.Taxes)}},
		}}},
	}
	if p.ID != 0 {
		e.Do, e.Button = paths.OfficePrice(p.ID), words.T(ctx, "Save")
		if e.Version == 0 {
			e.Version = p.PriceItem.Version
		}
	}
	return e
}

// PricePicker fills a line of a bill or an estimate from the price list: the button posts the form with do=item.
type PricePicker struct {
	Client portal.ClientID
	Items  []portal.PriceItem // offered before anything is typed; none = no price list
	Work   paths.URL          // answers with the lines anew
	Form   ui.Form
}

// each is what one unit costs: $86.00 per h.
func each(ctx context.Context, p portal.PriceItem) string {
	price := words.From(ctx).Price(p.Price, p.Currency)
	if p.Unit == "" {
		return price
	}
	return words.T(ctx, "%s per %s", price, p.Unit)
}

func archiveValue(p portal.PriceItem) string { return strconv.FormatBool(!p.Archived) }
