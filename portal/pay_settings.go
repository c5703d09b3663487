package portal

import (
	"slices"
	"strings"
	"time"
)

// PaySettings say how clients can pay. Secrets are sealed with the server's key.
type PaySettings struct {
	Version  Version           `cbor:"1,keyasint"`
	Secret   []byte            `cbor:"2,keyasint,omitempty"` // Stripe's secret key, sealed
	Webhook  []byte            `cbor:"3,keyasint,omitempty"` // Stripe's webhook signing secret, sealed
	Live     bool              `cbor:"4,keyasint,omitempty"` // the key is no test key
	Card     bool              `cbor:"5,keyasint,omitempty"`
	ACH      bool              `cbor:"6,keyasint,omitempty"`
	CardFee  FeeRule           `cbor:"7,keyasint"`
	ACHFee   FeeRule           `cbor:"8,keyasint"`
	PassOn   bool              `cbor:"9,keyasint,omitempty"`  // the client pays the fee
	GiveBack bool              `cbor:"10,keyasint,omitempty"` // a refund gives the fee back
	Parts    bool              `cbor:"11,keyasint,omitempty"` // an invoice can be paid in parts
	Manual   []Method          `cbor:"12,keyasint,omitempty"` // offered besides: transfer, Zelle, check, cash
	How      map[Method]string `cbor:"13,keyasint,omitempty"` // instructions in the business's words
}

// Payee is where money of the business goes. A change of it is what a thief would want: it needs a fresh code from an
// Owner, and all Owners are told.
type Payee struct {
	Version Version   `cbor:"1,keyasint"`
	Name    string    `cbor:"2,keyasint,omitempty"` // of the account
	IBAN    string    `cbor:"3,keyasint,omitempty"`
	BIC     string    `cbor:"4,keyasint,omitempty"`
	Bank    string    `cbor:"5,keyasint,omitempty"`
	Account string    `cbor:"6,keyasint,omitempty"` // number, where there is no IBAN
	Routing string    `cbor:"7,keyasint,omitempty"` // routing number or sort code
	Zelle   string    `cbor:"8,keyasint,omitempty"` // e-mail address or phone number
	Check   string    `cbor:"9,keyasint,omitempty"` // pay to the order of
	Since   time.Time `cbor:"10,keyasint,omitzero"` // unchanged since
}

// Fee is what a client pays on top for paying an amount in a way.
func (p PaySettings) Fee(amount Money, m Method) Money {
	switch {
	case !p.PassOn:
	case m == ByCard:
		return p.CardFee.Of(amount)
	case m == ByACH:
		return p.ACHFee.Of(amount)
	}
	return Of(0, amount.Currency)
}

// Online reports whether a method is paid on the provider's page, and on.
func (p PaySettings) Online(m Method) bool {
	return len(p.Secret) > 0 && len(p.Webhook) > 0 && (m == ByCard && p.Card || m == ByACH && p.ACH)
}

// Methods are the ways that clients are offered, online first.
func (p PaySettings) Methods(c Currency) (ms []Method) {
	if p.Online(ByCard) {
		ms = append(ms, ByCard)
	}
	if p.Online(ByACH) && c == "USD" { // us_bank_account knows no other currency
		ms = append(ms, ByACH)
	}
	return append(ms, p.Manual...)
}

// Validate checks what a person typed.
func (p PaySettings) Validate() error {
	var v Check
	p.CardFee.Validate(&v, "card")
	p.ACHFee.Validate(&v, "ach")
	for m, text := range p.How {
		v.That(len(text) <= 2000, "how_"+m.Key(), "Keep the instructions under 2,000 letters.")
	}
	v.That(!slices.Contains(p.Manual, ByCard) && !slices.Contains(p.Manual, ByACH), "manual", "Cards and ACH are paid online.")
	v.That(!p.Card && !p.ACH || len(p.Secret) > 0, "secret", "Paying online needs Stripe’s secret key.")
	v.That(!p.Card && !p.ACH || len(p.Webhook) > 0, "webhook", "Paying online needs the signing secret of Stripe’s webhook.")
	return v.Done()
}

// Validate checks what a person typed.
func (p Payee) Validate() error {
	var v Check
	for field, text := range map[string]string{
		"payee_name": p.Name, "iban": p.IBAN, "bic": p.BIC, "bank": p.Bank, "account": p.Account, "routing": p.Routing,
		"zelle": p.Zelle, "check": p.Check,
	} {
		v.That(len(text) <= 140, field, "Keep it under 140 letters.")
		v.That(!strings.ContainsAny(text, "\r\n"), field, "Write it on one line.")
	}
	v.That(p.IBAN == "" || ValidIBAN(p.IBAN), "iban", "This isn’t an IBAN: a letter or digit is wrong.")
	v.That(p.IBAN == "" && p.Account == "" || p.Name != "", "payee_name", "Say in whose name the account is.")
	v.That(p.BIC == "" || len(p.BIC) == 8 || len(p.BIC) == 11, "bic", "A BIC has 8 or 11 letters.")
	return v.Done()
}

// PlainIBAN is an IBAN without blanks, in capitals.
func PlainIBAN(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }

// ValidIBAN checks the form and the check digits of an IBAN (ISO 13616, mod 97).
func ValidIBAN(s string) bool {
	s = PlainIBAN(s)
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}
