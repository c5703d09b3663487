package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// mailedDoc is a document, its page in the office and in the portal, and the mail about it.
type mailedDoc struct {
	kind           portal.Kind
	id             uint64
	number         string
	office, portal paths.URL
	letter         testkit.Letter
}

// mailNoteAndReceipt mails Ann a credit note and a receipt.
func mailNoteAndReceipt(t *testing.T, a *testkit.App, staff *testkit.Browser) []mailedDoc {
	t.Helper()
	box := a.Work()
	acme := a.Client("Acme")
	a.Contact(acme, "Ann Able", "ann@acme.test", portal.AllPermissions)
	i := a.Invoice(acme, "Boiler service", 12_345, 10)
	n := a.CreditNote(acme, i, 2_345, "Came late")
	staff.Post(paths.OfficeCreditNoteSend(n.ID).String(), "to", "ann@acme.test").Want(t, 303)
	staff.Post("/office/payments/new", "client", fmt.Sprint(acme.ID), "on", i.Issued.ISO(), "amount", "100", "method", "transfer",
		"how", "oldest", "reference", "TRF 9", "key", "k1", "to", "ann@acme.test").Want(t, 303)
	p := onlyPayment(a, acme)
	return []mailedDoc{
		{portal.KindCreditNote, uint64(n.ID), n.Number, paths.OfficeCreditNote(n.ID), paths.PortalCreditNote(n.ID), box.Wait("ann@acme.test", n.Number)},
		{portal.KindPayment, uint64(p.ID), p.Number, paths.OfficePayment(p.ID), paths.PortalPayment(p.ID), box.Wait("ann@acme.test", p.Number)},
	}
}

func TestNotesAndReceiptsHaveDocumentLinks(t *testing.T) {
	a := testkit.Start(t).Paying()
	staff := a.AsStaff(a.Staff("Sam", "sam@larkfield.test", portal.Office))
	for _, d := range mailNoteAndReceipt(t, a, staff) {
		t.Run(d.number, func(t *testing.T) {
			link := d.letter.Link("/d/")
			if link == "" || !strings.Contains(d.letter.HTML, link) || d.letter.Link("/portal/") != "" {
				t.Fatalf("the mail leads elsewhere: %s", d.letter.Text)
			}
			b := a.Anonymous()
			b.Get(link).Want(t, 200, d.number, link+"/pdf", `data-viewed-url="`+link+`/viewed"`, "next="+strings.ReplaceAll(d.portal.String(), "/", "%2F"),
				"!<nav", "!"+`href="/portal`, "!Request a correction", "!ann@acme.test")
			if pdf := b.Get(link+"/pdf").Want(t, 200); !strings.Contains(shown(t, pdf), d.number) {
				t.Error("the PDF is of something else")
			}
			for _, pay := range []string{"/pay", "/pay/how?method=transfer", "/pay/qr.svg", "/pay/1"} {
				b.Get(link+pay).Want(t, 403)
			}
			b.Post(link+"/pay", "method", "card", "key", "k").Want(t, 403)
			office := d.office.String()
			staff.Get(office).Want(t, 200, "Ann Able", "Not opened yet")
			b.Post(link+"/viewed").Want(t, 204)
			staff.Get(office).Want(t, 200, "Opened once", "192.0.2.7")
			staff.Get("/office/audit").Want(t, 200, "opened a document link", d.number+" → ann@acme.test")
			endLink(t, a, staff, d)
			b.Get(link).Want(t, 410, "This link was withdrawn", "!"+d.number)
			b.Get(link+"/pdf").Want(t, 410)
			staff.Get(office).Want(t, 200, "revoked", "!>Revoke<")
		})
	}
}

// endLink revokes the one link of a document from its page in the office.
func endLink(t *testing.T, a *testkit.App, staff *testkit.Browser, d mailedDoc) {
	t.Helper()
	var ls []portal.DocLink
	a.View(func(tx *store.Tx) (err error) {
		ls, err = tx.DocLinksOf(portal.Ref{Kind: d.kind, ID: d.id})
		return err
	})
	if len(ls) != 1 {
		t.Fatalf("%d links", len(ls))
	}
	ask := paths.OfficeLinkRevoke(d.office, ls[0].ID).String()
	staff.Get(d.office.String()).Want(t, 200, `href="`+ask+`"`)
	staff.Get(ask).Want(t, 200, "Revoke the link of Ann Able?", d.number)
	staff.Get(paths.OfficeLinkRevoke(d.office, ls[0].ID+1).String()).Want(t, 404)
	staff.Get(paths.OfficeLinksRevoke(d.office).String()).Want(t, 200, "Revoke every link to "+d.number)
	staff.Follow(staff.Post(ask)).Want(t, 200, "The link of Ann Able no longer works.")
}

func TestLinksOffMailsNotesAndReceiptsToSignIn(t *testing.T) {
	a := testkit.Start(t)
	a.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Portal.LinksOff = true
		return tx.PutBusiness(b)
	})
	staff := a.AsStaff(a.Staff("Sam", "sam@larkfield.test", portal.Office))
	for _, d := range mailNoteAndReceipt(t, a, staff) {
		if d.letter.Link("/d/") != "" || d.letter.Link("/portal/") != d.portal.String() {
			t.Errorf("%s leads elsewhere: %s", d.number, d.letter.Text)
		}
		staff.Get(d.office.String()).Want(t, 200, "!Not opened yet")
	}
}

// TestRefundMailsAndEstimates: whoever paid follows what became of it, and estimates list their links too.
func TestRefundMailsAndEstimates(t *testing.T) {
	a := testkit.Start(t)
	staff := a.AsStaff(a.Staff("Sam", "sam@larkfield.test", portal.Office))
	box := a.Work()
	acme := a.Client("Acme")
	ann := a.Contact(acme, "Ann Able", "ann@acme.test", portal.AllPermissions)
	a.Update(func(tx *store.Tx) error {
		c, err := tx.Client(portal.Sight{Client: acme.ID})
		if err != nil {
			return err
		}
		c.Email = "ann@acme.test"
		return tx.PutClient(&c, c.Version)
	})
	p := a.Payment(acme, a.Invoice(acme, "Boiler service", 12_345, 10), 10_000, "TRF 9")
	staff.Post(paths.OfficePaymentRefund(p.ID).String(), "version", "1", "amount", "20", "reason", "Paid too much", "key", "r1").Want(t, 303)
	link := box.Wait("ann@acme.test", "Paid too much").Link("/d/")
	a.Anonymous().Get(link).Want(t, 200, p.Number, "Paid too much", "$20.00")
	e := a.Estimate(acme, "New boiler", 50_000)
	token, l := a.DocLinkTo(portal.KindEstimate, uint64(e.ID), ann)
	at := paths.OfficeEstimate(e.ID)
	staff.Get(at.String()).Want(t, 200, "Not opened yet", paths.OfficeLinkRevoke(at, l.ID).String())
	staff.Follow(staff.Post(paths.OfficeLinksRevoke(at).String())).Want(t, 200, "One link no longer works.")
	a.Anonymous().Get("/d/"+token).Want(t, 410)
}
