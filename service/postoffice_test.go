package service

import (
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"

	"portico/internal/mail"
)

// postOffice is a real mail server in this process: what it answers, and what it took.
type postOffice struct {
	sync.Mutex
	closed  error // the answer to everybody
	refused error // the answer to a recipient
	pass    string
	taken   []string
	config  *mail.Config
}

type caller struct{ *postOffice }

func (p *postOffice) NewSession(*gosmtp.Conn) (gosmtp.Session, error) {
	p.Lock()
	defer p.Unlock()
	return caller{p}, p.closed
}

func (c caller) Reset()                   {}
func (c caller) Logout() error            { return nil }
func (c caller) AuthMechanisms() []string { return []string{"PLAIN"} }

func (c caller) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, pass string) error {
		c.Lock()
		defer c.Unlock()
		if pass != c.pass {
			return &gosmtp.SMTPError{Code: 535, EnhancedCode: gosmtp.EnhancedCode{5, 7, 8}, Message: "password " + pass + " is wrong"}
		}
		return nil
	}), nil
}

func (c caller) Mail(string, *gosmtp.MailOptions) error { return nil }

func (c caller) Rcpt(string, *gosmtp.RcptOptions) error {
	c.Lock()
	defer c.Unlock()
	return c.refused
}

func (c caller) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	c.Lock()
	defer c.Unlock()
	c.taken = append(c.taken, string(raw))
	return err
}

// answer changes what the server says: to everybody, and to recipients.
func (p *postOffice) answer(closed, refused error) {
	p.Lock()
	defer p.Unlock()
	p.closed, p.refused = closed, refused
}

func (p *postOffice) mails() []string {
	p.Lock()
	defer p.Unlock()
	return append([]string(nil), p.taken...)
}

var (
	busyServer = &gosmtp.SMTPError{Code: 421, EnhancedCode: gosmtp.EnhancedCode{4, 3, 2}, Message: "closed for lunch"}
	nobody     = &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
)

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	p := &postOffice{pass: "s3cret"}
	srv := gosmtp.NewServer(p)
	srv.ErrorLog, srv.AllowInsecureAuth = log.New(io.Discard, "", 0), true
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.config = &mail.Config{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, AllowPlain: true}
	served := make(chan struct{})
	go func() { defer close(served); _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close(); <-served })
	return p
}

// header finds a header of a raw mail.
func header(raw, name string) string {
	for line := range strings.Lines(raw) {
		if k, v, ok := strings.Cut(line, ": "); ok && strings.EqualFold(k, name) {
			return strings.TrimSpace(v)
		}
	}
	return ""
}
