package mail

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"
)

// postOffice is a real mail server in this process, with what it answers and
// what it took.
type postOffice struct {
	sync.Mutex
	mail, rcpt, data, auth error
	mechanisms             []string
	taken                  []taken
}

type taken struct {
	from string
	to   []string
	raw  []byte
	user string
	tls  bool
}

type visit struct {
	*postOffice
	conn *gosmtp.Conn
	now  taken
}

func (p *postOffice) NewSession(c *gosmtp.Conn) (gosmtp.Session, error) {
	return &visit{postOffice: p, conn: c}, nil
}

func (v *visit) Reset()                   { v.now.to = nil }
func (v *visit) Logout() error            { return nil }
func (v *visit) AuthMechanisms() []string { return v.mechanisms }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, pass string) error {
		if v.auth != nil || pass != "s3cret" {
			return &gosmtp.SMTPError{Code: 535, EnhancedCode: gosmtp.EnhancedCode{5, 7, 8}, Message: "password " + pass + " is wrong"}
		}
		v.now.user = user
		return nil
	}), nil
}

func (v *visit) Mail(from string, _ *gosmtp.MailOptions) error {
	v.now.from = from
	return v.mail
}

func (v *visit) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	v.now.to = append(v.now.to, to)
	return v.rcpt
}

func (v *visit) Data(r io.Reader) (err error) {
	if v.now.raw, err = io.ReadAll(r); err != nil || v.data != nil {
		return v.data
	}
	_, v.now.tls = v.conn.TLSConnectionState()
	v.Lock()
	defer v.Unlock()
	v.taken = append(v.taken, v.now)
	return nil
}

// open starts the server on loopback and returns a sender that trusts it.
func (p *postOffice) open(t *testing.T, how string) *SMTP {
	t.Helper()
	if p.mechanisms == nil {
		p.mechanisms = []string{"PLAIN"}
	}
	life := time.Hour
	if how == "expired" {
		life = -life
	}
	pair, roots := certificate(t, "127.0.0.1", life)
	srv := gosmtp.NewServer(p)
	srv.ErrorLog, srv.AllowInsecureAuth = log.New(io.Discard, "", 0), true
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &SMTP{Config: Config{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, User: "office", Pass: "s3cret"}, Roots: roots}
	config := &tls.Config{Certificates: []tls.Certificate{pair}}
	switch how {
	case "starttls", "expired":
		srv.TLSConfig = config
	case "implicit":
		l, s.Implicit = tls.NewListener(l, config), true
	}
	served := make(chan struct{})
	go func() { defer close(served); _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close(); <-served })
	return s
}

func certificate(t *testing.T, host string, life time.Duration) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(life),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if ip := net.ParseIP(host); ip != nil {
		c.IPAddresses = []net.IP{ip}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, _ := x509.ParseCertificate(der)
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

func raw(t *testing.T) []byte {
	t.Helper()
	b, err := Compose(sample())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sameMail(a, b []byte) bool {
	return bytes.Equal(bytes.TrimRight(a, "\r\n"), bytes.TrimRight(b, "\r\n"))
}
