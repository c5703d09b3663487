package staff

import (
	"context"
	"strings"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// ClientTab is one page of a client.
type ClientTab uint8

// The tabs that exist, in their order. A new room of a client is a line here and in tabs.
const (
	TabOverview ClientTab = iota
	TabPortal
	TabContacts
	TabEstimates
	TabInvoices
	TabPayments
	TabStatement
	TabDocuments
	TabActivity
)

// ClientFrame is what stands around every tab of a client's page.
type ClientFrame struct {
	service.ClientHead
	Tab  ClientTab
	Role portal.Role
}

func (f ClientFrame) tabs(ctx context.Context) []ui.Tab {
	return []ui.Tab{
		{Label: words.T(ctx, "Overview"), URL: paths.OfficeClient(f.ID), Current: f.Tab == TabOverview},
		{Label: words.T(ctx, "Portal"), URL: paths.OfficeClientPortal(f.ID), Current: f.Tab == TabPortal},
		{Label: words.T(ctx, "Contacts"), URL: paths.OfficeClientContacts(f.ID), Count: f.Contacts, Current: f.Tab == TabContacts},
		{Label: words.From(ctx).Words("Estimates"), URL: paths.OfficeClientEstimates(f.ID), Count: f.ClientHead.Estimates.Waiting, Current: f.Tab == TabEstimates},
		{Label: words.T(ctx, "Invoices"), URL: paths.OfficeClientInvoices(f.ID), Count: f.ClientHead.Invoices, Current: f.Tab == TabInvoices},
		{Label: words.T(ctx, "Payments"), URL: paths.OfficeClientPayments(f.ID), Current: f.Tab == TabPayments},
		{Label: words.T(ctx, "Statement"), URL: paths.OfficeClientStatement(f.ID), Current: f.Tab == TabStatement},
		{Label: words.T(ctx, "Documents"), URL: paths.OfficeClientDocuments(f.ID), Current: f.Tab == TabDocuments},
		{Label: words.T(ctx, "Activity"), URL: paths.OfficeClientActivity(f.ID), Current: f.Tab == TabActivity},
	}
}

func (f ClientFrame) metas(ctx context.Context) []ui.Meta {
	ms := []ui.Meta{{Text: f.Number}}
	if a := f.Address.OneLine(); a != "" {
		ms = append(ms, ui.Meta{Icon: "map-pin", Text: strings.Join(words.From(ctx).Address(f.Address), ", "), URL: paths.Map(a)})
	}
	if f.Phone != "" {
		ms = append(ms, ui.Meta{Icon: "phone", Text: f.Phone, URL: paths.Tel(f.Phone)})
	}
	if f.Email != "" {
		ms = append(ms, ui.Meta{Icon: "mail", Text: f.Email, URL: paths.Mail(f.Email)})
	}
	switch {
	case !f.Figures.Overdue.IsZero():
		ms = append(ms, ui.Meta{Icon: "clock-alert", Variant: ui.Danger, Text: words.T(ctx, "%s overdue of %s", f.Figures.Overdue, f.Figures.Due)})
	case !f.Figures.Due.IsZero():
		ms = append(ms, ui.Meta{Icon: "receipt-text", Text: words.T(ctx, "%s to pay", f.Figures.Due)})
	}
	return ms
}

func (f ClientFrame) status(ctx context.Context) (ui.Variant, string, string) {
	if f.Archived {
		return ui.Plain, "archive", words.T(ctx, "Archived")
	}
	return ui.Success, "circle-check", words.T(ctx, "Active")
}
