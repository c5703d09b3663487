package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// office is a business with one client, a contact and somebody in the office.
type office struct {
	*testkit.App
	acme, other portal.Client
	ann         portal.Contact
	staff       *testkit.Browser
}

func newOffice(t testing.TB) *office {
	o := &office{App: testkit.Start(t)}
	o.acme, o.other = o.Client("Acme"), o.Client("Bolt & Sons")
	o.ann = o.Contact(o.acme, "Ann Acme", "ann@acme.test", portal.AllPermissions)
	o.staff = o.AsStaff(o.App.Staff("Otto Office", "otto@larkfield.test", portal.Office))
	return o
}

// draft are the fields of a bill of one line.
func (o *office) draft(more ...string) []string {
	return append([]string{
		"client", fmt.Sprint(o.acme.ID), "description", "Boiler service", "line", "Labour", "detail", "", "quantity", "2", "unit", "h",
		"price", "86.50", "tax", "",
	}, more...)
}

func (o *office) invoice(id string) (i portal.Invoice) {
	o.T.Helper()
	var n uint64
	if _, err := fmt.Sscan(id[strings.LastIndexByte(id, '/')+1:], &n); err != nil {
		o.T.Fatal(err, id)
	}
	o.View(func(tx *store.Tx) (err error) {
		i, err = tx.Invoice(portal.Sight{Client: o.acme.ID}, portal.InvoiceID(n))
		return err
	})
	return i
}

func (o *office) post(path string, fields ...string) string {
	o.T.Helper()
	return o.staff.Post(path, fields...).Want(o.T, 303).Header.Get("Location")
}

func TestABillFromDraftToPaid(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/invoices/new", o.draft("to", "ann@acme.test", "do", "save")...)
	o.staff.Get(at).Want(t, 200, "Draft invoice", "$173.00", "Issue and send")
	ann := o.As(o.ann)
	client := strings.Replace(at, "/office/", "/portal/", 1)
	ann.Get(client).Want(t, 404)
	ann.Get("/portal/invoices").Want(t, 200, "No invoices yet")

	o.post(at+"/send", "version", fmt.Sprint(o.invoice(at).Version), "to", "ann@acme.test", "other", "books@acme.test\nann@acme.test", "message", "Thanks!")
	i := o.invoice(at)
	if i.Number != "INV-1" || len(i.SentTo) != 2 || i.Due != i.Issued+14 || i.BilledTo.Name != "Acme" {
		t.Fatalf("%+v", i)
	}
	o.View(func(tx *store.Tx) error {
		ms, err := tx.Mails(store.MailQuery{Kinds: []portal.MailKind{portal.MailInvoice}})
		if len(ms.Rows) != 2 || ms.Rows[1].Contact != o.ann.ID {
			t.Errorf("mails: %+v", ms.Rows)
		}
		if b := tx.Balance(o.acme); b.Amount != 17_300 {
			t.Errorf("balance %v", b)
		}
		return err
	})
	ann.Get(client).Want(t, 200, "Invoice INV-1", "Boiler service", "2 h", "$173.00", "Due in 14 days", `data-viewed-url="`+client+`/viewed"`)
	ann.Get("/portal/invoices/inv-1").Want(t, 303)
	ann.Get("/portal").Want(t, 200, "Hello, Ann", "Amount due", "$173.00", "on one invoice")

	pay := o.post("/office/payments/new", "client", fmt.Sprint(o.acme.ID), "on", "2026-03-10", "amount", "200", "method", "check",
		"how", "oldest", "key", "k1", "to", "ann@acme.test")
	o.staff.Get(pay).Want(t, 200, "Payment PAY-1", "$200.00", "INV-1", "$27.00", "No invoice is open. The credit waits")
	ann.Get(client).Want(t, 200, "Paid in full on", "PAY-1", "!data-viewed-url=\"/office")
	ann.Get("/portal").Want(t, 200, "Everything is paid", "Credit on account", "$27.00")
	o.staff.Get("/office/invoices?status=paid").Want(t, 200, "INV-1", "Acme")
	o.staff.Get("/office/invoices?client=bolt").Want(t, 200, "Only invoices of", "!INV-1")
}

