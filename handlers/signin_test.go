package handlers_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

func TestCodeSignsIn(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	app.Invoice(acme, "Boiler service", 12_345, 10)
	app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)

	b := app.Anonymous()
	b.Get("/portal/invoices").Want(t, 303)
	b.Get("/sign-in?next=%2Fportal%2Finvoices").Want(t, 200, "E-mail me a code", `value="/portal/invoices"`)
	to := b.Post("/sign-in", "who", " ANN@acme.test ", "next", "/portal/invoices", "keep", "yes").Want(t, 303)
	b.Follow(to).Want(t, 200, "Check your e-mail", "ANN@acme.test")
	code, _ := app.Code("ann@acme.test")
	b.Post("/sign-in/code", "code", wrong(code)).Want(t, 422, "Tries left: 4")
	in := b.Post("/sign-in/code", "code", code).Want(t, 303)
	if in.Header.Get("Location") != "/portal/invoices" {
		t.Errorf("led to %q", in.Header.Get("Location"))
	}
	b.Follow(in).Want(t, 200, "Boiler service")
	b.Get("/sign-in").Want(t, 303)
	b.Post("/sign-in/code", "code", code).Want(t, 422, "has been used")

	out := b.Post("/sign-out").Want(t, 303)
	if out.Header.Get("Clear-Site-Data") != `"cache"` {
		t.Error("the browser keeps the pages")
	}
	b.Get("/portal/invoices").Want(t, 303)
}

// wrong is another code of six digits.
func wrong(code string) string {
	if code[0] == '9' {
		return "0" + code[1:]
	}
	return string(code[0]+1) + code[1:]
}

func TestNextStaysHere(t *testing.T) {
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	for _, next := range []string{"https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)", "\t//evil.test", "/%0d%0aX: y\r\nX: y"} {
		app.Pass(2 * time.Hour)
		b := app.Anonymous()
		b.Get("/sign-in?next="+strings.NewReplacer("\t", "%09", "\r", "%0d", "\n", "%0a", " ", "%20").Replace(next)).Want(t, 200, "!evil.test")
		b.Post("/sign-in", "who", "ann@acme.test", "next", next).Want(t, 303)
		code, _ := app.Code("ann@acme.test")
		in := b.Post("/sign-in/code", "code", code).Want(t, 303)
		if to := in.Header.Get("Location"); to != "/portal" {
			t.Errorf("next %q led to %q", next, to)
		}
	}
}

func TestCodeIsBoundToItsBrowser(t *testing.T) {
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	app.Anonymous().Post("/sign-in", "who", "ann@acme.test").Want(t, 303)
	code, _ := app.Code("ann@acme.test")
	app.Anonymous().Post("/sign-in/code", "code", code).Want(t, 422, "hasn’t asked for a code")

	app.Pass(time.Minute)
	other := app.Anonymous()
	other.Post("/sign-in", "who", "nobody@acme.test").Want(t, 303)
	other.Post("/sign-in/code", "code", code).Want(t, 422, "isn’t right")
}

func TestAskingAgainEndsTheOlderCode(t *testing.T) {
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	phone, laptop := app.Anonymous(), app.Anonymous()
	phone.Post("/sign-in", "who", "ann@acme.test").Want(t, 303)
	older, _ := app.Code("ann@acme.test")
	laptop.Post("/sign-in", "who", "ann@acme.test").Want(t, 429, "30 seconds")
	app.Pass(31 * time.Second)
	laptop.Post("/sign-in", "who", "ann@acme.test").Want(t, 303)
	phone.Post("/sign-in/code", "code", older).Want(t, 422, "no longer works")
	newer, _ := app.Code("ann@acme.test")
	laptop.Post("/sign-in/code", "code", newer).Want(t, 303)
}

func TestLinkNeedsOneClick(t *testing.T) {
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	app.Anonymous().Post("/sign-in", "who", "ann").Want(t, 303)
	_, link := app.Code("ann@acme.test")
	scanner, phone := app.Anonymous(), app.Anonymous()
	for range 3 {
		scanner.Get("/sign-in/link/"+link).Want(t, 200, "about to sign in")
	}
	in := phone.Post("/sign-in/link/"+link).Want(t, 303)
	phone.Follow(in)
	phone.Get("/portal/invoices").Want(t, 200)
	scanner.Post("/sign-in/link/"+link).Want(t, 422, "no longer works")
	scanner.Get("/sign-in/link/"+link).Want(t, 422, "no longer works")
	scanner.Get("/sign-in/link/nonsense").Want(t, 422, "no longer works")
}

func TestWrongCodesRunOut(t *testing.T) {
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	for round := range 5 {
		b := app.Anonymous()
		b.Post("/sign-in", "who", "ann@acme.test").Want(t, 303)
		code, link := app.Code("ann@acme.test")
		for i := range 5 {
			a := b.Post("/sign-in/code", "code", wrong(code))
			if a.StatusCode != 422 {
				t.Fatalf("round %d, try %d: %d", round, i, a.StatusCode)
			}
		}
		b.Post("/sign-in/code", "code", code).Want(t, 422)
		b.Post("/sign-in/link/"+link).Want(t, 422)
		app.Pass(2 * time.Hour)
	}
	b := app.Anonymous()
	b.Post("/sign-in", "who", "ann@acme.test").Want(t, 303)
	code, link := app.Code("ann@acme.test")
	b.Post("/sign-in/code", "code", code).Want(t, 422, "Open the link in the e-mail")
	b.Post("/sign-in/link/"+link).Want(t, 303)
}

