package mail

import (
	"bytes"
	"mime"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func sample() Message {
	return Message{
		From: "office@larkfield.example", FromName: "Larkfield Heating & Air, Inc.",
		To:      []Address{{"Halvorsen, Marguerite", "marg@client.example"}, {"Žofie Müller", "zofie@müller.example"}},
		ReplyTo: Address{"Sam Reyes", "sam@larkfield.example"},
		Subject: "Žofie, your account is ready – open it before Tuesday and see everything in it",
		Text:    "Hello.\nhttps://portal.example.com/invitation/7Qm2\n", HTML: `<p>Hello.</p><img src="cid:logo@larkfield.example">`,
		MessageID: NewMessageID("portal.example.com:8443"), Date: noon,
	}
}

var (
	logo    = Part{Name: "logo.png", Type: "image/png", CID: "logo@larkfield.example", Data: bytes.Repeat([]byte{0x89}, 500)}
	invoice = Part{Name: "Rechnung für Žofie, №7.pdf", Type: "application/pdf", Data: []byte("%PDF")}
)

func TestHeaders(t *testing.T) {
	m := sample()
	m.Headers = map[string]string{"List-Unsubscribe": "<https://portal.example.com/u/1>"}
	msg, _ := compose(t, m)
	from, err := msg.Header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Name != m.FromName || from[0].Address != m.From {
		t.Errorf("from %v, %v", from, err)
	}
	to, err := msg.Header.AddressList("To")
	if err != nil || len(to) != 2 || to[0].Name != "Halvorsen, Marguerite" || to[1].Name != "Žofie Müller" || to[1].Address != "zofie@xn--mller-kva.example" {
		t.Errorf("to %v, %v", to, err)
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	date, _ := msg.Header.Date()
	if subject != m.Subject || !date.Equal(noon) {
		t.Errorf("subject %q, date %v", subject, date)
	}
	for name, want := range map[string]string{
		"Message-Id": m.MessageID, "Auto-Submitted": "auto-generated", "Reply-To": `"Sam Reyes" <sam@larkfield.example>`,
		"Mime-Version": "1.0", "List-Unsubscribe": "<https://portal.example.com/u/1>",
	} {
		if got := msg.Header[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestParts(t *testing.T) {
	text, html := func(m *Message) {}, func(m *Message) { m.HTML = "" }
	for _, c := range []struct {
		edit           func(*Message)
		inline, attach []Part
		want           string
	}{
		{html, nil, nil, "plain"},
		{text, nil, nil, "alternative(plain html)"},
		{text, []Part{logo}, nil, "alternative(plain related(html png))"},
		{text, nil, []Part{invoice}, "mixed(alternative(plain html) pdf)"},
		{text, []Part{logo}, []Part{invoice, invoice}, "mixed(alternative(plain related(html png)) pdf pdf)"},
		{html, nil, []Part{invoice}, "mixed(plain pdf)"},
	} {
		m := sample()
		c.edit(&m)
		m.Inline, m.Attach = c.inline, c.attach
		if _, n := compose(t, m); n.shape() != c.want {
			t.Errorf("built %s, want %s", n.shape(), c.want)
		}
	}
}

func TestPartHeaders(t *testing.T) {
	m := sample()
	m.Inline, m.Attach = []Part{logo}, []Part{invoice}
	_, n := compose(t, m)
	alt := n.parts[0]
	if alt.parts[0].body != strings.ReplaceAll(m.Text, "\n", "\r\n") {
		t.Errorf("text %q", alt.parts[0].body)
	}
	img, pdf := alt.parts[1].parts[1], n.parts[1]
	if img.cid != "<logo@larkfield.example>" || img.disposition != "inline" || img.name != "logo.png" {
		t.Errorf("image %+v", img)
	}
	if pdf.disposition != "attachment" || pdf.name != invoice.Name || pdf.cid != "<file-1>" {
		t.Errorf("attachment %+v", pdf)
	}
}

func TestFileNamesAndTypes(t *testing.T) {
	for in, want := range map[string]string{
		"a.pdf": "a.pdf", "../../etc/passwd": "passwd", `C:\x\y.doc`: "y.doc", "": "file-1", "...": "file-1", "/": "file-1",
		"a\r\nBcc: x@y.example": "aBcc: x@y.example", "invoice\u202efdp.exe": "invoicefdp.exe", "\xff.txt": "txt",
		strings.Repeat("ž", 200) + ".pdf": strings.Repeat("ž", 58) + ".pdf",
	} {
		if got := fileName(in, 0); got != want {
			t.Errorf("fileName(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"image/png": "image/png", "text/csv; charset=utf-8": "text/csv; charset=utf-8", "": "application/octet-stream",
		"multipart/mixed; boundary=x": "application/octet-stream", "message/rfc822": "application/octet-stream",
		"text/plain\r\nBcc: x": "application/octet-stream", "nonsense": "application/octet-stream",
	} {
		if got := mimeType(in); got != want {
			t.Errorf("mimeType(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMessageIDs(t *testing.T) {
	if a, b := NewMessageID("h.example"), NewMessageID("h.example"); a == b || !messageID.MatchString(a) {
		t.Errorf("%q, %q", a, b)
	}
	for host, want := range map[string]string{"h.example:80": "@h.example>", "": "@localhost>", "a b\r\nX: y": "@localhost>"} {
		if got := NewMessageID(host); !strings.HasSuffix(got, want) {
			t.Errorf("for %q: %q", host, got)
		}
	}
}
