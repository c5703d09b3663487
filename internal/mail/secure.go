package mail

import (
	"crypto/tls"
	"errors"
	"net"
	"net/smtp"
	"strings"
)

// begin brings a fresh connection to where a mail may be offered: greeted,
// encrypted, signed in.
func (t *talk) begin() error {
	conn := t.conn
	if t.Implicit {
		secured := tls.Client(t.conn, t.tlsConfig())
		if err := t.step(securing, stepTime, secured.Handshake); err != nil {
			return err
		}
		conn = secured
	}
	err := t.step(greeting, stepTime, func() (err error) {
		if t.client, err = smtp.NewClient(conn, t.Host); err != nil {
			return err
		}
		return t.client.Hello(t.name())
	})
	if err != nil {
		return err
	}
	if err := t.encrypt(); err != nil {
		return err
	}
	return t.signIn()
}

func (t *talk) name() string {
	if hostName.MatchString(t.Hello) {
		return t.Hello
	}
	return "localhost"
}

// encrypt goes on only under TLS. A server that doesn't offer it may be one
// whose offer was taken out on the way.
func (t *talk) encrypt() error {
	if t.Implicit {
		return nil
	}
	if ok, _ := t.client.Extension("STARTTLS"); ok {
		return t.step(securing, stepTime, func() error { return t.client.StartTLS(t.tlsConfig()) })
	}
	if t.AllowPlain && loopback(t.conn) {
		return nil
	}
	return &Error{Kind: TLS, Msg: "Your mail server offers no encryption, so nothing was sent. Check its name and port in Settings → Mail."}
}

// loopback looks at where the connection went, not at what the server is called.
func loopback(conn net.Conn) bool {
	addr, ok := conn.RemoteAddr().(*net.TCPAddr)
	return ok && addr.IP.IsLoopback()
}

// signIn comes after encrypt: it speaks under TLS, or to this machine.
func (t *talk) signIn() error {
	if t.User == "" {
		return nil
	}
	_, offered := t.client.Extension("AUTH")
	a := &auth{user: t.User, pass: t.Pass, mechanism: mechanism(offered)}
	if a.mechanism == "" {
		return &Error{Kind: Auth, Msg: "Your mail server offers no sign-in by password. Check its name and port in Settings → Mail."}
	}
	return t.step(signingIn, stepTime, func() error { return t.client.Auth(a) })
}

func mechanism(offered string) string {
	has := map[string]bool{}
	for m := range strings.FieldsSeq(strings.ToUpper(offered)) {
		has[m] = true
	}
	switch {
	case has["PLAIN"]:
		return "PLAIN"
	case has["LOGIN"]: // all that some Exchange servers know
		return "LOGIN"
	}
	return ""
}

// auth signs in by password. The standard library's knows no LOGIN and takes
// the server's name for its address.
type auth struct{ user, pass, mechanism string }

func (a *auth) Start(*smtp.ServerInfo) (string, []byte, error) {
	if a.mechanism == "PLAIN" {
		return "PLAIN", []byte("\x00" + a.user + "\x00" + a.pass), nil
	}
	return "LOGIN", nil, nil
}

func (a *auth) Next(ask []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	switch question := strings.ToLower(string(ask)); {
	case a.mechanism != "LOGIN":
		return nil, errors.New("mail: unexpected question of the server")
	case strings.HasPrefix(question, "user"):
		return []byte(a.user), nil
	case strings.HasPrefix(question, "pass"):
		return []byte(a.pass), nil
	}
	return nil, errors.New("mail: unexpected question of the server")
}
