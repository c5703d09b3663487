package handlers_test

import (
	"context"
	"strings"
	"testing"

	"portico/internal/testkit"
	"portico/internal/testkit/browse"
	"portico/portal"
	"portico/store"
)

// TestSigningInInABrowser walks from the sign-in page to the account, looking at every page on the way.
func TestSigningInInABrowser(t *testing.T) {
	t.Parallel()
	app := testkit.Start(t)
	app.Env.Recheck = 0
	passwords(app)
	acme, bolt := app.Client("Halvorsen-Whitcombe Property Management LLC"), app.Client("Bolt & Sons")
	app.Contact(acme, "Marguerite Okonkwo-Delacroix", "marguerite.okonkwo-delacroix@halvorsen-whitcombe.test", portal.AllPermissions)
	ann := app.Contact(bolt, "Marguerite", "marguerite.okonkwo-delacroix@halvorsen-whitcombe.test", portal.AllPermissions)
	tab := browse.New(t, app.Server.URL)
	tab.Go("/sign-in")
	tab.Type("#who", "marguerite.okonkwo-delacroix@halvorsen-whitcombe.test")
	tab.Press("E-mail me a code")
	tab.At("/sign-in/code")
	tab.See("Send again in")
	tab.Looks("/sign-in/code", "sign-in-code")
	code, link := app.Code("marguerite.okonkwo-delacroix@halvorsen-whitcombe.test")
	tab.Go("/sign-in/code")
	tab.Type("#code", wrong(code))
	tab.See("Tries left: 4")
	tab.Shot("sign-in-code-wrong")
	tab.Looks("/sign-in/link/"+link, "sign-in-link")
	tab.Go("/sign-in/code")
	tab.Type("#code", code)
	tab.See("Choose an account")
	tab.Looks("/sign-in/account", "sign-in-account")
	tab.Go("/sign-in/account")
	tab.Press("Bolt & Sons")
	tab.At("/portal")
	tab.Looks("/portal/profile/passkeys", "passkeys")

	tab.Go("/portal/profile")
	app.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: bolt.ID}, ann.ID)
		if err != nil {
			return err
		}
		c.On = false
		return tx.PutContact(&c, c.Version)
	})
	tab.See("turned off your access to Bolt & Sons")
	tab.Shot("access-gone")
}

// TestSigningInWithoutScript does the same with JavaScript off.
func TestSigningInWithoutScript(t *testing.T) {
	t.Parallel()
	app := testkit.Start(t)
	app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)
	tab := browse.New(t, app.Server.URL)
	tab.NoScript()
	tab.Size(browse.Phone)
	tab.Go("/sign-in")
	tab.Type("#who", "ann@acme.test")
	tab.Click("main form button[type=submit]")
	tab.At("/sign-in/code")
	tab.Shot("sign-in-code-noscript")
	code, _ := app.Code("ann@acme.test")
	tab.Type("#code", code)
	tab.Click("main form button[type=submit]")
	tab.At("/portal")
}

// TestWelcomePagesInABrowser looks at the pages for those who come for the first time.
func TestWelcomePagesInABrowser(t *testing.T) {
	t.Parallel()
	app := testkit.Start(t)
	passwords(app)
	acme := app.Client("Acme")
	_, path := invited(t, app, acme, "Zoë O’Neil", "zoe@acme.test")
	sam := app.AsStaff(app.Staff("Sam Vale", "sam@larkfield.test", portal.Owner))
	tab := browse.New(t, app.Server.URL)
	tab.Looks(path, "invitation")
	tab.Looks("/invitation/"+strings.Repeat("A", 43), "invitation-gone")
	tab.Looks(registering(t, app, acme), "register")
	confirm(t, app, sam, "/office/profile", "sam@larkfield.test")
	sam.Post("/office/profile/totp/begin").Want(t, 303)
	tab.SignIn(sam.Token)
	tab.Looks("/office/profile/totp", "office-totp")
}

func TestSetUpInABrowser(t *testing.T) {
	t.Parallel()
	app := testkit.Start(t)
	app.Update(func(tx *store.Tx) error { return tx.PutBusiness(portal.Business{}) })
	link, err := app.Service.SetUpLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(link, "https://portal.test")
	tab := browse.New(t, app.Server.URL)
	tab.Looks(path, "set-up")
	tab.Go(path)
	tab.Type("#business", "Vale & Sons")
	tab.Choose("#zone", "Europe/Berlin")
	tab.Type("#your_name", "Sam Vale")
	tab.Type("#your_email", "sam@vale.test")
	tab.Press("Make my portal")
	tab.At("/office")
}
