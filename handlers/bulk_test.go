package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// crowd makes contacts of one client in chunks: every tenth has no e-mail, every fifteenth has access already.
func crowd(app *testkit.App, client portal.Client, n int) {
	for from := 0; from < n; from += 90 {
		app.Update(func(tx *store.Tx) error {
			for i := from; i < min(from+90, n); i++ {
				c := portal.Contact{Client: client.ID, Name: fmt.Sprintf("Person %03d", i), Created: tx.Now, Permissions: portal.PresetSite.Permissions()}
				if i%10 != 0 {
					c.Email = fmt.Sprintf("p%03d@crowd.test", i)
					c.EmailNorm = c.Email
				}
				if i%15 == 1 {
					p := portal.Person{Name: c.Name, Email: c.Email, EmailNorm: c.Email, Created: tx.Now}
					if err := tx.PutPerson(&p, 0); err != nil {
						return err
					}
					c.Person, c.On, c.Accepted = p.ID, true, tx.Now
				}
				if err := tx.PutContact(&c, 0); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func work(t *testing.T, app *testkit.App, most int) int {
	t.Helper()
	n, err := app.Service.WorkOff(context.Background(), most)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestBulkInvitationOverAll(t *testing.T) {
	app := testkit.Start(t)
	crowd(app, app.Client("Crowd"), 450)
	other := app.Client("Other")
	off(app, other, "Bystander", "by@other.test")
	sam := app.Staff("Sam", "sam@larkfield.test", portal.Office)
	office := app.AsStaff(sam)
	office.Get("/office/contacts?q=crowd").Want(t, 200, "Select all 450")
	all := office.Get("/office/contacts?q=crowd&scope=all").Want(t, 200, "All 450 selected", `name="shown"`)
	if strings.Count(all.Body, " checked") < 25 {
		t.Error("the rows are not ticked")
	}
	office.Post("/office/contacts/bulk", "do", "invite", "scope", "all", "q", "crowd").Want(t, 200, "Send a portal invitation to 450 contacts?", "Person 000", "and 438 more")
	started := office.Post("/office/contacts/bulk", "do", "invite", "scope", "all", "q", "crowd", "confirmed", "yes").Want(t, 303)
	office.Follow(started).Want(t, 200, "Sending invitations", "0 of 450")

	if work(t, app, 5) != 5 {
		t.Fatal("nothing was queued")
	}
	halfway := office.Get("/office/runs/1").Want(t, 200, "100 of 450", "Sending invitations", "skipped", "No e-mail address.", "Person 010")
	if !strings.Contains(halfway.Body, `hx-trigger="load delay:1s"`) {
		t.Error("the panel does not ask again")
	}
	// The program starts anew: what is queued is in the store, and goes on where it was.
	app.Service = service.New(app.DB, app.Keys, service.Options{URL: "https://portal.test"})
	work(t, app, 1000)
	office.Get("/office/runs/1").Want(t, 200, "450 of 450", "Invitations sent", "375 sent, 30 already on, 45 skipped", "!load delay")
	office.Get("/office/runs/1?outcome=2").Want(t, 200, "Person 000", "No e-mail address.", "!Person 001")
	app.View(func(tx *store.Tx) error {
		if n := tx.Clouds(0); n[portal.CloudInvited] != 375 || n[portal.CloudOn] != 30 || n[portal.CloudOff] != 46 {
			t.Errorf("clouds are %v", n)
		}
		p, err := tx.Mails(store.MailQuery{Query: store.Query{Limit: 1000}, Kinds: []portal.MailKind{portal.MailInvitation}})
		if len(p.Rows) != 375 {
			t.Errorf("%d mails", len(p.Rows))
		}
		return err
	})
	if work(t, app, 1) != 0 {
		t.Error("something is still queued")
	}
	office.Do("GET", "/office/runs/1", nil, "HX-Request-Type", "partial", "HX-Target", "section#run-1").Want(t, 200, "450 of 450", "!<html", "!Person 001")
}

func TestBulkOverSomeAndExcept(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	bea := app.Contact(acme, "Bea", "bea@acme.test", portal.AllPermissions)
	cyd := off(app, acme, "Cyd", "cyd@acme.test")
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	b := app.As(ann)
	id := func(c portal.Contact) string { return fmt.Sprint(c.ID) }

	office.Post("/office/contacts/bulk", "do", "disable").Want(t, 422, "Select somebody first")
	office.Post("/office/contacts/bulk", "contact", id(ann)).Want(t, 422, "Choose what to do")
	office.Post("/office/contacts/bulk", "do", "disable", "contact", id(ann), "contact", id(cyd)).Want(t, 200, "Disable the access of 2 contacts?", "Ann", "Cyd")
	office.Post("/office/contacts/bulk", "do", "disable", "contact", id(ann), "contact", id(cyd), "confirmed", "yes").Want(t, 303)
	work(t, app, 10)
	b.Get("/portal/invoices").Want(t, 303)
	if !reload(app, bea).On {
		t.Error("Bea was not selected")
	}
	office.Get("/office/runs/1").Want(t, 200, "1 disabled, 1 already off")

	office.Post("/office/contacts/bulk", "do", "preset", "contact", id(bea), "confirmed", "yes").Want(t, 422, "Choose a preset")
	// All but Ann: her box was unticked.
	office.Post("/office/contacts/bulk", "do", "preset", "to", "view", "scope", "all", "shown", id(ann), "shown", id(bea), "contact", id(bea), "confirmed", "yes").Want(t, 303)
	work(t, app, 10)
	for c, want := range map[*portal.Contact]portal.Preset{&ann: portal.PresetAdmin, &bea: portal.PresetViewOnly, &cyd: portal.PresetViewOnly} {
		if got := reload(app, *c).Preset(); got != want {
			t.Errorf("%s has %s, want %s", c.Name, got.Name(), want.Name())
		}
	}
	office.Get("/office/runs/99").Want(t, 404)
}

func TestARunStopsWithTheRightsOfWhoBeganIt(t *testing.T) {
	app := testkit.Start(t)
	crowd(app, app.Client("Crowd"), 60)
	sam := app.Staff("Sam", "sam@larkfield.test", portal.Office)
	office := app.AsStaff(sam)
	boss := app.AsStaff(app.Staff("Olive", "olive@larkfield.test", portal.Owner))
	office.Post("/office/contacts/bulk", "do", "invite", "scope", "all", "confirmed", "yes").Want(t, 303)
	work(t, app, 1)
	app.Update(func(tx *store.Tx) error {
		st, err := tx.Staff(sam.ID)
		if err != nil {
			return err
		}
		st.Off = true
		return tx.PutStaff(&st, st.Version)
	})
	work(t, app, 100)
	boss.Get("/office/runs/1").Want(t, 200, "20 of 60", "Stopped before the end")
}

func TestARenamedClientIsFoundByItsContacts(t *testing.T) {
	app := testkit.Start(t)
	c := app.Client("Crowd")
	crowd(app, c, 230)
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	app.Update(func(tx *store.Tx) error {
		now, err := tx.Client(portal.Sight{Client: c.ID})
		if err != nil {
			return err
		}
		now.Name = "Multitude"
		return tx.PutClient(&now, now.Version)
	})
	work(t, app, 10)
	office.Get("/office/contacts?q=multitude").Want(t, 200, "Select all 230")
	office.Get("/office/contacts?q=crowd").Want(t, 200, "Select all 207") // those with an address at crowd.test
}
