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
	"portico/views/ui"
)

// InvoicePage is one invoice as the office sees it, with why the last move was refused.
type InvoicePage struct {
	portal.InvoiceDoc
	Refused ui.Form
	Links   DocLinks

	Reminders service.ReminderPlan
}

func (p InvoicePage) metas(ctx context.Context) []ui.Meta {
	ms := []ui.Meta{{Icon: "building-2", Text: p.ClientName, URL: paths.OfficeClientInvoices(p.Client)}, {Text: p.Description}}
	if p.At.ID != 0 {
		ms = append(ms, ui.Meta{Icon: "map-pin", Text: p.At.Name})
	}
	if p.By != "" {
		ms = append(ms, ui.Meta{Icon: "wrench", Text: p.By})
	}
	if p.Batch != 0 {
		ms = append(ms, ui.Meta{Icon: "files", Text: words.T(ctx, "In a batch invoice"), URL: paths.OfficeBatch(p.Batch)})
	}
	if n := p.Late(); n > 0 {
		ms = append(ms, ui.Meta{Icon: "clock-alert", Variant: ui.Danger, Text: words.N(ctx, n, "One day late", "%d days late")})
	}
	return ms
}

func idText(id uint64) string { return strconv.FormatUint(id, 10) }

func versionText(v portal.Version) string { return strconv.FormatUint(uint64(v), 10) }

// SendPage asks to whom an invoice goes.
type SendPage struct {
	portal.InvoiceDoc
	service.DraftDesk
	Form ui.Form
}

// SendValues are chosen addresses as the form holds them: a contact's is ticked, any other is typed. Where none
// is chosen yet, it is the first contact, else the client's own address.
func SendValues(to []string, d service.DraftDesk) url.Values {
	if len(to) == 0 && len(d.Contacts) > 0 {
		to = []string{d.Contacts[0].EmailNorm}
	} else if len(to) == 0 && d.Client.Email != "" {
		to = []string{d.Client.Email}
	}
	v := url.Values{}
	AddressValues(v, to, d.Contacts)
	return v
}

// AddressValues puts addresses into a form: a contact's is ticked, any other is typed.
func AddressValues(v url.Values, to []string, contacts []portal.Contact) {
	var other []string
	for _, a := range to {
		if slices.ContainsFunc(contacts, func(c portal.Contact) bool { return c.EmailNorm == a }) {
			v.Add("to", a)
		} else {
			other = append(other, a)
		}
	}
	v.Set("other", strings.Join(other, "\n"))
}

func (p SendPage) title(ctx context.Context) string {
	if p.State == portal.Draft {
		return words.T(ctx, "Issue and send")
	}
	return words.T(ctx, "Send %s", p.Number)
}

func (p SendPage) text(ctx context.Context) string {
	if p.State == portal.Draft {
		return words.T(ctx, "%s for %s. It gets its number now and can’t be edited any more.", p.InvoiceDoc.Total(), p.ClientName)
	}
	if p.Invoice.Paid == 0 {
		return words.T(ctx, "%s to pay. Each address gets an e-mail of its own.", p.Open())
	}
	return words.T(ctx, "%s, of which %s is to pay. Each address gets an e-mail of its own.", p.InvoiceDoc.Total(), p.Open())
}

func (p SendPage) button(ctx context.Context) string {
	if p.State == portal.Draft {
		return words.T(ctx, "Issue and send")
	}
	return words.T(ctx, "Send %s", p.Number)
}

func voidQuestion(ctx context.Context, d portal.InvoiceDoc) ui.Question {
	return ui.Question{
		ID: "void", Title: words.T(ctx, "Void %s?", d.Number),
		Text: words.T(ctx, "%s for %s is taken back. The number stays used and the bill stays visible, marked as void. This can’t be taken back.", d.Total(), d.ClientName),
		Do:   paths.OfficeInvoiceVoid(d.ID), Button: words.T(ctx, "Void %s", d.Number), Danger: true, Cancel: paths.OfficeInvoice(d.ID),
	}
}
