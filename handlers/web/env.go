package web

import (
	"io/fs"
	"sync"
	"time"

	"portico/internal/auth"
	"portico/internal/live"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
)

// Env is what handlers need besides the request.
type Env struct {
	Service *service.Service
	Keys    *auth.Keys
	Assets  fs.FS
	Live    *live.Hub
	Build   string                 // part of every validator: a new program draws new pages
	Secure  bool                   // cookies for https only
	Host    func(host string) bool // answers for this Host header; nil = any
	Trusted []string               // proxies that may name the client's address
	Demo    bool
	Recheck time.Duration // how often a live stream looks its access up again; 0 = every 5 s

	Observe   func(method, route string, status int, took time.Duration) // for metrics; nil = nobody counts
	AccessLog bool

	locales sync.Map // localeKey → *words.Locale
	bodies  *bodyCheck
}

type localeKey struct {
	business int64
	lang     string
}

// locale returns the words and formats of a language under the newest settings.
func (e *Env) locale(lang string, version int64, b *portal.Business) *words.Locale {
	if lang == "" {
		lang = b.Profile.Language
	}
	key := localeKey{version, lang}
	if l, ok := e.locales.Load(key); ok {
		return l.(*words.Locale)
	}
	l := words.New(lang, *b)
	e.locales.Store(key, l)
	return l
}
