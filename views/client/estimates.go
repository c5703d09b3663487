package client

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

// EstimatesPage is the list of a client’s estimates.
type EstimatesPage struct {
	service.EstimateList
	Today  portal.Day
	Values url.Values
	Foot   ui.Foot
	Name   string // of the business
	May    portal.Permissions
}

func (p EstimatesPage) filters(ctx context.Context) ui.FilterBar {
	title := words.From(ctx).Words("Estimates")
	f := ui.FilterBar{
		URL: paths.PortalEstimates(), Label: title, Values: p.Values, Param: "status",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: "waiting", Label: words.T(ctx, "Waiting for you"), Count: p.Counts.Waiting},
			{Value: "accepted", Label: words.T(ctx, "Accepted")},
			{Value: "declined", Label: words.T(ctx, "Declined")},
			{Value: "expired", Label: words.T(ctx, "Expired")},
		},
		Search: words.T(ctx, "Search"), Hint: words.T(ctx, "Number, property or description"),
		Days: []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
	}
	if len(p.Places) > 1 {
		at := []ui.Option{{Label: words.T(ctx, "Any %s", words.Word(ctx, "property"))}}
		for _, x := range p.Places {
			at = append(at, ui.Option{Value: strconv.FormatUint(uint64(x.ID), 10), Label: x.Name})
		}
		f.Selects = append(f.Selects, ui.FilterSelect{Name: "property", Label: words.Word(ctx, "Property"), Options: at})
	}
	return f
}

// none reports whether the account has no estimates at all: then there is nothing to filter either.
func (p EstimatesPage) none() bool {
	return len(p.Rows) == 0 && p.Counts.Sent() == 0 && !InvoicesPage{Values: p.Values}.filtered()
}

func (p EstimatesPage) csv() paths.URL {
	query := make(url.Values, len(p.Values))
	for k, v := range p.Values {
		if k != "after" {
			query[k] = v
		}
	}
	return paths.PortalEstimatesCSV().WithAll(query)
}

func (p EstimatesPage) columns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.Word(ctx, "Estimate")},
		{Label: words.T(ctx, "Sent")},
		{Label: words.T(ctx, "Valid until")},
		{Label: words.T(ctx, "Status")},
		{Label: words.T(ctx, "Total"), Class: "end"},
		{Label: words.T(ctx, "Actions"), Hidden: true},
	}
}

// about is a row’s number with its property.
func (p EstimatesPage) about(r portal.EstimateRow) string {
	if r.Property == 0 {
		return r.Number
	}
	return r.Number + " · " + p.Properties[r.Property].Name
}

// answers reports whether the contact can answer a row.
func (p EstimatesPage) answers(r portal.EstimateRow) bool {
	return r.Open(p.Today) && p.May.Has(portal.AcceptEstimates)
}

// EstimatePage is one estimate as the client sees it.
type EstimatePage struct {
	portal.EstimateDoc
	Form   ui.Form // of the acceptance
	Drawn  portal.Drawing
	Rules  portal.EstimateSettings
	Code   service.Asked // what this browser waits for
	Email  string        // where a code goes
	May    bool          // the contact may answer
	Own    bool          // the contact is here, and nobody who looks through them
	Pay    paths.URL     // where the deposit is paid; "" = whoever looks may not, or there is no way
	Report bool          // that it was seen: this version, by the contact
	Name   string        // of the business
	Token  string        // of the document link that it is seen by; "" = signed in
}

// signs reports whether the page has the form to sign.
func (p EstimatePage) signs() bool { return p.Asks() && p.May && p.Own && p.Token == "" }

func (p EstimatePage) offerForm() ui.OfferForm {
	if !p.signs() {
		return ui.OfferForm{}
	}
	return ui.OfferForm{ID: "accept", Total: paths.PortalEstimateTotal(p.ID), Page: paths.PortalEstimate(p.ID)}
}

func (p EstimatePage) pdf() paths.URL {
	if p.Token != "" {
		return paths.DocLinkPDF(p.Token)
	}
	return paths.PortalEstimatePDF(p.ID)
}

func (p EstimatePage) viewed() paths.URL {
	if p.Token != "" {
		return paths.DocLinkViewed(p.Token)
	}
	return paths.PortalEstimateViewed(p.ID)
}

func revisionText(n int) string { return strconv.Itoa(n) }

// orderLabel says whether the purchase-order number is needed.
func (p EstimatePage) orderLabel(ctx context.Context) string {
	if p.Rules.Order {
		return words.T(ctx, "Purchase-order number")
	}
	return words.T(ctx, "Purchase-order number, if you have one")
}