func TestARefusedBillKeepsWhatWasTyped(t *testing.T) {
	o := newOffice(t)
	bad := o.staff.Post("/office/invoices/new", "client", fmt.Sprint(o.acme.ID), "description", "Half a boiler", "due", "2026-02-30",
		"line", "", "detail", "", "quantity", "1", "price", "", "line", "Pump", "detail", "the blue one", "quantity", "many", "unit", "", "price", "12.3", "other", "not an address")
	bad.Want(t, 422, "Half a boiler", "the blue one", `value="many"`, `value="12.3"`, "not an address", "Write a number", `id="quantity-0"`)
	o.staff.Post("/office/invoices/new", o.draft("other", "nowhere")...).Want(t, 422, "“nowhere” isn’t an e-mail address", "Labour")
	o.staff.Post("/office/invoices/new", o.draft("do", "send")...).Want(t, 422, "Choose at least one address", "Labour")
	if n := o.count(); n != 0 {
		t.Errorf("%d invoices were kept", n)
	}
	added := o.staff.Post("/office/invoices/new", o.draft("do", "add")...).Want(t, 200, "Boiler service", `id="line-1"`, "$173.00")
	if strings.Contains(added.Body, `id="line-2"`) {
		t.Error("two lines were added")
	}
	o.staff.Post("/office/invoices/new", o.draft("do", "remove:0")...).Want(t, 200, `!value="Labour"`)
	o.staff.Do("POST", "/office/invoices/work", form(o.draft()...), "HX-Request", "true", "HX-Request-Type", "partial").
		Want(t, 200, "$173.00", `hx-target="#totals"`, "!<body")
}

func (o *office) count() (n int) {
	o.View(func(tx *store.Tx) error {
		for _, c := range tx.StateCounts(portal.Sight{Client: o.acme.ID}) {
			n += c
		}
		return nil
	})
	return n
}

func TestForeignIDsInABill(t *testing.T) {
	o := newOffice(t)
	theirs := portal.Property{Client: o.other.ID, Name: "Theirs"}
	o.Update(func(tx *store.Tx) error {
		theirs.ID, theirs.Version = 0, 0
		return tx.PutProperty(&theirs, 0)
	})
	foreign := o.staff.Post("/office/invoices/new", o.draft("property", fmt.Sprint(theirs.ID))...).Want(t, 422, "Choose a property from the list")
	absent := o.staff.Post("/office/invoices/new", o.draft("property", "99999")...).Want(t, 422, "Choose a property from the list")
	if plain(foreign) != plain(absent) {
		t.Error("a foreign property answers otherwise than an absent one")
	}
	o.staff.Post("/office/invoices/new", o.draft("contractor", "77", "tax", "9")...).Want(t, 422, "Choose a contractor")
	bolt := o.Invoice(o.other, "Secret of Bolt", 5_000, 3)
	fields := []string{"client", fmt.Sprint(o.acme.ID), "on", "2026-03-10", "amount", "10", "method", "cash", "how", "hand", "key", "k"}
	o.staff.Post("/office/payments/new", append(fields, portal.PartField(bolt.ID), "10")...).Want(t, 404, "!Secret")
	o.staff.Post("/office/payments/new", append(fields, portal.PartField(99_999), "10")...).Want(t, 404)
}

func TestTwoTabsEditOneDraft(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/invoices/new", o.draft()...)
	o.post(at+"/edit", o.draft("version", "1", "description", "First tab")...)
	if got := o.invoice(at).Description; got != "Boiler service" { // the first of two values counts
		t.Fatal(got)
	}
	second := o.staff.Post(at+"/edit", "client", fmt.Sprint(o.acme.ID), "version", "1", "description", "Second tab", "line", "Other", "quantity", "1", "price", "5")
	second.Want(t, 409, "Someone else saved this", "Second tab", "Boiler service", "Labour", "Other", `name="version" value="2"`)
	o.post(at+"/edit", "client", fmt.Sprint(o.acme.ID), "version", "2", "description", "Second tab", "line", "Other", "quantity", "1", "price", "5")
	if i := o.invoice(at); i.Description != "Second tab" || i.Totals.Total != 500 {
		t.Errorf("%+v", i)
	}
	o.staff.Post(at+"/issue", "version", "2").Want(t, 409, "Draft invoice")
	o.post(at+"/issue", "version", "3")
	o.staff.Post(at+"/edit", o.draft("version", "3")...).Want(t, 409, "issued already")
	o.staff.Post(at+"/delete", "version", "4").Want(t, 422, "Only a draft can be deleted")
	o.staff.Get(at+"/edit").Want(t, 303)
}

