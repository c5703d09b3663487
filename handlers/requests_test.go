package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

func TestADisputeFromInvoiceToSettled(t *testing.T) {
	o := newOffice(t)
	box := o.Work()
	i := o.Invoice(o.acme, "Boiler service", 12_345, 9)
	at := fmt.Sprintf("/portal/invoices/%d", i.ID)
	ask := fmt.Sprintf("/portal/requests/new?invoice=%d&kind=dispute", i.ID)
	ann := o.As(o.ann)
	ann.Get(at).Want(t, 200, `href="`+strings.ReplaceAll(ask, "&", "&amp;")+`"`, "!is disputed")
	ann.Get(ask).Want(t, 200, "Dispute INV-1", "Boiler service", "Dispute $123.45")

	fields := []string{"kind", "dispute", "invoice", fmt.Sprint(i.ID), "key", "once", "text", "  "}
	ann.Post("/portal/requests/new", fields...).Want(t, 422, "Write a message.", `value="once"`, "Dispute INV-1")
	fields[7] = "The pump is not mine.\nLook again."
	thread := ann.Post("/portal/requests/new", fields...).Want(t, 303).Header.Get("Location")
	if again := ann.Post("/portal/requests/new", fields...).Want(t, 303).Header.Get("Location"); again != thread {
		t.Errorf("sent twice, it is %s and %s", thread, again)
	}
	ann.Get(thread).Want(t, 200, "INV-1 · Boiler service", "The pump is not mine.", "REQ-1", "Open", at)
	ann.Get(at).Want(t, 200, "This invoice is disputed.", thread, "!kind=dispute")
	ann.Get(ask).Want(t, 303)
	fields[5] = "twice"
	ann.Post("/portal/requests/new", fields...).Want(t, 422, "There is an open request about INV-1 already.", "The pump is not mine.")
	disputed(t, o, i.ID, true)

	told := box.Wait("otto@larkfield.test", "Dispute REQ-1 from Acme")
	desk := strings.Replace(thread, "/portal/", "/office/", 1)
	if told.Link("/office/requests/") != desk {
		t.Errorf("the mail leads to %q", told.Link("/"))
	}
	o.staff.Get("/office").Want(t, 200, "New requests", desk)
	o.staff.Get("/office/requests?state=open&kind=dispute").Want(t, 200, "REQ-1", "Acme", "One request waits for an answer.")
	o.staff.Get(fmt.Sprintf("/office/invoices/%d", i.ID)).Want(t, 200, "This invoice is disputed.", desk)
	o.staff.Get(desk).Want(t, 200, "The pump is not mine.", "Ann Acme", "Send and close")
	o.staff.Post(desk+"/reply", "text", "").Want(t, 422, "Write a message.")
	o.staff.Post(desk+"/reply", "text", "You are right.", "key", "a", "do", "send").Want(t, 303)
	o.staff.Post(desk+"/reply", "text", "You are right.", "key", "a", "do", "send").Want(t, 303)

	answer := box.Wait("ann@acme.test", "You are right.")
	if answer.Link("/portal/requests/") != thread {
		t.Errorf("the mail leads to %q", answer.Link("/"))
	}
	page := ann.Get(thread).Want(t, 200, "Answered", "Otto Office, Larkfield Heating &amp; Air", "You are right.")
	if n := strings.Count(page.Body, "You are right."); n != 1 {
		t.Errorf("one answer stands there %d times", n)
	}
	ann.Post(thread+"/close").Want(t, 303)
	ann.Post(thread+"/close").Want(t, 422, "closed already")
	ann.Get(at).Want(t, 200, "!is disputed", "kind=dispute")
	disputed(t, o, i.ID, false)
	o.staff.Post(desk+"/reopen").Want(t, 303)
	disputed(t, o, i.ID, true)
	o.staff.Post(desk+"/reply", "text", "A credit note follows.", "do", "close").Want(t, 303)
	disputed(t, o, i.ID, false)
	ann.Post(thread+"/reply", "text", "It never came.").Want(t, 303)
	disputed(t, o, i.ID, true)
	o.staff.Get(fmt.Sprintf("/office/clients/%d/activity", o.acme.ID)).Want(t, 200, "Request raised", "Request answered", "Request closed", "REQ-1", desk)
}

