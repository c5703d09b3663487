package handlers_test

import (
	"context"
	"strings"
	"testing"

	"portico/internal/auth"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

func payeeMails(a *testkit.App) (to []string) {
	a.View(func(tx *store.Tx) error {
		page, err := tx.Mails(store.MailQuery{})
		for _, m := range page.Rows {
			if m.Kind == portal.MailPayee {
				to = append(to, m.To)
			}
		}
		return err
	})
	return to
}

// fresh signs an Owner in who has just given a code.
func fresh(a *testkit.App, st portal.Staff) *testkit.Browser {
	s := auth.Session{Person: uint64(st.Person), Staff: true}
	s.Refresh(a.Now())
	return a.Session(s)
}

func TestBankDetailsAreGuarded(t *testing.T) {
	a := testkit.Start(t)
	olive, office := a.Staff("Olive", "olive@larkfield.test", portal.Owner), a.Staff("Otto", "otto@larkfield.test", portal.Office)
	a.Staff("Otis", "otis@larkfield.test", portal.Owner)
	form := []string{"version", "0", "payee_name", "Larkfield", "iban", "DE89 3704 0044 0532 0130 00"}
	a.AsStaff(office).Get("/office/settings/payments").Want(t, 200, "!Change where money goes", "Only an Owner")
	a.AsStaff(office).Post("/office/settings/payments/payee", form...).Want(t, 403)
	stale := a.AsStaff(olive)
	for _, got := range []testkit.Answer{stale.Get("/office/settings/payments/payee"), stale.Post("/office/settings/payments/payee", form...), stale.Post("/office/settings/payments/stripe", "secret", "sk_live_0123456789", "version", "0")} {
		if got.StatusCode != 303 || !strings.HasPrefix(got.Header.Get("Location"), "/office/profile/confirm?next=") {
			t.Errorf("without a fresh code: %d %s", got.StatusCode, got.Header.Get("Location"))
		}
	}
	b := fresh(a, olive)
	b.Get("/office/settings/payments/payee").Want(t, 200, "Account name")
	b.Post("/office/settings/payments/payee", "version", "0", "payee_name", "Larkfield", "iban", "DE88 3704 0044 0532 0130 00").Want(t, 422, "isn’t an IBAN", "DE88 3704")
	b.Post("/office/settings/payments/payee", form...).Want(t, 303)
	b.Post("/office/settings/payments/payee", form...).Want(t, 409)
	b.Get("/office/settings/payments").Want(t, 200, "DE89370400440532013000", "Unchanged since", "10 Mar 2026")
	if to := payeeMails(a); len(to) != 2 {
		t.Errorf("told: %v", to)
	}
	b.Get("/office/audit").Want(t, 200, "Payee details changed", "DE…3000", "!DE89370400440532013000")
}

func TestStripeKeysAreNeverShown(t *testing.T) {
	a := testkit.Start(t)
	b := fresh(a, a.Staff("Olive", "olive@larkfield.test", portal.Owner))
	b.Get("/office/settings/payments/stripe").Want(t, 200, "https://portal.test/hooks/stripe", "checkout.session.async_payment_failed")
	b.Post("/office/settings/payments/stripe", "version", "0", "secret", "pk_live_0123456789").Want(t, 422, "begins with sk_live_", "begins with whsec_")
	b.Post("/office/settings/payments", "version", "0", "card", "yes").Want(t, 422, "needs Stripe’s secret key")
	b.Post("/office/settings/payments/stripe", "version", "0", "secret", "sk_live_secretsecret1234", "webhook", "whsec_hookhookhook").Want(t, 303)
	page := b.Get("/office/settings/payments").Want(t, 200, "sk_live_…1234", "!secretsecret", "!hookhook")
	b.Get("/office/settings/payments/stripe").Want(t, 200, "!secretsecret", "!hookhook")
	b.Post("/office/settings/payments", "version", sent(t, page, "version"), "card", "yes", "pass_on", "yes", "card_percent", "2.9 %", "card_fixed", "0.30", "ach_cap", "5",
		"manual_transfer", "yes", "how_transfer", "Any day").Want(t, 303)
	set, err := a.Service.Business(context.Background())
	if err != nil || !set.Pay.Online(portal.ByCard) || set.Pay.CardFee.Fixed != 30 || set.Pay.ACHFee.Cap != 500 || len(set.Pay.Manual) != 1 || !set.Pay.Live {
		t.Errorf("%+v, %v", set.Pay, err)
	}
	if strings.Contains(string(set.Pay.Secret), "secretsecret") {
		t.Error("the key lies open in the file")
	}
	page = b.Get("/office/settings/payments").Want(t, 200, `value="2.9"`, `value="0.30"`, "Any day")
	b.Post("/office/settings/payments", "version", sent(t, page, "version"), "card_percent", "x").Want(t, 422, `value="x"`)
	b.Post("/office/settings/payments/stripe", "version", sent(t, page, "version"), "forget", "yes").Want(t, 303)
	b.Get("/office/settings/payments").Want(t, 200, "none yet", "!sk_live_…")
	if n := len(payeeMails(a)); n != 2 {
		t.Errorf("%d mails", n)
	}
}
