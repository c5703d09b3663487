package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"portico/handlers"
	"portico/internal/auth"
	"portico/internal/testkit"
	"portico/internal/testkit/browse"
	"portico/portal"
	"portico/store"
)

const longName = "Halvorsen-Whitcombe Property Management & Grounds Maintenance of Northern New England LLC"

// TestLooks opens every page of the table, as somebody who may see it, in both widths and both themes.
func TestLooks(t *testing.T) {
	t.Parallel()
	w := testkit.NewWorld(testkit.Start(t))
	enrich(w)
	ann, owner := w.As(w.Ann), w.AsStaff(w.Owner)
	twice := w.Contact(w.Empty, "Two Places", "two@places.test", portal.AllPermissions)
	w.Contact(w.Own, "Two Places", "two@places.test", portal.AllPermissions)
	door := w.Session(auth.Session{Person: uint64(twice.Person)})
	var client, office, outside, inside []string
	for _, r := range handlers.Table(w.Env, nil) {
		if r.Method != http.MethodGet || streams(r) {
			continue
		}
		path := fill(t, w, r.Path, func(i ids) string { return i.own })
		switch {
		case r.Policy.IsPublic():
			outside = append(outside, path)
		case r.Policy.ForDoor():
			inside = append(inside, path)
		case r.Policy.Role() != portal.RoleNone:
			office = append(office, path)
		default:
			client = append(client, path)
		}
	}
	client = append(client, "/portal/invoices?status=overdue", "/portal/invoices?q=nothing+at+all", "/portal/nowhere", "/portal/invoices/999999", "/portal/pay/how?method=check&invoice="+w.OwnThings["invoice"])
	outside = append(outside, linkedPages(w)...)
	office = append(office, "/office/clients?q=nothing+at+all", "/office/contacts?q=nothing+at+all")
	employee := []string{"/office", "/office/clients"}
	empty := []string{"/portal", "/portal/invoices", "/portal/profile"}
	part := (len(office) + 3) / 4
	for _, lane := range []struct {
		name    string
		browser *testkit.Browser
		paths   []string
	}{
		{"client", ann, client},
		{"empty", w.As(w.Eve), empty},
		{"nothing", w.As(w.Nil), empty},
		{"office-1", owner, office[:part]},
		{"office-2", w.AsStaff(w.Owner), office[part : 2*part]},
		{"office-3", w.AsStaff(w.Owner), office[2*part : 3*part]},
		{"office-4", w.AsStaff(w.Owner), office[3*part:]},
		{"employee", w.AsStaff(w.Worker), employee},
		{"door", door, inside},
		{"anonymous", w.Anonymous(), outside},
	} {
		t.Run(lane.name, func(t *testing.T) {
			t.Parallel()
			tab := browse.New(t, w.Server.URL)
			if lane.browser.Token != "" {
				tab.SignIn(lane.browser.Token)
			}
			for _, path := range lane.paths {
				if page := lane.browser.Get(path); isPage(page) {
					tab.Looks(path, strings.TrimSuffix(strings.TrimRight(lane.name, "-1234"), "-")+shotName(path))
				}
			}
		})
	}
}

// linkedPages are what document links open besides an invoice: each kind of document, and where it is paid.
func linkedPages(w *testkit.World) (all []string) {
	link := func(kind portal.Kind, id uint64) string {
		token, _ := w.DocLinkTo(kind, id, w.Ann)
		return "/d/" + token
	}
	batch := link(portal.KindBatch, number(w.OwnThings["batch"]))
	signed := link(portal.KindEstimate, uint64(w.SignedEstimate(w.Own, w.Ann, "Heat pump for the annex", 1_284_900).ID))
	return []string{
		batch, batch + "/pay", batch + "/pay/how?method=transfer", signed, signed + "/pay", link(portal.KindEstimate, number(w.OwnThings["estimate"])),
		link(portal.KindCreditNote, number(w.OwnThings["credit_note"])), link(portal.KindPayment, number(w.OwnThings["payment"])),
	}
}

// isPage reports whether an answer is something to look at: the page itself, or the one that says why not.
func isPage(a testkit.Answer) bool {
	return a.StatusCode != http.StatusSeeOther && strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") && strings.Contains(a.Body, "<html")
}

var unnamed = regexp.MustCompile(`[^a-z0-9]+`)

func shotName(path string) string {
	return "-" + strings.Trim(unnamed.ReplaceAllString(strings.ToLower(path), "-"), "-")
}

// enrich makes the world hard to draw: a long name, a bill of 40 lines, many rows.
func enrich(w *testkit.World) {
	w.T.Helper()
	for i := range 30 {
		w.Invoice(w.Own, fmt.Sprintf("Quarterly duct cleaning, block %c", 'A'+i%26), int64(7_771*i+12_345), i-9)
	}
	w.Update(func(tx *store.Tx) error {
		c, err := tx.Client(portal.Sight{Client: w.Own.ID})
		if err != nil {
			return err
		}
		c.Name = longName
		c.Address = portal.Address{Street: "1420 North Commonwealth Avenue\nBuilding C, Suite 300", City: "Portland", Region: "ME", Code: "04101", Country: "US"}
		if err := tx.PutClient(&c, c.Version); err != nil {
			return err
		}
		return lengthen(tx, w)
	})
}

// lengthen gives the own invoice 40 lines, with words of every length.
func lengthen(tx *store.Tx, w *testkit.World) error {
	i, err := tx.Invoice(portal.Sight{Client: w.Own.ID}, portal.InvoiceID(number(w.OwnThings["invoice"])))
	if err != nil {
		return err
	}
	line := i.Lines[0]
	line.Quantity, line.Price = decimal.New(1, 0), decimal.New(i.Totals.Total, -2)
	i.Lines = []portal.Line{line}
	for n := range 39 {
		i.Lines = append(i.Lines, portal.Line{
			Description: "Fitting " + strings.Repeat("extraordinarily ", n%4) + "long pipework",
			Detail:      strings.Repeat("Donaudampfschifffahrtsgesellschaft", 1+n%2), Quantity: decimal.New(int64(n), 0), Price: decimal.Zero,
		})
	}
	if err := i.Work(); err != nil {
		return err
	}
	return tx.PutInvoice(&i, i.Version)
}

func number(s string) (n uint64) {
	_, _ = fmt.Sscan(s, &n)
	return n
}
