package handlers_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// confirm gives a browser the fresh code that delicate changes ask for.
func confirm(t *testing.T, app *testkit.App, b *testkit.Browser, root, email string) {
	t.Helper()
	b.Post(root+"/confirm/send").Want(t, 303)
	b.Get(root+"/confirm").Want(t, 200, "Your code")
	code, _ := app.Code(email)
	b.Post(root+"/confirm", "code", code).Want(t, 303)
}

// passwords lets the business's people have passwords.
func passwords(app *testkit.App) {
	app.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.SignIn.Passwords = true
		return tx.PutBusiness(b)
	})
}

func TestDevices(t *testing.T) {
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	phone := app.SignIn("ann", "ann@acme.test")
	app.Pass(time.Hour)
	laptop := app.SignIn("ann", "ann@acme.test")
	if len(app.Mails(portal.MailNewDevice, "ann@acme.test")) != 1 {
		t.Error("nobody was told of the new device")
	}
	page := laptop.Get("/portal/profile/devices").Want(t, 200, "This device", "Firefox on Mac", "Sign out everywhere else")
	end := regexp.MustCompile(`/portal/profile/devices/\d+/end`).FindString(page.Body)
	phone.Post(end).Want(t, 303) // a device may end itself too
	phone.Get("/portal/profile").Want(t, 303)
	phone.Get("/sign-in").Want(t, 200, "signed out here from another device")
	laptop.Post("/portal/profile/devices/12345/end").Want(t, 404)

	app.Pass(time.Hour)
	third := app.SignIn("ann", "ann@acme.test")
	laptop.Post("/portal/profile/devices/end").Want(t, 303)
	third.Get("/portal/profile").Want(t, 303)
	laptop.Get("/portal/profile").Want(t, 200, "Signed in on this one only")
}

func TestOthersDevicesStayTheirs(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	bob := app.As(app.Contact(acme, "Bob", "bob@acme.test", portal.AllPermissions))
	bob.Get("/portal/profile/devices").Want(t, 200)
	page := ann.Get("/portal/profile/devices").Want(t, 200)
	if strings.Contains(page.Body, "/end\"") && strings.Contains(page.Body, "bob") {
		t.Error("Ann sees Bob’s device")
	}
}

func TestChangingTheEmail(t *testing.T) {
	app := testkit.Start(t)
	c := app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	app.Contact(app.Client("Bolt"), "Bob", "bob@bolt.test", portal.AllPermissions)
	b, other := app.As(c), app.As(c)
	b.Get("/portal/profile/email").Want(t, 303)
	b.Post("/portal/profile/email", "email", "new@acme.test").Want(t, 303)
	if len(app.Mails(portal.MailCode, "new@acme.test")) != 0 {
		t.Fatal("a code went out without a fresh one")
	}
	confirm(t, app, b, "/portal/profile", "ann@acme.test")
	b.Get("/portal/profile/email").Want(t, 200, "ann@acme.test")
	b.Post("/portal/profile/email", "email", "nonsense").Want(t, 422, "like ann@example.com", "nonsense")

	b.Post("/portal/profile/email", "email", "bob@bolt.test").Want(t, 303)
	if len(app.Mails(portal.MailCode, "bob@bolt.test")) != 0 {
		t.Error("somebody else was mailed a code")
	}
	b.Get("/portal/profile/email/code").Want(t, 200, "bob@bolt.test")

	app.Pass(time.Minute)
	b.Post("/portal/profile/email", "email", "new@acme.test").Want(t, 303)
	code, _ := app.Code("new@acme.test")
	b.Post("/portal/profile/email/code", "code", wrong(code)).Want(t, 422)
	b.Post("/portal/profile/email/code", "code", code).Want(t, 303)
	if len(app.Mails(portal.MailChanged, "ann@acme.test")) != 1 {
		t.Error("the old address was not told")
	}
	other.Get("/portal/profile").Want(t, 303)
	b.Get("/portal/profile").Want(t, 200, "new@acme.test")
	app.Anonymous().Post("/sign-in", "who", "ann@acme.test").Want(t, 303)
	if n := len(app.Mails(portal.MailCode, "ann@acme.test")); n != 1 {
		t.Errorf("the old address still gets codes: %d", n)
	}
	app.SignIn("new@acme.test", "new@acme.test")
}

const long = "correct ferret lamp quarry"

