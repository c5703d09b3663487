package handlers_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"portico/internal/auth"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// invited makes a contact who was invited by Sam, and the path of the invitation's link.
func invited(t *testing.T, app *testkit.App, client portal.Client, name, email string) (portal.Contact, string) {
	t.Helper()
	var c portal.Contact
	app.Update(func(tx *store.Tx) error {
		c = portal.Contact{Client: client.ID, Name: name, Email: email, EmailNorm: email, On: true, Permissions: portal.AllPermissions, Created: tx.Now}
		return tx.PutContact(&c, 0)
	})
	sam := app.Staff("Sam Vale", "sam@larkfield.test", portal.Owner)
	v, err := app.Service.Enter(context.Background(), app.AsStaff(sam).Token, app.From())
	if err != nil {
		t.Fatal(err)
	}
	sc, err := app.Service.ForRecord(context.Background(), v.Scope.Actor, portal.Ref{Kind: portal.KindContact, ID: uint64(c.ID)})
	if err != nil {
		t.Fatal(err)
	}
	h, err := app.Service.FreshLink(context.Background(), sc, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(h.Link)
	if err != nil {
		t.Fatal(err)
	}
	return c, u.Path
}

func TestInvitationWorksOnce(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	app.Invoice(acme, "Boiler service", 100, 3)
	_, path := invited(t, app, acme, "Zoë O’Neil", "zoe@acme.test")
	scanner := app.Anonymous()
	for range 3 {
		scanner.Get(path).Want(t, 200, "Acme", "Sam Vale", "zoe.oneil", "!Password")
	}
	b := app.Anonymous()
	b.Post(path, "name", "", "username", "x y").Want(t, 422, "Write your name", `value="x y"`)
	b.Post(path, "name", "Zoë", "username", "sam").Want(t, 422, "Somebody has that username")
	b.Post(path, "name", "Zoë O’Neil", "username", "Zoe").Want(t, 303)
	b.Get("/portal/invoices").Want(t, 200, "Boiler service")
	other := app.Anonymous()
	other.Post(path, "name", "Zoë", "username", "zoe2").Want(t, 410)
	other.Get(path).Want(t, 410, "used already", "Sign in")
	app.SignIn("zoe", "zoe@acme.test")
}

func TestInvitationExpiresAndIsSentAgain(t *testing.T) {
	app := testkit.Start(t)
	_, path := invited(t, app, app.Client("Acme"), "Zoë", "zoe@acme.test")
	app.Pass(7*24*time.Hour + time.Minute)
	b := app.Anonymous()
	b.Get(path).Want(t, 410, "has expired", "Send me a new invitation")
	b.Post(path, "name", "Zoë", "username", "zoe").Want(t, 410)
	before := len(app.Mails(portal.MailInvitation, "zoe@acme.test"))
	b.Post(path+"/again").Want(t, 410, "Look in your mailbox")
	if n := len(app.Mails(portal.MailInvitation, "zoe@acme.test")); n != before+1 {
		t.Errorf("%d new invitations", n-before)
	}
	b.Post(path+"/again", "email", "thief@evil.test").Want(t, 410)
	if n := len(app.Mails(portal.MailInvitation, "thief@evil.test")); n != 0 {
		t.Error("an invitation went elsewhere")
	}
	b.Get("/invitation/"+strings.Repeat("A", 43)).Want(t, 410, "no longer works")
	b.Get("/invitation/x").Want(t, 410, "no longer works")
}

func TestInvitationOfSomebodyKnown(t *testing.T) {
	app := testkit.Start(t)
	bolt, acme := app.Client("Bolt"), app.Client("Acme")
	app.Invoice(acme, "For Acme", 100, 3)
	zoe := app.Contact(bolt, "Zoë", "zoe@acme.test", portal.AllPermissions)
	_, path := invited(t, app, acme, "Zoë", "zoe@acme.test")
	thief := app.Anonymous()
	thief.Get(path).Want(t, 200, "Sign in to go on", "!name=\"username\"")
	thief.Post(path, "name", "Thief", "username", "thief").Want(t, 303)
	thief.Get("/portal/invoices").Want(t, 303)

	b := app.As(zoe)
	b.Get(path).Want(t, 200, "Open Acme")
	b.Post(path).Want(t, 303)
	b.Get("/portal/invoices").Want(t, 200, "For Acme")
	b.Get("/portal/accounts").Want(t, 200, "Bolt", "Acme")
}

func TestInvitationTakenBack(t *testing.T) {
	app := testkit.Start(t)
	c, path := invited(t, app, app.Client("Acme"), "Zoë", "zoe@acme.test")
	app.Update(func(tx *store.Tx) error {
		now, err := tx.Contact(portal.Sight{Client: c.Client}, c.ID)
		if err != nil {
			return err
		}
		now.On = false
		return tx.PutContact(&now, now.Version)
	})
	app.Anonymous().Get(path).Want(t, 410, "no longer works")
	app.Anonymous().Post(path, "name", "Zoë", "username", "zoe").Want(t, 410)
}

// registering sends the client's main address a self-registration link and returns its path.
func registering(t *testing.T, app *testkit.App, client portal.Client) string {
	t.Helper()
	app.Update(func(tx *store.Tx) error {
		client.Email = "main@acme.test"
		return tx.PutClient(&client, client.Version)
	})
	sam := app.Staff("Sam Vale", "sam@larkfield.test", portal.Owner)
	v, err := app.Service.Enter(context.Background(), app.AsStaff(sam).Token, app.From())
	if err != nil {
		t.Fatal(err)
	}
	sc, err := app.Service.ForRecord(context.Background(), v.Scope.Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(client.ID)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.Service.SendRegistration(context.Background(), sc, "Confirm", portal.PresetAccounts.Permissions()); err != nil {
		t.Fatal(err)
	}
	f := app.Facts(app.Mails(portal.MailRegister, "main@acme.test")[0])
	token, err := app.Keys.Open(auth.UseMail, f.Token, []byte("letter token"))
	if err != nil {
		t.Fatal(err)
	}
	return "/register/" + string(token)
}

func TestSelfRegistration(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	app.Invoice(acme, "Boiler service", 100, 3)
	path := registering(t, app, acme)
	b := app.Anonymous()
	b.Get(path).Want(t, 200, "Acme", "!Password")
	b.Post(path, "name", "Kim", "username", "k", "email", "nonsense").Want(t, 422, "like ann@example.com", `value="Kim"`)
	b.Post(path, "name", "Kim Park", "username", "kim", "email", "kim@acme.test").Want(t, 303)
	b.Get(path+"/code").Want(t, 200, "kim@acme.test")
	code, _ := app.Code("kim@acme.test")
	b.Post(path+"/code", "code", wrong(code)).Want(t, 422, "Tries left: 4")
	app.Anonymous().Post(path+"/code", "code", code).Want(t, 303)
	b.Post(path+"/code", "code", code).Want(t, 303)
	b.Get("/portal/invoices").Want(t, 200, "Boiler service")
	told := app.Mails(portal.MailRegistered, "main@acme.test")
	if len(told) != 1 || !strings.Contains(app.Facts(told[0]).Person, "Kim Park") {
		t.Error("the client’s main address was not told who registered")
	}
	app.View(func(tx *store.Tx) error {
		id, ok := tx.ContactByEmail(acme.ID, "kim@acme.test")
		c, err := tx.Contact(portal.Sight{Client: acme.ID}, id)
		if !ok || c.Cloud() != portal.CloudOn || c.Preset() != portal.PresetAccounts {
			t.Errorf("the contact is %+v", c)
		}
		return err
	})
	app.Anonymous().Get(path).Want(t, 410, "no longer works")
}

func TestSelfRegistrationExpires(t *testing.T) {
	app := testkit.Start(t)
	path := registering(t, app, app.Client("Acme"))
	app.Pass(7*24*time.Hour + time.Minute)
	app.Anonymous().Get(path).Want(t, 410, "no longer works")
	app.Anonymous().Post(path, "name", "Kim", "username", "kim", "email", "kim@acme.test").Want(t, 410)
}

func TestSetUpOnce(t *testing.T) {
	app := testkit.Start(t)
	app.Update(func(tx *store.Tx) error { return tx.PutBusiness(portal.Business{}) })
	older, err := app.Service.SetUpLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	link, err := app.Service.SetUpLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(link, "https://portal.test")
	b := app.Anonymous()
	b.Get("/sign-in").Want(t, 200, "Almost there")
	b.Get(strings.TrimPrefix(older, "https://portal.test")).Want(t, 404)
	b.Get(path).Want(t, 200, "Make my portal")
	b.Post(path, "business", "Vale & Sons", "currency", "XXX").Want(t, 422, "Choose a currency", "Choose a time zone", "Write your name", "Vale &amp; Sons")
	in := b.Post(path, "business", "Vale & Sons", "currency", "EUR", "zone", "Europe/Berlin", "email", "hello@vale.test", "colour", "#112233",
		"your_name", "Sam Vale", "your_email", "sam@vale.test", "passwords", "yes").Want(t, 303)
	b.Follow(in).Want(t, 200, "Vale &amp; Sons")
	app.Anonymous().Get(path).Want(t, 404)
	app.Anonymous().Post(path, "business", "Evil", "currency", "EUR", "zone", "UTC", "your_name", "E", "your_email", "e@evil.test").Want(t, 404)
	app.SignIn("sam@vale.test", "sam@vale.test")
	if link, err := app.Service.SetUpLink(context.Background()); link != "" || err != nil {
		t.Errorf("a new set-up link %q %v", link, err)
	}
}

func TestOwnerLink(t *testing.T) {
	app := testkit.Start(t)
	if _, err := app.Service.OwnerLink(context.Background()); err == nil {
		t.Error("a link for no Owner")
	}
	app.Staff("Pat", "pat@larkfield.test", portal.Office)
	app.Staff("Sam Vale", "sam@larkfield.test", portal.Owner)
	link, err := app.Service.OwnerLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(link, "https://portal.test")
	b := app.Anonymous()
	b.Get(path).Want(t, 200, "Sam Vale")
	b.Get(path).Want(t, 200)
	b.Post(path).Want(t, 303)
	b.Get("/office").Want(t, 200)
	app.Anonymous().Post(path).Want(t, 404)

	link, _ = app.Service.OwnerLink(context.Background())
	app.Pass(16 * time.Minute)
	app.Anonymous().Post(strings.TrimPrefix(link, "https://portal.test")).Want(t, 404)
}
