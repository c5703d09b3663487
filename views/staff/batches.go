package staff

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

// BatchesPage is the list of batch invoices over all clients.
type BatchesPage struct {
	service.BatchList
	Values url.Values
	Foot   ui.Foot
}

func (p BatchesPage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: paths.OfficeBatches(), Label: words.T(ctx, "Batch invoices"), Values: p.Values, Param: "status",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: "unpaid", Label: words.T(ctx, "To pay"), Count: p.Counts[store.BatchToPay]},
			{Value: "paid", Label: words.T(ctx, "Settled")},
			{Value: "apart", Label: words.T(ctx, "Taken apart")},
		},
		Search: words.T(ctx, "Search batch invoices"), Hint: words.T(ctx, "Number, note or property"),
		Texts: []ui.FilterText{{Name: "client", Label: words.Word(ctx, "Client"), Hint: words.T(ctx, "%s: name or number", words.Word(ctx, "Client"))}},
		Days:  []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
	}
}

func (p BatchesPage) csv() paths.URL { return paths.OfficeBatchesCSV().WithAll(withoutPage(p.Values)) }

func (p BatchesPage) columns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.T(ctx, "Number"), Class: "w-s"},
		{Label: words.Word(ctx, "Client"), Class: "w-fifth"},
		{Label: words.T(ctx, "Invoices")},
		{Label: words.T(ctx, "Date"), Class: "w-s"},
		{Label: words.T(ctx, "Status"), Class: "w-m"},
		{Label: words.T(ctx, "Total"), Class: "end w-s"},
		{Label: words.T(ctx, "To pay"), Class: "end w-s"},
	}
}

// BatchPage is one batch invoice as the office sees it, with why the last move was refused.
type BatchPage struct {
	portal.BatchDoc
	Refused ui.Form
	Links   DocLinks
}

func (p BatchPage) metas(ctx context.Context) []ui.Meta {
	return []ui.Meta{
		{Icon: "building-2", Text: p.ClientName, URL: paths.OfficeClientInvoices(p.Client)}, {Text: ui.BatchAbout(words.From(ctx), p.Row())},
	}
}

// BatchForm makes a batch invoice out of a client's open invoices.
type BatchForm struct {
	service.BatchDesk
	Form ui.Form
}

func invoiceValue(i portal.InvoiceID) string { return strconv.FormatUint(uint64(i), 10) }

// BatchValues ticks what was chosen; nothing chosen is everything issued until a day.
func BatchValues(d service.BatchDesk, chosen []string, until portal.Day) url.Values {
	v := url.Values{"invoice": chosen}
	if until != 0 {
		v.Set("until", until.ISO())
	}
	if len(chosen) > 0 {
		return v
	}
	for _, r := range d.Open {
		if until == 0 || r.Issued <= until {
			v.Add("invoice", invoiceValue(r.ID))
		}
	}
	return v
}

// SendBatchPage asks to whom a batch invoice goes.
type SendBatchPage struct {
	portal.BatchDoc
	service.DraftDesk
	Form ui.Form
}

func apartQuestion(ctx context.Context, d portal.BatchDoc) ui.Question {
	return ui.Question{
		ID: "apart", Title: words.T(ctx, "Take %s apart?", d.Number),
		Text: words.T(ctx, "Its %d invoices stay as they are, and stand for themselves again: %s is paid one by one, or goes into another batch invoice. This can’t be taken back.", len(d.Bills), d.Open()),
		Do:   paths.OfficeBatchApart(d.ID), Button: words.T(ctx, "Take %s apart", d.Number), Danger: true, Cancel: paths.OfficeBatch(d.ID),
		Version: versionText(d.Version),
	}
}
