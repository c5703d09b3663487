package handlers_test

import (
	"fmt"
	"sync"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// together runs all at the same time.
func together(do ...func()) {
	var all sync.WaitGroup
	for _, fn := range do {
		all.Go(fn)
	}
	all.Wait()
}

// overpaid holds that an invoice was paid once, that the rest is credit, and that staff were told as often as need be.
func overpaid(t *testing.T, a *testkit.App, c portal.Client, i portal.Invoice, credit int64, alerts int) {
	t.Helper()
	if now := a.InvoiceNow(c, i.ID); now.Open().Amount != 0 || now.Paid != i.Totals.Total {
		t.Errorf("paid %d of %d", now.Paid, i.Totals.Total)
	}
	a.View(func(tx *store.Tx) error {
		f := tx.HomeFigures(portal.Sight{Client: c.ID}, "USD")
		if f.Credit.Amount != credit || f.Due.Amount != 0 || tx.Balance(c).Amount != -credit {
			t.Errorf("due %v, credit %v, balance %v; want a credit of %d", f.Due, f.Credit, tx.Balance(c), credit)
		}
		return nil
	})
	if got := len(a.Mails(portal.MailAlert, "otto@larkfield.test")); got != alerts {
		t.Errorf("%d alerts, want %d", got, alerts)
	}
	if err := a.DB.Check(t.Context(), func(s string) { t.Error(s) }); err != nil {
		t.Error(err)
	}
}

// TestTwoTabsAtOnce presses Pay in two tabs at the same moment, and pays what either leads to: nothing is lost.
func TestTwoTabsAtOnce(t *testing.T) {
	a, c, ann, _ := paying(t)
	a.Staff("Otto", "otto@larkfield.test", portal.Office)
	i := a.Invoice(c, "Boiler", 124_000, 9)
	to := fmt.Sprintf("/portal/pay?invoice=%d", i.ID)
	tab := func() {
		b := a.As(ann)
		went := pays(t, b, b.Get(to), "card")
		if went.StatusCode == 409 { // told of the other tab, and wants it all the same
			went = pays(t, b, went, "card")
		}
		if went.StatusCode != 303 {
			t.Errorf("paying: %d %s", went.StatusCode, went.Body)
		}
	}
	together(tab, tab)
	both := a.Till.Orders
	if len(both) != 2 || both[0].Key == both[1].Key {
		t.Fatalf("%d pages", len(both))
	}
	var tell []func()
	for n := range 6 { // each event three times, all at once
		tell = append(tell, func() {
			a.Hook(testkit.CheckoutEvent(fmt.Sprint("evt_", n), "checkout.session.completed", "paid", both[n%2]), "").Want(t, 200)
		})
	}
	together(tell...)
	overpaid(t, a, c, i, 124_000, 1)
	if got := len(a.Mails(portal.MailReceipt, "ann@acme.test")); got != 2 {
		t.Errorf("%d receipts", got)
	}
}

// TestByHandAndByCardAtOnce records a check for an invoice at the moment when Stripe says that it is paid.
func TestByHandAndByCardAtOnce(t *testing.T) {
	a, c, _, b := paying(t)
	office := a.AsStaff(a.Staff("Otto", "otto@larkfield.test", portal.Office))
	i := a.Invoice(c, "Boiler", 124_000, 9)
	pays(t, b, b.Get("/portal/pay"), "card").Want(t, 303)
	event := testkit.CheckoutEvent("evt_1", "checkout.session.completed", "paid", a.Till.Last())
	together(func() {
		office.Post("/office/payments/new", "client", fmt.Sprint(c.ID), "on", "2026-03-09", "amount", "1240.00", "method", "check", "how", "oldest",
			"key", "by-hand").Want(t, 303)
	}, func() { a.Hook(event, "").Want(t, 200) })
	alerts := 1 // the card came to an invoice that was paid
	a.View(func(tx *store.Tx) error {
		p, err := tx.PaymentAt("pi_" + a.Till.Last().Key)
		if err == nil && p.Allocated(i.ID) > 0 {
			alerts = 0 // it came first: whoever records the check sees what is left over
		}
		return err
	})
	overpaid(t, a, c, i, 124_000, alerts)
}
