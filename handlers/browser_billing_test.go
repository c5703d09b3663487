package handlers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/internal/testkit/browse"
	"portico/portal"
	"portico/store"
)

// stay marks the page, so that stayed can tell that it was never loaded again.
func stay(tab *browse.Tab) { tab.Eval(`(window.stayed = true)`) }

func stayed(tab *browse.Tab) {
	tab.T.Helper()
	tab.Until("the same page", `window.stayed`)
}

// TestPayingInABrowser follows the link of a mail, pays by card, and sees that it is paid without doing anything; so
// does the office.
func TestPayingInABrowser(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.Paying()
	i := w.Invoice(w.client, "Boiler service", 124_000, 10)
	w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	w.AsStaff(w.owner).Post(paths.OfficeInvoiceSend(i.ID).String(), "version", fmt.Sprint(w.InvoiceNow(w.client, i.ID).Version), "to", "ann@halvorsen.test").Want(t, 303)
	link := w.post.Wait("ann@halvorsen.test", "$1,240.00").Link("/d/")
	office := w.tab(t, w.AsStaff(w.owner))
	office.Go(paths.OfficeInvoice(i.ID).String())
	office.See("Record payment")
	stay(office)

	phone := w.tab(t, nil)
	phone.Size(browse.Phone)
	phone.StandIn("https://checkout.stripe.com/*", "<!doctype html><title>Stripe</title><h1>Your card, please</h1>")
	phone.Go(link) // the first tap
	phone.Until("Pay on the first screen", `[...document.querySelectorAll('main a.button')].some(a =>
		/^Pay \$1,240.00/.test(a.innerText.trim()) && a.getBoundingClientRect().bottom < innerHeight)`)
	phone.Press("Pay $1,240.00") // the second
	phone.Until("the pay page", `location.pathname.endsWith('/pay') && document.querySelector('button[name="method"][value="card"]')?.checkVisibility()`)
	phone.See("$1,240.00 and a fee of $36.26")
	phone.Axe("the pay page")
	phone.Touch("the pay page")
	phone.Shot("client-pay-390")
	phone.Press("Pay $1,276.26")
	phone.See("Your card, please")
	o := w.Till.Last()
	if o.Total() != portal.Of(127_626, "USD") {
		t.Errorf("Stripe asks for %v", o.Total())
	}
	phone.Go(o.Done)
	phone.See("waiting for Stripe")
	phone.Axe("waiting for Stripe")
	phone.Touch("waiting for Stripe")
	stay(phone)
	w.Hook(testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", o), "").Want(t, 200)
	phone.See("Paid. Thank you.")
	stayed(phone)
	phone.Axe("paid")
	phone.Shot("client-paid-390")
	office.Until("Paid", `/^Paid$/m.test(document.querySelector('main').innerText) && !document.body.innerText.includes('Record payment')`)
	stayed(office)
	if open := w.InvoiceNow(w.client, i.ID).Open(); !open.IsZero() {
		t.Errorf("still open: %v", open)
	}
}

// TestAcceptingOnAPhone ticks an option, signs with a finger, and accepts. What changes elsewhere meanwhile takes
// nothing of that away.
func TestAcceptingOnAPhone(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	e := w.Estimate(w.client, "New boiler", 100_000)
	ann := w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	office := w.tab(t, w.AsStaff(w.owner))
	office.Go(paths.OfficeEstimate(e.ID).String())
	office.See("New boiler")
	stay(office)

	phone := w.tab(t, w.As(ann))
	phone.Size(browse.Phone)
	phone.Go(paths.PortalEstimate(e.ID).String())
	phone.See("Accept for $1,000.00")
	office.See("Viewed by Ann Archer")
	phone.Press("New boiler extra")
	withOption := `document.querySelector('#offer-total').innerText === '$1,500.00' && document.querySelector('#accept-button').innerText.includes('Accept for $1,500.00')`
	phone.Until("the new total", withOption)
	phone.Type(`#accept [name="name"]`, "Ann Archer")
	phone.Draw(`svg.pad`, [2]float64{.2, .2}, [2]float64{.8, .8})
	phone.Press("Clear the drawing")
	phone.Until("an empty pad", `!document.querySelector('svg.pad polyline') && document.querySelector('[name="signature"]').value === ''`)
	phone.Draw(`svg.pad`, [2]float64{.1, .8}, [2]float64{.3, .2}, [2]float64{.5, .8})
	phone.Draw(`svg.pad`, [2]float64{.6, .5}, [2]float64{.9, .5})
	signed := `document.querySelectorAll('svg.pad polyline').length === 2 && document.querySelector('[name="signature"]').value.split(';').length === 2`
	phone.Until("two strokes", signed)
	phone.Axe("signing")
	phone.Touch("signing")
	phone.Shot("client-sign-390")
	phone.Eval(`(document.addEventListener('htmx:after:swap', (e) => { if (e.detail.ctx.quiet) window.refreshed = true }), true)`)
	w.Invoice(w.client, "Something else", 500, 9)
	phone.Until("a refresh", `window.refreshed`)
	phone.Until("the signature, still", signed)
	phone.Until("the tick and its total, still", `document.querySelector('[name="line"]').checked && `+withOption)
	phone.Until("the name, still", `document.querySelector('#accept [name="name"]').value === 'Ann Archer'`)
	phone.Press("Accept for $1,500.00")
	phone.See("is accepted")
	phone.Until("the signature", `document.querySelectorAll('svg.signature:not(.pad) polyline').length === 2`)
	phone.See("Signed PDF")
	phone.Axe("accepted")
	phone.Shot("client-accepted-390")
	if letter := w.post.Wait("ann@halvorsen.test", e.Number); !strings.Contains(letter.Text, "signed PDF") {
		t.Errorf("the mail doesn’t lead to the signed PDF: %s", letter.Text)
	}
	w.As(ann).Get(paths.PortalEstimatePDF(e.ID).String()).Want(t, 200, "%PDF")
	office.See("Accepted")
	office.See("Signed by")
	stayed(office)
	if now := w.EstimateNow(w.client, e.ID); now.Signed == nil || now.Signed.Total != 150_000 || len(now.Signed.Drawing) != 2 {
		t.Errorf("%+v", now.Signed)
	}
}

// TestDisputingInABrowser disputes an invoice, and reads the office's answer the moment it is there, without losing
// what is being typed.
func TestDisputingInABrowser(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	i := w.Invoice(w.client, "Boiler service", 12_345, 10)
	ann := w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	bill := w.tab(t, w.AsStaff(w.owner))
	bill.Go(paths.OfficeInvoice(i.ID).String())
	bill.See("Boiler service")
	stay(bill)

	client := w.tab(t, w.As(ann))
	client.Size(browse.Phone)
	client.Go(paths.PortalInvoice(i.ID).String())
	client.Press("Dispute")
	client.At("/portal/requests/new")
	client.See(i.Number)
	client.Axe("the dispute")
	client.Touch("the dispute")
	client.Click(`main form button[type="submit"]`)
	client.Type(`textarea[name="text"]`, "You came once, not twice.")
	client.Click(`main form button[type="submit"]`)
	client.Until("the thread", `/^\/portal\/requests\/\d+$/.test(location.pathname)`)
	client.See("You came once, not twice.")
	client.Axe("the thread")
	client.Touch("the thread")
	client.Shot("client-thread-390")
	bill.See("The invoice is disputed")
	stayed(bill)
	stay(client)
	client.Type(`textarea[name="text"]`, "And another")

	office := w.tab(t, w.AsStaff(w.owner))
	office.Go("/office/requests")
	office.Press("REQ-1")
	office.See("You came once, not twice.")
	office.Type(`textarea[name="text"]`, "You are right: we take one visit off.")
	office.Axe("the office’s thread")
	office.Click(`button[name="do"][value="send"]`)
	office.Until("the answer in the thread", `document.querySelector('textarea[name="text"]').value === '' && document.body.innerText.includes('we take one visit off')`)
	client.See("You are right: we take one visit off.")
	client.Until("what was being typed", `document.querySelector('textarea[name="text"]').value === 'And another'`)
	stayed(client)
	w.post.Wait("ann@halvorsen.test", "we take one visit off")
}

// TestPayingSeveralInABrowser pays five of six at once, and a batch invoice.
func TestPayingSeveralInABrowser(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.Paying()
	var all []portal.Invoice
	for n := range 6 {
		all = append(all, w.Invoice(w.client, fmt.Sprintf("Visit %d", n+1), int64(10_000*(n+1)), n+1))
	}
	client := w.tab(t, w.As(w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)))
	client.Go("/portal/invoices")
	for _, i := range all[:5] {
		client.Eval(fmt.Sprintf(`(document.querySelector('.pick [name="invoice"][value="%d"]').click(), true)`, i.ID))
	}
	client.See("5 selected")
	client.Axe("five chosen")
	client.Press("Pay selected")
	client.At("/portal/pay")
	client.See("5 invoices")
	client.See("$1,500.00 and a fee of")
	client.Until("the five", `document.querySelectorAll('[name="invoice"]').length === 5 && !document.body.innerText.includes('Visit 6')`)
	client.Axe("the pay page")
	client.Shot("client-pay-five")
	client.Press("Another amount")
	client.Type(`[name="amount"]`, "200")
	client.See("$200.00 and a fee of $6.10")
	client.Eval(`(document.addEventListener('htmx:after:swap', (e) => { if (e.detail.ctx.quiet) window.refreshed = true }), true)`)
	w.Invoice(w.client, "Something else", 500, 9)
	client.Until("a refresh", `window.refreshed`)
	client.See("$200.00 and a fee of $6.10")

	batch := w.Batch(w.client, "All of March", all[0], all[5])
	client.Go(paths.PortalBatch(batch.ID).String())
	client.See("Visit 6")
	client.Axe("the batch")
	client.Press("Pay $700.00")
	client.At("/portal/pay")
	client.See("2 invoices")
	client.See("$700.00 and a fee of")
}

