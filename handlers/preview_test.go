package handlers_test

import (
	"testing"
	"time"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

func TestViewAsClient(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	app.Invoice(acme, "Boiler service", 12_345, 10)
	ann := app.Contact(acme, "Ann Able", "ann@acme.test", portal.AllPermissions)
	site := app.Contact(acme, "Sid Site", "sid@acme.test", portal.PresetSite.Permissions())
	sam := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	b := app.As(ann)
	b.Get("/portal/profile/who-looked").Want(t, 200, "Nobody has looked")

	sam.Get("/office/preview").Want(t, 200, "Client portal preview", "Ann Able", "Sid Site")
	sam.Get("/office/preview?q=sid").Want(t, 200, "Sid Site", "!Ann Able")
	sam.Get(paths.OfficePreviewClient(acme.ID).String()).Want(t, 200, "As whom?", "Ann Able")
	sam.Post(paths.OfficePreviewClient(acme.ID).String()).Want(t, 422, "Choose whose portal")

	from := paths.OfficeClientPortal(acme.ID).String()
	before := sam.Token
	sam.Do("POST", paths.OfficePreviewContact(ann.ID).String(), nil, "Referer", "http://portal.test"+from).Want(t, 303)
	app.Browser(before).Get("/office/contacts").Want(t, 303)
	sam.Get("/portal/invoices").Want(t, 200, "Boiler service", "you are viewing as Ann Able", "Act for this client", "!Switch account")
	sam.Get("/office/contacts").Want(t, 403)
	b.Get("/portal/profile/who-looked").Want(t, 200, "Sam", "still looking", "Only looked", "as Ann Able")

	app.Pass(5 * time.Minute)
	sam.Post("/office/preview/act").Want(t, 303)
	sam.Get("/portal/invoices").Want(t, 200, "you are acting for Ann Able")
	b.Get("/portal/profile/who-looked").Want(t, 200, "Acted for you")
	app.Pass(2 * time.Minute)
	if to := sam.Post("/office/preview/end").Want(t, 303).Header.Get("Location"); to != from {
		t.Errorf("it ends on %s, want %s", to, from)
	}
	sam.Get("/office/contacts").Want(t, 200)
	b.Get("/portal/profile/who-looked").Want(t, 200, "for 7 minutes", "!still looking")
	if !reload(app, ann).LastSeen.IsZero() {
		t.Error("a preview moved the last sign-in")
	}

	sam.Post(paths.OfficePreviewContact(site.ID).String()).Want(t, 303)
	sam.Get("/portal/invoices").Want(t, 403)
	sam.Post("/office/preview/end").Want(t, 303)
	for _, k := range []portal.EventKind{portal.EventPreview, portal.EventPreviewEnd} {
		if n := len(events(app, k)); n != 2 {
			t.Errorf("%s is %d times in the log", k.Name(), n)
		}
	}
	other := app.Contact(app.Client("Bolt"), "Bob", "bob@bolt.test", portal.AllPermissions)
	app.As(other).Get("/portal/profile/who-looked").Want(t, 200, "Nobody has looked")
}

func TestAPreviewRunsOut(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	sam := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	sam.Post(paths.OfficePreviewContact(ann.ID).String()).Want(t, 303)
	app.Pass(29 * time.Minute)
	sam.Get("/portal/invoices").Want(t, 200)
	app.Pass(2 * time.Minute)
	sam.Follow(sam.Get("/portal/invoices").Want(t, 303)).Want(t, 200, "it lasts 30 minutes", "Ann")
	sam.Post("/office/preview/act").Want(t, 422, "The preview is over")
	sam.Post("/office/preview/end").Want(t, 303)
	app.As(ann).Get("/portal/profile/who-looked").Want(t, 200, "for 30 minutes")
}

func TestAClientWithoutContactsIsSeenAsTheDefault(t *testing.T) {
	app := testkit.Start(t)
	empty := app.Client("Brand New")
	sam := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	sam.Get(paths.OfficePreviewClient(empty.ID).String()).Want(t, 200, "no contacts yet", "Accounts")
	sam.Post(paths.OfficePreviewClient(empty.ID).String()).Want(t, 303)
	sam.Get("/portal/invoices").Want(t, 200, "viewing as Brand New")
	sam.Post("/office/preview/act").Want(t, 303)
	sam.Get("/portal/invoices").Want(t, 200)
}

func TestPreviewsNeedTheRights(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	st := app.Staff("Sam", "sam@larkfield.test", portal.Office)
	sam := app.AsStaff(st)
	app.As(ann).Post("/office/preview/act").Want(t, 403)
	app.As(ann).Post("/office/preview/end").Want(t, 403)
	sam.Post("/office/preview/contacts/9999").Want(t, 404)
	sam.Post(paths.OfficePreviewContact(ann.ID).String()).Want(t, 303)
	app.Update(func(tx *store.Tx) error {
		now, err := tx.Staff(st.ID)
		if err != nil {
			return err
		}
		now.Role = portal.Employee
		return tx.PutStaff(&now, now.Version)
	})
	sam.Get("/portal/invoices").Want(t, 403)
}
