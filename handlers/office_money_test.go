package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// claimed is a payment that Ann of Acme says she made for an invoice.
func (o *office) claimed(i portal.Invoice, amount int64, key string) (p portal.Payment) {
	o.T.Helper()
	v, err := o.Service.Enter(context.Background(), o.As(o.ann).Token, service.From{})
	if err != nil {
		o.T.Fatal(err)
	}
	p, _, err = o.Service.ReportPayment(context.Background(), v.Scope, service.Claim{
		Key: key, On: i.Issued, Method: portal.ByTransfer, Amount: amount, Reference: "TRF 9", Note: "From the other account",
		Parts: []portal.Allocation{{Invoice: i.ID, Amount: amount}},
	})
	if err != nil {
		o.T.Fatal(err)
	}
	return p
}

func (o *office) balance() (m portal.Money) {
	o.View(func(tx *store.Tx) error {
		m = tx.Balance(o.acme)
		return nil
	})
	return m
}

func TestApprovingAReportedPayment(t *testing.T) {
	o := newOffice(t)
	i := o.Invoice(o.acme, "Boiler", 10_000, 5)
	p := o.claimed(i, 10_000, "c1")
	at := paths.OfficePayment(p.ID).String()
	o.staff.Get("/office").Want(t, 200, "Payments to approve", p.Number, "Acme")
	o.staff.Get("/office/payments?status=to-approval").Want(t, 200, p.Number, "To approval")
	o.staff.Get("/office/payments?status=completed").Want(t, 200, "!"+at)
	o.staff.Get(at).Want(t, 200, "To approval", "What it is meant for", i.Number, "Ann Acme", "From the other account", at+"/approve", at+"/decline", "!Refund<")
	o.staff.Get(at+"/approve").Want(t, 200, `value="100.00"`, "Ann Acme says", i.Number)
	o.staff.Post(at+"/approve", "version", "1", "on", "2031-01-01", "amount", "90.00").Want(t, 422, "in the future", `value="90.00"`)
	o.As(o.ann).Post(at+"/approve", "version", "1").Want(t, 403)
	o.AsStaff(o.App.Staff("Emma", "emma@larkfield.test", portal.Employee)).Post(at+"/approve", "version", "1").Want(t, 403)
	fields := []string{"version", "1", "on", p.On.ISO(), "amount", "90", "to", "ann@acme.test"}
	o.post(at+"/approve", fields...)
	o.staff.Post(at+"/approve", fields...).Want(t, 409, "Completed")
	o.staff.Post(at+"/decline", "version", "1", "reason", "No").Want(t, 409, "Completed")
	o.staff.Get(at).Want(t, 200, "Completed", "$90.00", at+"/refund")
	if got := o.InvoiceNow(o.acme, i.ID).Open().Amount; got != 1_000 {
		t.Errorf("%d is open", got)
	}
	if n := len(o.Mails(portal.MailReceipt, "ann@acme.test")); n != 1 {
		t.Errorf("%d receipts", n)
	}
	o.staff.Get("/office").Want(t, 200, "!Payments to approve")
}

func TestDecliningAReportedPayment(t *testing.T) {
	o := newOffice(t)
	p := o.claimed(o.Invoice(o.acme, "Boiler", 10_000, 5), 10_000, "c1")
	at := paths.OfficePayment(p.ID).String()
	o.staff.Get(at+"/decline").Want(t, 200, "Decline "+p.Number)
	o.staff.Post(at+"/decline", "version", "1", "reason", " ").Want(t, 422, "Say why")
	o.staff.Post(at+"/decline", "version", "7", "reason", "Nothing came").Want(t, 409, "Nothing came")
	o.post(at+"/decline", "version", "1", "reason", "Nothing came")
	o.staff.Get(at).Want(t, 200, "Declined", "Nothing came", "!"+at+"/approve")
	o.As(o.ann).Get(paths.PortalPayment(p.ID).String()).Want(t, 200, "Declined", "Nothing came")
	o.staff.Get(at+"/approve").Want(t, 303)
	if b := o.balance(); b.Amount != 10_000 {
		t.Errorf("balance %v", b)
	}
}

func TestRefundAndTakingApart(t *testing.T) {
	o := newOffice(t)
	i := o.Invoice(o.acme, "Boiler", 10_000, 5)
	p := o.Payment(o.acme, i, 10_000, "TRF")
	at := paths.OfficePayment(p.ID).String()
	form := o.staff.Get(at+"/refund").Want(t, 200, `value="100.00"`, "Open again", i.Number)
	o.staff.Do("GET", at+"/refund?amount=40", nil, "HX-Request", "true", "HX-Request-Type", "partial").Want(t, 200, "$40.00", "!<body")
	key := field(form.Body, "key")
	o.staff.Post(at+"/refund", "version", "1", "amount", "400", "reason", "Too late", "key", key).Want(t, 422, "more than can still be refunded", `value="400"`, "Too late")
	o.staff.Post(at+"/refund", "version", "9", "amount", "40", "reason", "Too late", "key", key).Want(t, 409, "Too late")
	for range 2 { // a double click
		o.post(at+"/refund", "version", "1", "amount", "40", "reason", "Too late", "key", key)
	}
	o.staff.Get(at).Want(t, 200, "Partly refunded", "Too late", "$60.00")
	o.As(o.ann).Get(paths.PortalPayment(p.ID).String()).Want(t, 200, "Partly refunded", "$40.00", "Too late")
	o.As(o.ann).Get("/portal/statement?period=all").Want(t, 200, "Refund, Bank transfer: Too late")
	if b := o.balance(); b.Amount != 4_000 {
		t.Errorf("balance %v", b)
	}
	o.staff.Get(fmt.Sprintf("%s/release?invoice=%d", at, i.ID)).Want(t, 200, "$60.00", "credit on account")
	o.staff.Post(at+"/release", "version", "1", "invoice", fmt.Sprint(i.ID)).Want(t, 409)
	o.staff.Post(at+"/release", "version", "2", "invoice", "99999").Want(t, 404)
	o.post(at+"/release", "version", "2", "invoice", fmt.Sprint(i.ID))
	o.staff.Get(at).Want(t, 200, "No invoice yet", "!/release")
	if n := o.InvoiceNow(o.acme, i.ID); n.Open().Amount != 10_000 || o.balance().Amount != 4_000 {
		t.Errorf("open %v, balance %v", n.Open(), o.balance())
	}
	o.staff.Get("/office/payments.csv").Want(t, 200, "Refunded", "40.00", "Partly refunded")
}

