package handlers_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// told are the addresses that got a mail of a kind, in the outbox.
func told(app *testkit.App, kind portal.MailKind) (to []string) {
	app.View(func(tx *store.Tx) error {
		p, err := tx.Mails(store.MailQuery{Query: store.Query{Limit: 100}, Kinds: []portal.MailKind{kind}})
		for _, r := range p.Rows {
			to = append(to, r.To)
		}
		slices.Sort(to)
		return err
	})
	return to
}

func TestStaffAreToldOfAnAcceptedInvitation(t *testing.T) {
	app := testkit.Start(t)
	olive := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	otto := app.Staff("Otto", "otto@x.test", portal.Office)
	desk := app.AsStaff(otto)
	app.Staff("Emma", "emma@x.test", portal.Employee)
	acme, box := app.Client("Acme"), app.Work()
	accept := func(name string) {
		t.Helper()
		email := strings.ToLower(name) + "@acme.test"
		c := app.OffContact(acme, name, email, portal.AllPermissions)
		olive.Post(paths.OfficeContactInvite(c.ID).String()).Want(t, 303)
		link := box.Wait(email, "").Link("/invitation/")
		app.Anonymous().Post(link, "name", name, "username", "user-"+strings.ToLower(name)).Want(t, 303)
	}
	const path = "/office/settings/notifications"
	on := []string{"notify", "access-changed", "notify", "registered", "notify", "new-device", "notify", "receipt", "notify", "accepted"}
	save := func(version string, more ...string) testkit.Answer {
		return olive.Post(path, append(append(on, "version", version), more...)...)
	}

	accept("Ann")
	if got := told(app, portal.MailAccepted); !slices.Equal(got, []string{"olive@x.test", "otto@x.test"}) {
		t.Errorf("by itself it goes to %v", got)
	}
	box.Wait("otto@x.test", "Ann (ann@acme.test) accepted the invitation to the account of Acme")

	save("0", "to_accepted", "owners", "also_accepted", "desk@").Want(t, 422, "Write an e-mail address", `value="desk@"`)
	save("0", "to_accepted", "chosen").Want(t, 422, "Choose at least one person")
	save("0", "to_accepted", "owners", "also_accepted", "desk@x.test").Want(t, 303)
	olive.Get(path).Want(t, 200, `value="owners" selected`, `value="desk@x.test"`)
	accept("Bob")
	if got := told(app, portal.MailAccepted); !slices.Equal(got, []string{"desk@x.test", "olive@x.test", "olive@x.test", "otto@x.test"}) {
		t.Errorf("to Owners and one address: %v", got)
	}

	save("1", "to_accepted", "chosen", "staff_accepted", strconv.FormatUint(uint64(otto.ID), 10)).Want(t, 303)
	save("1", "to_accepted", "owners").Want(t, 409, "Someone else saved this", "Otto", "All Owners")
	accept("Cy")
	if got := told(app, portal.MailAccepted); len(got) != 5 || got[4] != "otto@x.test" {
		t.Errorf("to Otto alone: %v", got)
	}

	desk.Get("/office/profile").Want(t, 200, "Invitation accepted", "!An invoice was issued")
	desk.Post("/office/profile", "version", "2", "name", "Otto").Want(t, 303)
	accept("Di")
	if got := told(app, portal.MailAccepted); len(got) != 5 {
		t.Errorf("Otto turned it off, but got it: %v", got)
	}

	olive.Post(path, "notify", "receipt", "version", "2", "to_accepted", "office").Want(t, 303)
	accept("Ed")
	if got := told(app, portal.MailAccepted); len(got) != 5 {
		t.Errorf("it is switched off, but went out: %v", got)
	}
	olive.Get("/office/audit?kind=settings-changed").Want(t, 200, "Notifications")
}

func TestReceiptsAreOfferedToWhomTheyUsuallyGo(t *testing.T) {
	app := testkit.Start(t)
	olive := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	acme := app.Client("Acme")
	app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	app.Contact(acme, "Bob", "bob@acme.test", portal.Set(portal.ViewJobs))
	i := app.Invoice(acme, "Boiler", 10_000, 14)
	olive.Post(paths.OfficeInvoiceSend(i.ID).String(), "to", "bob@acme.test").Want(t, 303)
	form := "/office/payments/new?client=" + acme.Number
	olive.Get(form).Want(t, 200, `value="bob@acme.test" checked`, `value="ann@acme.test">`)
	const path = "/office/settings/notifications"
	olive.Post(path, "notify", "receipt", "version", "0", "to_receipt", "payers").Want(t, 303)
	olive.Get(form).Want(t, 200, `value="ann@acme.test" checked`, `value="bob@acme.test">`)
	olive.Post(path, "version", "1").Want(t, 303)
	olive.Get(form).Want(t, 200, `value="ann@acme.test">`, "switched off under Settings")
}

