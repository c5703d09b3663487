package portal

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
)

// PayWay is one way to pay an amount: what it costs, and what is to be paid in all.
type PayWay struct {
	Method Method
	Online bool  // on the provider's page
	Fee    Money // on top
	Total  Money // with the fee
	How    string
}

// PayWays are the ways to pay an amount, online first. The fixed part and the cap of a fee are sums in the business's
// currency: in another one only the percentage counts.
func (b Business) PayWays(amount Money) (ws []PayWay) {
	p := b.Pay
	if amount.Currency != b.Profile.Currency {
		p.CardFee.Fixed, p.CardFee.Cap, p.ACHFee.Fixed, p.ACHFee.Cap = 0, 0, 0, 0
	}
	for _, m := range p.Methods(amount.Currency) {
		if m == ByZelle && amount.Currency != "USD" { // it knows no other
			continue
		}
		fee := p.Fee(amount, m)
		ws = append(ws, PayWay{Method: m, Online: p.Online(m), Fee: fee, Total: amount.Add(fee), How: p.How[m]})
	}
	return ws
}

// PayReference is what a payer writes on a transfer so that the money is found: the invoice's number, or the first of
// several with a short code of all of them.
func PayReference(invoices []Invoice) string {
	switch len(invoices) {
	case 0:
		return ""
	case 1:
		return invoices[0].Number
	}
	h := sha256.New()
	for _, i := range invoices {
		_ = binary.Write(h, binary.BigEndian, uint64(i.ID)) // a hash takes everything
	}
	code := base32.StdEncoding.EncodeToString(h.Sum(nil)[:5])[:5]
	return fmt.Sprintf("%s +%d %s", invoices[0].Number, len(invoices)-1, code)
}

// EPC is the text of the QR code with which a banking app fills a transfer in (EPC069-12, version 2): only for euros,
// and only where there is an IBAN.
func (p Payee) EPC(amount Money, reference string) (string, bool) {
	if amount.Currency != "EUR" || amount.Amount <= 0 || amount.Amount > 99_999_999_999 || !ValidIBAN(p.IBAN) || p.Name == "" {
		return "", false
	}
	clip := func(s string, most int) string {
		r := []rune(strings.Join(strings.Fields(s), " "))
		return string(r[:min(len(r), most)])
	}
	return strings.Join([]string{
		"BCD", "002", "1", "SCT", PlainIBAN(p.BIC), clip(p.Name, 70), PlainIBAN(p.IBAN), "EUR" + amount.Decimal().StringFixed(2),
		"", "", clip(reference, 140),
	}, "\n"), true
}

// Empty reports whether nothing is known of where money goes.
func (p Payee) Empty() bool {
	return p.Name == "" && p.IBAN == "" && p.Account == "" && p.Zelle == "" && p.Check == ""
}

// Mask hides the middle of a bank detail, so that it can be recognised and not used.
func Mask(s string) string {
	r := []rune(strings.Join(strings.Fields(s), ""))
	switch {
	case len(r) == 0:
		return "–"
	case len(r) <= 6:
		return string(r[:1]) + "…"
	}
	return string(r[:2]) + "…" + string(r[len(r)-4:])
}

// Change is one detail that was changed.
type Change struct{ Name, Was, Is string }

// Changes says what is different in another version of the payee, in the order of the form.
func (p Payee) Changes(n Payee) (cs []Change) {
	for _, x := range []Change{
		{"Account name", p.Name, n.Name},
		{"IBAN", p.IBAN, n.IBAN},
		{"BIC", p.BIC, n.BIC},
		{"Bank", p.Bank, n.Bank},
		{"Account number", p.Account, n.Account},
		{"Routing number", p.Routing, n.Routing},
		{"Zelle", p.Zelle, n.Zelle},
		{"Checks are made out to", p.Check, n.Check},
	} {
		if x.Was != x.Is {
			cs = append(cs, x)
		}
	}
	return cs
}
