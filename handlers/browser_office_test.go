package handlers_test

import (
	"fmt"
	"testing"

	"portico/internal/testkit/browse"
	"portico/portal"
)

// TestBulkInvitation invites many at once: it asks, shows how far it is, and ends with a list of what became
// of everybody.
func TestBulkInvitation(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for i := range 40 {
		w.outsider(w.client, fmt.Sprintf("Person %02d", i), fmt.Sprintf("p%02d@halvorsen.test", i))
	}
	w.outsider(w.client, "Nora Nomail", "")
	w.Contact(w.client, "Ann Already", "ann@halvorsen.test", portal.AllPermissions)
	office := w.tab(t, w.AsStaff(w.owner))
	office.Go("/office/contacts")
	office.Until("rows", `document.querySelectorAll('#contacts tbody .pick input').length === 25`)
	office.Eval(`(document.querySelector('#contacts tbody .pick input').click(), true)`)
	office.Press("Select all 42")
	office.See("All 42 selected")
	office.Press("Send portal invitation")
	office.See("42 contacts")
	office.Axe("the question")
	office.Shot("office-bulk-question")
	office.Click(`main form button[type="submit"]`)
	office.At("/office/contacts")
	office.See("42 of 42")
	office.Click(`a[href^="/office/runs/"]`)
	office.At("/office/runs/")
	office.Until("the end", `document.querySelector('progress')?.value === 42 || !document.querySelector('main [hx-trigger*="every"]')`)
	office.Go(office.Value("location.href"))
	office.See("Nora Nomail")
	office.See("Ann Already")
	office.Axe("the result")
	office.Shot("office-bulk-result")
	for i := range 40 {
		w.post.Wait(fmt.Sprintf("p%02d@halvorsen.test", i), "Olive Owner")
	}
	if n := len(w.Mails(portal.MailInvitation, "ann@halvorsen.test")); n != 0 {
		t.Errorf("whoever is in already was invited %d times", n)
	}
}

// TestPreviewInABrowser looks at the portal as a contact: nothing is saved until the staff member acts, and the client
// sees who looked.
func TestPreviewInABrowser(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	invoice := w.Invoice(w.client, "Boiler service", 12_345, 10)
	ann := w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	office := w.tab(t, w.AsStaff(w.owner))
	office.Go("/office/preview")
	office.Press("View")
	office.At("/portal")
	office.See("Olive Owner, you are viewing as Ann Archer.")
	office.See("$123.45")
	office.Axe("the preview")
	office.Shot("office-preview")
	office.Go(fmt.Sprintf("/portal/invoices/%d", invoice.ID))
	office.See("Boiler service")
	office.Press("Act for this client")
	office.See("you are acting for Ann Archer")
	office.Press("End the preview")
	office.At("/office/preview")

	client := w.tab(t, w.As(ann))
	client.Go("/portal/profile/who-looked")
	client.See("Olive Owner")
	client.Axe("who looked")
	client.Shot("client-who-looked")
	if seen := w.InvoiceNow(w.client, invoice.ID).Viewed; !seen.IsZero() {
		t.Error("a preview marked the invoice as viewed")
	}
}

