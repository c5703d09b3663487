package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/internal/words"
	"portico/portal"
	"portico/store"
)

// account is a client with three bills, a payment of one and a half of them, and a contact who sees all.
func account(t *testing.T) (*testkit.App, portal.Client, portal.Payment) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	first := app.Invoice(acme, "=HYPERLINK(1)", 123_456, -30)
	app.Invoice(acme, "Boiler service", 50_000, 10)
	app.Invoice(acme, "Duct cleaning", 7_801, -20)
	return app, acme, app.Payment(acme, first, 100_000, "@check 1042")
}

// TestStatementSaysTheSameEverywhere compares page, PDF and spreadsheet, at the client's and at the office.
func TestStatementSaysTheSameEverywhere(t *testing.T) {
	app, acme, pay := account(t)
	ann := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	sam := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	figures := []string{"$1,234.56", "$500.00", "$78.01", "−$1,000.00", "$812.57", "$312.57", pay.Number, "Bank transfer: @check 1042"}
	for _, at := range []struct {
		who            *testkit.Browser
		page, csv, pdf paths.URL
	}{
		{ann, paths.PortalStatement(), paths.PortalStatementCSV(), paths.PortalStatementPDF()},
		{sam, paths.OfficeClientStatement(acme.ID), paths.OfficeClientStatementCSV(acme.ID), paths.OfficeClientStatementPDF(acme.ID)},
	} {
		for _, p := range []string{"?period=all", "?from=2025-12-01&to=2026-12-31"} {
			page := at.who.Get(at.page.String()+p).Want(t, http.StatusOK, figures...)
			link := strings.ReplaceAll(page.Body, "&amp;", "&")
			if !strings.Contains(link, at.pdf.String()+"?") || !strings.Contains(link, at.csv.String()+"?") {
				t.Errorf("%s has no way to its files", at.page)
			}
			pdf := at.who.Get(at.pdf.String() + p)
			pdf.Body = shown(t, pdf)
			pdf.Want(t, http.StatusOK, figures...)
		}
		csv := at.who.Get(at.csv.String()+"?period=all").Want(t, http.StatusOK, "1234.56", "-1000.00", "'=HYPERLINK(1)", "'@check 1042", "812.57")
		if n := strings.Count(csv.Body, "\n"); n != 7 {
			t.Errorf("%d lines: %s", n, csv.Body)
		}
	}
	ann.Get("/portal/statement?after=x").Want(t, http.StatusNotFound)
	ann.Get("/portal").Want(t, http.StatusOK, `href="/portal/statement"`, `href="/portal/payments"`)
}

// TestStatementNeedsTheWholeAccount keeps a contact of some properties out of what is of the whole account.
func TestStatementNeedsTheWholeAccount(t *testing.T) {
	app, acme, pay := account(t)
	c := app.Contact(acme, "Site", "site@acme.test", portal.AllPermissions)
	app.Update(func(tx *store.Tx) error {
		got, err := tx.Contact(portal.Sight{Client: acme.ID}, c.ID)
		if err != nil {
			return err
		}
		got.Properties = []portal.PropertyID{1}
		return tx.PutContact(&got, got.Version)
	})
	site := app.As(c)
	for _, p := range []paths.URL{
		paths.PortalStatement(), paths.PortalStatementCSV(), paths.PortalStatementPDF(), paths.PortalPayment(pay.ID), paths.PortalPaymentPDF(pay.ID),
	} {
		site.Get(p.String()).Want(t, http.StatusNotFound)
	}
	site.Get("/portal/payments").Want(t, http.StatusOK, "!"+pay.Number, "of the whole account")
	site.Get("/portal").Want(t, http.StatusOK, `!href="/portal/statement"`, `!href="/portal/payments"`)

	bare := app.As(app.Contact(acme, "Bare", "bare@acme.test", portal.Set(portal.ViewInvoices)))
	bare.Get("/portal/statement").Want(t, http.StatusForbidden)
	bare.Get(paths.PortalPaymentPDF(pay.ID).String()).Want(t, http.StatusForbidden)
	other := app.As(app.Contact(app.Client("Other"), "Bob", "bob@other.test", portal.AllPermissions))
	other.Get(paths.PortalPayment(pay.ID).String()).Want(t, http.StatusNotFound)
}