func TestIssuingTwiceDrawsOneNumber(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/invoices/new", o.draft()...)
	var wg sync.WaitGroup
	who := o.App.Staff("Olive Owner", "olive@larkfield.test", portal.Owner)
	for range 4 {
		b := o.AsStaff(who)
		wg.Go(func() { b.Post(at+"/issue", "version", "1") })
	}
	wg.Wait()
	o.View(func(tx *store.Tx) error {
		if n := tx.LastNumber(portal.KindInvoice); n != 1 {
			t.Errorf("%d numbers were drawn", n)
		}
		if b := tx.Balance(o.acme); b.Amount != 17_300 {
			t.Errorf("balance %v", b)
		}
		return nil
	})
	again := o.post("/office/invoices/new", o.draft("do", "issue")...)
	if i := o.invoice(again); i.Number != "INV-2" {
		t.Errorf("%s after a refused issue: a gap", i.Number)
	}
}

func TestAPaymentCountsOnce(t *testing.T) {
	o := newOffice(t)
	i := o.Invoice(o.acme, "Boiler", 10_000, 5)
	fields := []string{"client", fmt.Sprint(o.acme.ID), "on", "2026-03-10", "amount", "60.00", "method", "cash", "how", "hand", portal.PartField(i.ID), "50", "key", "same"}
	first, second := o.post("/office/payments/new", fields...), o.post("/office/payments/new", fields...)
	if first != second {
		t.Error("a double submit made two payments")
	}
	o.staff.Get(first).Want(t, 200, "$60.00", "$10.00", "Apply $10.00")
	o.staff.Post(first+"/apply", "version", "1", "how", "hand", portal.PartField(i.ID), "11").Want(t, 422, "more than is left", `value="11"`)
	o.post(first+"/apply", "version", "1", "how", "oldest")
	o.staff.Post(first+"/apply", "version", "1", "how", "oldest").Want(t, 409)
	o.View(func(tx *store.Tx) error {
		f := tx.HomeFigures(portal.Sight{Client: o.acme.ID}, "USD")
		if f.Due.Amount != 4_000 || f.Credit.Amount != 0 {
			t.Errorf("due %v, credit %v", f.Due, f.Credit)
		}
		return nil
	})
	o.staff.Post("/office/payments/new", "client", fmt.Sprint(o.acme.ID), "on", "2031-01-01", "amount", "5", "method", "shells", "key", "x").
		Want(t, 422, "Choose how the money came", `value="5"`)
	o.staff.Post("/office/payments/new", "client", fmt.Sprint(o.acme.ID), "on", "2031-01-01", "amount", "-5", "method", "cash", "key", "x").
		Want(t, 422, "in the future", "more than nothing", `value="-5"`)
	o.staff.Get("/office/payments.csv?client=acme").Want(t, 200, "PAY-1", "INV-1", "60.00")
}

func TestVoidAndBadDebt(t *testing.T) {
	o := newOffice(t)
	i, lost := o.Invoice(o.acme, "Raised in error", 10_000, 5), o.Invoice(o.acme, "Never paid", 7_000, -20)
	o.Payment(o.acme, i, 2_500, "x")
	at := paths.OfficeInvoice(i.ID).String()
	o.staff.Get(at+"/void").Want(t, 200, "stays with the client as credit", "$25.00")
	o.staff.Post(at+"/void", "reason", " ").Want(t, 422, "Say why")
	o.post(at+"/void", "reason", "Sent to the wrong client")
	o.post(paths.OfficeInvoiceBadDebt(lost.ID).String())
	o.staff.Post(paths.OfficeInvoiceBadDebt(lost.ID).String()).Want(t, 422, "Only an issued invoice")
	ann := o.As(o.ann)
	ann.Get(paths.PortalInvoice(i.ID).String()).Want(t, 200, "Void since", "Sent to the wrong client", "$0.00")
	ann.Get(paths.PortalInvoice(lost.ID).String()).Want(t, 200, "Bad debt")
	ann.Get("/portal").Want(t, 200, "Everything is paid", "$70.00", "$25.00")
	o.View(func(tx *store.Tx) error {
		if b := tx.Balance(o.acme); b.Amount != -2_500 {
			t.Errorf("balance %v", b)
		}
		return nil
	})
}

