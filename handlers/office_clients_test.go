package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

func TestOfficePagesKnowTheRoles(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	office := app.AsStaff(app.Staff("Olga", "olga@x.test", portal.Office))
	employee := app.AsStaff(app.Staff("Eddie", "ed@x.test", portal.Employee))
	contact := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	for _, path := range []string{"/office/clients", "/office/clients.csv", "/office/clients/new", "/office/clients/1", "/office/clients/1/edit", "/office/clients/1/archive", "/office/clients/1/activity"} {
		office.Get(path).Want(t, 200)
		employee.Get(path).Want(t, 403)
		contact.Get(path).Want(t, 403)
		app.Anonymous().Get(path).Want(t, 303)
	}
	office.Get("/office").Want(t, 200, "To pay", "Who signed in lately")
	employee.Get("/office").Want(t, 200, "Nothing is assigned to you", "!To pay", "!Acme")
	office.Get("/office/clients/99").Want(t, 404)
	office.Get("/office/clients/abc").Want(t, 404)
}

func TestClientsAreFoundAndExported(t *testing.T) {
	app := testkit.Start(t)
	acme, bolt := app.Client("Acme"), app.Client("=Bolt()")
	app.Invoice(acme, "Boiler", 12_345, -3)
	app.Update(func(tx *store.Tx) error {
		c, err := tx.Client(portal.Sight{Client: bolt.ID})
		if err != nil {
			return err
		}
		c.Phone, c.Address.City, c.Email = "(207) 555-0188", "Portland", "hello@bolt.test"
		return tx.PutClient(&c, c.Version)
	})
	b := app.AsStaff(app.Staff("Olga", "olga@x.test", portal.Office))
	b.Get("/office/clients").Want(t, 200, "Acme", "$123.45", "=Bolt()")
	for _, q := range []string{"C-2", "2075550188", "portl", "hello@bolt.test", "207+555"} {
		b.Get("/office/clients?q="+q).Want(t, 200, "=Bolt()", "!>Acme<")
	}
	csv := b.Get("/office/clients.csv").Want(t, 200, "'=Bolt()", "123.45,123.45")
	if n := strings.Count(csv.Body, "\n"); n != 3 {
		t.Errorf("%d lines: %s", n, csv.Body)
	}
	b.Get("/office/clients?q=nothing").Want(t, 200, "Nothing matches")
}

func clientForm(version uint64, over ...string) []string {
	fields := map[string]string{"name": "Acme", "email": "a@acme.test", "currency": "USD", "notes": "old", "version": fmt.Sprint(version)}
	for i := 0; i+1 < len(over); i += 2 {
		fields[over[i]] = over[i+1]
	}
	var out []string
	for k, v := range fields {
		out = append(out, k, v)
	}
	return out
}

func TestAClientIsMadeAndEdited(t *testing.T) {
	app := testkit.Start(t)
	b := app.AsStaff(app.Staff("Olga", "olga@x.test", portal.Office))
	b.Post("/office/clients/new", clientForm(0, "name", " ", "email", "nonsense", "notes", "keep me")...).
		Want(t, 422, "Give the client a name", "keep me", "nonsense", "Write an e-mail address")
	made := b.Post("/office/clients/new", clientForm(0)...).Want(t, 303)
	b.Follow(made).Want(t, 200, "Acme", "C-1", "is a new client")
	first, second := clientForm(1, "notes", "first note"), clientForm(1, "notes", "second note", "phone", "555")
	b.Post("/office/clients/1/edit", first...).Want(t, 303)
	b.Post("/office/clients/1/edit", second...).
		Want(t, 409, "Someone else saved this", "first note", "second note", "555", `name="version" value="2"`)
	b.Post("/office/clients/1/edit", clientForm(2, "notes", "second note")...).Want(t, 303)
	b.Get("/office/clients/1").Want(t, 200, "second note", "!first note")
	b.Get("/office/clients/1/activity").Want(t, 200, "Details changed", "New client")

	app.Invoice(portal.Client{ID: 1, Currency: "USD"}, "Work", 100, 3)
	b.Post("/office/clients/1/edit", clientForm(3, "currency", "EUR")...).Want(t, 422, "its currency stays")
	b.Post("/office/clients/99/edit", clientForm(1)...).Want(t, 404)
	for name, begin := range map[string]func(portal.Client){
		"an estimate": func(c portal.Client) { app.Estimate(c, "Work", 100) },
		"a schedule":  func(c portal.Client) { app.Recurring(c, "Work") },
	} {
		c := app.Client(name)
		to := paths.OfficeClientEdit(c.ID).String()
		b.Post(to, clientForm(1, "currency", "GBP")...).Want(t, 303)
		c.Currency = "GBP"
		begin(c)
		b.Post(to, clientForm(2, "currency", "EUR")...).Want(t, 422, "its currency stays")
	}
}

func TestArchivingEndsThePortal(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	b := app.AsStaff(app.Staff("Olga", "olga@x.test", portal.Office))
	ann.Get("/portal/invoices").Want(t, 200)
	b.Get("/office/clients/1/archive").Want(t, 200, "Archive Acme?", "Ann loses portal access")
	b.Post("/office/clients/1/archive", "archive", "true").Want(t, 303)
	ann.Get("/portal/invoices").Want(t, 303)
	b.Get("/office/clients").Want(t, 200, "!>Acme<")
	b.Get("/office/clients?show=archived").Want(t, 200, ">Acme<")
	b.Get("/office/clients/1/archive").Want(t, 200, "Bring Acme back?")
	b.Post("/office/clients/1/archive", "archive", "false").Want(t, 303)
	b.Get("/office/clients").Want(t, 200, ">Acme<")
}
