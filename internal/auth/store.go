package auth

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/sessions"
)

// Backend keeps sessions under the hash of their id.
type Backend interface {
	LoadSession(ctx context.Context, hash [32]byte) (Session, error) // ErrNoSession when there is none
	SaveSession(ctx context.Context, s Session) error
	DeleteSession(ctx context.Context, hash [32]byte) error // no error when there is none
}

// Store is a sessions.Store over a Backend. Handlers that need only the session of a request call Read, which
// leaves out gorilla's registry and its copy of the request.
type Store struct {
	backend Backend
	cookies Cookies
	now     func() time.Time
}

var _ sessions.Store = (*Store)(nil)

// valueKey is where the Session lies in gorilla's Values.
type valueKey struct{}

// NewStore makes a store; now is the server's clock.
func NewStore(backend Backend, cookies Cookies, now func() time.Time) *Store {
	return &Store{backend: backend, cookies: cookies, now: now}
}

// Read is the session of a request: ErrNoSession when the cookie is missing, malformed, unknown or over; any
// other error is the backend's. It writes nothing: use Session.Touch.
func (st *Store) Read(r *http.Request) (Session, error) {
	s, _, err := st.read(r)
	return s, err
}

func (st *Store) read(r *http.Request) (s Session, token string, err error) {
	token, ok := st.cookies.Session(r)
	if !ok {
		return s, "", ErrNoSession
	}
	hash := HashToken(token)
	if s, err = st.backend.LoadSession(r.Context(), hash); err != nil {
		return Session{}, "", err
	}
	if s.Hash != hash || s.Expired(st.now()) {
		return Session{}, "", ErrNoSession
	}
	return s, token, nil
}

// Get is gorilla's: the session of the request, loaded once.
func (st *Store) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New is gorilla's: the session of the request, or a new one. As that interface asks, it is never nil; the
// error is the backend's, having no session is none.
func (st *Store) New(r *http.Request, name string) (*sessions.Session, error) {
	g := sessions.NewSession(st, name)
	g.Options = &sessions.Options{Path: "/", HttpOnly: true, Secure: st.cookies.Secure, SameSite: http.SameSiteLaxMode}
	g.IsNew = true
	s, token, err := st.read(r)
	switch {
	case err == nil:
		g.ID, g.IsNew = token, false
		g.Values[valueKey{}] = s
	case errors.Is(err, ErrNoSession):
		err = nil
	}
	return g, err
}

// Save is gorilla's: it stores what Set put in and sends the cookie; a negative MaxAge deletes both. A session
// with nothing put in sends nothing.
func (st *Store) Save(r *http.Request, w http.ResponseWriter, g *sessions.Session) error {
	s, ok := SessionOf(g)
	if g.Options != nil && g.Options.MaxAge < 0 {
		st.cookies.ClearSession(w)
		if !ok {
			return nil
		}
		return st.backend.DeleteSession(r.Context(), s.Hash)
	}
	if !ok {
		return nil
	}
	if err := st.backend.SaveSession(r.Context(), s); err != nil {
		return err
	}
	if g.ID != "" && HashToken(g.ID) == s.Hash && g.IsNew {
		st.cookies.SetSession(w, g.ID, s, st.now())
		g.IsNew = false
	}
	return nil
}

// SessionOf is our session in a gorilla session.
func SessionOf(g *sessions.Session) (Session, bool) {
	s, ok := g.Values[valueKey{}].(Session)
	return s, ok
}

// Set puts a session into a gorilla session: with the token of Begin or Rotate, so that Save sends the cookie,
// or with "" for one whose id stays.
func Set(g *sessions.Session, s Session, token string) {
	g.Values[valueKey{}] = s
	if token != "" {
		g.ID, g.IsNew = token, true
	}
}
