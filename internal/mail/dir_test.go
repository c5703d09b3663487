package mail

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestDir(t *testing.T) {
	var out bytes.Buffer
	d := &Dir{Path: filepath.Join(t.TempDir(), "mail"), Out: &out, Now: func() time.Time { return noon }}
	send := func(subject string) {
		t.Helper()
		m := sample()
		m.Subject = subject
		raw, err := Compose(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Send(t.Context(), from, to, raw); err != nil {
			t.Fatal(err)
		}
	}
	send("Žofie: Invoice INV-2026-0012")
	send("123 456 is your code")
	send("../../etc/passwd")
	d.seq = 0 // another run of the program, within the same millisecond
	send("Your code: 123456")
	want := []string{
		"20260310T120000.000-0001-your-code.eml",
		"20260310T120000.000-0001-žofie-invoice-inv-2026-0012.eml",
		"20260310T120000.000-0002-is-your-code.eml",
		"20260310T120000.000-0003-etc-passwd.eml",
	}
	if got := files(t, d.Path); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("files\n%s", strings.Join(got, "\n"))
	}
	if strings.Contains(out.String(), "456") || strings.Count(out.String(), "\n") != 4 ||
		!strings.HasPrefix(out.String(), "mail to marg@client.example, zofie@xn--mller-kva.example: Žofie: Invoice INV-2026-0012 (20260310T") {
		t.Errorf("printed\n%s", out.String())
	}
	raw, err := os.ReadFile(filepath.Join(d.Path, want[2]))
	if err != nil {
		t.Fatal(err)
	}
	if msg, _ := read(t, raw); msg.Header.Get("Subject") != "123 456 is your code" {
		t.Error("the mail itself was changed")
	}
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f.Name(), info.Mode(), err)
		}
		names = append(names, f.Name())
	}
	return names
}

func TestDirFromManyAtOnce(t *testing.T) {
	d := &Dir{Path: t.TempDir()}
	mail := raw(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := d.Send(t.Context(), from, to, mail); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := files(t, d.Path); len(got) != 20 {
		t.Errorf("%d files", len(got))
	}
}

func TestDirRefuses(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var e *Error
	if err := (&Dir{Path: blocked}).Send(t.Context(), from, to, raw(t)); !errors.As(err, &e) || e.Kind != Temporary {
		t.Errorf("a folder that is none: %v", err)
	}
	d := &Dir{Path: t.TempDir()}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Send(ctx, from, to, raw(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := d.Send(t.Context(), from, nil, raw(t)); !IsPermanent(err) {
		t.Errorf("to nobody: %v", err)
	}
	if err := d.Send(t.Context(), from, to, []byte("no mail")); err != nil {
		t.Errorf("unreadable bytes: %v", err)
	}
	if got := files(t, d.Path); len(got) != 1 || !fs.ValidPath(got[0]) {
		t.Errorf("files %q", got)
	}
}
