package handlers_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
)

// What a visit may weigh over the wire (UI.md), in bytes.
const (
	firstVisit = 60 << 10
	laterPage  = 12 << 10
)

var loaded = regexp.MustCompile(`(?:href|src)="(/(?:static|brand)/[^"#]+)`)

// TestWeight adds up what a browser loads on its first visit to the client's home, and on a later page.
func TestWeight(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Halvorsen-Whitcombe Property Management LLC")
	for i := range 40 {
		app.Invoice(acme, fmt.Sprintf("Quarterly duct cleaning %d, all blocks", i), int64(i*777+100), i-9)
	}
	b := app.As(app.Contact(acme, "Marguerite Okonkwo-Delacroix", "m@h.test", portal.AllPermissions))
	zipped := func(path string) testkit.Answer { return b.Get(path, "Accept-Encoding", "gzip, br") }
	page := b.Get("/portal").Want(t, 200)
	total := len(zipped("/portal").Body)
	seen := map[string]bool{}
	for _, m := range loaded.FindAllStringSubmatch(page.Body, -1) {
		if seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		part := zipped(m[1])
		if part.StatusCode != 200 {
			t.Errorf("%s: status %d", m[1], part.StatusCode)
		}
		total += len(part.Body)
		t.Logf("%6d bytes  %s", len(part.Body), m[1])
	}
	if len(seen) < 4 || !strings.Contains(page.Body, "app.") {
		t.Errorf("only %d assets were found", len(seen))
	}
	t.Logf("%6d bytes  first visit", total)
	if total > firstVisit {
		t.Errorf("a first visit weighs %d bytes, more than %d", total, firstVisit)
	}
	for _, path := range []string{"/portal/invoices", "/portal/profile"} {
		if n := len(zipped(path).Body); n > laterPage {
			t.Errorf("%s weighs %d bytes, more than %d", path, n, laterPage)
		}
	}
}
