package client

import (
	"crypto/rand"
	"net/url"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	views "portico/views/client"
	"portico/views/layout"
	"portico/views/ui"
)

// Requests lists what the client raised. Narrowed to complaints it is the room of that name.
func Requests(c *web.Ctx) error {
	q, kind, err := requestQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.Requests(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	page := web.Page{
		Title: c.L.T("Requests"), Nav: layout.Requests,
		Body: views.Requests(views.RequestsPage{
			RequestList: list, Kind: kind, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.PortalRequests()),
			Name: c.V.Business.Profile.Name,
		}),
	}
	if kind == portal.Complaint {
		page.Title, page.Nav = c.L.T("Complaints"), layout.Complaints
	}
	return c.Show(page)
}

func requestQuery(c *web.Ctx) (q store.RequestQuery, kind portal.RequestKind, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, 0, err
	}
	if k, ok := portal.ParseRequestKind(c.Query("kind")); ok {
		q.Kinds, kind = []portal.RequestKind{k}, k
	}
	if s, ok := portal.ParseRequestState(c.Query("state")); ok {
		q.States = []portal.RequestState{s}
	}
	return q, kind, nil
}

// RequestsCSV is every row of the list that matches.
func RequestsCSV(c *web.Ctx) error {
	q, _, err := requestQuery(c)
	if err != nil {
		return err
	}
	var list service.RequestList
	page := func(at store.Query) (store.Page[portal.RequestRow], error) {
		q.Query = at
		list, err = c.S.Requests(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := []string{"Number", "Kind", "Status", "Subject", "Property", "Raised", "Raised by", "Last message", "Messages"}
	for i := range head {
		head[i] = c.L.Label(head[i])
	}
	return web.CSV(c, "requests", head, q.Query, page, func(r portal.RequestRow) []string {
		return append([]string{r.Number, r.Kind.Name(), r.State.Name(), r.Subject, list.Properties[r.Property].Name}, c.RequestTail(r)...)
	})
}

// RequestForm is a request as it is posted.
type RequestForm struct {
	Kind     string            `form:"kind"`
	Subject  string            `form:"subject"`
	Text     string            `form:"text"`
	Property portal.PropertyID `form:"property"`
	Invoice  portal.InvoiceID  `form:"invoice"`
	Payment  portal.PaymentID  `form:"payment"`
	Key      string            `form:"key"`
}

// raising is the form as the use case takes it: a document says what kind of request it is.
func (f RequestForm) raising(files *service.Intake) service.Raising {
	kind, _ := portal.ParseRequestKind(f.Kind) // none is said by the use case
	in := service.Raising{Kind: kind, Subject: f.Subject, Text: f.Text, Property: f.Property, Key: f.Key[:min(len(f.Key), 64)], Files: files}
	switch {
	case f.Invoice != 0:
		in.Kind, in.About = portal.Dispute, portal.Ref{Kind: portal.KindInvoice, ID: uint64(f.Invoice)}
	case f.Payment != 0:
		in.Kind, in.About = portal.Correction, portal.Ref{Kind: portal.KindPayment, ID: uint64(f.Payment)}
	}
	return in
}

// RequestNew is the form to raise a request. A document that has an open one leads there instead.
func RequestNew(c *web.Ctx) error {
	in := RequestForm{
		Kind: c.Query("kind"), Invoice: portal.InvoiceID(c.IDQuery("invoice")), Payment: portal.PaymentID(c.IDQuery("payment")),
	}.raising(nil)
	desk, err := c.S.RequestDesk(c.Std(), c.Scope(), in.Kind, in.About)
	if err != nil {
		return err
	}
	if desk.Open != 0 {
		return c.To(paths.PortalRequest(desk.Open), &web.Flash{Variant: ui.Info, Text: c.L.T("There is an open request about it already. Write here.")})
	}
	v := url.Values{"kind": {c.Query("kind")}, "invoice": {c.Query("invoice")}, "payment": {c.Query("payment")}, "key": {rand.Text()}}
	if in.Kind == 0 {
		v.Set("kind", portal.Question.Key())
	}
	return showRequestForm(c, desk, ui.Form{Values: v}, false, 0)
}

// showRequestForm shows the form; again says that files were sent with it, which have to be chosen once more.
func showRequestForm(c *web.Ctx, d service.RequestDesk, form ui.Form, again bool, status int) error {
	return c.Show(web.Page{
		Title: views.RequestTitle(c.L, d), Nav: layout.Requests, Status: status,
		Body: views.NewRequest(views.RequestForm{RequestDesk: d, Form: form, Again: again, Business: c.V.Business.Profile.Name}),
	})
}

// RequestRaise raises a request.
func RequestRaise(c *web.Ctx) error {
	var f RequestForm
	files, err := c.BindFiles(c.Scope(), &f)
	defer files.Discard()
	in := f.raising(files)
	var r portal.Request
	var again bool
	if err == nil {
		r, again, err = c.S.RaiseRequest(c.Std(), c.Scope(), in)
	}
	if web.FaultyFiles(err) {
		desk, deskErr := c.S.RequestDesk(c.Std(), c.Scope(), in.Kind, in.About)
		if deskErr != nil {
			return deskErr
		}
		return showRequestForm(c, desk, c.Typed(err), files != nil, web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	if again {
		return c.To(paths.PortalRequest(r.ID), &web.Flash{Variant: ui.Info, Text: c.L.T("%s was sent already. It counts once.", r.Number)})
	}
	return c.To(paths.PortalRequest(r.ID), c.Said("%s has it as %s, and answers here.", c.V.Business.Profile.Name, r.Number))
}

// Request is one request's thread.
func Request(c *web.Ctx) error {
	return showRequest(c, ui.Form{Values: url.Values{"key": {rand.Text()}}}, false, 0)
}

func showRequest(c *web.Ctx, form ui.Form, again bool, status int) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	p, err := c.S.Request(c.Std(), c.Scope(), portal.RequestID(id))
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: p.Number, Nav: layout.Requests, Status: status,
		Body: views.Request(views.RequestView{RequestPage: p, Form: form, Again: again, Business: c.V.Business.Profile.Name}),
	})
}

// ReplyForm is a message as it is posted.
type ReplyForm struct {
	Text string `form:"text"`
	Key  string `form:"key"`
}

// RequestReply adds a message to the thread.
func RequestReply(c *web.Ctx) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	var f ReplyForm
	files, err := c.BindFiles(c.Scope(), &f)
	defer files.Discard()
	if err == nil {
		in := service.Reply{Text: f.Text, Key: f.Key[:min(len(f.Key), 64)], Files: files}
		err = c.S.ReplyRequest(c.Std(), c.Scope(), portal.RequestID(id), in)
	}
	if web.FaultyFiles(err) {
		return showRequest(c, c.Typed(err), files != nil, web.StatusOf(err))
	}
	return requestDone(c, portal.RequestID(id), err, c.Said("Sent."))
}

