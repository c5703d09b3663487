package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
)

// While a copy runs it holds the data file's lock, so the commands that work on a running copy ask it through
// a socket beside the file. Only the user that runs it can open the socket.
//
//	POST /backup      a consistent copy of the data file; cut off = failed
//	POST /check       a line for every fault, then "done"
//	POST /owner-link  a one-time sign-in link for an Owner

// SocketFile is where the control socket of a data file lies.
func SocketFile(data string) string { return data + ".sock" }

// control opens the socket. A system that can't have one gets a warning, not a refusal.
func (p *Program) control() error {
	l, err := listenUnix(SocketFile(p.cfg.Data))
	if err != nil {
		slog.Warn("no control socket: backup, check and owner-link work only while this is stopped", "error", err)
		return nil
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /backup", p.sendBackup)
	mux.HandleFunc("POST /check", p.sendCheck)
	mux.HandleFunc("POST /owner-link", p.sendOwnerLink)
	s := server(mux)
	p.socket = SocketFile(p.cfg.Data)
	p.background("control socket", s, func() error { return s.Serve(l) })
	return nil
}

// listenUnix makes the socket in a folder that only this user enters, and moves it once its mode is right: at
// no moment can anybody else open it. The lock on the data file is held, so a socket that is there is a dead one.
func listenUnix(path string) (net.Listener, error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".portico-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	tmp := filepath.Join(dir, "s")
	l, err := net.Listen("unix", tmp)
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	err = os.Chmod(tmp, 0o600)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func (p *Program) sendBackup(w http.ResponseWriter, r *http.Request) {
	n, err := p.db.WriteTo(w)
	if err != nil {
		slog.Error("a backup failed", "error", err)
		panic(http.ErrAbortHandler) // the one who asked sees the stream break off
	}
	slog.Info("backup sent", "bytes", n)
	if err := p.Service.BackedUp(context.WithoutCancel(r.Context()), n); err != nil {
		slog.Error("a backup could not be noted in the audit log", "error", err)
	}
}

func (p *Program) sendCheck(w http.ResponseWriter, r *http.Request) {
	err := p.db.Check(r.Context(), func(fault string) { fmt.Fprintln(w, fault) })
	if err != nil {
		slog.Error("a check failed", "error", err)
		panic(http.ErrAbortHandler)
	}
	fmt.Fprintln(w, checkDone)
}

func (p *Program) sendOwnerLink(w http.ResponseWriter, r *http.Request) {
	link, err := p.Service.OwnerLink(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	fmt.Fprintln(w, link)
}

const checkDone = "done"

// dial reaches the running copy of a data file; nil when none runs.
func dial(data string) *http.Client {
	c, err := net.Dial("unix", SocketFile(data))
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			slog.Debug("control socket", "error", err)
		}
		return nil
	}
	c.Close()
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", SocketFile(data))
	}}}
}
