package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
)

// FuzzSignIn sends anything to the forms that nobody has to sign in for: never a crash, never a session.
func FuzzSignIn(f *testing.F) {
	paths := []string{
		"/sign-in", "/sign-in/code", "/sign-in/code/again", "/sign-in/password", "/sign-in/passkey/finish", "/sign-in/account", "/sign-in/totp",
		"/sign-in/link/x", "/invitation/x", "/register/x", "/register/x/code", "/set-up/x", "/owner-link/x", "/sign-out",
	}
	for i := range paths {
		f.Add(uint8(i), "ann@acme.test", "000000", "/portal")
		f.Add(uint8(i), "\x00\xff@", "٠١٢٣٤٥", "//evil.test")
	}
	app := testkit.Start(f)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	passwords(app)
	f.Fuzz(func(t *testing.T, which uint8, who, code, next string) {
		app.T = t
		defer func() { app.T = f }()
		b := app.Anonymous()
		b.Post("/sign-in", "who", "nobody@acme.test")
		form := url.Values{"who": {who}, "code": {code}, "password": {code}, "next": {next}, "name": {who}, "username": {code}, "email": {who}, "contact": {code}}
		got := b.Do(http.MethodPost, paths[int(which)%len(paths)], form)
		if got.StatusCode >= 500 {
			t.Fatalf("status %d: %s", got.StatusCode, got.Body)
		}
		if b.Cookie("portico") != "" {
			t.Fatal("somebody is in")
		}
		if to := got.Header.Get("Location"); to != "" && (to[0] != '/' || len(to) > 1 && (to[1] == '/' || to[1] == '\\')) {
			t.Fatalf("led to %q", to)
		}
	})
}
