package staff

import (
	"context"
	"net/url"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// ClientsPage is the list of clients.
type ClientsPage struct {
	Rows   []service.ClientLine
	Active int
	Values url.Values
	Foot   ui.Foot
}

func (p ClientsPage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: paths.OfficeClients(), Label: words.From(ctx).Words("Clients"), Values: p.Values, Param: "show",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "Active"), Count: p.Active},
			{Value: "archived", Label: words.T(ctx, "Archived")},
			{Value: "all", Label: words.T(ctx, "All")},
		},
		Search: words.T(ctx, "Search clients"), Hint: words.T(ctx, "Number, name, e-mail, phone or place"),
	}
}

func (p ClientsPage) csv() paths.URL { return paths.OfficeClientsCSV().WithAll(p.Values) }

// searched reports whether the list is narrowed.
func (p ClientsPage) searched() bool { return p.Values.Get("q") != "" || p.Values.Get("show") != "" }

// ClientForm is the form of a new or an edited client.
type ClientForm struct {
	service.ClientForm
	Form    ui.Form
	Version portal.Version
	Theirs  url.Values
}

// ClientValues are a client's fields as the form holds them.
func ClientValues(c portal.Client) url.Values {
	return url.Values{
		"name": {c.Name}, "email": {c.Email}, "phone": {c.Phone}, "street": {c.Address.Street}, "city": {c.Address.City},
		"region": {c.Address.Region}, "code": {c.Address.Code}, "country": {c.Address.Country}, "currency": {string(c.Currency)},
		"tax_id": {c.TaxID}, "notes": {c.Notes}, "no_reminders": {yes(c.NoReminders)},
		"monthly_batch": {yes(c.MonthlyBatch)},
	}
}

func (p ClientForm) editor(ctx context.Context) Editor {
	e := Editor{
		Do: paths.OfficeClientNew(), Cancel: paths.OfficeClients(), Button: words.T(ctx, "Add %s", words.Word(ctx, "client")),
		Form: p.Form, Theirs: p.Theirs, Version: p.Version,
		Parts: []Part{p.identity(ctx), address(ctx), p.billing(ctx), notesPart(ctx)},
	}
	if p.ID != 0 {
		e.Do, e.Cancel, e.Button = paths.OfficeClientEdit(p.ID), paths.OfficeClient(p.ID), words.T(ctx, "Save")
		if e.Version == 0 {
			e.Version = p.Client.Version
		}
	}
	return e
}

func (p ClientForm) identity(ctx context.Context) Part {
	return Part{
		ID: "who", Title: words.T(ctx, "Who it is"), Text: words.T(ctx, "A person, a household or a company that is billed."),
		Controls: []Control{
			{Input: ui.Input{Name: "name", Label: words.T(ctx, "Name"), Max: 200, Required: true, Focus: p.ID == 0}},
			{Half: true, Input: ui.Input{Name: "email", Label: words.T(ctx, "Main e-mail"), Type: "email", Dir: "ltr", Autocomplete: "off", Max: 254}},
			{Half: true, Input: ui.Input{Name: "phone", Label: words.T(ctx, "Phone"), Type: "tel", Dir: "ltr", Autocomplete: "off", Max: 60}},
		},
	}
}

func address(ctx context.Context) Part {
	return Part{
		ID: "where", Title: words.T(ctx, "Address"),
		Controls: []Control{
			{As: Lines, Input: ui.Input{Name: "street", Label: words.T(ctx, "Street"), Rows: 2, Max: 300}},
			{Half: true, Input: ui.Input{Name: "city", Label: words.T(ctx, "City"), Max: 100}},
			{Half: true, Input: ui.Input{Name: "region", Label: words.T(ctx, "State or region"), Max: 100}},
			{Half: true, Input: ui.Input{Name: "code", Label: words.T(ctx, "Postcode"), Dir: "ltr", Max: 20}},
			{Half: true, As: Pick, Input: ui.Input{Name: "country", Label: words.T(ctx, "Country"), Options: countries(ctx)}},
		},
	}
}

func (p ClientForm) billing(ctx context.Context) Part {
	currency := Control{Half: true, As: Pick, Input: ui.Input{Name: "currency", Label: words.T(ctx, "Currency"), Options: currencies(ctx)}}
	if p.Fixed {
		currency.Hint = words.T(ctx, "There are documents in this currency, so it stays.")
		currency.Options = []ui.Option{{Value: string(p.Currency), Label: string(p.Currency)}}
	}
	return Part{
		ID: "billing", Title: words.T(ctx, "Billing"),
		Controls: []Control{
			currency,
			{Half: true, Input: ui.Input{Name: "tax_id", Label: words.T(ctx, "Tax number"), Dir: "ltr", Max: 60}},
			{As: Box, Input: ui.Input{Name: "monthly_batch", Label: words.T(ctx, "Batch invoice monthly"), Hint: words.T(ctx, "When a month has ended, its open invoices become one bill, if there are at least two, and it is mailed.")}},
			{As: Box, Input: ui.Input{Name: "no_reminders", Label: words.T(ctx, "No payment reminders"), Hint: words.T(ctx, "None go out by themselves; you can still send one by hand.")}},
		},
	}
}

func notesPart(ctx context.Context) Part {
	return Part{
		ID: "notes-part", Title: words.T(ctx, "Notes"), Text: words.T(ctx, "Only staff see these."),
		Controls: []Control{{As: Lines, Input: ui.Input{Name: "notes", Label: words.T(ctx, "Notes"), Rows: 5, Max: 20_000}}},
	}
}

func countries(ctx context.Context) []ui.Option {
	os := make([]ui.Option, 0, len(words.Countries)+1)
	os = append(os, ui.Option{Label: words.T(ctx, "Not said")})
	for _, c := range words.Countries {
		os = append(os, ui.Option{Value: c.Code, Label: words.From(ctx).Label(c.Name)})
	}
	return os
}

func currencies(ctx context.Context) []ui.Option {
	os := make([]ui.Option, 0, len(portal.Currencies))
	for _, c := range portal.Currencies {
		label := string(c)
		if s := words.From(ctx).Symbol(c); s != label {
			label += " · " + s
		}
		os = append(os, ui.Option{Value: string(c), Label: label})
	}
	return os
}
