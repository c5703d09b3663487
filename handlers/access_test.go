package handlers_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// off makes a contact without portal access, as staff type it.
func off(app *testkit.App, client portal.Client, name, email string) portal.Contact {
	c := portal.Contact{Client: client.ID, Name: name, Email: email, EmailNorm: email, Permissions: portal.PresetAccounts.Permissions(), Created: app.Now()}
	app.Update(func(tx *store.Tx) error {
		c.ID, c.Version = 0, 0
		return tx.PutContact(&c, 0)
	})
	return c
}

func reload(app *testkit.App, c portal.Contact) (now portal.Contact) {
	app.View(func(tx *store.Tx) (err error) {
		now, err = tx.Contact(portal.Sight{Client: c.Client}, c.ID)
		return err
	})
	return now
}

func settings(app *testkit.App, do func(*portal.Business)) {
	app.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		do(&b)
		return tx.PutBusiness(b)
	})
}

func events(app *testkit.App, kind portal.EventKind) (es []portal.Event) {
	app.View(func(tx *store.Tx) error {
		p, err := tx.OfficeEvents(store.EventQuery{Query: store.Query{Limit: 1000}, Kinds: []portal.EventKind{kind}})
		es = p.Rows
		return err
	})
	return es
}

const partial = "HX-Request-Type"

func TestTheCloudTurnsGreenInPlace(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := off(app, acme, "Ann Able", "ann@acme.test")
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))

	office.Get("/office/contacts").Want(t, 200, "Ann Able", `data-state="off"`, "Acme", "never")
	ask := office.Get(paths.OfficeContactInvite(ann.ID).String(), partial, "partial")
	ask.Want(t, 200, "Turn on portal access and send an invitation?", "ann@acme.test", "Proceed", "<dialog", "!<html")
	office.Get(paths.OfficeContactInvite(ann.ID).String()).Want(t, 200, "<html", "Proceed")

	on := office.Do("POST", paths.OfficeContactInvite(ann.ID).String(), url.Values{"clip": {"yes"}}, partial, "partial")
	on.Want(t, 200, `data-state="invited"`, `aria-pressed="true"`, "Ann Able", "!<html")
	if n := len(app.Mails(portal.MailInvitation, "ann@acme.test")); n != 1 {
		t.Fatalf("%d invitations", n)
	}
	office.Post(paths.OfficeContactInvite(ann.ID).String()).Want(t, 303)
	if n := len(app.Mails(portal.MailInvitation, "ann@acme.test")); n != 1 {
		t.Errorf("pressing twice sent %d invitations", n)
	}
	f := app.Facts(app.Mails(portal.MailInvitation, "ann@acme.test")[0])
	if f.By != "Sam" || f.Client != "Acme" || len(f.Does) == 0 || !f.Ends.Equal(app.Now().AddDate(0, 0, 7)) {
		t.Errorf("the mail knows %+v", f)
	}
	office.Get("/office/contacts?cloud=invited").Want(t, 200, "Ann Able", "invited today")
	office.Get("/office/contacts?cloud=off").Want(t, 200, "!Ann Able", "Nobody matches")
	if len(events(app, portal.EventAccessOn)) != 1 || len(events(app, portal.EventInvited)) != 1 {
		t.Error("the log misses it")
	}
}

func TestWhoHasNoAddressIsNotLetIn(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	al := off(app, acme, "Al", "")
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	office.Get("/office/contacts").Want(t, 200, "no e-mail")
	office.Get(paths.OfficeContactInvite(al.ID).String(), partial, "partial").Want(t, 200, "Al has no e-mail address", "Edit contact", "!Proceed")
	office.Post(paths.OfficeContactInvite(al.ID).String()).Want(t, 422, "Al has no e-mail address")
	answer := office.Do("POST", paths.OfficeContactInvite(al.ID).String(), url.Values{}, partial, "partial")
	if answer.Want(t, 422, "<dialog").Header.Get("HX-Retarget") != "#dialogs" {
		t.Error("the refusal replaces the contact")
	}
	if reload(app, al).On {
		t.Error("access is on")
	}
}

