package handlers_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// reporting is the “I have paid” form of an invoice, as it is sent.
func reporting(i portal.Invoice, key, amount string) []string {
	return []string{"key", key, "invoice", fmt.Sprint(i.ID), "method", "transfer", "what", "full", "on", i.Issued.ISO(), "amount", amount, "reference", "TRF 9"}
}

// onlyPayment is the one payment of a client.
func onlyPayment(a *testkit.App, c portal.Client) (p portal.Payment) {
	a.T.Helper()
	a.View(func(tx *store.Tx) error {
		page, err := tx.Payments(portal.Sight{Client: c.ID}, store.PaymentQuery{})
		if err == nil && len(page.Rows) != 1 {
			a.T.Fatalf("%d payments", len(page.Rows))
		}
		if err == nil {
			p, err = tx.Payment(portal.Sight{Client: c.ID}, page.Rows[0].ID)
		}
		return err
	})
	return p
}

func TestProofOfPayment(t *testing.T) {
	a, c, _, ann := paying(t)
	office, post := a.AsStaff(a.Staff("Otto", "otto@larkfield.test", portal.Office)), a.Work()
	i := a.Invoice(c, "Boiler", 10_000, 9)
	ann.Get(fmt.Sprintf("/portal/pay/how?invoice=%d&method=transfer", i.ID)).Want(t, 200, `type="file"`, `enctype="multipart/form-data"`, "Proof, if you have it")
	photo := testkit.Attachment{Name: "check.jpg", Body: bytes.NewReader(append(phonePhoto(), "<script>"...))}
	sent := ann.Upload("/portal/pay/how", []testkit.Attachment{photo, attached("transfer.pdf", "%PDF-1.7\nsent")}, reporting(i, "k1", "100")...)
	ann.Follow(sent.Want(t, 303)).Want(t, 200, "Thank you.")
	p := onlyPayment(a, c)
	if len(p.Proof) != 2 {
		t.Fatalf("%d proofs", len(p.Proof))
	}
	at := fmt.Sprintf("/portal/payments/%d", p.ID)
	proof := func(n int) string { return fmt.Sprintf("%s/proof/%d", at, p.Proof[n]) }
	ann.Get(at).Want(t, 200, "check.jpg", "transfer.pdf", proof(0)+"/thumb", `href="`+proof(1)+`"`, `!href="`+proof(0)+`/thumb"`)
	if got := ann.Get(proof(1)).Want(t, 200); got.Body != "%PDF-1.7\nsent" || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%q as %s", got.Body, got.Header.Get("Content-Disposition"))
	}
	if got := ann.Get(proof(0)).Want(t, 200); strings.Contains(got.Body, "GPS") || strings.Contains(got.Body, "<script>") {
		t.Error("the picture is not written anew")
	}
	ann.Get(proof(0)+"/thumb").Want(t, 200)
	ann.Get(proof(1)+"/thumb").Want(t, 404)

	if mail := post.Wait("otto@larkfield.test", "2 files came with it as proof"); !strings.Contains(mail.Text, "check.jpg") {
		t.Errorf("the mail doesn’t name the proof: %s", mail.Text)
	}
	here := fmt.Sprintf("/office/payments/%d", p.ID)
	for _, page := range []string{here, here + "/approve"} {
		office.Get(page).Want(t, 200, "check.jpg", fmt.Sprintf("/office/documents/%d", p.Proof[1]))
	}
	office.Get(fmt.Sprintf("/office/documents/%d", p.Proof[1])).Want(t, 200, "%PDF")
	office.Get(fmt.Sprintf("/office/clients/%d/documents?from=proof", c.ID)).Want(t, 200, "transfer.pdf", "Proof of payment")
	office.Post(here+"/approve", "version", "1", "on", p.On.ISO(), "amount", "100").Want(t, 303)
	ann.Get(at).Want(t, 200, "Completed", "transfer.pdf")
	office.Post(fmt.Sprintf("/office/documents/%d/remove", p.Proof[1])).Want(t, 303)
	ann.Get(at).Want(t, 200, "check.jpg", "!transfer.pdf")
	ann.Get(proof(1)).Want(t, 404)
}

