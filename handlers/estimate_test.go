package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// offer are the fields of an estimate of two lines, the second one optional.
func (o *office) offer(more ...string) []string {
	return append([]string{
		"client", fmt.Sprint(o.acme.ID), "description", "New boiler", "expires", "2026-04-01", "deposit", "25%",
		"line", "Boiler", "detail", "", "quantity", "1", "unit", "", "price", "1000", "discount", "", "tax", "", "optional", "",
		"line", "Magnetic filter", "detail", "", "quantity", "2", "unit", "", "price", "50", "discount", "", "tax", "", "optional", "offered",
	}, more...)
}

func (o *office) estimate(at string) (e portal.Estimate) {
	o.T.Helper()
	var n uint64
	if _, err := fmt.Sscan(at[strings.LastIndexByte(at, '/')+1:], &n); err != nil {
		o.T.Fatal(err, at)
	}
	return o.EstimateNow(o.acme, portal.EstimateID(n))
}

func (o *office) workOff() {
	o.T.Helper()
	if _, err := o.Service.WorkOff(context.Background(), 50); err != nil {
		o.T.Fatal(err)
	}
}

func (o *office) mails(kind portal.MailKind) (to []string) {
	o.T.Helper()
	o.View(func(tx *store.Tx) error {
		ms, err := tx.Mails(store.MailQuery{Kinds: []portal.MailKind{kind}})
		for _, m := range ms.Rows {
			to = append(to, m.To)
		}
		return err
	})
	return to
}

func TestAnEstimateFromDraftToInvoice(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/estimates/new", o.offer("to", "ann@acme.test", "do", "save")...)
	o.staff.Get(at).Want(t, 200, "Draft estimate", "$1,000.00", "Optional, not included", "Delete draft")
	ann := o.As(o.ann)
	client := strings.Replace(at, "/office/", "/portal/", 1)
	ann.Get(client).Want(t, 404)
	ann.Get("/portal/estimates").Want(t, 200, "No estimates yet")

	o.post(at+"/send", "version", fmt.Sprint(o.estimate(at).Version), "to", "ann@acme.test", "message", "As discussed")
	if e := o.estimate(at); e.Number != "EST-1" || e.Revision != 1 || len(o.mails(portal.MailEstimate)) != 1 {
		t.Fatalf("%+v", e)
	}
	ann.Get(client).Want(t, 200, "Estimate EST-1", "New boiler", "Optional: tick it", "Accept for $1,000.00", `data-viewed-url="`+client+`/viewed"`, "$250.00")
	ann.Get("/portal").Want(t, 200, "Latest estimates", "One waits for your answer")
	ann.Get("/portal/estimates?status=waiting").Want(t, 200, "New boiler", "One over $1,000.00 waits", "Accept")
	ann.Get(client+"/total?line=1", "HX-Request", "true", "HX-Request-Type", "partial").
		Want(t, 200, "$1,100.00", "Accept for $1,100.00", "$275.00", "!<body")
	ann.Get(client+"?update=yes&line=1").Want(t, 200, "Accept for $1,100.00", "checked")
	ann.Post(client+"/viewed").Want(t, 204)
	o.staff.Get(at).Want(t, 200, "Viewed by Ann Acme")

	ann.Post(client+"/accept", "revision", "1", "name", " ", "order", "PO-9", "line", "1").Want(t, 422, "Type your name to sign", "PO-9", "Accept for $1,100.00")
	ann.Post(client+"/accept", "revision", "1", "name", "Ann", "signature", "1,2;x").Want(t, 422, "That drawing can’t be read")
	ann.Post(client+"/accept", "revision", "1", "name", "Ann Acme", "order", "PO-9", "line", "1", "signature", "1,2 30,40").Want(t, 303)
	e := o.estimate(at)
	if e.State != portal.EstimateAccepted || e.Signed.Total != 110_000 || e.Signed.Deposit != 27_500 || e.Signed.Order != "PO-9" || len(e.Signed.Hash) != 64 {
		t.Fatalf("%+v", e.Signed)
	}
	ann.Post(client+"/accept", "revision", "1", "name", "Ann Acme").Want(t, 422, "accepted already")
	o.workOff()
	if n := len(o.mails(portal.MailSigned)); n != 2 {
		t.Errorf("%d mails about the signature", n)
	}
	pdf := ann.Get(client + "/pdf")
	pdf.Want(t, 200)
	if text := shown(t, pdf); !strings.Contains(text, e.Signed.Hash) || !strings.Contains(text, "Ann Acme") || !strings.Contains(text, "$1,100.00") {
		t.Error("the signed PDF doesn’t say what was signed")
	}
	if again := ann.Get(client + "/pdf"); again.Body != pdf.Body {
		t.Error("the signed PDF changes")
	}
	ann.Get(client).Want(t, 200, "Signed PDF", e.Signed.Hash, "A deposit of $275.00 is due", "!Accept for")

	bill := o.post(at+"/invoice", "version", "1")
	if i := o.invoice(bill); i.Totals.Total != e.Signed.Total || i.Deposit != e.Signed.Deposit || i.Estimate != e.ID || i.Order != "PO-9" {
		t.Errorf("%+v", i)
	}
	o.staff.Get(at).Want(t, 200, "Invoiced", "Draft invoice")
	o.staff.Post(at+"/invoice", "version", "1").Want(t, 422, "invoiced already")
	o.post(bill+"/delete", "version", "1")
	if e := o.estimate(at); e.State != portal.EstimateAccepted {
		t.Errorf("the invoice is gone, the estimate is %d", e.State)
	}
	o.staff.Get("/office/audit?q=EST-1").Want(t, 200, "accepted an estimate")
}

