package mail

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"portico/portal"
)

func written(t *testing.T, l portal.Letter) portal.Written {
	t.Helper()
	w, err := Writer{}.Write(context.Background(), l)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestEveryKindHasALetter(t *testing.T) {
	seen := map[portal.MailKind]bool{}
	for _, l := range samples() {
		seen[l.Kind] = true
	}
	for k := portal.MailCode; k <= portal.MailReceipt; k++ {
		if !seen[k] || kinds[k] == nil {
			t.Errorf("%s has no letter, or no sample", k.Name())
		}
	}
	if _, err := (Writer{}).Write(context.Background(), portal.Letter{Kind: 99}); err == nil {
		t.Error("a letter of no kind was written")
	}
}

// What a letter says, in both parts: the subject, then pieces of its text.
var says = map[string][]string{
	"code": {
		"Your sign-in code for Larkfield Heating & Air", "482915", "It works once, until 13:22 EDT.", "Safari on iPhone", "203.0.113.94",
		"10 Mar 2026, 13:12 EDT", "https://portal.larkfield.example/sign-in/link/7Qm2", "You didn’t ask?",
	},
	"code-confirm": {"Your confirmation code for Larkfield Heating & Air", "007310", "to confirm that it is you"},
	"invitation": {
		"Sam Reyes invited you to the client portal of Larkfield Heating & Air", "Marguerite Okonkwo-Delacroix, your account is ready",
		client, "follow jobs as they happen, with photos", "here is where you see every job", "Open your account", "/invitation/7Qm2", "until Tue 17 Mar 2026",
		"You get this because", "Larkfield Heating & Air, Inc.", "(207) 555-0142",
	},
	"invitation-password": {"Sam Reyes invited you", "marguerite.od", "K7QD-2MHX-9RTB", "a password of your own"},
	"invitation-staff":    {"Sam Reyes invited you to the office of Larkfield Heating & Air", "work in the office"},
	"register":            {"Set up your account with Larkfield Heating & Air", "/register/7Qm2", "until Tue 17 Mar 2026", "Pass it on only"},
	"registered":          {"Tobias Lindqvist (tobias@halvorsen.example) can now see the account of " + client, "take their access away"},
	"accepted":            {"Tobias Lindqvist (tobias@halvorsen.example) accepted the invitation to the account of " + client, "/office/contacts/4", "Settings → Notifications"},
	"access":              {"Your access at Larkfield Heating & Air has changed", "What you may see and do has changed.", "You asked for estimates", "Sam Reyes"},
	"reminder": {
		"Reminder: invoice INV-1042 of Larkfield Heating & Air is overdue, $", "7 days late, due Tue 17 Mar 2026", "See the invoice",
		"/portal/invoices/41", "Please call us if something is wrong.", "nothing is left to do",
	},
	"reminder-before": {"Reminder: invoice INV-1042 of Larkfield Heating & Air is due Tue 17 Mar 2026", "Paid or credited", "$100.00"},
	"device":          {"New sign-in to your account at Larkfield Heating & Air", "Safari on iPhone", "/portal/profile/devices"},
	"invoice": {
		"Invoice INV-1042 from Larkfield Heating & Air: $721.93, due Tue 17 Mar 2026", "See the invoice", "/portal/invoices/41", "PO-88213-B",
		"Heat pump survey", "Maine sales tax 5.5%", "$37.63",
	},
	"invoice-long": {"Invoice INV-1042 from Larkfield Heating & Air: $42,273.99", "and 35 more lines", "−$1,000.00", "To pay"},
	"changed":      {"Your password was changed: your account at Larkfield Heating & Air", "tell us at once"},
	"payee": {
		"Where your clients’ money goes was changed at Larkfield Heating & Air", "DE…3000 → GB…9268", "Safari on iPhone", "change it back at once",
		"/office/settings/payments",
	},
	"test":        {"Test mail from Larkfield Heating & Air", "Mail works", "marguerite@halvorsen.example"},
	"batch":       {"Batch invoice B-7 from Larkfield Heating & Air: $1,107.75", "due from Tue 17 Mar 2026 on", "See the batch invoice", "INV-1043 · Boiler service", "−$50.00", "To pay"},
	"claimed":     {client + " reports a payment of $1,500.00", "INV-1042", "Bank transfer", "/office/payments/31"},
	"stopped":     {"The recurring invoice of " + client + " has stopped: Boiler service", "Choose a tax rate from the list.", "See the schedule", "/office/recurring/4"},
	"alert":       {"A payment of " + client + " needs a look: $1,500.00", "What no invoice needs is credit on account."},
	"declined":    {"We couldn’t find your payment of $1,500.00", "No transfer with that reference came.", "/portal/payments/31"},
	"bounced":     {"Your payment of $1,500.00 did not go through", "Nothing was taken"},
	"refunded":    {"A refund of $1,500.00 from Larkfield Heating & Air", "One radiator less", "PAY-2031"},
	"receipt":     {"Receipt: $1,500.00 paid to Larkfield Heating & Air", "PAY-2031", "Bank transfer", "INV-1042, INV-1043", "$60.00"},
	"credit-note": {"Credit note CN-12 from Larkfield Heating & Air: $721.93", "One radiator less", "INV-1042", "/portal/credit-notes/12", "attached as a PDF"},
	"request": {
		"Dispute REQ-5 from " + client + ": INV-1042", "Dispute: INV-1042 · Boiler service", "The pipe was 12 m, not 18.", "Marguerite Okonkwo-Delacroix", "Read and answer", "/office/requests/5",
	},
	"upload": {
		"Tobias Lindqvist of " + client + " sent 2 files", "Boiler room.jpg", "Meter readings.csv", "The gauge stands in the red.", "/office/clients/7/documents",
	},
	"shared":           {"Larkfield Heating & Air shared a file with you", "Account statement 2025.pdf", "Sam Reyes", client, "/portal/documents"},
	"request-answered": {"Larkfield Heating & Air answered REQ-5: INV-1042", "A credit note follows today.", "Sam Reyes", "Read and reply", "/portal/requests/5"},
	"estimate": {
		"Estimate EST-204 from Larkfield Heating & Air: $", "valid until Thu 2 Apr 2026", "See the estimate", "This is version 2.", "Some lines are optional",
		"Heat pump survey", "Deposit on acceptance", "/portal/estimates/5", "The pump is worth its money.",
	},
	"estimate-answered": {client + " asks for changes to estimate EST-204", "Could you do it in March?", "/office/estimates/5"},
	"estimate-signed":   {"Accepted: estimate EST-204 over $", "Marguerite Okonkwo-Delacroix", "203.0.113.94", "PO-7", "signed PDF"},
}

func TestBothPartsSayIt(t *testing.T) {
	for name, l := range samples() {
		w := written(t, l)
		page, text := flat(visibleText(t, w.HTML)), flat(w.Text)
		for i, want := range says[name] {
			if i == 0 {
				if !strings.HasPrefix(w.Subject, want) {
					t.Errorf("%s: subject %q, want %q", name, w.Subject, want)
				}
				continue
			}
			if !strings.Contains(page, want) {
				t.Errorf("%s: the HTML does not say %q", name, want)
			}
			if !strings.Contains(text, want) {
				t.Errorf("%s: the text does not say %q:\n%s", name, want, w.Text)
			}
		}
		if len(says[name]) == 0 {
			t.Errorf("%s: nothing is expected of it", name)
		}
		for _, line := range strings.Split(w.Text, "\n") {
			if len([]rune(line)) > lineWidth && !strings.Contains(line, "://") && !strings.Contains(line, ": ") {
				t.Errorf("%s: a long line of text: %q", name, line)
			}
		}
	}
}

var space = regexp.MustCompile(`[ \n>]+`)

func flat(s string) string { return space.ReplaceAllString(s, " ") }

// visibleText is what a person reads of a page, and where its links lead.
func visibleText(t *testing.T, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "href" {
				b.WriteString(a.Val + " ")
			}
		}
		if n.Data == "style" || n.Data == "title" {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Data == "td" || n.Data == "p" {
			b.WriteByte('\n')
		}
	}
	walk(doc)
	return b.String()
}

