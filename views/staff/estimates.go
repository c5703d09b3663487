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

// EstimatesPage is a list of estimates: over all clients, or one client’s tab.
type EstimatesPage struct {
	service.EstimateList
	Frame  *ClientFrame // around a client’s tab; nil = the list over all
	Today  portal.Day
	Values url.Values
	Foot   ui.Foot
}

func (p EstimatesPage) url() paths.URL {
	if p.Frame != nil {
		return paths.OfficeClientEstimates(p.Frame.ID)
	}
	return paths.OfficeEstimates()
}

func (p EstimatesPage) filters(ctx context.Context) ui.FilterBar {
	n := p.Counts
	f := ui.FilterBar{
		URL: p.url(), Label: words.From(ctx).Words("Estimates"), Values: p.Values, Param: "status",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: "draft", Label: words.T(ctx, "Drafts"), Count: n.States[portal.EstimateDraft]},
			{Value: "waiting", Label: words.T(ctx, "Waiting"), Count: n.Waiting},
			{Value: "changes", Label: words.T(ctx, "Changes requested"), Count: n.States[portal.EstimateChanges]},
			{Value: "accepted", Label: words.T(ctx, "Accepted"), Count: n.States[portal.EstimateAccepted]},
			{Value: "declined", Label: words.T(ctx, "Declined")},
			{Value: "expired", Label: words.T(ctx, "Expired"), Count: n.Expired},
			{Value: "invoiced", Label: words.T(ctx, "Invoiced")},
			{Value: "superseded", Label: words.T(ctx, "Superseded")},
		},
		Search: words.T(ctx, "Search"), Hint: words.T(ctx, "Number, property or description"),
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

func (p EstimatesPage) csv() paths.URL {
	u := paths.OfficeEstimatesCSV().WithAll(withoutPage(p.Values))
	if p.Frame != nil {
		u = u.With("client", p.Frame.Number)
	}
	return u
}

func (p EstimatesPage) newEstimate() paths.URL {
	if p.Frame != nil {
		return paths.OfficeEstimateNew().With("client", p.Frame.Number)
	}
	return paths.OfficeEstimateNew()
}

func (p EstimatesPage) columns(ctx context.Context) []ui.Column {
	work := words.T(ctx, "Description")
	if p.Frame == nil {
		work = words.Word(ctx, "Client")
	}
	return []ui.Column{
		{Label: words.Word(ctx, "Estimate"), Class: "w-s"},
		{Label: work},
		{Label: words.T(ctx, "Sent"), Class: "w-s"},
		{Label: words.T(ctx, "Valid until"), Class: "w-s"},
		{Label: words.T(ctx, "Status"), Class: "w-m"},
		{Label: words.T(ctx, "Total"), Class: "end w-s"},
	}
}

// estimateNumber is what a row is called: a draft has no number yet.
func estimateNumber(l *words.Locale, r portal.EstimateRow) string {
	switch {
	case r.Number == "":
		return l.T("Draft")
	case r.Unsent:
		return l.T("%s, edited", r.Number)
	}
	return r.Number
}

// EstimatePage is one estimate as the office sees it, with why the last move was refused.
type EstimatePage struct {
	portal.EstimateDoc
	Versions []portal.Offered // that were sent, newest first
	Draft    portal.Offered   // the version that is being written; only where Next is set
	Refused  ui.Form
	Links    DocLinks
}

func (p EstimatePage) metas(ctx context.Context) []ui.Meta {
	ms := []ui.Meta{{Icon: "building-2", Text: p.ClientName, URL: paths.OfficeClientEstimates(p.Client)}, {Text: p.Shown.Offer.Description}}
	if p.Shown.At.ID != 0 {
		ms = append(ms, ui.Meta{Icon: "map-pin", Text: p.Shown.At.Name})
	}
	if p.Shown.By != "" {
		ms = append(ms, ui.Meta{Icon: "wrench", Text: p.Shown.By})
	}
	if p.Status() == portal.StatusEstimateExpired {
		ms = append(ms, ui.Meta{Icon: "clock-alert", Variant: ui.Danger, Text: words.T(ctx, "Expired on %s", p.Shown.Offer.Expires)})
	}
	return ms
}

// pending is what the client would see change.
func (p EstimatePage) pending() portal.Comparison { return portal.Compare(p.Shown, p.Draft) }

func (p EstimatePage) editable() bool { return p.Editable() == nil }

// withdrawable reports whether it can be taken back.
func (p EstimatePage) withdrawable() bool {
	return p.State == portal.EstimateSent || p.State == portal.EstimateChanges || p.State == portal.EstimateDeclined
}

// sendable reports whether sending means anything now.
func (p EstimatePage) sendable() bool {
	return p.Unsent() && p.editable() || p.Asks() || p.State == portal.EstimateAccepted
}

func versionLink(p EstimatePage, revision int) paths.URL {
	return paths.OfficeEstimatePDF(p.ID).With("version", strconv.Itoa(revision))
}

// SendEstimatePage asks to whom an estimate goes.
type SendEstimatePage struct {
	portal.EstimateDoc
	service.DraftDesk
	Draft portal.Offer // what goes out
	Form  ui.Form
}

func (p SendEstimatePage) title(ctx context.Context) string {
	switch {
	case p.Revision == 0:
		return words.T(ctx, "Send the estimate")
	case p.Next != nil:
		return words.T(ctx, "Send version %d of %s", p.Revision+1, p.Number)
	}
	return words.T(ctx, "Send %s again", p.Number)
}

func (p SendEstimatePage) text(ctx context.Context) string {
	sum := portal.Of(p.Draft.Totals.Total, p.Currency)
	switch {
	case p.Revision == 0:
		return words.T(ctx, "%s for %s. It gets its number now; what is sent stays as it is, and an edit becomes its next version.", sum, p.ClientName)
	case p.Next != nil && p.State == portal.EstimateAccepted:
		return words.T(ctx, "%s. What was accepted counts no longer then: this version has to be accepted anew.", sum)
	case p.Next != nil:
		return words.T(ctx, "%s. It takes the place of the version that the client has, and shows what changed.", sum)
	}
	return words.T(ctx, "%s. Each address gets an e-mail of its own.", sum)
}
