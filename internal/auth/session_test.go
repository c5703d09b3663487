package auth

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/sessions"
	"pgregory.net/rapid"
)

// memory is a Backend for tests.
type memory struct {
	mu   sync.Mutex
	m    map[[32]byte]Session
	fail error
}

func (m *memory) LoadSession(_ context.Context, hash [32]byte) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.m[hash]
	if !ok {
		return s, errors.Join(m.fail, ErrNoSession)
	}
	return s, m.fail
}

func (m *memory) SaveSession(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.m[s.Hash] = s
	return m.fail
}

func (m *memory) DeleteSession(_ context.Context, hash [32]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.m, hash)
	return m.fail
}

func TestStore(t *testing.T) {
	for _, secure := range []bool{true, false} {
		back, now := &memory{m: map[[32]byte]Session{}}, noon
		st := NewStore(back, Cookies{Secure: secure}, func() time.Time { return now })
		name := map[bool]string{true: "__Host-portico", false: "portico"}[secure]

		r := httptest.NewRequest("GET", "/", nil)
		g, err := st.Get(r, Cookies{Secure: secure}.SessionName())
		if err != nil || !g.IsNew {
			t.Fatal(g, err)
		}
		w := httptest.NewRecorder()
		if err := sessions.Save(r, w); err != nil || len(w.Header()) != 0 || len(back.m) != 0 {
			t.Error("a visitor gets a session", w.Header(), err)
		}
		s, token := Begin(Session{Person: 4, Keep: true, UserAgent: "x Firefox/1 Macintosh\r\n"}, now)
		Set(g, s, token)
		if err := g.Save(r, w); err != nil {
			t.Fatal(err)
		}
		cookie := w.Result().Cookies()[0]
		if cookie.Name != name || cookie.Value != token || !cookie.HttpOnly || cookie.Secure != secure || cookie.Path != "/" ||
			cookie.Domain != "" || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != int(SessionMax/time.Second) {
			t.Errorf("%+v", cookie)
		}
		if _, ok := back.m[HashToken(token)]; !ok || s.Device != "Firefox on Mac" || strings.ContainsAny(s.UserAgent, "\r\n") {
			t.Errorf("%+v", s)
		}

		next := httptest.NewRequest("GET", "/", nil)
		next.AddCookie(&http.Cookie{Name: "theme", Value: "dark"})
		next.AddCookie(cookie)
		if got, err := st.Read(next); err != nil || got.Person != 4 {
			t.Error(got, err)
		}
		g, err = st.Get(next, name)
		if got, ok := SessionOf(g); err != nil || g.IsNew || !ok || got.Person != 4 {
			t.Error(got, err)
		}
		w = httptest.NewRecorder()
		if err := g.Save(next, w); err != nil || len(w.Header()) != 0 {
			t.Error("saving sends the cookie again", err)
		}
		now = now.Add(SessionMax)
		if _, err := st.Read(next); !errors.Is(err, ErrNoSession) {
			t.Error("outlives its end", err)
		}
		now = noon
		g.Options.MaxAge = -1
		if err := g.Save(next, w); err != nil || len(back.m) != 0 || w.Result().Cookies()[0].MaxAge != -1 {
			t.Error("does not sign out", err)
		}
		if _, err := st.Read(next); !errors.Is(err, ErrNoSession) {
			t.Error(err)
		}
		back.m[s.Hash] = s
		back.fail = errors.New("disk")
		if _, err := st.Read(next); !errors.Is(err, back.fail) {
			t.Error("a broken store looks like being signed out", err)
		}
	}
}

func TestRotate(t *testing.T) {
	s, token := Begin(Session{Person: 4, PreviewClient: 3, Acting: true}, noon)
	next, token2 := Rotate(s)
	if token == token2 || s.Hash == next.Hash || next.Hash != HashToken(token2) || !next.Created.Equal(s.Created) || s.PreviewClient != 0 || s.Acting {
		t.Error(s, next)
	}
}

func TestCookieIsOnlyUntilTheBrowserClosesUnlessKept(t *testing.T) {
	s, token := Begin(Session{Person: 4}, noon)
	w := httptest.NewRecorder()
	Cookies{}.SetSession(w, token, s, noon)
	if got := w.Header().Get("Set-Cookie"); strings.Contains(got, "Max-Age") || strings.Contains(got, "Expires") || strings.Contains(got, "Secure") {
		t.Error(got)
	}
}