func TestSendsAreLimited(t *testing.T) {
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	for _, who := range []string{"ann@acme.test", "nobody@acme.test"} {
		b := app.Anonymous()
		b.Post("/sign-in", "who", who).Want(t, 303)
		b.Post("/sign-in/code/again").Want(t, 429, "30 seconds", "Check your e-mail")
		for _, wait := range []time.Duration{31, 61, 121, 241} {
			app.Pass(wait * time.Second)
			b.Post("/sign-in/code/again").Want(t, 303)
		}
		app.Pass(481 * time.Second)
		b.Post("/sign-in/code/again").Want(t, 429, "minutes")
		app.Pass(2 * time.Hour)
	}
	if n := len(app.Mails(portal.MailCode, "ann@acme.test")); n != 5 {
		t.Errorf("%d codes were mailed", n)
	}
}

func TestUnknownAndDisabledLookLikeKnown(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	off := app.Contact(acme, "Off", "off@acme.test", portal.AllPermissions)
	app.Update(func(tx *store.Tx) error {
		off.On = false
		return tx.PutContact(&off, off.Version)
	})
	seen := map[string]string{}
	for _, who := range []string{"ann@acme.test", "off@acme.test", "not@acme.test"} {
		b := app.Anonymous()
		asked := b.Post("/sign-in", "who", who)
		page := b.Follow(asked)
		tried := b.Post("/sign-in/code", "code", "000000")
		again := b.Post("/sign-in/code/again")
		all := strings.Join([]string{asked.Status, page.Body, tried.Status, tried.Body, again.Status, again.Body}, "\n")
		seen[who] = strings.ReplaceAll(all, who, "WHO")
	}
	for who, s := range seen {
		if s != seen["ann@acme.test"] {
			t.Errorf("%s is told apart", who)
		}
	}
	for _, who := range []string{"off@acme.test", "not@acme.test"} {
		if n := len(app.Mails(portal.MailCode, who)); n != 0 {
			t.Errorf("%s was mailed %d codes", who, n)
		}
	}
}

// TestSameWork counts what asking writes: as many puts for nobody's address as for a known one.
func TestSameWork(t *testing.T) {
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	keys := func() (n int) {
		app.View(func(tx *store.Tx) error { return tx.Buckets(func(_ string, keys int) error { n += keys; return nil }) })
		return n
	}
	ask := func(who string) int {
		before := keys()
		app.Anonymous().Post("/sign-in", "who", who).Want(t, 303)
		return keys() - before
	}
	known, unknown := ask("ann@acme.test"), ask("not@acme.test")
	if d := known - unknown; d > 6 || d < -6 {
		t.Errorf("a known address writes %d keys, an unknown one %d", known, unknown)
	}
}

// TestTriesAreOnDisk looks at the record after each wrong code.
func TestTriesAreOnDisk(t *testing.T) {
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	b := app.Anonymous()
	b.Post("/sign-in", "who", "ann@acme.test").Want(t, 303)
	code, _ := app.Code("ann@acme.test")
	for i := range 3 {
		b.Post("/sign-in/code", "code", wrong(code)).Want(t, 422)
		if got := app.Challenge("ann@acme.test").Tries; int(got) != i+1 {
			t.Errorf("%d tries are stored after %d", got, i+1)
		}
	}
	b.Post("/sign-in/code", "code", "12ab").Want(t, 422, "6 digits")
	if got := app.Challenge("ann@acme.test").Tries; got != 3 {
		t.Errorf("what is no code was counted: %d", got)
	}
	app.Pass(11 * time.Minute)
	b.Post("/sign-in/code", "code", code).Want(t, 422, "expired")
}

// A mail that waits keeps to its own code, whatever the same browser asks for after it.
func TestEachMailHasItsOwnCode(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	app.Contact(acme, "Thief", "thief@acme.test", portal.AllPermissions)
	app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	b := app.Anonymous()
	b.Post("/sign-in", "who", "thief@acme.test").Want(t, 303)
	b.Post("/sign-in", "who", "ann@acme.test").Want(t, 303)
	theirs, _ := app.Code("thief@acme.test")
	if hers, _ := app.Code("ann@acme.test"); theirs == hers {
		t.Fatal("both mails hold the same code")
	}
	b.Post("/sign-in/code", "code", theirs).Want(t, 422, "isn’t right")
}

func TestSeveralAccounts(t *testing.T) {
	app := testkit.Start(t)
	acme, bolt := app.Client("Acme"), app.Client("Bolt & Sons")
	app.Invoice(acme, "For Acme", 100, 10)
	app.Invoice(bolt, "For Bolt", 100, 10)
	a := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	c := app.Contact(bolt, "Ann", "ann@acme.test", portal.AllPermissions)
	b := app.SignIn("ann", "ann@acme.test")
	b.Get("/portal/invoices").Want(t, 303)
	b.Get("/sign-in/account").Want(t, 200, "Acme", "Bolt &amp; Sons")
	old := *b
	b.Post("/sign-in/account", "contact", id(a.ID)).Want(t, 303)
	b.Get("/portal/invoices").Want(t, 200, "For Acme", "!For Bolt")
	if b.Get("/portal/accounts").Want(t, 200, "You are here"); b.Cookie("portico") == old.Token && old.Token != "" {
		t.Error("the session kept its id")
	}
	b.Post("/sign-in/account", "contact", id(c.ID)).Want(t, 303)
	b.Get("/portal/invoices").Want(t, 200, "For Bolt", "!For Acme")
	b.Post("/sign-in/account", "contact", "999").Want(t, 404)
}

func id[T ~uint64](n T) string { return strconv.FormatUint(uint64(n), 10) }
