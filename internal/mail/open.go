package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
)

// Letter is what a composed mail says, as its receiver sees it.
type Letter struct{ HTML, Text string }

// Open reads a mail that this package composed, to show it again. The inline logo becomes part of the HTML.
func Open(raw []byte) (Letter, error) {
	if len(raw) == 0 {
		return Letter{}, nil
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Letter{}, fmt.Errorf("opening a mail: %w", err)
	}
	var l Letter
	images := map[string]string{}
	if err := open(m.Header.Get, m.Body, &l, images, 0); err != nil {
		return Letter{}, fmt.Errorf("opening a mail: %w", err)
	}
	for id, data := range images {
		l.HTML = strings.ReplaceAll(l.HTML, "cid:"+id, data)
	}
	return l, nil
}

// maxDepth is deeper than anything that is composed here.
const maxDepth = 5

func open(header func(string) string, body io.Reader, l *Letter, images map[string]string, depth int) error {
	kind, params, err := mime.ParseMediaType(header("Content-Type"))
	if err != nil || depth > maxDepth {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := open(p.Header.Get, p, l, images, depth+1); err != nil {
				return err
			}
		}
	}
	data, err := io.ReadAll(decoded(header("Content-Transfer-Encoding"), body))
	if err != nil {
		return err
	}
	switch {
	case kind == "text/html" && l.HTML == "":
		l.HTML = string(data)
	case kind == "text/plain" && l.Text == "":
		l.Text = strings.ReplaceAll(string(data), "\r\n", "\n")
	case kind == "image/png":
		images[strings.Trim(header("Content-ID"), "<>")] = "data:image/png;base64," + base64.StdEncoding.EncodeToString(data)
	}
	return nil
}

func decoded(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	}
	return r
}
