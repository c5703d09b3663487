package mail

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// placed is a connection that says it comes from somewhere.
type placed struct {
	net.Conn
	ip net.IP
}

func (p placed) RemoteAddr() net.Addr { return &net.TCPAddr{IP: p.ip, Port: 25} }

func elsewhere(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, addr)
	return placed{conn, net.IPv4(192, 0, 2, 1)}, err
}

// script is a server that misbehaves: it answers each command by its table,
// "hang" never, "drip" a byte a second for ever, "drop" by hanging up.
type script struct {
	answers map[string]string
	heard   []string
	playing sync.WaitGroup
}

var normal = map[string]string{
	"greeting": "220 hi", "EHLO": "250-hi\r\n250 AUTH LOGIN", "AUTH": "334 VXNlcm5hbWU6", "b2ZmaWNl": "334 UGFzc3dvcmQ6", "czNjcmV0": "235 ok",
	"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", ".": "250 taken", "QUIT": "221 bye", "*": "501 ok",
}

// sender returns one that talks to the script over a pipe.
func (sc *script) sender() *SMTP {
	return &SMTP{
		Config: Config{Host: "mail.example", Port: 25, User: "office", Pass: "s3cret", AllowPlain: true},
		Dial: func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			sc.playing.Go(func() { sc.play(server) })
			return placed{client, net.IPv4(127, 0, 0, 1)}, nil
		},
	}
}

func (sc *script) play(conn net.Conn) {
	defer conn.Close()
	if !sc.answer(conn, "greeting") {
		return
	}
	lines := bufio.NewScanner(conn)
	for content := false; lines.Scan(); {
		line := lines.Text()
		if content && line != "." {
			continue
		}
		command, _, _ := strings.Cut(line, " ")
		if command == "HELO" { // what the library tries after a refused EHLO
			command = "EHLO"
		}
		sc.heard = append(sc.heard, line)
		if !sc.answer(conn, command) {
			return
		}
		content = command == "DATA"
	}
}

func (sc *script) answer(conn net.Conn, command string) bool {
	answer, ok := sc.answers[command]
	if !ok {
		answer = normal[command]
	}
	switch answer {
	case "drop":
		return false
	case "hang":
		_, _ = conn.Read(make([]byte, 1)) // until the other side hangs up
		return false
	case "drip":
		for _, err := fmt.Fprint(conn, "2"); err == nil; _, err = fmt.Fprint(conn, "5") {
			time.Sleep(time.Second)
		}
		return false
	}
	_, err := fmt.Fprint(conn, answer+"\r\n")
	return err == nil
}

func TestSignInByLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc := &script{}
		if err := sc.sender().Send(t.Context(), from, to, raw(t)); err != nil {
			t.Fatal(err)
		}
		sc.playing.Wait()
		want := []string{
			"EHLO localhost", "AUTH LOGIN", "b2ZmaWNl", "czNjcmV0", "MAIL FROM:<office@larkfield.example>",
			"RCPT TO:<marg@client.example>", "RCPT TO:<zofie@xn--mller-kva.example>", "DATA", ".", "QUIT",
		}
		if !slices.Equal(sc.heard, want) {
			t.Errorf("heard %q", sc.heard)
		}
	})
}

// Wherever the server falls silent, slow or away, the sender ends in time.
func TestSlowAndBroken(t *testing.T) {
	for _, at := range []string{"greeting", "EHLO", "AUTH", "czNjcmV0", "MAIL", "RCPT", "DATA", "."} {
		for _, how := range []string{"hang", "drip", "drop", "421 shutting down", "nonsense"} {
			synctest.Test(t, func(t *testing.T) {
				sc := &script{answers: map[string]string{at: how}}
				defer sc.playing.Wait()
				s := sc.sender()
				begin := time.Now()
				expectAfter := map[string]string{"hang": "did not answer in time", "drip": "did not answer in time"}[how]
				code := 0
				if strings.HasPrefix(how, "421") {
					code = 421
				}
				expect(t, at+" "+how, s, Temporary, code, expectAfter)
				if took := time.Since(begin); took > contentTime || (took > 2*stepTime && at != "." && at != "DATA") {
					t.Errorf("%s %s: took %v", at, how, took)
				}
			})
		}
	}
}

// Once the server has taken the mail, nothing that follows makes it unsent.
func TestTakenIsTaken(t *testing.T) {
	for _, how := range []string{"drop", "hang", "drip", "421 sorry", "554 no", "nonsense"} {
		synctest.Test(t, func(t *testing.T) {
			begin := time.Now()
			sc := &script{answers: map[string]string{"QUIT": how}}
			defer sc.playing.Wait()
			if err := sc.sender().Send(t.Context(), from, to, raw(t)); err != nil || time.Since(begin) > quitTime {
				t.Errorf("%s: %v after %v", how, err, time.Since(begin))
			}
		})
	}
}

func TestCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		begin := time.Now()
		s := (&script{answers: map[string]string{"MAIL": "hang"}}).sender()
		err := s.Send(ctx, from, to, raw(t))
		if !errors.Is(err, context.DeadlineExceeded) || IsPermanent(err) || time.Since(begin) != 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
		if err := s.Send(ctx, from, to, raw(t)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("begun when already over: %v", err)
		}
	})
}

// A server gives the password back in every form, with line breaks to forge a log.
func TestRepliesAreRedacted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := (&script{answers: map[string]string{"czNjcmV0": "535-no s3cret\r\n535-czNjcmV0 \x1b[31m\r\n535 AG9mZmljZQBzM2NyZXQ= end"}}).sender()
		expect(t, "echo", s, Auth, 535, "no ••• ••• [31m ••• end")
	})
}
