package handlers_test

import (
	"encoding/base32"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// app is an authenticator app that has scanned the page's secret.
func secretOn(t *testing.T, page testkit.Answer) string {
	t.Helper()
	m := regexp.MustCompile(`<code dir="ltr">([A-Z2-7 ]+)</code>`).FindStringSubmatch(page.Body)
	if m == nil {
		t.Fatalf("the page shows no key: %s", page.Body)
	}
	secret := strings.ReplaceAll(m[1], " ", "")
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret); err != nil {
		t.Fatal(err)
	}
	return secret
}

func codeOf(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestSecondFactor(t *testing.T) {
	app := testkit.Start(t)
	sam := app.Staff("Sam Vale", "sam@larkfield.test", portal.Office)
	b, other := app.AsStaff(sam), app.AsStaff(sam)
	b.Get("/office/profile/totp/qr.svg").Want(t, 404)
	b.Post("/office/profile/totp/begin").Want(t, 303)
	b.Get("/office/profile/totp").Want(t, 200, "Set it up")
	confirm(t, app, b, "/office/profile", "sam@larkfield.test")
	b.Post("/office/profile/totp/begin").Want(t, 303)
	secret := secretOn(t, b.Get("/office/profile/totp").Want(t, 200, "Scan this"))
	if qr := b.Get("/office/profile/totp/qr.svg").Want(t, 200, "<svg"); qr.Header.Get("Cache-Control") != "no-store" {
		t.Error("the QR code may be kept")
	}
	b.Post("/office/profile/totp", "code", "000000").Want(t, 422, "isn’t right")
	page := b.Post("/office/profile/totp", "code", codeOf(t, secret, app.Now())).Want(t, 200, "recovery codes")
	codes := regexp.MustCompile(`<li><code>([A-Z0-9-]+)</code></li>`).FindAllStringSubmatch(page.Body, -1)
	if len(codes) != 10 {
		t.Fatalf("%d recovery codes", len(codes))
	}
	b.Get("/office/profile/totp").Want(t, 200, "10 recovery codes are left", "!"+codes[0][1])
	other.Get("/office").Want(t, 303)
	if len(app.Mails(portal.MailChanged, "sam@larkfield.test")) != 1 {
		t.Error("nobody was told")
	}

	app.Pass(time.Hour)
	in := app.SignIn("sam@larkfield.test", "sam@larkfield.test")
	step := in.Get("/office").Want(t, 303)
	in.Follow(step).Want(t, 200, "One more step")
	in.Get("/office/profile").Want(t, 303)
	code := codeOf(t, secret, app.Now())
	in.Post("/sign-in/totp", "code", wrong(code)).Want(t, 422)
	in.Post("/sign-in/totp", "code", code).Want(t, 303)
	in.Get("/office").Want(t, 200)

	again := app.AsStaff(sam)
	again.Post("/sign-in/totp", "code", code).Want(t, 422, "used already") // replayed
	again.Post("/sign-in/totp", "recovery", codes[3][1]).Want(t, 303)
	again.Get("/office").Want(t, 200)
	third := app.AsStaff(sam)
	third.Post("/sign-in/totp", "recovery", codes[3][1]).Want(t, 422, "used already")

	app.Pass(time.Hour)
	again.Post("/office/profile/totp/remove").Want(t, 303)
	again.Get("/office/profile/totp").Want(t, 200, "9 recovery codes are left")
	confirm(t, app, again, "/office/profile", "sam@larkfield.test")
	again.Post("/office/profile/totp/remove").Want(t, 303)
	app.AsStaff(sam).Get("/office").Want(t, 200)
}

func TestRequiredSecondFactor(t *testing.T) {
	app := testkit.Start(t)
	sam := app.Staff("Sam Vale", "sam@larkfield.test", portal.Employee)
	app.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.SignIn.StaffTOTP = true
		return tx.PutBusiness(b)
	})
	b := app.AsStaff(sam)
	b.Follow(b.Get("/office").Want(t, 303)).Want(t, 200, "Set up a second factor")
	b.Post("/sign-in/enrol/begin").Want(t, 303)
	b.Get("/sign-in/enrol/qr.svg").Want(t, 200, "<svg")
	secret := secretOn(t, b.Get("/sign-in/enrol").Want(t, 200))
	b.Post("/sign-in/enrol", "code", codeOf(t, secret, app.Now())).Want(t, 200, "recovery codes")
	b.Get("/office").Want(t, 200)
	b.Post("/sign-in/enrol/begin").Want(t, 403)
}
