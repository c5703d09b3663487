package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"portico/internal/serve"
)

// Run builds the sample business in a throw-away folder and serves it until ctx ends.
func Run(ctx context.Context, cfg serve.Config) (err error) {
	if cfg.Listener, err = bind(&cfg); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "portico-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cfg.Demo, cfg.Data = true, filepath.Join(dir, "portico.db")
	if cfg.MailDir == "" && cfg.SMTP == "" {
		cfg.MailDir = filepath.Join(dir, "mail")
	}
	cast, err := Build(ctx, cfg.Data, time.Now())
	if err != nil {
		return fmt.Errorf("making the sample business: %w", err)
	}
	bank := newTill()
	cfg.Payer, cfg.Routes = bank, bank.routes()
	cfg.CodeSink = func(to, code string) { fmt.Fprintf(cfg.Out, "sign-in code for %s: %s\n", to, code) }
	cfg.Ready = func(p *serve.Program) error { return cast.introduce(cfg.Out, p.URL, cfg.MailDir) }
	return serve.Run(ctx, cfg)
}

// bind listens where asked; when the usual port is taken, any free one will do for a demo.
func bind(cfg *serve.Config) (net.Listener, error) {
	l, err := net.Listen("tcp", cfg.Listen)
	if !errors.Is(err, syscall.EADDRINUSE) || cfg.Listen != serve.DefaultListen {
		return l, err
	}
	fmt.Fprintf(cfg.Out, "%s is taken, so the demo looks for a free port.\n\n", cfg.Listen)
	return net.Listen("tcp", "127.0.0.1:0")
}
