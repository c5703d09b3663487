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

// Requests lists what the clients raised.
func Requests(c *web.Ctx) error {
	q, err := requestQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.OfficeRequests(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Requests"), Nav: layout.Requests,
		Body: views.Requests(views.RequestsPage{
			RequestList: list, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.OfficeRequests()),
		}),
	})
}

func requestQuery(c *web.Ctx) (q store.RequestQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	if k, ok := portal.ParseRequestKind(c.Query("kind")); ok {
		q.Kinds = []portal.RequestKind{k}
	}
	if s, ok := portal.ParseRequestState(c.Query("state")); ok {
		q.States = []portal.RequestState{s}
	}
	return q, nil
}

// RequestsCSV is every row of the list that matches.
func RequestsCSV(c *web.Ctx) error {
	q, err := requestQuery(c)
	if err != nil {
		return err
	}
	var list service.RequestList
	page := func(at store.Query) (store.Page[portal.RequestRow], error) {
		q.Query = at
		list, err = c.S.OfficeRequests(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := heads(c, "Number", "Client", "Kind", "Status", "Subject", "Property", "Raised", "Raised by", "Last message", "Messages")
	return web.CSV(c, "requests", head, q.Query, page, func(r portal.RequestRow) []string {
		at := list.Properties[r.Property].Name
		return append([]string{r.Number, list.Clients[r.Client], r.Kind.Name(), r.State.Name(), r.Subject, at}, c.RequestTail(r)...)
	})
}

// Request is one request's thread.
func Request(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindRequest, "request")
	if err != nil {
		return err
	}
	return showRequest(c, sc, portal.RequestID(id), ui.Form{Values: url.Values{"key": {rand.Text()}}}, false, 0)
}

func showRequest(c *web.Ctx, sc service.Scope, id portal.RequestID, form ui.Form, again bool, status int) error {
	p, err := c.S.Request(c.Std(), sc, id)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: p.Number, Nav: layout.Requests, Status: status, Body: views.Request(views.RequestView{RequestPage: p, Form: form, Again: again}),
		Crumbs: []ui.Crumb{{Label: c.L.T("Requests"), URL: paths.OfficeRequests()}, {Label: p.Number}},
	})
}

// AnswerForm is an answer as it is posted.
type AnswerForm struct {
	Text string `form:"text"`
	Key  string `form:"key"`
	Do   string `form:"do"` // send, close
}

// RequestReply answers the client, and closes the request where that is asked for.
func RequestReply(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindRequest, "request")
	if err != nil {
		return err
	}
	var f AnswerForm
	files, err := c.BindFiles(sc, &f)
	defer files.Discard()
	in := service.Reply{Text: f.Text, Key: short(f.Key), Close: f.Do == "close", Files: files}
	said := c.Said("Sent.")
	if in.Close {
		said = c.Said("Sent and closed.")
	}
	if err == nil {
		err = c.S.ReplyRequest(c.Std(), sc, portal.RequestID(id), in)
	}
	if web.FaultyFiles(err) {
		return showRequest(c, sc, portal.RequestID(id), c.Typed(err), files != nil, web.StatusOf(err))
	}
	return requestDone(c, sc, id, err, said)
}

// RequestFile sends a file that came with a message.
func RequestFile(c *web.Ctx) error { return sendRequestFile(c, false) }

// RequestFileThumb sends the small picture of a file that came with a message.
func RequestFileThumb(c *web.Ctx) error { return sendRequestFile(c, true) }

func sendRequestFile(c *web.Ctx, small bool) error {
	sc, id, err := c.ForRecord(portal.KindRequest, "request")
	if err != nil {
		return err
	}
	file, err := c.ID("attachment")
	if err != nil {
		return err
	}
	f, err := c.S.OpenRequestFile(c.Std(), sc, portal.RequestID(id), portal.DocumentID(file), small)
	if err != nil {
		return err
	}
	return c.File(f)
}

// RequestClose says that the request is settled.
func RequestClose(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindRequest, "request")
	if err != nil {
		return err
	}
	return requestDone(c, sc, id, c.S.CloseRequest(c.Std(), sc, portal.RequestID(id)), c.Said("Closed. A reply opens it again."))
}

// RequestReopen says that it isn't after all.
func RequestReopen(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindRequest, "request")
	if err != nil {
		return err
	}
	return requestDone(c, sc, id, c.S.ReopenRequest(c.Std(), sc, portal.RequestID(id)), c.Said("Open again."))
}

// requestDone goes back to the thread, or shows it again with what was typed and why it was refused.
func requestDone(c *web.Ctx, sc service.Scope, id uint64, err error, said *web.Flash) error {
	if web.Faulty(err) {
		return showRequest(c, sc, portal.RequestID(id), c.Typed(err), false, web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeRequest(portal.RequestID(id)), said)
}
