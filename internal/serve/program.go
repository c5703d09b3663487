package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"time"

	"portico/handlers"
	"portico/handlers/web"
	"portico/internal/auth"
	"portico/internal/live"
	"portico/internal/safe"
	"portico/service"
	"portico/store"
	"portico/store/kv"
)

// Program is one running copy.
type Program struct {
	Service *service.Service
	URL     string // that people on this machine open

	cfg    Config
	db     *store.DB
	hub    *live.Hub
	listen net.Listener
	web    *http.Server
	failed chan error
}

// Run serves until ctx ends, then finishes what is in flight.
func Run(ctx context.Context, cfg Config) error {
	if err := cfg.Check(); err != nil {
		return err
	}
	p, err := start(cfg)
	if err != nil {
		return err
	}
	if cfg.Ready != nil {
		err = cfg.Ready(p)
	}
	if err == nil {
		select {
		case <-ctx.Done():
			slog.Info("stopping: what is in flight is finished first")
		case err = <-p.failed:
		}
	}
	return errors.Join(err, p.stop())
}

// start brings a copy up from the inside out; what fails takes down what was up.
func start(cfg Config) (p *Program, err error) {
	p = &Program{cfg: cfg, hub: live.New(0), failed: make(chan error, 4)}
	defer func() {
		if err != nil {
			_ = p.stop()
		}
	}()
	if p.db, err = open(cfg, p.hub); err != nil {
		return p, err
	}
	keys, err := p.keys()
	if err != nil {
		return p, err
	}
	if p.listen, err = p.bind(); err != nil {
		return p, err
	}
	p.URL = "http://" + reach(p.listen.Addr())
	p.Service = service.New(p.db, keys, service.Options{
		URL: cfg.URL, Listen: reach(p.listen.Addr()), SMTP: cfg.SMTP != "" || cfg.MailDir != "", MailFrom: cfg.MailFrom,
		CodeSink: cfg.CodeSink,
	})
	names, err := manifest(cfg.Assets)
	if err != nil {
		return p, err
	}
	env := &web.Env{
		Service: p.Service, Keys: keys, Assets: cfg.Assets, Live: p.hub, Build: cfg.Build, Secure: cfg.secure(),
		Trusted: cfg.Trusted, Demo: cfg.Demo,
	}
	p.web = server(handlers.New(env, names))
	p.background("web server", func() error { return p.web.Serve(p.listen) })
	return p, nil
}

func open(cfg Config, hub *live.Hub) (*store.DB, error) {
	db, err := store.Open(cfg.Data, store.Options{Fatal: cfg.Fatal, Notify: handlers.Notify(hub)})
	if errors.Is(err, kv.ErrLocked) {
		return nil, fmt.Errorf("%s is in use by another Portico: stop that one first, or give this one a file of its own with --data", cfg.Data)
	}
	return db, err
}

func (p *Program) keys() (*auth.Keys, error) {
	keys, created, err := auth.LoadOrCreateKey(KeyFile(p.cfg.Data))
	if created {
		slog.Info("made a new secret key", "file", KeyFile(p.cfg.Data))
	}
	return keys, err
}

func (p *Program) bind() (net.Listener, error) {
	if p.cfg.Listener != nil {
		return p.cfg.Listener, nil
	}
	return net.Listen("tcp", p.cfg.Listen)
}

func manifest(assets fs.FS) (names map[string]string, err error) {
	data, err := fs.ReadFile(assets, "manifest.json")
	if err != nil {
		return nil, err
	}
	return names, json.Unmarshal(data, &names)
}

// server has a bound for every way in which a client can be slow or greedy. There is no write timeout: live
// streams and downloads over slow lines last.
func server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug),
	}
}

// background runs a server until it is shut down; if it ends by itself, so does the program.
func (p *Program) background(name string, serve func() error) {
	safe.Go(name, func() {
		if err := serve(); err != nil && !errors.Is(err, http.ErrServerClosed) {
			p.failed <- fmt.Errorf("%s: %w", name, err)
		}
	})
}

// patience is how long a stop waits for what is in flight.
const patience = 30 * time.Second

// stop ends the program from the outside in: live streams first, since they would never finish by themselves.
func (p *Program) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	p.hub.Close()
	var errs []error
	if p.web != nil {
		errs = append(errs, p.web.Shutdown(ctx))
	} else if p.listen != nil {
		errs = append(errs, p.listen.Close())
	}
	if p.db != nil {
		errs = append(errs, p.db.Close())
	}
	return errors.Join(errs...)
}
