package staff

import (
	"crypto/rand"
	"net/url"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// ClientDocuments is the tab with a client's documents.
func ClientDocuments(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	return showDocuments(c, sc, ui.Form{Values: url.Values{"key": {rand.Text()}}}, 0)
}

func showDocuments(c *web.Ctx, sc service.Scope, form ui.Form, status int) error {
	q := store.DocumentQuery{}
	var err error
	if q.Query, err = c.List(); err != nil {
		return err
	}
	if from, ok := portal.ParseFileFrom(c.Query("from")); ok {
		q.From = []uint64{uint64(from)}
	}
	list, err := c.S.Documents(c.Std(), sc, q)
	if err != nil {
		return err
	}
	page := ClientPage(c, list.Head, views.TabDocuments, func(f views.ClientFrame) web.Page {
		return web.Page{Body: views.Documents(views.DocumentsPage{
			FileList: list, Frame: f, Values: c.Request.URL.Query(), Form: form, Foot: web.Foot(c, list.Page, paths.OfficeClientDocuments(f.ID)),
		})}
	})
	page.Status = status
	return c.Show(page)
}

// DocumentShare shares files with a client.
func DocumentShare(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	n, form, err := c.TakeFiles(sc)
	if form != nil {
		return showDocuments(c, sc, *form, web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeClientDocuments(sc.Client()), &web.Flash{
		Variant: ui.Success, Text: c.L.N(n, "Shared.", "%d files are shared."),
	})
}

// Document sends one document.
func Document(c *web.Ctx) error { return sendFile(c, false) }

// DocumentThumb sends the small picture of one document.
func DocumentThumb(c *web.Ctx) error { return sendFile(c, true) }

func sendFile(c *web.Ctx, small bool) error {
	sc, id, err := c.ForRecord(portal.KindDocument, "document")
	if err != nil {
		return err
	}
	f, err := c.S.OpenDocument(c.Std(), sc, portal.DocumentID(id), small)
	if err != nil {
		return err
	}
	return c.File(f)
}

// DocumentRemoveAsk asks before a document is removed.
func DocumentRemoveAsk(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindDocument, "document")
	if err != nil {
		return err
	}
	f, err := c.S.Document(c.Std(), sc, portal.DocumentID(id))
	if err != nil {
		return err
	}
	head, err := c.S.ClientHead(c.Std(), sc)
	if err != nil {
		return err
	}
	body := views.AskRemoveDocument(f, head.Client, c.Partial())
	if c.Partial() {
		return c.Fragment(body, nil)
	}
	return c.Show(web.Page{Title: f.Name, Nav: layout.Clients, Body: body})
}

// DocumentRemove removes a document.
func DocumentRemove(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindDocument, "document")
	if err != nil {
		return err
	}
	f, err := c.S.RemoveDocument(c.Std(), sc, portal.DocumentID(id))
	if err != nil {
		return err
	}
	return c.To(paths.OfficeClientDocuments(f.Client), c.Said("“%s” is deleted.", f.Name))
}
