package demo

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"portico/portal"
	"portico/store"
)

var noon = time.Date(2026, 3, 10, 16, 0, 0, 0, time.UTC)

var (
	sampleDir  string
	sampleCast Cast
)

// sampleFile builds the sample business once for all tests that only look at it.
var sampleFile = sync.OnceValues(func() (path string, err error) {
	if sampleDir, err = os.MkdirTemp("", "portico-demo-"); err != nil {
		return "", err
	}
	path = filepath.Join(sampleDir, "portico.db")
	sampleCast, err = Build(context.Background(), path, noon)
	return path, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if sampleDir != "" {
		os.RemoveAll(sampleDir)
	}
	os.Exit(code)
}

// built opens the sample business as it is at noon.
func built(t testing.TB) (*store.DB, Cast) {
	t.Helper()
	path, err := sampleFile()
	if err != nil {
		t.Fatal(err)
	}
	return openFile(t, path), sampleCast
}

// builtAnew builds it once more.
func builtAnew(t testing.TB) *store.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "portico.db")
	if _, err := Build(context.Background(), path, noon); err != nil {
		t.Fatal(err)
	}
	return openFile(t, path)
}

func openFile(t testing.TB, path string) *store.DB {
	t.Helper()
	db, err := store.Open(path, store.Options{NoSync: true, Clock: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestBusiness looks whether the sample business has what the demo promises, and is sound.
func TestBusiness(t *testing.T) {
	db, cast := built(t)
	ctx := context.Background()
	if err := db.Check(ctx, func(fault string) { t.Error(fault) }); err != nil {
		t.Fatal(err)
	}
	c := tally{statuses: map[portal.InvoiceStatus]int{}, presets: map[portal.Preset]int{}, currencies: map[portal.Currency]int{}}
	if err := db.View(ctx, c.read); err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", c)
	atLeast := func(what string, have, want int) {
		t.Helper()
		if have < want {
			t.Errorf("%s: %d, want at least %d", what, have, want)
		}
	}
	for st, n := range c.batches {
		atLeast([]string{"batches to pay", "batches paid", "batches taken apart"}[st], n, []int{8, 8, 0}[st])
	}
	atLeast("clients", c.clients, 300)
	atLeast("contacts", c.contacts, 450)
	for cloud := range c.clouds {
		atLeast("contacts "+portal.Cloud(cloud).Key(), c.clouds[cloud], 30)
	}
	atLeast("expired invitations", c.expired, 10)
	atLeast("failed invitations", c.bounced, 3)
	atLeast("archived contacts", c.archived, 3)
	atLeast("contacts without clip", c.noClip, 50)
	for p := portal.PresetCustom; p <= portal.PresetViewOnly; p++ {
		atLeast(p.Name(), c.presets[p], 10)
	}
	for s := portal.StatusDraft; s <= portal.StatusIssued; s++ {
		atLeast("invoices "+s.Name(), c.statuses[s], 5)
	}
	for _, cur := range []portal.Currency{"USD", "EUR", "GBP", "CAD"} {
		atLeast("clients in "+string(cur), c.currencies[cur], 3)
	}
	atLeast("most invoices of one client", c.most, 1500)
	atLeast("clients without invoices", c.empty, 1)
	atLeast("clients with credit", c.credit, 3)
	atLeast("places of one person", c.places, 3)
	atLeast("staff who are contacts too", c.both, 1)
	for s, n := range c.mails {
		atLeast("mails "+portal.MailState(s).Name(), n, 2)
	}
	atLeast("events", c.events, 100)
	atLeast("cast", len(cast), 12)
	for s, n := range c.requests {
		atLeast("requests "+portal.RequestState(s).Name(), n, 2)
	}
	for st := portal.StatusEstimateDraft; st <= portal.StatusEstimateSuperseded; st++ {
		atLeast("estimates "+st.Name(), c.estimates[st], 3)
	}
	if n := (c.last - noon.Unix()/86400); n > 0 || n < -2 {
		t.Errorf("the last payment is %d days from today", n)
	}
	again := builtAnew(t)
	if a, b := summary(t, db), summary(t, again); a != b {
		t.Errorf("two builds of one moment differ:\n%s\n%s", a, b)
	}
}

// tally is what is counted in the sample business.
type tally struct {
	clients, contacts, expired, bounced, archived, noClip, most, empty, credit, places, both, events int

	clouds     [3]int
	mails      [3]int
	requests   [3]int
	batches    [3]int
	last       int64
	estimates  map[portal.EstimateStatus]int
	statuses   map[portal.InvoiceStatus]int
	presets    map[portal.Preset]int
	currencies map[portal.Currency]int
}

func (c *tally) read(tx *store.Tx) error {
	perPerson := map[portal.PersonID]int{}
	c.mails, c.requests, c.batches = tx.MailCounts(), tx.OfficeRequestCounts(), tx.BatchCounts(0)
	c.estimates = map[portal.EstimateStatus]int{}
	if err := each(func(q store.Query) (store.Page[portal.EstimateRow], error) {
		return tx.OfficeEstimates(store.EstimateQuery{Query: q})
	}, func(r portal.EstimateRow) error {
		c.estimates[r.Status(tx.Today)]++
		return nil
	}); err != nil {
		return err
	}
	err := each(func(q store.Query) (store.Page[portal.ContactRow], error) { return tx.OfficeContacts(q) }, func(r portal.ContactRow) error {
		c.contacts++
		c.presets[r.Preset()]++
		c.clouds[r.Cloud]++
		c.expired += bit(r.Cloud == portal.CloudInvited && r.InviteEnds < tx.Now.Unix())
		c.bounced += bit(r.Delivery != "")
		c.archived += bit(r.Archived)
		c.noClip += bit(!r.Clip())
		if r.Person == 0 {
			return nil
		}
		perPerson[r.Person]++
		c.places = max(c.places, perPerson[r.Person])
		p, err := tx.Person(r.Person)
		c.both += bit(p.Staff != 0)
		return err
	})
	if err != nil {
		return err
	}
	err = each(func(q store.Query) (store.Page[portal.ClientRow], error) { return tx.Clients(q) }, func(r portal.ClientRow) error {
		c.clients++
		c.currencies[r.Currency]++
		f := tx.HomeFigures(portal.Sight{Client: r.ID}, r.Currency)
		c.most, c.empty, c.credit = max(c.most, f.Count), c.empty+bit(f.Count == 0), c.credit+bit(f.Credit.Amount > 0)
		if f.Credit.Amount < 0 {
			return fmt.Errorf("%s has a credit of %d", r.Name, f.Credit.Amount)
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = each(func(q store.Query) (store.Page[portal.InvoiceRow], error) {
		return tx.OfficeInvoices(store.InvoiceQuery{Query: q})
	}, func(r portal.InvoiceRow) error {
		c.statuses[r.Status(tx.Today)]++
		return nil
	})
	if err != nil {
		return err
	}
	err = each(func(q store.Query) (store.Page[portal.PaymentRow], error) {
		return tx.OfficePayments(store.PaymentQuery{Query: q})
	}, func(r portal.PaymentRow) error {
		c.last = max(c.last, int64(r.On))
		return nil
	})
	if err != nil {
		return err
	}
	return each(func(q store.Query) (store.Page[portal.Event], error) {
		return tx.OfficeEvents(store.EventQuery{Query: q})
	}, func(portal.Event) error { c.events++; return nil })
}

func each[R any](page func(store.Query) (store.Page[R], error), do func(R) error) error {
	q := store.Query{Limit: 200}
	for {
		p, err := page(q)
		if err != nil {
			return err
		}
		for _, r := range p.Rows {
			if err := do(r); err != nil {
				return err
			}
		}
		if !p.More {
			return nil
		}
		q.After = p.Next
	}
}

func summary(t *testing.T, db *store.DB) (s string) {
	err := db.View(context.Background(), func(tx *store.Tx) error {
		f, states := tx.OfficeFigures("USD")
		page, err := tx.OfficeInvoices(store.InvoiceQuery{Query: store.Query{Limit: 50}})
		s = fmt.Sprint(f, states, page.Rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		if _, err := Build(context.Background(), filepath.Join(b.TempDir(), "portico.db"), noon); err != nil {
			b.Fatal(err)
		}
	}
}
