package handlers_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

func picked(is ...portal.Invoice) (fields []string) {
	for _, i := range is {
		fields = append(fields, "invoice", fmt.Sprint(i.ID))
	}
	return fields
}

func (o *office) batch(fields ...string) string {
	o.T.Helper()
	return o.post("/office/batches/new", append([]string{"client", fmt.Sprint(o.acme.ID)}, fields...)...)
}

func TestABatchFromMakingToPaid(t *testing.T) {
	o := newOffice(t)
	o.Paying()
	one, two, three := o.Invoice(o.acme, "Boiler service", 10_000, 5), o.Invoice(o.acme, "Radiators", 2_500, 9), o.Invoice(o.acme, "Later", 700, 20)
	o.staff.Get(paths.OfficeClientInvoices(o.acme.ID).String()).Want(t, 200, "Make batch invoice", `formaction="/office/batches/new"`, `name="invoice" value="1"`)
	o.staff.Get("/office/batches/new").Want(t, 200, "Acme")
	form := o.staff.Get(fmt.Sprintf("/office/batches/new?client=%s&invoice=%d&invoice=%d", o.acme.Number, one.ID, two.ID)).Want(t, 200, "Boiler service", "$25.00 to pay")
	key := field(form.Body, "key")
	if n := strings.Count(form.Body, " checked"); key == "" || n != 2 {
		t.Fatalf("%d boxes are ticked, key %q", n, key)
	}
	fields := append(picked(one, two), "note", "Spring works", "key", key)
	at := o.batch(fields...)
	if again := o.batch(fields...); again != at {
		t.Error("a double submit made two batches")
	}
	portalAt := strings.Replace(at, "/office/", "/portal/", 1)
	o.staff.Get(at).Want(t, 200, "Batch invoice B-1", "Spring works", "$125.00", "Boiler service", "Radiators", "not yet", "!Later")
	o.staff.Get(paths.OfficeInvoice(one.ID).String()).Want(t, 200, "In a batch invoice", at)
	o.staff.Get("/office/batches?client=acme&status=unpaid").Want(t, 200, "B-1", "$125.00")
	o.staff.Get("/office/batches?client=bolt").Want(t, 200, "!B-1")
	o.staff.Post("/office/batches/new", append(picked(one, three), "client", fmt.Sprint(o.acme.ID))...).Want(t, 422, "INV-1 is in a batch invoice already")
	o.staff.Post("/office/batches/new", append(picked(three), "client", fmt.Sprint(o.acme.ID), "note", "Kept words")...).Want(t, 422, "choose at least two", "Kept words")

	ann := o.As(o.ann)
	ann.Get("/portal/batches").Want(t, 200, "B-1", "Spring works", "$125.00", "Open", "/portal/pay?batch=1")
	ann.Get("/portal/batches?q=spr").Want(t, 200, "B-1")
	ann.Get("/portal/batches.csv").Want(t, 200, "B-1", "125.00", "Spring works")
	ann.Get(portalAt).Want(t, 200, "Still to pay", "$125.00", "INV-1", "INV-2", "Pay $125.00", "/portal/pay?batch=1", `data-viewed-url="`+portalAt+`/viewed"`)
	ann.Get(portalAt+"/csv").Want(t, 200, "INV-1,2026-02-08", "Boiler service", "B-1,2026-03-10", "125.00")
	if text := shown(t, ann.Get(portalAt+"/pdf").Want(t, 200)); !strings.Contains(text, "Batch invoice B-1") || !strings.Contains(text, "$125.00") {
		t.Error("the PDF says something else")
	}
	ann.Post(portalAt+"/viewed").Want(t, 204)
	o.staff.Get(at).Want(t, 200, "by Ann Acme")
	ann.Get(portalAt).Want(t, 200, "!data-viewed-url")

	o.Payment(o.acme, one, 4_000, "x")
	ann.Get("/portal/batches").Want(t, 200, "Partly paid", "$85.00")
	o.Payment(o.acme, one, 6_000, "y")
	o.Payment(o.acme, two, 2_500, "z")
	ann.Get(portalAt).Want(t, 200, "Everything in it is paid", "$0.00", "!Pay $")
	ann.Get("/portal/batches?status=unpaid").Want(t, 200, "Nothing matches")
	ann.Get("/portal/batches?status=paid").Want(t, 200, "B-1", "Paid")
	o.staff.Post(at+"/apart", "version", "9").Want(t, 409)
	o.staff.Get(at).Want(t, 200, "!Take apart")
}

