package crash

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

var kills = flag.Int("kills", 6, "how often the crash test kills the program")

// writers is how many people write at once.
const writers = 4

const owner = "maya@larkfield.example"

// TestKilled runs the whole program, records payments and sends invoices by its forms from several browsers, and
// kills it at random moments. What was answered is there once and wholly, what was in doubt wholly or not at all,
// numbers have no gaps, a full check finds nothing, and every mail reaches the mail server: twice only with the
// same Message-ID and the same bytes. SIGKILL keeps what the kernel has, so this says nothing of power loss; that
// commits are synced is asserted in store.
func TestKilled(t *testing.T) {
	w := newWitness(t)
	for n := range *kills {
		w.run(t, n)
		w.look(t)
		if t.Failed() {
			t.Fatalf("after %d kills", n+1)
		}
	}
	w.finish(t)
	t.Log(w)
	if len(w.told) < *kills {
		t.Errorf("only %d things were acknowledged: hardly anything was written", len(w.told))
	}
}

// witness knows what was tried, what was acknowledged, and what may or may not have happened.
type witness struct {
	data    string
	sink    *sink
	owner   *person
	clients []portal.ClientID
	began   time.Time

	mu                sync.Mutex
	next              int
	told              map[string]bool // acknowledged, ever
	tried             map[string]bool // in this run, without an answer
	pending           []string        // tried in the run before
	doubt, doubtThere int
	again             int // payments in doubt that were sent again
	mails, twice      int
}

func (w *witness) String() string {
	return fmt.Sprintf("%d kills in %.1f s: %d acknowledged, %d in doubt of which %d were there (%d payments sent again); %d mails, %d of them twice",
		*kills, time.Since(w.began).Seconds(), len(w.told), w.doubt, w.doubtThere, w.again, w.mails, w.twice)
}

// newWitness makes a data file with a business, its Owner and three clients, and signs the Owner in.
func newWitness(t *testing.T) *witness {
	t.Helper()
	w := &witness{
		data: filepath.Join(t.TempDir(), "portico.db"), sink: openSink(t), owner: newPerson(), told: map[string]bool{}, tried: map[string]bool{},
		began: time.Now(),
	}
	seed(t, w.data)
	w.clients = []portal.ClientID{1, 2, 3}
	c := w.launch(t, 0)
	status, body, err := w.owner.post(c.url+"/sign-in", url.Values{"who": {owner}})
	if status != 303 || err != nil {
		t.Fatalf("asking for a code: %d %v %s", status, err, body)
	}
	status, body, err = w.owner.post(c.url+"/sign-in/code", url.Values{"code": {w.sink.code(t, owner)}})
	if status != 303 || err != nil {
		t.Fatalf("signing in: %d %v %s", status, err, body)
	}
	// In peace: a code that was used has no use in a second try, which would end as failed.
	if code := c.stop(); code != 0 {
		t.Fatalf("asked to stop, it exits %d: %s", code, c.said)
	}
	return w
}

func seed(t *testing.T, data string) {
	t.Helper()
	db, err := store.Open(data, store.Options{})
	storetest.Must(t, err)
	storetest.MustBusiness(t, db)
	storetest.Update(t, db, func(tx *store.Tx) error {
		p := portal.Person{Name: "Maya Lindqvist", Email: owner, EmailNorm: owner, Username: "maya", Created: tx.Now}
		if err := tx.PutPerson(&p, 0); err != nil {
			return err
		}
		st := portal.Staff{Person: p.ID, Name: p.Name, Email: p.Email, Role: portal.Owner, Created: tx.Now}
		if err := tx.PutStaff(&st, 0); err != nil {
			return err
		}
		p.Staff = st.ID
		return tx.PutPerson(&p, p.Version)
	})
	for _, name := range []string{"Acme", "Birch", "Cedar"} {
		storetest.MustClient(t, db, name)
	}
	storetest.Must(t, db.Close())
}

func (w *witness) launch(t *testing.T, early time.Duration) *child {
	t.Helper()
	return launch(t, w.data, early, envMail+"="+w.sink.url)
}

