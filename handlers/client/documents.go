package client

import (
	"net/url"
	"strconv"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	views "portico/views/client"
	"portico/views/layout"
	"portico/views/ui"
)

// Documents lists what is shared with the client and what its contacts uploaded.
func Documents(c *web.Ctx) error {
	return showDocuments(c, ui.Form{Values: url.Values{"key": {c.PageKey()}}}, 0)
}

func showDocuments(c *web.Ctx, form ui.Form, status int) error {
	q, err := documentQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.Documents(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Documents"), Nav: layout.Documents, Status: status,
		Body: views.Documents(views.DocumentsPage{
			FileList: list, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.PortalDocuments()),
			Name: c.V.Business.Profile.Name, Form: form, Scope: c.Scope(),
		}),
	})
}

func documentQuery(c *web.Ctx) (q store.DocumentQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	if from, ok := portal.ParseFileFrom(c.Query("from")); ok {
		q.From = []uint64{uint64(from)}
	}
	q.Property = portal.PropertyID(c.IDQuery("property"))
	return q, nil
}

// DocumentsCSV is every row of the list that matches.
func DocumentsCSV(c *web.Ctx) error {
	q, err := documentQuery(c)
	if err != nil {
		return err
	}
	var list service.FileList
	page := func(at store.Query) (store.Page[portal.FileRow], error) {
		q.Query = at
		list, err = c.S.Documents(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := []string{"Document", "From", "By", "Date", "Kind", "Bytes", "Property", "Note"}
	for i := range head {
		head[i] = c.L.Label(head[i])
	}
	return web.CSV(c, "documents", head, q.Query, page, func(r portal.FileRow) []string {
		return []string{
			r.Name, c.L.Name(r.From), r.By, portal.DayOf(r.Created, c.L.Zone()).ISO(), r.Kind, strconv.FormatInt(r.Size, 10),
			list.Properties[r.Property].Name, r.Note,
		}
	})
}

// UploadForm is what is typed beside the files.
type UploadForm struct {
	Property portal.PropertyID `form:"property"`
	Note     string            `form:"note"`
	Key      string            `form:"key"`
}

// Upload takes files in.
func Upload(c *web.Ctx) error {
	n, form, err := c.TakeFiles(c.Scope())
	if form != nil {
		return showDocuments(c, *form, web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.PortalDocuments(), &web.Flash{
		Variant: ui.Success, Text: c.L.N(n, "Sent. %[2]s has it now.", "%[1]d files are sent. %[2]s has them now.", c.V.Business.Profile.Name),
	})
}

// Document sends one document.
func Document(c *web.Ctx) error { return sendFile(c, false) }

// DocumentThumb sends the small picture of one document.
func DocumentThumb(c *web.Ctx) error { return sendFile(c, true) }

func sendFile(c *web.Ctx, small bool) error {
	id, err := c.ID("document")
	if err != nil {
		return err
	}
	f, err := c.S.OpenDocument(c.Std(), c.Scope(), portal.DocumentID(id), small)
	if err != nil {
		return err
	}
	return c.File(f)
}

// DocumentRemoveAsk asks before an upload is taken back.
func DocumentRemoveAsk(c *web.Ctx) error {
	id, err := c.ID("document")
	if err != nil {
		return err
	}
	f, err := c.S.Document(c.Std(), c.Scope(), portal.DocumentID(id))
	if err != nil {
		return err
	}
	body := views.AskRemove(f, c.V.Business.Profile.Name, c.Partial())
	if c.Partial() {
		return c.Fragment(body, nil)
	}
	return c.Show(web.Page{Title: f.Name, Nav: layout.Documents, Body: body})
}

// DocumentRemove takes an upload back.
func DocumentRemove(c *web.Ctx) error {
	id, err := c.ID("document")
	if err != nil {
		return err
	}
	f, err := c.S.RemoveDocument(c.Std(), c.Scope(), portal.DocumentID(id))
	if err != nil {
		return err
	}
	return c.To(paths.PortalDocuments(), c.Said("“%s” is deleted.", f.Name))
}
