package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"portico/handlers"
	"portico/internal/auth"
	"portico/internal/testkit"
	"portico/internal/testkit/browse"
	"portico/portal"
	"portico/store"
)

// payload breaks out of text, attributes, scripts and styles, wherever something is written as it came. What
// gets out is an element or an attribute named pwn, and what runs says so in a title.
const payload = `"'><pwn pwn><img src=x onerror="document.title='pwned'"><script>document.title='pwned'</script></title></textarea></style><pwn> pwn="1" {{1}} ${1} javascript:document.title='pwned'`

// poisoned is a world in which every text is a payload.
func poisoned(t *testing.T) *testkit.World {
	w := testkit.NewWorld(testkit.Start(t))
	w.Update(func(tx *store.Tx) error {
		for _, fill := range []func(*store.Tx, *testkit.World) error{poisonBusiness, poisonClient, poisonContacts, poisonMoney, poisonPeople} {
			if err := fill(tx, w); err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

func poisonBusiness(tx *store.Tx, w *testkit.World) error {
	b := *tx.Business()
	b.Profile.Name, b.Profile.LegalName, b.Profile.Phone, b.Profile.Email, b.Profile.TaxNumber = payload, payload, payload, payload+"@x.test", payload
	b.Profile.Address = portal.Address{Street: payload, City: payload, Region: payload, Code: payload, Country: "US"}
	b.Portal.Welcome, b.Terms.Text = payload, payload
	b.Wording.Words = map[string]string{}
	for _, r := range portal.Renamable {
		b.Wording.Words[r.Key], b.Wording.Words[r.Plural] = payload, payload
	}
	b.Mail.Host, b.Mail.User, b.Mail.From, b.Mail.FromName = payload, payload, payload, payload
	return tx.PutBusiness(b)
}

func poisonClient(tx *store.Tx, w *testkit.World) error {
	c, err := tx.Client(portal.Sight{Client: w.Own.ID})
	if err != nil {
		return err
	}
	c.Name, c.Notes, c.Phone, c.Email, c.TaxID = payload, payload, payload, payload, payload
	c.Address = portal.Address{Street: payload, City: payload, Region: payload, Code: payload, Country: payload}
	return tx.PutClient(&c, c.Version)
}

func poisonContacts(tx *store.Tx, w *testkit.World) error {
	for _, id := range []portal.ContactID{w.Ann.ID, w.Nil.ID, w.Gone.ID} {
		c, err := tx.Contact(portal.Sight{Client: w.Own.ID}, id)
		if err != nil {
			return err
		}
		c.Name, c.Phone, c.Delivery = payload, payload, payload
		if err := tx.PutContact(&c, c.Version); err != nil {
			return err
		}
	}
	return nil
}

func poisonMoney(tx *store.Tx, w *testkit.World) error {
	sight := portal.Sight{Client: w.Own.ID}
	i, err := tx.Invoice(sight, portal.InvoiceID(number(w.OwnThings["invoice"])))
	if err != nil {
		return err
	}
	i.Description, i.Order, i.Terms, i.VoidReason, i.ViewedBy, i.SentTo = payload, payload, payload, payload, payload, []string{payload}
	i.From = &portal.Party{Name: payload, TaxID: payload, Address: portal.Address{Street: payload, City: payload}}
	i.BilledTo = i.From
	for n := range i.Lines {
		i.Lines[n].Description, i.Lines[n].Detail, i.Lines[n].Unit, i.Lines[n].TaxName = payload, payload, payload, payload
	}
	if err := tx.PutInvoice(&i, i.Version); err != nil {
		return err
	}
	p, err := tx.Payment(sight, portal.PaymentID(number(w.OwnThings["payment"])))
	if err != nil {
		return err
	}
	p.Reference, p.By = payload, payload
	if err := tx.PutPayment(&p, p.Version); err != nil {
		return err
	}
	r, err := tx.Request(sight, portal.RequestID(number(w.OwnThings["request"])))
	if err != nil {
		return err
	}
	r.Subject, r.Messages[0].Name, r.Messages[0].Text, r.Messages[0].Behalf = payload, payload, payload, payload
	if err := tx.PutRequest(&r, r.Version); err != nil {
		return err
	}
	m, err := tx.Mail(portal.MailID(number(w.OwnThings["mail"])))
	if err != nil {
		return err
	}
	m.Subject, m.To, m.ToName, m.Why, m.Detail = payload, payload, payload, payload, payload
	return tx.PutMail(&m)
}

func poisonPeople(tx *store.Tx, w *testkit.World) error {
	for _, id := range []portal.PersonID{w.Ann.Person, w.Owner.Person} {
		p, err := tx.Person(id)
		if err != nil {
			return err
		}
		p.Name, p.Username = payload, payload+string('a'+rune(id))
		if err := tx.PutPerson(&p, p.Version); err != nil {
			return err
		}
	}
	st, err := tx.Staff(w.Owner.ID)
	if err != nil {
		return err
	}
	st.Name = payload
	if err := tx.PutStaff(&st, st.Version); err != nil {
		return err
	}
	for kind := portal.EventKind(1); kind < 80; kind++ {
		e := portal.Event{Kind: kind, Name: payload, Detail: payload, Device: payload, IP: payload, Behalf: payload, Client: w.Own.ID, Contact: w.Ann.ID, Person: w.Ann.Person}
		if err := tx.AddEvent(e); err != nil {
			return err
		}
	}
	return nil
}

// TestPayloads fills every text with script and opens every page that shows any: nothing gets out of its text,
// nothing runs, and the content policy has nothing to report.
func TestPayloads(t *testing.T) {
	t.Parallel()
	w := poisoned(t)
	ann := w.Session(auth.Session{Person: uint64(w.Ann.Person), Contact: uint64(w.Ann.ID), Device: payload})
	owner := w.Session(auth.Session{Person: uint64(w.Owner.Person), Staff: true, Device: payload})
	var client, office []string
	for _, r := range handlers.Table(w.Env, nil) {
		if r.Method != http.MethodGet || streams(r) {
			continue
		}
		path := fill(t, w, r.Path, func(i ids) string { return i.own }) + "?q=" + url.QueryEscape(payload)
		if r.Policy.ForPortal() || r.Policy.IsOwn() {
			client = append(client, path)
		} else {
			office = append(office, path)
		}
	}
	for _, lane := range []struct {
		name    string
		browser *testkit.Browser
		paths   []string
	}{{"client", ann, client}, {"office", owner, office}} {
		t.Run(lane.name, func(t *testing.T) {
			t.Parallel()
			tab := browse.New(t, w.Server.URL)
			tab.SignIn(lane.browser.Token)
			seen := 0
			for _, path := range lane.paths {
				seen += harmless(t, tab, lane.browser, path)
				bare, _, _ := strings.Cut(path, "?")
				seen += harmless(t, tab, lane.browser, bare)
			}
			if seen < 10 {
				t.Errorf("only %d pages show a payload", seen)
			}
		})
	}
}

// harmless opens a page that shows payloads, and answers 1 if it is one.
func harmless(t *testing.T, tab *browse.Tab, b *testkit.Browser, path string) int {
	page := b.Get(path)
	if !isPage(page) || !strings.Contains(page.Body, "pwn") {
		return 0
	}
	doc, err := html.Parse(strings.NewReader(page.Body))
	if err != nil || escaped(doc) {
		t.Errorf("%s: a text got out (%v)", path, err)
	}
	before := len(tab.Faults())
	tab.Go(path)
	tab.Until("the page", `document.readyState === 'complete'`)
	if tab.Eval(`document.title === 'pwned' || Boolean(document.querySelector('pwn, [pwn]'))`) {
		t.Errorf("%s: a text got out in the browser", path)
	}
	if after := tab.Faults(); len(after) > before {
		t.Errorf("%s: %q", path, after[before:])
	}
	return 1
}

// escaped reports whether a payload has become markup.
func escaped(n *html.Node) bool {
	if n.Type == html.ElementNode {
		if n.Data == "pwn" {
			return true
		}
		for _, a := range n.Attr {
			if a.Key == "pwn" || a.Key == "onerror" || strings.HasPrefix(strings.TrimSpace(a.Val), "javascript:") {
				return true
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if escaped(c) {
			return true
		}
	}
	return false
}