func TestANewVersionShowsWhatChanged(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/estimates/new", o.offer("to", "ann@acme.test", "do", "send")...)
	client := strings.Replace(at, "/office/", "/portal/", 1)
	ann := o.As(o.ann)
	ann.Post(client+"/changes", "revision", "1", "changes", "Cheaper, please").Want(t, 303)
	o.staff.Get(at).Want(t, 200, "Changes requested", "Cheaper, please")
	if to := o.mails(portal.MailEstimateAnswered); len(to) != 1 {
		t.Errorf("told %v", to)
	}
	fields := o.offer("version", fmt.Sprint(o.estimate(at).Version), "to", "ann@acme.test")
	for n := range fields {
		if fields[n] == "1000" {
			fields[n] = "900"
		}
	}
	o.post(at+"/edit", append(fields, "do", "save")...)
	o.staff.Get(at).Want(t, 200, "Version 2 is not sent yet", "$1,000.00 → $900.00")
	ann.Get(client).Want(t, 200, "Accept for $1,000.00", "!900.00", "!not sent")
	o.post(at+"/send", "version", fmt.Sprint(o.estimate(at).Version), "to", "ann@acme.test")
	ann.Get(client).Want(t, 200, "version 2", "What changed since version 1", "Total: $1,000.00 → $900.00", "Accept for $900.00")

	ann.Post(client+"/accept", "revision", "1", "name", "Ann").Want(t, 409, "has changed since you opened it", "What changed since version 1", `value="Ann"`)
	ann.Post(client+"/decline", "revision", "1", "reason", "no").Want(t, 409, "has changed")
	if e := o.estimate(at); e.State != portal.EstimateSent {
		t.Fatalf("state %d", e.State)
	}
	ann.Post(client+"/decline", "revision", "2", "reason", " ").Want(t, 422, "Say in a few words why")
	ann.Post(client+"/decline", "revision", "2", "reason", "Too dear").Want(t, 303)
	ann.Get(client).Want(t, 200, "Declined", "Too dear", "!Accept for")
	o.staff.Get(at+"/pdf?version=1").Want(t, 200)
	o.staff.Get(at).Want(t, 200, "Version 1", "Version 2")
}

