package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// mailed is an invoice that was just sent to Ann of Acme, and its mail.
type mailed struct {
	*testkit.App
	acme    portal.Client
	ann     portal.Contact
	staff   *testkit.Browser
	invoice portal.Invoice
	letter  testkit.Letter
	link    string
}

func sendOne(t *testing.T) *mailed {
	t.Helper()
	m := &mailed{App: testkit.Start(t)}
	box := m.Work()
	m.acme = m.Client("Acme")
	m.ann = m.Contact(m.acme, "Ann Able", "ann@acme.test", portal.AllPermissions)
	m.invoice = m.Invoice(m.acme, "Boiler service", 12_345, 10)
	m.staff = m.AsStaff(m.Staff("Sam", "sam@larkfield.test", portal.Office))
	m.send(t)
	m.letter = box.Wait("ann@acme.test", m.invoice.Number)
	m.link = m.letter.Link("/d/")
	return m
}

func (m *mailed) send(t *testing.T) {
	t.Helper()
	page := m.staff.Get(paths.OfficeInvoiceSend(m.invoice.ID).String())
	m.staff.Post(paths.OfficeInvoiceSend(m.invoice.ID).String(), "to", "ann@acme.test", "version", field(page.Body, "version")).Want(t, 303)
}

// field is the value of a hidden field on a page.
func field(body, name string) string {
	_, after, _ := strings.Cut(body, `name="`+name+`" value="`)
	value, _, _ := strings.Cut(after, `"`)
	return value
}

func (m *mailed) page() string { return paths.OfficeInvoice(m.invoice.ID).String() }

func (m *mailed) seen() bool { return !m.InvoiceNow(m.acme, m.invoice.ID).Viewed.IsZero() }

// revoke ends the one link that the invoice's page offers to end.
func (m *mailed) revoke(t *testing.T) {
	t.Helper()
	var ls []portal.DocLink
	m.View(func(tx *store.Tx) (err error) {
		ls, err = tx.DocLinksOf(portal.Ref{Kind: portal.KindInvoice, ID: uint64(m.invoice.ID)})
		return err
	})
	if len(ls) != 1 {
		t.Fatalf("%d links", len(ls))
	}
	ask := paths.OfficeLinkRevoke(paths.OfficeInvoice(m.invoice.ID), ls[0].ID).String()
	m.staff.Get(m.page()).Want(t, 200, `href="`+ask+`"`)
	m.staff.Get(ask).Want(t, 200, "Revoke the link of Ann Able?")
	m.staff.Follow(m.staff.Post(ask)).Want(t, 200, "The link of Ann Able no longer works.")
}

func TestMailOpensItsDocument(t *testing.T) {
	m := sendOne(t)
	if m.link == "" || !strings.Contains(m.letter.HTML, m.link) {
		t.Fatalf("the mail leads to no document link: %s", m.letter.Text)
	}
	b := m.Anonymous()
	page := b.Get(m.link).Want(t, 200, "Boiler service", "$123.45", m.link+"/pdf", m.link+"/viewed", "Sign in to see everything",
		"/sign-in?next=%2Fportal%2Finvoices%2F", "!<nav", "!"+`href="/portal`, "!ann@acme.test")
	for head, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"} {
		if got := page.Header.Get(head); got != want {
			t.Errorf("%s is %q", head, got)
		}
	}
	if pdf := b.Get(m.link+"/pdf").Want(t, 200); !strings.Contains(shown(t, pdf), "Boiler service") {
		t.Error("the PDF is of something else")
	}
	if m.seen() {
		t.Error("a GET counts as viewed: mail scanners make those")
	}
}

