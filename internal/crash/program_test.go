package crash

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"portico/internal/auth"
	"portico/internal/pay"
	"portico/internal/serve"
	"portico/service"
	"portico/store"
	"portico/store/storetest"
)

const (
	envData = "PORTICO_CRASH"       // the data file: this process is the program
	envMail = "PORTICO_CRASH_MAIL"  // its mail server
	envPay  = "PORTICO_CRASH_PAY"   // its pay provider
	envDisk = "PORTICO_CRASH_BREAK" // set: the disk under the data file breaks once it runs
)

// breakDisk breaks the disk under an open data file, where the system lets us.
var breakDisk = func(string) error { return errors.ErrUnsupported }

// TestMain is the program itself in a child, and the tests everywhere else.
func TestMain(m *testing.M) {
	if data := os.Getenv(envData); data != "" {
		if err := program(data); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		return
	}
	os.Exit(m.Run())
}

// program is `portico serve`; it tells its address through the third file.
func program(data string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	return serve.Run(ctx, serve.Config{
		Data: data, Listen: "127.0.0.1:0", SMTP: os.Getenv(envMail), MailFrom: "office@larkfield.example", Build: "crash", Out: io.Discard,
		Assets: fstest.MapFS{"manifest.json": {Data: []byte("{}")}}, Payer: pay.New(os.Getenv(envPay)),
		Ready: func(p *serve.Program) error {
			if os.Getenv(envDisk) != "" {
				if err := breakDisk(data); err != nil {
					return err
				}
			}
			_, err := fmt.Fprintln(os.NewFile(3, "address"), strings.Replace(p.URL, "localhost", "127.0.0.1", 1))
			return err
		},
	})
}

// child is the program in a process of its own.
type child struct {
	cmd  *exec.Cmd
	said *bytes.Buffer
	url  string // "" = it ended before it answered
}

// launch starts the program on a data file. With early it is killed after that time, ready or not.
func launch(t *testing.T, data string, early time.Duration, env ...string) *child {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	c := &child{cmd: exec.Command(os.Args[0]), said: new(bytes.Buffer)}
	c.cmd.Env = append(append(os.Environ(), envData+"="+data), env...)
	c.cmd.ExtraFiles, c.cmd.Stdout, c.cmd.Stderr = []*os.File{write}, c.said, c.said
	err = c.cmd.Start()
	write.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.kill)
	if early > 0 {
		defer time.AfterFunc(early, c.kill).Stop()
	}
	line, _ := bufio.NewReader(read).ReadString('\n')
	c.url = strings.TrimSpace(line)
	if c.url == "" && early == 0 {
		c.end()
		t.Fatalf("the program did not start: %s", c.said)
	}
	return c
}

func (c *child) kill() { _ = c.cmd.Process.Kill() }

// end waits until the process has ended and returns its exit code, -1 when it was killed.
func (c *child) end() int {
	_ = c.cmd.Wait() // the code tells
	return c.cmd.ProcessState.ExitCode()
}

// stop asks the program to finish what is in flight and end.
func (c *child) stop() int {
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	return c.end()
}

// person is somebody at a browser.
type person struct{ http.Client }

func newPerson() *person {
	jar, _ := cookiejar.New(nil) // never fails
	return &person{http.Client{
		Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// signedIn is somebody with a session, made while the program is stopped.
func signedIn(t *testing.T, data string, s auth.Session) *person {
	t.Helper()
	db, err := store.Open(data, store.Options{})
	storetest.Must(t, err)
	defer db.Close()
	token, err := service.New(db, keysOf(t, data), service.Options{}).OpenSession(context.Background(), s)
	storetest.Must(t, err)
	p := newPerson()
	p.Jar.SetCookies(&url.URL{Scheme: "http", Host: "127.0.0.1"}, []*http.Cookie{{Name: "portico", Value: token, Path: "/"}})
	return p
}

func keysOf(t *testing.T, data string) *auth.Keys {
	t.Helper()
	keys, _, err := auth.LoadOrCreateKey(serve.KeyFile(data))
	storetest.Must(t, err)
	return keys
}

// page asks for a page. An error means that the program is gone.
func (p *person) page(t *testing.T, from string) (body string, err error) {
	t.Helper()
	res, err := p.Get(from)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s", from, res.StatusCode, b)
	}
	return string(b), err
}

// post sends a form. An error means that nobody knows whether it was taken.
func (p *person) post(to string, fields url.Values) (status int, body string, err error) {
	res, err := p.PostForm(to, fields)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if res.StatusCode < 400 {
		err = nil // acknowledged, whatever came of the rest
	}
	return res.StatusCode, string(b), err
}

// send sends a form and tells where it leads.
func (p *person) send(to string, fields url.Values) (status int, where string, err error) {
	res, err := p.PostForm(to, fields)
	if err != nil {
		return 0, "", err
	}
	_ = res.Body.Close()
	return res.StatusCode, res.Header.Get("Location"), nil
}
