package staff

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

// CreditNotesPage is the list of credit notes over all clients.
type CreditNotesPage struct {
	service.CreditNoteList
	Values url.Values
	Foot   ui.Foot
}

func (p CreditNotesPage) filters(ctx context.Context) ui.FilterBar {
	left := []ui.Option{{Label: words.T(ctx, "All")}, {Value: "credit", Label: words.T(ctx, "With credit left")}}
	return ui.FilterBar{
		URL: paths.OfficeCreditNotes(), Label: words.T(ctx, "Credit notes"), Values: p.Values,
		Search: words.T(ctx, "Search credit notes"), Hint: words.T(ctx, "Number, invoice or reason"),
		Selects: []ui.FilterSelect{{Name: "status", Label: words.T(ctx, "Credit"), Options: left}},
		Days:    []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
		Texts:   []ui.FilterText{{Name: "client", Label: words.Word(ctx, "Client"), Hint: words.T(ctx, "%s: name or number", words.Word(ctx, "Client"))}},
	}
}

func (p CreditNotesPage) csv() paths.URL {
	return paths.OfficeCreditNotesCSV().WithAll(withoutPage(p.Values))
}

func (p CreditNotesPage) columns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.T(ctx, "Credit note"), Class: "w-s"},
		{Label: words.Word(ctx, "Client"), Class: "w-fifth"},
		{Label: words.T(ctx, "Day"), Class: "w-s"},
		{Label: words.T(ctx, "Invoice"), Class: "w-s"},
		{Label: words.T(ctx, "Reason")},
		{Label: words.T(ctx, "Credit left"), Class: "end w-s"},
		{Label: words.T(ctx, "Amount"), Class: "end w-s"},
	}
}

// CreditPage is the form of a credit note.
type CreditPage struct {
	service.CreditNoteDesk
	Draft DraftPage // its lines, in the editor of a bill
}

// NewCreditPage puts the form together: its lines are taxed at the invoice's own rates.
func NewCreditPage(d service.CreditNoteDesk, form ui.Form, worked portal.CreditNote) CreditPage {
	taxes := portal.TaxSettings{Inclusive: d.Invoice.Inclusive}
	for _, l := range d.Invoice.Lines {
		known := func(r portal.TaxRate) bool { return r.ID == l.Tax }
		if l.Tax != 0 && !slices.ContainsFunc(taxes.Rates, known) {
			taxes.Rates = append(taxes.Rates, portal.TaxRate{ID: l.Tax, Name: l.TaxName, Percent: l.TaxPercent})
		}
	}
	return CreditPage{CreditNoteDesk: d, Draft: DraftPage{
		DraftDesk: service.DraftDesk{Taxes: taxes}, Form: form, Work: paths.OfficeInvoiceCreditWork(d.Invoice.ID),
		Worked: portal.Invoice{Currency: worked.Currency, Lines: worked.Lines, Totals: worked.Totals, Inclusive: worked.Inclusive},
	}}
}

// CreditValues are a proposed note's fields as the form holds them.
func CreditValues(l *words.Locale, n portal.CreditNote, key string) url.Values {
	v := DraftValues(l, portal.Invoice{Lines: n.Lines}, service.DraftDesk{})
	v.Set("key", key)
	return v
}

func (p CreditPage) editor(ctx context.Context) Editor {
	lines := Part{ID: "lines-part", Title: words.T(ctx, "Lines"), Body: DraftLines(p.Draft), Text: words.T(ctx, "Change quantities and prices, or remove what stays as it was.")}
	return Editor{
		Do: paths.OfficeInvoiceCredit(p.Invoice.ID), Cancel: paths.OfficeInvoice(p.Invoice.ID), Button: words.T(ctx, "Issue credit note"), Form: p.Draft.Form,
		Parts: []Part{
			{ID: "why", Title: words.T(ctx, "Why"), Controls: []Control{
				{Body: creditKey(p.Draft.Form)},
				{As: Lines, Input: ui.Input{Name: "reason", Label: words.T(ctx, "Reason"), Hint: words.T(ctx, "It stands on the credit note."), Required: true, Max: 500, Rows: 2}},
			}},
			lines,
		},
		More: creditButton(),
	}
}

// text says what the note would take off.
func (p CreditPage) text(ctx context.Context) string {
	if !p.Before.IsZero() {
		return words.T(ctx, "%s in all, of which %s is credited already.", p.Invoice.Total(), p.Before)
	}
	return words.T(ctx, "%s in all, %s still to pay. What is paid already becomes credit on account.", p.Invoice.Total(), p.Invoice.Open())
}

// CreditNoteView is one credit note, with the form that applies its rest or sends it.
type CreditNoteView struct {
	service.CreditNotePage
	Form  ui.Form
	Links DocLinks
}

func (p CreditNoteView) metas(ctx context.Context) []ui.Meta {
	return []ui.Meta{
		{Icon: "building-2", Text: p.Client.Name, URL: paths.OfficeClientInvoices(p.Client.ID)},
		{Text: words.From(ctx).Day(p.Issued)},
		{Icon: "receipt-text", Text: p.Of, URL: paths.OfficeInvoice(p.Invoice)},
	}
}
