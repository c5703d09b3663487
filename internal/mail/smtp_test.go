package mail

import (
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"

	gosmtp "github.com/emersion/go-smtp"
)

const from = "office@larkfield.example"

var to = []string{"marg@client.example", "zofie@müller.example"}

func TestSendUnderTLS(t *testing.T) {
	for _, how := range []string{"starttls", "implicit"} {
		p := &postOffice{}
		s := p.open(t, how)
		mail := append(raw(t), ".\r\n.a leading dot\r\n"...)
		if err := s.Send(t.Context(), from, to, mail); err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		if len(p.taken) != 1 {
			t.Fatalf("%s: took %d mails", how, len(p.taken))
		}
		got := p.taken[0]
		if got.from != from || !slices.Equal(got.to, []string{"marg@client.example", "zofie@xn--mller-kva.example"}) || got.user != "office" || !sameMail(got.raw, mail) {
			t.Errorf("%s: took %+v", how, got)
		}
		if how == "starttls" && !got.tls {
			t.Error("sent without TLS")
		}
	}
}

// expect sends one mail and checks what its failure says.
func expect(t *testing.T, name string, s *SMTP, kind Kind, code int, words string) {
	t.Helper()
	var e *Error
	if err := s.Send(t.Context(), from, to, raw(t)); !errors.As(err, &e) {
		t.Errorf("%s: %v", name, err)
		return
	}
	if e.Kind != kind || e.Code != code || !strings.Contains(e.Error(), words) {
		t.Errorf("%s: kind %d, code %d, %q; want %d, %d, %q", name, e.Kind, e.Code, e, kind, code, words)
	}
	if s.Pass != "" && strings.Contains(e.Error(), s.Pass) {
		t.Errorf("%s: tells the password: %q", name, e)
	}
	if e.Again() == (kind == Permanent) || IsPermanent(e) != (kind == Permanent) {
		t.Errorf("%s: retried wrongly", name)
	}
}

func TestRefusals(t *testing.T) {
	reply := func(code int) error {
		return &gosmtp.SMTPError{Code: code, EnhancedCode: gosmtp.EnhancedCode{code / 100, 0, 0}, Message: "because"}
	}
	for name, c := range map[string]struct {
		p     *postOffice
		kind  Kind
		code  int
		words string
	}{
		"sender":          {&postOffice{mail: reply(550)}, Permanent, 550, "this sender"},
		"sender later":    {&postOffice{mail: reply(451)}, Temporary, 451, "tried again"},
		"must sign in":    {&postOffice{mail: reply(530)}, Auth, 530, "Settings → Mail"},
		"recipient":       {&postOffice{rcpt: reply(550)}, Permanent, 550, "address was refused"},
		"recipient later": {&postOffice{rcpt: reply(450)}, Temporary, 450, "because"},
		"content":         {&postOffice{data: reply(554)}, Permanent, 554, "refused the mail"},
		"too big":         {&postOffice{data: reply(552)}, Permanent, 552, "too big"},
		"content later":   {&postOffice{data: reply(452)}, Temporary, 452, "tried again"},
		"password":        {&postOffice{auth: reply(535)}, Auth, 535, "Your mail server refused the password. Check Settings → Mail."},
		"no password":     {&postOffice{mechanisms: []string{"XOAUTH2"}}, Auth, 0, "no sign-in by password"},
	} {
		expect(t, name, c.p.open(t, "starttls"), c.kind, c.code, c.words)
		if len(c.p.taken) != 0 {
			t.Errorf("%s: the mail was taken", name)
		}
	}
}

func TestNoTrustNoMail(t *testing.T) {
	p := &postOffice{}
	s := p.open(t, "starttls")
	s.Roots = x509.NewCertPool()
	expect(t, "unknown authority", s, TLS, 0, "cannot be trusted")

	s = p.open(t, "starttls")
	s.Host = "localhost" // the certificate is for 127.0.0.1
	expect(t, "another name", s, TLS, 0, "another name")

	s = p.open(t, "expired")
	expect(t, "expired", s, TLS, 0, "has expired")

	s = p.open(t, "plain")
	expect(t, "no encryption offered", s, TLS, 0, "offers no encryption")
	s.Implicit = true
	expect(t, "not encrypted from the start", s, TLS, 0, "Try smtp://")

	// Allowed plain text is for this machine only, wherever the name points.
	s = p.open(t, "plain")
	s.AllowPlain, s.Dial = true, elsewhere
	expect(t, "plain to elsewhere", s, TLS, 0, "offers no encryption")
	if len(p.taken) != 0 {
		t.Fatal("a mail went out")
	}

	s.Dial = nil
	if err := s.Send(t.Context(), from, to, raw(t)); err != nil || len(p.taken) != 1 {
		t.Errorf("plain on loopback: %v", err)
	}
	// What is offered is used, allowed or not.
	s = p.open(t, "starttls")
	s.AllowPlain, s.Roots = true, x509.NewCertPool()
	expect(t, "offered but not trusted", s, TLS, 0, "cannot be trusted")
}

func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	expect(t, "nobody there", &SMTP{Config: Config{Host: "127.0.0.1", Port: port}}, Temporary, 0, "cannot be reached")
	expect(t, "no settings", &SMTP{}, Auth, 0, "incomplete")
	s := &SMTP{Config: Config{Host: "127.0.0.1", Port: port}}
	for _, bad := range []string{"", "a", "a@b.example>\r\nRCPT TO:<eve@evil.example"} {
		if err := s.Send(t.Context(), bad, to, nil); !IsPermanent(err) {
			t.Errorf("from %q: %v", bad, err)
		}
		if err := s.Send(t.Context(), from, []string{bad}, nil); !IsPermanent(err) {
			t.Errorf("to %q: %v", bad, err)
		}
	}
	if err := s.Send(t.Context(), from, nil, nil); !IsPermanent(err) {
		t.Errorf("to nobody: %v", err)
	}
}
