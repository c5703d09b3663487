package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/smtp"
	"net/textproto"
	"os"
	"time"
)

// Sender takes a composed mail to where it goes. The addresses are the
// envelope's.
type Sender interface {
	Send(ctx context.Context, from string, to []string, raw []byte) error
}

// How long each step may take. Sending the content has longer: a mail with
// photos over a thin line, and a server that scans it.
const (
	connectTime = 15 * time.Second
	stepTime    = 30 * time.Second
	contentTime = 5 * time.Minute
	quitTime    = time.Second // the mail is accepted: recording that comes first
)

// SMTP sends through a mail server, with one connection a mail.
type SMTP struct {
	Config
	Hello string // the name it introduces itself by; "localhost" when empty
	// Roots replaces the system's certificate authorities.
	Roots *x509.CertPool
	// Dial replaces the network.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Send hands the mail over. Either every recipient gets it or none: the first
// refusal ends it before the content, so that a retry doubles nothing. It
// returns *Error.
func (s *SMTP) Send(ctx context.Context, from string, to []string, raw []byte) error {
	from, to, err := envelope(from, to)
	if err != nil {
		return err
	}
	t, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.step(sender, stepTime, func() error { return t.client.Mail(from) }); err != nil {
		return err
	}
	for _, addr := range to {
		if err := t.step(recipient, stepTime, func() error { return t.client.Rcpt(addr) }); err != nil {
			return err
		}
	}
	if err := t.content(raw); err != nil {
		return err
	}
	// From here on the mail is the server's, whatever happens to the connection.
	_ = t.step(content, quitTime, t.client.Quit)
	return nil
}

func envelope(from string, to []string) (string, []string, error) {
	refuse := func(err error) error {
		return &Error{Kind: Permanent, Msg: "The mail has an address that cannot be used.", Detail: redact(err.Error(), nil)}
	}
	from, err := Envelope(from)
	if err != nil {
		return "", nil, refuse(err)
	}
	if len(to) == 0 {
		return "", nil, &Error{Kind: Permanent, Msg: "The mail has no recipient."}
	}
	checked := make([]string, len(to))
	for i, addr := range to {
		if checked[i], err = Envelope(addr); err != nil {
			return "", nil, refuse(err)
		}
	}
	return from, checked, nil
}

// talk is one connection to the server.
type talk struct {
	*SMTP
	ctx    context.Context
	conn   net.Conn // below any encryption: its deadlines hold for all
	client *smtp.Client
	unhook func() bool
}

// open connects, encrypts and signs in.
func (s *SMTP) open(ctx context.Context) (*talk, error) {
	if err := s.check(); err != nil {
		return nil, &Error{Kind: Auth, Msg: "The mail server's settings are incomplete. Check Settings → Mail."}
	}
	t := &talk{SMTP: s, ctx: ctx}
	if err := t.connect(); err != nil {
		return nil, err
	}
	// Ends a step that is under way; step itself sees to the next ones.
	t.unhook = context.AfterFunc(ctx, func() { _ = t.conn.SetDeadline(time.Unix(1, 0)) })
	if err := t.begin(); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

func (t *talk) connect() error {
	dial := t.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	ctx, cancel := context.WithTimeout(t.ctx, connectTime)
	defer cancel()
	conn, err := dial(ctx, "tcp", t.addr())
	if err != nil {
		return explain(t.ctx, connecting, err, t.secrets())
	}
	t.conn = conn
	return nil
}

func (t *talk) close() {
	t.unhook()
	_ = t.conn.Close()
}

// step does one exchange with the server within its time. A deadline for the
// whole step, not for each read: a server that sends a byte now and then is
// slow too.
func (t *talk) step(at stage, limit time.Duration, do func() error) error {
	deadline := time.Now().Add(limit)
	_ = t.conn.SetDeadline(deadline)
	err := t.ctx.Err() // after setting the deadline, which may have undone that of the hook
	if err == nil {
		err = do()
	}
	if err == nil {
		return nil
	}
	// A reply cut short by the deadline reads as a garbled one.
	if reply := (*textproto.Error)(nil); !errors.As(err, &reply) && !time.Now().Before(deadline) {
		err = os.ErrDeadlineExceeded
	}
	return explain(t.ctx, at, err, t.secrets())
}

func (t *talk) content(raw []byte) error {
	return t.step(content, contentTime, func() error {
		w, err := t.client.Data()
		if err != nil {
			return err
		}
		if _, err := w.Write(raw); err != nil {
			return err
		}
		return w.Close()
	})
}

func (t *talk) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: t.Host, RootCAs: t.Roots, MinVersion: tls.VersionTLS12}
}
