package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
	"portico/service"
	"portico/store"
)

func TestSettingsKnowTheRoles(t *testing.T) {
	app := testkit.Start(t)
	owner := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	office := app.AsStaff(app.Staff("Otto", "otto@x.test", portal.Office))
	employee := app.AsStaff(app.Staff("Emma", "emma@x.test", portal.Employee))
	for path, forOwner := range map[string]bool{
		"": false, "/profile": false, "/portal": false, "/wording": false, "/taxes": false, "/numbering": false, "/terms": false,
		"/notifications": false, "/mail": true, "/sign-in": true, "/staff": true, "/staff/new": true, "/staff/1": true, "/backup": true,
	} {
		path = "/office/settings" + path
		owner.Get(path).Want(t, 200)
		employee.Get(path).Want(t, 403)
		if forOwner {
			office.Get(path).Want(t, 403)
			continue
		}
		office.Get(path).Want(t, 200)
	}
	office.Get("/office/settings").Want(t, 200, "the Owner’s", "!/office/settings/mail")
}

func settingsTest(t *testing.T) (*testkit.App, *testkit.Browser) {
	app := testkit.Start(t)
	return app, app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
}

func TestTheProfileIsSavedOnce(t *testing.T) {
	_, b := settingsTest(t)
	fields := func(name, version string) []string {
		return []string{
			"name", name, "phone", "555 0100", "colour", "#aa3300", "zone", "Europe/Berlin", "language", "en", "currency", "EUR", "date_format", "2",
			"number_format", "1", "version", version,
		}
	}
	b.Post("/office/settings/profile", fields("", "0")...).Want(t, 422, "Give your business a name", "555 0100")
	b.Post("/office/settings/profile", fields("Nordwind", "0")...).Want(t, 303)
	b.Post("/office/settings/profile", fields("Südwind", "0")...).Want(t, 409, "Someone else saved this", "Nordwind", "Südwind", `name="version" value="1"`)
	b.Post("/office/settings/profile", fields("Südwind", "1")...).Want(t, 303)
	b.Get("/office/settings").Want(t, 200, "Südwind", "!Nordwind")
	if style := b.Get("/brand/x.css").Body; !strings.Contains(style, "#aa3300") {
		t.Error(style)
	}
}

func TestThePortalIsSwitched(t *testing.T) {
	app, b := settingsTest(t)
	acme := app.Client("Acme")
	ann := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	var keys []string
	for _, m := range portal.Modules {
		keys = append(keys, m.Key)
	}
	form := func(version int, on, without string, more ...string) []string {
		f := append([]string{"on", on, "invite_days", "7", "upload_mb", "25", "uploads", "yes", "preset", "view", "preset_was", "accounts", "version", fmt.Sprint(version)}, more...)
		for _, k := range keys {
			f = append(f, "module_was", k)
			if k != without {
				f = append(f, "module", k)
			}
		}
		for _, m := range portal.Modules {
			for _, p := range m.Permissions {
				f = append(f, "on_permission", p.Key())
			}
		}
		return f
	}
	const path = "/office/settings/portal"
	ann.Get("/portal/invoices").Want(t, 200)
	b.Post(path, form(0, "yes", "", "address", "not a host")...).Want(t, 422, "only the host name", "not a host")
	b.Post(path, form(0, "yes", "invoices", "address", "https://Portal.Example.com/")...).Want(t, 303)
	ann.Get("/portal/invoices").Want(t, 403)
	b.Post(path, form(1, "yes", "", "address", "portal.example.com")...).Want(t, 303)
	b.Get(path).Want(t, 200, `value="portal.example.com"`)
	set, err := app.Service.Business(context.Background())
	if err != nil || set.Portal.Default != portal.PresetViewOnly.Permissions() {
		t.Errorf("default %b %v", set.Portal.Default, err)
	}
	if !app.Service.Answers("portal.example.com") || !app.Service.Answers("portal.test") || !app.Service.Answers("127.0.0.1") || app.Service.Answers("evil.test") {
		t.Error("answers for the wrong hosts")
	}
	office := app.AsStaff(app.Staff("Otto", "otto@x.test", portal.Office))
	office.Post(path, form(2, "yes", "", "address", "evil.test")...).Want(t, 403)
	office.Post(path, form(2, "yes", "invoices", "address", "portal.example.com")...).Want(t, 303)
	b.Post(path, form(3, "no", "", "address", "portal.example.com")...).Want(t, 303)
	ann.Get("/portal/invoices").Want(t, 303)
}

