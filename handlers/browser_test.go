package handlers_test

import (
	"fmt"
	"testing"

	"portico/internal/testkit"
	"portico/internal/testkit/browse"
	"portico/portal"
)

// town is a small business whose mails arrive: the worker runs, and links lead to the server itself.
type town struct {
	*testkit.App
	post   *testkit.PostBox
	owner  portal.Staff
	client portal.Client
}

func newTown(t *testing.T) *town {
	t.Helper()
	app := testkit.StartLocal(t)
	w := &town{App: app, post: app.Work()}
	w.owner = app.Staff("Olive Owner", "olive@larkfield.test", portal.Owner)
	w.client = app.Client("Halvorsen Homes")
	return w
}

// tab opens a tab: somebody's when there is a session's browser, else nobody's.
func (w *town) tab(t *testing.T, b *testkit.Browser) *browse.Tab {
	t.Helper()
	tab := browse.New(t, w.Local)
	if b != nil {
		tab.SignIn(b.Token)
	}
	return tab
}

// outsider makes a contact whose cloud is red.
func (w *town) outsider(client portal.Client, name, email string) portal.Contact {
	return w.OffContact(client, name, email, portal.AllPermissions)
}

// TestInvoicesInABrowser loads more rows, and filters, without leaving the page.
func TestInvoicesInABrowser(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for i := range 30 {
		w.Invoice(w.client, "Quarterly duct cleaning, all blocks", int64(1000*i+12_345), i-5)
	}
	tab := w.tab(t, w.As(w.Contact(w.client, "Marguerite Okonkwo-Delacroix", "m@h.test", portal.AllPermissions)))
	tab.Go("/portal/invoices")
	tab.Press("Load more")
	tab.Until("all rows", "document.querySelectorAll('#rows tr').length === 30")
	tab.Press("Overdue")
	tab.See("Overdue 5")
	tab.Until("the filter in the address", "location.search.includes('overdue')")
}

// TestTurningACloudGreen is the heart of it: the Owner turns a red cloud green, the contact reads the mail on a
// phone, follows it, and sees what is due.
func TestTurningACloudGreen(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.Invoice(w.client, "Boiler service", 12_345, 10)
	w.outsider(w.client, "Marguerite Okonkwo", "marg@halvorsen.test")
	office := w.tab(t, w.AsStaff(w.owner))
	office.Go("/office/contacts")
	office.Click(`button.cloud[data-state="off"]`)
	office.See("Turn on portal access and send an invitation?")
	office.Axe("the question")
	office.Shot("office-cloud-question")
	office.Press("Proceed")
	office.Until("a green cloud in place", `document.querySelector('button.cloud[data-state="invited"]') && location.pathname === '/office/contacts'`)
	office.Until("the question gone", `!document.querySelector('dialog[open]')`)

	mail := w.post.Wait("marg@halvorsen.test", "Olive Owner")
	link := mail.Link("/invitation/")
	if link == "" {
		t.Fatalf("no invitation in the mail: %s", mail.Text)
	}
	phone := w.tab(t, nil)
	phone.Size(browse.Phone)
	phone.Go(link)
	phone.See("Olive Owner of Larkfield Heating & Air gives you access to the account of Halvorsen Homes.")
	phone.Until("the name", `document.querySelector('[name="name"]').value === 'Marguerite Okonkwo'`)
	phone.Axe("the invitation")
	phone.Touch("the invitation")
	phone.Shot("client-invitation-390")
	phone.Type(`[name="username"]`, "marguerite")
	phone.Press("Go to my account")
	phone.At("/portal")
	phone.See("$123.45")
	phone.Shot("client-first-visit-390")
	office.Until("a solid cloud, live", `document.querySelector('button.cloud[data-state="on"]')`)
}

// TestClientSignsInOnAPhone with the code from the mail, after a wrong one.
func TestClientSignsInOnAPhone(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.Invoice(w.client, "Boiler service", 12_345, 10)
	w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	phone := w.tab(t, nil)
	phone.Size(browse.Phone)
	phone.Go("/portal/invoices")
	phone.At("/sign-in")
	phone.Type(`[name="who"]`, "ann@halvorsen.test")
	phone.Press("E-mail me a code")
	phone.At("/sign-in/code")
	phone.Until("the wait before another code", `[...document.querySelectorAll('button')].some(b => /Send again in \d+ s/.test(b.innerText) && b.disabled)`)
	code := w.post.Wait("ann@halvorsen.test", "code").Code()
	phone.Type(`[name="code"]`, wrong(code))
	phone.See("Tries left: 4")
	phone.Axe("a wrong code")
	phone.Touch("a wrong code")
	phone.Shot("signin-wrong-code-390")
	phone.Until("the field is marked", `document.querySelector('[name="code"]').getAttribute('aria-invalid') === 'true'`)
	phone.Type(`[name="code"]`, code)
	phone.At("/portal/invoices")
	phone.See("Boiler service")
}

// TestDisabledWhileLooking: the open page says why, and so does the next click.
func TestDisabledWhileLooking(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.Invoice(w.client, "Boiler service", 12_345, 10)
	ann := w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	bea := w.Contact(w.client, "Bea Archer", "bea@halvorsen.test", portal.AllPermissions)
	open := w.tab(t, w.As(ann))
	open.Go("/portal/invoices")
	open.See("Boiler service")
	open.Until("the stream", `document.querySelector('[data-live]')`)
	still := w.tab(t, w.As(bea))
	still.NoScript()
	still.Go("/portal")

	office := w.tab(t, w.AsStaff(w.owner))
	for _, c := range []portal.Contact{ann, bea} {
		office.Go(fmt.Sprintf("/office/contacts/%d/disable", c.ID))
		office.See("signed in on one device now")
		office.Press("Disable access")
		office.See("turned portal access off: " + c.Name)
	}
	open.At("/sign-in")
	open.See("turned off")
	open.Shot("signin-disabled")
	still.Go("/portal/invoices")
	still.At("/sign-in")
	still.See("turned off")
}