func TestViewedIsOnlyTheContacts(t *testing.T) {
	o := newOffice(t)
	i := o.Invoice(o.acme, "Boiler", 10_000, 5)
	viewed := paths.PortalInvoiceViewed(i.ID).String()
	seen := func() time.Time { return o.invoice(fmt.Sprint("/", i.ID)).Viewed }
	olive := o.App.Staff("Olive", "olive@larkfield.test", portal.Owner)
	peek := o.Preview(olive, o.ann, false)
	peek.Get(paths.PortalInvoice(i.ID).String()).Want(t, 200, "Boiler", "!data-viewed-url")
	peek.Post(viewed).Want(t, 403)
	o.Preview(olive, o.ann, true).Post(viewed).Want(t, 204)
	o.staff.Post(viewed).Want(t, 403)
	if !seen().IsZero() {
		t.Fatal("staff marked it as viewed")
	}
	o.As(o.ann).Post(viewed).Want(t, 204)
	first := seen()
	o.Pass(time.Hour)
	o.As(o.ann).Post(viewed).Want(t, 204)
	if first.IsZero() || !seen().Equal(first) {
		t.Errorf("viewed at %v, then %v", first, seen())
	}
	o.staff.Get(paths.OfficeInvoice(i.ID).String()).Want(t, 200, "Viewed by Ann Acme")
	o.As(o.ann).Get(paths.PortalInvoice(i.ID).String()).Want(t, 200, "!data-viewed-url")
}

func TestALimitedContactSeesOnlyTheirProperties(t *testing.T) {
	o := newOffice(t)
	place := func(name string) portal.PropertyID {
		p := portal.Property{Client: o.acme.ID, Name: name, UPRN: "100" + name}
		o.Update(func(tx *store.Tx) error {
			p.ID, p.Version = 0, 0
			return tx.PutProperty(&p, 0)
		})
		return p.ID
	}
	mine, other := place("Alder"), place("Birch")
	for n, p := range []portal.PropertyID{mine, other, 0} {
		o.post("/office/invoices/new", "client", fmt.Sprint(o.acme.ID), "description", []string{"At Alder", "At Birch", "Nowhere"}[n], "line", "x",
			"quantity", "1", "price", fmt.Sprint(100*(n+1)), "property", fmt.Sprint(p), "do", "issue")
	}
	sam := o.Contact(o.acme, "Sam Site", "sam@acme.test", portal.AllPermissions)
	o.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: o.acme.ID}, sam.ID)
		if err != nil {
			return err
		}
		c.Properties = []portal.PropertyID{mine}
		return tx.PutContact(&c, c.Version)
	})
	b := o.As(sam)
	b.Get("/portal/invoices").Want(t, 200, "At Alder", "!At Birch", "!Nowhere", "You owe $100.00 on one invoice")
	b.Get("/portal").Want(t, 200, "$100.00", "!$600.00", "!Credit on account", "!Birch")
	b.Get("/portal/invoices.csv").Want(t, 200, "At Alder", "Alder", "!Birch", "!Nowhere")
	b.Get("/portal/invoices/INV-1").Want(t, 303)
	b.Get("/portal/invoices/INV-2").Want(t, 404)
	o.As(o.ann).Get("/portal/invoices?q=bir").Want(t, 200, "At Birch", "!At Alder")
	o.As(o.ann).Get(fmt.Sprintf("/portal/invoices?property=%d", mine)).Want(t, 200, "At Alder", "!At Birch")
	o.As(o.ann).Get("/portal/invoices?q=nothing").Want(t, 200, "Nothing matches", "Clear filters")
}

// form makes name, value pairs a form.
func form(pairs ...string) url.Values {
	v := url.Values{}
	for n := 0; n+1 < len(pairs); n += 2 {
		v.Add(pairs[n], pairs[n+1])
	}
	return v
}
