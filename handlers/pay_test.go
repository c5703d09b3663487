package handlers_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// sent is the value of a hidden field of a page.
func sent(t *testing.T, page testkit.Answer, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `" value="([^"]*)"`).FindStringSubmatch(page.Body)
	if m == nil {
		t.Fatalf("the page has no field %s", name)
	}
	return m[1]
}

// pays posts a pay page as it stands, with one way to pay.
func pays(t *testing.T, b *testkit.Browser, page testkit.Answer, method string, more ...string) testkit.Answer {
	t.Helper()
	fields := append([]string{"key", sent(t, page, "key"), "known", sent(t, page, "known"), "method", method, "seen-" + method, sent(t, page, "seen-"+method)}, more...)
	for _, m := range regexp.MustCompile(`name="invoice" value="(\d+)"`).FindAllStringSubmatch(page.Body, -1) {
		fields = append(fields, "invoice", m[1])
	}
	return b.Post("/portal/pay", fields...)
}

func paying(t *testing.T) (*testkit.App, portal.Client, portal.Contact, *testkit.Browser) {
	a := testkit.Start(t).Paying()
	c := a.Client("Acme")
	ann := a.Contact(c, "Ann", "ann@acme.test", portal.AllPermissions)
	return a, c, ann, a.As(ann)
}