// Nothing is fetched, nothing runs, whatever a name says.
func TestNothingComesFromOutside(t *testing.T) {
	for name, l := range samples() {
		l.Name, l.Facts.By, l.Facts.Client, l.Facts.Message, l.Facts.Person = nasty, nasty, nasty, nasty, nasty
		l.Facts.Device, l.Business.Profile.Name, l.Facts.Reason = nasty, nasty, nasty
		w := written(t, l)
		if strings.ContainsAny(w.Subject, "\r\n\x02\x03\u202e") || strings.ContainsAny(w.HTML+w.Text, "\x02\x03\u202e") {
			t.Errorf("%s: control characters got through", name)
		}
		doc, err := html.Parse(strings.NewReader(w.HTML))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			switch n.Data {
			case "script", "link", "iframe", "object", "form", "video", "svg":
				t.Errorf("%s: has a <%s>", name, n.Data)
			}
			for _, a := range n.Attr {
				switch {
				case a.Key == "src" && a.Val != "cid:logo", a.Key == "background", strings.HasPrefix(a.Key, "on"):
					t.Errorf("%s: %s=%q", name, a.Key, a.Val)
				case a.Key == "href" && !strings.HasPrefix(a.Val, "https://portal.larkfield.example/") && a.Val != "mailto:office@larkfield.example":
					t.Errorf("%s: leads to %q", name, a.Val)
				case a.Key == "style" && (strings.Contains(a.Val, "url(") || strings.Contains(a.Val, "zTemplUnsafe")):
					t.Errorf("%s: style %q", name, a.Val)
				}
			}
		}
	}
}