// TestInvoicingInABrowser makes, issues and sends an invoice, records a payment, and the client sees both at once.
func TestInvoicingInABrowser(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	ann := w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	w.Invoice(w.client, "Boiler service", 12_345, 10)
	phone := w.tab(t, w.As(ann))
	phone.Size(browse.Phone)
	phone.Go("/portal/invoices")
	phone.See("Boiler service")
	phone.Eval(`(window.stayed = true)`)

	office := w.tab(t, w.AsStaff(w.owner))
	office.Go("/office/invoices/new?client=" + w.client.Number)
	office.Type(`[name="description"]`, "Spring service")
	office.Type(`#line-0`, "Service of both boilers")
	office.Type(`#quantity-0`, "2")
	office.Type(`#price-0`, "100.50")
	office.Press("Add line")
	office.Until("a second line", `document.querySelector('#line-1')`)
	office.Type(`#line-1`, "Filter")
	office.Type(`#quantity-1`, "1")
	office.Type(`#price-1`, "9")
	office.Eval(`(document.activeElement.blur(), true)`)
	office.See("$210.00")
	office.Axe("the invoice form")
	office.Shot("office-invoice-form")
	office.Press("Issue and send")
	office.See("Invoice INV-2")
	office.See("Sent to ann@halvorsen.test")
	office.Shot("office-invoice-sent")
	mail := w.post.Wait("ann@halvorsen.test", "$210.00")
	link := mail.Link("/d/")
	if link == "" {
		t.Fatalf("the mail leads nowhere: %s", mail.Text)
	}
	stranger := w.tab(t, w.Anonymous())
	stranger.Size(browse.Phone)
	stranger.Go(link)
	stranger.See("Spring service")
	stranger.Axe("a document link")
	phone.See("Spring service")
	phone.Until("the same page", `window.stayed`)

	office.Press("Record payment")
	office.At("/office/payments/new")
	office.Click(`main form button[type="submit"]:not([name])`)
	office.See("Received")
	phone.Go("/portal/invoices?status=paid")
	phone.See("Spring service")
}

// TestSwitchingAccounts: a person at three clients picks one, and switches without signing in again.
func TestSwitchingAccounts(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	names := []string{"Halvorsen Homes", "Bolt & Sons", "Castle Court"}
	for i, name := range names {
		c := w.client
		if i > 0 {
			c = w.Client(name)
		}
		w.Invoice(c, "Work at "+name, int64(1000*(i+1)), 9)
		w.Contact(c, "Ann Archer", "ann@three.test", portal.AllPermissions)
	}
	tab := w.tab(t, nil)
	tab.Go("/sign-in")
	tab.Type(`[name="who"]`, "ann@three.test")
	tab.Press("E-mail me a code")
	tab.At("/sign-in/code")
	tab.Type(`[name="code"]`, w.post.Wait("ann@three.test", "code").Code())
	tab.At("/sign-in/account")
	for _, name := range names {
		tab.See(name)
	}
	for _, name := range names {
		tab.Press(name)
		tab.Until("the home of "+name, `location.pathname === "/portal"`) // not yet “/portal/accounts”
		tab.Go("/portal/invoices")
		tab.See("Work at " + name)
		for _, other := range names {
			if other != name && tab.Eval(fmt.Sprintf(`document.body.innerText.includes(%q)`, "Work at "+other)) {
				t.Errorf("at %s, the invoices of %s show", name, other)
			}
		}
		tab.Go("/portal/accounts")
		tab.See("You are here")
	}
}

// TestWithoutScripts: signing in, looking through invoices and turning a cloud on are links and forms.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.Invoice(w.client, "Boiler service", 12_345, 10)
	w.Invoice(w.client, "Pump repair", 100, -3)
	w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	red := w.outsider(w.client, "Rita Red", "rita@halvorsen.test")
	tab := w.tab(t, nil)
	tab.NoScript()
	tab.Go("/portal/invoices")
	tab.At("/sign-in")
	tab.Type(`[name="who"]`, "ann@halvorsen.test")
	tab.Press("E-mail me a code")
	tab.At("/sign-in/code")
	tab.Type(`[name="code"]`, w.post.Wait("ann@halvorsen.test", "code").Code())
	tab.Press("Sign in")
	tab.At("/portal/invoices")
	tab.Press("Overdue")
	tab.Until("the filter", `location.search.includes('status=overdue')`)
	tab.See("Pump repair")
	if tab.Eval(`document.body.innerText.includes('Boiler service')`) {
		t.Error("the filter shows everything")
	}
	tab.Press("Pump repair")
	tab.At("/portal/invoices/")
	tab.See("$1.00")

	office := w.tab(t, w.AsStaff(w.owner))
	office.NoScript()
	office.Go("/office/contacts")
	office.Click(`button.cloud[data-state="off"]`)
	office.At(fmt.Sprintf("/office/contacts/%d/invite", red.ID))
	office.Press("Proceed")
	office.At("/office/contacts")
	office.Until("a green cloud", `document.querySelector('.cloud[data-state="invited"]')`)
	w.post.Wait("rita@halvorsen.test", "Olive Owner")
}
