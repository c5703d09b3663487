package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"portico/portal"
	"portico/store"
)

// These tests run the program and use it as its owner does: by its commands, over http, with signals. It is the test's
// own binary, begun once more: building another would take as long as all of them.
const asProgram = "PORTICO_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	c := exec.CommandContext(ctx, path, args...)
	c.Env = append(os.Environ(), asProgram+"=1")
	return c
}

// run runs a command to its end.
func run(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	c := command(t, args...)
	b, _ := c.CombinedOutput() // the code tells
	return string(b), c.ProcessState.ExitCode()
}

func must(t *testing.T, args ...string) string {
	t.Helper()
	out, code := run(t, args...)
	if code != 0 {
		t.Fatalf("portico %s: exit %d: %s", strings.Join(args, " "), code, out)
	}
	return out
}

// server is a portico that runs.
type server struct {
	t    *testing.T
	cmd  *exec.Cmd
	URL  string
	mu   sync.Mutex
	said bytes.Buffer
	more chan struct{} // something was said
	done chan struct{} // it said its last
}

func launch(t *testing.T, args ...string) *server {
	t.Helper()
	s := &server{t: t, cmd: command(t, append(args, "--listen", "127.0.0.1:0")...), more: make(chan struct{}, 1), done: make(chan struct{})}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stdout, s.cmd.Stderr = w, w
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	go s.listen(r)
	t.Cleanup(func() { s.cmd.Process.Kill() })
	s.URL = s.wait(`listening address=(http://\S+)`)
	return s
}

func (s *server) listen(r io.Reader) {
	defer close(s.done)
	for lines := bufio.NewScanner(r); lines.Scan(); {
		s.mu.Lock()
		fmt.Fprintln(&s.said, lines.Text())
		s.mu.Unlock()
		select {
		case s.more <- struct{}{}:
		default:
		}
	}
}

func (s *server) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.String()
}

// wait waits until the program says something and returns what the group matched.
func (s *server) wait(pattern string) string {
	s.t.Helper()
	re := regexp.MustCompile(pattern)
	late := time.After(time.Minute)
	for ended := false; ; {
		if m := re.FindStringSubmatch(s.output()); m != nil {
			return m[len(m)-1]
		}
		if ended {
			s.t.Fatalf("it ended without saying %q: %s", pattern, s.output())
		}
		select {
		case <-s.more:
		case <-s.done:
			ended = true
		case <-late:
			s.t.Fatalf("it never said %q: %s", pattern, s.output())
		}
	}
}

// stop asks the program to end and returns its exit code.
func (s *server) stop() int {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	<-s.done
	_ = s.cmd.Wait() // the code tells
	return s.cmd.ProcessState.ExitCode()
}

// get asks for a page as host, "" = the one in the address.
func (s *server) get(path, host string) (status int, body string) {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Host = host
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

func contains(t *testing.T, s string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(s, p) {
			t.Errorf("%q is not in: %s", p, s)
		}
	}
}