// RequestFile sends a file that came with a message.
func RequestFile(c *web.Ctx) error { return sendRequestFile(c, false) }

// RequestFileThumb sends the small picture of a file that came with a message.
func RequestFileThumb(c *web.Ctx) error { return sendRequestFile(c, true) }

func sendRequestFile(c *web.Ctx, small bool) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	file, err := c.ID("attachment")
	if err != nil {
		return err
	}
	f, err := c.S.OpenRequestFile(c.Std(), c.Scope(), portal.RequestID(id), portal.DocumentID(file), small)
	if err != nil {
		return err
	}
	return c.File(f)
}

// RequestClose says that the request is settled.
func RequestClose(c *web.Ctx) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	err = c.S.CloseRequest(c.Std(), c.Scope(), portal.RequestID(id))
	return requestDone(c, portal.RequestID(id), err, c.Said("Closed. A reply opens it again."))
}

// RequestReopen says that it isn't after all.
func RequestReopen(c *web.Ctx) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	err = c.S.ReopenRequest(c.Std(), c.Scope(), portal.RequestID(id))
	return requestDone(c, portal.RequestID(id), err, c.Said("Open again."))
}

// requestDone goes back to the thread, or shows it again with what was typed and why it was refused.
func requestDone(c *web.Ctx, id portal.RequestID, err error, said *web.Flash) error {
	if web.Faulty(err) {
		return showRequest(c, c.Typed(err), false, web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(paths.PortalRequest(id), said)
}
