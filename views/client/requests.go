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

// RequestsPage is the list of what a client raised.
type RequestsPage struct {
	service.RequestList
	Kind   portal.RequestKind // the list is narrowed to; 0 = all
	Values url.Values
	Foot   ui.Foot
	Name   string // of the business
}

func (p RequestsPage) title(ctx context.Context) string {
	if p.Kind == portal.Complaint {
		return words.T(ctx, "Complaints")
	}
	return words.T(ctx, "Requests")
}

// raise is the kind that the page's button begins: a dispute or a correction begins at its document.
func (p RequestsPage) raise() portal.RequestKind {
	if p.Kind.Document() != portal.KindNone || p.Kind == portal.JobRequest {
		return 0
	}
	return p.Kind
}

func (p RequestsPage) filters(ctx context.Context) ui.FilterBar {
	l := words.From(ctx)
	f := ui.FilterBar{
		URL: paths.PortalRequests(), Label: p.title(ctx), Values: p.Values, Param: "state",
		Segs: []ui.SegLink{{Label: l.T("All")}}, Search: l.T("Search requests"), Hint: l.T("Number, words or property"),
	}
	for _, s := range portal.RequestStates {
		f.Segs = append(f.Segs, ui.SegLink{Value: s.Key(), Label: l.Name(s)})
	}
	kinds := []ui.Option{{Label: l.T("Every kind")}}
	for _, k := range p.Kinds {
		kinds = append(kinds, ui.Option{Value: k.Key(), Label: l.Name(k)})
	}
	f.Selects = []ui.FilterSelect{{Name: "kind", Label: l.T("Kind"), Options: kinds}}
	return f
}

func (p RequestsPage) filtered() bool {
	return p.Values.Get("q") != "" || p.Values.Get("state") != "" || p.Kind != 0
}

// none reports whether the account has no requests at all: then there is nothing to filter either.
func (p RequestsPage) none() bool { return len(p.Rows) == 0 && p.All() == 0 }

func (p RequestsPage) csv() paths.URL {
	query := make(url.Values, len(p.Values))
	for k, v := range p.Values {
		if k != "after" {
			query[k] = v
		}
	}
	return paths.PortalRequestsCSV().WithAll(query)
}

// about is a row's number with who raised it and for which property.
func (p RequestsPage) about(r portal.RequestRow) string {
	s := r.Number + " · " + r.By
	if at := p.Properties[r.Property].Name; at != "" {
		s += " · " + at
	}
	return s
}

// RequestView is one request's thread.
type RequestView struct {
	service.RequestPage
	Form     ui.Form
	Again    bool // files came with a message that was refused
	Business string
}

func (p RequestView) thread() ui.ThreadOf {
	return ui.ThreadOf{
		Messages: p.Messages, Reader: portal.ClientSide, Business: p.Business, Files: p.Files,
		File:  func(d portal.DocumentID) paths.URL { return paths.PortalRequestFile(p.ID, d) },
		Thumb: func(d portal.DocumentID) paths.URL { return paths.PortalRequestFileThumb(p.ID, d) },
	}
}

func (p RequestView) uploader() ui.Uploader { return uploader(p.RequestFiles, p.Form, p.Again) }

// uploader takes files with a message, from whoever may send any.
func uploader(fs service.RequestFiles, form ui.Form, again bool) ui.Uploader {
	u := ui.Uploader{Form: form, Optional: true, Again: again}
	if fs.Uploads {
		u.MB = fs.MB
	}
	return u
}

// docLink is the page of the document that the request is about; a payment has none here.
func docLink(d service.RequestDoc) paths.URL {
	if d.Kind == portal.KindInvoice {
		return paths.PortalInvoice(portal.InvoiceID(d.ID))
	}
	return ""
}

// RequestForm is a request that is being written.
type RequestForm struct {
	service.RequestDesk
	Form     ui.Form
	Again    bool // files came with a form that was refused
	Business string
}

func (p RequestForm) uploader() ui.Uploader { return uploader(p.RequestFiles, p.Form, p.Again) }

// free reports whether the kind is still to be chosen among those about no document.
func (p RequestForm) free() bool { return p.Kind.Document() == portal.KindNone }

func (p RequestForm) title(ctx context.Context) string {
	return RequestTitle(words.From(ctx), p.RequestDesk)
}

// RequestTitle says what is being raised.
func RequestTitle(l *words.Locale, d service.RequestDesk) string {
	switch {
	case d.Kind == portal.Dispute && d.Doc.Number != "":
		return l.T("Dispute %s", d.Doc.Number)
	case d.Kind == portal.Dispute:
		return l.T("Raise a dispute")
	case d.Kind == portal.Correction && d.Doc.Number != "":
		return l.T("Request a correction of %s", d.Doc.Number)
	case d.Kind == portal.Correction:
		return l.T("Request a correction")
	case d.Kind == portal.Complaint:
		return l.T("Raise a complaint")
	case d.Kind == portal.QuoteRequest:
		return l.T("Request a quote")
	}
	return l.T("New request")
}

func (p RequestForm) hint(ctx context.Context) string {
	switch p.Kind {
	case portal.Dispute:
		return words.T(ctx, "Say what is wrong with the invoice: a line, the amount, the work itself.")
	case portal.Correction:
		return words.T(ctx, "Say what should be different: the amount, the day, the invoice that it pays.")
	}
	return words.T(ctx, "Say it in your own words. The more %s knows, the better the answer.", p.Business)
}

func (p RequestForm) button(ctx context.Context) string {
	switch p.Kind {
	case portal.Dispute:
		return words.T(ctx, "Dispute %s", p.Doc.Sum)
	case portal.Correction:
		return words.T(ctx, "Request the correction")
	}
	return words.T(ctx, "Send to %s", p.Business)
}

func (p RequestForm) kinds(ctx context.Context) (os []ui.Option) {
	subs := map[portal.RequestKind]string{
		portal.Question: words.T(ctx, "About anything"), portal.Complaint: words.T(ctx, "Something went wrong"),
		portal.QuoteRequest: words.T(ctx, "A price for new work"),
	}
	for _, k := range portal.FreeRequests {
		os = append(os, ui.Option{Value: k.Key(), Label: words.From(ctx).Name(k), Sub: subs[k]})
	}
	return os
}

func (p RequestForm) places(ctx context.Context) []ui.Option {
	none := words.T(ctx, "None in particular")
	if p.Must {
		none = words.T(ctx, "Choose one")
	}
	os := []ui.Option{{Label: none}}
	for _, x := range p.Places {
		os = append(os, ui.Option{Value: strconv.FormatUint(uint64(x.ID), 10), Label: x.Name})
	}
	return os
}

// cancel is where the form came from.
func (p RequestForm) cancel() paths.URL {
	if to := docLink(p.Doc); to != "" {
		return to
	}
	return paths.PortalRequests()
}

// readable is the way to a request's thread, for whoever may read it.
func readable(may portal.Permissions) ui.RequestLink {
	if !may.Has(portal.RaiseRequests) {
		return nil
	}
	return paths.PortalRequest
}

// mayDispute reports whether an invoice's page offers to dispute it: not twice at a time.
func (p InvoicePage) mayDispute() bool {
	return p.May.Has(portal.RaiseRequests) && p.Disputable() == nil && len(p.Requests) == 0
}
