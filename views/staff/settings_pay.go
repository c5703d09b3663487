package staff

import (
	"context"
	"net/url"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// ManualMethods are the ways to pay that the office can offer besides Stripe, in the order they are shown.
var ManualMethods = []portal.Method{portal.ByTransfer, portal.ByZelle, portal.ByCheck, portal.ByCash}

// PayValues are the ways to pay as the form holds them.
func PayValues(l *words.Locale, p service.PaySetup) url.Values {
	sum := func(n int64) []string {
		if n == 0 {
			return []string{""}
		}
		return []string{l.Input(portal.Of(n, p.Currency))}
	}
	v := url.Values{
		"card": {yes(p.Card)}, "ach": {yes(p.ACH)}, "pass_on": {yes(p.PassOn)}, "give_back": {yes(p.GiveBack)}, "parts": {yes(p.Parts)},
		"card_percent": {l.Decimal(p.CardFee.Percent)}, "card_fixed": sum(p.CardFee.Fixed), "ach_percent": {l.Decimal(p.ACHFee.Percent)},
		"ach_fixed": sum(p.ACHFee.Fixed), "ach_cap": sum(p.ACHFee.Cap),
	}
	for _, m := range ManualMethods {
		v.Set("how_"+m.Key(), p.How[m])
	}
	for _, m := range p.Manual {
		v.Set("manual_"+m.Key(), "yes")
	}
	return v
}

// PayEditor is the form of the ways to pay.
func PayEditor(ctx context.Context, f ui.Form, p service.PaySetup) Editor {
	return Editor{
		Do: paths.OfficeSettingsPayments(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{onlinePart(ctx, p), feePart(ctx), manualPart(ctx), {
			ID: "pay-parts", Title: words.T(ctx, "Part payments"),
			Controls: []Control{{As: Box, Input: ui.Input{Name: "parts", Label: words.T(ctx, "Clients may pay a part of what is open"), Hint: words.T(ctx, "A deposit that an invoice asks for can always be paid.")}}},
		}},
	}
}

func onlinePart(ctx context.Context, p service.PaySetup) Part {
	return Part{
		ID: "pay-online", Title: words.T(ctx, "Online, with Stripe"), Text: words.T(ctx, "Both need the keys above."),
		Controls: []Control{
			{Half: true, As: Box, Input: ui.Input{Name: "card", Label: words.T(ctx, "Card")}},
			{Half: true, As: Box, Input: ui.Input{Name: "ach", Label: words.T(ctx, "Bank account (ACH)"), Hint: words.T(ctx, "US dollars only. The bank takes up to 4 working days.")}},
		},
	}
}

func feePart(ctx context.Context) Part {
	percent := func(name, label string) Control {
		return Control{Half: true, Input: ui.Input{Name: name, Label: label, Mode: "decimal", Dir: "ltr", Max: 8}}
	}
	return Part{
		ID: "pay-fees", Title: words.T(ctx, "Fees"), Text: words.T(ctx, "A fee is shown before the client pays, and stands beside the invoice’s total, not in it. Ask your lawyer whether you may pass it on: not everywhere, and not for every card."),
		Controls: []Control{
			{As: Box, Input: ui.Input{Name: "pass_on", Label: words.T(ctx, "The client pays the fee")}},
			percent("card_percent", words.T(ctx, "Card: percent")), percent("card_fixed", words.T(ctx, "Card: fixed part")),
			percent("ach_percent", words.T(ctx, "ACH: percent")), percent("ach_fixed", words.T(ctx, "ACH: fixed part")),
			percent("ach_cap", words.T(ctx, "ACH: at most")),
			{As: Box, Input: ui.Input{Name: "give_back", Label: words.T(ctx, "A refund gives the fee back too"), Hint: words.T(ctx, "Stripe keeps its own fee either way.")}},
		},
	}
}

func manualPart(ctx context.Context) Part {
	l := words.From(ctx)
	p := Part{ID: "pay-manual", Title: words.T(ctx, "In other ways"), Text: words.T(ctx, "The client sees your words, where the money goes and a reference, and tells you when they have paid.")}
	for _, m := range ManualMethods {
		p.Controls = append(p.Controls,
			Control{As: Box, Input: ui.Input{Name: "manual_" + m.Key(), Label: l.Name(m)}},
			Control{As: Lines, Input: ui.Input{Name: "how_" + m.Key(), Label: words.T(ctx, "What to say about it: %s", l.Name(m)), Rows: 3, Max: 2_000}})
	}
	return p
}

// PayeeValues are where money goes, as the form holds it.
func PayeeValues(p portal.Payee) url.Values {
	return url.Values{
		"payee_name": {p.Name}, "iban": {p.IBAN}, "bic": {p.BIC}, "bank": {p.Bank}, "account": {p.Account}, "routing": {p.Routing},
		"zelle": {p.Zelle}, "check": {p.Check},
	}
}

// PayeeEditor is the form of where money goes.
func PayeeEditor(ctx context.Context, f ui.Form) Editor {
	line := func(name, label string) Control {
		return Control{Half: true, Input: ui.Input{Name: name, Label: label, Dir: "ltr", Max: 140}}
	}
	return Editor{
		Do: paths.OfficeSettingsPayee(), Cancel: paths.OfficeSettingsPayments(), Button: words.T(ctx, "Save and tell all Owners"), Form: f,
		Parts: []Part{
			{
				ID: "payee-bank", Title: words.T(ctx, "Bank transfer"), Text: words.T(ctx, "With an IBAN, bills in euros carry a QR code for banking apps."),
				Controls: []Control{
					{Half: true, Input: ui.Input{Name: "payee_name", Label: words.T(ctx, "Account name"), Max: 140}},
					{Half: true, Input: ui.Input{Name: "bank", Label: words.T(ctx, "Bank"), Max: 140}},
					line("iban", words.T(ctx, "IBAN")), line("bic", words.T(ctx, "BIC")), line("account", words.T(ctx, "Account number")),
					line("routing", words.T(ctx, "Routing number or sort code")),
				},
			},
			{
				ID: "payee-other", Title: words.T(ctx, "Zelle and checks"),
				Controls: []Control{
					line("zelle", words.T(ctx, "Zelle: e-mail address or phone number")),
					{Half: true, Input: ui.Input{Name: "check", Label: words.T(ctx, "Checks are made out to"), Max: 140}},
				},
			},
		},
	}
}

// StripeEditor is the form of the keys. What is there is never shown again.
func StripeEditor(ctx context.Context, f ui.Form, p service.PaySetup) Editor {
	secret := func(name, label, hint string) Control {
		return Control{Input: ui.Input{Name: name, Label: label, Hint: hint, Type: "password", Autocomplete: "off", Dir: "ltr", Max: 300}}
	}
	e := Editor{
		Do: paths.OfficeSettingsStripe(), Cancel: paths.OfficeSettingsPayments(), Button: words.T(ctx, "Save and tell all Owners"), Form: f,
		Parts: []Part{{
			ID: "stripe-keys", Title: words.T(ctx, "Keys"), Text: words.T(ctx, "Leave a field empty to keep what there is."),
			Controls: []Control{
				secret("secret", words.T(ctx, "Secret key"), words.T(ctx, "In Stripe: Developers → API keys. A restricted key needs to write Checkout Sessions and Refunds.")),
				secret("webhook", words.T(ctx, "Signing secret of the webhook"), words.T(ctx, "In Stripe: Developers → Webhooks, at the webhook with the address below.")),
			},
		}},
	}
	if p.Key != "" || p.Lost {
		e.Parts[0].Controls = append(e.Parts[0].Controls, Control{As: Box, Input: ui.Input{Name: "forget", Label: words.T(ctx, "Remove both keys"), Hint: words.T(ctx, "Cards and ACH are off then.")}})
	}
	return e
}

// payeeFacts are where money goes, for the office to read.
func payeeFacts(ctx context.Context, p portal.Payee) (fs [][2]string) {
	for _, f := range [][2]string{
		{words.T(ctx, "Account name"), p.Name},
		{words.T(ctx, "IBAN"), p.IBAN},
		{words.T(ctx, "BIC"), p.BIC},
		{words.T(ctx, "Bank"), p.Bank},
		{words.T(ctx, "Account number"), p.Account},
		{words.T(ctx, "Routing number"), p.Routing},
		{words.T(ctx, "Zelle"), p.Zelle},
		{words.T(ctx, "Checks are made out to"), p.Check},
	} {
		if f[1] != "" {
			fs = append(fs, f)
		}
	}
	return fs
}