func TestNumbersOnlyGoForward(t *testing.T) {
	app, b := settingsTest(t)
	app.Client("One")
	form := func(version, next string) []string {
		fields := []string{"version", version}
		for _, k := range portal.Numbered[1:] {
			fields = append(fields, "prefix_"+k.String(), "X-", "next_"+k.String(), "1")
		}
		return append(fields, "prefix_client", "K-", "next_client", next)
	}
	b.Post("/office/settings/numbering", form("0", "1")...).Want(t, 422, "be below 2")
	b.Post("/office/settings/numbering", form("0", "500")...).Want(t, 303)
	b.Follow(b.Post("/office/clients/new", clientForm(0)...)).Want(t, 200, "K-500")
}

func TestTaxRatesComeAndGo(t *testing.T) {
	app, b := settingsTest(t)
	const path = "/office/settings/taxes"
	b.Post(path, "rate_id", "", "rate_name", "VAT", "rate_percent", "many", "version", "0").Want(t, 422, "as a number", "many")
	b.Post(path, "rate_name", "VAT", "rate_id", "", "rate_percent", "20", "rate_name", "", "rate_id", "", "rate_percent", "", "version", "0").Want(t, 303)
	b.Get(path).Want(t, 200, `value="VAT"`)
	b.Post(path, "rate_name", "", "rate_id", "1", "rate_percent", "", "rate_name", "New", "rate_id", "", "rate_percent", "5.5", "version", "1").Want(t, 303)
	set, err := app.Service.Business(context.Background())
	if err != nil || len(set.Taxes.Rates) != 1 || set.Taxes.Rates[0].ID != 2 {
		t.Errorf("%+v %v: an id was used twice", set.Taxes, err)
	}
}

func TestSecondFactorIsNotAskedByWhoHasNone(t *testing.T) {
	_, b := settingsTest(t)
	b.Post("/office/settings/sign-in", "staff_totp", "yes", "version", "0").Want(t, 422, "Set up your own authenticator")
	b.Post("/office/settings/sign-in", "passwords", "yes", "version", "0").Want(t, 303)
}

func TestTheMailPasswordStaysInside(t *testing.T) {
	app, b := settingsTest(t)
	const path = "/office/settings/mail"
	form := func(version, host, password string) []string {
		return []string{"host", host, "port", "587", "user", "u", "password", password, "from", "a@x.test", "version", version}
	}
	b.Post(path, form("0", "smtp.x.test", "")...).Want(t, 422, "go together")
	b.Post(path, form("0", "smtp.x.test", "s3cret-zq")...).Want(t, 303)
	b.Get(path).Want(t, 200, "smtp.x.test", "!s3cret-zq")
	b.Post(path, form("1", "evil.test", "")...).Want(t, 422, "Type the password again")
	b.Post(path, form("1", "smtp.x.test", "")...).Want(t, 303)
	set, err := app.Service.Business(context.Background())
	if err != nil || len(set.Mail.Password) == 0 || bytes.Contains(set.Mail.Password, []byte("s3cret")) {
		t.Errorf("password %q %v", set.Mail.Password, err)
	}
	to := b.Post("/office/settings/mail/test").Want(t, 303)
	page, _, _ := strings.Cut(to.Header.Get("Location"), "#")
	b.Get(page).Want(t, 200, "On its way to olive@x.test")
}

func TestTheLastOwnerStays(t *testing.T) {
	app, b := settingsTest(t)
	const me = "/office/settings/staff/1"
	b.Post(me, "role", "office", "version", "1").Want(t, 422, "only Owner")
	b.Post(me+"/switch", "on", "false", "version", "1").Want(t, 422, "only Owner")
	b.Post("/office/settings/staff/new", "name", "Zed", "email", "nope", "role", "owner").Want(t, 422, "nope", "e-mail address")
	b.Follow(b.Post("/office/settings/staff/new", "name", "Zed", "email", "zed@x.test", "role", "owner").Want(t, 303)).Want(t, 200, "Zed")
	b.Post("/office/settings/staff/new", "name", "Zed", "email", "ZED@x.test", "role", "office").Want(t, 422, "on your staff already")
	b.Get("/office/outbox").Want(t, 200, "zed@x.test", "Invitation")
	var zed portal.Staff
	app.View(func(tx *store.Tx) (err error) { zed, err = tx.Staff(2); return err })
	z := app.AsStaff(zed)
	z.Get("/office/settings/staff").Want(t, 200)
	z.Post(me, "role", "employee", "version", "1").Want(t, 303)
	b.Get("/office/clients").Want(t, 403)
	b.Get("/office").Want(t, 200, "Nothing is assigned to you")
	z.Post(me+"/switch", "on", "false", "version", "2").Want(t, 303)
	b.Get("/office").Want(t, 303)
}

