package crash

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"portico/internal/auth"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/store/storetest"
)

const payer = "ann@acme.example"

// steps are the moments of a card payment and its refund at which the program is killed.
var steps = []string{
	"row written", // the attempt is stored, the provider was not asked yet
	"page made",   // the provider has its page, and nobody heard of it
	"page shown",  // the payer is at the provider
	"event on its way",
	"event taken",  // payment, ledger and mail are stored
	"mail taken",   // the mail server has the receipt and didn't say so yet
	"refund asked", // the provider gave nothing yet
	"refund given", // the provider gave it, and nobody heard of it
	"refund lost",  // and its event never comes
	"refund booked",
	"refund told", // the refund's event is on its way
}

// TestKilledWhilePaying kills the program at every step of card payments and refunds. The parent is the payer, the
// office, the provider and the mail server: it does what each of them does after a crash, which is to try again, or
// not. Every payment that the provider has is booked once, every refund too, and nothing else.
func TestKilledWhilePaying(t *testing.T) {
	s := openShop(t)
	for n := range max(*kills, len(steps)) {
		at := steps[n%len(steps)]
		s.sell(t)
		s.killAt(t, at)
		s.look(t)
		s.carryOn(t)
		if t.Failed() {
			t.Fatalf("after kill %d: %s", n+1, at)
		}
	}
	s.finish(t)
	t.Log(s)
}

// shop is a business that is paid by card, with what the parent knows.
type shop struct {
	*witness
	till *till
	ann  *person
	sale *sale // the one that goes on
	sold int
}

// sale is one invoice on its way through payment and half a refund.
type sale struct {
	invoice portal.InvoiceID
	form    url.Values // as the payer sent it
	page    string     // of the provider, that the payer was led to
	payment string     // its id
	refund  url.Values // as the office sent it
}

func (s *shop) String() string {
	return fmt.Sprintf("%d sales in %.1f s: %d payments and %d refunds at the provider, %d mails, %d of them twice",
		s.sold, time.Since(s.began).Seconds(), len(s.till.pages), len(s.till.refunds), s.mails, s.twice)
}

func openShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{
		witness: &witness{data: filepath.Join(t.TempDir(), "portico.db"), sink: openSink(t), began: time.Now(), clients: []portal.ClientID{1, 2, 3}},
		till:    openTill(t),
	}
	seed(t, s.data)
	keys := keysOf(t, s.data)
	s.update(t, func(tx *store.Tx) error {
		p := portal.Person{Name: "Ann", Email: payer, EmailNorm: payer, Username: "ann", Created: tx.Now}
		if err := tx.PutPerson(&p, 0); err != nil {
			return err
		}
		c := portal.Contact{
			Client: 1, Person: p.ID, Name: p.Name, Email: payer, EmailNorm: payer, On: true, Permissions: portal.AllPermissions, Invited: tx.Now,
			Accepted: tx.Now, Created: tx.Now,
		}
		if err := tx.PutContact(&c, 0); err != nil {
			return err
		}
		b := *tx.Business()
		seal := func(what, secret string) []byte { return keys.Seal(auth.UseMail, []byte(secret), []byte(what)) }
		b.Pay = portal.PaySettings{
			Secret: seal(service.ForStripe, payKey), Webhook: seal(service.ForStripeWebhook, hookKey), Card: true, PassOn: true, GiveBack: true,
			CardFee: portal.FeeRule{Percent: decimal.New(29, -1), Fixed: 30},
		}
		return tx.PutBusiness(b)
	})
	s.owner = signedIn(t, s.data, auth.Session{Person: 1, Staff: true})
	s.ann = signedIn(t, s.data, auth.Session{Person: 2, Contact: 1})
	return s
}

func (s *shop) update(t *testing.T, fn func(*store.Tx) error) {
	t.Helper()
	db, err := store.Open(s.data, store.Options{})
	storetest.Must(t, err)
	defer db.Close()
	storetest.Update(t, db, fn)
}

// sell issues an invoice.
func (s *shop) sell(t *testing.T) {
	t.Helper()
	s.sold++
	s.update(t, func(tx *store.Tx) error {
		i := storetest.Draft(1, 10_000+rand.Int64N(50_000), tx.Today, fmt.Sprint("Work ", s.sold))
		if err := storetest.Issue(tx, &i, 14); err != nil {
			return err
		}
		s.sale = &sale{invoice: i.ID}
		return nil
	})
}

func (s *shop) launch(t *testing.T) *child {
	t.Helper()
	return launch(t, s.data, 0, envMail+"="+s.sink.url, envPay+"="+s.till.url)
}

