package safe

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
)

func captureLog(t *testing.T) *bytes.Buffer {
	t.Helper()
	var log bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(old) })
	return &log
}

func TestGoRecoversAndLogs(t *testing.T) {
	log, before := captureLog(t), Panics()
	synctest.Test(t, func(t *testing.T) {
		Go("mail worker", func() { panic("bad mail") })
		synctest.Wait()
	})
	for _, want := range []string{"mail worker", "bad mail", "safe_test.go"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
	if got := Panics() - before; got != 1 {
		t.Errorf("counted %d panics, want 1", got)
	}
}

func TestCall(t *testing.T) {
	log := captureLog(t)
	if err := Call("plain", func() error { return io.EOF }); err != io.EOF {
		t.Errorf("an error came back as %v", err)
	}
	if log.Len() != 0 {
		t.Errorf("an ordinary error was logged: %s", log)
	}
	err := Call("fallen", func() error { panic(io.EOF) })
	var p *Panic
	if !errors.As(err, &p) || !errors.Is(err, io.EOF) || p.Name != "fallen" {
		t.Errorf("a panic came back as %#v", err)
	}
}
