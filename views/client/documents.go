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

// DocumentsPage is the list of a client's documents, with the form that sends more.
type DocumentsPage struct {
	service.FileList
	Values url.Values
	Foot   ui.Foot
	Name   string // of the business
	Form   ui.Form
	Scope  service.Scope
}

func (p DocumentsPage) filters(ctx context.Context) ui.FilterBar {
	f := ui.FilterBar{
		URL: paths.PortalDocuments(), Label: words.T(ctx, "Documents"), Values: p.Values, Param: "from",
		Search: words.T(ctx, "Search documents"), Hint: words.T(ctx, "Name or note"),
	}
	if p.Shared && p.Uploads {
		f.Segs = []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: portal.FileShared.Key(), Label: words.T(ctx, "Shared with you")},
			{Value: portal.FileUploaded.Key(), Label: words.T(ctx, "Sent by you")},
		}
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

// filtered reports whether the list is narrowed: then an empty one says so.
func (p DocumentsPage) filtered() bool {
	for _, name := range []string{"q", "from", "property", "after"} {
		if p.Values.Get(name) != "" {
			return true
		}
	}
	return false
}

// none reports whether there are no documents at all.
func (p DocumentsPage) none() bool { return len(p.Rows) == 0 && !p.filtered() }

// waits says what will be here.
func (p DocumentsPage) waits(ctx context.Context) string {
	if p.Uploads && p.Shared {
		return words.T(ctx, "What %s shares with you, and what you send, is kept here.", p.Name)
	}
	if p.Uploads {
		return words.T(ctx, "What you send to %s is kept here.", p.Name)
	}
	return words.T(ctx, "What %s shares with you is kept here.", p.Name)
}

func (p DocumentsPage) csv() paths.URL {
	query := make(url.Values, len(p.Values))
	for k, v := range p.Values {
		if k != "after" {
			query[k] = v
		}
	}
	return paths.PortalDocumentsCSV().WithAll(query)
}

func (p DocumentsPage) columns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.T(ctx, "Document")},
		{Label: words.T(ctx, "From")},
		{Label: words.T(ctx, "Date")},
		{Label: words.T(ctx, "Actions"), Hidden: true, Class: "end"},
	}
}

func (p DocumentsPage) tile(r portal.FileRow) ui.DocumentCell {
	return ui.DocumentCell{
		FileRow: r, URL: paths.PortalDocument(r.ID), Thumb: paths.PortalDocumentThumb(r.ID), Place: p.Properties[r.Property].Name,
	}
}

func (p DocumentsPage) uploader(ctx context.Context) ui.Uploader {
	return ui.Uploader{
		Form: p.Form, Do: paths.PortalDocuments(), Title: words.T(ctx, "Send files"), Button: words.T(ctx, "Send"), MB: p.MB,
		Text: words.T(ctx, "Photos, plans, papers: %s gets them at once.", p.Name), Places: p.Places, Limited: p.Limited,
	}
}

func removeQuestion(ctx context.Context, f portal.File, business string) ui.Question {
	return ui.Question{
		ID: "remove", Title: words.T(ctx, "Take “%s” back?", f.Name), Button: words.T(ctx, "Take it back"), Danger: true,
		Text: words.T(ctx, "It is deleted for good: neither you nor %s can open it any more.", business),
		Do:   paths.PortalDocumentRemove(f.ID), Cancel: paths.PortalDocuments(),
	}
}