func TestShownLinkCounts(t *testing.T) {
	m := sendOne(t)
	m.staff.Get(m.page()).Want(t, 200, "Not opened yet", "Ann Able")
	m.staff.Post(m.link+"/viewed").Want(t, 204)
	if m.seen() {
		t.Error("staff who follow a link are not its receiver")
	}
	b := m.Anonymous()
	b.Post(m.link+"/viewed").Want(t, 204)
	b.Post(m.link+"/viewed").Want(t, 204)
	if i := m.InvoiceNow(m.acme, m.invoice.ID); i.ViewedBy != "Ann Able" {
		t.Errorf("viewed by %q", i.ViewedBy)
	}
	m.staff.Get(m.page()).Want(t, 200, "Opened once", "192.0.2.7", "Firefox on Mac")
	m.Pass(time.Hour)
	b.Post(m.link+"/viewed").Want(t, 204)
	m.staff.Get(m.page()).Want(t, 200, "Opened 2 times")
	m.staff.Get("/office/audit").Want(t, 200, "opened a document link", "→ ann@acme.test")
}

func TestRevokedLinkEndsAtOnce(t *testing.T) {
	m := sendOne(t)
	b := m.Anonymous()
	b.Get(m.link).Want(t, 200)
	m.revoke(t)
	for _, path := range []string{m.link, m.link + "/pdf"} {
		b.Get(path).Want(t, 410, "This link was withdrawn", "Sign in", "!Boiler service")
	}
	b.Post(m.link+"/viewed").Want(t, 410)
	m.staff.Get(m.page()).Want(t, 200, "revoked", "!>Revoke<")
	m.staff.Get("/office/audit").Want(t, 200, "revoked a document link")
	if m.seen() {
		t.Error("a revoked link counts as viewed")
	}
}

func TestRevokingAllLinks(t *testing.T) {
	m := sendOne(t)
	m.send(t)
	all := paths.OfficeLinksRevoke(paths.OfficeInvoice(m.invoice.ID)).String()
	m.staff.Get(m.page()).Want(t, 200, `href="`+all+`"`)
	m.staff.Get(all).Want(t, 200, "Revoke every link to "+m.invoice.Number)
	m.staff.Follow(m.staff.Post(all)).Want(t, 200, "2 links no longer work.")
	m.Anonymous().Get(m.link).Want(t, 410)
}

func TestExpiredLinkSaysSo(t *testing.T) {
	m := sendOne(t)
	b := m.Anonymous()
	m.Pass(89 * 24 * time.Hour)
	b.Get(m.link).Want(t, 200)
	m.Pass(25 * time.Hour)
	b.Get(m.link).Want(t, 410, "This link has expired", "Sign in", "!Boiler service")
	m.Pass(90 * 24 * time.Hour) // and is forgotten in the end
	b.Get(m.link).Want(t, 404, "This link leads nowhere")
}

func TestLinkFollowsTheSwitches(t *testing.T) {
	m := sendOne(t)
	b := m.Anonymous()
	settings := func(change func(*portal.PortalSettings)) {
		m.Update(func(tx *store.Tx) error {
			biz := *tx.Business()
			biz.Portal = portal.NewBusiness("", "USD", "UTC").Portal
			change(&biz.Portal)
			return tx.PutBusiness(biz)
		})
	}
	settings(func(p *portal.PortalSettings) { p.On = false })
	b.Get(m.link).Want(t, 403, "The client portal is closed for now", "!Boiler service")
	settings(func(p *portal.PortalSettings) { p.LinksOff = true })
	b.Get(m.link).Want(t, 403, "Sign in to see this document", "!Boiler service")
	settings(func(*portal.PortalSettings) {})
	m.Update(func(tx *store.Tx) error { // the contact's own access doesn't matter
		c, err := tx.Contact(portal.Sight{Client: m.acme.ID}, m.ann.ID)
		if err != nil {
			return err
		}
		c.On = false
		return tx.PutContact(&c, c.Version)
	})
	b.Get(m.link).Want(t, 200, "Boiler service")
	m.staff.Post(paths.OfficeInvoiceVoid(m.invoice.ID).String(), "reason", "Billed twice").Want(t, 303)
	b.Get(m.link).Want(t, 200, "Void", "Billed twice")
	m.Update(func(tx *store.Tx) error {
		c, err := tx.Client(portal.Sight{Client: m.acme.ID})
		if err != nil {
			return err
		}
		c.Archived = true
		return tx.PutClient(&c, c.Version)
	})
	b.Get(m.link).Want(t, 403, "This account is closed", "!Boiler service")
}

