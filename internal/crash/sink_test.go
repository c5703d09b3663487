package crash

import (
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"

	"portico/internal/testkit"
)

// sink is a mail server that outlives the program and keeps all that it ever took.
type sink struct {
	url string

	mu    sync.Mutex
	taken []letter
	came  chan struct{} // closed and made anew with every mail
	trap  func(letter)  // springs when a mail was taken, before that is said
}

type letter struct {
	testkit.Letter
	raw string
}

type visit struct {
	*sink
	to string
}

func openSink(t *testing.T) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{url: "smtp://" + l.Addr().String() + "?plain=loopback", came: make(chan struct{})}
	srv := gosmtp.NewServer(s)
	srv.ErrorLog = log.New(io.Discard, "", 0) // callers that are killed hang up without a word
	served := make(chan struct{})
	go func() { defer close(served); _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close(); <-served })
	return s
}

func (s *sink) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return &visit{sink: s}, nil }

func (v *visit) Reset()                                 {}
func (v *visit) Logout() error                          { return nil }
func (v *visit) AuthMechanisms() []string               { return nil }
func (v *visit) Auth(string) (sasl.Server, error)       { return nil, gosmtp.ErrAuthUnsupported }
func (v *visit) Mail(string, *gosmtp.MailOptions) error { return nil }

func (v *visit) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	v.to = to
	return nil
}

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err // cut off: not taken
	}
	l, err := testkit.ReadLetter(v.to, raw)
	if err != nil {
		return err
	}
	v.mu.Lock()
	taken := letter{l, string(raw)}
	v.taken = append(v.taken, taken)
	close(v.came)
	v.came = make(chan struct{})
	trap := v.trap
	v.mu.Unlock()
	if trap != nil {
		trap(taken)
	}
	return nil
}

// spring sets the trap.
func (s *sink) spring(trap func(letter)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trap = trap
}

// letters is all that was taken so far.
func (s *sink) letters() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.taken[:len(s.taken):len(s.taken)]
}

// wait waits until the letters are as they should be, as long as there are more of them every minute.
func (s *sink) wait(t *testing.T, what string, enough func([]letter) bool) {
	t.Helper()
	for {
		s.mu.Lock()
		came := s.came
		s.mu.Unlock()
		if enough(s.letters()) {
			return
		}
		select {
		case <-came:
		case <-time.After(time.Minute):
			t.Fatalf("waited for %s; %d mails came", what, len(s.letters()))
		}
	}
}

// code waits for the newest sign-in code to an address.
func (s *sink) code(t *testing.T, to string) (code string) {
	t.Helper()
	s.wait(t, "a sign-in code", func(ls []letter) bool {
		for _, l := range ls {
			if l.To == to && strings.Contains(l.Subject, "sign-in code") {
				code = l.Code()
			}
		}
		return code != ""
	})
	return code
}