// seeded makes a data file with a business that is set up.
func seeded(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "portico.db")
	db, err := store.Open(data, store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(context.Background(), func(tx *store.Tx) error {
		if err := tx.PutBusiness(portal.NewBusiness("Larkfield", "USD", "America/New_York")); err != nil {
			return err
		}
		p := portal.Person{Name: "Maya Lindqvist", Email: "maya@larkfield.example", EmailNorm: "maya@larkfield.example", Created: tx.Now}
		if err := tx.PutPerson(&p, 0); err != nil {
			return err
		}
		st := portal.Staff{Person: p.ID, Name: p.Name, Email: p.Email, Role: portal.Owner, Created: tx.Now}
		if err := tx.PutStaff(&st, 0); err != nil {
			return err
		}
		p.Staff = st.ID
		if err := tx.PutPerson(&p, p.Version); err != nil {
			return err
		}
		c := portal.Client{Name: "Lotus Bakery", Number: "C-1", Currency: "USD", Created: tx.Now}
		return tx.PutClient(&c, 0)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFirstStart(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "portico.db")
	s := launch(t, "serve", "--data", data, "--metrics", "127.0.0.1:0")
	link := s.wait(`(http://localhost:\d+/set-up/\S+)`)
	if status, body := s.get(strings.TrimPrefix(link, s.URL), ""); status != 200 || !strings.Contains(body, "<form") {
		t.Errorf("the set-up link answers %d", status)
	}
	if status, _ := s.get("/healthz", "10.1.2.3"); status != 200 {
		t.Errorf("healthz answers %d", status)
	}
	if status, _ := s.get("/", "evil.example"); status != http.StatusMisdirectedRequest {
		t.Errorf("a foreign host gets %d", status)
	}
	metrics := s.wait(`metrics address=(http://\S+)`)
	res, err := http.Get(metrics)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	contains(t, string(body), `portico_http_requests_total{method="GET",route="/healthz",status="200"} 1`, "portico_store_bytes",
		`portico_mails{state="waiting"} 0`, "portico_live_streams 0", "go_goroutines")
	for _, f := range []string{"portico.key", "portico.db.sock", "portico.db"} {
		fi, err := os.Stat(filepath.Join(filepath.Dir(data), f))
		if err != nil {
			t.Fatal(err)
		}
		if fi.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f, fi.Mode())
		}
	}
	out, code := run(t, "owner-link", "--data", data)
	if code != 1 {
		t.Errorf("owner-link without an owner exits %d", code)
	}
	contains(t, out, "There is no Owner")
	if code := s.stop(); code != 0 {
		t.Errorf("SIGTERM: exit %d: %s", code, s.output())
	}
	if _, err := os.Stat(data + ".sock"); err == nil {
		t.Error("the control socket was left behind")
	}
}

