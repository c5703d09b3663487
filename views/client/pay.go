package client

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// PayLinks are where the pages of paying lead: in the portal, or behind a document link.
type PayLinks struct {
	Pay, How, QR paths.URL // with what is paid
	Post, Claim  paths.URL // where the forms go
	Back         paths.URL
	BackText     string
}

// PayPage is what somebody sees who pays.
type PayPage struct {
	service.PayDesk
	Form     ui.Form
	Key      string
	Business portal.Profile
	To       PayLinks
}

// chosen adds to an address what is paid.
func (p PayPage) chosen(u paths.URL) paths.URL {
	if p.What == service.PayAll {
		return u
	}
	u = u.With("what", p.What)
	if p.What == service.PayPart {
		u = u.With("amount", p.Form.Value("amount"))
	}
	return u
}

// how leads to the instructions of a manual way to pay.
func (p PayPage) how(m portal.Method) paths.URL { return p.chosen(p.To.How).With("method", m.Key()) }

// choices are how much can be paid, where there is a choice.
func (p PayPage) choices(l *words.Locale) (os []ui.Option) {
	if !p.Deposit.IsZero() && p.Deposit != p.Open {
		os = append(os, ui.Option{Value: service.PayDeposit, Label: l.T("The deposit"), Sub: l.T("The rest is due later"), End: l.Money(p.Deposit)})
	}
	os = append(os, ui.Option{Value: service.PayAll, Label: l.T("Everything that is open"), End: l.Money(p.Open)})
	if p.Parts {
		os = append(os, ui.Option{Value: service.PayPart, Label: l.T("Another amount"), Sub: l.T("It goes to what is due first")})
	}
	return os
}

// live draws the ways to pay anew while the amount is chosen.
func (p PayPage) live(on string) templ.Attributes {
	return templ.Attributes{
		"hx-get": string(p.To.Post), "hx-trigger": on, "hx-include": "closest form", "hx-target": "#ways", "hx-select": "#ways",
		"hx-swap": "outerMorph", "hx-sync": "closest form:replace",
	}
}

// cost says what a way costs on top.
func cost(l *words.Locale, w portal.PayWay) string {
	switch {
	case w.Fee.IsZero() && w.Online:
		return l.T("No fee")
	case w.Fee.IsZero():
		return ""
	case w.Method == portal.ByACH:
		return l.T("%s and a fee of %s. The bank takes up to 4 working days.", w.Total.Sub(w.Fee), w.Fee)
	}
	return l.T("%s and a fee of %s", w.Total.Sub(w.Fee), w.Fee)
}

func seen(w portal.PayWay) (name, value string) {
	return "seen-" + w.Method.Key(), strconv.FormatInt(w.Total.Amount, 10)
}

var wayIcons = map[portal.Method]string{
	portal.ByCard: "credit-card", portal.ByACH: "landmark", portal.ByTransfer: "landmark", portal.ByCheck: "signature",
	portal.ByCash: "banknote", portal.ByZelle: "smartphone",
}

// wayName is a way to pay as the payer does it.
func wayName(l *words.Locale, m portal.Method) string {
	if m == portal.ByACH {
		return l.T("Bank account (ACH)")
	}
	return l.Name(m)
}

// wrongPart says what is wrong with the amount that was typed: it is told here while somebody types, since only this part
// of the page is drawn anew then. Nil: nothing is, or nothing was typed.
func (p PayPage) wrongPart() *portal.Text {
	if p.What != service.PayPart || p.Amount == "" {
		return nil
	}
	return ui.Form{}.Refused(p.Fault()).Error("amount")
}

// mine reports whether somebody can go on with a visit to the provider’s page: only the contact who began it, which a
// receiver of a link who is no contact can’t be told from another.
func (p PayPage) mine(c portal.Checkout) bool { return p.Mine != 0 && c.Contact == p.Mine }

// HowPage is how to pay in one manual way, and the place to say that it was done.
type HowPage struct {
	PayPage
	Way portal.PayWay
	QR  paths.URL // "" = none
	MB  int       // how large a file that shows for it may be; 0 = none is taken

	Again bool // files came with the form, and were not kept
}

// proof takes what shows that it was paid.
func (p HowPage) proof(l *words.Locale) ui.Uploader {
	return ui.Uploader{
		Form: p.Form, MB: p.MB, Again: p.Again, Accept: "image/*,application/pdf", Label: l.T("Proof, if you have it"),
		Hint: l.T("A photo of the check, a screenshot or the bank’s PDF: up to %d files of %d MB each.", portal.MaxFiles, p.MB),
	}
}

// fact is one thing to copy.
type fact struct{ name, value, copied string }

// facts are the details of where the money goes.
func (p HowPage) facts(l *words.Locale) (fs []fact) {
	add := func(name, value string) {
		if value != "" {
			fs = append(fs, fact{name, value, strings.ReplaceAll(value, " ", "")})
		}
	}
	y := p.Payee
	switch p.Way.Method {
	case portal.ByTransfer:
		fs = append(fs, exact(l.T("Account name"), y.Name)...)
		add(l.T("IBAN"), grouped(y.IBAN))
		add(l.T("BIC"), y.BIC)
		fs = append(fs, exact(l.T("Bank"), y.Bank)...)
		add(l.T("Account number"), y.Account)
		add(l.T("Routing number"), y.Routing)
	case portal.ByZelle:
		fs = append(fs, exact(l.T("Zelle"), y.Zelle)...)
	case portal.ByCheck:
		fs = append(fs, exact(l.T("Make it out to"), y.Check)...)
	}
	return fs
}

func exact(name, value string) []fact {
	if value == "" {
		return nil
	}
	return []fact{{name, value, value}}
}

// grouped writes an IBAN in fours, as banks do.
func grouped(s string) string {
	var b strings.Builder
	for n, r := range s {
		if n > 0 && n%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// since is how long the details are unchanged.
func (p HowPage) since() time.Time { return p.Payee.Since }

// title names what is done.
func (p HowPage) title(l *words.Locale) string {
	return l.T("Pay by %s", strings.ToLower(l.Name(p.Way.Method)))
}

// PaidPage is what became of an attempt to pay.
type PaidPage struct {
	service.CheckoutPage
	Business portal.Profile
	To       PayLinks
	Self     paths.URL
	Now      time.Time
}

// waiting reports whether the provider may still be about to say something: the page asks again by itself.
func (p PaidPage) waiting() bool {
	return p.State == portal.CheckoutStarted && p.Now.Sub(p.Created) < time.Hour
}

// ClaimValues fill in what is likely of a payment that was made.
func ClaimValues(l *words.Locale, p service.PayDesk, way portal.PayWay) url.Values {
	return url.Values{"on": {p.Today.ISO()}, "amount": {l.Input(way.Total)}, "reference": {p.Reference}}
}
