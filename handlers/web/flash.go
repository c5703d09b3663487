package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"portico/internal/auth"
	"portico/views/ui"
)

// Flash is a message for the next page, sealed in a cookie so that nobody else can write one.
type Flash struct {
	Variant ui.Variant
	Text    string
}

const flashCookie = "portico-flash"

func (c *Ctx) flashName() string {
	if c.Secure {
		return "__Host-" + flashCookie
	}
	return flashCookie
}

func (c *Ctx) setFlash(f Flash) {
	plain, err := json.Marshal(f)
	if err != nil {
		return
	}
	sealed := c.Env.Keys.Seal(auth.UseSession, plain, []byte(flashCookie))
	c.flashCookie(base64.RawURLEncoding.EncodeToString(sealed), 60)
}

func (c *Ctx) flashCookie(value string, age int) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: c.flashName(), Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: c.Secure,
		SameSite: http.SameSiteLaxMode,
	})
}

// hasFlash reports whether a message waits: such a page is never taken from a cache.
func (c *Ctx) hasFlash() bool {
	_, err := c.Request.Cookie(c.flashName())
	return err == nil
}

// takeFlash reads the waiting message and removes it.
func (c *Ctx) takeFlash() *Flash {
	if c.flash != nil {
		return c.flash
	}
	ck, err := c.Request.Cookie(c.flashName())
	if err != nil {
		return nil
	}
	c.flashCookie("", -1)
	sealed, err := base64.RawURLEncoding.DecodeString(ck.Value)
	if err != nil {
		return nil
	}
	plain, err := c.Env.Keys.Open(auth.UseSession, sealed, []byte(flashCookie))
	if err != nil {
		return nil
	}
	var f Flash
	if json.Unmarshal(plain, &f) != nil {
		return nil
	}
	return &f
}