func TestWhoCanAcceptAnEstimate(t *testing.T) {
	o := newOffice(t)
	e := o.Estimate(o.acme, "Boiler", 50_000)
	at := paths.PortalEstimate(e.ID).String()
	viewer := o.Contact(o.acme, "Vic Viewer", "vic@acme.test", portal.Set(portal.ViewEstimates))
	vic := o.As(viewer)
	vic.Get(at).Want(t, 200, "Boiler", "not accept it", "!Accept for")
	fields := []string{"revision", "1", "name", "X"}
	vic.Post(at+"/accept", fields...).Want(t, 403)
	vic.Post(at+"/decline", "revision", "1", "reason", "x").Want(t, 403)
	o.As(o.Contact(o.acme, "Nil", "nil@acme.test", 0)).Get(at).Want(t, 403)
	o.As(o.Contact(o.other, "Bob", "bob@bolt.test", portal.AllPermissions)).Post(at+"/accept", fields...).Want(t, 404)
	o.staff.Post(at+"/accept", fields...).Want(t, 403)

	olive := o.App.Staff("Olive", "olive@larkfield.test", portal.Owner)
	peek := o.Preview(olive, o.ann, false)
	peek.Get(at).Want(t, 200, "stay the client’s own", "!Accept for", "!data-viewed-url")
	peek.Post(at+"/accept", fields...).Want(t, 403)
	act := o.Preview(olive, o.ann, true)
	for _, path := range []string{"/accept", "/code", "/decline", "/changes"} {
		act.Post(at+path, append(fields, "reason", "x", "changes", "x")...).Want(t, 403, "stay the client’s own")
	}
	if now := o.EstimateNow(o.acme, e.ID); now.State != portal.EstimateSent || !now.Viewed.IsZero() {
		t.Fatalf("%+v", now)
	}
	o.Pass(40 * 24 * time.Hour)
	ann := o.As(o.ann)
	ann.Get(at).Want(t, 200, "Expired", "!Accept for")
	ann.Post(at+"/accept", fields...).Want(t, 422, "has expired")
	ann.Get("/portal/estimates?status=expired").Want(t, 200, "Boiler")
	ann.Get("/portal/estimates?status=waiting").Want(t, 200, "Nothing matches")
}

func TestAcceptingWithACode(t *testing.T) {
	o := newOffice(t)
	o.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Estimates.Code, b.Estimates.Order = true, true
		return tx.PutBusiness(b)
	})
	e, other := o.Estimate(o.acme, "Boiler", 50_000), o.Estimate(o.acme, "Pump", 10_000)
	at := paths.PortalEstimate(e.ID).String()
	ann := o.As(o.ann)
	ann.Get(at).Want(t, 200, "E-mail me a code", "!Accept for")
	fields := []string{"revision", "1", "name", "Ann", "order", "PO-3", "line", "1"}
	ann.Post(at+"/accept", fields...).Want(t, 422, "hasn’t asked for a code")
	ann.Post(at+"/code", fields...).Want(t, 200, "The code from the e-mail", `value="PO-3"`, "Accept for $750.00")
	code, _ := o.Code("ann@acme.test")
	ann.Post(paths.PortalEstimateAccept(other.ID).String(), append(fields, "code", code)...).Want(t, 422, "!Thank you")
	o.Pass(2 * time.Minute)
	ann.Post(at+"/code", fields...).Want(t, 200, "Send another code")
	ann.Post(at+"/accept", append(fields, "code", "000000")...).Want(t, 422, "That code isn’t right")
	ann.Post(at+"/accept", "revision", "1", "name", "Ann", "code", "000000").Want(t, 422, "Write your purchase-order number")
	if now := o.EstimateNow(o.acme, e.ID); now.State != portal.EstimateSent {
		t.Fatal("accepted without a code")
	}
	code, _ = o.Code("ann@acme.test")
	ann.Post(at+"/accept", append(fields, "code", code)...).Want(t, 303)
	if now := o.EstimateNow(o.acme, e.ID); now.State != portal.EstimateAccepted || !now.Signed.Coded || now.Signed.Total != 75_000 {
		t.Fatalf("%+v", now)
	}
}