func TestTheMenuOfAGreenCloud(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := off(app, acme, "Ann", "ann@acme.test")
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	office.Post(paths.OfficeContactResend(ann.ID).String()).Want(t, 422, "Turn it on first")
	office.Post(paths.OfficeContactInvite(ann.ID).String()).Want(t, 303)

	first := office.Post(paths.OfficeContactLink(ann.ID).String()).Want(t, 200, "https://portal.test/invitation/", "shown only now")
	at := strings.Index(first.Body, "/invitation/") + len("/invitation/")
	works := func() (ok bool) {
		app.View(func(tx *store.Tx) error {
			_, err := tx.Slip(store.SlipInvite, auth.HashToken(first.Body[at:at+auth.TokenLen]))
			ok = err == nil
			return nil
		})
		return ok
	}
	if !works() {
		t.Error("the link that was handed over is not good")
	}
	office.Post(paths.OfficeContactResend(ann.ID).String()).Want(t, 303)
	if works() {
		t.Error("the older link still works")
	}
	if n := len(app.Mails(portal.MailInvitation, "ann@acme.test")); n != 2 {
		t.Errorf("%d invitations, want two", n)
	}
	office.Do("POST", paths.OfficeContactClip(ann.ID).String(), url.Values{"on": {"no"}}, partial, "partial").Want(t, 200, `aria-pressed="false"`)
	if reload(app, ann).Clip() {
		t.Error("the clip is still on")
	}
	here := app.Contact(acme, "Bea", "bea@acme.test", portal.AllPermissions)
	office.Post(paths.OfficeContactLink(here.ID).String()).Want(t, 200, "https://portal.test/sign-in", "!/invitation/")
}

func TestDisablingEndsWhatIsOpenAndNothingElse(t *testing.T) {
	app := testkit.Start(t)
	acme, bolt := app.Client("Acme"), app.Client("Bolt")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	cyd, cydBolt := app.Contact(acme, "Cyd", "cyd@both.test", portal.AllPermissions), app.Contact(bolt, "Cyd", "cyd@both.test", portal.AllPermissions)
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	a, c, d := app.As(ann), app.As(cyd), app.As(cydBolt)
	for _, b := range []*testkit.Browser{a, c, d} {
		b.Get("/portal/invoices").Want(t, 200)
	}
	office.Get(paths.OfficeContactDisable(cyd.ID).String()).Want(t, 200, "Cyd", "They keep their access to Bolt", "one device")
	office.Get(paths.OfficeContactDisable(ann.ID).String()).Want(t, 200, "!last Account admin")
	office.Post(paths.OfficeContactDisable(cyd.ID).String()).Want(t, 303)
	office.Get(paths.OfficeContactDisable(ann.ID).String()).Want(t, 200, "last Account admin of Acme")
	office.Post(paths.OfficeContactDisable(ann.ID).String()).Want(t, 303)

	a.Follow(a.Get("/portal/invoices").Want(t, 303)).Want(t, 200, "turned off your access to Acme")
	if to := c.Get("/portal/invoices").Want(t, 303).Header.Get("Location"); !strings.HasPrefix(to, "/sign-in/account") {
		t.Errorf("somebody with another account is led to %s", to)
	}
	d.Get("/portal/invoices").Want(t, 200)
	if len(app.Mails(portal.MailAccessChanged, "ann@acme.test")) != 1 {
		t.Error("Ann was not told")
	}
	settings(app, func(b *portal.Business) { b.Notify.Off = []string{portal.NotifyAccess} })
	office.Post(paths.OfficeContactDisable(cydBolt.ID).String()).Want(t, 303)
	if len(app.Mails(portal.MailAccessChanged, "cyd@both.test")) != 1 {
		t.Error("a mail that is switched off went out")
	}
	d.Get("/portal/invoices").Want(t, 303)
	office.Post(paths.OfficeContactInvite(ann.ID).String()).Want(t, 303)
	if !reload(app, ann).On {
		t.Error("access can't be turned on again")
	}
}

func TestPermissions(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	b := app.As(ann)
	url := paths.OfficeContactPermissions(ann.ID).String()
	office.Get(url).Want(t, 200, "What Ann may do", "Takes effect on their next click", "last Account admin")
	office.Get(url+"?preset=site", partial, "partial").Want(t, 200, `id="permissions"`, "!<html")
	b.Get("/portal/invoices").Want(t, 200)
	office.Follow(office.Post(url, "preset", "site", "preset_was", "admin")).Want(t, 200, "was the last Account admin")
	b.Get("/portal/invoices").Want(t, 403)
	office.Post(url, "preset", "custom", "preset_was", "site", "permission", "view-invoices").Want(t, 303)
	b.Get("/portal/invoices").Want(t, 200)
	office.Post(url, "permission", "rule-the-world").Want(t, 422, "There is no permission")
}

