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

// RequestsPage is the office's list of what clients raised.
type RequestsPage struct {
	service.RequestList
	Values url.Values
	Foot   ui.Foot
}

func (p RequestsPage) filters(ctx context.Context) ui.FilterBar {
	l := words.From(ctx)
	f := ui.FilterBar{
		URL: paths.OfficeRequests(), Label: l.T("Requests"), Values: p.Values, Param: "state",
		Segs: []ui.SegLink{{Label: l.T("All")}}, Search: l.T("Search requests"), Hint: l.T("Number, words or property"),
	}
	for _, s := range portal.RequestStates {
		f.Segs = append(f.Segs, ui.SegLink{Value: s.Key(), Label: l.Name(s), Count: p.Counts[s]})
	}
	kinds := []ui.Option{{Label: l.T("Every kind")}}
	for _, k := range p.Kinds {
		kinds = append(kinds, ui.Option{Value: k.Key(), Label: l.Name(k)})
	}
	f.Selects = []ui.FilterSelect{{Name: "kind", Label: l.T("Kind"), Options: kinds}}
	return f
}

func (p RequestsPage) csv() paths.URL {
	return paths.OfficeRequestsCSV().WithAll(withoutPage(p.Values))
}

func (p RequestsPage) filtered() bool {
	return p.Values.Get("q") != "" || p.Values.Get("state") != "" || p.Values.Get("kind") != ""
}

// RequestView is one request's thread.
type RequestView struct {
	service.RequestPage
	Form  ui.Form
	Again bool // files came with an answer that was refused
}

func (p RequestView) thread() ui.ThreadOf {
	return ui.ThreadOf{
		Messages: p.Messages, Reader: portal.StaffSide, Files: p.Files,
		File:  func(d portal.DocumentID) paths.URL { return paths.OfficeRequestFile(p.ID, d) },
		Thumb: func(d portal.DocumentID) paths.URL { return paths.OfficeRequestFileThumb(p.ID, d) },
	}
}

func (p RequestView) uploader() ui.Uploader {
	return ui.Uploader{Form: p.Form, MB: p.MB, Optional: true, Again: p.Again}
}

// docLink is the page of the document that a request is about.
func docLink(r portal.Ref) paths.URL {
	switch r.Kind {
	case portal.KindInvoice:
		return paths.OfficeInvoice(portal.InvoiceID(r.ID))
	case portal.KindPayment:
		return paths.OfficePayment(portal.PaymentID(r.ID))
	}
	return ""
}

func (p RequestView) metas(ctx context.Context) []ui.Meta {
	ms := []ui.Meta{
		{Text: words.T(ctx, "%s %s", p.Kind, p.Number)}, {Icon: "building-2", Text: p.ClientName, URL: paths.OfficeClient(p.Client)},
	}
	if p.Doc.Number != "" {
		ms = append(ms, ui.Meta{Icon: "receipt-text", Text: p.Doc.Number, URL: docLink(p.About)})
	}
	if p.At.ID != 0 {
		ms = append(ms, ui.Meta{Icon: "map-pin", Text: p.At.Name})
	}
	return ms
}