func TestPasswords(t *testing.T) {
	app := testkit.Start(t)
	c := app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	app.Anonymous().Get("/sign-in/password").Want(t, 404)
	app.Anonymous().Post("/sign-in/password", "who", "ann", "password", long).Want(t, 404)
	passwords(app)
	b := app.As(c)
	b.Post("/portal/profile/password", "password", long).Want(t, 303)
	confirm(t, app, b, "/portal/profile", "ann@acme.test")
	for password, says := range map[string]string{"short": "at least 12", "aaaaaaaaaaaaaaaa": "easy to guess", "annslarkfieldplace": "out of it"} {
		b.Post("/portal/profile/password", "password", password).Want(t, 422, says, "!"+password)
	}
	b.Post("/portal/profile/password", "password", long).Want(t, 303)

	fresh := app.Anonymous()
	fresh.Post("/sign-in/password", "who", "ann", "password", "something else entirely").Want(t, 422, "don’t match")
	fresh.Post("/sign-in/password", "who", "nobody", "password", long).Want(t, 422, "don’t match")
	asked := fresh.Post("/sign-in/password", "who", "ann", "password", long).Want(t, 303)
	if to := asked.Header.Get("Location"); to != "/sign-in/code" {
		t.Fatalf("a new device led to %s", to)
	}
	fresh.Get("/portal/profile").Want(t, 303)
	code, _ := app.Code("ann@acme.test")
	fresh.Post("/sign-in/code", "code", code).Want(t, 303)
	fresh.Post("/sign-out").Want(t, 303)
	fresh.Post("/sign-in/password", "who", "ann@acme.test", "password", long).Want(t, 303)
	fresh.Get("/portal/profile").Want(t, 200)

	confirmed := app.As(c)
	app.Pass(time.Hour)
	confirm(t, app, confirmed, "/portal/profile", "ann@acme.test")
	confirmed.Post("/portal/profile/password/remove").Want(t, 303)
	fresh.Get("/portal/profile").Want(t, 303)
	fresh.Post("/sign-in/password", "who", "ann", "password", long).Want(t, 422, "don’t match")
}

func TestAGivenPasswordIsReplaced(t *testing.T) {
	app := testkit.Start(t)
	passwords(app)
	c := app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	app.Update(func(tx *store.Tx) error {
		p, err := tx.Person(c.Person)
		if err != nil {
			return err
		}
		p.MustChange = true
		return tx.PutPerson(&p, p.Version)
	})
	b := app.As(c)
	to := b.Get("/portal/invoices").Want(t, 303)
	b.Follow(to).Want(t, 200, "Choose your own password")
	b.Post("/sign-in/password/change", "password", "short").Want(t, 422, "at least 12")
	b.Post("/sign-in/password/change", "password", long).Want(t, 303)
	b.Get("/portal/invoices").Want(t, 200)
	b.Post("/sign-in/password/change", "password", long+"s").Want(t, 303)
}

func TestProfile(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	may := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	mayNot := app.Contact(acme, "Nil", "nil@acme.test", 0)
	b := app.As(may)
	page := b.Get("/portal/profile").Want(t, 200, "My profile", "Acme", "Passkeys", "Devices", "Who looked")
	version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page.Body)[1]
	b.Post("/portal/profile", "version", version, "name", "", "phone", "1").Want(t, 422, "Write your name")
	b.Post("/portal/profile", "version", version, "name", "Ann Lee", "phone", "555 1", "wants", "invoice").Want(t, 303)
	b.Post("/portal/profile", "version", version, "name", "Older", "phone", "").Want(t, 409)
	app.View(func(tx *store.Tx) error {
		p, err := tx.Person(may.Person)
		if p.Name != "Ann Lee" || p.Phone != "555 1" || !slices.Contains(p.Mute, "payment") || slices.Contains(p.Mute, "invoice") {
			t.Errorf("saved %+v", p)
		}
		c, _ := tx.Contact(portal.Sight{Client: acme.ID}, may.ID)
		if c.Name != "Ann Lee" {
			t.Errorf("the contact is still %s", c.Name)
		}
		return err
	})

	n := app.As(mayNot)
	page = n.Get("/portal/profile").Want(t, 200, "!name=\"name\"", "Devices")
	version = regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page.Body)[1]
	n.Post("/portal/profile", "version", version, "name", "Changed", "language", "en").Want(t, 303)
	n.Get("/portal/profile").Want(t, 200, "Nil", "!Changed")
}

func TestStaffProfile(t *testing.T) {
	app := testkit.Start(t)
	b := app.AsStaff(app.Staff("Sam Vale", "sam@larkfield.test", portal.Employee))
	b.Get("/office/profile").Want(t, 200, "Sam Vale", "Employee", "Authenticator app")
	b.Get("/office/profile/devices").Want(t, 200, "This device")
	b.Get("/portal/profile").Want(t, 403)
	b.Get("/office/profile/nowhere").Want(t, 404)
}
