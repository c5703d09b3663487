package handlers_test

import (
	"fmt"
	"testing"
	"time"

	"portico/internal/testkit"
	"portico/portal"
)

// TestCreditAppliedLaterSaysWhen pays too much, and uses the rest for another invoice two weeks later: that invoice says
// when the money came and when it was applied; the first one only when it came.
func TestCreditAppliedLaterSaysWhen(t *testing.T) {
	a := testkit.Start(t)
	c := a.Client("Acme")
	first := a.Invoice(c, "Boiler", 10_000, 9)
	sam := a.Staff("Sam", "sam@larkfield.test", portal.Office)
	a.AsStaff(sam).Post("/office/payments/new", "client", fmt.Sprint(c.ID), "on", "2026-03-09", "amount", "150", "method", "check", "how", "oldest",
		"key", "k").Want(t, 303)
	a.Pass(14 * 24 * time.Hour)
	second := a.Invoice(c, "Pump", 20_000, 9)
	a.AsStaff(sam).Post("/office/payments/1/apply", "version", "1", "how", "oldest").Want(t, 303)
	if now := a.InvoiceNow(c, second.ID); now.Open().Amount != 15_000 {
		t.Fatalf("open: %v", now.Open())
	}
	ann := a.As(a.Contact(c, "Ann", "ann@acme.test", portal.AllPermissions))
	for _, i := range []struct {
		id          portal.InvoiceID
		page, paper string
	}{{first.ID, "!applied", "Paid Mon 9 Mar 2026, Check −$100.00"}, {second.ID, "applied Tue 24 Mar 2026", "Paid Mon 9 Mar 2026, Check, applied Tue 24 Mar 2026 −$50.00"}} {
		at := fmt.Sprintf("/portal/invoices/%d", i.id)
		ann.Get(at).Want(t, 200, i.page, "Check")
		pdf := ann.Get(at + "/pdf")
		pdf.Body = shown(t, pdf)
		pdf.Want(t, 200, i.paper)
	}
	ann.Get("/portal/payments/1").Want(t, 200, first.Number, second.Number)
}