func disputed(t *testing.T, o *office, id portal.InvoiceID, want bool) {
	t.Helper()
	o.View(func(tx *store.Tx) error {
		got, err := tx.OpenDispute(id)
		if got != want {
			t.Errorf("disputed: %v, want %v", got, want)
		}
		return err
	})
}

func TestACorrectionShowsOnThePayment(t *testing.T) {
	o := newOffice(t)
	i := o.Invoice(o.acme, "Boiler service", 12_345, 9)
	p := o.Payment(o.acme, i, 2_000, "Check 7")
	ann := o.As(o.ann)
	ann.Get("/portal/requests/new?kind=correction").Want(t, 200, "Which one?", "PAY-1", "$20.00")
	ann.Get(fmt.Sprintf("/portal/requests/new?kind=correction&payment=%d", p.ID)).Want(t, 200, "Request a correction of PAY-1", "$20.00")
	ann.Post("/portal/requests/new", "payment", fmt.Sprint(p.ID), "text", "It was 25.").Want(t, 303)
	o.staff.Get(fmt.Sprintf("/office/payments/%d", p.ID)).Want(t, 200, "A correction of this payment was asked for.", "REQ-1")
	ann.Get("/portal/requests/new?kind=dispute").Want(t, 200, "Which one?", "INV-1", "$123.45")
}

func TestRaisingAQuestion(t *testing.T) {
	o := newOffice(t)
	ann := o.As(o.ann)
	ann.Get("/portal/requests").Want(t, 200, "Nothing raised yet", "New request", ">Complaints")
	ann.Post("/portal/requests/new", "kind", "complaint", "subject", "", "text", "It drips").
		Want(t, 422, "Say in a few words", "It drips", `value="complaint" checked`)
	ann.Post("/portal/requests/new", "subject", "Hello", "text", "It drips").Want(t, 422, "Choose what it is.")
	ann.Post("/portal/requests/new", "kind", "complaint", "subject", "A drip", "text", strings.Repeat("x", 5_001)).Want(t, 422, "under 5,000 letters")
	ann.Post("/portal/requests/new", "kind", "complaint", "subject", "A drip", "text", "It drips").Want(t, 303)
	ann.Post("/portal/requests/new", "kind", "question", "subject", "Opening hours", "text", "When?").Want(t, 303)
	ann.Get("/portal/requests").Want(t, 200, "A drip", "Opening hours")
	ann.Get("/portal/requests?kind=complaint").Want(t, 200, "<h1><bdi>Complaints</bdi></h1>", "A drip", "!Opening hours")
	ann.Get("/portal/requests?q=hours").Want(t, 200, "Opening hours", "!A drip")
	ann.Get("/portal/requests?state=closed").Want(t, 200, "Nothing matches")
	ann.Get("/portal/requests.csv?kind=question").Want(t, 200, "REQ-2,Question,Open,Opening hours,,2026-03-10 11:00,Ann Acme", "!A drip")
	o.staff.Get("/office/requests.csv").Want(t, 200, "REQ-1,Acme,Complaint,Open,A drip")
}

