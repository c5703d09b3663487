package portal

import (
	"net/mail"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Validate checks what a person typed.
func (t TermsSettings) Validate() error {
	var v Check
	v.That(t.Days >= 0 && t.Days <= 365, "days", "A bill can be due after 0 to 365 days.")
	v.That(len(t.Text) <= 5_000, "text", "Keep the terms under 5,000 letters.")
	t.Statements.Check(&v)
	return v.Done()
}

// Validate checks what a person typed.
func (t TaxSettings) Validate() error {
	var v Check
	v.That(len(t.Rates) <= 20, "rates", "Keep it to 20 rates at most.")
	seen := map[string]bool{}
	for _, r := range t.Rates {
		name := strings.ToLower(strings.TrimSpace(r.Name))
		v.That(name != "", "rates", "Every rate needs a name, like “Sales tax”.")
		v.That(len(r.Name) <= 60, "rates", "Keep the name of a rate under 60 letters.")
		v.That(name == "" || !seen[name], "rates", "There are two rates called “%s”.", r.Name)
		v.That(!r.Percent.IsNegative() && !r.Percent.GreaterThan(decimal.NewFromInt(100)), "rates", "A rate lies between 0 and 100 percent.")
		v.That(r.Percent.Exponent() >= -4, "rates", "A rate has four decimal places at most.")
		seen[name] = true
	}
	return v.Done()
}

// Validate checks what a person typed.
func (w Wording) Validate() error {
	var v Check
	for key, word := range w.Words {
		v.That(len([]rune(word)) <= 40, WordField(key), "Keep the word under 40 letters.")
		v.That(!strings.ContainsAny(word, "<>%"), WordField(key), "A word can’t hold < > or %%.")
	}
	return v.Done()
}

// WordField is a word's field in the form.
func WordField(key string) string { return "word_" + strings.ToLower(key) }

// Validate checks what a person typed; password tells whether there is one.
func (m MailSettings) Validate(password bool) error {
	var v Check
	v.That(!strings.ContainsAny(m.Host, " /<>\"'\r\n\t:@"), "host", "Write only the server’s name, like smtp.example.com.")
	v.That(m.Host == "" || m.Port >= 1 && m.Port <= 65_535, "port", "The port lies between 1 and 65535; 587 is usual.")
	v.That(!strings.ContainsAny(m.User, "\r\n\x00"), "user", "Write the user name on one line.")
	v.That((m.User == "") == !password, "user", "A user name and a password go together: fill in both, or neither.")
	_, err := mail.ParseAddress(m.From)
	v.That(m.From == "" || err == nil && !strings.ContainsAny(m.From, "<> "), "from", "Write an e-mail address, like office@example.com.")
	v.That(m.Host == "" || m.From != "", "from", "Say which address your mails come from.")
	v.That(!strings.ContainsAny(m.FromName, "\r\n<>\"") && len(m.FromName) <= 100, "from_name", "Write a plain name of up to 100 letters.")
	return v.Done()
}

// Numbered are the kinds whose numbers staff can set up, in the order they are shown.
var Numbered = []Kind{KindClient, KindInvoice, KindPayment, KindCreditNote, KindEstimate, KindBatch, KindRequest}

// ValidPrefix reports whether numbers can begin with p.
func ValidPrefix(p string) bool {
	return len(p) <= 12 && strings.Trim(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/._") == "" && !strings.HasPrefix(p, "-")
}

// Notification is a mail that the business can switch off.
type Notification struct {
	Key   string // in NotifySettings, and in Person.Mute of staff
	Kind  MailKind
	Name  string
	To    string // whom it goes to, where that can't be chosen
	Does  string
	Whoms []Whom // whom it can go to, the usual ones first; nil = nothing to choose
}

// ToStaff reports whether it goes to the business's own people.
func (n Notification) ToStaff() bool { return slices.Contains(n.Whoms, WhomOffice) }

// Notifications are the mails that can be switched off, in the order they are shown.
var Notifications = []Notification{
	{"access-changed", MailAccessChanged, "Access changed", "The contact", "Portal access, or what somebody may do in it, was changed by your staff.", nil},
	{"registered", MailRegistered, "Somebody registered", "", "A person used the registration link and now has portal access.", []Whom{WhomMain, WhomAdmins}},
	{"new-device", MailNewDevice, "New device", "The person who signed in", "Somebody signed in from a device that was not seen before. Leave it on: it is how people notice a stranger.", nil},
	{"receipt", MailReceipt, "Payment recorded", "", "A payment was recorded, with the invoices it paid.", []Whom{WhomBilling, WhomPayers, WhomMain}},
	{"reminder", MailReminder, "Payment reminder", "Whoever the invoice went to", "An open invoice is about to be due, or late. Settings → Reminders says when.", nil},
	{"estimate-answered", MailEstimateAnswered, "Estimate answered", "", "A client declined an estimate or asked for changes.", toStaff},
	{"estimate-signed", MailSigned, "Estimate signed", "", "A client accepted an estimate. The client’s signer gets the signed PDF in any case.", toStaff},
	{"accepted", MailAccepted, "Invitation accepted", "", "Somebody took up an invitation and is in the portal for the first time.", toStaff},
	{"claimed", MailClaimed, "Payment reported", "", "A client says that they have paid. It waits for you to approve it.", toStaff},
	{"alert", MailAlert, "Money needs a look", "", "A payment doesn’t fit what was asked for, or the payer’s bank took it back. Leave it on.", toStaff},
	{"request-raised", MailRequestRaised, "Request raised", "", "A client raised a dispute, a complaint or a question, or wrote again about one.", toStaff},
	{"upload", MailUpload, "File uploaded", "", "A client sent files. Those that come with a request are told of with the request.", toStaff},
	{"shared", MailShared, "File shared", "", "Your staff shared files with a client.", []Whom{WhomReaders, WhomMain, WhomAdmins}},
	{"request-answered", MailRequestAnswered, "Request answered", "The contact who raised it", "Your staff answered a request.", nil},
}

// NotificationOf finds the notification of a kind of mail.
func NotificationOf(k MailKind) (Notification, bool) {
	for _, x := range Notifications {
		if x.Kind == k {
			return x, true
		}
	}
	return Notification{}, false
}

// Mails reports whether mails of a kind go out. Codes, invitations and what staff send by hand always do.
func (n NotifySettings) Mails(k MailKind) bool {
	x, ok := NotificationOf(k)
	return !ok || n.Sends(x.Key)
}
