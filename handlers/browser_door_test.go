package handlers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"portico/internal/testkit"
	"portico/internal/testkit/browse"
	"portico/portal"
)

// TestFirstStart: the set-up page behind the one-time link makes the business and its Owner, and signs them in.
func TestFirstStart(t *testing.T) {
	t.Parallel()
	app := testkit.StartEmpty(t, "")
	app.Work()
	link, err := app.Service.SetUpLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	tab := browse.New(t, app.Local)
	tab.Go("/")
	tab.See("Almost there")
	tab.Go(link)
	tab.Axe("set-up")
	tab.Shot("set-up")
	tab.Type(`[name="business"]`, "Larkfield Heating & Air")
	tab.Type(`[name="your_name"]`, "Olive Owner")
	tab.Choose(`[name="zone"]`, "Europe/Zurich")
	tab.Type(`[name="your_email"]`, "nonsense")
	tab.Eval(`(document.querySelector('main form').noValidate = true)`)
	tab.Click(`main form button[type="submit"]`)
	tab.Until("the fault", `document.querySelector('[name="your_email"][aria-invalid="true"]') && document.querySelector('[name="business"]').value`)
	tab.Axe("set-up with a fault")
	tab.Type(`[name="your_email"]`, "olive@larkfield.test")
	tab.Click(`main form button[type="submit"]`)
	tab.At("/office")
	tab.See("Larkfield Heating & Air")
	tab.Shot("office-first")
	again := browse.New(t, app.Local)
	again.Go(link)
	again.See("We can’t find that page")
}

// proveIt types the code that is mailed before a change of how one signs in, if one is asked for.
func proveIt(w *town, tab *browse.Tab, to string) {
	tab.Until("the page to go on with", `document.readyState === 'complete'`)
	if !strings.Contains(tab.URL(), "/confirm") {
		return
	}
	if tab.Eval(`!document.querySelector('[name="code"]')`) {
		tab.Click(`main form button[type="submit"]`)
	}
	tab.Type(`[name="code"]`, w.post.Wait(to, "code").Code())
	tab.Until("the way back", `!location.pathname.endsWith('/confirm')`)
}

// TestPasskey adds a passkey with a virtual authenticator, signs out, and signs in with it alone.
func TestPasskey(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	ann := w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	tab := w.tab(t, w.As(ann))
	tab.Authenticator()
	tab.Go("/portal/profile/passkeys")
	tab.Shot("client-passkeys")
	tab.Press("Add a passkey")
	tab.At("/portal/profile/confirm")
	proveIt(w, tab, "ann@halvorsen.test")
	tab.At("/portal/profile/passkeys")
	tab.Press("Add a passkey")
	tab.Until("the passkey", `document.querySelector('form[action$="/remove"], a[href*="/remove"], button[formaction$="/remove"]')`)
	tab.Axe("passkeys")
	tab.Go("/portal")
	tab.Eval(`(fetch('/sign-out', {method: 'POST'}), true)`)
	tab.At("/sign-in") // the open stream says so
	tab.Press("Use a passkey")
	tab.At("/portal")
	tab.See("Hello, Ann")
}

// TestAuthenticatorApp enrols a staff member and signs them in with mail code and app code.
func TestAuthenticatorApp(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	tab := w.tab(t, w.AsStaff(w.owner))
	tab.Go("/office/profile/totp")
	tab.Press("Set it up")
	tab.Until("the code of the mail, or of the app", `document.querySelector('[name="code"]') || location.pathname.endsWith('/confirm')`)
	if strings.HasSuffix(strings.Split(tab.URL(), "?")[0], "/confirm") {
		proveIt(w, tab, "olive@larkfield.test")
		tab.At("/office/profile/totp")
		tab.Press("Set it up")
	}
	tab.Until("the QR code", `document.querySelector('img[src$="qr.svg"]')?.naturalWidth`)
	tab.Axe("the app's QR code")
	tab.Shot("office-totp")
	secret := tab.Value(`document.querySelector('details code').textContent.replaceAll(' ', '')`)
	code := func() string {
		c, err := totp.GenerateCode(secret, w.Now())
		if err != nil {
			t.Fatalf("secret %q: %v", secret, err)
		}
		return c
	}
	tab.Type(`[name="code"]`, code())
	tab.See("ecovery codes")
	tab.Axe("recovery codes")
	tab.Shot("office-recovery-codes")

	w.Pass(31e9)
	fresh := w.tab(t, nil)
	fresh.Go("/sign-in")
	fresh.Type(`[name="who"]`, "olive@larkfield.test")
	w.post.Empty()
	fresh.Press("E-mail me a code")
	fresh.At("/sign-in/code")
	fresh.Type(`[name="code"]`, w.post.Wait("olive@larkfield.test", "code").Code())
	fresh.At("/sign-in/totp")
	fresh.Axe("the app's code")
	fresh.Type(`[name="code"]`, code())
	fresh.At("/office")
}
