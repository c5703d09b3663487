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
	"os"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"

	"portico/handlers"
	"portico/handlers/web"
	"portico/internal/auth"
	"portico/internal/live"
	"portico/internal/pay"
	"portico/internal/pdf"
	"portico/internal/queue"
	"portico/internal/safe"
	"portico/service"
	"portico/store"
	mailviews "portico/views/mail"
)

// Program is one running copy.
type Program struct {
	Service *service.Service
	URL     string // that people on this machine open

	cfg     Config
	db      *store.DB
	hub     *live.Hub
	worker  atomic.Pointer[queue.Queue] // once it runs: the store notifies from the first write on
	listen  net.Listener
	web     *http.Server
	socket  string         // beside the data file, "" = none
	servers []*http.Server // that and metrics, control socket, http beside https
	failed  chan error
}

// gcPercent lets garbage pile up a little: the heap is a few megabytes, and pages are short-lived garbage. A page
// costs a quarter less for it.
const gcPercent = 400

// memoryLimit is from where on garbage is not let pile up any more: two pictures that are written anew (picture.Anew) would
// make it gigabytes. It is a soft one.
const memoryLimit = 768 << 20

// tune sets both, unless the environment says otherwise.
func tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// Run serves until ctx ends, then finishes what is in flight.
func Run(ctx context.Context, cfg Config) error {
	if err := cfg.Check(); err != nil {
		return err
	}
	tune()
	p, err := start(cfg)
	if err != nil {
		return err
	}
	if err = p.greet(ctx); err == nil && cfg.Ready != nil {
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

// greet prints the one-time set-up link while there is no business yet.
func (p *Program) greet(ctx context.Context) error {
	link, err := p.Service.SetUpLink(ctx)
	if err != nil || link == "" {
		return err
	}
	_, err = fmt.Fprintf(p.cfg.Out, "\nThis data file is new. Open this link once to set your business up (it lasts a week; a restart makes another):\n\n  %s\n\n", link)
	return err
}

// start brings a copy up from the inside out; what fails takes down what was up.
func start(cfg Config) (p *Program, err error) {
	p = &Program{cfg: cfg, hub: live.New(0), failed: make(chan error, 4)}
	defer func() {
		if err != nil {
			_ = p.stop()
		}
	}()
	if p.db, err = p.open(); err != nil {
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
	options, err := p.options()
	if err != nil {
		return p, err
	}
	p.Service = service.New(p.db, keys, options)
	p.work()
	if err := p.control(); err != nil {
		return p, err
	}
	return p, p.serve(keys)
}

func (p *Program) options() (service.Options, error) {
	carrier, err := p.cfg.carriers()
	payer := p.cfg.Payer
	if payer == nil {
		payer = pay.New("")
	}
	return service.Options{
		URL: p.cfg.URL, Listen: reach(p.listen.Addr()), SMTP: p.cfg.SMTP != "" || p.cfg.MailDir != "", MailFrom: p.cfg.MailFrom,
		CodeSink: p.cfg.CodeSink, Letters: mailviews.Writer{}, Printer: pdf.Printer{}, Carrier: carrier, Payer: payer,
	}, err
}

func (p *Program) serve(keys *auth.Keys) error {
	names, err := manifest(p.cfg.Assets)
	if err != nil {
		return err
	}
	env := &web.Env{
		Service: p.Service, Keys: keys, Assets: p.cfg.Assets, Live: p.hub, Build: p.cfg.Build, Secure: p.cfg.secure(),
		Host: p.Service.Answers, Trusted: p.cfg.Trusted, Demo: p.cfg.Demo, AccessLog: p.cfg.AccessLog,
	}
	if p.cfg.Metrics != "" {
		if err := p.meter(env); err != nil {
			return err
		}
	}
	p.web = server(handlers.New(env, names, p.cfg.Routes...))
	return p.answer()
}

func (p *Program) open() (*store.DB, error) {
	db, err := store.Open(p.cfg.Data, store.Options{Fatal: fatal, Notify: p.notify()})
	return db, InUse(p.cfg.Data, err)
}

// fatal ends the process when nobody knows any more what the disk holds.
func fatal(err error) {
	fmt.Fprintln(os.Stderr, "portico: the disk did not take a write, so this process ends before it shows what may not be stored. Look at the disk, then start it again:", err)
	os.Exit(1)
}

// InUse says what to do about a data file that another process has open; other errors stay as they are.
func InUse(data string, err error) error {
	if errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("%s is in use by a running Portico: stop that one first", data)
	}
	return err
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

// background runs a server until it is shut down; if it ends by itself, so does the program.
func (p *Program) background(name string, s *http.Server, serve func() error) {
	p.servers = append(p.servers, s)
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
	for _, s := range slices.Backward(p.servers) { // the portal first: it was opened last
		errs = append(errs, s.Shutdown(ctx))
	}
	if p.socket != "" {
		errs = append(errs, os.Remove(p.socket))
	}
	if p.web == nil && p.listen != nil {
		errs = append(errs, p.listen.Close())
	}
	if w := p.worker.Load(); w != nil {
		errs = append(errs, w.Stop(ctx))
	}
	if p.db != nil {
		errs = append(errs, p.db.Close())
	}
	return errors.Join(errs...)
}
