package mail

import (
	"maps"
	"mime"
	"slices"
	"strings"
	"testing"
	"time"
)

// Each field in turn carries what would start a header, a body or a command.
func TestInjectionIsRefused(t *testing.T) {
	fields := map[string]func(*Message, string){
		"from":         func(m *Message, s string) { m.From += s },
		"from name":    func(m *Message, s string) { m.FromName += s },
		"to":           func(m *Message, s string) { m.To[0].Email += s },
		"to name":      func(m *Message, s string) { m.To[1].Name += s },
		"reply":        func(m *Message, s string) { m.ReplyTo.Email += s },
		"reply name":   func(m *Message, s string) { m.ReplyTo.Name += s },
		"subject":      func(m *Message, s string) { m.Subject = s + "x" },
		"message id":   func(m *Message, s string) { m.MessageID += s },
		"header value": func(m *Message, s string) { m.Headers = map[string]string{"X-A": "b" + s} },
		"header name":  func(m *Message, s string) { m.Headers = map[string]string{"X-A" + s: "b"} },
		"content id":   func(m *Message, s string) { m.Inline = []Part{{CID: "a" + s}} },
	}
	for name, set := range fields {
		for _, s := range []string{"\r\nBcc: eve@evil.example", "\nX: y", "\r\r\n", "\r\n\r\n<script>", "\x00", "\r"} {
			m := sample()
			set(&m, s)
			if raw, err := Compose(m); err == nil {
				t.Errorf("%s took %q:\n%.600s", name, s, raw)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	for name, edit := range map[string]func(*Message){
		"no recipient":      func(m *Message) { m.To = nil },
		"no text":           func(m *Message) { m.Text = "" },
		"no subject":        func(m *Message) { m.Subject = "  " },
		"no date":           func(m *Message) { m.Date = time.Time{} },
		"no id":             func(m *Message) { m.MessageID = "" },
		"inline, no HTML":   func(m *Message) { m.HTML = ""; m.Inline = []Part{logo} },
		"reserved":          func(m *Message) { m.Headers = map[string]string{"bcc": "eve@evil.example"} },
		"reserved content":  func(m *Message) { m.Headers = map[string]string{"content-type": "text/html"} },
		"twice":             func(m *Message) { m.Headers = map[string]string{"X-a": "1", "x-A": "2"} },
		"other letters":     func(m *Message) { m.Headers = map[string]string{"X-A": "ž"} },
		"two addresses":     func(m *Message) { m.To[0].Email = "a@b.example, c@d.example" },
		"name in address":   func(m *Message) { m.To[0].Email = "A <a@b.example>" },
		"quoted address":    func(m *Message) { m.To[0].Email = `"a,b"@c.example` },
		"mailbox in UTF-8":  func(m *Message) { m.To[0].Email = "žofie@c.example" },
		"no domain":         func(m *Message) { m.To[0].Email = "a@" },
		"address too long":  func(m *Message) { m.To[0].Email = strings.Repeat("a", 250) + "@b.example" },
		"command in domain": func(m *Message) { m.To[0].Email = "a@b.example> SIZE=1" },
	} {
		m := sample()
		edit(&m)
		if _, err := Compose(m); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// A text that looks encoded is shown as it was typed, never decoded.
func TestLooksEncoded(t *testing.T) {
	const typed = "=?utf-8?q?=0D=0ABcc=3A_eve?="
	m := sample()
	m.Subject, m.To[0].Name = typed, typed
	msg, _ := compose(t, m)
	if got, _ := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject")); got != typed {
		t.Errorf("subject %q", got)
	}
	if to, err := msg.Header.AddressList("To"); err != nil || to[0].Name != typed {
		t.Errorf("to %v, %v", to, err)
	}
}

func FuzzCompose(f *testing.F) {
	f.Add("Larkfield", "Halvorsen, M", "marg@client.example", "Hello", "a.pdf", "application/pdf", "text")
	f.Add("a\r\nb", "=?utf-8?q?x?=", "a@b.example\r\nRCPT TO:<x@y>", "x\r\n\r\ny", "a\"\r\n\r\n.pdf", "text/html; x=\"\r\n\"", ".\r\n.\r\n")
	f.Add(strings.Repeat("ž ", 300), "  ", "zofie@müller.example", strings.Repeat("a", 2000), strings.Repeat("№", 400), "a/b; c=ž", "--x\n")
	f.Fuzz(func(t *testing.T, from, name, addr, subject, file, kind, body string) {
		m := sample()
		m.FromName, m.Subject, m.Text, m.HTML = from, subject, body, body
		m.To = []Address{{name, addr}}
		m.Attach = []Part{{Name: file, Type: kind, Data: []byte(body)}}
		raw, err := Compose(m)
		if err != nil {
			return
		}
		msg, n := read(t, raw)
		want := []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Reply-To", "Subject", "To"}
		if got := slices.Sorted(maps.Keys(msg.Header)); !slices.Equal(got, want) {
			t.Fatalf("headers %q", got)
		}
		to, err := msg.Header.AddressList("To")
		if err != nil || len(to) != 1 {
			t.Fatalf("to %v, %v", to, err)
		}
		if e, err := Envelope(addr); err != nil || to[0].Address != e {
			t.Fatalf("to %q became %q", addr, to[0].Address)
		}
		if len(n.parts) != 2 || n.parts[1].disposition != "attachment" || len(n.parts[0].parts) != 2 {
			t.Fatalf("parts %s", n.shape())
		}
	})
}