func TestCreditingAnInvoice(t *testing.T) {
	o := newOffice(t)
	i := o.Invoice(o.acme, "Boiler", 10_000, 5)
	other := o.Invoice(o.acme, "Pump", 3_000, 9)
	o.Payment(o.acme, i, 9_000, "TRF")
	at := paths.OfficeInvoice(i.ID).String()
	page := o.staff.Get(at+"/credit").Want(t, 200, "Boiler", `value="100"`, "Credit "+i.Number, at+"/credit/work")
	key := field(page.Body, "key")
	lines := func(price string, more ...string) []string {
		return append([]string{"key", key, "line", "Boiler", "detail", "", "quantity", "1", "unit", "", "price", price, "tax", ""}, more...)
	}
	o.staff.Do("POST", at+"/credit/work", form(lines("25")...), "HX-Request", "true", "HX-Request-Type", "partial").Want(t, 200, "$25.00", "!<body")
	o.staff.Post(at+"/credit", lines("25")...).Want(t, 422, "Say why", `value="25"`)
	o.staff.Post(at+"/credit", lines("250", "reason", "Wrong")...).Want(t, 422, "more than the invoice asked for", "Wrong")
	added := o.staff.Post(at+"/credit", lines("25", "reason", "Wrong", "do", "add")...).Want(t, 200, `id="line-1"`, "Wrong")
	if strings.Contains(added.Body, `id="line-2"`) {
		t.Error("two lines were added")
	}
	note := o.post(at+"/credit", lines("25", "reason", "Wrong boiler")...)
	if again := o.post(at+"/credit", lines("25", "reason", "Wrong boiler")...); again != note {
		t.Errorf("a double submit went to %s after %s", again, note)
	}
	o.staff.Get(note).Want(t, 200, "Credit note CN-1", "Wrong boiler", "−$25.00", i.Number, "Credit on account", "$15.00", "Apply $15.00", "Pump")
	o.staff.Get(at).Want(t, 200, "Credited, CN-1", "−$10.00", "$10.00 credited")
	o.staff.Post(note+"/apply", "version", "2", "how", "hand", portal.PartField(other.ID), "16").Want(t, 422, "more than is left", `value="16"`)
	o.staff.Post(note+"/apply", "version", "1", "how", "oldest").Want(t, 409)
	o.post(note+"/apply", "version", "2", "how", "oldest")
	if n := o.InvoiceNow(o.acme, other.ID); n.Credited != 1_500 || o.balance().Amount != 10_000+3_000-9_000-2_500 {
		t.Errorf("credited %d, balance %v", n.Credited, o.balance())
	}
	ann := o.As(o.ann)
	mine := strings.Replace(note, "/office/", "/portal/", 1)
	ann.Get(mine).Want(t, 200, "Credit note CN-1", "Wrong boiler", "−$25.00")
	if pdf := ann.Get(mine+"/pdf").Want(t, 200); !strings.Contains(shown(t, pdf), "Wrong boiler") {
		t.Error("the PDF is of something else")
	}
	ann.Get(paths.PortalInvoice(i.ID).String()).Want(t, 200, "Credited, CN-1", mine)
	ann.Get("/portal/statement?period=all").Want(t, 200, "Credit note: Wrong boiler", mine)
	o.As(o.Contact(o.other, "Bob", "bob@bolt.test", portal.AllPermissions)).Get(mine).Want(t, 404)
	ann.Post(at+"/credit").Want(t, 403)
	o.staff.Get("/office/credit-notes").Want(t, 200, "CN-1", "Acme")
	o.staff.Get("/office/credit-notes?status=credit").Want(t, 200, "!CN-1")
	o.staff.Get("/office/credit-notes.csv").Want(t, 200, "CN-1", "Wrong boiler", "25.00")
	o.staff.Get(paths.OfficeClientInvoices(o.acme.ID).String()).Want(t, 200, "CN-1")
}

func TestSendingACreditNote(t *testing.T) {
	o := newOffice(t)
	box := o.Work()
	i := o.Invoice(o.acme, "Boiler", 10_000, 5)
	at := paths.OfficeCreditNote(o.CreditNote(o.acme, i, 2_500, "One radiator less").ID).String()
	o.staff.Get(at+"/send").Want(t, 200, "ann@acme.test")
	o.staff.Post(at+"/send", "other", "nowhere").Want(t, 422, "isn’t an e-mail address")
	o.post(at+"/send", "to", "ann@acme.test", "message", "Sorry!")
	letter := box.Wait("ann@acme.test", "CN-1")
	if link := letter.Link("/d/"); link == "" {
		t.Error("no link in the letter")
	}
	o.staff.Get(at).Want(t, 200, "Send again", "ann@acme.test")
}
