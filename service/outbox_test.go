package service

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/internal/queue"
	"portico/portal"
	"portico/store"
)

func TestWhatIsPointlessIsNotSent(t *testing.T) {
	o := newOutbox(t)
	late, _ := o.challenge()
	o.post.answer(busyServer, nil)
	o.work()
	o.post.answer(nil, nil)
	o.clock = o.clock.Add(11 * time.Minute)
	replaced, ch := o.challenge()
	ch.Dead = true
	o.keep(auth.HashToken("b"), ch)
	again, _ := o.challenge() // the same browser, a minute later: its challenge takes the place of the one before
	o.clock = o.clock.Add(time.Minute)
	newest, newer := o.challenge()
	withdrawn, token := o.invite()
	o.update(func(tx *store.Tx) error { return tx.DeleteSlip(store.SlipInvite, auth.HashToken(token)) })
	void := o.put(portal.MailInvoice, portal.LetterFacts{Invoice: o.invoice(portal.Void)})
	gone := o.put(portal.MailInvoice, portal.LetterFacts{Invoice: 999})
	o.work()
	for id, why := range map[portal.MailID]string{late: whyExpired, replaced: whyReplaced, again: whyReplaced, withdrawn: whyWithdrawn, void: whyVoid, gone: whyGone} {
		if m := o.mail(id); m.State != portal.MailFailed || m.Why != why {
			t.Errorf("want %q: %+v", why, m)
		}
	}
	if m := o.mail(late); m.Detail != "Your mail server cannot take the mail now. It will be tried again." {
		t.Errorf("what had kept the code: %q", m.Detail)
	}
	got := o.post.mails()
	if o.mail(newest).State != portal.MailSent || len(got) != 1 || !strings.Contains(got[0], newer.Code(o.keys)) {
		t.Errorf("%d mails were sent", len(got))
	}
}

func (o *outbox) invoice(state portal.InvoiceState) (id portal.InvoiceID) {
	o.update(func(tx *store.Tx) error {
		i := portal.Invoice{Client: o.client, Number: fmt.Sprintf("INV-%d", state), State: state, Currency: "USD", Issued: 20_500, Due: 20_514, Totals: portal.Totals{Net: 124_000, Total: 124_000}}
		err := tx.PutInvoice(&i, 0)
		id = i.ID
		return err
	})
	return id
}

func TestInvoiceAndReceiptTellTheRecord(t *testing.T) {
	o := newOutbox(t)
	invoice := o.invoice(portal.Issued)
	var payment portal.PaymentID
	o.update(func(tx *store.Tx) error {
		p := portal.Payment{Client: o.client, Number: "PAY-9", On: 20_510, Amount: 5_000, Currency: "USD", Allocations: []portal.Allocation{{Invoice: invoice, Amount: 5_000}}}
		err := tx.PutPayment(&p, 0)
		payment = p.ID
		return err
	})
	bill := o.put(portal.MailInvoice, portal.LetterFacts{Invoice: invoice})
	receipt := o.put(portal.MailReceipt, portal.LetterFacts{Payment: payment})
	o.work()
	if s := o.mail(bill).Subject; !strings.HasPrefix(s, "Invoice INV-1 from Larkfield Heating & Air: $1,240.00") {
		t.Errorf("subject %q", s)
	}
	if s := o.mail(receipt).Subject; !strings.HasPrefix(s, "Receipt: $50.00") {
		t.Errorf("subject %q", s)
	}
	if all := unfold(strings.Join(o.post.mails(), "")); !strings.Contains(all, "https://portal.larkfield.example"+paths.PortalInvoice(invoice).String()) {
		t.Error("the invoice's mail lacks its link")
	}
}