func TestAManagerOfUsersGivesWhatTheyHave(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	admin := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	some := portal.Set(portal.ManageUsers, portal.ViewInvoices)
	manager := app.Contact(acme, "Max", "max@acme.test", some)
	other := app.Contact(acme, "Oz", "oz@acme.test", 0)
	foreign := app.Contact(app.Client("Bolt"), "Bob", "bob@bolt.test", 0)
	scope := func(c portal.Contact) service.Scope {
		v, err := app.Service.Enter(context.Background(), app.As(c).Token, service.From{})
		if err != nil {
			t.Fatal(err)
		}
		return v.Scope
	}
	set := func(by, of portal.Contact, ps portal.Permissions) error {
		_, _, err := app.Service.SetPermissions(context.Background(), scope(by), of.ID, ps)
		return err
	}
	if err := set(manager, other, portal.Set(portal.ViewInvoices)); err != nil {
		t.Errorf("they can't give what they have: %v", err)
	}
	if err := set(manager, other, portal.Set(portal.Pay)); portal.CodeOf(err) != portal.CodeInvalid {
		t.Errorf("they gave what they lack: %v", err)
	}
	if err := set(manager, foreign, 0); portal.CodeOf(err) != portal.CodeInvalid && portal.CodeOf(err) != portal.CodeNotFound {
		t.Errorf("they reached another client: %v", err)
	}
	if err := set(admin, admin, some); portal.CodeOf(err) != portal.CodeInvalid {
		t.Errorf("the last Account admin locked themselves out: %v", err)
	}
	if err := set(other, admin, some); portal.CodeOf(err) != portal.CodeForbidden {
		t.Errorf("without manage users: %v", err)
	}
	app.Contact(acme, "Deputy", "dep@acme.test", portal.AllPermissions)
	if err := set(admin, admin, some); err != nil {
		t.Errorf("with a second admin: %v", err)
	}
}

// Every switch of SPEC §2 counts on the very next click, and what the browser gets is what the rule says.
func TestEverySwitchCountsOnTheNextClick(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	token := app.As(ann).Token
	permissions := rapid.Custom(func(t *rapid.T) portal.Permissions {
		return portal.Permissions(rapid.Uint64().Draw(t, "set")) & portal.AllPermissions
	})
	rapid.Check(t, func(t *rapid.T) {
		want := portal.Access{
			PortalOn: rapid.Bool().Draw(t, "on"), Business: permissions.Draw(t, "business"), Client: permissions.Draw(t, "client"),
			Contact: permissions.Draw(t, "contact"), ContactOn: rapid.Bool().Draw(t, "cloud"), ClientGone: rapid.Bool().Draw(t, "gone"),
		}
		app.Update(func(tx *store.Tx) error {
			b := *tx.Business()
			b.Portal.On, b.Portal.Off = want.PortalOn, portal.AllPermissions&^want.Business
			if err := tx.PutBusiness(b); err != nil {
				return err
			}
			client, err := tx.Client(portal.Sight{Client: acme.ID})
			if err != nil {
				return err
			}
			client.Off, client.Archived = portal.AllPermissions&^want.Client, want.ClientGone
			if err := tx.PutClient(&client, client.Version); err != nil {
				return err
			}
			c, err := tx.Contact(portal.Sight{Client: acme.ID}, ann.ID)
			if err != nil {
				return err
			}
			c.On, c.Permissions = want.ContactOn, want.Contact
			return tx.PutContact(&c, c.Version)
		})
		v, err := app.Service.Enter(context.Background(), token, service.From{})
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Scope.Permissions(); v.Place == service.InPortal && got != want.Effective() || (v.Place == service.InPortal) != want.In() {
			t.Fatalf("stands in %v with %b, want %b", v.Place, got, want.Effective())
		}
		status := map[bool]int{true: 200, false: 403}[want.Effective().Has(portal.ViewInvoices)]
		if !want.In() {
			status = 303
		}
		if got := app.Browser(token).Get("/portal/invoices").StatusCode; got != status {
			t.Fatalf("the page answers %d, want %d", got, status)
		}
	})
}

