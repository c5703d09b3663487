package handlers_test

import (
	"testing"

	"portico/internal/testkit"
	"portico/internal/testkit/browse"
	"portico/portal"
)

func TestInvoicesInABrowser(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Halvorsen-Whitcombe Property Management LLC")
	for i := range 30 {
		app.Invoice(acme, "Quarterly duct cleaning, all blocks", int64(1000*i+12_345), i-5)
	}
	tab := browse.New(t, app.Server.URL)
	tab.SignIn(app.As(app.Contact(acme, "Marguerite Okonkwo-Delacroix", "m@h.test", portal.AllPermissions)).Token)
	tab.Looks("/portal/invoices", "client-invoices")
	tab.Go("/portal/invoices")
	tab.Press("Load more")
	tab.Until("all rows", "document.querySelectorAll('#rows tr').length === 30")
	tab.Press("Overdue")
	tab.See("Overdue 5")
	tab.Until("the filter in the address", "location.search.includes('overdue')")
}
