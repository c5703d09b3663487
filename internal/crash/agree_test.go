package crash

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

var operations = flag.Int("operations", 300, "random operations that every figure must agree after")

const (
	envTrade = "PORTICO_CRASH_TRADE" // the directory: this process trades until it is killed
	tradeAt  = "https://portal.test"
)

// TestEveryFigureAgrees does random things with bills, money and credit of three clients in a process of its own, kills
// it, and opens what it left: statement, balance, tiles, chart, ageing, spreadsheet and PDFs agree to the cent with
// what the documents make, worked out anew.
func TestEveryFigureAgrees(t *testing.T) {
	if dir := os.Getenv(envTrade); dir != "" {
		tradeOn(t, dir)
		return
	}
	dir := t.TempDir()
	last, done := tradeUntilKilled(t, dir)
	t.Log(done)
	a := testkit.StartIn(t, dir, tradeAt)
	a.Pass(last.Sub(a.Now()))
	storetest.MustCheck(t, a.DB)
	office := a.AsStaff(a.Staff("Zed", "zed@larkfield.test", portal.Office))
	var all account
	for id := portal.ClientID(1); id <= 3; id++ {
		var c portal.Client
		var f account
		a.View(func(tx *store.Tx) (err error) {
			if c, err = tx.Client(portal.Sight{Client: id}); err == nil {
				f = recompute(t, tx, id)
			}
			return err
		})
		all.add(f)
		compareClient(t, a, office, c, f)
	}
	all.home(t, office.Get("/office").Want(t, 200).Body)
}

// tradeOn trades until the process is killed, and tells after each operation what the clock says.
func tradeOn(t *testing.T, dir string) {
	a := testkit.StartIn(t, dir, tradeAt).Larkfield().Paying()
	a.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Pay.GiveBack = true
		b.Taxes.Rates = []portal.TaxRate{{ID: 1, Name: "Sales tax", Percent: decimal.New(825, -2)}}
		return tx.PutBusiness(b)
	})
	var seed int64
	if _, err := fmt.Sscan(os.Getenv(envTrade+"_SEED"), &seed); err != nil {
		t.Fatal(err)
	}
	tr := openTrade(t, a, seed)
	pipe := os.NewFile(3, "told")
	for {
		if err := tr.step(); err != nil {
			_, _ = fmt.Fprintln(pipe, "wrong", err)
			return
		}
		if _, err := fmt.Fprintln(pipe, a.Now().Unix(), tr.done); err != nil {
			return
		}
	}
}

// tradeUntilKilled kills a trading process in the middle of an operation and returns what its clock said.
func tradeUntilKilled(t *testing.T, dir string) (last time.Time, done string) {
	t.Helper()
	read, write, err := os.Pipe()
	storetest.Must(t, err)
	defer read.Close()
	seed := rand.Int63()
	cmd := exec.Command(os.Args[0], "-test.run=^TestEveryFigureAgrees$", "-test.count=1")
	cmd.Env = append(os.Environ(), envTrade+"="+dir, fmt.Sprintf("%s_SEED=%d", envTrade, seed))
	var said strings.Builder
	cmd.ExtraFiles, cmd.Stdout, cmd.Stderr = []*os.File{write}, &said, &said
	storetest.Must(t, cmd.Start())
	write.Close()
	lines := bufio.NewScanner(read)
	for n := 0; lines.Scan(); n++ {
		if wrong, ok := strings.CutPrefix(lines.Text(), "wrong "); ok {
			t.Errorf("seed %d: %s", seed, wrong)
			continue
		}
		at, what, _ := strings.Cut(lines.Text(), " ")
		var unix int64
		_, err := fmt.Sscan(at, &unix)
		storetest.Must(t, err)
		last, done = time.Unix(unix, 0).UTC(), fmt.Sprintf("seed %d, %d operations: %s", seed, n+1, what)
		if n+1 == *operations {
			time.AfterFunc(time.Duration(rand.Intn(5000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait()
	if last.IsZero() {
		t.Fatalf("the process did not trade: %s", said.String())
	}
	return last, done
}
