package web

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"

	"portico/portal"
	"portico/service"
)

// PDF answers with a document that the browser shows itself; saved, it has the name.
func (c *Ctx) PDF(name string, f portal.PDF) error {
	c.Header("Content-Disposition", `inline; filename="`+fileName(name)+`.pdf"`)
	c.Header("Content-Length", strconv.Itoa(len(f.Bytes)))
	c.Header("Cache-Control", "private, no-store")
	c.Data(http.StatusOK, "application/pdf", f.Bytes)
	return nil
}

// Attachment sends a file of a known size to be saved under a name. When its reader leaves early, the server
// sees that the answer is too short and breaks the connection off.
func (c *Ctx) Attachment(name, kind string, size int64, r io.Reader) error {
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	c.Header("Content-Type", kind)
	c.Header("Content-Length", strconv.FormatInt(size, 10))
	c.Header("Cache-Control", "private, no-store")
	c.Status(http.StatusOK)
	if _, err := io.Copy(c.Writer, r); err != nil {
		slog.Warn("a download was broken off", "name", name, "error", err)
	}
	return nil
}

// File answers with a file that somebody uploaded: to be saved, never shown as a page of ours, in ranges where
// the browser asks for them. It is checked again before the browser's copy is used.
func (c *Ctx) File(o service.OpenedFile) error {
	mark := sha256.Sum256(binary.BigEndian.AppendUint64(nil, o.Mark))
	c.Header("Content-Type", o.Kind)
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": o.Name}))
	c.Header("Content-Security-Policy", "sandbox")
	c.Header("Cache-Control", "private, no-cache")
	c.Header("Vary", "Cookie")
	c.Header("ETag", `"`+hex.EncodeToString(mark[:8])+`"`)
	http.ServeContent(c.Writer, c.Request, "", o.Created, o.Body)
	return nil
}

// fileName keeps what every file system and header takes.
func fileName(s string) string {
	var out []byte
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			out = append(out, byte(r))
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	if len(out) == 0 {
		return "document"
	}
	return string(out[:min(len(out), 80)])
}
