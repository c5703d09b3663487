package mail

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/textproto"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jordan-wright/email"
)

// body builds the tree of parts with the library, and takes from it only that
// tree and the two headers that describe it. All others are ours, since the
// library's split names at commas and lets line breaks pass.
func (m *Message) body() (header, []byte, error) {
	e := email.NewEmail()
	e.Headers.Set("Message-Id", m.MessageID) // saves it the work of making one
	e.Text, e.HTML = []byte(m.Text), []byte(m.HTML)
	for i, p := range m.Inline {
		if !contentID.MatchString(p.CID) {
			return nil, nil, fmt.Errorf("mail: not a content id: %q", p.CID)
		}
		e.Attachments = append(e.Attachments, part(p, "inline", p.CID, i))
	}
	for i, p := range m.Attach {
		e.Attachments = append(e.Attachments, part(p, "attachment", fmt.Sprintf("file-%d", i+1), i))
	}
	raw, err := e.Bytes()
	if err != nil {
		return nil, nil, fmt.Errorf("mail: %w", err)
	}
	r := bufio.NewReader(bytes.NewReader(raw))
	head, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return nil, nil, fmt.Errorf("mail: %w", err)
	}
	var kind header
	for _, name := range []string{"Content-Type", "Content-Transfer-Encoding"} {
		if v := head.Get(name); v != "" {
			kind.add(name, v)
		}
	}
	rest, err := io.ReadAll(r)
	return kind, rest, err
}

// part sets every header itself: the library would write the file name as it
// came, in Content-Disposition and in Content-ID.
func part(p Part, disposition, cid string, i int) *email.Attachment {
	kind := mimeType(p.Type)
	name := fileName(p.Name, i)
	return &email.Attachment{
		HTMLRelated: disposition == "inline",
		ContentType: kind,
		Content:     p.Data,
		Header: textproto.MIMEHeader{
			"Content-Disposition": {mime.FormatMediaType(disposition, map[string]string{"filename": name})},
			"Content-Id":          {"<" + cid + ">"},
			// Base64 keeps a PDF from being rewritten on its way.
			"Content-Transfer-Encoding": {"base64"},
		},
	}
}

// mimeType lets through what a base64 part may be.
func mimeType(s string) string {
	const unknown = "application/octet-stream"
	kind, params, err := mime.ParseMediaType(s)
	if err != nil || !strings.Contains(kind, "/") || strings.HasPrefix(kind, "multipart/") || strings.HasPrefix(kind, "message/") {
		return unknown
	}
	if s = mime.FormatMediaType(kind, params); s == "" || len(s) > 200 {
		return unknown
	}
	return s
}

// fileName makes a label of an upload's name: no folders, nothing invisible
// (a turned-round "fdp.exe" reads as a PDF), and short enough for one line
// after RFC 2231 has tripled it.
func fileName(s string, i int) string {
	s = path.Base(strings.ReplaceAll(strings.ToValidUTF8(s, ""), `\`, "/"))
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	s = strings.Trim(s, ". /")
	if s == "" {
		return fmt.Sprintf("file-%d", i+1)
	}
	const most = 120
	ext := path.Ext(s)
	if len(ext) > 12 {
		ext = ""
	}
	stem := strings.TrimSuffix(s, ext)
	for len(stem)+len(ext) > most {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	return stem + ext
}