// TestPaymentsOfTheClient lists, filters and opens payments, with links only to what may be seen.
func TestPaymentsOfTheClient(t *testing.T) {
	app, acme, pay := account(t)
	ann := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	row := []string{pay.Number, "$1,000.00", "Bank transfer", "@check 1042", "INV-1", "Completed"}
	for _, path := range []string{"/portal/payments", "/portal/payments?method=transfer", "/portal/payments?q=1042&status=completed", "/portal/payments?from=2026-03-10"} {
		ann.Get(path).Want(t, http.StatusOK, append(row, `href="/portal/invoices/1"`)...)
	}
	for _, path := range []string{"/portal/payments?method=cash", "/portal/payments?to=2026-03-01", "/portal/payments?status=pending"} {
		ann.Get(path).Want(t, http.StatusOK, "!"+pay.Number, "Nothing matches")
	}
	ann.Get("/portal/payments.csv").Want(t, http.StatusOK, "PAY-1,2026-03-10,Bank transfer,'@check 1042,Completed,INV-1,USD,1000.00,0.00")
	ann.Get(paths.PortalPayment(pay.ID).String()).Want(t, http.StatusOK, append(row, `href="/portal/invoices/1"`, "/pdf", "Request a correction")...)
	pdf := ann.Get(paths.PortalPaymentPDF(pay.ID).String())
	pdf.Body = shown(t, pdf)
	pdf.Want(t, http.StatusOK, pay.Number, "$1,000.00", "$234.56", "INV-1")

	pays := app.As(app.Contact(acme, "Pat", "pat@acme.test", portal.Set(portal.ViewPayments)))
	pays.Get("/portal/payments").Want(t, http.StatusOK, "INV-1", `!href="/portal/invoices`)
	pays.Get(paths.PortalPayment(pay.ID).String()).Want(t, http.StatusOK, "INV-1", `!href="/portal/invoices`, "!Request a correction")
	empty := app.As(app.Contact(app.Client("New"), "Eve", "eve@new.test", portal.AllPermissions))
	empty.Get("/portal/payments").Want(t, http.StatusOK, "No payments yet")
	empty.Get("/portal/statement?period=all").Want(t, http.StatusOK, "Nothing in this period", "$0.00")
}

// TestReceiptOnlyForMoneyThatCame shows a payment on its way without a receipt.
func TestReceiptOnlyForMoneyThatCame(t *testing.T) {
	app, acme, _ := account(t)
	ann := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	p := portal.Payment{
		Client: acme.ID, Number: "PAY-9", On: 20_500, Amount: 500, Currency: "USD", Method: portal.ByACH, State: portal.PaymentPending,
		Wanted: []portal.Allocation{{Invoice: 2, Amount: 500}}, Created: app.Now(),
	}
	app.Update(func(tx *store.Tx) error { p.ID, p.Version = 0, 0; return tx.PutPayment(&p, 0) })
	ann.Get(paths.PortalPayment(p.ID).String()).Want(t, http.StatusOK, "Pending", "INV-2", "meant for", "!/pdf")
	ann.Get(paths.PortalPaymentPDF(p.ID).String()).Want(t, http.StatusNotFound)
	ann.Get("/portal/payments?status=pending").Want(t, http.StatusOK, "PAY-9", "!PAY-1")
	ann.Get("/portal/statement?period=all").Want(t, http.StatusOK, "!PAY-9")
}

