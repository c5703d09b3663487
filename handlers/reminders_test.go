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

// reminders are the settings: 3 days before, on the 1st and the 7th day after.
func (o *office) reminders(version, on string) {
	o.T.Helper()
	o.post("/office/settings/reminders", "version", version, "hour", "9",
		"step_id", "1", "step_days", "3", "step_when", "before", "step_on", on, "step_text", "",
		"step_id", "2", "step_days", "1", "step_when", "after", "step_on", on, "step_text", "",
		"step_id", "3", "step_days", "7", "step_when", "after", "step_on", on, "step_text", "Please call us if something is wrong.")
}

// reminded runs the scheduled work and counts the reminders that exist.
func (o *office) reminded() (n int) {
	o.T.Helper()
	for range 2 {
		if err := o.Service.Remind(context.Background()); err != nil {
			o.T.Fatal(err)
		}
	}
	o.View(func(tx *store.Tx) error {
		ms, err := tx.Mails(store.MailQuery{Query: store.Query{Limit: 100}, Kinds: []portal.MailKind{portal.MailReminder}})
		n = len(ms.Rows)
		return err
	})
	return n
}

func TestReminders(t *testing.T) {
	o := newOffice(t)
	o.staff.Get("/office/settings/reminders").Want(t, 200, "days before it is due", `value="21"`, "09:00")
	o.staff.Post("/office/settings/reminders", "version", "0", "hour", "9", "step_days", "some", "step_when", "after", "step_on", "yes").
		Want(t, 422, "Write a whole number", `value="some"`)
	o.reminders("0", "yes")
	at := o.post("/office/invoices/new", o.draft("to", "ann@acme.test", "do", "send")...) // due 24 March
	o.staff.Get(at).Want(t, 200, "Send reminder now", "goes out by itself on Sat 21 Mar 2026")
	for _, c := range []struct{ days, want int }{{10, 0}, {1, 1}, {1, 1}, {2, 1}, {1, 2}, {1, 2}} {
		o.later(c.days)
		if n := o.reminded(); n != c.want {
			t.Fatalf("%s: %d reminders, want %d", o.Now(), n, c.want)
		}
	}
	o.later(30) // the program was down: the 7th day is long over, one reminder makes up for it
	if n := o.reminded(); n != 3 {
		t.Errorf("%d reminders after a month", n)
	}
	o.staff.Get(at).Want(t, 200, "Reminder sent", "No more go out by themselves")
	i := o.invoice(at)
	if len(i.Reminded) != 3 || i.Reminded[2].Days != 7 {
		t.Errorf("marks: %+v", i.Reminded)
	}
}

func TestWhatStopsReminders(t *testing.T) {
	o := newOffice(t)
	o.reminders("0", "yes")
	bill := func() (string, portal.Invoice) {
		at := o.post("/office/invoices/new", o.draft("to", "ann@acme.test", "do", "send")...)
		return at, o.invoice(at)
	}
	_, paid := bill()
	o.Payment(o.acme, paid, 17_300, "all of it")
	void, _ := bill()
	o.post(void+"/void", "reason", "A mistake")
	lost, _ := bill()
	o.post(lost + "/bad-debt")
	quiet, _ := bill()
	o.post(quiet + "/reminders")
	o.staff.Get(quiet).Want(t, 200, "Switched off for this invoice", "Switch on")
	o.later(11)
	if n := o.reminded(); n != 0 {
		t.Fatalf("%d reminders", n)
	}
	open, _ := bill()
	edit := fmt.Sprintf("/office/clients/%d/edit", o.acme.ID)
	o.post(edit, "name", "Acme", "currency", "USD", "version", "1", "no_reminders", "yes")
	o.later(12)
	if n := o.reminded(); n != 0 {
		t.Errorf("%d reminders to a client that wants none", n)
	}
	o.staff.Get(open).Want(t, 200, "Switched off for this client")
	o.post(edit, "name", "Acme", "currency", "USD", "version", "2")
	o.later(3)
	if n := o.reminded(); n != 1 {
		t.Errorf("%d reminders once it may be reminded again", n)
	}
	o.post(fmt.Sprintf("/office/clients/%d/archive", o.acme.ID), "archive", "true", "version", "3")
	o.later(7)
	if n := o.reminded(); n != 1 {
		t.Errorf("%d reminders to an archived client", n)
	}
}