// TestSessionTimes: whatever the use, no session passes its absolute end, none is idle for too long, and no
// two writes are less than a minute apart.
func TestSessionTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _ := Begin(Session{Person: 1, Keep: rapid.Bool().Draw(t, "keep")}, noon)
		now, seen := noon, noon
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20*24*3600).Draw(t, "gap")) * time.Second)
			if s.Keep && now.Sub(noon) >= SessionMax && !s.Expired(now) || !s.Keep && now.Sub(noon) >= SessionShort && !s.Expired(now) {
				t.Fatal("passes its end")
			}
			if now.Sub(seen) > SessionIdle+SessionTouch && !s.Expired(now) {
				t.Fatal("idle for too long")
			}
			if s.Expired(now) {
				return
			}
			if before := s.LastSeen; s.Touch(now) != (now.Sub(before) >= SessionTouch) {
				t.Fatal("touches too often or too rarely")
			}
			seen = now
			if s.Expires.After(s.Last()) {
				t.Fatal("slides past its end")
			}
			if rapid.Bool().Draw(t, "rotate") {
				s, _ = Rotate(s)
			}
		}
	})
}

func TestExpiresIsNotTrustedAlone(t *testing.T) {
	s, _ := Begin(Session{Person: 1, Keep: true}, noon)
	s.Expires = noon.AddDate(10, 0, 0) // doctored, or written by a version with longer sessions
	if s.Expired(noon.Add(SessionMax-1)) || !s.Expired(noon.Add(SessionMax)) {
		t.Error("outlives 90 days")
	}
}

func TestPreviewAndFresh(t *testing.T) {
	s, _ := Begin(Session{Person: 1, Staff: true}, noon)
	s.StartPreview(8, 0, noon)
	s.Acting = true
	if !s.Previewing(noon.Add(PreviewLife-1)) || s.Previewing(noon.Add(PreviewLife)) {
		t.Error("a preview lasts 30 minutes")
	}
	s.StartPreview(8, 5, noon)
	if s.Acting {
		t.Error("a new preview acts at once")
	}
	s.EndPreview()
	if s.Previewing(noon) || s.PreviewOf != 0 {
		t.Error(s)
	}
	if s.Refresh(noon); !s.Fresh(noon.Add(FreshLife-1)) || s.Fresh(noon.Add(FreshLife)) {
		t.Error("fresh for 10 minutes")
	}
}

func TestCookieToken(t *testing.T) {
	a, b := strings.Repeat("a", TokenLen), strings.Repeat("b", TokenLen)
	for header, want := range map[string]string{
		"portico=" + a: a, "x=1; portico=" + a + "; y=2": a, "portico=" + a + "; portico=" + a: a, ";;portico=" + a + ";": a,
		"portico=" + a + "; portico=" + b: "", // planted by a neighbour
		"portico=" + a[1:]:                "", "portico=" + a + "a": "", `portico="` + a + `"`: "", "Portico=" + a: "", "portico2=" + a: "",
		"portico": "", "": "", "portico=; x": "", "portico=" + a[1:] + "+": "", "x=portico=" + a: "",
	} {
		if got, ok := cookieToken([]string{header}, "portico"); got != want || ok != (want != "") {
			t.Errorf("%s: %q", header, got)
		}
	}
	if _, ok := cookieToken([]string{"portico=" + a, "portico=" + b}, "portico"); ok {
		t.Error("two headers, two values")
	}
}

// FuzzCookieToken: never a panic, only tokens come out, and what comes out net/http has seen too.
func FuzzCookieToken(f *testing.F) {
	a := strings.Repeat("a", TokenLen)
	for _, s := range []string{"portico=" + a, "a=b; portico=" + a, "portico=" + a + ";portico=x", "=;=;", "portico=\"" + a + "\"", " portico =" + a, "\tportico=" + a} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, header string) {
		got, ok := cookieToken([]string{header}, "portico")
		if ok != (got != "") || ok && !TokenShaped(got) {
			t.Fatalf("%q: %q %v", header, got, ok)
		}
		r := &http.Request{Header: http.Header{"Cookie": {header}}}
		std, seen := map[string]bool{}, 0
		for _, c := range r.Cookies() {
			if c.Name == "portico" && TokenShaped(c.Value) && !c.Quoted {
				std[c.Value] = true
				seen++
			}
		}
		if ok && seen > 0 && !std[got] || len(std) > 1 && ok {
			t.Fatalf("%q: %q, net/http sees %v", header, got, std)
		}
	})
}

func BenchmarkStoreRead(b *testing.B) {
	back := &memory{m: map[[32]byte]Session{}}
	s, token := Begin(Session{Person: 4}, noon)
	back.m[s.Hash] = s
	st := NewStore(back, Cookies{}, func() time.Time { return noon })
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Cookie", "theme=dark; portico="+token+"; portico-browser="+NewToken())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := st.Read(r); err != nil {
			b.Fatal(err)
		}
	}
}
