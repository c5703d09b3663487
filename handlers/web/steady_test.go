package web

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

type line struct {
	http.ResponseWriter
	until []time.Time
}

func (l *line) SetReadDeadline(t time.Time) error {
	l.until = append(l.until, t)
	return nil
}

// TestASteadyBodyLasts: while bytes come the time is moved on, up to an end; when all are there, nothing presses.
func TestASteadyBodyLasts(t *testing.T) {
	for name, begun := range map[string]time.Duration{"now": 0, "two hours ago": longestBody} {
		l := &line{}
		s := newSteady(l, io.NopCloser(strings.NewReader("bytes")))
		s.begun = s.begun.Add(-begun)
		if _, err := s.Read(make([]byte, 2)); err != nil || len(l.until) != 1 {
			t.Fatalf("%s: %v, told %v", name, err, l.until)
		}
		if left := time.Until(l.until[0]); left > standstill || begun > 0 && left > 0 {
			t.Errorf("begun %s, %s are left", name, left)
		}
		if _, err := io.ReadAll(s); err != nil || !l.until[len(l.until)-1].IsZero() {
			t.Errorf("%s: %v, told %v", name, err, l.until)
		}
	}
}
