package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"portico/portal"
	"portico/store"
)

func (o *office) recurring(t *testing.T, at string) (r portal.Recurring) {
	t.Helper()
	var id uint64
	if _, err := fmt.Sscan(at[strings.LastIndexByte(at, '/')+1:], &id); err != nil {
		t.Fatal(err)
	}
	o.View(func(tx *store.Tx) (err error) {
		r, err = tx.Recurring(portal.Sight{Client: o.acme.ID}, portal.RecurringID(id))
		return err
	})
	return r
}

// later lets time go by and signs the office in anew.
func (o *office) later(days int) {
	o.Pass(time.Duration(days) * 24 * time.Hour)
	o.staff = o.AsStaff(o.App.Staff("Otto Office", fmt.Sprintf("otto%d@larkfield.test", o.Now().Unix()), portal.Office))
}

// monthly are the fields of a bill on the last day of every month.
func (o *office) monthly(more ...string) []string {
	return o.draft(append([]string{"every", "month", "interval", "1", "day", "31", "from", "2026-03-11", "to", "ann@acme.test"}, more...)...)
}

func (o *office) made(t *testing.T, r portal.Recurring) (days []string) {
	t.Helper()
	if err := o.Service.MakeRecurring(context.Background()); err != nil {
		t.Fatal(err)
	}
	o.View(func(tx *store.Tx) error {
		p, err := tx.Invoices(portal.Sight{Client: o.acme.ID}, store.InvoiceQuery{Query: store.Query{Limit: 100}})
		for i := len(p.Rows) - 1; i >= 0; i-- {
			if in, err := tx.Invoice(portal.Sight{Client: o.acme.ID}, p.Rows[i].ID); err == nil && in.Recurring == r.ID {
				days = append(days, in.Issued.ISO())
			}
		}
		return err
	})
	return days
}

func TestARecurringInvoice(t *testing.T) {
	o := newOffice(t)
	o.staff.Get("/office/recurring").Want(t, 200, "No recurring invoices yet")
	o.staff.Get("/office/recurring/new?client="+o.acme.Number).Want(t, 200, "How often", "The last day of the month", "ann@acme.test")
	o.staff.Post("/office/recurring/new", o.monthly("then", "send", "do", "add")...).Want(t, 200, `id="line-1"`, "$173.00")
	o.staff.Post("/office/recurring/new", o.monthly("then", "send", "count", "many")...).Want(t, 422, "Write a whole number", `value="many"`)
	o.staff.Post("/office/recurring/new", o.draft("every", "month", "interval", "1", "from", "2026-01-11", "then", "issue")...).Want(t, 422, "in the past")
	o.staff.Post("/office/recurring/new", o.draft("every", "month", "interval", "1", "from", "2026-03-11", "then", "send")...).Want(t, 422, "Choose at least one address")
	at := o.post("/office/recurring/new", o.monthly("then", "send")...)
	o.staff.Get(at).Want(t, 200, "Boiler service", "Every month, on the last day", "31 Mar 2026", "30 Apr 2026", "Pause", "ann@acme.test")
	o.staff.Get("/office/recurring?q=boil").Want(t, 200, "Boiler service", "Acme", "$173.00")
	o.staff.Get(fmt.Sprintf("/office/clients/%d/invoices", o.acme.ID)).Want(t, 200, "Recurring", "Every month")

	r := o.recurring(t, at)
	if days := o.made(t, r); days != nil {
		t.Fatalf("made too early: %v", days)
	}
	o.later(21) // 31 March
	if days := o.made(t, r); fmt.Sprint(days) != "[2026-03-31]" {
		t.Fatalf("made %v", days)
	}
	if days := o.made(t, r); len(days) != 1 {
		t.Fatalf("made again: %v", days)
	}
	o.staff.Get("/office/invoices").Want(t, 200, "INV-1", "Boiler service")
	o.As(o.ann).Get("/portal/invoices").Want(t, 200, "INV-1")
	o.View(func(tx *store.Tx) error {
		ms, err := tx.Mails(store.MailQuery{Kinds: []portal.MailKind{portal.MailInvoice}})
		if len(ms.Rows) != 1 {
			t.Errorf("%d mails", len(ms.Rows))
		}
		if b := tx.Balance(o.acme); b.Amount != 17_300 {
			t.Errorf("balance %v", b)
		}
		return err
	})
	o.later(65) // the program was down over April and May
	if days := o.made(t, r); fmt.Sprint(days) != "[2026-03-31 2026-04-30 2026-05-31]" {
		t.Errorf("made up for: %v", days)
	}
	o.staff.Get(at).Want(t, 200, "INV-3", "30 Jun 2026")
}

