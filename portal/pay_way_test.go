package portal_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"portico/portal"
)

func payer() portal.Business {
	b := portal.NewBusiness("Larkfield", "USD", "UTC")
	b.Pay = portal.PaySettings{
		Secret: []byte("s"), Webhook: []byte("w"), Card: true, ACH: true, PassOn: true,
		CardFee: portal.FeeRule{Percent: decimal.RequireFromString("2.9"), Fixed: 30},
		ACHFee:  portal.FeeRule{Percent: decimal.RequireFromString("0.8"), Cap: 500},
		Manual:  []portal.Method{portal.ByTransfer, portal.ByZelle}, How: map[portal.Method]string{portal.ByZelle: "Use the app"},
	}
	return b
}

func TestPayWays(t *testing.T) {
	show := func(amount portal.Money, b portal.Business) string {
		var s []string
		for _, w := range b.PayWays(amount) {
			s = append(s, w.Method.Key()+" "+w.Fee.Decimal().String()+" "+w.Total.Decimal().String())
		}
		return strings.Join(s, "; ")
	}
	for _, c := range []struct {
		amount portal.Money
		edit   func(*portal.Business)
		want   string
	}{
		{portal.Of(124_000, "USD"), func(*portal.Business) {}, "card 36.26 1276.26; ach 5 1245; transfer 0 1240; zelle 0 1240"},
		{portal.Of(10_000, "EUR"), func(*portal.Business) {}, "card 2.9 102.9; transfer 0 100"},
		{portal.Of(10_000, "USD"), func(b *portal.Business) { b.Pay.PassOn = false }, "card 0 100; ach 0 100; transfer 0 100; zelle 0 100"},
		{portal.Of(10_000, "USD"), func(b *portal.Business) { b.Pay.Webhook = nil }, "transfer 0 100; zelle 0 100"},
		{portal.Of(10_000, "USD"), func(b *portal.Business) { b.Pay.Card, b.Pay.Manual = false, nil }, "ach 0.8 100.8"},
	} {
		b := payer()
		c.edit(&b)
		if got := show(c.amount, b); got != c.want {
			t.Errorf("%v: %s, want %s", c.amount, got, c.want)
		}
	}
}

func TestPayReferenceIsTheSameForTheSameInvoices(t *testing.T) {
	one, two, three := portal.Invoice{ID: 1, Number: "INV-1"}, portal.Invoice{ID: 2, Number: "INV-2"}, portal.Invoice{ID: 3, Number: "INV-3"}
	if got := portal.PayReference([]portal.Invoice{one}); got != "INV-1" {
		t.Error(got)
	}
	pair := portal.PayReference([]portal.Invoice{one, two})
	if !strings.HasPrefix(pair, "INV-1 +1 ") || pair != portal.PayReference([]portal.Invoice{one, two}) || pair == portal.PayReference([]portal.Invoice{one, three}) {
		t.Error(pair)
	}
}

func TestEPC(t *testing.T) {
	p := portal.Payee{Name: "Nordvik Kältetechnik GmbH", IBAN: "DE89 3704 0044 0532 0130 00", BIC: "COBADEFFXXX"}
	got, ok := p.EPC(portal.Of(124_050, "EUR"), "INV-1042")
	want := "BCD\n002\n1\nSCT\nCOBADEFFXXX\nNordvik Kältetechnik GmbH\nDE89370400440532013000\nEUR1240.50\n\n\nINV-1042"
	if !ok || got != want {
		t.Errorf("%q", got)
	}
	for name, bad := range map[string]func() (string, bool){
		"dollars": func() (string, bool) { return p.EPC(portal.Of(1, "USD"), "x") },
		"nothing": func() (string, bool) { return p.EPC(portal.Of(0, "EUR"), "x") },
		"no IBAN": func() (string, bool) { return portal.Payee{Name: "A"}.EPC(portal.Of(1, "EUR"), "x") },
		"no name": func() (string, bool) { return portal.Payee{IBAN: p.IBAN}.EPC(portal.Of(1, "EUR"), "x") },
	} {
		if text, ok := bad(); ok {
			t.Errorf("%s: %q", name, text)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p.Name = rapid.StringN(1, 200, -1).Draw(t, "name")
		text, ok := p.EPC(portal.Of(rapid.Int64Range(1, 99_999_999_999).Draw(t, "amount"), "EUR"), rapid.String().Draw(t, "reference"))
		if ok && strings.Count(text, "\n") != 10 {
			t.Fatalf("a line more or less: %q", text)
		}
	})
}

func TestMaskShowsTooLittleToUse(t *testing.T) {
	for in, want := range map[string]string{"": "–", "12345": "1…", "DE89 3704 0044 0532 0130 00": "DE…3000"} {
		if got := portal.Mask(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
