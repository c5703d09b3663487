package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"portico/portal"
)

func TestADiscountAndADeposit(t *testing.T) {
	o := newOffice(t)
	worked := o.staff.Do("POST", "/office/invoices/work", form(o.draft("discount", "10")...), "HX-Request", "true", "HX-Request-Type", "partial")
	worked.Want(t, 200, "$155.70")
	at := o.post("/office/invoices/new", o.draft("discount", "10%", "deposit", "50", "do", "issue")...)
	i := o.invoice(at)
	if i.Totals.Total != 15_570 || i.Deposit != 5_000 || i.DepositOpen() != portal.Of(5_000, "USD") {
		t.Fatalf("total %d, deposit %d", i.Totals.Total, i.Deposit)
	}
	for _, page := range []string{o.staff.Get(at).Body, o.As(o.ann).Get(fmt.Sprintf("/portal/invoices/%d", i.ID)).Body} {
		if !strings.Contains(page, "Discount") || !strings.Contains(page, "−10%") || !strings.Contains(page, "Deposit of $50.00 due now") {
			t.Error("the bill lacks its discount or its deposit")
		}
	}
	o.staff.Post("/office/invoices/new", o.draft("discount", "110", "do", "save")...).Want(t, 422, "A discount lies between 0 and 100 percent", `value="110"`)
	o.staff.Post("/office/invoices/new", o.draft("deposit", "200", "do", "save")...).Want(t, 422, "more than the total", `value="200"`)
	o.staff.Post("/office/invoices/new", o.draft("deposit", "much", "do", "save")...).Want(t, 422, `value="much"`)
	plain := o.post("/office/invoices/new", o.draft("do", "save")...)
	o.staff.Get(plain).Want(t, 200, "!Discount", "!Deposit of")
	again := o.staff.Get(o.post(fmt.Sprintf("/office/invoices/%d/copy", i.ID)))
	again.Want(t, 200, `value="10"`, `value="50.00"`)
}
