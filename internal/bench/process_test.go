package bench

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"portico/internal/demo"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// program builds the binary as `make build` does.
func program(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "portico")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", bin, "../..")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return bin
}

// begin starts the program on a data file and waits for its first answer.
func begin(t *testing.T, bin, data string) (first time.Duration, proc *os.Process, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	cmd := exec.Command(bin, "serve", "--data", data, "--listen", addr, "--mail-dir", t.TempDir())
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for time.Since(begun) < 20*time.Second {
		res, err := http.Get("http://" + addr + "/sign-in")
		if err == nil {
			res.Body.Close()
			first = time.Since(begun)
			break
		}
	}
	return first, cmd.Process, func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}
}

// TestStart measures the cold start on the demo's file and on a file with 100,000 invoices, and the memory of
// the idle program.
func TestStart(t *testing.T) {
	if os.Getenv("PORTICO_BENCH") == "" {
		t.Skip("a benchmark: make bench")
	}
	bin := program(t)
	small := filepath.Join(t.TempDir(), "demo.db")
	begun := time.Now()
	if _, err := demo.Build(context.Background(), small, time.Now()); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("demo's file                %10v to build\n", time.Since(begun).Round(time.Millisecond))
	large := filepath.Join(t.TempDir(), "large.db")
	backup(t, withInvoices(t, 100_000).app.DB, large)
	for _, f := range []struct{ name, path string }{{"demo", small}, {"100,000 invoices", large}} {
		var starts []time.Duration
		for range 7 {
			first, _, stop := begin(t, bin, f.path)
			starts = append(starts, first)
			stop()
		}
		sort.Slice(starts, func(i, j int) bool { return starts[i] < starts[j] })
		_, proc, stop := begin(t, bin, f.path)
		time.Sleep(2 * time.Second) // idle
		fmt.Printf("start, %-19s %10v to the first answer, %s resident when idle\n", f.name, starts[3].Round(100*time.Microsecond), resident(proc.Pid))
		stop()
	}
}

// backup copies a store to a file that another process can open.
func backup(t *testing.T, db *store.DB, to string) {
	t.Helper()
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := db.WriteTo(f); err != nil {
		t.Fatal(err)
	}
}

func resident(pid int) string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "unknown"
	}
	var parts []string
	for _, line := range strings.Split(string(b), "\n") {
		for _, key := range []string{"VmRSS:", "RssAnon:"} {
			if rest, ok := strings.CutPrefix(line, key); ok {
				parts = append(parts, key+strings.TrimSpace(rest))
			}
		}
	}
	return strings.Join(parts, " ")
}

// TestSignIn measures a whole sign-in by code, from the address to the first page, and search as one types.
func TestSignIn(t *testing.T) {
	if os.Getenv("PORTICO_BENCH") == "" {
		t.Skip("a benchmark: make bench")
	}
	app := testkit.Start(t)
	acme := app.Client("Acme")
	var times []time.Duration
	for i := range 60 {
		mail := fmt.Sprintf("ann%d@acme.test", i)
		app.Contact(acme, "Ann", mail, portal.AllPermissions)
		begun := time.Now()
		app.SignIn(mail, mail)
		times = append(times, time.Since(begun))
		app.Pass(time.Minute)
	}
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	fmt.Printf("sign-in by code            %10v median of %d\n", times[len(times)/2].Round(time.Microsecond), len(times))
	big := withInvoices(t, 100_000)
	office := big.app.AsStaff(big.app.Staff("Olive", "olive@bench.test", portal.Owner))
	for _, typed := range []string{"q", "quar", "duct clean", "INV-77", "nothing"} {
		var ts []time.Duration
		for range 21 {
			begun := time.Now()
			office.Get("/office/search?q="+strings.ReplaceAll(typed, " ", "+"), "HX-Request", "true", "HX-Request-Type", "partial").Want(t, 200)
			ts = append(ts, time.Since(begun))
		}
		sort.Slice(ts, func(i, j int) bool { return ts[i] < ts[j] })
		fmt.Printf("search %-19q %10v median, %v worst\n", typed, ts[10].Round(time.Microsecond), ts[20].Round(time.Microsecond))
	}
}
