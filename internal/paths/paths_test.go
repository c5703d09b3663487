package paths

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"net/url"
	"strings"
	"testing"

	"portico/portal"
)

func TestWith(t *testing.T) {
	for _, test := range []struct{ got, want URL }{
		{PortalInvoices().With("status", "unpaid", "q", "a & b"), "/portal/invoices?q=a+%26+b&status=unpaid"},
		{PortalInvoices().With("q", ""), "/portal/invoices"},
		{PortalInvoices().With("q", "x").With("q", ""), "/portal/invoices"},
		{PortalInvoices().With("q", "x").With("after", "7"), "/portal/invoices?after=7&q=x"},
		{PortalInvoices().With("q", "x").With("q", "y"), "/portal/invoices?q=y"},
		{PortalInvoices().With("odd"), "/portal/invoices"},
		{PortalInvoices().At("rows").With("q", "x"), "/portal/invoices?q=x#rows"},
		{PortalInvoices().With("q", "x").At("rows").With("q", "y"), "/portal/invoices?q=y#rows"},
		{PortalInvoices().With("q", "\"><script>"), "/portal/invoices?q=%22%3E%3Cscript%3E"},
		{PortalInvoices().WithAll(url.Values{"b": {"2", "3"}, "a": {"1"}, "c": {""}}), "/portal/invoices?a=1&b=2&b=3"},
		{PortalInvoices().With("z", "0").WithAll(url.Values{"a": {"1"}}), "/portal/invoices?z=0&a=1"},
	} {
		if test.got != test.want {
			t.Errorf("%s, want %s", test.got, test.want)
		}
	}
}

func TestTokensStayInTheirSegment(t *testing.T) {
	for _, tok := range []string{"abc-_123", "../../office", "a/b?c#d", "ä🙂", ""} {
		for _, u := range []URL{Invitation(tok), Register(tok), SetUp(tok), OwnerLink(tok), SignInLink(tok)} {
			p, err := url.Parse(u.String())
			if err != nil || p.RawQuery != "" || p.Fragment != "" || !strings.HasSuffix(p.Path, "/"+tok) {
				t.Errorf("%q: %s %v", tok, u, err)
			}
		}
	}
}

func TestLocal(t *testing.T) {
	for s, want := range map[string]URL{
		"/portal/invoices?status=unpaid": "/portal/invoices?status=unpaid", "/": "/",
		"": "/x", "//evil.example": "/x", "/\\evil.example": "/x", "https://evil.example": "/x", "javascript:alert(1)": "/x",
		"portal": "/x", "/a\r\nSet-Cookie: b": "/x", "/\t/evil.example": "/x", "/%zz": "/x", "/" + strings.Repeat("a", 3000): "/x",
	} {
		if got := Local(s, "/x"); got != want {
			t.Errorf("%q: %s", s, got)
		}
	}
}

func TestLinksOfPeople(t *testing.T) {
	for _, test := range []struct{ got, want URL }{
		{Tel("+1 (207) 555-0188"), "tel:+12075550188"},
		{Tel("none"), ""},
		{Tel("javascript:1"), ""},
		{Mail("ann@example.com"), "mailto:ann@example.com"},
		{Mail("ann"), ""},
		{Mail("a?subject=x@example.com"), "mailto:a%3Fsubject=x@example.com"},
		{Map(""), ""},
		{Map("1 High St & Co"), "https://www.openstreetmap.org/search?query=1+High+St+%26+Co"},
	} {
		if test.got != test.want {
			t.Errorf("%s, want %s", test.got, test.want)
		}
	}
}

func TestAssets(t *testing.T) {
	if got := Asset("app.css"); got != "/static/app.css" {
		t.Error(got)
	}
	UseAssets(map[string]string{"app.css": "app.1e54a6d132.css"})
	t.Cleanup(func() { manifest.Store(nil) })
	if got := Asset("app.css"); got != "/static/app.1e54a6d132.css" {
		t.Error(got)
	}
	if got := Asset("other.js"); got != "/static/other.js" {
		t.Error(got)
	}
}

// TestEveryLiteralPathParses reads every path that the package spells out: clean, rooted, lower case.
func TestEveryLiteralPathParses(t *testing.T) {
	set := gotoken.NewFileSet()
	seen := map[string]gotoken.Position{}
	for _, name := range []string{"client.go", "staff.go", "signin.go"} {
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			fn, ok := n.(*ast.FuncDecl)
			if !ok {
				return true
			}
			var path string
			ast.Inspect(fn, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == gotoken.STRING {
					if s := strings.Trim(lit.Value, `"`); path == "" || s != "" {
						path += s + ":"
					}
				}
				return true
			})
			clean := strings.ReplaceAll(strings.TrimSuffix(path, ":"), ":", "7")
			if u, err := url.Parse(clean); err != nil || u.Path != clean || !strings.HasPrefix(clean, "/") || strings.ToLower(clean) != clean || strings.Contains(clean, "//") {
				t.Errorf("%s: %s", fn.Name.Name, path)
			}
			if other, ok := seen[path]; ok {
				t.Errorf("%s is %s too, at %s", fn.Name.Name, path, other)
			}
			seen[path] = set.Position(fn.Pos())
			return false
		})
	}
	if len(seen) < 80 {
		t.Errorf("only %d paths", len(seen))
	}
}

func TestIDs(t *testing.T) {
	for _, test := range []struct{ got, want URL }{
		{PortalInvoice(42), "/portal/invoices/42"},
		{OfficeClientPortal(7), "/office/clients/7/portal"},
		{OfficeContact(portal.ContactID(1<<64 - 1)), "/office/contacts/18446744073709551615"},
		{OfficeRun(4), "/office/runs/4"},
		{PortalMine.PasskeyRemove("a/b"), "/portal/profile/passkeys/a%2Fb/remove"},
		{BrandStyle("ab12"), "/brand/ab12.css"},
	} {
		if test.got != test.want {
			t.Errorf("%s, want %s", test.got, test.want)
		}
	}
}
