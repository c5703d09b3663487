package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"portico/internal/auth"
)

// validator is a weak ETag over everything that a page of this visitor is drawn from. Policy has run before.
func (c *Ctx) validator() string {
	v := &c.V
	nums := make([]byte, 0, 96)
	for _, n := range []int64{
		int64(v.Scope.Person()), int64(v.Scope.Contact()), int64(v.Scope.Client()), int64(v.Scope.Mode()), int64(v.Today),
		v.Counters.Client, v.Counters.Person, v.Counters.Business,
	} {
		nums = binary.BigEndian.AppendUint64(nums, uint64(n))
	}
	if c.Partial() {
		nums = append(nums, 1)
	}
	sum := c.Env.Keys.MAC(auth.UseETag, []byte(c.Build), nums, v.Session.Hash[:], []byte(c.L.Lang()), []byte(c.Request.URL.RequestURI()))
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// PageKey is the once-key of a form on a page that browsers may keep: another one as soon as the page would show
// something else, as it does when the form is taken.
func (c *Ctx) PageKey() string { return strings.Trim(c.validator(), `W/"`) }

// unchanged answers 304 when the browser's copy is still good.
func (c *Ctx) unchanged() bool {
	if c.hasFlash() || c.Request.Method != http.MethodGet {
		return false
	}
	tag := c.validator()
	c.Header("ETag", tag)
	c.Header("Cache-Control", "private, no-cache")
	c.Header("Vary", "HX-Request-Type, Accept-Encoding, Cookie")
	if !strings.Contains(c.GetHeader("If-None-Match"), tag) || c.bodies != nil {
		return false
	}
	c.Status(http.StatusNotModified)
	c.Writer.WriteHeaderNow()
	return true
}

// bodyCheck remembers, in tests, the body behind each validator: the same validator with another body is a fault.
type bodyCheck struct {
	mu   sync.Mutex
	sums map[string][32]byte
	bad  func(string)
}

// CheckBodies makes every render compare its body with the one that the same validator had before.
func (e *Env) CheckBodies(bad func(string)) {
	e.bodies = &bodyCheck{sums: map[string][32]byte{}, bad: bad}
}

func (b *bodyCheck) see(tag, url string, body []byte) {
	if b == nil || tag == "" {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	sum := sha256.Sum256(body)
	if old, ok := b.sums[tag]; ok && old != sum {
		b.bad(fmt.Sprintf("validator %s of %s had another body before", tag, url))
	}
	b.sums[tag] = sum
}