// run starts the program and kills it: mostly while it is used, now and then while it starts.
func (w *witness) run(t *testing.T, n int) {
	t.Helper()
	early := time.Duration(0)
	if n%4 == 3 {
		early = time.Duration(20+rand.IntN(150)) * time.Millisecond
	}
	c := w.launch(t, early)
	if c.url == "" {
		c.end()
		return
	}
	before := w.pending
	w.pending = nil
	time.AfterFunc(time.Duration(150+rand.IntN(800))*time.Millisecond, c.kill)
	var all sync.WaitGroup
	for g := range writers {
		all.Go(func() {
			for ok := w.payAgain(t, c, before, g); ok; {
				ok = w.write(t, c)
			}
		})
	}
	all.Wait()
	c.kill()
	c.end()
}

// payAgain sends payments in doubt once more, each with the key that it had: one browser its share.
func (w *witness) payAgain(t *testing.T, c *child, before []string, g int) bool {
	for i, key := range before {
		if i%writers != g || !strings.HasPrefix(key, "pay") {
			continue
		}
		w.mu.Lock()
		w.again++
		w.mu.Unlock()
		if !w.send(t, c, key, "/office/payments/new", w.payment(key)) {
			return false
		}
	}
	return true
}

// write does one more thing; false = the program is gone.
func (w *witness) write(t *testing.T, c *child) bool {
	w.mu.Lock()
	w.next++
	n := w.next
	w.mu.Unlock()
	if n%3 == 0 {
		key := fmt.Sprintf("bill-%d", n)
		return w.send(t, c, key, "/office/invoices/new", w.bill(key))
	}
	key := fmt.Sprintf("pay-%d", n)
	return w.send(t, c, key, "/office/payments/new", w.payment(key))
}

func (w *witness) send(t *testing.T, c *child, key, path string, fields url.Values) bool {
	w.mu.Lock()
	w.tried[key] = true
	w.mu.Unlock()
	status, body, err := w.owner.post(c.url+path, fields)
	if err != nil {
		return false
	}
	if status != 303 {
		t.Errorf("%s: %d %s", key, status, body)
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.tried, key)
	w.told[key] = true
	return true
}

// payment is the form of a payment: its key decides everything in it, as in a form that is sent twice.
func (w *witness) payment(key string) url.Values {
	r := rand.New(rand.NewPCG(hash(key), 1))
	return url.Values{
		"client": {fmt.Sprint(w.clients[r.IntN(3)])}, "on": {yesterday().ISO()}, "amount": {fmt.Sprintf("%d.%02d", 1+r.IntN(90), r.IntN(100))},
		"method": {"transfer"}, "reference": {key}, "how": {"oldest"}, "key": {key}, "other": {mailbox(key)},
	}
}

// bill is the form of an invoice that is issued and sent at once.
func (w *witness) bill(key string) url.Values {
	return url.Values{
		"client": {fmt.Sprint(w.clients[rand.IntN(3)])}, "issued": {yesterday().ISO()}, "due": {(yesterday() + 14).ISO()}, "order": {key},
		"description": {"Boiler service"}, "line": {"Boiler service"}, "detail": {""}, "quantity": {"1"}, "unit": {""},
		"price": {fmt.Sprintf("%d.50", 20+rand.IntN(300))}, "tax": {""}, "other": {mailbox(key)}, "do": {"send"},
	}
}

func yesterday() portal.Day { return portal.DayOf(time.Now(), time.UTC) - 1 }

func mailbox(key string) string { return key + "@clients.example" }

func hash(s string) (h uint64) {
	for _, b := range []byte(s) {
		h = h*31 + uint64(b)
	}
	return h
}

// finish starts the program once more, lets it send all that waits, and stops it in peace.
func (w *witness) finish(t *testing.T) {
	t.Helper()
	came, waiting := len(w.sink.letters()), 0 // what waits comes once more, even where it came before the kill
	w.open(t, func(tx *store.Tx) error {
		waiting = tx.MailCounts()[portal.MailWaiting]
		return nil
	})
	c := w.launch(t, 0)
	w.sink.wait(t, fmt.Sprintf("%d mails after %d", waiting, came), func(ls []letter) bool { return len(ls) >= came+waiting })
	if code := c.stop(); code != 0 {
		t.Errorf("asked to stop, it exits %d: %s", code, c.said)
	}
	w.look(t)
	w.open(t, func(tx *store.Tx) error {
		for _, m := range mails(t, tx) {
			if m.State != portal.MailSent {
				t.Errorf("the outbox did not drain: the mail to %s is %s. %s", m.To, m.State.Name(), m.Why)
			}
		}
		return nil
	})
}