func TestVoidingAndTakingApart(t *testing.T) {
	o := newOffice(t)
	one, two := o.Invoice(o.acme, "Boiler service", 10_000, 5), o.Invoice(o.acme, "Raised in error", 2_500, 9)
	at := o.batch(picked(one, two)...)
	o.post(paths.OfficeInvoiceVoid(two.ID).String(), "reason", "Wrong house")
	o.staff.Get(at).Want(t, 200, "Void", "Raised in error", "$100.00", "!$125.00")
	page := o.staff.Get(at+"/apart").Want(t, 200, "Take B-1 apart?", "$100.00")
	o.staff.Post(at+"/apart", "version", "77").Want(t, 409)
	o.post(at+"/apart", "version", field(page.Body, "version"))
	o.staff.Post(at+"/apart", "version", "2").Want(t, 422, "taken apart already")
	o.staff.Get(at).Want(t, 200, "Taken apart on", "!/send")
	o.staff.Post(at+"/send", "to", "ann@acme.test").Want(t, 422, "taken apart")
	if i := o.InvoiceNow(o.acme, one.ID); i.Batch != 0 {
		t.Error("its invoice is still in it")
	}
	three := o.Invoice(o.acme, "More", 300, 9)
	second := o.batch(picked(one, three)...)
	o.As(o.ann).Get(strings.Replace(second, "/office/", "/portal/", 1)).Want(t, 200, "B-2", "$103.00")
	o.As(o.ann).Get("/portal/batches?status=apart").Want(t, 200, "B-1", "!B-2")
	if err := o.DB.Check(t.Context(), func(s string) { t.Error(s) }); err != nil {
		t.Fatal(err)
	}
}

func TestForeignInvoicesInABatch(t *testing.T) {
	o := newOffice(t)
	mine, more, theirs := o.Invoice(o.acme, "Mine", 100, 5), o.Invoice(o.acme, "More", 100, 5), o.Invoice(o.other, "Secret of Bolt", 100, 5)
	client := []string{"client", fmt.Sprint(o.acme.ID)}
	foreign := o.staff.Post("/office/batches/new", append(picked(mine, theirs), client...)...).Want(t, 404, "!Secret")
	absent := o.staff.Post("/office/batches/new", append(picked(mine, portal.Invoice{ID: 99_999}), client...)...).Want(t, 404)
	if plain(foreign) != plain(absent) {
		t.Error("a foreign invoice answers otherwise than an absent one")
	}
	b := o.Batch(o.acme, "x", mine, more)
	bolt := o.As(o.Contact(o.other, "Bo", "bo@bolt.test", portal.AllPermissions))
	bolt.Get(paths.PortalBatch(b.ID).String()).Want(t, 404)
	bolt.Post(paths.PortalBatchViewed(b.ID).String()).Want(t, 404)
	bolt.Get("/portal/batches").Want(t, 200, "No batch invoices yet")
}

func TestALimitedContactSeesABatchWholeOrNotAtAll(t *testing.T) {
	o := newOffice(t)
	var places []portal.PropertyID
	for _, name := range []string{"Alder", "Birch"} {
		p := portal.Property{Client: o.acme.ID, Name: name}
		o.Update(func(tx *store.Tx) error {
			p.ID, p.Version = 0, 0
			return tx.PutProperty(&p, 0)
		})
		places = append(places, p.ID)
	}
	at := func(p portal.PropertyID) portal.Invoice {
		i := o.Invoice(o.acme, "Work", 100, 5)
		o.Update(func(tx *store.Tx) error {
			got, err := tx.Invoice(portal.Sight{Client: o.acme.ID}, i.ID)
			if err != nil {
				return err
			}
			got.Property = p
			return tx.PutInvoice(&got, got.Version)
		})
		return i
	}
	alder := o.Batch(o.acme, "Alder alone", at(places[0]), at(places[0]))
	both := o.Batch(o.acme, "Both houses", at(places[0]), at(places[1]))
	none := o.Batch(o.acme, "No house", at(0), at(places[0]))
	sam := o.Contact(o.acme, "Sam Site", "sam@acme.test", portal.AllPermissions)
	o.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: o.acme.ID}, sam.ID)
		if err != nil {
			return err
		}
		c.Properties = []portal.PropertyID{places[0]}
		return tx.PutContact(&c, c.Version)
	})
	b := o.As(sam)
	b.Get("/portal/batches").Want(t, 200, "Alder alone", "!Both houses", "!No house")
	b.Get("/portal/batches.csv").Want(t, 200, "Alder alone", "!Both houses")
	b.Get(paths.PortalBatch(alder.ID).String()).Want(t, 200, "Alder alone")
	for _, other := range []portal.BatchID{both.ID, none.ID} {
		b.Get(paths.PortalBatch(other).String()).Want(t, 404)
		b.Get(paths.PortalBatchPDF(other).String()).Want(t, 404)
		b.Post(paths.PortalBatchViewed(other).String()).Want(t, 404)
	}
	o.As(o.ann).Get("/portal/batches?q=bir").Want(t, 200, "Both houses", "!Alder alone")
}