func TestWhatCannotBeDisputed(t *testing.T) {
	o := newOffice(t)
	draft := o.post("/office/invoices/new", o.draft()...)
	id := draft[strings.LastIndexByte(draft, '/')+1:]
	bolt := o.Invoice(o.other, "Secret of Bolt", 100, 3)
	void := o.Invoice(o.acme, "Wrong", 100, 3)
	o.post(fmt.Sprintf("/office/invoices/%d/void", void.ID), "reason", "Wrong")
	ann := o.As(o.ann)
	ann.Get(fmt.Sprintf("/portal/invoices/%d", void.ID)).Want(t, 200, "!kind=dispute")
	ann.Post("/portal/requests/new", "invoice", fmt.Sprint(void.ID), "text", "No").Want(t, 422, "Only an issued invoice can be disputed.", ">No<")
	absent := ann.Post("/portal/requests/new", "invoice", "99999", "text", "No").Want(t, 404)
	for _, other := range []string{id, fmt.Sprint(bolt.ID)} {
		ann.Get("/portal/requests/new?kind=dispute&invoice="+other).Want(t, 404)
		if got := ann.Post("/portal/requests/new", "invoice", other, "text", "No").Want(t, 404); plain(got) != plain(absent) {
			t.Error("it answers otherwise than an absent one")
		}
	}
	ann.Post("/portal/requests/new", "kind", "dispute", "text", "No").Want(t, 404)
}

func TestWhoSeesWhichRequests(t *testing.T) {
	o := newOffice(t)
	i := o.Invoice(o.acme, "Boiler service", 12_345, 9)
	ann := o.As(o.ann)
	dispute := ann.Post("/portal/requests/new", "invoice", fmt.Sprint(i.ID), "text", "No").Want(t, 303).Header.Get("Location")
	question := ann.Post("/portal/requests/new", "kind", "question", "subject", "Hours", "text", "When?").Want(t, 303).Header.Get("Location")

	site := o.As(o.Contact(o.acme, "Sid Site", "sid@acme.test", portal.Set(portal.RaiseRequests)))
	site.Get("/portal/requests").Want(t, 200, "Hours", "!Boiler service", "!dispute")
	site.Get("/portal/requests?kind=dispute").Want(t, 200, "!Boiler service")
	site.Get("/portal/requests.csv?kind=dispute").Want(t, 200, "!Boiler service")
	site.Get(question).Want(t, 200)
	site.Get(dispute).Want(t, 404)
	site.Post(dispute+"/reply", "text", "Me too").Want(t, 404)
	site.Get("/portal/requests/new?kind=dispute").Want(t, 403)
	site.Post("/portal/requests/new", "invoice", fmt.Sprint(i.ID), "text", "No").Want(t, 403)

	viewer := o.As(o.Contact(o.acme, "Vi View", "vi@acme.test", portal.PresetViewOnly.Permissions()))
	viewer.Get(fmt.Sprintf("/portal/invoices/%d", i.ID)).Want(t, 200, "This invoice is disputed.", "!"+dispute, "!kind=dispute")
	viewer.Get("/portal/requests").Want(t, 403)

	bob := o.As(o.Contact(o.other, "Bob Bolt", "bob@bolt.test", portal.AllPermissions))
	bob.Get(question).Want(t, 404)
	bob.Post(question+"/close").Want(t, 404)
}

func TestALimitedContactAsksAboutTheirProperties(t *testing.T) {
	o := newOffice(t)
	ps := []portal.Property{{Client: o.acme.ID, Name: "North House"}, {Client: o.acme.ID, Name: "South House"}}
	lim := o.Contact(o.acme, "Lim Ited", "lim@acme.test", portal.AllPermissions)
	o.Update(func(tx *store.Tx) error {
		for n := range ps {
			ps[n].ID, ps[n].Version = 0, 0
			if err := tx.PutProperty(&ps[n], 0); err != nil {
				return err
			}
		}
		c, err := tx.Contact(portal.Sight{Client: o.acme.ID}, lim.ID)
		if err != nil {
			return err
		}
		c.Properties = []portal.PropertyID{ps[0].ID}
		return tx.PutContact(&c, c.Version)
	})
	ask := func(b *testkit.Browser, subject string, at portal.PropertyID) testkit.Answer {
		return b.Post("/portal/requests/new", "kind", "question", "subject", subject, "text", "When?", "property", fmt.Sprint(at))
	}
	ann, few := o.As(o.ann), o.As(lim)
	ask(ann, "About nothing", 0).Want(t, 303)
	south := ask(ann, "About the south", ps[1].ID).Want(t, 303).Header.Get("Location")
	ask(ann, "About the north", ps[0].ID).Want(t, 303)
	few.Get("/portal/requests/new").Want(t, 200, "North House", "!South House")
	ask(few, "Whatever", 0).Want(t, 422, "Choose which property it is about.", "Whatever")
	ask(few, "Whatever", ps[1].ID).Want(t, 422, "Choose a property from the list.")
	mine := ask(few, "Mine", ps[0].ID).Want(t, 303).Header.Get("Location")
	few.Get(mine).Want(t, 200, "North House")
	few.Get(south).Want(t, 404)
	few.Get("/portal/requests").Want(t, 200, "Mine", "About the north", "!About the south", "!About nothing")
	few.Get("/portal/requests?q=north").Want(t, 200, "Mine", "!About the south")
	ann.Get("/portal/requests").Want(t, 200, "Mine", "About nothing")
}

