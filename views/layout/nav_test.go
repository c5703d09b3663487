package layout

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"portico/internal/words"
	"portico/portal"
	"portico/views/ui"
)

func html(t *testing.T, c templ.Component) string {
	t.Helper()
	l := words.New("en", portal.NewBusiness("Larkfield", "USD", "UTC")).At(time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC))
	var b strings.Builder
	if err := c.Render(words.With(context.Background(), l), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func keys(es []*entry) (ks []Key) {
	for _, e := range es {
		ks = append(ks, e.key)
	}
	return ks
}

func TestWhoSeesWhichRooms(t *testing.T) {
	for _, test := range []struct {
		name  string
		s     Shell
		table []entry
		want  []Key
	}{
		{"admin", Shell{Can: portal.AllPermissions}, clientNav, []Key{Home, Invoices, Estimates, Batches, Payments, Statement, Requests, Complaints, Documents, Profile}},
		{"site", Shell{Can: portal.PresetSite.Permissions()}, clientNav, []Key{Home, Requests, Complaints, Profile}},
		{"nothing", Shell{}, clientNav, []Key{Home, Profile}},
		{"pay without view", Shell{Can: portal.Set(portal.Pay)}, clientNav, []Key{Home, Profile}},
		{"employee", Shell{Role: portal.Employee}, staffNav, []Key{Home, Profile}},
		{"no role", Shell{}, staffNav, nil},
		{"office", Shell{Role: portal.Office}, staffNav, []Key{Home, Clients, Contacts, PreviewRoom, Invoices, Estimates, CreditNotes, Batches, Payments, Requests, Outbox, Audit, Settings, Profile}},
	} {
		if got := keys(test.s.rooms(test.table)); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestAnEmployeeIsOfferedNothingElse(t *testing.T) {
	got := html(t, Staff(Shell{Role: portal.Employee, Person: "Al"}))
	for _, lacks := range []string{"/office/clients", "/office/search", "/office/settings", `id="new"`} {
		if strings.Contains(got, lacks) {
			t.Errorf("an employee sees %s", lacks)
		}
	}
}

func TestCurrentEntryAndBadge(t *testing.T) {
	s := Shell{Nav: Invoices, Can: portal.AllPermissions, Badges: map[Key]int{Invoices: 1284, Home: 9}, Accounts: 1}
	got := html(t, Client(s))
	for _, w := range []string{
		`<a href="/portal/invoices" aria-current="page">`, `data-variant="danger">1,284 <span class="visually-hidden">unpaid</span>`,
		`class="side" id="nav" popover`, `id="tabbar"`, `id="dialogs"`, `id="toast-failed"`,
	} {
		if !strings.Contains(got, w) {
			t.Errorf("the client's page lacks %s", w)
		}
	}
	if n := strings.Count(got, "aria-current"); n != 2 {
		t.Errorf("%d entries are current: the side bar's and the bottom bar's should be", n)
	}
	if strings.Contains(got, "/portal/accounts") {
		t.Error("one account, and yet a switch")
	}
	s.Accounts = 2
	if got := html(t, Client(s)); strings.Count(got, `href="/portal/accounts"`) != 2 {
		t.Error("two accounts, and no switch in both bars")
	}
}

func TestRenamedRooms(t *testing.T) {
	b := portal.NewBusiness("Larkfield", "USD", "UTC")
	b.Wording.Words = map[string]string{"Client": "Customer", "Clients": "Customers"}
	var out strings.Builder
	if err := Staff(Shell{Role: portal.Owner}).Render(words.With(context.Background(), words.New("en", b)), &out); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "Customers <") || strings.Contains(got, "Clients") || !strings.Contains(got, "Customer</a>") {
		t.Error(got)
	}
}

func TestLiveAndPreview(t *testing.T) {
	got := html(t, Client(Shell{
		Live: Live{"/portal/live", "417"}, Preview: &Preview{Staff: "Sam", As: "Acme", Acting: true},
	}))
	for _, w := range []string{
		`<div id="live-417" data-live hx-preserve hx-sse:connect="/portal/live" hx-sse:close="ended" hidden>`, "Sam, you are acting for Acme.",
		`action="/office/preview/end"`,
	} {
		if !strings.Contains(got, w) {
			t.Errorf("lacks %s", w)
		}
	}
	if strings.Contains(got, "/office/preview/act") {
		t.Error("who acts already is asked to act")
	}
}

func TestPartials(t *testing.T) {
	s := Shell{Title: "Invoices", Brand: Brand{Name: "Larkfield"}, Flash: &Flash{ui.Success, "Saved."}}
	got := html(t, Part(s))
	if !strings.HasPrefix(got, "<title>Invoices · Larkfield</title>") || !strings.Contains(got, `<hx-partial hx-target=".toast-spot"`) || strings.Contains(got, "<html") {
		t.Error(got)
	}
	if got := html(t, Fragment(nil)); got != "" {
		t.Error(got)
	}
}

// TestIconsAreInTheSprite reads the table that the sprite is built from.
func TestIconsAreInTheSprite(t *testing.T) {
	list, err := os.ReadFile("../../tools/icons.txt")
	if err != nil {
		t.Skip(err)
	}
	have := strings.Fields(string(list))
	for _, table := range [][]entry{clientNav, staffNav, newThings} {
		for _, e := range table {
			if !slices.Contains(have, e.icon) {
				t.Errorf("%s is not in the sprite", e.icon)
			}
		}
	}
}