func TestAScheduleIsPausedEditedAndEnded(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/recurring/new", o.monthly("then", "issue")...)
	o.post(at + "/pause")
	o.later(40) // 19 April
	if days := o.made(t, o.recurring(t, at)); days != nil {
		t.Fatalf("made while paused: %v", days)
	}
	o.staff.Post(at+"/pause").Want(t, 422, "isn’t running")
	o.post(at + "/resume")
	o.staff.Get(at).Want(t, 200, "30 Apr 2026", "!31 Mar 2026")
	v := fmt.Sprint(o.recurring(t, at).Version)
	o.post(at+"/edit", o.draft("every", "week", "interval", "2", "from", "2026-03-11", "then", "draft", "version", v)...)
	o.staff.Get(at).Want(t, 200, "Every 2 weeks", "22 Apr 2026", "A draft is made")
	o.staff.Post(at+"/edit", o.draft("every", "year", "interval", "1", "from", "2026-03-11", "then", "draft", "version", v)...).Want(t, 409, "Someone else saved this")
	o.later(3)
	if days := o.made(t, o.recurring(t, at)); fmt.Sprint(days) != "[2026-04-22]" {
		t.Errorf("made %v", days)
	}
	o.staff.Get("/office/invoices?status=draft").Want(t, 200, "Boiler service")
	o.post(at + "/end")
	o.staff.Get(at).Want(t, 200, "Ended", "!Pause")
	o.later(60)
	if days := o.made(t, o.recurring(t, at)); len(days) != 1 {
		t.Errorf("made after its end: %v", days)
	}
	o.View(func(tx *store.Tx) error {
		es, err := tx.OfficeEvents(store.EventQuery{Kinds: []portal.EventKind{portal.EventRecurring}})
		if len(es.Rows) != 5 {
			t.Errorf("%d events", len(es.Rows))
		}
		return err
	})
}

// TestATroubledSchedule holds that a bill that can't be made stops its own schedule alone, and says why.
func TestATroubledSchedule(t *testing.T) {
	o := newOffice(t)
	post := o.Work()
	o.post("/office/settings/taxes", "version", "0", "rate_id", "", "rate_name", "VAT", "rate_percent", "20", "inclusive", "no", "per_line", "no")
	taxed := o.monthly("then", "issue")
	taxed[len(o.draft())-1] = "1"
	bad := o.post("/office/recurring/new", taxed...)
	good := o.post("/office/recurring/new", o.monthly("then", "issue")...)
	o.post("/office/settings/taxes", "version", "1", "inclusive", "no", "per_line", "no")
	o.later(21)
	if days := o.made(t, o.recurring(t, good)); len(days) != 1 {
		t.Errorf("the good one: %v", days)
	}
	if days := o.made(t, o.recurring(t, bad)); days != nil {
		t.Errorf("the bad one: %v", days)
	}
	o.staff.Get(bad).Want(t, 200, "It paused itself", "Choose a tax rate from the list.", "Resume")
	if n := len(o.made(t, o.recurring(t, good))); n != 1 {
		t.Errorf("made %d times", n)
	}
	if mail := post.Wait("otto@larkfield.test", "has stopped"); !strings.Contains(mail.Text, "Choose a tax rate from the list.") || mail.Link(bad) == "" {
		t.Errorf("the mail to staff: %s", mail.Text)
	}
	r := o.recurring(t, bad)
	o.Update(func(tx *store.Tx) error { // put right
		r.Bill.Lines[0].Tax = 0
		return tx.PutRecurring(&r, r.Version)
	})
	o.post(bad + "/resume")
	o.later(1)
	if days := o.made(t, o.recurring(t, bad)); len(days) != 1 {
		t.Errorf("what could not be made is made after it was put right: %v", days)
	}
}

// TestAMutedReceiverStopsNoBill: who wants no mails still gets their bill, in the portal.
func TestAMutedReceiverStopsNoBill(t *testing.T) {
	o := newOffice(t)
	o.Update(func(tx *store.Tx) error {
		p, err := tx.Person(o.ann.Person)
		if err != nil {
			return err
		}
		p.Mute = []string{"invoice"}
		return tx.PutPerson(&p, p.Version)
	})
	at := o.post("/office/recurring/new", o.monthly("then", "send", "to", "ann@acme.test")...)
	o.later(21)
	if days := o.made(t, o.recurring(t, at)); len(days) != 1 {
		t.Errorf("made: %v", days)
	}
	o.staff.Get(at).Want(t, 200, "!It paused itself")
}

func TestMakeABillRecurring(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/invoices/new", o.draft("issued", "2026-01-31", "do", "issue")...)
	i := o.invoice(at)
	o.staff.Get(at).Want(t, 200, "Make recurring")
	o.staff.Get(fmt.Sprintf("/office/recurring/new?invoice=%d", i.ID)).Want(t, 200, "Boiler service", `value="86.5"`, `value="2026-03-31"`, "$173.00")

	o = newOffice(t)
	o.Pass(-28 * 24 * time.Hour) // 10 February: the next month is a short one
	i = o.invoice(o.post("/office/invoices/new", o.draft("issued", "2026-01-31", "do", "issue")...))
	o.staff.Get(fmt.Sprintf("/office/recurring/new?invoice=%d", i.ID)).Want(t, 200, `value="2026-02-28"`, `name="day"`, `value="31"`)
}
