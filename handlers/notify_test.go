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
