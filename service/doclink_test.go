package service

import (
	"bytes"
	"context"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"portico/portal"
	"portico/store"
)

var docAddress = regexp.MustCompile(`/d/([A-Za-z0-9_-]{43})`)

// bill mails an issued invoice to the contact, with its document link.
func (o *outbox) bill() (i portal.Invoice, id portal.MailID) {
	o.t.Helper()
	o.update(func(tx *store.Tx) (err error) {
		i = portal.Invoice{Client: o.client, Currency: "USD", Description: "Boiler service", Lines: []portal.Line{
			{Description: "Boiler service", Quantity: decimal.NewFromInt(1), Price: decimal.NewFromInt(120)},
		}}
		if err := errors.Join(i.Work(), i.Issue("INV-1", tx.Today, 14), tx.PutInvoice(&i, 0)); err != nil {
			return err
		}
		m := portal.Mail{Kind: portal.MailInvoice, To: "marguerite@halvorsen.example", ToName: "Marguerite", Client: o.client, Contact: o.contact}
		f := portal.LetterFacts{Client: "Halvorsen", Invoice: i.ID}
		if err := o.docLink(tx, &m, &f, invoiceDocRef(i)); err != nil {
			return err
		}
		id, err = o.postID(tx, m, f)
		return err
	})
	return i, id
}

func invoiceDocRef(i portal.Invoice) portal.Ref {
	return portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}
}

// token is the one in a mail's document link.
func token(t *testing.T, raw string) string {
	t.Helper()
	found := docAddress.FindStringSubmatch(unfold(raw))
	if found == nil {
		t.Fatalf("no document link in\n%s", raw)
	}
	return found[1]
}

func TestDocumentLinkIsNotInTheFile(t *testing.T) {
	o := newOutbox(t)
	_, id := o.bill()
	o.work()
	got := o.post.mails()
	if len(got) != 1 {
		t.Fatalf("%d mails", len(got))
	}
	secret := token(t, got[0])
	m, err := o.OutboxMail(context.Background(), o.owner, id)
	if err != nil || m.Secret || token(t, string(m.Frozen)) != secret {
		t.Errorf("the office can't read what was sent: %v", err)
	}
	_ = o.db.Close()
	file, err := os.ReadFile(o.file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(file, []byte(secret)) || bytes.Contains(file, []byte("/d/"+secret[:20])) {
		t.Error("the token is in the data file")
	}
}

func TestMailSentAgainHasItsOwnLink(t *testing.T) {
	o := newOutbox(t)
	i, id := o.bill()
	o.work()
	again, err := o.Resend(context.Background(), o.owner, id)
	if err != nil || again == id {
		t.Fatalf("mail %d: %v", again, err)
	}
	o.work()
	got := o.post.mails()
	if len(got) != 2 || token(t, got[0]) == token(t, got[1]) {
		t.Fatalf("%d mails with one link", len(got))
	}
	ls, err := o.DocLinks(context.Background(), o.owner, invoiceDocRef(i))
	if err != nil || len(ls) != 2 || ls[0].Mail != again || ls[1].Mail != id || ls[0].To != "marguerite@halvorsen.example" {
		t.Errorf("%+v %v", ls, err)
	}
}

func TestRevokedBeforeItWasSent(t *testing.T) {
	o := newOutbox(t)
	i, _ := o.bill()
	sc, err := o.ForRecord(context.Background(), o.owner.Actor, invoiceDocRef(i))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := o.RevokeLinks(context.Background(), sc, invoiceDocRef(i)); n != 1 || err != nil {
		t.Fatalf("%d revoked: %v", n, err)
	}
	o.work()
	if got := unfold(o.post.mails()[0]); docAddress.MatchString(got) || !strings.Contains(got, "/portal/invoices/") {
		t.Error("the mail has a link that doesn't work")
	}
}

// TestLinkScope tries everything that a link's scope must not reach.
func TestLinkScope(t *testing.T) {
	o := newOutbox(t)
	i, _ := o.bill()
	o.work()
	ctx, from := context.Background(), From{}
	secret := token(t, o.post.mails()[0])
	v, err := o.EnterLink(ctx, secret, from)
	if err != nil || v.State != portal.DocLinkLive {
		t.Fatalf("%+v %v", v, err)
	}
	sc := v.Scope
	if d, err := o.Invoice(ctx, sc, i.ID); err != nil || d.Number != "INV-1" {
		t.Errorf("its own document: %v", err)
	}
	var other portal.Invoice
	o.update(func(tx *store.Tx) error {
		other = i
		other.ID, other.Version, other.Number = 0, 0, "INV-2"
		return tx.PutInvoice(&other, 0)
	})
	if _, err := o.Invoice(ctx, sc, other.ID); portal.CodeOf(err) != portal.CodeNotFound {
		t.Errorf("another invoice of the client: %v", err)
	}
	if l, err := o.Invoices(ctx, sc, store.InvoiceQuery{}); portal.CodeOf(err) != portal.CodeNotFound || len(l.Rows) != 0 {
		t.Errorf("the list: %d rows, %v", len(l.Rows), err)
	}
	if _, err := o.ForRecord(ctx, sc.Actor, invoiceDocRef(i)); portal.CodeOf(err) != portal.CodeNotFound {
		t.Errorf("as staff: %v", err)
	}
	if sc.May(portal.ViewPayments) || sc.Office() || sc.Client() != 0 || !sc.May(portal.ViewInvoices) || !sc.May(portal.Pay) {
		t.Error("it may too much, or too little")
	}
	nothing := func(*store.Tx) error { return nil }
	for name, n := range map[string]need{"profile": signedIn, "staff": staffOf(portal.Employee), "chat": may(portal.Chat)} {
		if err := o.change(ctx, sc, n, nothing); portal.CodeOf(err) != portal.CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := o.change(ctx, sc, may(portal.Pay), nothing); err != nil {
		t.Errorf("paying: %v", err)
	}
	staff, err := o.ForRecord(ctx, o.owner.Actor, invoiceDocRef(i))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.RevokeLinks(ctx, staff, invoiceDocRef(i)); err != nil {
		t.Fatal(err)
	}
	if err := o.change(ctx, sc, may(portal.Pay), nothing); portal.CodeOf(err) != portal.CodeForbidden {
		t.Errorf("paying by a link that has ended meanwhile: %v", err)
	}
}
