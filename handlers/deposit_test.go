package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"portico/portal"
	"portico/store"
)

func TestADepositIsPaidFromTheEstimatesPage(t *testing.T) {
	o := newOffice(t)
	at := o.post("/office/estimates/new", o.offer("to", "ann@acme.test", "do", "send")...)
	client, ann := strings.Replace(at, "/office/", "/portal/", 1), o.As(o.ann)
	ann.Post(client+"/accept", "revision", "1", "name", "Ann Acme").Want(t, 303)
	ann.Get(client).Want(t, 200, "A deposit of $250.00 is due", "!Pay deposit")
	o.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Pay.Manual = []portal.Method{portal.ByCheck}
		return tx.PutBusiness(b)
	})
	e := o.estimate(at)
	pay := fmt.Sprintf("/portal/pay?estimate=%d", e.ID)
	ann.Get(client).Want(t, 200, "Pay deposit $250.00", pay)
	ann.Get(pay).Want(t, 200, "The deposit of EST-1", "New boiler", "$1,000.00", "$250.00", "See how", fmt.Sprintf(`name="estimate" value="%d"`, e.ID))
	ann.Get("/portal/pay?estimate=x").Want(t, 404)
	ann.Get("/portal/pay?estimate=999").Want(t, 404)
	how := strings.Replace(pay, "/pay?", "/pay/how?", 1) + "&method=check"
	ann.Get(how).Want(t, 200, "EST-1", "$250.00", "I have paid this", fmt.Sprintf(`name="estimate" value="%d"`, e.ID))
	ann.Post("/portal/pay/how", "estimate", fmt.Sprint(e.ID), "what", "full", "method", "check", "on", "2026-03-01", "amount", "250", "key", "k1").Want(t, 303)
	var p portal.Payment
	o.View(func(tx *store.Tx) error {
		ps, err := tx.PaymentsFor(e)
		if len(ps) == 1 {
			p = ps[0]
		}
		return err
	})
	page := fmt.Sprintf("/office/payments/%d", p.ID)
	o.staff.Get(page).Want(t, 200, "To approval", "Deposit of", "EST-1")
	ann.Get(pay).Want(t, 200, "was reported and waits to be confirmed")
	o.post(page+"/approve", "version", fmt.Sprint(p.Version), "on", "2026-03-01", "amount", "250")
	ann.Get(client).Want(t, 200, "A deposit of $250.00 is paid", "!is due", "!Pay deposit")
	o.staff.Get(at).Want(t, 200, "A deposit of $250.00 is paid")
	ann.Get(pay).Want(t, 200, "Nothing to pay")
	ann.Get(fmt.Sprintf("/portal/payments/%d", p.ID)).Want(t, 200, "Deposit of", "EST-1")
}
