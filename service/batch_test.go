package service_test

import (
	"context"
	"math/rand"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"portico/internal/testkit"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// TestBatchesFollowTheirInvoices does random things to an account with batches: what is kept of every batch is what its
// invoices come to, and no invoice is in two.
func TestBatchesFollowTheirInvoices(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b, ctx := open(t), context.Background()
		r := rand.New(rand.NewSource(rapid.Int64().Draw(rt, "seed")))
		var made []portal.BatchID
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			var err error
			switch r.Intn(5) {
			case 0:
				var d service.BatchDesk
				if d, err = b.app.Service.BatchDesk(ctx, b.sc); err != nil {
					break
				}
				var ids []portal.InvoiceID
				for _, row := range d.Open {
					if r.Intn(3) > 0 {
						ids = append(ids, row.ID)
					}
				}
				var out portal.Batch
				if out, _, err = b.app.Service.MakeBatch(ctx, b.sc, service.NewBatch{Invoices: ids}); err == nil {
					made = append(made, out.ID)
				}
			case 1:
				if len(made) > 0 && r.Intn(3) == 0 {
					err = b.apart(made[r.Intn(len(made))])
				}
			default:
				err = b.step(r)
			}
			if err != nil && portal.CodeOf(err) == portal.CodeInternal {
				rt.Fatalf("%v", err)
			}
		}
		if err := b.app.DB.Check(ctx, func(s string) { rt.Errorf("%s", s) }); err != nil {
			rt.Fatalf("%v", err)
		}
		l, err := b.app.Service.Batches(ctx, b.sc, store.BatchQuery{Query: store.Query{Limit: 200}})
		if err != nil || len(l.Rows) != len(made) {
			rt.Fatalf("%d of %d listed: %v", len(l.Rows), len(made), err)
		}
		for _, row := range l.Rows {
			d, err := b.app.Service.Batch(ctx, b.sc, row.ID)
			if err != nil || row.Status() != d.Shown() || row.Open() != d.Open() || d.Apart == 0 && row.Total() != d.Total() {
				rt.Fatalf("%s: the list says %v %v %v, the page %v %v %v (%v)", row.Number, row.Status().Name(), row.Total(), row.Open(),
					d.Shown().Name(), d.Total(), d.Open(), err)
			}
		}
	})
}

func (b *books) apart(id portal.BatchID) error {
	d, err := b.app.Service.Batch(context.Background(), b.sc, id)
	if err != nil {
		return err
	}
	_, err = b.app.Service.TakeApart(context.Background(), b.sc, id, d.Version)
	return err
}

// TestMonthlyBatches makes one batch a client and month, of what is open, however often the work is done.
func TestMonthlyBatches(t *testing.T) {
	app, ctx := testkit.Start(t), context.Background()
	work := func() {
		t.Helper()
		for range 3 {
			if err := app.Service.MakeMonthlyBatches(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	work() // 10 March: what lies behind is not made
	monthly := func(name string) portal.Client {
		c := app.Client(name)
		app.Update(func(tx *store.Tx) error {
			got, err := tx.Client(portal.Sight{Client: c.ID})
			if err != nil {
				return err
			}
			got.MonthlyBatch, got.Email = true, strings.ToLower(name)+"@client.test"
			return tx.PutClient(&got, got.Version)
		})
		return c
	}
	many, single, byHand := monthly("Many"), monthly("Single"), app.Client("Hand")
	app.Contact(many, "Ann", "ann@many.test", portal.AllPermissions)
	app.Contact(many, "Site", "site@many.test", portal.PresetSite.Permissions())
	for n := range 3 {
		app.Invoice(many, "Work", int64(1_000*(n+1)), 5)
		app.Invoice(byHand, "Work", 500, 5)
	}
	app.Invoice(single, "Work", 500, 5)
	batches := func(c portal.Client) (rows []portal.BatchRow) {
		app.View(func(tx *store.Tx) error {
			p, err := tx.Batches(portal.Sight{Client: c.ID}, store.BatchQuery{})
			rows = p.Rows
			return err
		})
		return rows
	}
	work()
	if n := len(batches(many)); n != 0 {
		t.Fatalf("%d batches before the month has ended", n)
	}
	app.Pass(22 * 24 * time.Hour) // 1 April
	work()
	rows := batches(many)
	if len(rows) != 1 || rows[0].Count != 3 || rows[0].From.ISO() != "2026-03-01" || rows[0].To.ISO() != "2026-03-31" || !rows[0].IsSent {
		t.Fatalf("%+v", rows)
	}
	if len(batches(single))+len(batches(byHand)) != 0 {
		t.Error("a batch of one invoice, or of a client that wants none")
	}
	var to []string
	app.View(func(tx *store.Tx) error {
		p, err := tx.Mails(store.MailQuery{Kinds: []portal.MailKind{portal.MailBatch}})
		for _, m := range p.Rows {
			to = append(to, m.To)
		}
		return err
	})
	if len(to) != 1 || to[0] != "ann@many.test" {
		t.Errorf("mailed to %v", to)
	}
	app.Invoice(single, "More work", 700, 40)
	app.Pass(30 * 24 * time.Hour) // 1 May: nothing new at the first, two open at the second
	work()
	if len(batches(many)) != 1 || len(batches(single)) != 1 {
		t.Errorf("%d and %d batches", len(batches(many)), len(batches(single)))
	}
	if err := app.DB.Check(ctx, func(s string) { t.Error(s) }); err != nil {
		t.Fatal(err)
	}
}

func TestBatchOfManyInvoices(t *testing.T) {
	b, ctx := open(t), context.Background()
	var ids []portal.InvoiceID
	for range portal.MostBatched + 3 {
		ids = append(ids, b.app.Invoice(b.client, "Work", 100, 5).ID)
	}
	if _, _, err := b.app.Service.MakeBatch(ctx, b.sc, service.NewBatch{Invoices: ids}); portal.CodeOf(err) != portal.CodeInvalid {
		t.Errorf("%v", err)
	}
	d, err := b.app.Service.BatchDesk(ctx, b.sc)
	if err != nil || len(d.Open) != portal.MostBatched || !d.More {
		t.Fatalf("%d to choose from, %v", len(d.Open), err)
	}
	out, _, err := b.app.Service.MakeBatch(ctx, b.sc, service.NewBatch{Invoices: ids[:portal.MostBatched]})
	if err != nil {
		t.Fatal(err)
	}
	in := service.Incoming{Payment: portal.Payment{On: d.Today, Amount: 100 * portal.MostBatched, Method: portal.ByCash, Key: "k"}}
	for _, id := range ids[:portal.MostBatched] {
		in.Parts = append(in.Parts, portal.Allocation{Invoice: id, Amount: 100})
	}
	if _, _, err := b.app.Service.RecordPayment(ctx, b.sc, in); err != nil {
		t.Fatal(err)
	}
	if doc, err := b.app.Service.Batch(ctx, b.sc, out.ID); err != nil || doc.Shown() != portal.BatchPaid || !doc.Settled {
		t.Errorf("%v %v", doc.Shown().Name(), err)
	}
}
