package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"portico/handlers"
	"portico/internal/testkit"
)

// TestEveryPage renders every page of the table for everybody who may see it and checks its markup.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	w := testkit.NewWorld(testkit.Start(t))
	for _, r := range handlers.Table(w.Env, nil) {
		if r.Method != http.MethodGet || streams(r) {
			continue
		}
		path := fill(t, w, r.Path, func(i ids) string { return i.own })
		for _, a := range w.Actors() {
			if !allowed(r.Policy, a) {
				continue
			}
			page := a.Browser.Get(path)
			if page.StatusCode != http.StatusOK || !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") {
				continue
			}
			for _, fault := range markupFaults(page.Body) {
				t.Errorf("%s as %s: %s", path, a.Name, fault)
			}
			part := a.Browser.Get(path, "HX-Request", "true", "HX-Request-Type", "partial")
			if part.StatusCode == http.StatusOK && strings.Contains(part.Body, "<body") {
				t.Errorf("%s as %s: the partial answer is a whole page", path, a.Name)
			}
		}
	}
}

// page gathers what a document must have once, or not at all.
type page struct {
	faults []string
	ids    map[string]bool
	labels map[string]bool
	inputs []string
	h1, ti int
}

func markupFaults(body string) []string {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	p := &page{ids: map[string]bool{}, labels: map[string]bool{}}
	p.walk(doc, false)
	if p.h1 != 1 {
		p.faults = append(p.faults, "it needs one h1")
	}
	if p.ti != 1 {
		p.faults = append(p.faults, "it needs a title")
	}
	for _, id := range p.inputs {
		if !p.labels[id] {
			p.faults = append(p.faults, "the field "+id+" has no label")
		}
	}
	return p.faults
}

func (p *page) walk(n *html.Node, labelled bool) {
	if n.Type == html.ElementNode {
		p.element(n, labelled)
		labelled = labelled || n.Data == "label"
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.walk(c, labelled)
	}
}

func (p *page) element(n *html.Node, labelled bool) {
	at := map[string]string{}
	for _, a := range n.Attr {
		at[a.Key] = a.Val
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") || strings.HasPrefix(a.Val, "javascript:") {
			p.faults = append(p.faults, "<"+n.Data+"> has "+a.Key+"=, which the content policy refuses")
		}
	}
	if id, ok := at["id"]; ok {
		if p.ids[id] {
			p.faults = append(p.faults, "the id "+id+" stands twice")
		}
		p.ids[id] = true
	}
	switch n.Data {
	case "h1":
		p.h1++
	case "title":
		if n.Namespace == "" && n.FirstChild != nil {
			p.ti++
		}
	case "style":
		p.faults = append(p.faults, "an inline style sheet")
	case "script":
		if at["src"] == "" {
			p.faults = append(p.faults, "an inline script")
		}
	case "label":
		p.labels[at["for"]] = true
	case "input", "select", "textarea":
		if at["type"] != "hidden" && at["type"] != "submit" && !labelled && at["aria-label"] == "" && at["aria-labelledby"] == "" {
			p.inputs = append(p.inputs, at["id"])
		}
	case "img":
		if _, ok := at["alt"]; !ok {
			p.faults = append(p.faults, "an image without alt: "+at["src"])
		}
	case "a":
		if strings.TrimSpace(at["href"]) == "" || at["href"] == "#" {
			p.faults = append(p.faults, "a link that leads nowhere")
		}
	}
}
