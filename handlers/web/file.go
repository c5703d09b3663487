package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"

	"portico/internal/ubl"
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

// EInvoice answers with an invoice in its electronic form. One that has none is not found.
func (c *Ctx) EInvoice(sc service.Scope, id portal.InvoiceID) error {
	doc, payee, err := c.S.EInvoice(c.Std(), sc, id)
	if err != nil {
		return err
	}
	if !doc.Electronic() {
		return portal.NotFound()
	}
	body, err := ubl.Invoice(doc, payee)
	if err != nil {
		return fmt.Errorf("writing the e-invoice %s: %w", doc.Number, err)
	}
	return c.xml(doc.Number, body)
}

// ECreditNote is EInvoice for a credit note.
func (c *Ctx) ECreditNote(sc service.Scope, id portal.CreditNoteID) error {
	doc, err := c.S.CreditNote(c.Std(), sc, id)
	if err != nil {
		return err
	}
	if !doc.Bill.Electronic() {
		return portal.NotFound()
	}
	body, err := ubl.CreditNote(doc)
	if err != nil {
		return fmt.Errorf("writing the e-invoice %s: %w", doc.Number, err)
	}
	return c.xml(doc.Number, body)
}

func (c *Ctx) xml(name string, body []byte) error {
	return c.Attachment(fileName(name)+".xml", "application/xml", int64(len(body)), bytes.NewReader(body))
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