func TestSecondProcess(t *testing.T) {
	t.Parallel()
	data := seeded(t)
	s := launch(t, "serve", "--data", data)
	began := time.Now()
	out, code := run(t, "serve", "--data", data, "--listen", "127.0.0.1:0")
	if code != 1 || time.Since(began) > 5*time.Second {
		t.Errorf("exit %d after %v", code, time.Since(began))
	}
	contains(t, out, "is in use by a running Portico")
	if status, _ := s.get("/healthz", ""); status != 200 {
		t.Errorf("the first one answers %d", status)
	}
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	data := seeded(t)
	s := launch(t, "serve", "--data", data)
	ctx, stop := context.WithCancel(context.Background())
	var busy sync.WaitGroup
	for range 3 {
		busy.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				res, err := http.PostForm(s.URL+"/sign-in", url.Values{"who": {fmt.Sprintf("maya%d@larkfield.example", n%7)}})
				if err == nil {
					res.Body.Close()
				}
			}
		})
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	for range 3 {
		contains(t, must(t, "backup", "--data", data, copied), "The secret key is not in it")
		contains(t, must(t, "check", "--data", copied), "is sound")
	}
	stop()
	busy.Wait()
	contains(t, must(t, "check", "--data", data), "is sound")
	out, code := run(t, "restore", "--data", data, copied)
	if code != 1 {
		t.Errorf("restore over a live file: exit %d", code)
	}
	contains(t, out, "nothing was restored", "is in use by a running Portico")
	if out, code := run(t, "compact", "--data", data); code != 1 {
		t.Errorf("compact of a live file: exit %d: %s", code, out)
	}
	s.stop()
	contains(t, must(t, "restore", "--data", data, copied), "is kept as")
	contains(t, must(t, "compact", "--data", data), "MB, was")
	must(t, "backup", "--data", data, copied) // nobody runs: directly
	contains(t, must(t, "check", "--data", data), "is sound")

	broken := filepath.Join(t.TempDir(), "broken.db")
	if err := os.WriteFile(broken, []byte("not a data file"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, code := run(t, "restore", "--data", data, broken); code != 1 {
		t.Error("a broken backup was restored")
	}
	contains(t, must(t, "check", "--data", data), "is sound")
}

func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	data := seeded(t)
	b, err := bbolt.Open(data, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = b.Update(func(tx *bbolt.Tx) error {
		k, _ := tx.Bucket([]byte("client.row")).Cursor().First()
		return tx.Bucket([]byte("client.row")).Delete(k)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, running := range []bool{false, true} {
		if running {
			launch(t, "serve", "--data", data)
		}
		out, code := run(t, "check", "--data", data)
		if code != 1 {
			t.Errorf("running %v: exit %d", running, code)
		}
		contains(t, out, "client", "fault")
	}
}

// TestStop asks the program to end in the middle of a request.
func TestStop(t *testing.T) {
	t.Parallel()
	s := launch(t, "serve", "--data", seeded(t))
	c, err := net.Dial("tcp", strings.TrimPrefix(strings.Replace(s.URL, "localhost", "127.0.0.1", 1), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	form := "who=somebody%40mail.example"
	fmt.Fprintf(c, "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(form))
	in := bufio.NewReader(c)
	if line, err := in.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("%q, %v", line, err) // now the handler waits for the form
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.wait("(stopping)")
	if _, err := io.WriteString(c, form); err != nil {
		t.Fatal(err)
	}
	if _, err := in.ReadString('\n'); err != nil { // the blank line after 100 Continue
		t.Fatal(err)
	}
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Errorf("the request in flight got %d", res.StatusCode)
	}
	<-s.done
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("%v: %s", err, s.output())
	}
}

func TestOwnerLink(t *testing.T) {
	t.Parallel()
	data := seeded(t)
	direct := strings.TrimSpace(must(t, "owner-link", "--data", data, "--url", "https://portal.example.com"))
	contains(t, direct, "https://portal.example.com/owner-link/")
	s := launch(t, "serve", "--data", data)
	link := strings.TrimSpace(must(t, "owner-link", "--data", data))
	contains(t, link, s.URL+"/owner-link/")
	for _, l := range []string{link, direct} {
		u, err := url.Parse(l)
		if err != nil {
			t.Fatal(err)
		}
		if status, _ := s.get(u.Path, ""); status != 200 {
			t.Errorf("%s answers %d", l, status)
		}
	}
}

func TestFlagsWin(t *testing.T) {
	t.Setenv("PORTICO_URL", "https://from-env.example")
	s := launch(t, "serve", "--data", filepath.Join(t.TempDir(), "a.db"))
	s.wait(`(https://from-env\.example/set-up/)`)
	s = launch(t, "serve", "--data", filepath.Join(t.TempDir(), "b.db"), "--url", "https://from-flag.example/")
	s.wait(`(https://from-flag\.example/set-up/)`)
	for host, want := range map[string]int{"from-flag.example": 200, "FROM-flag.example:443": 200, "from-env.example": 421, "localhost": 200, "127.0.0.1": 200, "[::1]:80": 200} {
		if status, _ := s.get("/sign-in", host); status != want {
			t.Errorf("host %s gets %d, want %d", host, status, want)
		}
	}
}

func TestWrongFlags(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ flag, value, says string }{
		{"--url", "portal.example.com", "like https://portal.example.com"},
		{"--listen", "8080", "like 127.0.0.1:8080"},
		{"--smtp", "mail.example.com", "smtp://"},
		{"--trusted-proxy", "proxy", "neither an address nor a range"},
		{"--log", "xml", "must be one of"},
	} {
		data := filepath.Join(t.TempDir(), "portico.db")
		out, code := run(t, "serve", "--data", data, c.flag, c.value)
		if code == 0 {
			t.Errorf("%s %s was taken", c.flag, c.value)
		}
		contains(t, out, c.says)
		if _, err := os.Stat(data); err == nil {
			t.Errorf("%s %s: a data file was made all the same", c.flag, c.value)
		}
	}
	contains(t, must(t, "version"), "portico ")
}

// TestDemo reads the terminal as a newcomer does, signs in with the printed code, and looks into the folder.
func TestDemo(t *testing.T) {
	t.Parallel()
	s := launch(t, "demo")
	owner := s.wait(`Owner +(\S+@\S+)`)
	folder := s.wait(`Every mail is a file in +(\S+)`)
	res, err := http.PostForm(s.URL+"/sign-in", url.Values{"who": {owner}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	code := s.wait(`sign-in code for ` + regexp.QuoteMeta(owner) + `: (\d{6})`)
	if strings.Count(s.output(), code) != 1 {
		t.Error("the code is in the terminal more than once")
	}
	mails, err := os.ReadDir(folder)
	if err != nil || len(mails) != 1 {
		t.Errorf("mails: %v, %v", mails, err)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit %d: %s", code, s.output())
	}
	if _, err := os.Stat(filepath.Dir(folder)); err == nil {
		t.Error("the demo's folder was left behind")
	}
}