func TestLogosAreOnlyPictures(t *testing.T) {
	app, b := settingsTest(t)
	upload := func(name string, data []byte) testkit.Answer {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile("logo", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(data)
		_ = w.Close()
		r := httptest.NewRequest(http.MethodPost, "http://portal.test/office/settings/profile/logo", &body)
		r.Header.Set("Content-Type", w.FormDataContentType())
		r.AddCookie(&http.Cookie{Name: "portico", Value: b.Token})
		rec := httptest.NewRecorder()
		app.Handler.ServeHTTP(rec, r)
		return testkit.Answer{Response: rec.Result(), Body: rec.Body.String()}
	}
	upload("logo.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)).Want(t, 422, "PNG, JPEG, GIF or WebP")
	upload("logo.png", []byte("<!doctype html><html><script>alert(1)</script>")).Want(t, 422, "PNG, JPEG, GIF or WebP")
	upload("logo.png", hugePNG()).Want(t, 422, "too many pixels")
	upload("logo.png", make([]byte, service.LogoLimit+1<<17)).Want(t, 413, "the limit is 5 MB")
	var good bytes.Buffer
	_ = png.Encode(&good, image.NewNRGBA(image.Rect(0, 0, 900, 30)))
	upload("x.svg", good.Bytes()).Want(t, 303)
	set, err := app.Service.Business(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	address := "/brand/" + set.Profile.LogoHash + ".png"
	b.Get("/office").Want(t, 200, address)
	got := app.Anonymous().Get(address).Want(t, 200)
	if cfg, err := png.DecodeConfig(strings.NewReader(got.Body)); err != nil || cfg.Width != 512 {
		t.Errorf("%+v %v", cfg, err)
	}
	b.Post("/office/settings/profile/logo", "remove", "yes").Want(t, 303)
	app.Anonymous().Get(address).Want(t, 404)
}

// hugePNG says that it is 30,000 pixels wide and high.
func hugePNG() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 1, 1)))
	data := b.Bytes()
	copy(data[16:], []byte{0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30})
	sum := crc32.ChecksumIEEE(data[12:29])
	copy(data[29:], []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	return data
}

func TestSearchFindsTheNumberFirst(t *testing.T) {
	app, b := settingsTest(t)
	acme := app.Client("Acme INV 2 Trading")
	app.Invoice(acme, "Boiler", 100, 3)
	inv := app.Invoice(acme, "Pump", 100, 3)
	app.Contact(acme, "Ann Boiler", "ann@acme.test", portal.AllPermissions)
	page := b.Get("/office/search?q="+inv.Number).Want(t, 200, "Pump")
	if !strings.Contains(page.Body, "INV-2 ·") || strings.Contains(page.Body, "INV-1 ·") {
		t.Error("the exact number is not what was found")
	}
	b.Get("/office/search?q=boil").Want(t, 200, "Ann Boiler", "INV-1", "!Pump")
	b.Get("/office/search?q=zzz").Want(t, 200, "Nothing matches")
	b.Get("/office/search/found?q=boil", "HX-Request", "true", "HX-Request-Type", "partial").Want(t, 200, "Ann Boiler", "!<html")
	b.Get("/office/search/found?q=boil").Want(t, 303)
}

