package gallery

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"portico/internal/words"
	"portico/portal"
	"portico/views/layout"
	"portico/views/ui"
)

// nasty is what people may type, or attack with.
var nasty = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</textarea></title></style><svg onload=alert(1)>`,
	`javascript:alert(1)`, `{{constructor.constructor('alert(1)')()}}`, "a\x00b\u2028c", "\u202etxt.exe", "שלום עולם", "سخان المياه", "🙂👩‍👩‍👧", "&lt;b&gt; &amp;amp;",
	strings.Repeat("long", 500), "%s %d %!", `\u003cscript\u003e`, "`${alert(1)}`", "<!-- --><!--",
}

// TestNastyInput renders every piece with every nasty text: no element and no attribute may come of it that
// isn't there with a harmless one, and it must be readable as it was typed.
func TestNastyInput(t *testing.T) {
	shell := func(text string) layout.Shell {
		s := ClientShell()
		s.Title, s.Brand.Name, s.Account, s.Person, s.Role = text, text, text, text, portal.Owner
		s.Flash, s.Preview = &layout.Flash{Variant: ui.Success, Text: text}, &layout.Preview{Staff: text, As: text, Until: Now}
		s.Crumbs = []ui.Crumb{{Label: text, URL: "/office"}, {Label: text}}
		return s
	}
	for _, side := range []string{"client", "staff", "door"} {
		page := func(text string) string {
			s, body := shell(text), Pieces(text, Now)
			switch side {
			case "client":
				return render(t, in("en"), within(layout.Client(s), body))
			case "staff":
				return render(t, in("en"), within(layout.Staff(s), body))
			}
			return render(t, in("en"), within(layout.Door(s), layout.Trouble(layout.Problem{Title: text, Text: text, Ref: text, Go: "/", Label: text, Second: "/", Other: text})))
		}
		want := skeleton(t, page("harmless"))
		for _, text := range nasty {
			out := page(text)
			if got := skeleton(t, out); !slices.Equal(got, want) {
				t.Errorf("%s, %q: the markup changed: %s", side, text, firstDifference(got, want))
			}
			if clean := strings.ReplaceAll(text, "\x00", "\ufffd"); !strings.Contains(textOf(t, out), clean) {
				t.Errorf("%s, %q is not there as it was typed", side, text)
			}
		}
	}
}

// TestNoScriptOrStyleInMarkup holds what the Content-Security-Policy would refuse anyway.
func TestNoScriptOrStyleInMarkup(t *testing.T) {
	for name, page := range pages() {
		walk(t, render(t, in("en"), page), func(n *html.Node) {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") || strings.HasPrefix(strings.TrimSpace(a.Val), "javascript:") {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
				}
			}
			if n.Data == "style" || n.Data == "script" && n.FirstChild != nil {
				t.Errorf("%s: an inline <%s>", name, n.Data)
			}
		})
	}
}

// TestMarkupHoldsTogether checks what a browser would silently mend: double ids, labels and describedby that lead
// nowhere, buttons of a form that isn't there, forms in forms.
func TestMarkupHoldsTogether(t *testing.T) {
	for name, page := range pages() {
		out := render(t, in("en"), page)
		ids, refs := map[string]int{}, map[string]string{}
		walk(t, out, func(n *html.Node) {
			for _, a := range n.Attr {
				switch a.Key {
				case "id":
					ids[a.Val]++
				case "for", "aria-labelledby", "aria-describedby", "popovertarget", "commandfor":
					for _, id := range strings.Fields(a.Val) {
						refs[id] = n.Data + " " + a.Key
					}
				case "form":
					if strings.HasPrefix(name, "staff") {
						refs[a.Val] = n.Data + " form"
					}
				}
			}
		})
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: %d elements with the id %s", name, n, id)
			}
		}
		for id, from := range refs {
			if ids[id] == 0 {
				t.Errorf("%s: %s leads to #%s, which isn't there", name, from, id)
			}
		}
		depth := 0
		for z := html.NewTokenizer(strings.NewReader(out)); ; {
			kind := z.Next()
			if kind == html.ErrorToken {
				break
			}
			if tag, _ := z.TagName(); string(tag) == "form" {
				switch kind {
				case html.StartTagToken:
					depth++
				case html.EndTagToken:
					depth--
				}
				if depth > 1 {
					t.Errorf("%s: a form in a form", name)
					break
				}
			}
		}
	}
}

// TestPseudoLanguageReachesEveryText renders the layouts accented: a text of ours that is not is not translated.
func TestPseudoLanguageReachesEveryText(t *testing.T) {
	ctx := words.With(context.Background(), words.New("en-XA", Business()).At(Now))
	s := layout.Shell{Title: "~", Brand: layout.Brand{Name: "~"}, Account: "~", Accounts: 2, Person: "~", Role: portal.Owner, Can: portal.AllPermissions}
	s.Preview = &layout.Preview{Staff: "~", As: "~", Until: Now}
	for _, page := range []string{
		render(t, ctx, layout.Client(s)), render(t, ctx, layout.Staff(s)), render(t, ctx, layout.Door(s)), render(t, ctx, ui.Timeline([]ui.Happening{{Text: "~", At: time.Time{}}})),
		render(t, ctx, ui.PermissionsEditor(ui.PermissionsBox{})), render(t, ctx, ui.ModuleSwitches(0)), render(t, ctx, ui.Named(ui.ContactCloud{Name: "~", State: portal.CloudOn})),
	} {
		walk(t, page, func(n *html.Node) {
			if n.Type != html.TextNode || n.Parent.Data == "kbd" || n.Parent.Data == "title" {
				return
			}
			text := strings.TrimSpace(n.Data)
			if text != "" && text != "?" && !strings.Contains(text, "~") {
				t.Errorf("%q is not translated", text)
			}
		})
	}
}

func walk(t *testing.T, page string, visit func(*html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var down func(*html.Node)
	down = func(n *html.Node) {
		visit(n)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			down(c)
		}
	}
	down(root)
}

// skeleton is a page's elements and the names of their attributes.
func skeleton(t *testing.T, page string) (lines []string) {
	walk(t, page, func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		line := n.Data
		for _, a := range n.Attr {
			line += " " + a.Key
		}
		lines = append(lines, line)
	})
	return lines
}

func textOf(t *testing.T, page string) string {
	var b strings.Builder
	walk(t, page, func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	})
	return b.String()
}

func firstDifference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + " instead of " + b[i]
		}
	}
	return "more or fewer elements"
}
