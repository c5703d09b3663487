package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
)

// TestInvoicePDF opens the same invoice from the client's page and from the office's.
func TestInvoicePDF(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	n, err := strconv.ParseUint(w.OwnThings["invoice"], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	id := portal.InvoiceID(n)
	for _, c := range []struct {
		name      string
		browser   *testkit.Browser
		page, pdf string
	}{
		{"client", w.As(w.Ann), paths.PortalInvoice(id).String(), paths.PortalInvoicePDF(id).String()},
		{"office", w.AsStaff(w.Office), paths.OfficeInvoice(id).String(), paths.OfficeInvoicePDF(id).String()},
	} {
		t.Run(c.name, func(t *testing.T) {
			if page := c.browser.Get(c.page); !strings.Contains(page.Body, `href="`+c.pdf+`"`) {
				t.Errorf("%s has no way to its PDF", c.page)
			}
			got := c.browser.Get(c.pdf)
			if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "application/pdf" {
				t.Fatalf("%s: %d %s", c.pdf, got.StatusCode, got.Header.Get("Content-Type"))
			}
			if d := got.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "inline; filename=") || !strings.HasSuffix(d, `.pdf"`) {
				t.Errorf("it is sent as %q", d)
			}
			if text := shown(t, got); !strings.Contains(text, testkit.Marker("own")) || !strings.Contains(text, "Page 1 of 1") {
				t.Errorf("the PDF says\n%s", text)
			}
		})
	}
	foreign := w.As(w.Bob).Get(paths.PortalInvoicePDF(id).String())
	if foreign.StatusCode != http.StatusNotFound {
		t.Errorf("another client gets %d", foreign.StatusCode)
	}
}
