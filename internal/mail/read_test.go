package mail

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
)

// node is a part of a mail as its reader sees it.
type node struct {
	kind, disposition, name, cid, body string
	parts                              []node
}

// shape draws the tree: alternative(plain related(html png)).
func (n node) shape() string {
	_, sub, _ := strings.Cut(n.kind, "/")
	if n.parts == nil {
		return sub
	}
	var in []string
	for _, p := range n.parts {
		in = append(in, p.shape())
	}
	return sub + "(" + strings.Join(in, " ") + ")"
}

func parse(t testing.TB, get func(string) string, body io.Reader) node {
	t.Helper()
	kind, params, err := mime.ParseMediaType(get("Content-Type"))
	if err != nil {
		t.Fatalf("content type %q: %v", get("Content-Type"), err)
	}
	n := node{kind: kind, cid: get("Content-ID")}
	if d := get("Content-Disposition"); d != "" {
		disposition, params, err := mime.ParseMediaType(d)
		if err != nil {
			t.Fatalf("disposition %q: %v", d, err)
		}
		n.disposition, n.name = disposition, params["filename"]
	}
	if !strings.HasPrefix(kind, "multipart/") {
		if get("Content-Transfer-Encoding") == "quoted-printable" {
			body = quotedprintable.NewReader(body)
		}
		b, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		n.body = string(b)
		return n
	}
	r := multipart.NewReader(body, params["boundary"])
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
		n.parts = append(n.parts, parse(t, p.Header.Get, p))
	}
}

func compose(t testing.TB, m Message) (*netmail.Message, node) {
	t.Helper()
	raw, err := Compose(m)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, raw)
}

func read(t testing.TB, raw []byte) (*netmail.Message, node) {
	t.Helper()
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("a line that no server has to take: %.60q…", line)
		}
	}
	for line := range strings.SplitSeq(string(head), "\r\n") {
		if strings.TrimSpace(line) == "" {
			t.Fatal("a header line of white space")
		}
	}
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	return msg, parse(t, msg.Header.Get, msg.Body)
}