func TestABatchIsMailedWithItsLink(t *testing.T) {
	o := newOffice(t)
	box := o.Work()
	b := o.Batch(o.acme, "Spring", o.Invoice(o.acme, "Boiler", 10_000, 5), o.Invoice(o.acme, "Pump", 500, 5))
	at := paths.OfficeBatch(b.ID).String()
	o.staff.Post(at+"/send", "other", "nowhere").Want(t, 422, "isn’t an e-mail address")
	o.post(at+"/send", "to", "ann@acme.test", "message", "All of March in one.")
	l := box.Wait("ann@acme.test", "B-1")
	if !strings.Contains(l.Text, "All of March in one.") || !strings.Contains(l.Text, "$105.00") || l.Link("/d/") == "" {
		t.Fatal(l.Text)
	}
	link := l.Link("/d/")
	who := o.Anonymous()
	who.Get(link).Want(t, 200, "Batch invoice B-1", "Boiler", "$105.00", `data-viewed-url="`+link+`/viewed"`, `!href="/portal`, "/sign-in?next=%2Fportal%2Fbatches%2F")
	if text := shown(t, who.Get(link+"/pdf").Want(t, 200)); !strings.Contains(text, "B-1") {
		t.Error("the PDF is of something else")
	}
	who.Post(link+"/viewed").Want(t, 204)
	page := o.staff.Get(at).Want(t, 200, "by Ann Acme", "Opened once", at+"/links/")
	_, rest, _ := strings.Cut(page.Body, `href="`+at+`/links/`)
	revoke, _, _ := strings.Cut(rest, `"`)
	o.staff.Get(at+"/links/"+revoke).Want(t, 200, "Revoke the link of Ann Acme?")
	o.post(at + "/links/" + revoke)
	who.Get(link).Want(t, 410)
}

func TestMonthlyIsAClientsSetting(t *testing.T) {
	o := newOffice(t)
	edit := paths.OfficeClientEdit(o.acme.ID).String()
	o.staff.Get(edit).Want(t, 200, "Batch invoice monthly", `name="monthly_batch"`)
	o.post(edit, "name", "Acme", "currency", "USD", "version", "1", "monthly_batch", "yes")
	o.View(func(tx *store.Tx) error {
		c, err := tx.Client(portal.Sight{Client: o.acme.ID})
		if !c.MonthlyBatch {
			t.Error("it is not kept")
		}
		return err
	})
}

func TestSeveralInvoicesAtOnce(t *testing.T) {
	o := newOffice(t)
	one, two, theirs := o.Invoice(o.acme, "Boiler service", 100, 5), o.Invoice(o.acme, "Radiators", 200, 5), o.Invoice(o.other, "Secret of Bolt", 300, 5)
	query := func(is ...portal.Invoice) string {
		var all []string
		for _, i := range is {
			all = append(all, fmt.Sprintf("invoice=%d", i.ID))
		}
		return "?" + strings.Join(all, "&")
	}
	ann := o.As(o.ann)
	ann.Get("/portal/invoices").Want(t, 200, `formaction="/portal/invoices/zip"`, `name="invoice" value="1"`)
	for side, b := range map[string]*testkit.Browser{"/portal": ann, "/office": o.staff} {
		text := shown(t, b.Get(side+"/invoices/pdf"+query(two, one, one)).Want(t, 200))
		if strings.Count(text, "Page 1 of 1") == 0 || !strings.Contains(text, "Radiators") || !strings.Contains(text, "Boiler service") {
			t.Errorf("%s: %s", side, text)
		}
		answer := b.Get(side+"/invoices/zip"+query(one, two)).Want(t, 200)
		z, err := zip.NewReader(bytes.NewReader([]byte(answer.Body)), int64(len(answer.Body)))
		if err != nil || len(z.File) != 2 || z.File[0].Name != "INV-1.pdf" {
			t.Fatalf("%s: %v", side, err)
		}
		f, err := z.File[1].Open()
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(f); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
			t.Errorf("%s: %v", side, err)
		}
		b.Get(side+"/invoices/zip").Want(t, 422)
		b.Get(side+"/invoices/pdf?invoice=x").Want(t, 404)
	}
	for _, path := range []string{"/portal/invoices/pdf", "/portal/invoices/zip"} {
		foreign, absent := ann.Get(path+query(one, theirs)), ann.Get(path+query(one, portal.Invoice{ID: 99_999}))
		if foreign.StatusCode != 404 || plain(foreign) != plain(absent) {
			t.Errorf("%s: foreign %d, absent %d", path, foreign.StatusCode, absent.StatusCode)
		}
	}
	many := "?invoice=1" + strings.Repeat("&invoice=1", 100)
	ann.Get("/portal/invoices/pdf"+many).Want(t, 422, "100 invoices at most")
	if text := shown(t, o.staff.Get("/office/invoices/pdf"+query(one, theirs)).Want(t, 200)); !strings.Contains(text, "Secret of Bolt") {
		t.Error("the office prints invoices of several clients")
	}
}
