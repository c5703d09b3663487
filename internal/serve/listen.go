package serve

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// answer begins to answer requests, over https where asked.
func (p *Program) answer() error {
	if !p.cfg.TLS {
		p.warn()
		slog.Info("listening", "address", p.URL)
		p.background("web server", p.web, func() error { return p.web.Serve(p.listen) })
		return nil
	}
	certs := p.certificates()
	p.web.TLSConfig = certs.TLSConfig() // offers HTTP/2
	p.web.TLSConfig.MinVersion = tls.VersionTLS12
	p.beside(certs)
	slog.Info("listening with automatic certificates", "address", p.listen.Addr().String())
	p.background("web server", p.web, func() error { return p.web.ServeTLS(p.listen, "", "") })
	return nil
}

// warn tells of what a stranger on the network could make use of.
func (p *Program) warn() {
	if p.cfg.secure() || isLoopback(hostOf(p.listen.Addr())) {
		return
	}
	slog.Warn("people reach this over plain http: anybody on the way can read what they see and take over their session. Use --tls, or put a proxy with https before it and give --url https://…")
}

func hostOf(a net.Addr) string {
	host, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return ""
	}
	return host
}

// certificates come from Let’s Encrypt, for hosts that this copy answers for and no others: else anybody who
// points a name at this machine could use up the business's certificates.
func (p *Program) certificates() *autocert.Manager {
	return &autocert.Manager{
		Prompt: autocert.AcceptTOS,
		Cache:  autocert.DirCache(p.cfg.beside("portico.certs")),
		HostPolicy: func(_ context.Context, host string) error {
			if isLoopback(host) || !p.Service.Answers(host) {
				return fmt.Errorf("%q is not the portal’s address", host)
			}
			return nil
		},
	}
}

// beside sends http to https on port 80, where certificates can be proved too. Without that port they are
// proved over https alone.
func (p *Program) beside(certs *autocert.Manager) {
	l, err := net.Listen("tcp", net.JoinHostPort(hostOf(p.listen.Addr()), "80"))
	if err != nil {
		slog.Warn("port 80 can’t be opened, so http:// addresses don’t lead to https://", "error", err)
		return
	}
	s := server(certs.HTTPHandler(nil))
	s.ReadTimeout = 10 * time.Second
	p.background("http", s, func() error { return s.Serve(l) })
}

// server has a bound for every way in which a client can be slow or greedy. There is no write timeout: live
// streams and downloads over slow lines last.
func server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug),
	}
}