func TestEmployeesStayOut(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := off(app, acme, "Ann", "ann@acme.test")
	emma := app.AsStaff(app.Staff("Emma", "emma@larkfield.test", portal.Employee))
	for _, p := range []paths.URL{
		"/office/contacts", "/office/contacts.csv", "/office/settings/users", "/office/preview", paths.OfficeContact(ann.ID),
		paths.OfficeClientPortal(acme.ID), paths.OfficeContactInvite(ann.ID), paths.OfficePreviewClient(acme.ID),
	} {
		emma.Get(p.String()).Want(t, 403)
	}
	for _, p := range []paths.URL{paths.OfficeContactInvite(ann.ID), paths.OfficePreviewContact(ann.ID), "/office/contacts/bulk"} {
		emma.Post(p.String()).Want(t, 403)
	}
	if reload(app, ann).On {
		t.Error("an Employee let somebody in")
	}
}

func TestModulesAndRevoke(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	for i := range 45 {
		app.Contact(acme, fmt.Sprintf("Person %02d", i), fmt.Sprintf("p%d@acme.test", i), portal.AllPermissions)
	}
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	b := app.As(ann)
	tab := paths.OfficeClientPortal(acme.ID).String()
	office.Get(tab).Want(t, 200, "Portal users", "Ann", "Revoke everything", "Lately in the portal", "!What Ann may do")
	office.Get(tab+"?contact="+fmt.Sprint(ann.ID)).Want(t, 200, "What Ann may do", "Save permissions")
	office.Get(tab+"?contact=99999").Want(t, 404)

	b.Get("/portal/invoices").Want(t, 200)
	version := fmt.Sprint(1)
	office.Post(paths.OfficeClientModules(acme.ID).String(), "version", version, "module", "payments").Want(t, 303)
	b.Get("/portal/invoices").Want(t, 403)
	office.Follow(office.Post(paths.OfficeClientModules(acme.ID).String(), "version", version, "module", "invoices")).Want(t, 200, "Someone else changed")
	b.Get("/portal/invoices").Want(t, 403)

	office.Get(paths.OfficeClientRevoke(acme.ID).String()).Want(t, 200, "46 people lose access", "Ann", "and 34 more")
	office.Follow(office.Post(paths.OfficeClientRevoke(acme.ID).String())).Want(t, 200, "46 people no longer have access")
	b.Get("/portal/invoices").Want(t, 303)
	app.View(func(tx *store.Tx) error {
		if n := tx.Clouds(acme.ID); n[portal.CloudOff] != 46 {
			t.Errorf("clouds %v", n)
		}
		return nil
	})
}

func TestAutomaticAccess(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := off(app, acme, "Ann", "ann@acme.test")
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	send := func() {
		i := app.Invoice(acme, "Work", 1000, 10)
		office.Post(paths.OfficeInvoiceSend(i.ID).String(), "to", "ann@acme.test", "version", fmt.Sprint(i.Version))
	}
	send()
	if reload(app, ann).On {
		t.Fatal("access is on without the setting")
	}
	settings(app, func(b *portal.Business) { b.Portal.Automatic = true })
	send()
	if len(app.Mails(portal.MailInvoice, "ann@acme.test")) == 0 {
		t.Fatal("the invoice was not sent")
	}
	if !reload(app, ann).On || len(app.Mails(portal.MailInvitation, "ann@acme.test")) != 1 {
		t.Error("the first invoice did not turn access on")
	}
	office.Post(paths.OfficeContactDisable(ann.ID).String()).Want(t, 303)
	send()
	if reload(app, ann).On {
		t.Error("what staff disabled came back by itself")
	}
}

func TestPortalUsers(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	off(app, acme, "Hidden Harry", "h@acme.test")
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	app.As(ann)
	office.Get("/office/settings/users").Want(t, 200, "Ann", "Acme", "Account admin", "1 device", "Disable access", "!Hidden Harry")
	office.Get("/office/settings/users?q=acme").Want(t, 200, "Ann")
	office.Get("/office/settings/users?preset=site").Want(t, 200, "Nobody here")
	office.Get("/office/settings/users?seen=never").Want(t, 200, "Ann")
	office.Get("/office/settings/users?seen=week").Want(t, 200, "!ann@acme.test")
	app.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: acme.ID}, ann.ID)
		c.LastSeen = tx.Now.Add(-24 * time.Hour)
		if err != nil {
			return err
		}
		return tx.PutContact(&c, c.Version)
	})
	office.Get("/office/settings/users?seen=week").Want(t, 200, "Ann")
	office.Get("/office/settings/users.csv").Want(t, 200, "Ann,Acme,ann@acme.test,ann,on,Account admin", "!Harry")
	office.Get("/office/contacts.csv").Want(t, 200, "Hidden Harry,Acme", "Ann,Acme")
}
