package auth

import (
	"net/http"
	"strings"
	"time"
)

// Cookies reads and writes the two cookies. Secure is for https: browsers refuse the __Host- prefix without it
// (ASVS 3.3.1, 3.3.2, 3.3.4).
//
// Their values are plain random ids. A signed or encrypted cookie (securecookie) would add nothing: who can
// guess 256 bits can guess a key, and the id is looked up on every request anyway. It would cost two
// encodings, a MAC and a gob decoder, which is the one part that an attacker could feed.
type Cookies struct{ Secure bool }

const (
	sessionCookie = "portico"
	browserCookie = "portico-browser"
	browserLife   = 180 * 24 * time.Hour
)

// SessionName is the name of the session's cookie.
func (c Cookies) SessionName() string { return c.name(sessionCookie) }

func (c Cookies) name(n string) string {
	if c.Secure {
		return "__Host-" + n
	}
	return n
}

// Session is the token of the request's session cookie, if it has one that could be a token.
func (c Cookies) Session(r *http.Request) (token string, ok bool) {
	return cookieToken(r.Header["Cookie"], c.SessionName())
}

// SetSession sends the session's cookie. With Keep it lasts as long as the session at most can, since the
// server ends it earlier by itself; so using it never has to send the cookie again.
func (c Cookies) SetSession(w http.ResponseWriter, token string, s Session, now time.Time) {
	age := 0 // until the browser is closed
	if s.Keep {
		age = max(int(s.Last().Sub(now)/time.Second), 1)
	}
	c.set(w, sessionCookie, token, age)
}

// ClearSession takes the session's cookie away.
func (c Cookies) ClearSession(w http.ResponseWriter) { c.set(w, sessionCookie, "", -1) }

// Browser is the random value that tells this browser from others, before and after sign-in: codes are bound
// to it, and a device is known by it. Only its hash is stored.
func (c Cookies) Browser(r *http.Request) (value string, ok bool) {
	return cookieToken(r.Header["Cookie"], c.name(browserCookie))
}

// SetBrowser sends that value: NewToken at first, the same again to prolong it.
func (c Cookies) SetBrowser(w http.ResponseWriter, value string) {
	c.set(w, browserCookie, value, int(browserLife/time.Second))
}

func (c Cookies) set(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// cookieToken finds a token in Cookie headers without parsing all other cookies. Two different values under
// one name mean that somebody (a neighbouring host, on plain http) planted one: then neither counts.
func cookieToken(lines []string, name string) (token string, ok bool) {
	for _, line := range lines {
		for line != "" {
			var part string
			part, line, _ = strings.Cut(line, ";")
			n, value, found := strings.Cut(strings.Trim(part, " \t"), "=")
			if !found || n != name || !TokenShaped(value) {
				continue
			}
			if token != "" && token != value {
				return "", false
			}
			token = value
		}
	}
	return token, token != ""
}