// killAt goes through the sale until the program is killed at a step.
func (s *shop) killAt(t *testing.T, at string) {
	t.Helper()
	c := s.launch(t)
	s.till.mu.Lock()
	s.till.trap = map[string]func(){at: c.kill}
	s.till.mu.Unlock()
	if at == "mail taken" {
		s.sink.spring(func(letter) { c.kill() })
	}
	s.goOn(t, c, func(step string) {
		switch {
		case step != at:
		case step == "event on its way" || step == "refund told":
			time.AfterFunc(time.Duration(rand.IntN(4000))*time.Microsecond, c.kill)
		case step == "mail taken":
			_ = c.end()
		default:
			c.kill()
			_ = c.end()
		}
	})
	c.kill()
	c.end()
	s.sink.spring(nil)
}

// carryOn is the time after a crash: the provider tells again what it told, and the payer and the office try again, or
// have gone for good.
func (s *shop) carryOn(t *testing.T) {
	t.Helper()
	s.timePasses(t)
	c := s.launch(t)
	if rand.IntN(2) == 0 {
		s.till.deliver(t, c.url, true)
	}
	if rand.IntN(3) > 0 && !s.lost() {
		s.goOn(t, c, func(string) {})
	}
	s.till.deliver(t, c.url, rand.IntN(2) == 0)
	s.settled(t)
	if code := c.stop(); code != 0 {
		t.Errorf("asked to stop, it exits %d: %s", code, c.said)
	}
	s.look(t)
}

// lost reports whether there is a refund that only the provider knows of.
func (s *shop) lost() bool {
	s.till.mu.Lock()
	defer s.till.mu.Unlock()
	for _, out := range s.till.refunds {
		if out.lost && out.Metadata["refund"] == s.sale.refund.Get("key") {
			return true
		}
	}
	return false
}

// timePasses makes what waits for another moment due.
func (s *shop) timePasses(t *testing.T) {
	t.Helper()
	s.update(t, func(tx *store.Tx) error {
		waiting, err := tx.DueTasks(time.Now().Add(time.Hour), 1000)
		if err != nil {
			return err
		}
		for _, task := range waiting {
			if err := tx.EndTask(task); err != nil {
				return err
			}
			task.Due = time.Time{}
			if err := tx.AddTask(task); err != nil {
				return err
			}
		}
		return nil
	})
}

// goOn goes through the sale from where it is, until the program is gone.
func (s *shop) goOn(t *testing.T, c *child, at func(step string)) {
	t.Helper()
	if !s.toTill(t, c) {
		return
	}
	at("page shown")
	s.till.pay(s.sale.page)
	at("event on its way")
	if !s.till.deliver(t, c.url, false) {
		return
	}
	at("event taken")
	at("mail taken")
	if !s.giveBack(t, c) {
		return
	}
	at("refund booked")
	at("refund told")
	s.till.deliver(t, c.url, true)
}

// toTill sends the form of the pay page, the same one until it is answered.
func (s *shop) toTill(t *testing.T, c *child) bool {
	t.Helper()
	if s.sale.page != "" {
		return true
	}
	if s.sale.form == nil {
		body, err := s.ann.page(t, fmt.Sprintf("%s/portal/pay?invoice=%d", c.url, s.sale.invoice))
		if err != nil {
			return false
		}
		s.sale.form = url.Values{"invoice": {fmt.Sprint(s.sale.invoice)}, "method": {"card"}}
		for _, name := range []string{"key", "known", "seen-card"} {
			s.sale.form.Set(name, field(t, body, name))
		}
	}
	status, to, err := s.ann.send(c.url+"/portal/pay", s.sale.form)
	if err != nil {
		return false
	}
	if status != 303 || !strings.HasPrefix(to, "https://checkout.stripe.test/") {
		t.Errorf("paying: %d %s", status, to)
		return false
	}
	s.sale.page = to[strings.LastIndex(to, "/")+1:]
	return true
}

var newest = regexp.MustCompile(`/office/payments/(\d+)`)

// giveBack refunds half of the payment, the same form until it is answered.
func (s *shop) giveBack(t *testing.T, c *child) bool {
	t.Helper()
	if s.sale.refund == nil {
		list, err := s.owner.page(t, c.url+"/office/payments")
		if err != nil {
			return false
		}
		m := newest.FindStringSubmatch(list)
		if m == nil {
			t.Error("the payment is not in the list")
			return false
		}
		s.sale.payment = m[1]
		body, err := s.owner.page(t, c.url+"/office/payments/"+m[1]+"/refund")
		if err != nil {
			return false
		}
		s.sale.refund = url.Values{"key": {field(t, body, "key")}, "version": {field(t, body, "version")}, "amount": {"50"}, "reason": {"Goodwill"}}
	}
	status, body, err := s.owner.post(c.url+"/office/payments/"+s.sale.payment+"/refund", s.sale.refund)
	if err == nil && status != 303 {
		t.Errorf("refunding: %d %s", status, body)
	}
	return err == nil && status == 303
}

func field(t *testing.T, body, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("the page has no field %s: %s", name, body)
	}
	return m[1]
}