func TestLinksOffMailsThePortalPage(t *testing.T) {
	app := testkit.Start(t)
	box := app.Work()
	b := app.AsStaff(app.Staff("Olive", "olive@larkfield.test", portal.Owner))
	b.Get("/office/settings/portal").Want(t, 200, `name="links"`, `value="90"`)
	form := []string{"on", "yes", "invite_days", "7", "upload_mb", "25", "version", "0"}
	b.Post("/office/settings/portal", append(form, "links", "yes", "link_days", "0")...).Want(t, 422, "A document link can last 1 to 365 days.")
	b.Post("/office/settings/portal", append(form, "link_days", "30")...).Want(t, 303)
	m := &mailed{App: app, acme: app.Client("Acme"), staff: b}
	m.Contact(m.acme, "Ann Able", "ann@acme.test", portal.AllPermissions)
	m.invoice = m.Invoice(m.acme, "Boiler service", 12_345, 10)
	m.send(t)
	l := box.Wait("ann@acme.test", m.invoice.Number)
	if l.Link("/d/") != "" || l.Link("/portal/invoices/") != paths.PortalInvoice(m.invoice.ID).String() {
		t.Errorf("the mail leads elsewhere: %s", l.Text)
	}
}

func TestOneTokenOneDocument(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	second := w.Invoice(w.Own, "zqsecondmark", 5_000, 5)
	token, _ := w.DocLink(second, w.Ann)
	b := w.Anonymous()
	b.Get(paths.DocLink(w.OwnToken).String()).Want(t, 200, testkit.Marker("own"), "!zqsecondmark")
	if text := shown(t, b.Get(paths.DocLinkPDF(w.OwnToken).String())); strings.Contains(text, "zqsecondmark") {
		t.Error("the token of one document opens another's PDF")
	}
	b.Get(paths.DocLink(token).String()).Want(t, 200, "zqsecondmark")
	b.Get(paths.PortalInvoice(second.ID).String()).Want(t, 303) // a link is no session
	unknown, malformed := b.Get("/d/"+strings.Repeat("x", 43)), b.Get("/d/x")
	if unknown.StatusCode != http.StatusNotFound || malformed.StatusCode != http.StatusNotFound || unknown.Body != malformed.Body {
		t.Errorf("unknown answers %d, malformed %d", unknown.StatusCode, malformed.StatusCode)
	}
}

func TestWrongTokensAreLimited(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	b := w.Anonymous()
	for range 60 {
		b.Get("/d/"+strings.Repeat("x", 43)).Want(t, 404)
	}
	b.Get("/d/"+strings.Repeat("x", 43)).Want(t, 429)
	b.Get(paths.DocLink(w.OwnToken).String()).Want(t, 429)
	w.Pass(11 * time.Minute)
	b.Get(paths.DocLink(w.OwnToken).String()).Want(t, 200)
}

// TestDocumentLinkCanary looks for the other client's marks, and for the way into the account, in all that a
// document link opens.
func TestDocumentLinkCanary(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	for _, b := range []*testkit.Browser{w.Anonymous(), w.As(w.Bob), w.As(w.Ann)} {
		for _, path := range []paths.URL{paths.DocLink(w.OwnToken), paths.DocLinkPDF(w.OwnToken)} {
			got := b.Get(path.String()).Want(t, 200)
			if text := shown(t, got); strings.Contains(text, testkit.Marker("foreign")) || !strings.Contains(text, testkit.Marker("own")) {
				t.Errorf("%s shows the wrong client", path)
			}
			for _, other := range []string{" late", " notes", "555 ", "@client.test", " property"} {
				if strings.Contains(got.Body, testkit.Marker("own")+other) || strings.Contains(got.Body, other+testkit.Marker("own")) {
					t.Errorf("%s shows more than its document: %q", path, other)
				}
			}
		}
	}
}
