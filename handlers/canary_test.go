package handlers_test

import (
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"portico/handlers"
	"portico/internal/testkit"
)

var link = regexp.MustCompile(`(?:href|src|hx-get|action|data-[a-z-]+)="(/[^"#]*)"`)

// TestCanary walks everything that a client can reach and looks for the other client's marks.
func TestCanary(t *testing.T) {
	t.Parallel()
	w := testkit.NewWorld(testkit.Start(t))
	for _, c := range []struct {
		name    string
		browser *testkit.Browser
		hidden  []string
	}{
		{"own", w.As(w.Ann), []string{testkit.Marker("foreign")}},
		{"foreign", w.As(w.Bob), []string{testkit.Marker("own")}},
		{"empty", w.As(w.Eve), []string{testkit.Marker("own"), testkit.Marker("foreign")}},
		{"anonymous", w.Anonymous(), []string{testkit.Marker("own"), testkit.Marker("foreign")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := crawl(t, w, c.browser, c.hidden)
			if c.name != "anonymous" && n < 5 {
				t.Errorf("only %d pages were reached", n)
			}
		})
	}
}

// shown is what a page says, a PDF's text without its line ends included.
func shown(t *testing.T, p testkit.Answer) string {
	if p.Header.Get("Content-Type") != "application/pdf" {
		return p.Body
	}
	cmd := exec.Command("pdftotext", "-raw", "-", "-")
	cmd.Stdin = strings.NewReader(p.Body)
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v (make setup)", err)
	}
	return string(text) + strings.Join(strings.Fields(string(text)), "") + strings.Join(strings.Fields(string(text)), " ")
}

func crawl(t *testing.T, w *testkit.World, b *testkit.Browser, hidden []string) int {
	seen := map[string]bool{}
	var todo []string
	for _, r := range handlers.Table(w.Env, nil) {
		if r.Method == http.MethodGet && !streams(r) {
			todo = append(todo, fill(t, w, r.Path, func(i ids) string { return i.own }), fill(t, w, r.Path, func(i ids) string { return i.foreign }))
		}
	}
	reached := 0
	for len(todo) > 0 && len(seen) < 2000 {
		path := todo[0]
		todo = todo[1:]
		if seen[path] || strings.HasSuffix(path, "/live") || strings.HasPrefix(path, "/static/") {
			continue
		}
		if strings.Contains(path, w.OwnToken) && slices.Contains(hidden, testkit.Marker("own")) {
			continue // the key to that one document: TestDocumentLinkCanary looks at what it opens
		}
		seen[path] = true
		page := b.Get(path)
		if page.StatusCode >= 500 {
			t.Errorf("%s: status %d", path, page.StatusCode)
		}
		if page.StatusCode == http.StatusOK {
			reached++
		}
		for _, mark := range hidden {
			if strings.Contains(shown(t, page), mark) || strings.Contains(page.Header.Get("Location"), mark) {
				t.Errorf("%s shows %s", path, mark)
			}
		}
		for _, m := range link.FindAllStringSubmatch(page.Body, -1) {
			todo = append(todo, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
	}
	return reached
}