// Every text goes through the catalog: in the accented language no plain word of ours is left.
func TestEveryTextIsTranslated(t *testing.T) {
	for name, l := range samples() {
		l.Language = "en-XA"
		w := written(t, l)
		for _, word := range []string{" is ", " you ", "invoice", "Invoice", " the ", "account", "Paid", "Total", "Device", "When"} {
			if strings.Contains(w.Text, word) && !strings.Contains(l.Link+l.Facts.Message+l.Facts.Reason, strings.TrimSpace(word)) {
				t.Errorf("%s: %q is not translated:\n%s", name, word, w.Text)
			}
		}
	}
}

func TestTheCodeIsNotInTheSubject(t *testing.T) {
	for name, l := range samples() {
		if l.Code == "" {
			continue
		}
		w := written(t, l)
		if strings.ContainsFunc(w.Subject, unicode.IsDigit) {
			t.Errorf("%s: subject %q", name, w.Subject)
		}
		if before, _, _ := strings.Cut(visibleText(t, w.HTML), "\u034f"); !strings.Contains(before, l.Code) {
			t.Errorf("%s: the preheader lacks the code", name)
		}
	}
}

func TestColoursCanBeRead(t *testing.T) {
	for _, brand := range []string{"#0f5c70", "#ffffff", "#000000", "#ffe600", "#39ff14", "#ff0000", "#808080", "#0000ff", "", "red;}"} {
		for theme, p := range map[string]palette{"light": lightPalette(parseColour(brand)), "dark": darkPalette(parseColour(brand))} {
			ground := map[string]rgb{"light": lightPage, "dark": darkCard}[theme]
			if c := contrast(p.Fill, p.On); c < 4.5 {
				t.Errorf("%s %s: button text %.1f", brand, theme, c)
			}
			if c := contrast(p.Ink, ground); c < 4.5 {
				t.Errorf("%s %s: link %.1f", brand, theme, c)
			}
			if c := contrast(p.Edge, ground); c < 2.7 {
				t.Errorf("%s %s: button's edge %.1f", brand, theme, c)
			}
		}
	}
}