func TestMoneyOnItsWayHoldsReminders(t *testing.T) {
	o := newOffice(t)
	o.reminders("0", "yes")
	at := o.post("/office/invoices/new", o.draft("to", "ann@acme.test", "do", "send")...)
	i := o.invoice(at)
	part := o.claimed(i, i.Open().Amount-1, "part")
	o.staff.Get(at).Want(t, 200, "goes out by itself", "Send reminder now")
	o.later(12)
	if n := o.reminded(); n != 1 {
		t.Fatalf("%d reminders while a part is on its way, want 1", n)
	}
	rest := o.claimed(i, 1, "rest")
	o.staff.Get(at).Want(t, 200, "Money for all of it is on its way", "!Send reminder now")
	o.later(1)
	o.staff.Post(at+"/remind").Want(t, 422, "Wait until it is decided")
	o.later(2)
	if n := o.reminded(); n != 1 {
		t.Errorf("%d reminders while all of it is on its way", n)
	}
	for _, p := range []portal.Payment{part, rest} {
		o.post(paths.OfficePayment(p.ID).String()+"/decline", "version", "1", "reason", "No such money came")
	}
	o.later(6)
	if n := o.reminded(); n != 2 {
		t.Errorf("%d reminders once the money was declined, want 2", n)
	}
}

func TestAReminderByHand(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/invoices/new", o.draft("to", "ann@acme.test", "do", "send")...)
	o.staff.Get(at).Want(t, 200, "Settings → Reminders")
	o.post(at + "/remind")
	o.staff.Get(at).Want(t, 200, "Reminder sent", "!Send reminder now")
	o.staff.Post(at+"/remind").Want(t, 422, "went out today already")
	if n := o.reminded(); n != 1 {
		t.Errorf("%d reminders", n)
	}
	o.later(20)
	o.post(at + "/remind")
	letter := o.Work().Wait("ann@acme.test", "6 days late")
	if !strings.Contains(letter.Subject, "is overdue, $173.00 to pay") || !strings.Contains(letter.Text, "/d/") {
		t.Errorf("the mail: %s\n%s", letter.Subject, letter.Text)
	}
	draft := o.post("/office/invoices/new", o.draft("do", "save")...)
	o.staff.Post(draft+"/remind").Want(t, 422, "Only an issued invoice")
	o.View(func(tx *store.Tx) error {
		es, err := tx.OfficeEvents(store.EventQuery{Kinds: []portal.EventKind{portal.EventReminderSent}})
		if len(es.Rows) != 2 || es.Rows[0].Name != "Otto Office" {
			t.Errorf("events: %+v", es.Rows)
		}
		return err
	})
}

// TestSwitchingRemindersOnSaysNothingOfThePast holds that old debts are not dunned the moment somebody saves the settings.
func TestSwitchingRemindersOnSaysNothingOfThePast(t *testing.T) {
	o := newOffice(t)
	o.Invoice(o.acme, "Old", 1000, -7)
	o.Invoice(o.acme, "Older", 1000, -29)
	o.reminders("0", "yes")
	if n := o.reminded(); n != 0 {
		t.Errorf("%d reminders", n)
	}
}

func TestADisputeStopsReminders(t *testing.T) {
	o := newOffice(t)
	o.reminders("0", "yes")
	at := o.post("/office/invoices/new", o.draft("to", "ann@acme.test", "do", "send")...)
	i := o.invoice(at)
	var dispute portal.Request
	o.Update(func(tx *store.Tx) error {
		dispute = portal.Request{
			Client: o.acme.ID, Kind: portal.Dispute, Subject: "Too much", Contact: o.ann.ID, Number: "R-1", Created: tx.Now,
			About: portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)},
		}
		return tx.PutRequest(&dispute, 0)
	})
	o.staff.Get(at).Want(t, 200, "reminders wait until that is settled", "!Send reminder now")
	o.staff.Post(at+"/remind").Want(t, 422, "settle the dispute first")
	o.later(11)
	if n := o.reminded(); n != 0 {
		t.Errorf("%d reminders of a disputed invoice", n)
	}
	o.Update(func(tx *store.Tx) error {
		dispute.State = portal.RequestClosed
		return tx.PutRequest(&dispute, dispute.Version)
	})
	o.later(4)
	if n := o.reminded(); n != 1 {
		t.Errorf("%d reminders once it is settled", n)
	}
}

// TestADisputeOvertakesAReminder: a reminder that still waits to be sent is not, once the invoice is disputed.
func TestADisputeOvertakesAReminder(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/invoices/new", o.draft("to", "ann@acme.test", "do", "send")...)
	o.post(at + "/remind")
	if n := len(o.Mails(portal.MailReminder, "ann@acme.test")); n != 1 {
		t.Fatalf("%d reminders wait", n)
	}
	o.As(o.ann).Post("/portal/requests/new", "kind", "dispute", "invoice", fmt.Sprint(o.invoice(at).ID), "text", "Too much", "key", "k").Want(t, 303)
	post := o.Work()
	post.Wait("otto@larkfield.test", "Too much")
	post.Wait("ann@acme.test", "Invoice INV-1")
	for range 200 {
		if m := o.Mails(portal.MailReminder, "ann@acme.test")[0]; m.State == portal.MailFailed {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("the reminder: %+v", o.Mails(portal.MailReminder, "ann@acme.test")[0])
}