func TestSearchGoesOverEverything(t *testing.T) {
	app, b := settingsTest(t)
	acme, other := app.Client("Acme"), app.Client("Beta")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	app.Contact(acme, "Smith Adam", "adam@acme.test", portal.AllPermissions)
	app.Contact(other, "Smith", "smith@beta.test", portal.AllPermissions)
	inv := app.Invoice(acme, "Quarterly service", 100, 3)
	batch := app.Batch(acme, "All of spring", inv, app.Invoice(acme, "Filters", 50, 3))
	note := app.CreditNote(acme, inv, 10, "Too many hours")
	est := app.Estimate(acme, "New radiators", 900)
	pay := app.Payment(acme, inv, 20, "Wire 4711")
	req := app.Request(ann, portal.Complaint, "Drips again", "The tap in the kitchen")
	app.Document(acme, "Plan of the roof.txt", "x", portal.FileShared, 0)
	app.Update(func(tx *store.Tx) error {
		return tx.PutProperty(&portal.Property{Client: acme.ID, Name: "Harbour View", UPRN: "100023336956", Address: portal.Address{City: "Leith"}}, 0)
	})
	for typed, wants := range map[string][]string{
		est.Number: {"New radiators", "!Quarterly"}, "radiat": {est.Number}, batch.Number: {batch.Number, "2 invoices"}, "spring": {batch.Number},
		note.Number: {"Too many hours"}, "hours": {note.Number}, pay.Number: {"Wire 4711"}, "4711": {pay.Number},
		req.Number: {"Drips again"}, "kitchen": {req.Number}, "100023336956": {"Harbour View", "Acme"}, "leith": {"Harbour View"}, "roof": {"Plan of the roof.txt"},
	} {
		for _, page := range []string{"/office/search?q=", "/office/search/found?q="} {
			b.Get(page+url.QueryEscape(typed), "HX-Request", "true", "HX-Request-Type", "partial").Want(t, 200, wants...)
		}
	}
	body := b.Get("/office/search?q=smith").Want(t, 200).Body
	if strings.Index(body, ">Smith<") > strings.Index(body, ">Smith Adam<") {
		t.Error("who is called just so does not come first")
	}
	app.AsStaff(app.Staff("Emma", "emma@portico.test", portal.Employee)).Get("/office/search?q=acme").Want(t, 403, "!Acme")
}

func TestTheOutboxKeepsSecrets(t *testing.T) {
	app, b := settingsTest(t)
	raw := "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello zqplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hello <script>zqhtml</script></p>\r\n--b--\r\n"
	put := func(m portal.Mail) {
		m.Created, m.Frozen, m.State, m.To = app.Now(), []byte(raw), portal.MailSent, "x@y.test"
		app.Update(func(tx *store.Tx) error { m := m; return tx.PutMail(&m) })
	}
	put(portal.Mail{Kind: portal.MailInvoice, Subject: "Your invoice", MessageID: "1"})
	put(portal.Mail{Kind: portal.MailInvitation, Subject: "Come in", Secret: true, MessageID: "2"})
	b.Get("/office/outbox/1").Want(t, 200, "Hello zqplain", "!zqhtml")
	body := b.Get("/office/outbox/1/body").Want(t, 200, "zqhtml")
	if csp := body.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox") || strings.Contains(csp, "script") {
		t.Error(csp)
	}
	b.Get("/office/outbox/2").Want(t, 200, "nobody else can read it", "!zqplain", "!Come in")
	b.Get("/office/outbox/2/body").Want(t, 404)
	b.Get("/office/outbox?state=failed").Want(t, 200, "No mails here")
}

func TestTheAuditLogIsFilteredAndExported(t *testing.T) {
	app, b := settingsTest(t)
	acme := app.Client("Acme")
	app.Update(func(tx *store.Tx) error {
		if err := tx.AddEvent(portal.Event{Kind: portal.EventSignInFailed, Name: "=cmd()", Failed: true, IP: "203.0.113.9"}); err != nil {
			return err
		}
		return tx.AddEvent(portal.Event{Kind: portal.EventSignedIn, Name: "Ann", Client: acme.ID})
	})
	b.Get("/office/audit").Want(t, 200, "Ann signed in", "=cmd()")
	b.Get("/office/audit?show=failed").Want(t, 200, "=cmd()", "!Ann signed in")
	b.Get("/office/audit?kind=signed-in").Want(t, 200, "Ann signed in", "!=cmd()")
	b.Get("/office/audit?client="+acme.Number).Want(t, 200, "Ann signed in", "!=cmd()")
	b.Get("/office/audit?q=203").Want(t, 200, "=cmd()", "!Ann signed in")
	b.Get("/office/audit?to=2020-01-01").Want(t, 200, "Nothing here")
	b.Get("/office/audit.csv").Want(t, 200, ",'=cmd(),", "Ann")
}
