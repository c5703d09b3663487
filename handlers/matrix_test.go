package handlers_test

import (
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"portico/handlers"
	"portico/handlers/web"
	"portico/internal/testkit"
	"portico/portal"
)

var parameter = regexp.MustCompile(`[:*]([a-z_]+)`)

// ids are the four ids that every path parameter is tried with.
type ids struct{ own, foreign, absent, malformed string }

// idsOf finds a parameter's ids. A new kind of parameter needs a line here or a fixture in testkit.World.
func idsOf(t *testing.T, w *testkit.World, name string) ids {
	t.Helper()
	if own, ok := w.OwnThings[name]; ok {
		return ids{own, w.OtherThings[name], "999999", "x%27;--"}
	}
	switch name {
	case "token": // of a document link; other tokens are used up by their page
		return ids{w.OwnToken, strings.Repeat("B", 43), strings.Repeat("C", 43), "%3Cscript%3E"}
	case "file", "key", "session", "run", "number", "code":
		return ids{strings.Repeat("A", 43), strings.Repeat("B", 43), strings.Repeat("C", 43), "%3Cscript%3E"}
	}
	t.Fatalf("the path parameter :%s has no fixture: give it one in testkit.World or here", name)
	return ids{}
}

func fill(t *testing.T, w *testkit.World, path string, pick func(ids) string) string {
	return parameter.ReplaceAllStringFunc(path, func(p string) string { return pick(idsOf(t, w, p[1:])) })
}

// allowed is what the policy says of an actor, before any record is looked for.
func allowed(p web.Policy, a testkit.Actor) bool {
	switch {
	case p.IsPublic():
		return true
	case p.ForDoor(): // everybody who is somebody
		return a.Contact || a.Role != portal.RoleNone || a.Name == "disabled"
	case p.Role() != portal.RoleNone:
		return a.Role >= p.Role()
	}
	if perm, ok := p.Needs(); ok {
		return a.Contact && a.May.Has(perm)
	}
	if p.IsOwn() {
		return a.Contact && !a.Looks && a.Name != "acting"
	}
	if p.ForPortal() {
		return a.Contact
	}
	return a.Contact || a.Role != portal.RoleNone
}

// streams never end by themselves.
func streams(r web.Route) bool { return strings.HasSuffix(r.Path, "/live") }

func TestMatrix(t *testing.T) {
	t.Parallel()
	shared := testkit.NewWorld(testkit.Start(t))
	actors := shared.Actors()
	for _, r := range handlers.Table(shared.Env, nil) {
		if streams(r) {
			continue
		}
		t.Run(r.Method+" "+r.Path, func(t *testing.T) {
			w, who := shared, actors
			if r.Method != http.MethodGet { // what is allowed changes things
				t.Parallel()
				w, who = shared.Copy(t, actors)
			}
			for _, a := range who {
				cell(t, w, r, a)
			}
		})
	}
}

// cell tries one route as one actor with every kind of id.
func cell(t *testing.T, w *testkit.World, r web.Route, a testkit.Actor) {
	may := allowed(r.Policy, a)
	ask := func(pick func(ids) string) testkit.Answer {
		var form url.Values
		if r.Method != http.MethodGet {
			form = url.Values{}
		}
		before := ""
		if !may {
			before = w.Fingerprint()
		}
		got := a.Browser.Do(r.Method, fill(t, w, r.Path, pick), form)
		if got.StatusCode >= 500 {
			t.Errorf("%s: status %d", a.Name, got.StatusCode)
		}
		if !may && w.Fingerprint() != before {
			t.Errorf("%s: was refused, and yet something changed", a.Name)
		}
		return got
	}
	own := ask(func(i ids) string { return i.own })
	if !may {
		denied(t, a, own)
		return
	}
	if own.StatusCode == http.StatusForbidden && !a.Looks && r.Method == http.MethodGet {
		t.Errorf("%s: 403, though the policy allows it", a.Name)
	}
	if !parameter.MatchString(r.Path) {
		return
	}
	a.Browser.Forget("portico-flash") // what was said about the own record belongs to no other page
	absent := ask(func(i ids) string { return i.absent })
	if bad := ask(func(i ids) string { return i.malformed }); bad.StatusCode < 400 && !r.Policy.IsPublic() {
		t.Errorf("%s: a malformed id answered %d", a.Name, bad.StatusCode)
	}
	if !a.Contact || strings.HasPrefix(r.Path, "/d/") { // whoever holds a document link may see its document
		return
	}
	foreign := ask(func(i ids) string {
		if a.Name == "other client" {
			return i.own
		}
		return i.foreign
	})
	if foreign.StatusCode != absent.StatusCode || plain(foreign) != plain(absent) {
		t.Errorf("%s: a foreign record (%d) answers otherwise than an absent one (%d)", a.Name, foreign.StatusCode, absent.StatusCode)
	}
	if r.Policy.ForPortal() && absent.StatusCode < 400 {
		t.Errorf("%s: an absent record answered %d", a.Name, absent.StatusCode)
	}
}

func denied(t *testing.T, a testkit.Actor, got testkit.Answer) {
	t.Helper()
	if a.Contact || a.Role != portal.RoleNone {
		if got.StatusCode != http.StatusForbidden {
			t.Errorf("%s: status %d, want 403", a.Name, got.StatusCode)
		}
		return
	}
	if got.StatusCode != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), "/sign-in") {
		t.Errorf("%s: status %d to %q, want the sign-in page", a.Name, got.StatusCode, got.Header.Get("Location"))
	}
}

var anyID = regexp.MustCompile(`[A-Za-z0-9_-]{43}|[0-9]+`)

// plain is an answer without the id that was asked for.
func plain(a testkit.Answer) string { return anyID.ReplaceAllString(a.Body, "#") }

// TestForeignIDsInBodies puts another client's ids into every form field that is named after a kind of record.
func TestForeignIDsInBodies(t *testing.T) {
	t.Parallel()
	shared := testkit.NewWorld(testkit.Start(t))
	for _, r := range handlers.Table(shared.Env, nil) {
		fields := idFields(r.Form)
		if r.Method == http.MethodGet || len(fields) == 0 || !r.Policy.ForPortal() {
			continue
		}
		t.Run(r.Path, func(t *testing.T) {
			w, _ := shared.Copy(t, nil)
			for _, f := range fields {
				send := func(value string) testkit.Answer {
					return w.As(w.Ann).Post(fill(t, w, r.Path, func(i ids) string { return i.own }), f, value)
				}
				i := idsOf(t, w, f)
				foreign, absent := send(i.foreign), send(i.absent)
				if foreign.StatusCode != absent.StatusCode || plain(foreign) != plain(absent) {
					t.Errorf("%s: a foreign id (%d) answers otherwise than an absent one (%d)", f, foreign.StatusCode, absent.StatusCode)
				}
			}
		})
	}
}

func idFields(form any) (names []string) {
	if form == nil {
		return nil
	}
	typ := reflect.TypeOf(form)
	for i := range typ.NumField() {
		switch name := typ.Field(i).Tag.Get("form"); name {
		case "batch", "client", "contact", "invoice", "payment", "estimate", "property", "mail", "staff", "request", "credit_note":
			names = append(names, name)
		}
	}
	return names
}
