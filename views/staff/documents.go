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

// DocumentsPage is a client's tab with its documents.
type DocumentsPage struct {
	service.FileList
	Frame  ClientFrame
	Values url.Values
	Foot   ui.Foot
	Form   ui.Form
}

func (p DocumentsPage) url() paths.URL { return paths.OfficeClientDocuments(p.Frame.ID) }

func (p DocumentsPage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: p.url(), Label: words.T(ctx, "Documents"), Values: p.Values, Param: "from",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: portal.FileShared.Key(), Label: words.T(ctx, "Shared")},
			{Value: portal.FileUploaded.Key(), Label: words.T(ctx, "Uploaded")},
			{Value: portal.FileProof.Key(), Label: words.T(ctx, "Proof of payment")},
		},
		Search: words.T(ctx, "Search documents"), Hint: words.T(ctx, "Name or note"),
	}
}

func (p DocumentsPage) columns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.T(ctx, "Document")},
		{Label: words.T(ctx, "From"), Class: "w-m"},
		{Label: words.T(ctx, "By"), Class: "w-fifth"},
		{Label: words.T(ctx, "When"), Class: "w-m"},
		{Label: words.T(ctx, "Size"), Class: "end w-s"},
		{Label: words.T(ctx, "Actions"), Hidden: true, Class: "end w-s"},
	}
}

func (p DocumentsPage) tile(r portal.FileRow) ui.DocumentCell {
	return ui.DocumentCell{
		FileRow: r, URL: paths.OfficeDocument(r.ID), Thumb: paths.OfficeDocumentThumb(r.ID), Place: p.Properties[r.Property].Name,
	}
}

func (p DocumentsPage) uploader(ctx context.Context) ui.Uploader {
	return ui.Uploader{
		Form: p.Form, Do: p.url(), Title: words.T(ctx, "Share files"), Button: words.T(ctx, "Share"), MB: p.MB, Places: p.Places,
		Text: words.T(ctx, "Everybody at %s who may view documents sees them at once.", p.Frame.Name),
	}
}

func removeDocument(ctx context.Context, f portal.File, client portal.Client) ui.Question {
	q := ui.Question{
		ID: "remove", Title: words.T(ctx, "Remove “%s”?", f.Name), Button: words.T(ctx, "Remove"), Danger: true,
		Text: words.T(ctx, "It is deleted for good. %s can no longer open it.", client.Name),
		Do:   paths.OfficeDocumentRemove(f.ID), Cancel: paths.OfficeClientDocuments(f.Client),
	}
	if f.From != portal.FileShared {
		q.Text = words.T(ctx, "%[2]s of %[1]s sent it. It is deleted for good, for them too.", client.Name, f.By)
	}
	return q
}