func TestWhoTurnedInvoicesOffIsNotListedAsReceiver(t *testing.T) {
	app := testkit.Start(t)
	olive := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	app.Contact(acme, "Bob", "bob@acme.test", portal.AllPermissions)
	i := app.Invoice(acme, "Boiler", 10_000, 14)
	app.As(ann).Post("/portal/profile", "version", "1", "name", "Ann", "wants", "payment").Want(t, 303)
	send := paths.OfficeInvoiceSend(i.ID).String()
	olive.Post(send, "to", "ann@acme.test").Want(t, 422, "wants mails about invoices")
	if now := app.InvoiceNow(acme, i.ID); len(now.SentTo) != 0 || now.Version != i.Version {
		t.Errorf("a refused sending changed the invoice: %v", now.SentTo)
	}
	answer := olive.Post(send, "to", "ann@acme.test", "to", "bob@acme.test").Want(t, 303)
	olive.Follow(answer).Want(t, 200, "is on its way to one address", "Not to ann@acme.test", "not mailed to ann@acme.test")
	if got := app.InvoiceNow(acme, i.ID).SentTo; !slices.Equal(got, []string{"bob@acme.test"}) {
		t.Errorf("sent to %v", got)
	}
	if got := told(app, portal.MailInvoice); !slices.Equal(got, []string{"bob@acme.test"}) {
		t.Errorf("mailed to %v", got)
	}
}

func TestADoubleClickOnResendIsOneMail(t *testing.T) {
	app := testkit.Start(t)
	olive := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	otto := app.Staff("Otto", "otto@x.test", portal.Office)
	acme := app.Client("Acme")
	ann := app.OffContact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	olive.Post(paths.OfficeContactInvite(ann.ID).String()).Want(t, 303)
	app.Pass(2 * time.Minute)
	for range 2 {
		olive.Post(paths.OfficeContactResend(ann.ID).String()).Want(t, 303)
		olive.Post(paths.OfficeSettingsStaffInvite(otto.ID).String()).Want(t, 303)
	}
	if n := len(told(app, portal.MailInvitation)); n != 3 {
		t.Errorf("%d invitations, want Ann’s two and Otto’s one", n)
	}

	mail := app.Mails(portal.MailInvitation, "otto@x.test")[0]
	if err := app.Service.SendMail(context.Background(), mail.ID); err != nil {
		t.Fatal(err)
	}
	resend := paths.OfficeMailResend(mail.ID).String()
	olive.Follow(olive.Post(resend).Want(t, 303)).Want(t, 200, "On its way again")
	olive.Follow(olive.Post(resend).Want(t, 303)).Want(t, 200, "sent again a moment ago")
	if n := len(app.Mails(portal.MailInvitation, "otto@x.test")); n != 2 {
		t.Errorf("%d mails to Otto, want the first and one more", n)
	}
	app.Pass(2 * time.Minute)
	olive.Follow(olive.Post(resend).Want(t, 303)).Want(t, 200, "On its way again")
}

