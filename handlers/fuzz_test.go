package handlers_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"portico/handlers"
	"portico/handlers/web"
	"portico/internal/testkit"
)

// hostile are values that have broken programs before.
var hostile = []string{
	"", " ", "0", "-1", "18446744073709551615", "1e309", "NaN", "0.000000000000000001", "1,5", "2026-02-31", "0000-00-00", "yes",
	"\x00", "\xff\xfe", "\u202e\u0000\ufffd", "../../etc/passwd", "%00%0d%0aX: y", "<script>alert(1)</script>", "{{.}}", "'; --", "=1+1",
	"a@b", "Ann <a@b.test>, x@y.test", "https://evil.test/", "//evil.test", "\r\nBcc: x@y.test", "🦄🦄🦄", string(make([]byte, 4096)),
}

// seeds is how many of the hostile values a plain test run tries on each route; every one is tried on some.
const seeds = 6

func seed(route, n int) (value, other string) {
	return hostile[(seeds*route+n)%len(hostile)], hostile[(route+5*n)%len(hostile)]
}

func fuzzTable(f *testing.F, method string) (*testkit.World, []web.Route) {
	w := testkit.NewWorld(testkit.Start(f))
	var routes []web.Route
	for _, r := range handlers.Table(w.Env, nil) {
		if r.Method == method && !streams(r) {
			routes = append(routes, r)
		}
	}
	return w, routes
}

// whoever opens a fresh session for one of those who may use a route: an earlier try may have ended the last.
func whoever(w *testkit.World, r web.Route) *testkit.Browser {
	switch {
	case r.Policy.IsPublic():
		return w.Anonymous()
	case r.Policy.Role() != 0:
		return w.AsStaff(w.Owner)
	}
	return w.As(w.Ann)
}

// FuzzCursor asks every page with random queries: never a crash.
func FuzzCursor(f *testing.F) {
	w, routes := fuzzTable(f, http.MethodGet)
	for i := range routes {
		for n := range seeds {
			v, other := seed(i, n)
			f.Add(uint16(i), v, other)
		}
	}
	f.Fuzz(func(t *testing.T, route uint16, after, other string) {
		w.T = t
		r := routes[int(route)%len(routes)]
		q := url.Values{"after": {after}}
		for _, k := range []string{"q", "status", "from", "to", "client", "contact", "role", "kind", "preset", "state", "contractor", "all", "show", "next"} {
			q.Set(k, other)
		}
		path := parameter.ReplaceAllStringFunc(r.Path, func(p string) string { return idsOf(t, w, p[1:]).own })
		if a := whoever(w, r).Get(path + "?" + q.Encode()); a.StatusCode >= 500 {
			t.Errorf("%s?%s: status %d", path, q.Encode(), a.StatusCode)
		}
	})
}

// FuzzForms posts every form with random values: never a crash.
func FuzzForms(f *testing.F) {
	w, routes := fuzzTable(f, http.MethodPost)
	names := fieldNames(f)
	for i := range routes {
		for n := range seeds {
			v, other := seed(i, n)
			f.Add(uint16(i), byte(n), v, other)
		}
	}
	f.Fuzz(func(t *testing.T, route uint16, mix byte, value, other string) {
		w.T = t
		w.Pass(time.Minute)
		r := routes[int(route)%len(routes)]
		form := url.Values{}
		for i, name := range names {
			form.Add(name, value)
			if (i+int(mix))%3 == 0 {
				form.Set(name, other)
			}
		}
		path := parameter.ReplaceAllStringFunc(r.Path, func(p string) string {
			ids := idsOf(t, w, p[1:])
			return []string{ids.own, ids.own, ids.foreign, ids.absent}[mix%4]
		})
		if a := whoever(w, r).Do(http.MethodPost, path, form); a.StatusCode >= 500 {
			t.Errorf("POST %s with %q, %q: status %d", path, value, other, a.StatusCode)
		}
	})
}

var formTag = regexp.MustCompile("form:\"([a-z_]+)|(?:PostForm|FormValue|Query)[A-Za-z]*\\(\"([a-z_]+)")

// fieldNames are the names of every field that a handler reads.
func fieldNames(t testing.TB) (names []string) {
	files, err := filepath.Glob("*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no handlers: ", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range formTag.FindAllSubmatch(src, -1) {
			names = append(names, string(m[1])+string(m[2]))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
