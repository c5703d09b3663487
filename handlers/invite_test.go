package handlers_test

import (
	"fmt"
	"testing"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

func TestInviteSomebodyNew(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	url := paths.OfficeClientInvite(acme.ID).String()
	office.Get(url).Want(t, 200, "Invite to the portal", "Send credentials by e-mail", "!A generated password")
	office.Post(url, "name", "Zoë", "email", "", "preset", "accounts", "preset_was", "custom", "send", "yes").Want(t, 422, "Write the e-mail address", `value="Zoë"`)
	office.Post(url, "name", "", "email", "zoe@acme.test", "preset", "accounts", "preset_was", "custom").Want(t, 422, "Write the contact’s name", `value="zoe@acme.test"`)
	office.Post(url, "name", "Zoë O’Neil", "email", "Zoe@Acme.test", "preset", "accounts", "preset_was", "custom", "send", "yes", "message", "Welcome!").Want(t, 303)
	mails := app.Mails(portal.MailInvitation, "Zoe@Acme.test")
	if len(mails) != 1 || app.Facts(mails[0]).Message != "Welcome!" {
		t.Fatalf("the mail went wrong: %d", len(mails))
	}
	app.View(func(tx *store.Tx) error {
		id, ok := tx.PersonByEmail("zoe@acme.test")
		p, err := tx.Person(id)
		if !ok || p.Username != "zoe.oneil" {
			t.Errorf("the person is %+v", p)
		}
		return err
	})
	office.Post(url, "name", "Zoë", "email", "zoe@acme.test", "preset", "accounts", "preset_was", "custom", "send", "yes").Want(t, 422, "has this e-mail address already")
	office.Get(paths.OfficeClientPortal(acme.ID).String()).Want(t, 200, "zoe.oneil", "Accounts", "invited")
	office.Post(url, "name", "Zed", "email", "zed@acme.test", "username", "zoe.oneil", "preset", "site", "preset_was", "custom").Want(t, 422, "That username is taken", "zoe.oneil2")
	handed := office.Post(url, "name", "Zed", "email", "zed@acme.test", "username", "z-e-d", "preset", "site", "preset_was", "custom")
	handed.Want(t, 200, "Invitation link for Zed", "https://portal.test/invitation/")
	if len(app.Mails(portal.MailInvitation, "zed@acme.test")) != 0 {
		t.Error("a mail went out, though it was not asked for")
	}
}

func TestOnePersonPerAddress(t *testing.T) {
	app := testkit.Start(t)
	acme, bolt := app.Client("Acme"), app.Client("Bolt")
	ann := app.Contact(acme, "Ann", "ann@both.test", portal.AllPermissions)
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	office.Post(paths.OfficeClientInvite(bolt.ID).String(), "name", "Annie", "email", "ANN@both.test", "username", "other", "preset", "view", "preset_was", "custom", "send", "yes").Want(t, 303)
	app.View(func(tx *store.Tx) error {
		n := 0
		return tx.PlacesOf(ann.Person, func(portal.Contact) error { n++; return nil })
	})
	office.Get(paths.OfficeContact(ann.ID).String()).Want(t, 200, "Also at", "Bolt")
	office.Post(paths.OfficeClientInvite(acme.ID).String(), "contact", fmt.Sprint(ann.ID), "preset", "view", "preset_was", "custom").Want(t, 422, "has portal access already")
	bob := off(app, bolt, "Bob", "bob@bolt.test")
	office.Post(paths.OfficeClientInvite(acme.ID).String(), "contact", fmt.Sprint(bob.ID), "preset", "view", "preset_was", "custom").Want(t, 404)
	if reload(app, bob).On {
		t.Error("a contact of another client was let in")
	}
}

func TestPasswordsThatStaffGive(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	owner := app.Staff("Olive", "olive@larkfield.test", portal.Owner)
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	url := paths.OfficeClientInvite(acme.ID).String()
	give := func(email, how, password, send string) testkit.Answer {
		return office.Post(url, "name", "Al", "email", email, "preset", "view", "preset_was", "custom", "how", how, "password", password, "send", send)
	}
	give("al@acme.test", "generated", "", "").Want(t, 422, "Passwords are off")
	settings(app, func(b *portal.Business) { b.SignIn.Passwords = true })
	office.Get(url).Want(t, 200, "A generated password", "A password you set")
	give("al@acme.test", "password", "short", "").Want(t, 422, "Use at least 12 characters")
	give("al@acme.test", "generated", "", "").Want(t, 200, "How Al signs in", "Password", "shown only now")
	give("bo@acme.test", "password", "correct-horse-battery", "yes").Want(t, 200, "by e-mail too")
	mails := app.Mails(portal.MailInvitation, "bo@acme.test")
	if f := app.Facts(mails[0]); len(mails) != 1 || f.Password == nil || f.Username == "" || f.Path != "/sign-in" {
		t.Errorf("the mail knows %+v", f)
	}
	app.View(func(tx *store.Tx) error {
		for _, mail := range []string{"al@acme.test", "bo@acme.test"} {
			id, _ := tx.PersonByEmail(mail)
			if p, err := tx.Person(id); err != nil || !p.MustChange || p.PasswordHash == "" {
				t.Errorf("%s: %+v %v", mail, p, err)
			}
		}
		return nil
	})
	give("olive@larkfield.test", "password", "correct-horse-battery", "").Want(t, 422, "signs in already")
	app.View(func(tx *store.Tx) error {
		p, err := tx.Person(owner.Person)
		if p.PasswordHash != "" {
			t.Error("the Owner was given a password")
		}
		return err
	})
}

func TestSelfRegistrationAsksForTheWord(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	url := paths.OfficeClientRegister(acme.ID).String()
	office.Get(url).Want(t, 200, "no main e-mail address")
	app.Update(func(tx *store.Tx) error {
		c, err := tx.Client(portal.Sight{Client: acme.ID})
		if err != nil {
			return err
		}
		c.Email = "office@acme.test"
		return tx.PutClient(&c, c.Version)
	})
	office.Get(url).Want(t, 200, "office@acme.test", "Type Confirm")
	for _, typed := range []string{"", "confirm", "CONFIRM", "Confirm "} {
		office.Post(url, "confirm", typed, "preset", "site").Want(t, 422, "Type the word Confirm")
	}
	office.Post(url, "confirm", "Confirm", "preset", "custom").Want(t, 422, "Choose what they may do")
	office.Post(url, "confirm", "Confirm", "preset", "site").Want(t, 303)
	office.Post(url, "confirm", "Confirm", "preset", "site").Want(t, 303)
	if len(app.Mails(portal.MailRegister, "office@acme.test")) != 2 {
		t.Error("the link was not mailed")
	}
	app.View(func(tx *store.Tx) error {
		slips, err := tx.SlipsOf(store.SlipRegister, uint64(acme.ID))
		if len(slips) != 1 {
			t.Errorf("%d links are good, want the newest alone", len(slips))
		}
		return err
	})
}

func TestContactsByHand(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme Heating")
	app.Client("Acme Cooling")
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	office.Get("/office/contacts/new").Want(t, 200, "New contact", "Name or number")
	office.Post("/office/contacts/new", "client", "zzz", "name", "Ann").Want(t, 422, "No client matches")
	office.Post("/office/contacts/new", "client", "acme", "name", "Ann").Want(t, 422, "Several clients match", "Acme Cooling", "Acme Heating")
	office.Post("/office/contacts/new", "client", acme.Number, "name", "").Want(t, 422, "Write the contact’s name")
	office.Post("/office/contacts/new", "client", acme.Number, "name", "Ann", "email", "nonsense").Want(t, 422, "Write an e-mail address", `value="nonsense"`)
	made := office.Post("/office/contacts/new", "client", acme.Number, "name", "Ann", "email", "ann@acme.test", "phone", "555 0100")
	page := office.Follow(made).Want(t, 200, "Ann", "555 0100", "Acme Heating", "Invite to portal")
	_ = page
	office.Post("/office/contacts/new", "client", acme.Number, "name", "Anna", "email", "Ann@ACME.test").Want(t, 422, "Ann has this e-mail address already")
	office.Post("/office/contacts/new", "client", acme.Number, "name", "No Mail").Want(t, 303)
	office.Post("/office/contacts/new", "client", acme.Number, "name", "No Mail Either").Want(t, 303)
	office.Get("/office/contacts?q=heating").Want(t, 200, "Ann", "No Mail Either")

	edit := made.Header.Get("Location") + "/edit"
	office.Get(edit).Want(t, 200, "Edit Ann", `value="ann@acme.test"`)
	office.Post(edit, "version", "1", "name", "Ann", "email", "ann@acme.test", "phone", "555 0199").Want(t, 303)
	office.Post(edit, "version", "1", "name", "Ann Other", "email", "ann@acme.test").Want(t, 409, "555 0199", "Ann Other", "Saved meanwhile", "What you typed")
}

func TestANewAddressIsAnotherPerson(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	b := app.As(ann)
	edit := paths.OfficeContactEdit(ann.ID).String()
	office.Post(edit, "version", "1", "name", "Ann", "email", "").Want(t, 422, "Ann has portal access")
	b.Get("/portal/invoices").Want(t, 200)
	office.Post(edit, "version", "1", "name", "Ann", "email", "new@acme.test").Want(t, 303)
	b.Get("/portal/invoices").Want(t, 303)
	now := reload(app, ann)
	if now.Person == ann.Person || !now.On || now.Cloud() != portal.CloudInvited || len(app.Mails(portal.MailInvitation, "new@acme.test")) != 1 {
		t.Errorf("the contact is %+v", now)
	}
}

func TestArchivingTakesAccessAway(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	office := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	b := app.As(ann)
	url := paths.OfficeContactArchive(ann.ID).String()
	office.Get(url).Want(t, 200, "Archive Ann?", "lose their portal access", "last Account admin")
	office.Post(url, "archived", "yes").Want(t, 303)
	b.Get("/portal/invoices").Want(t, 303)
	office.Get("/office/contacts").Want(t, 200, "!ann@acme.test")
	office.Get("/office/contacts?archived=yes").Want(t, 200, "ann@acme.test")
	office.Post(paths.OfficeContactInvite(ann.ID).String()).Want(t, 422, "Bring the contact back first")
	other := off(app, acme, "Ann Two", "ann@acme.test")
	office.Post(url, "archived", "no").Want(t, 422, "Ann Two has this e-mail address already")
	office.Post(paths.OfficeContactArchive(other.ID).String(), "archived", "yes").Want(t, 303)
	office.Post(url, "archived", "no").Want(t, 303)
	if c := reload(app, ann); c.Archived || c.On {
		t.Errorf("brought back as %+v", c)
	}
}
