package handlers_test

import (
	"testing"

	"portico/internal/testkit"
	"portico/portal"
)

func TestInvoicesAreOnlyOnesOwn(t *testing.T) {
	app := testkit.Start(t)
	acme, other := app.Client("Acme"), app.Client("Bolt & Sons")
	app.Invoice(acme, "Boiler service", 12_345, 10)
	app.Invoice(acme, "Pump repair", 100, -3)
	app.Invoice(other, "Secret of Bolt", 99_900, 10)
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)

	b := app.As(ann)
	page := b.Get("/portal/invoices").Want(t, 200, "Boiler service", "$123.45", "Overdue", "!Secret of Bolt", "!999.00")
	tag := page.Header.Get("ETag")
	if tag == "" {
		t.Fatal("no validator")
	}
	b.Get("/portal/invoices?status=overdue").Want(t, 200, "Pump repair", "!Boiler service")
	b.Get("/portal/invoices?q=boil").Want(t, 200, "Boiler service", "!Pump repair")
	app.Anonymous().Get("/portal/invoices").Want(t, 303)

	none := app.Contact(acme, "Nil", "nil@acme.test", 0)
	app.As(none).Get("/portal/invoices").Want(t, 403, "You don’t have access")
	b.Get("/nowhere").Want(t, 404, "We can’t find that page", "!data-live")
	b.Get("/portal/invoices").Want(t, 200, "data-live")
}
