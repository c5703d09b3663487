// Portico is a client portal that a small service business runs itself: one binary, one data file.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"portico/internal/demo"
	"portico/internal/serve"
)

type cli struct {
	Serve   serveCmd   `cmd:"" help:"Run the server."`
	Demo    demoCmd    `cmd:"" help:"Run the server on a throw-away data file with a sample business."`
	Version versionCmd `cmd:"" help:"Say which Portico this is."`
}

// serverFlags are what both serve and demo understand.
type serverFlags struct {
	Listen       string   `placeholder:"HOST:PORT" default:"${listen}" help:"Where to listen (${default})."`
	URL          string   `name:"url" placeholder:"URL" help:"Address that people open, for links in mails, such as https://portal.example.com."`
	MailDir      string   `type:"path" placeholder:"DIR" help:"Write mails to this folder as .eml files instead of sending them."`
	SMTP         string   `name:"smtp" placeholder:"URL" help:"Mail server, smtp://user:pass@host:587 or smtps://user:pass@host."`
	MailFrom     string   `placeholder:"ADDRESS" help:"Sender of mails."`
	TLS          bool     `name:"tls" help:"Serve https with automatic certificates for the portal address."`
	TrustedProxy []string `placeholder:"RANGE,…" help:"Proxies that may name the client's address, such as 10.0.0.0/8."`
	Metrics      string   `placeholder:"HOST:PORT" help:"Serve Prometheus metrics there."`
	Log          string   `enum:"text,json" default:"text" help:"Form of the log: text or json."`
	AccessLog    bool     `help:"Log every request."`
}

func (f serverFlags) config() (serve.Config, error) {
	assets, err := Assets()
	return serve.Config{
		Listen: f.Listen, URL: f.URL, MailDir: f.MailDir, SMTP: f.SMTP, MailFrom: f.MailFrom, TLS: f.TLS, Trusted: f.TrustedProxy,
		Metrics: f.Metrics, AccessLog: f.AccessLog, Build: build(), Assets: assets, Out: os.Stdout, Fatal: fatal,
	}, err
}

// fatal ends the process when nobody knows any more what the disk holds.
func fatal(err error) {
	fmt.Fprintln(os.Stderr, "portico: the disk did not take a write, so the process ends before it shows what may not be stored; start it again:", err)
	os.Exit(1)
}

type serveCmd struct {
	serverFlags
	Data string `type:"path" default:"portico.db" help:"The data file (${default})."`
}

func (c serveCmd) Run(ctx context.Context) error {
	cfg, err := c.config()
	if err != nil {
		return err
	}
	cfg.Data = c.Data
	return serve.Run(ctx, cfg)
}

type demoCmd struct{ serverFlags }

func (c demoCmd) Run(ctx context.Context) error {
	cfg, err := c.config()
	if err != nil {
		return err
	}
	return demo.Run(ctx, cfg)
}

type versionCmd struct{}

func (versionCmd) Run() error {
	_, err := fmt.Println("portico", build())
	return err
}

// build names this program: its version, or the commit that it was made of.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	v := info.Main.Version
	if rev := set["vcs.revision"]; v == "(devel)" && rev != "" {
		v = rev[:min(12, len(rev))]
	}
	if set["vcs.modified"] == "true" && !strings.HasSuffix(v, "+dirty") {
		v += "+dirty"
	}
	return v
}

func main() {
	var c cli
	k := kong.Parse(&c,
		kong.Name("portico"),
		kong.Description("A client portal that a small service business runs itself: one binary, one data file."),
		kong.DefaultEnvars("PORTICO"),
		kong.Vars{"listen": serve.DefaultListen},
	)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	k.BindTo(ctx, (*context.Context)(nil))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "portico:", err)
		os.Exit(1)
	}
}