// TestSendStatement mails a statement with its PDF, and the outbox and the audit log know.
func TestSendStatement(t *testing.T) {
	app, acme, _ := account(t)
	app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	sam := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	box := app.Work()
	send := paths.OfficeClientStatementSend(acme.ID).String()
	sam.Get(send+"?period=last-month").Want(t, http.StatusOK, "ann@acme.test", "Feb 2026")
	sam.Post(send, "from", "2026-01-01", "until", "2026-03-10", "message", "As agreed").Want(t, http.StatusUnprocessableEntity, "Choose at least one address", "As agreed", "2026-01-01")
	said := sam.Post(send, "from", "2026-01-01", "until", "2026-03-10", "to", "ann@acme.test", "other", "boss@acme.test", "message", "As agreed").Want(t, http.StatusSeeOther)
	sam.Follow(said).Want(t, http.StatusOK, "on its way to 2 addresses")
	for _, to := range []string{"ann@acme.test", "boss@acme.test"} {
		l := box.Wait(to, "Statement")
		if !strings.Contains(l.Text, "$812.57") || !strings.Contains(l.Text, "As agreed") || l.Link("/portal/statement?from=2026-01-01&to=2026-03-10") == "" {
			t.Errorf("the mail says %s", l.Text)
		}
		if len(l.PDFs) != 1 || !strings.HasPrefix(l.PDFs[0], "%PDF") {
			t.Errorf("%d PDFs are attached", len(l.PDFs))
		}
	}
	sam.Get(paths.OfficeClientActivity(acme.ID).String()).Want(t, http.StatusOK, "Statement sent")
}

// TestReceiptMailHasItsPDF attaches the receipt to its mail.
func TestReceiptMailHasItsPDF(t *testing.T) {
	app, acme, _ := account(t)
	sam := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	box := app.Work()
	sam.Post("/office/payments/new", "client", fmt.Sprint(acme.ID), "on", "2026-03-09", "amount", "10.00", "method", "cash", "how", "none", "key", "k1", "other", "ann@acme.test").Want(t, http.StatusSeeOther)
	if l := box.Wait("ann@acme.test", "Receipt"); len(l.PDFs) != 1 || !strings.Contains(l.Text, "attached") {
		t.Errorf("%d PDFs are attached: %s", len(l.PDFs), l.Text)
	}
}

// TestMonthlyStatementSettings switches the monthly mails, for the business and for one client.
func TestMonthlyStatementSettings(t *testing.T) {
	app, acme, _ := account(t)
	sam := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	page := paths.OfficeClientStatement(acme.ID).String()
	sam.Get(page).Want(t, http.StatusOK, "!monthly mail")
	terms := func(day string) testkit.Answer {
		return sam.Post("/office/settings/terms", "version", "0", "days", "14", "text", "", "statements", "yes", "statement_day", day, "statement_owing", "yes")
	}
	terms("29").Want(t, http.StatusUnprocessableEntity, "Choose a day from 1 to 28", `value="29"`)
	terms("3").Want(t, http.StatusSeeOther)
	sam.Get("/office/settings/terms").Want(t, http.StatusOK, `value="3"`)
	sam.Get(page).Want(t, http.StatusOK, "Stop the monthly mail")
	sam.Post(paths.OfficeClientStatementMonthly(acme.ID).String(), "on", "no").Want(t, http.StatusSeeOther)
	sam.Get(page).Want(t, http.StatusOK, "Mail it every month")
}

// TestStatementOfManyLines shows a long account a hundred lines at a time.
func TestStatementOfManyLines(t *testing.T) {
	app, acme, _ := account(t)
	for range 130 {
		app.Invoice(acme, "Work", 100, 5)
	}
	ann := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	l := words.New("", portal.NewBusiness("x", "USD", "America/New_York"))
	page := ann.Get("/portal/statement?period=all").Want(t, http.StatusOK, "The first 100", "Load more", l.Money(portal.Of(94_257, "USD")))
	if n := strings.Count(page.Body, `<tr role="row"`); n != 102 {
		t.Errorf("%d rows", n)
	}
	_, next, _ := strings.Cut(page.Body, `hx-get="/portal/statement?after=`)
	next, _, _ = strings.Cut(next, `"`)
	rest := ann.Get("/portal/statement?after="+strings.ReplaceAll(next, "&amp;", "&")).Want(t, http.StatusOK, "That is all")
	if n := strings.Count(rest.Body, `<tr role="row"`); n != 35 {
		t.Errorf("%d rows after that", n)
	}
}