// TestProofIsOfItsPayment: who may see the payment sees its proof, and nobody finds it elsewhere.
func TestProofIsOfItsPayment(t *testing.T) {
	a, c, _, ann := paying(t)
	i := a.Invoice(c, "Boiler", 10_000, 9)
	ann.Upload("/portal/pay/how", []testkit.Attachment{attached("transfer.pdf", "%PDF-1.7\nsent")}, reporting(i, "k1", "100")...).Want(t, 303)
	p := onlyPayment(a, c)
	at, document := fmt.Sprintf("/portal/payments/%d/proof/%d", p.ID, p.Proof[0]), fmt.Sprintf("/portal/documents/%d", p.Proof[0])
	ann.Get("/portal/documents").Want(t, 200, "!transfer.pdf")
	ann.Get(document).Want(t, 404)
	ann.Post(document+"/remove").Want(t, 404)
	site := a.As(a.Contact(c, "Site", "site@acme.test", portal.Set(portal.UploadFiles, portal.ViewDocuments)))
	site.Get("/portal/documents?from=proof").Want(t, 200, "!transfer.pdf")
	site.Get(document).Want(t, 404)
	site.Get(at).Want(t, 403)
	other := a.As(a.Contact(a.Client("Other"), "Bob", "bob@other.test", portal.AllPermissions))
	other.Get(at).Want(t, 404)
	paper := a.Document(c, "paper.txt", "paper", portal.FileShared, 0)
	ann.Get(fmt.Sprintf("/portal/payments/%d/proof/%d", p.ID, paper.ID)).Want(t, 404)
	a.Anonymous().Get(at).Want(t, 303)
}

// TestProofOfAFaultyReport: nothing of a form that comes back is kept, and it says so.
func TestProofOfAFaultyReport(t *testing.T) {
	a, c, _, ann := paying(t)
	a.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Portal.UploadMB = 1
		return tx.PutBusiness(b)
	})
	i := a.Invoice(c, "Boiler", 10_000, 9)
	before, _ := a.Blobs()
	const again = "Nothing is sent yet. Choose your files again"
	good := func() []testkit.Attachment { return []testkit.Attachment{attached("transfer.pdf", "%PDF-1.7\nsent")} }
	ann.Upload("/portal/pay/how", good(), reporting(i, "k1", "lots")...).Want(t, 422, "Write a number", `value="lots"`, `value="TRF 9"`, again)
	ann.Upload("/portal/pay/how", good(), reporting(i, "", "100")...).Want(t, 422, again, `value="TRF 9"`)
	ann.Upload("/portal/pay/how", []testkit.Attachment{attached("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")}, reporting(i, "k1", "100")...).
		Want(t, 422, "PDF or a picture", `value="TRF 9"`, `id="files-error"`)
	ann.Upload("/portal/pay/how", append(eleven(), good()...), reporting(i, "k1", "lots")...).Want(t, 422, "up to 10 files", "Write a number")
	ann.Upload("/portal/pay/how", []testkit.Attachment{attached("large.txt", strings.Repeat("large ", 200_000))}, reporting(i, "k1", "100")...).Want(t, 422, "up to 1 MB")
	ann.Upload("/portal/pay/how", []testkit.Attachment{attached("huge.txt", strings.Repeat("large ", 2_200_000))}, reporting(i, "k1", "100")...).
		Want(t, 413, "up to 10 files of 1 MB each", `value="TRF 9"`)
	ann.Upload("/portal/pay/how", nil, append(reporting(i, "k1", "100"), "note", strings.Repeat("n", 1<<20))...).Want(t, 422)
	noneStored(t, a, before)
	ann.Upload("/portal/pay/how", nil, reporting(i, "k1", "100")...).Want(t, 303)
	ann.Follow(ann.Upload("/portal/pay/how", good(), reporting(i, "k1", "100")...)).Want(t, 200, "You have told us already")
	noneStored(t, a, before)
	ann.Post("/portal/pay/how", reporting(i, "k2", "none")...).Want(t, 422, "Write a number", "!"+again)
	if p := onlyPayment(a, c); len(p.Proof) != 0 {
		t.Errorf("%d proofs", len(p.Proof))
	}
}

