package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"portico/internal/testkit"
	"portico/internal/testkit/browse"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// longBill is a bill with everything on it: 40 lines, a property, an order number, a long name.
func longBill(app *testkit.App, client portal.Client, lines int) portal.Invoice {
	app.T.Helper()
	in := portal.Invoice{
		Description: "Chiller overhaul, levels 1 to 38, with out-of-hours access and crane hire", Order: "PO-77-2081-AQ",
		Terms: "Payment within 14 days.\nParts carry a two-year warranty, labour one year.",
	}
	app.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Profile.Phone, b.Profile.Email, b.Profile.TaxNumber = "(207) 555-0142", "office@larkfield.test", "01-0884213"
		b.Profile.Address = portal.Address{Street: "2200 Foundry Street", City: "Portland", Region: "ME", Code: "04101", Country: "US"}
		b.Taxes.Rates = []portal.TaxRate{{ID: 1, Name: "Sales tax", Percent: decimal.RequireFromString("8.25")}}
		p := portal.Property{Client: client.ID, Name: "Harbour Tower East", UPRN: "100023336956", Address: portal.Address{Street: "1 Harbour Way", City: "Portland", Region: "ME", Country: "US"}}
		k := portal.Contractor{Name: "Nordvik Kälte- und Klimatechnik GmbH"}
		if err := tx.PutContractor(&k, 0); err != nil {
			return err
		}
		if err := tx.PutProperty(&p, 0); err != nil {
			return err
		}
		in.Property, in.Contractor = p.ID, k.ID
		return tx.PutBusiness(b)
	})
	for n := range lines {
		in.Lines = append(in.Lines, portal.Line{
			Description: fmt.Sprintf("Labour and parts, level %d", n+1), Detail: "Removal, fitting, commissioning", Unit: "h", Tax: 1,
			Quantity: decimal.RequireFromString("26.5"), Price: decimal.RequireFromString("112.03"),
		})
	}
	in.Issued = portal.DayOf(app.Now(), app.Now().Location()) - 49
	in.Due = in.Issued + 14
	sc := officeScope(app, client)
	out, err := app.Service.SaveInvoice(context.Background(), sc, in, service.ThenIssue)
	if err != nil {
		app.T.Fatal(err)
	}
	return out
}

// officeScope is what a staff member may do at a client.
func officeScope(app *testkit.App, client portal.Client) service.Scope {
	app.T.Helper()
	b := app.AsStaff(app.Staff("Sam Scope", "sam@larkfield.test", portal.Office))
	v, err := app.Service.Enter(context.Background(), b.Token, service.From{})
	if err != nil {
		app.T.Fatal(err)
	}
	sc, err := app.Service.ForRecord(context.Background(), v.Scope.Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(client.ID)})
	if err != nil {
		app.T.Fatal(err)
	}
	return sc
}

// TestBillingFormsLook looks at the forms that the route table alone doesn't lead to.
func TestBillingFormsLook(t *testing.T) {
	t.Parallel()
	app := testkit.Start(t)
	acme := app.Client("Halvorsen-Whitcombe Property Management LLC")
	app.Contact(acme, "Marguerite Okonkwo-Delacroix", "marguerite@halvorsen-whitcombe.test", portal.AllPermissions)
	long := longBill(app, acme, 40)
	tab := browse.New(t, app.Server.URL)
	tab.SignIn(app.AsStaff(app.Staff("Olive Owner", "olive@larkfield.test", portal.Owner)).Token)
	tab.Looks("/office/invoices/new?client="+acme.Number, "office-invoice-form")
	tab.Looks("/office/payments/new?invoice="+fmt.Sprint(uint64(long.ID)), "office-payment-form")
}

// TestABillIsWrittenInABrowser writes a bill with lines that come and go, and watches its total.
func TestABillIsWrittenInABrowser(t *testing.T) {
	t.Parallel()
	app := testkit.Start(t)
	acme := app.Client("Acme")
	app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	tab := browse.New(t, app.Server.URL)
	tab.SignIn(app.AsStaff(app.Staff("Otto Office", "otto@larkfield.test", portal.Office)).Token)
	tab.Go("/office/invoices/new")
	tab.Press("Choose")
	tab.Until("the form", "!!document.querySelector('#line-0')")
	tab.Type("#description", "Boiler service")
	tab.Type("#line-0", "Labour")
	tab.Type("#price-0", "86.50")
	tab.Press("Add line")
	tab.Until("a second line", "!!document.querySelector('#line-1')")
	tab.Until("the total", "document.querySelector('#totals').innerText.includes('$86.50')")
	tab.Type("#line-1", "Filter")
	tab.Type("#price-1", "13.50")
	tab.Click("#terms")
	tab.Until("the new total", "document.querySelector('#totals').innerText.includes('$100.00')")
	tab.Until("its amount", "document.querySelector('#amount-1').innerText.includes('$13.50')")
	tab.Click("#lineset .billline:first-of-type .of-sum button")
	tab.Until("one line left", "document.querySelectorAll('.billline').length === 1 && document.querySelector('#line-0').value === 'Filter'")
	tab.Press("Issue and send")
	tab.See("INV-1 is on its way to one address.")
	tab.See("$13.50")
	if !strings.HasPrefix(tab.URL(), app.Server.URL+"/office/invoices/") {
		t.Error(tab.URL())
	}
}
