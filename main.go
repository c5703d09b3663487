// Portico is a client portal that a small service business runs itself: one binary, one data file.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"portico/internal/demo"
	"portico/internal/serve"
	"portico/store"
)

type cli struct {
	Serve     serveCmd     `cmd:"" help:"Run the server."`
	Demo      demoCmd      `cmd:"" help:"Run the server on a throw-away data file with a sample business."`
	Backup    backupCmd    `cmd:"" help:"Copy the data file, also while the server runs."`
	Restore   restoreCmd   `cmd:"" help:"Put a backup in the data file's place."`
	Check     checkCmd     `cmd:"" help:"Verify the whole data file, also while the server runs."`
	Compact   compactCmd   `cmd:"" help:"Shrink the data file of a stopped server."`
	OwnerLink ownerLinkCmd `cmd:"" help:"Print a one-time sign-in link for an Owner."`
	Version   versionCmd   `cmd:"" help:"Say which Portico this is."`
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

// serverFlags are what both serve and demo understand.
type serverFlags struct {
	Listen       string   `placeholder:"HOST:PORT" default:"${listen}" help:"Where to listen (${default})."`
	URL          string   `name:"url" placeholder:"URL" help:"Address that people open, such as https://portal.example.com."`
	MailDir      string   `type:"path" placeholder:"DIR" help:"Write mails to this folder as .eml files instead of sending them."`
	SMTP         string   `name:"smtp" placeholder:"URL" help:"Mail server: smtp://user:pass@host:587 or smtps://user:pass@host."`
	MailFrom     string   `placeholder:"ADDRESS" help:"Sender of mails."`
	TLS          bool     `name:"tls" help:"Serve https with automatic certificates for the portal address."`
	TrustedProxy []string `placeholder:"RANGE" help:"Proxies that may name the client's address, such as 10.0.0.0/8."`
	Metrics      string   `placeholder:"HOST:PORT" help:"Serve Prometheus metrics there, at /metrics."`
	Log          string   `enum:"text,json" default:"text" help:"Form of the log: text or json."`
	AccessLog    bool     `help:"Log every request."`
}

func (f serverFlags) config() (serve.Config, error) {
	if f.Log == "json" {
		slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	}
	assets, err := Assets()
	return serve.Config{
		Listen: f.Listen, URL: f.URL, MailDir: f.MailDir, SMTP: f.SMTP, MailFrom: f.MailFrom, TLS: f.TLS, Trusted: f.TrustedProxy,
		Metrics: f.Metrics, AccessLog: f.AccessLog, Build: build(), Assets: assets, Out: os.Stdout,
	}, err
}

type serveCmd struct {
	dataFlag
	serverFlags
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

type dataFlag struct {
	Data string `type:"path" placeholder:"FILE" default:"portico.db" help:"The data file (portico.db). The secret key lies beside it as portico.key."`
}

type backupCmd struct {
	dataFlag
	File string `arg:"" type:"path" help:"Where to write the copy; what was there is replaced."`
}

func (c backupCmd) Run(ctx context.Context) error {
	size, err := serve.Backup(ctx, c.Data, c.File)
	if err != nil {
		return fmt.Errorf("nothing was backed up: %w", err)
	}
	fmt.Printf("%s: %.1f MB. The secret key is not in it.\n", c.File, float64(size)/(1<<20))
	return nil
}

type restoreCmd struct {
	dataFlag
	File  string `arg:"" type:"existingfile" help:"The backup."`
	Force bool   `env:"-" help:"Even over a data file that a running Portico has open. That one goes on with the old data until it is started again."`
}

func (c restoreCmd) Run() error {
	kept, err := store.Restore(c.Data, c.File, c.Force)
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", serve.InUse(c.Data, err))
	}
	fmt.Println("restored", c.Data)
	if kept != "" {
		fmt.Println("what was there before is kept as", kept)
	}
	return nil
}

type checkCmd struct{ dataFlag }

func (c checkCmd) Run(ctx context.Context) error {
	faults := 0
	err := serve.Check(ctx, c.Data, func(fault string) {
		faults++
		fmt.Println(fault)
	})
	switch {
	case err != nil:
		return err
	case faults > 0:
		return fmt.Errorf("%s: %d faults", c.Data, faults)
	}
	fmt.Println(c.Data, "is sound")
	return nil
}

type compactCmd struct{ dataFlag }

func (c compactCmd) Run() error {
	before, after, err := store.Compact(c.Data)
	if err != nil {
		return serve.InUse(c.Data, err)
	}
	fmt.Printf("%s: %.1f MB, was %.1f MB\n", c.Data, float64(after)/(1<<20), float64(before)/(1<<20))
	return nil
}

type ownerLinkCmd struct {
	dataFlag
	URL string `name:"url" placeholder:"URL" help:"Address that the link begins with, where no server runs."`
}

func (c ownerLinkCmd) Run(ctx context.Context) error {
	link, err := serve.OwnerLink(ctx, c.Data, c.URL)
	if err != nil {
		return err
	}
	_, err = fmt.Println(link)
	return err
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
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && v == "(devel)" {
			v = s.Value[:min(12, len(s.Value))]
		}
	}
	return strings.Trim(v, "()")
}