// TestProofNeedsThePaperClip: without it the form takes no file, and the server neither; nor behind a document link.
func TestProofNeedsThePaperClip(t *testing.T) {
	a, c, ann, b := paying(t)
	i := a.Invoice(c, "Boiler", 10_000, 9)
	before, _ := a.Blobs()
	token, _ := a.DocLink(i, ann)
	proof := func() []testkit.Attachment { return []testkit.Attachment{attached("transfer.pdf", "%PDF-1.7\nsent")} }
	a.Anonymous().Get("/d/"+token+"/pay/how?method=transfer").Want(t, 200, "I have paid this", `!type="file"`)
	a.Anonymous().Upload("/d/"+token+"/pay/how", proof(), reporting(i, "k1", "100")...).Want(t, 403)
	how := fmt.Sprintf("/portal/pay/how?invoice=%d&method=transfer", i.ID)
	business := func(off bool) {
		a.Update(func(tx *store.Tx) error {
			b := *tx.Business()
			b.Portal.NoUploads = off
			return tx.PutBusiness(b)
		})
	}
	refused := func() {
		t.Helper()
		b.Get(how).Want(t, 200, "I have paid this", `!type="file"`, "!multipart")
		b.Upload("/portal/pay/how", proof(), reporting(i, "k1", "100")...).Want(t, 403)
	}
	business(true)
	refused()
	business(false)
	b.Get(how).Want(t, 200, `type="file"`)
	a.Update(func(tx *store.Tx) error {
		x, err := tx.Contact(portal.Sight{Client: c.ID}, ann.ID)
		if err != nil {
			return err
		}
		x.Permissions = x.Permissions.With(portal.UploadFiles, false)
		return tx.PutContact(&x, x.Version)
	})
	refused()
	noneStored(t, a, before)
	b.Upload("/portal/pay/how", nil, reporting(i, "k1", "100")...).Want(t, 303) // the page was open before
}

// TestProofOfTheLimitedIsNamed: a proof is of the whole account, so whoever sees one property sends it and doesn't see
// it. Staff do.
func TestProofOfTheLimitedIsNamed(t *testing.T) {
	a, c, ann, b := paying(t)
	a.Staff("Otto", "otto@larkfield.test", portal.Office)
	i := a.Invoice(c, "Boiler", 10_000, 9)
	a.Update(func(tx *store.Tx) error {
		here := portal.Property{Client: c.ID, Name: "Here"}
		if err := tx.PutProperty(&here, 0); err != nil {
			return err
		}
		bill, err := tx.Invoice(portal.Sight{Client: c.ID}, i.ID)
		if err != nil {
			return err
		}
		bill.Property = here.ID
		if err := tx.PutInvoice(&bill, bill.Version); err != nil {
			return err
		}
		x, err := tx.Contact(portal.Sight{Client: c.ID}, ann.ID)
		if err != nil {
			return err
		}
		x.Properties = []portal.PropertyID{here.ID}
		return tx.PutContact(&x, x.Version)
	})
	b.Upload("/portal/pay/how", []testkit.Attachment{attached("transfer.pdf", "%PDF-1.7\nsent")}, reporting(i, "k1", "100")...).Want(t, 303)
	if got := a.Facts(a.Mails(portal.MailClaimed, "otto@larkfield.test")[0]).Files; len(got) != 1 || got[0] != "transfer.pdf" {
		t.Errorf("the mail names %v", got)
	}
}
