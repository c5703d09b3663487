package web

import (
	"bytes"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

var buffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 64<<10)) }}

// zippers compress fast: a page of 30 KB shrinks to 5 in about 100 µs.
var zippers = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, 5)
	if err != nil {
		panic(err) // only for a level that doesn't exist
	}
	return z
}}

// worthZipping is the size from which compressing pays.
const worthZipping = 1400

// write sends a finished body, compressed where the browser takes it.
func (c *Ctx) write(status int, kind string, body []byte) error {
	h := c.Writer.Header()
	h.Set("Content-Type", kind)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	if h.Get("Vary") == "" {
		h.Set("Vary", "HX-Request-Type, Accept-Encoding, Cookie")
	}
	if len(body) < worthZipping || !strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		return c.whole(status, kind, body)
	}
	h.Set("Content-Encoding", "gzip")
	small := buffers.Get().(*bytes.Buffer)
	small.Reset()
	defer buffers.Put(small)
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(small)
	if _, err := z.Write(body); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return c.whole(status, kind, small.Bytes())
}

// whole sends a body of known length: net/http cuts others into chunks.
func (c *Ctx) whole(status int, kind string, body []byte) error {
	c.Header("Content-Length", strconv.Itoa(len(body)))
	c.Data(status, kind, body)
	return nil
}