func TestStaffWriteForTheClient(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	var acting, looking *testkit.Browser
	for _, a := range w.Actors() {
		switch a.Name {
		case "acting":
			acting = a.Browser
		case "preview":
			looking = a.Browser
		}
	}
	at := "/portal/requests/" + w.OwnThings["request"]
	looking.Post(at+"/reply", "text", "Sneaky").Want(t, 403)
	acting.Post(at+"/reply", "text", "They rang us").Want(t, 303)
	w.As(w.Ann).Get(at).Want(t, 200, "Otto Office for "+w.Own.Name, "They rang us", "!Sneaky")
}

func TestAMutedAnswerIsNotMailed(t *testing.T) {
	o := newOffice(t)
	r := o.Request(o.ann, portal.Question, "Hours", "When?")
	o.Update(func(tx *store.Tx) error {
		p, err := tx.Person(o.ann.Person)
		if err != nil {
			return err
		}
		p.Mute = []string{"request"}
		return tx.PutPerson(&p, p.Version)
	})
	o.post(fmt.Sprintf("/office/requests/%d/reply", r.ID), "text", "At nine.")
	if n := len(o.Mails(portal.MailRequestAnswered, "ann@acme.test")); n != 0 {
		t.Errorf("%d mails", n)
	}
}

// TestAnswersGoToWhoMayReadThem: who lost the invoices, or the property, gets no more of a thread by e-mail than they
// read in the portal; not what was on its way either.
func TestAnswersGoToWhoMayReadThem(t *testing.T) {
	for name, lose := range map[string]func(*portal.Contact){
		"the invoices": func(c *portal.Contact) { c.Permissions = c.Permissions.With(portal.ViewInvoices, false) },
		"the property": func(c *portal.Contact) { c.Properties = []portal.PropertyID{999} },
		"the access":   func(c *portal.Contact) { c.On = false },
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			i := o.Invoice(o.acme, "Boiler service", 12_345, 9)
			thread := o.As(o.ann).Post("/portal/requests/new", "invoice", fmt.Sprint(i.ID), "text", "Too much").Want(t, 303).Header.Get("Location")
			reply := func(key string) {
				o.staff.Post(strings.Replace(thread, "/portal/", "/office/", 1)+"/reply", "text", "You are right.", "key", key).Want(t, 303)
			}
			reply("a")
			o.Update(func(tx *store.Tx) error {
				c, err := tx.Contact(portal.Sight{Client: o.acme.ID}, o.ann.ID)
				if err != nil {
					return err
				}
				lose(&c)
				return tx.PutContact(&c, c.Version)
			})
			reply("b")
			mails := o.Mails(portal.MailRequestAnswered, "ann@acme.test")
			if len(mails) != 1 {
				t.Fatalf("%d answers are mailed, want the one from before", len(mails))
			}
			if err := o.Service.SendMail(t.Context(), mails[0].ID); err != nil {
				t.Fatal(err)
			}
			if m := o.Mails(portal.MailRequestAnswered, "ann@acme.test")[0]; m.State != portal.MailFailed || !strings.Contains(m.Why, "may no longer read") {
				t.Errorf("what was on its way: %v %q", m.State, m.Why)
			}
		})
	}
}