func TestResend(t *testing.T) {
	o := newOutbox(t)
	ctx := context.Background()
	code, _ := o.challenge()
	waiting := o.put(portal.MailTest, portal.LetterFacts{})
	for _, id := range []portal.MailID{code, waiting} {
		if _, err := o.Resend(ctx, o.owner, id); portal.CodeOf(err) != portal.CodeInvalid {
			t.Errorf("mail %d: %v", id, err)
		}
	}
	invite, _ := o.invite()
	o.work()
	again, err := o.Resend(ctx, o.owner, waiting)
	if err != nil || again == waiting || o.mail(again).MessageID == o.mail(waiting).MessageID {
		t.Fatalf("a sent mail again: %d, %v", again, err)
	}
	o.work()
	if n := len(o.post.mails()); n != 4 {
		t.Errorf("%d mails", n)
	}
	o.clock = o.clock.Add(8 * 24 * time.Hour)
	if _, err := o.Resend(ctx, o.owner, invite); portal.CodeOf(err) != portal.CodeInvalid {
		t.Errorf("an expired invitation: %v", err)
	}
	client := Scope{sight: portal.Sight{Client: o.client}, contact: o.contact, may: portal.AllPermissions}
	if _, err := o.Resend(ctx, client, waiting); portal.CodeOf(err) != portal.CodeForbidden {
		t.Errorf("a client: %v", err)
	}
	if _, err := o.Resend(ctx, o.owner, 999); portal.CodeOf(err) != portal.CodeNotFound {
		t.Errorf("an absent one: %v", err)
	}
}

func TestWorkerSendsAndGivesUp(t *testing.T) {
	o := newOutbox(t)
	changed := make(chan struct{}, 64)
	_ = o.db.Close()
	db, err := store.Open(o.file, store.Options{NoSync: true, Notify: func(map[store.Topic]struct{}) { changed <- struct{}{} }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	o.db = db
	q := o.Worker(queue.Options{})
	q.Start()
	ids := []portal.MailID{o.put(portal.MailTest, portal.LetterFacts{}), o.put(portal.MailNewDevice, portal.LetterFacts{})}
	q.Wake()
	for deadline := time.After(20 * time.Second); o.mail(ids[0]).State != portal.MailSent || o.mail(ids[1]).State != portal.MailSent; {
		select {
		case <-changed:
		case <-deadline:
			t.Fatal("the worker did not send")
		}
	}
	if err := q.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if n := len(o.post.mails()); n != 2 {
		t.Errorf("%d mails", n)
	}
}

func TestGivenUpAfterManyTries(t *testing.T) {
	o := newOutbox(t)
	o.post.answer(busyServer, nil)
	id := o.put(portal.MailInvitation, portal.LetterFacts{By: "Sam"})
	for range 20 {
		o.work()
		o.clock = o.clock.Add(24 * time.Hour)
	}
	if m := o.mail(id); m.State != portal.MailFailed || m.Why != whyGivenUp || !strings.Contains(m.Detail, "closed for lunch") || o.delivery() != whyGivenUp || o.work() != 0 {
		t.Errorf("%+v", m)
	}
}

func TestSweep(t *testing.T) {
	o := newOutbox(t)
	o.update(func(tx *store.Tx) error {
		for i := range 400 {
			if err := tx.PutSlip(store.Slip{Kind: store.SlipLimit, Hash: [32]byte{byte(i), byte(i >> 8), 1}, Expires: o.clock.Add(time.Minute)}); err != nil {
				return err
			}
		}
		return tx.PutSlip(store.Slip{Kind: store.SlipSession, Hash: [32]byte{9}, Expires: o.clock.Add(time.Hour)})
	})
	o.clock = o.clock.Add(2 * time.Minute)
	if err := o.sweep(context.Background()); err != nil {
		t.Fatal(err)
	}
	o.update(func(tx *store.Tx) error {
		if n, err := tx.SweepSlips(1000); n != 0 || err != nil {
			t.Errorf("%d are left, %v", n, err)
		}
		_, err := tx.Slip(store.SlipSession, [32]byte{9})
		return err
	})
}

func TestWhatAPersonTurnedOffIsNotMailed(t *testing.T) {
	o := newOutbox(t)
	o.update(func(tx *store.Tx) error {
		p, err := tx.Person(o.owner.person)
		if err != nil {
			return err
		}
		p.Mute = []string{"payment"}
		return tx.PutPerson(&p, p.Version)
	})
	o.update(func(tx *store.Tx) error {
		for _, kind := range []portal.MailKind{portal.MailReceipt, portal.MailNewDevice} {
			m := portal.Mail{Kind: kind, To: "sam@larkfield.example", Person: o.owner.person}
			if err := o.Service.post(tx, m, portal.LetterFacts{At: tx.Now}); err != nil {
				return err
			}
		}
		return nil
	})
	if err := o.db.View(context.Background(), func(tx *store.Tx) error {
		if n := tx.MailCounts()[portal.MailWaiting]; n != 1 {
			t.Errorf("%d mails wait, want only the one that can't be turned off", n)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
