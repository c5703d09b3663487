package crash

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

func init() { breakDisk = nullDisk }

// nullDisk puts a device under the program's open data file that takes every write and fails every sync.
func nullDisk(data string) error {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	broken := 0
	for _, f := range fds {
		var fd int
		if _, err := fmt.Sscan(f.Name(), &fd); err != nil {
			return err
		}
		if at, _ := os.Readlink("/proc/self/fd/" + f.Name()); at == data { // a closed one has no name
			if err := syscall.Dup3(int(null.Fd()), fd, 0); err != nil {
				return err
			}
			broken++
		}
	}
	if broken == 0 {
		return fmt.Errorf("%s is not open", data)
	}
	return nil
}

// TestFailedSync holds that a disk which doesn't take a write ends the program before it shows what may not be
// stored: nobody gets an answer, and after a new start what was sent can be sent again.
func TestFailedSync(t *testing.T) {
	w := &witness{
		data: filepath.Join(t.TempDir(), "portico.db"), sink: openSink(t), told: map[string]bool{}, tried: map[string]bool{}, clients: []portal.ClientID{1, 2, 3},
	}
	seed(t, w.data)
	w.owner = signedIn(t, w.data, auth.Session{Person: 1, Staff: true})
	c := launch(t, w.data, 0, envMail+"="+w.sink.url, envDisk+"=1")
	status, body, err := w.owner.post(c.url+"/office/payments/new", w.payment("pay-1"))
	if err == nil {
		t.Errorf("a payment that the disk didn’t take was answered: %d %s", status, body)
	}
	if code := c.end(); code != 1 || !strings.Contains(c.said.String(), "the disk did not take a write") {
		t.Fatalf("exit %d: %s", code, c.said)
	}
	if len(w.sink.letters()) != 0 {
		t.Error("a receipt was sent for a payment that is not stored")
	}
	w.open(t, func(tx *store.Tx) error {
		if _, ok := tx.PaymentByKey("pay-1"); ok {
			t.Error("the payment is there")
		}
		return nil
	})
	c = w.launch(t, 0)
	if !w.send(t, c, "pay-1", "/office/payments/new", w.payment("pay-1")) {
		t.Fatal("the payment was not taken after a new start")
	}
	w.sink.wait(t, "the receipt", func(ls []letter) bool { return len(ls) == 1 })
	if code := c.stop(); code != 0 {
		t.Errorf("exit %d: %s", code, c.said)
	}
	db, err := store.Open(w.data, store.Options{NoSync: true})
	storetest.Must(t, err)
	defer db.Close()
	storetest.MustCheck(t, db)
	storetest.View(t, db, func(tx *store.Tx) error {
		b := read(t, tx, w.clients)
		w.compare(t, b.keys())
		return nil
	})
}
