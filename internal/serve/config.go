package serve

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"

	"portico/handlers/web"
	"portico/internal/mail"
	"portico/service"
)

// DefaultListen is where a copy listens unless told otherwise.
const DefaultListen = "127.0.0.1:8080"

// Config is everything that the command line says about a running copy.
type Config struct {
	Data      string // the data file; the key and the control socket lie beside it
	Listen    string
	URL       string // "https://portal.example.com", "" = from the settings
	MailDir   string
	SMTP      string
	MailFrom  string
	TLS       bool
	Trusted   []string // proxies that may name the client's address
	Metrics   string   // address of the metrics' listener, "" = none
	AccessLog bool
	Demo      bool

	Build    string // of this program, part of every validator
	Assets   fs.FS
	Out      io.Writer              // what a person at the terminal reads
	CodeSink func(to, code string)  // demo only
	Payer    service.Payer          // demo only; nil = Stripe
	Routes   []web.Route            // demo only: its own pages
	Listener net.Listener           // nil = Listen is opened
	Ready    func(p *Program) error // called once requests are answered
}

// ErrConfig is a flag that can't be used.
var ErrConfig = errors.New("configuration")

func wrong(flag, format string, args ...any) error {
	return fmt.Errorf("%w: --%s: %s", ErrConfig, flag, fmt.Sprintf(format, args...))
}

// Check refuses what can't work before anything is opened.
func (c *Config) Check() error {
	if c.TLS && c.Listen == DefaultListen {
		c.Listen = ":443"
	}
	if c.URL != "" {
		c.URL = strings.TrimRight(c.URL, "/")
		u, err := url.Parse(c.URL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
			return wrong("url", "write the address that people open, like https://portal.example.com")
		}
	}
	if c.SMTP != "" && c.MailDir != "" {
		return wrong("smtp", "mail goes to a server or to --mail-dir, not to both")
	}
	if c.SMTP != "" {
		if _, err := mail.ParseConfig(c.SMTP); err != nil {
			return wrong("smtp", "%v", err)
		}
	}
	for _, p := range c.Trusted {
		if _, err := netip.ParsePrefix(p); err == nil {
			continue
		}
		if _, err := netip.ParseAddr(p); err != nil {
			return wrong("trusted-proxy", "“%s” is neither an address nor a range like 10.0.0.0/8", p)
		}
	}
	if _, _, err := net.SplitHostPort(c.Listen); err != nil && c.Listener == nil {
		return wrong("listen", "write host:port, like 127.0.0.1:8080")
	}
	return nil
}

// secure reports whether people reach this copy over https, so that cookies may say so.
func (c *Config) secure() bool { return c.TLS || strings.HasPrefix(c.URL, "https://") }

// KeyFile is where the secret key of a data file lies.
func KeyFile(data string) string { return filepath.Join(filepath.Dir(data), "portico.key") }

// beside names a thing next to the data file.
func (c *Config) beside(name string) string { return filepath.Join(filepath.Dir(c.Data), name) }

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// reach is the host:port that people on this machine type for a listening address. Passkeys need a name, so
// loopback is called localhost.
func reach(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip, err := netip.ParseAddr(host); err == nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