func TestPayByCard(t *testing.T) {
	a, c, _, b := paying(t)
	i := a.Invoice(c, "Boiler", 124_000, 9)
	to := fmt.Sprintf("/portal/pay?invoice=%d", i.ID)
	b.Get(fmt.Sprintf("/portal/invoices/%d", i.ID)).Want(t, 200, `href="`+to+`"`, "Pay $1,240.00")
	b.Get("/portal").Want(t, 200, `href="/portal/pay"`)
	b.Get("/portal/invoices").Want(t, 200, "Pay selected")
	page := b.Get(to).Want(t, 200, "$1,240.00 and a fee of $36.26", "Pay $1,276.26", "Pay $1,245.00", "Bank transfer", "Zelle")
	went := pays(t, b, page, "card")
	o := a.Till.Last()
	if went.StatusCode != 303 || went.Header.Get("Location") != "https://checkout.stripe.com/c/pay/cs_"+o.Key {
		t.Fatalf("%d %s", went.StatusCode, went.Header.Get("Location"))
	}
	if o.Total() != portal.Of(127_626, "USD") || o.Email != "ann@acme.test" || o.Lines[0].Amount != 124_000 || o.Lines[1].Amount != 3_626 {
		t.Errorf("%+v", o)
	}
	if !strings.HasSuffix(o.Done, fmt.Sprintf("/portal/pay/%d", o.Checkout)) || !strings.HasSuffix(o.Cancel, to) {
		t.Errorf("%s, %s", o.Done, o.Cancel)
	}
	back := fmt.Sprintf("/portal/pay/%d", o.Checkout)
	b.Get(back).Want(t, 200, "waiting for Stripe’s word", `hx-trigger="load delay:2s"`)
	if again := pays(t, b, page, "card"); again.StatusCode != 303 || len(a.Till.Orders) != 1 {
		t.Errorf("the same form once more: %d, %d pages", again.StatusCode, len(a.Till.Orders))
	}
	for range 3 {
		a.Hook(testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", o), "").Want(t, 200)
	}
	b.Get(back).Want(t, 200, "Paid. Thank you.", "ann@acme.test", "!load delay")
	if now := a.InvoiceNow(c, i.ID); now.Open().Amount != 0 || now.Fees != 3_626 {
		t.Errorf("%+v", now)
	}
	b.Get(to).Want(t, 200, "Nothing to pay")
}

func TestACHIsPendingUntilTheBankSays(t *testing.T) {
	a, c, _, b := paying(t)
	i := a.Invoice(c, "Boiler", 124_000, 9)
	pays(t, b, b.Get(fmt.Sprintf("/portal/pay?invoice=%d", i.ID)), "ach").Want(t, 303)
	o := a.Till.Last()
	a.Hook(testkit.CheckoutEvent("evt_1", "checkout.session.completed", "unpaid", o), "").Want(t, 200)
	b.Get(fmt.Sprintf("/portal/pay/%d", o.Checkout)).Want(t, 200, "Your bank is on it", "4 working days")
	b.Get(fmt.Sprintf("/portal/invoices/%d", i.ID)).Want(t, 200, "A payment of $1,245.00 by ACH is on its way")
	page := b.Get(fmt.Sprintf("/portal/pay?invoice=%d", i.ID)).Want(t, 200, "You need not pay it again")
	pays(t, b, page, "card").Want(t, 303) // they were told
	a.Hook(testkit.CheckoutEvent("evt_2", "checkout.session.async_payment_failed", "unpaid", o), "").Want(t, 200)
	b.Get(fmt.Sprintf("/portal/pay/%d", o.Checkout)).Want(t, 200, "It did not go through", "Pay $1,240.00")
	if now := a.InvoiceNow(c, i.ID); now.Open().Amount != 124_000 {
		t.Errorf("open: %v", now.Open())
	}
}

func TestTwoTabs(t *testing.T) {
	a, c, _, b := paying(t)
	i := a.Invoice(c, "Boiler", 124_000, 9)
	to := fmt.Sprintf("/portal/pay?invoice=%d", i.ID)
	one, two := b.Get(to), b.Get(to)
	first := pays(t, b, one, "card")
	told := pays(t, b, two, "card").Want(t, 409, "A payment of $1,276.26 is under way", "Go on with it", first.Header.Get("Location"))
	if len(a.Till.Orders) != 1 {
		t.Fatalf("%d pages", len(a.Till.Orders))
	}
	pays(t, b, told, "card").Want(t, 303)
	if len(a.Till.Orders) != 2 {
		t.Errorf("starting anew made %d pages", len(a.Till.Orders))
	}
	both := a.Till.Orders
	a.Hook(testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", both[0]), "").Want(t, 200)
	a.Hook(testkit.CheckoutEvent("evt_2", "checkout.session.completed", "paid", both[1]), "").Want(t, 200)
	a.View(func(tx *store.Tx) error {
		if f := tx.HomeFigures(portal.Sight{Client: c.ID}, "USD"); f.Credit.Amount != 124_000 || f.Due.Amount != 0 {
			t.Errorf("due %v, credit %v", f.Due, f.Credit)
		}
		return nil
	})
}

func TestAnUnfinishedCheckoutLocksNothing(t *testing.T) {
	a, c, _, b := paying(t)
	i := a.Invoice(c, "Boiler", 124_000, 9)
	to := fmt.Sprintf("/portal/pay?invoice=%d", i.ID)
	pays(t, b, b.Get(to), "card").Want(t, 303)
	a.Pass(25 * 3600e9)
	b = a.As(mustContact(a, c))
	pays(t, b, b.Get(to).Want(t, 200, "!under way"), "card").Want(t, 303)
}

func mustContact(a *testkit.App, c portal.Client) portal.Contact {
	return a.Contact(c, "Ben", "ben@acme.test", portal.AllPermissions)
}

func TestPartsAndSeveralInvoices(t *testing.T) {
	a, c, _, b := paying(t)
	late, soon := a.Invoice(c, "Late", 10_000, -9), a.Invoice(c, "Soon", 20_000, 9)
	to := fmt.Sprintf("/portal/pay?invoice=%d&invoice=%d", soon.ID, late.ID)
	b.Get(to).Want(t, 200, "2 invoices", "$300.00")
	b.Get(to+"&what=part&amount=400").Want(t, 200, "!Pay $")
	page := b.Get(to+"&what=part&amount=150").Want(t, 200, "Pay $154.65")
	pays(t, b, page, "card", "what", "part", "amount", "400").Want(t, 422, "more than is still to pay")
	pays(t, b, page, "card", "what", "part", "amount", "160").Want(t, 409, "What is to pay has changed")
	pays(t, b, b.Get(to+"&what=part&amount=150"), "card", "what", "part", "amount", "150").Want(t, 303)
	if o := a.Till.Last(); o.Lines[0].Amount != 10_000 || o.Lines[1].Amount != 5_000 || o.Total().Amount != 15_465 {
		t.Errorf("%+v", o)
	}
	a.Hook(testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", a.Till.Last()), "").Want(t, 200)
	if l, s := a.InvoiceNow(c, late.ID), a.InvoiceNow(c, soon.ID); l.Open().Amount != 0 || s.Open().Amount != 15_000 || l.Fees+s.Fees != 465 {
		t.Errorf("%v %v, fees %d %d", l.Open(), s.Open(), l.Fees, s.Fees)
	}
	a.Update(func(tx *store.Tx) error {
		set := *tx.Business()
		set.Pay.Parts = false
		return tx.PutBusiness(set)
	})
	page = b.Get("/portal/pay").Want(t, 200, "!Another amount")
	pays(t, b, page, "card", "what", "part", "amount", "1").Want(t, 422, "Choose how much you pay")
}

func TestADepositComesFirst(t *testing.T) {
	a, c, _, b := paying(t)
	i := a.Invoice(c, "Boiler", 100_000, 9)
	a.Update(func(tx *store.Tx) error {
		i, err := tx.Invoice(portal.Sight{Client: c.ID}, i.ID)
		if err != nil {
			return err
		}
		i.Deposit = 25_000
		return tx.PutInvoice(&i, i.Version)
	})
	page := b.Get("/portal/pay").Want(t, 200, "The deposit", "Pay $257.55")
	pays(t, b, page, "card", "what", "deposit").Want(t, 303)
	if o := a.Till.Last(); o.Total().Amount != 25_755 {
		t.Errorf("%v", o.Total())
	}
}

func TestStripeThatFailsLosesNothing(t *testing.T) {
	a, c, _, b := paying(t)
	a.Invoice(c, "Boiler", 124_000, 9)
	for status, fail := range map[int]error{
		422: portal.Invalid("Stripe refused the key of this business."),
		503: &portal.Error{Code: portal.CodeAway, Msg: portal.T("Stripe doesn’t answer right now."), Cause: errors.New("timeout")},
	} {
		a.Till.Fail = fail
		page := pays(t, b, b.Get("/portal/pay"), "card", "what", "part", "amount", "1240").Want(t, status, "Stripe ", `value="1240"`, "Pay $1,276.26")
		a.Till.Fail = nil
		pays(t, b, page, "card", "what", "part", "amount", "1240").Want(t, 303)
	}
}

func TestForgedEventsAreRefused(t *testing.T) {
	a, c, _, b := paying(t)
	i := a.Invoice(c, "Boiler", 124_000, 9)
	pays(t, b, b.Get("/portal/pay"), "card").Want(t, 303)
	event := testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", a.Till.Last())
	before := a.Fingerprint()
	a.Hook(event, "whsec_of_a_thief").Want(t, 400)
	a.Anonymous().Post("/hooks/stripe", "a", "b").Want(t, 400)
	unknown := a.Till.Last()
	unknown.Key, unknown.Checkout = "other", 4711
	a.Hook(testkit.CheckoutEvent("evt_2", "checkout.session.completed", "paid", unknown), "").Want(t, 200)
	a.Hook([]byte(strings.Replace(string(event), "checkout.session.completed", "customer.created", 1)), "").Want(t, 200)
	if a.Fingerprint() != before {
		t.Error("an event that can’t be believed, or isn’t ours, changed something")
	}
	foreign := a.Till.Last()
	foreign.Currency = "EUR"
	a.Hook(testkit.CheckoutEvent("evt_3", "checkout.session.completed", "paid", foreign), "").Want(t, 200)
	if now := a.InvoiceNow(c, i.ID); now.Open().Amount != 124_000 {
		t.Errorf("euros paid dollars: %v", now.Open())
	}
	a.Update(func(tx *store.Tx) error {
		set := *tx.Business()
		set.Pay.Webhook = nil
		return tx.PutBusiness(set)
	})
	a.Hook(event, "").Want(t, 503)
}

func TestWhoMayPay(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	foreign := w.OtherThings["invoice"]
	ann := w.As(w.Ann)
	ann.Get("/portal/pay?invoice="+foreign).Want(t, 404)
	ann.Get("/portal/pay?invoice=x").Want(t, 404)
	ann.Get("/portal/pay/how?method=transfer&invoice="+foreign).Want(t, 404)
	ann.Get("/portal/pay/qr.svg?invoice="+foreign).Want(t, 404)
	ann.Post("/portal/pay", "invoice", foreign, "method", "card", "key", "k").Want(t, 404)
	ann.Post("/portal/pay/how", "invoice", foreign, "method", "transfer", "key", "k").Want(t, 404)
	ann.Get("/portal/pay/"+w.OtherThings["checkout"]).Want(t, 404)
	w.As(w.Nil).Get("/portal/pay?invoice="+w.OwnThings["invoice"]).Want(t, 403)
	onlyPay := w.Contact(w.Own, "Pia", "pia@own.test", portal.Set(portal.Pay))
	w.As(onlyPay).Get("/portal/pay").Want(t, 403)
	onlyLook := w.Contact(w.Own, "Lou", "lou@own.test", portal.Set(portal.ViewInvoices))
	w.As(onlyLook).Get("/portal/invoices/"+w.OwnThings["invoice"]).Want(t, 200, "!/portal/pay")
	w.As(onlyLook).Get("/portal/invoices").Want(t, 200, "!Pay selected")
	for _, actor := range w.Actors() {
		if actor.Name == "acting" || actor.Name == "preview" {
			page := actor.Browser.Get("/portal/pay?invoice=" + w.OwnThings["invoice"])
			pays(t, actor.Browser, page, "card").Want(t, 403)
		}
	}
}

func TestPayingBehindADocumentLink(t *testing.T) {
	a, c, ann, _ := paying(t)
	i, other := a.Invoice(c, "Boiler", 124_000, 9), a.Invoice(c, "Secret", 5_000, 9)
	token, _ := a.DocLink(i, ann)
	b := a.Anonymous()
	b.Get("/d/"+token).Want(t, 200, "/d/"+token+"/pay", "Pay $1,240.00")
	page := b.Get("/d/"+token+fmt.Sprintf("/pay?invoice=%d", other.ID)).Want(t, 200, "Pay $1,276.26", "!Secret")
	went := b.Post("/d/"+token+"/pay", "key", sent(t, page, "key"), "known", "", "method", "card", "seen-card", sent(t, page, "seen-card"),
		"invoice", fmt.Sprint(other.ID)).Want(t, 303)
	o := a.Till.Last()
	if o.Total().Amount != 127_626 || !strings.Contains(went.Header.Get("Location"), o.Key) || !strings.Contains(o.Done, "/d/"+token+"/pay/") {
		t.Errorf("%+v", o)
	}
	b.Get(fmt.Sprintf("/d/%s/pay/%d", token, o.Checkout)).Want(t, 200, "waiting for Stripe")
	a.Hook(testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", o), "").Want(t, 200)
	b.Get(fmt.Sprintf("/d/%s/pay/%d", token, o.Checkout)).Want(t, 200, "Paid. Thank you.")
	if now := a.InvoiceNow(c, i.ID); now.Open().Amount != 0 {
		t.Errorf("open: %v", now.Open())
	}
	mine := a.Checkout(other, ann, "elsewhere")
	b.Get(fmt.Sprintf("/d/%s/pay/%d", token, mine.ID)).Want(t, 404)
}

func TestPayingABatchBehindADocumentLink(t *testing.T) {
	a, c, ann, _ := paying(t)
	one, two, other := a.Invoice(c, "Boiler", 100_000, 9), a.Invoice(c, "Pool", 24_000, 9), a.Invoice(c, "Secret", 5_000, 9)
	batch := a.Batch(c, "March", one, two)
	token, _ := a.DocLinkTo(portal.KindBatch, uint64(batch.ID), ann)
	b, link := a.Anonymous(), "/d/"+token
	b.Get(link).Want(t, 200, `href="`+link+`/pay"`, "Pay $1,240.00", "!/portal/pay")
	page := b.Get(fmt.Sprintf("%s/pay?invoice=%d&batch=99", link, other.ID)).Want(t, 200, "$1,240.00 and a fee of $36.26", "Pay $1,276.26", one.Number, two.Number, "!Secret", batch.Number)
	how := b.Get(link+"/pay/how?method=transfer").Want(t, 200, "$1,240.00", "I have paid this", `action="`+link+`/pay/how"`)
	b.Post(link+"/pay", "key", sent(t, page, "key"), "method", "card", "seen-card", sent(t, page, "seen-card"), "invoice", fmt.Sprint(other.ID)).Want(t, 303)
	o := a.Till.Last()
	if o.Total().Amount != 127_626 || !strings.HasSuffix(o.Done, fmt.Sprintf("%s/pay/%d", link, o.Checkout)) || !strings.HasSuffix(o.Cancel, link+"/pay") {
		t.Errorf("%+v", o)
	}
	done := fmt.Sprintf("%s/pay/%d", link, o.Checkout)
	b.Get(done).Want(t, 200, "waiting for Stripe", batch.Number)
	a.Hook(testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", o), "").Want(t, 200)
	b.Get(done).Want(t, 200, "Paid. Thank you.", one.Number, two.Number, "ann@acme.test")
	b.Get(link).Want(t, 200, "Everything in it is paid", `!href="`+link+`/pay"`)
	b.Get(link+"/pay").Want(t, 200, "Nothing to pay")
	if a.InvoiceNow(c, one.ID).Open().Amount != 0 || a.InvoiceNow(c, two.ID).Open().Amount != 0 || a.InvoiceNow(c, other.ID).Open().Amount != 5_000 {
		t.Error("it pays other invoices than those of the batch")
	}
	for _, i := range []portal.Invoice{one, other} {
		b.Get(fmt.Sprintf("%s/pay/%d", link, a.Checkout(i, ann, "elsewhere "+i.Number).ID)).Want(t, 404)
	}
	b.Post(link+"/pay/how", "key", sent(t, how, "key"), "method", "transfer", "on", "2026-03-10", "amount", "5").Want(t, 422, "nothing to pay any more")
}

func TestPayingADepositBehindADocumentLink(t *testing.T) {
	a, c, ann, _ := paying(t)
	open, e := a.Estimate(c, "Secret", 90_000), a.SignedEstimate(c, ann, "New boiler", 100_000)
	deposit := e.DepositDue()
	if deposit.IsZero() {
		t.Fatal("the estimate asks for no deposit")
	}
	token, _ := a.DocLinkTo(portal.KindEstimate, uint64(e.ID), ann)
	unsigned, _ := a.DocLinkTo(portal.KindEstimate, uint64(open.ID), ann)
	b, link := a.Anonymous(), "/d/"+token
	b.Get("/d/"+unsigned).Want(t, 200, "Sign in to answer", "!Pay deposit")
	b.Get("/d/"+unsigned+"/pay").Want(t, 200, "Nothing to pay")
	b.Get(link).Want(t, 200, "Pay deposit", `href="`+link+`/pay"`, "!/portal/pay")
	page := b.Get(fmt.Sprintf("%s/pay?estimate=%d", link, open.ID)).Want(t, 200, "The deposit of "+e.Number, "New boiler", "and a fee of", "!Secret")
	b.Post(link+"/pay", "key", sent(t, page, "key"), "method", "card", "seen-card", sent(t, page, "seen-card"), "estimate", fmt.Sprint(open.ID)).Want(t, 303)
	o := a.Till.Last()
	if o.Lines[0].Amount != deposit.Amount || !strings.Contains(o.Lines[0].Name, e.Number) || !strings.Contains(o.Done, link+"/pay/") {
		t.Errorf("%+v", o)
	}
	done := fmt.Sprintf("%s/pay/%d", link, o.Checkout)
	b.Get(done).Want(t, 200, "waiting for Stripe", "The deposit of "+e.Number)
	b.Get(fmt.Sprintf("/d/%s/pay/%d", unsigned, o.Checkout)).Want(t, 404)
	a.Hook(testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", o), "").Want(t, 200)
	b.Get(done).Want(t, 200, "Paid. Thank you.")
	b.Get(link).Want(t, 200, "is paid", "!Pay deposit")
	b.Post(fmt.Sprintf("/portal/estimates/%d/accept", open.ID), "revision", "1", "name", "Ann").Want(t, 303)
	if a.EstimateNow(c, open.ID).State == portal.EstimateAccepted {
		t.Error("a document link accepts")
	}
}

// TestLinkedDepositReported: another way to pay it is told to the office from behind the link too.
func TestLinkedDepositReported(t *testing.T) {
	a, c, ann, _ := paying(t)
	e := a.SignedEstimate(c, ann, "New boiler", 100_000)
	token, _ := a.DocLinkTo(portal.KindEstimate, uint64(e.ID), ann)
	b, how := a.Anonymous(), "/d/"+token+"/pay/how"
	page := b.Get(how+"?method=check").Want(t, 200, e.Number, "Send it to our office.", "I have paid this")
	b.Post(how, "key", sent(t, page, "key"), "method", "check", "on", "2026-03-10", "amount", "much").Want(t, 422, "Write a number")
	b.Follow(b.Post(how, "key", sent(t, page, "key"), "method", "check", "on", "2026-03-10", "amount", "5")).Want(t, 200, "Thank you.")
	b.Get("/d/"+token+"/pay").Want(t, 200, "was reported and waits to be confirmed")
	if p := onlyPayment(a, c); p.Estimate != e.ID || p.State != portal.PaymentToApproval {
		t.Errorf("%+v", p)
	}
}

// TestPayingByLinkIsLimited: so many payments are begun through one link, and through all of them from one network.
func TestPayingByLinkIsLimited(t *testing.T) {
	a, c, ann, signedIn := paying(t)
	link := func(n int) (string, portal.Invoice) {
		i := a.Invoice(c, fmt.Sprintf("Boiler %d", n), 124_000, 9)
		token, _ := a.DocLink(i, ann)
		return "/d/" + token, i
	}
	b := a.Anonymous()
	begin := func(link string) testkit.Answer {
		page := b.Get(link+"/pay").Want(t, 200)
		return b.Post(link+"/pay", "key", sent(t, page, "key"), "known", sent(t, page, "known"), "method", "card", "seen-card", sent(t, page, "seen-card"))
	}
	first, i := link(0)
	for range 10 {
		begin(first).Want(t, 303)
	}
	begin(first).Want(t, 429, "Too many payments were begun through this link. Try again in 1", "or sign in to pay", "Pay $1,276.26")
	how := b.Get(first+"/pay/how?method=check").Want(t, 200)
	b.Post(first+"/pay/how", "key", sent(t, how, "key"), "method", "check", "on", i.Issued.ISO(), "amount", "5", "reference", "No. 7").
		Want(t, 429, "Too many payments were begun through this link", `value="No. 7"`)
	if n := len(a.Till.Orders); n != 10 {
		t.Errorf("%d pages at the provider", n)
	}
	for n := range 2 {
		other, _ := link(1 + n)
		for range 10 {
			begin(other).Want(t, 303)
		}
	}
	last, _ := link(3)
	begin(last).Want(t, 429, "Too many payments were begun from your network")
	b.Get(last).Want(t, 200, "Pay $1,240.00") // reading goes on
	page := signedIn.Get(fmt.Sprintf("/portal/pay?invoice=%d", i.ID))
	pays(t, signedIn, page, "card").Want(t, 303)
	a.Pass(11 * time.Minute)
	begin(first).Want(t, 303)
	begin(last).Want(t, 303)
}

func TestIHavePaid(t *testing.T) {
	a, c, _, b := paying(t)
	i := a.Invoice(c, "Boiler", 124_000, 9)
	to := fmt.Sprintf("/portal/pay/how?invoice=%d&method=transfer", i.ID)
	page := b.Get(to).Want(t, 200, "$1,240.00", "DE89 3704 0044 0532 0130 00", i.Number, "unchanged since", "!qr.svg", "I have paid")
	claim := []string{
		"key", sent(t, page, "key"), "invoice", fmt.Sprint(i.ID), "method", "transfer", "what", "full", "on", "2026-03-10", "amount", "1,240.00", "reference", "R-1",
	}
	b.Post("/portal/pay/how", append(claim[:len(claim)-4:len(claim)-4], "amount", "lots")...).Want(t, 422, "Write a number")
	b.Post("/portal/pay/how", claim...).Want(t, 303)
	b.Follow(b.Post("/portal/pay/how", claim...)).Want(t, 200, "You have told us already", "waits to be confirmed")
	b.Get(fmt.Sprintf("/portal/pay?invoice=%d", i.ID)).Want(t, 200, "A payment of $1,240.00 by Bank transfer was reported")
	b.Get(fmt.Sprintf("/portal/pay/how?invoice=%d&method=card", i.ID)).Want(t, 303)
	w := testkit.NewWorld(testkit.Start(t))
	for _, actor := range w.Actors() {
		if actor.Name == "acting" {
			actor.Browser.Post("/portal/pay/how", "key", "k1", "invoice", w.OwnThings["invoice"], "method", "cash", "on", "2026-03-10", "amount", "5").Want(t, 303)
		}
	}
}

// TestAnAmountThatCannotBeReadIsTold at once where the ways to pay would stand, since no button leads on.
func TestAnAmountThatCannotBeReadIsTold(t *testing.T) {
	a, c, _, b := paying(t)
	i := a.Invoice(c, "Boiler", 30_000, 9)
	part := func(amount string) testkit.Answer {
		return b.Get(fmt.Sprintf("/portal/pay?invoice=%d&what=part&amount=%s", i.ID, amount))
	}
	part("").Want(t, 200, "Write how much you pay; then", "!Write a number")
	part("12,50").Want(t, 200, "Write a number, like 1240.50.", "!then the ways to pay")
	part("301").Want(t, 200, "That is more than is still to pay.")
	part("12.50").Want(t, 200, "$12.50 and a fee of", "!Write a number")
}

// TestALinkTellsOfItsInvoiceAlone: what is on its way for others too is told in part, without who began it.
func TestALinkTellsOfItsInvoiceAlone(t *testing.T) {
	a, c, ann, b := paying(t)
	one, two := a.Invoice(c, "Boiler", 30_000, 9), a.Invoice(c, "Pump", 1_170_000, 9)
	link, _ := a.DocLinkTo(portal.KindInvoice, uint64(one.ID), ann)
	both := fmt.Sprintf("invoice=%d&invoice=%d", one.ID, two.ID)
	page := b.Get("/portal/pay/how?"+both+"&method=transfer").Want(t, 200, "$12,000.00")
	b.Post("/portal/pay/how", "key", sent(t, page, "key"), "invoice", fmt.Sprint(one.ID), "invoice", fmt.Sprint(two.ID),
		"method", "transfer", "what", "full", "on", "2026-03-10", "amount", "12000", "reference", "R-1").Want(t, 303)
	pays(t, b, b.Get("/portal/pay?"+both), "card").Want(t, 303)
	anyone := a.Anonymous()
	anyone.Get("/d/"+link).Want(t, 200, "A payment of $300.00 by Bank transfer was reported", "!12,000")
	anyone.Get("/d/"+link+"/pay").Want(t, 200, "A payment of $300.00 is under way.", "A payment of $300.00 by Bank transfer was reported", "!12,000", "!began it")
	b.Get("/portal/pay?"+both).Want(t, 200, "A payment of $12,000.00 by Bank transfer was reported", ": Ann began it")
}

func TestEuroTransfersHaveAQRCode(t *testing.T) {
	a, c, _, b := paying(t)
	a.Update(func(tx *store.Tx) error {
		c, err := tx.Client(portal.Sight{Client: c.ID})
		if err != nil {
			return err
		}
		c.Currency = "EUR"
		return tx.PutClient(&c, c.Version)
	})
	c.Currency = "EUR"
	i := a.Invoice(c, "Kessel", 124_000, 9)
	b.Get(fmt.Sprintf("/portal/pay?invoice=%d", i.ID)).Want(t, 200, "!Zelle", "!ACH", "€1,240.00 and a fee of €35.96")
	b.Get(fmt.Sprintf("/portal/pay/how?invoice=%d&method=transfer", i.ID)).Want(t, 200, fmt.Sprintf("/portal/pay/qr.svg?invoice=%d", i.ID))
	qr := b.Get(fmt.Sprintf("/portal/pay/qr.svg?invoice=%d", i.ID)).Want(t, 200, "<svg")
	if qr.Header.Get("Content-Type") != "image/svg+xml" || qr.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", qr.Header)
	}
}

// TestARefundWithoutAnAnswerIsBooked gives money back at a provider that says nothing of it, neither in its answer nor
// in an event: two minutes later it is looked for, and booked once.
func TestARefundWithoutAnAnswerIsBooked(t *testing.T) {
	a, c, _, b := paying(t)
	i := a.Invoice(c, "Boiler", 124_000, 9)
	pays(t, b, b.Get("/portal/pay"), "card").Want(t, 303)
	a.Hook(testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", a.Till.Last()), "").Want(t, 200)
	office := a.AsStaff(a.Staff("Otto", "otto@larkfield.test", portal.Office))
	page := office.Get("/office/payments/1/refund").Want(t, 200)
	fields := []string{"key", sent(t, page, "key"), "version", sent(t, page, "version"), "amount", "240", "reason", "Goodwill"}
	a.Till.Cut = true
	office.Post("/office/payments/1/refund", fields...).Want(t, 503, "doesn’t answer", `value="240"`, "Goodwill", fields[1])
	if now := a.InvoiceNow(c, i.ID); now.Open().Amount != 0 {
		t.Errorf("booked before anybody knows: %v", now.Open())
	}
	anew := func(status int, texts ...string) {
		page := office.Get("/office/payments/1/refund").Want(t, 200)
		office.Post("/office/payments/1/refund", "key", sent(t, page, "key"), "version", sent(t, page, "version"), "amount", "10", "reason", "More").Want(t, status, texts...)
	}
	anew(409, "has not answered yet", `value="10"`)
	a.Pass(3 * time.Minute)
	a.Work().Wait("ann@acme.test", "Goodwill")
	if now := a.InvoiceNow(c, i.ID); now.Open().Amount != 24_000 {
		t.Errorf("open: %v", now.Open())
	}
	office.Post("/office/payments/1/refund", fields...).Want(t, 303) // the same form once more
	if now := a.InvoiceNow(c, i.ID); now.Open().Amount != 24_000 || len(a.Till.Given) != 1 {
		t.Errorf("open: %v, given %d times", now.Open(), len(a.Till.Given))
	}
	a.Till.Fail = portal.Invalid("Stripe has not enough money for this refund.")
	anew(422, "not enough money")
	a.Till.Fail = nil
	anew(303)
}