// TestFilesAreToldOf: one mail for all the files of a form, to whoever may see them, as the business has chosen.
func TestFilesAreToldOf(t *testing.T) {
	app := testkit.Start(t)
	olive := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	app.Staff("Otto", "otto@x.test", portal.Office)
	app.Staff("Emma", "emma@x.test", portal.Employee)
	acme, box := app.Client("Acme"), app.Work()
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	app.Contact(acme, "Bill", "bill@acme.test", portal.Set(portal.ViewInvoices, portal.UploadFiles))
	site := app.Contact(acme, "Site", "site@acme.test", portal.AllPermissions)
	var here, there portal.Property
	app.Update(func(tx *store.Tx) error {
		here, there = portal.Property{Client: acme.ID, Name: "Here"}, portal.Property{Client: acme.ID, Name: "There"}
		if err := tx.PutProperty(&here, 0); err != nil {
			return err
		}
		if err := tx.PutProperty(&there, 0); err != nil {
			return err
		}
		c, err := tx.Contact(portal.Sight{Client: acme.ID}, site.ID)
		if err != nil {
			return err
		}
		c.Properties = []portal.PropertyID{here.ID}
		return tx.PutContact(&c, c.Version)
	})
	two := func() []testkit.Attachment {
		return []testkit.Attachment{attached("a.txt", "a"), attached("b.txt", "b")}
	}
	want := func(kind portal.MailKind, what string, to ...string) {
		t.Helper()
		if got := told(app, kind); !slices.Equal(got, to) {
			t.Errorf("%s: told are %v, want %v", what, got, to)
		}
	}

	app.As(ann).Upload("/portal/documents", two(), "note", "as agreed").Want(t, 303)
	want(portal.MailUpload, "an upload", "olive@x.test", "otto@x.test")
	letter := box.Wait("otto@x.test", "Ann of Acme sent 2 files")
	desk := paths.OfficeClientDocuments(acme.ID).String()
	if letter.Link("/office/") != desk || !strings.Contains(letter.Text, "b.txt") || !strings.Contains(letter.Text, "as agreed") {
		t.Error(letter.Text)
	}
	app.As(ann).Upload("/portal/requests/new", two(), "kind", "question", "subject", "x", "text", "y").Want(t, 303)
	want(portal.MailUpload, "files of a request", "olive@x.test", "otto@x.test")

	olive.Upload(desk, two()).Want(t, 303)
	want(portal.MailShared, "of the whole account", "ann@acme.test")
	if got := box.Wait("ann@acme.test", "shared 2 files with you"); got.Link("/portal/") != "/portal/documents" {
		t.Error(got.Text)
	}
	olive.Upload(desk, two(), "property", strconv.FormatUint(uint64(here.ID), 10)).Want(t, 303)
	want(portal.MailShared, "of their property", "ann@acme.test", "ann@acme.test", "site@acme.test")
	olive.Upload(desk, two(), "property", strconv.FormatUint(uint64(there.ID), 10)).Want(t, 303)
	want(portal.MailShared, "of another property", "ann@acme.test", "ann@acme.test", "ann@acme.test", "site@acme.test")

	olive.Get("/office/settings/notifications").Want(t, 200, "File uploaded", "File shared", "Everybody who may view documents")
	app.As(ann).Get("/portal/profile").Want(t, 200, "A file was shared with you")
	olive.Post("/office/settings/notifications", "notify", "receipt", "version", "0").Want(t, 303)
	olive.Upload(desk, two()).Want(t, 303)
	app.As(ann).Upload("/portal/documents", two()).Want(t, 303)
	want(portal.MailShared, "switched off", "ann@acme.test", "ann@acme.test", "ann@acme.test", "site@acme.test")
	want(portal.MailUpload, "switched off", "olive@x.test", "otto@x.test")
}

// TestSharedFilesAreToldOfToWhoMayView: whoever the business chose, no contact hears of a file that they may not open,
// and the client's main e-mail only when it was chosen itself.
func TestSharedFilesAreToldOfToWhoMayView(t *testing.T) {
	app := testkit.Start(t)
	olive := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	acme := app.Client("Acme")
	desk := paths.OfficeClientDocuments(acme.ID).String()
	main := func(address string) {
		app.Update(func(tx *store.Tx) error {
			c, err := tx.Client(portal.Sight{Client: acme.ID})
			if err != nil {
				return err
			}
			c.Email = address
			return tx.PutClient(&c, c.Version)
		})
	}
	saved := 0
	shared := func(whom string, want ...string) {
		t.Helper()
		olive.Post("/office/settings/notifications", "notify", "shared", "version", strconv.Itoa(saved), "to_shared", whom).Want(t, 303)
		saved++
		before := told(app, portal.MailShared)
		olive.Upload(desk, []testkit.Attachment{attached("a.txt", "a")}).Want(t, 303)
		want = append(want, before...)
		slices.Sort(want)
		if got := told(app, portal.MailShared); !slices.Equal(got, want) {
			t.Errorf("to %s: told are %v, want %v", whom, got, want)
		}
	}

	main("info@acme.test")
	shared("admins")
	app.Contact(acme, "Ed", "ed@acme.test", portal.Set(portal.ManageUsers))
	shared("admins")
	app.Contact(acme, "Ann", "ann@acme.test", portal.Set(portal.ManageUsers, portal.ViewDocuments))
	shared("admins", "ann@acme.test")
	shared("main", "info@acme.test")
	app.OffContact(acme, "Off", "info@acme.test", portal.AllPermissions)
	shared("main")
	main("Ann@acme.test")
	shared("main", "ann@acme.test")
}
