package web

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// How long a body with files may stand still, and last. The server's own time for a request is one for small ones.
const (
	standstill  = time.Minute
	longestBody = 2 * time.Hour
)

// steady reads a body for as long as its bytes keep coming: a slow line is no attack.
type steady struct {
	io.ReadCloser
	conn        *http.ResponseController
	begun, told time.Time
}

func newSteady(w http.ResponseWriter, body io.ReadCloser) *steady {
	return &steady{ReadCloser: body, conn: http.NewResponseController(w), begun: time.Now()}
}

func (s *steady) Read(p []byte) (int, error) {
	if now := time.Now(); now.Sub(s.told) > time.Second { // every few kilobytes would be too often
		s.told = now
		s.until(now.Add(standstill))
	}
	n, err := s.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		s.until(time.Time{}) // the rest is ours: the server listens on, and would take the end of the time for that of the line
	}
	return n, err
}

// until sets when the line counts as broken. Where that can't be set, the server's own time holds.
func (s *steady) until(at time.Time) {
	if last := s.begun.Add(longestBody); at.After(last) {
		at = last
	}
	_ = s.conn.SetReadDeadline(at)
}