// TestUploadingInABrowser sends a file, is told at once of one that is too large, and loses the form with the clip.
func TestUploadingInABrowser(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	ann := w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	dir := t.TempDir()
	small, large := filepath.Join(dir, "boiler plan.txt"), filepath.Join(dir, "film.mp4")
	for path, size := range map[string]int{small: 300_000, large: 0} {
		if err := os.WriteFile(path, []byte(strings.Repeat("plan ", size/5)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(large, 2<<30); err != nil {
		t.Fatal(err)
	}
	phone := w.tab(t, w.As(ann))
	phone.Size(browse.Phone)
	phone.Go("/portal/documents")
	phone.See("No documents yet")
	phone.Axe("no documents")
	phone.Touch("no documents")
	phone.Files("#files", large)
	phone.Until("what is wrong", `document.querySelector('#files').validationMessage.includes('“film.mp4” is too large')`)
	phone.Files("#files", small)
	phone.Until("nothing wrong", `document.querySelector('#files').validationMessage === ''`)
	phone.Go("/portal/documents")
	submit := `form[data-upload] button[type="submit"]`
	phone.Type(`[name="note"]`, "For your fitter")
	phone.Click(submit)
	phone.Until("what is missing", `document.activeElement?.matches('.errors')`)
	phone.Axe("nothing chosen")
	phone.Eval(`(new MutationObserver(() => { const p = document.querySelector('[data-sending]')
		if (p && !p.hidden && /%/.test(p.innerText)) window.progress = true }).observe(document.body, {subtree: true, childList: true, attributes: true}), true)`)
	phone.Files("#files", small)
	phone.Click(submit)
	phone.See("Sent. Larkfield Heating & Air has it now.")
	phone.Until("the row", `document.querySelector('.filecell')?.innerText.includes('boiler plan.txt')`)
	phone.Until("how far it was", `window.progress`)
	phone.See("For your fitter")
	phone.Until("the form, empty", `document.querySelector('#files').files.length === 0 && document.querySelector('[name="note"]').value === ''`)
	phone.Axe("sent")
	phone.Shot("client-sent-390")
	key := `document.querySelector('form[data-upload] [name="key"]').value`
	phone.Eval(`!!(window.key = ` + key + `)`)
	w.Document(w.client, "shared.txt", "shared", portal.FileShared, 0)
	phone.See("shared.txt")
	phone.Until("the form’s key, after a refresh", key+` === window.key`)
	phone.Files("#files", small)
	phone.Click(submit)
	phone.Until("it twice", `document.querySelectorAll('.filecell').length === 3`)
	phone.Until("another key, for another form", key+` !== window.key`)

	office := w.tab(t, w.AsStaff(w.owner))
	office.Go("/office/contacts")
	office.Click(`button.clip`)
	phone.Until("no form", `!document.querySelector('form[data-upload]')`)
	phone.Go("/portal/documents")
	phone.Until("no form, still", `document.querySelector('main') && !document.querySelector('form[data-upload]')`)
}

// TestTooMuchAtOnceInABrowser: what is over the limit leads to what is wrong like any other fault, and the page stays.
func TestTooMuchAtOnceInABrowser(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	ann := w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	film := filepath.Join(t.TempDir(), "film.mp4")
	if err := os.WriteFile(film, make([]byte, 15<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	b := w.tab(t, w.As(ann))
	b.Go("/portal/documents")
	b.Type(`[name="note"]`, "For your fitter")
	b.Files("#files", film)
	b.Eval(`document.querySelector('#files').kept = true`)
	w.Update(func(tx *store.Tx) error { // while the page is open
		x := *tx.Business()
		x.Portal.UploadMB = 1
		return tx.PutBusiness(x)
	})
	b.Click(`form[data-upload] button[type="submit"]`)
	b.See("up to 10 files of 1 MB each")
	b.Until("what is wrong", `document.activeElement?.matches('.errors')`)
	b.Until("what was there", `document.querySelector('#files').kept && document.querySelector('[name="note"]').value === 'For your fitter'`)
}
