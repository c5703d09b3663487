package handlers_test

import (
	"fmt"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// TestInvoiceListsShowEverything holds what SPEC §6 wants in a list of invoices, on screen and in the file.
func TestInvoiceListsShowEverything(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	bill := longBill(app, acme, 1)
	app.Invoice(acme, "Something else", 100, 5)
	app.Update(func(tx *store.Tx) error {
		i, err := tx.Invoice(portal.Sight{Client: acme.ID}, bill.ID)
		if err != nil {
			return err
		}
		i.Paid, i.Fees = 50_000, 1_480
		return tx.PutInvoice(&i, i.Version)
	})
	office := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	for _, list := range []struct {
		b         *testkit.Browser
		page, csv string
	}{
		{ann, "/portal/invoices", "/portal/invoices.csv"},
		{office, "/office/invoices", "/office/invoices.csv"},
		{office, fmt.Sprintf("/office/clients/%d/invoices", acme.ID), "/office/invoices.csv?client=" + acme.Number},
	} {
		list.b.Get(list.page).Want(t, 200, bill.Number, "Chiller overhaul", "order PO-77-2081-AQ", "Harbour Tower East", "1 Harbour Way", "UPRN 100023336956",
			"Nordvik Kälte", "$2,968.80", "$244.93", "$3,213.73", "$500.00", "paid", "$14.80", "card fee", "$2,713.73", "Overdue", "issued", "Something else")
		list.b.Get(list.csv).Want(t, 200, bill.Number, bill.Issued.ISO(), bill.Due.ISO(), "Chiller overhaul", "PO-77-2081-AQ", "Harbour Tower East", "1 Harbour Way",
			"100023336956", "Nordvik Kälte", "2968.80", "244.93", "3213.73", "500.00", "14.80", "2713.73", "Overdue")
		for _, filter := range []string{
			"q=" + bill.Number, "q=PO-77-2081", "q=harb", "q=10002333", "status=unpaid&q=chill", "status=overdue", "contractor=1", "property=1",
			"to=" + bill.Issued.ISO(),
		} {
			list.b.Get(list.page+"?"+filter).Want(t, 200, "Chiller overhaul", "!Something else")
		}
		list.b.Get(list.page+"?status=paid").Want(t, 200, "!Chiller overhaul")
	}
}

func TestTheOfficesEstimatesShowWhereTheyAreFor(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	at := portal.Property{Client: acme.ID, Name: "Harbour Tower East", UPRN: "100023336956", Address: portal.Address{Street: "1 Harbour Way"}}
	est := app.Estimate(acme, "New radiators", 900)
	app.Estimate(acme, "Something else", 100)
	app.Update(func(tx *store.Tx) error {
		at.ID, at.Version = 0, 0
		if err := tx.PutProperty(&at, 0); err != nil {
			return err
		}
		e, err := tx.Estimate(portal.Sight{Client: acme.ID}, est.ID)
		if err != nil {
			return err
		}
		e.Offer.Property, e.Offer.Order = at.ID, "PO-9"
		return tx.PutEstimate(&e, e.Version)
	})
	office := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	office.Get("/office/estimates").Want(t, 200, "Harbour Tower East · order PO-9 · 1 Harbour Way · UPRN 100023336956")
	office.Get("/office/estimates.csv").Want(t, 200, "1 Harbour Way,100023336956")
	office.Get(fmt.Sprintf("/office/clients/%d/estimates?property=%d", acme.ID, at.ID)).Want(t, 200, "New radiators", "!Something else")
}
