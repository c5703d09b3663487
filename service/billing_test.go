package service_test

import (
	"context"
	"fmt"
	"math/rand"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"portico/internal/testkit"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// books is one client with the office's scope, and what the test itself believes.
type books struct {
	app      *testkit.App
	sc       service.Scope
	client   portal.Client
	places   []portal.PropertyID
	invoices []portal.InvoiceID
	payments []portal.PaymentID
}

func open(t testing.TB) *books {
	app := testkit.Start(t)
	b := &books{app: app, client: app.Client("Acme")}
	staff := app.AsStaff(app.Staff("Otto", "otto@larkfield.test", portal.Office))
	v, err := app.Service.Enter(context.Background(), staff.Token, service.From{})
	if err != nil {
		t.Fatal(err)
	}
	b.sc, err = app.Service.ForRecord(context.Background(), v.Scope.Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(b.client.ID)})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"North", "South"} {
		p := portal.Property{Client: b.client.ID, Name: name}
		app.Update(func(tx *store.Tx) error {
			p.ID, p.Version = 0, 0
			return tx.PutProperty(&p, 0)
		})
		b.places = append(b.places, p.ID)
	}
	return b
}

// step does one random thing; a refusal is fine, a fault of ours is not.
func (b *books) step(r *rand.Rand) error {
	ctx, s := context.Background(), b.app.Service
	invoice := func() portal.InvoiceID {
		if len(b.invoices) == 0 {
			return 999
		}
		return b.invoices[r.Intn(len(b.invoices))]
	}
	payment := func() portal.PaymentID {
		if len(b.payments) == 0 {
			return 999
		}
		return b.payments[r.Intn(len(b.payments))]
	}
	switch r.Intn(16) {
	case 0, 1, 2:
		return b.bill(r)
	case 3, 4:
		return b.pay(r, invoice)
	case 5:
		return s.VoidInvoice(ctx, b.sc, invoice(), "random")
	case 6:
		return s.WriteOffInvoice(ctx, b.sc, invoice())
	case 7:
		d, err := s.Payment(ctx, b.sc, payment())
		if err != nil {
			return err
		}
		_, err = s.ApplyCredit(ctx, b.sc, d.ID, d.Version, r.Intn(2) == 0, []portal.Allocation{{Invoice: invoice(), Amount: 1 + r.Int63n(5_000)}})
		return err
	}
	if r.Intn(8) > 0 {
		return b.afterwards(r, invoice(), payment())
	}
	_, err := s.CopyInvoice(ctx, b.sc, invoice())
	return err
}

// afterwards credits, refunds or takes apart what was paid, or reports a payment and decides about it.
func (b *books) afterwards(r *rand.Rand, invoice portal.InvoiceID, payment portal.PaymentID) error {
	ctx, s, key := context.Background(), b.app.Service, fmt.Sprint(r.Int63())
	if r.Intn(3) == 0 {
		note := portal.CreditNote{Reason: "random", Key: key, Lines: []portal.Line{{
			Description: "x", Quantity: decimal.New(1, 0), Price: decimal.New(r.Int63n(20_000), -2),
		}}}
		_, err := s.IssueCreditNote(ctx, b.sc, invoice, note)
		return err
	}
	d, err := s.Payment(ctx, b.sc, payment)
	if err != nil {
		return err
	}
	if r.Intn(2) == 0 {
		_, err = s.RefundPayment(ctx, b.sc, d.ID, d.Version, service.Giving{Key: key, Amount: 1 + r.Int63n(d.Amount), Reason: "random"})
		return err
	}
	if len(d.Allocations) == 0 {
		return nil
	}
	_, err = s.Unapply(ctx, b.sc, d.ID, d.Version, d.Allocations[r.Intn(len(d.Allocations))].Invoice)
	return err
}

func (b *books) bill(r *rand.Rand) error {
	in := portal.Invoice{Description: "Work", Issued: 20_000 + portal.Day(r.Intn(500))}
	if r.Intn(3) > 0 {
		in.Property = b.places[r.Intn(2)]
	}
	for range 1 + r.Intn(3) {
		in.Lines = append(in.Lines, portal.Line{
			Description: "x", Quantity: decimal.New(r.Int63n(5_000), -2), Price: decimal.New(r.Int63n(30_000)-500, -3),
		})
	}
	out, err := b.app.Service.SaveInvoice(context.Background(), b.sc, in, service.Then(r.Intn(2)))
	if err == nil && out.State == portal.Issued {
		b.invoices = append(b.invoices, out.ID)
	}
	return err
}

func (b *books) pay(r *rand.Rand, invoice func() portal.InvoiceID) error {
	in := service.Incoming{
		Payment: portal.Payment{On: 20_300 + portal.Day(r.Intn(200)), Amount: 1 + r.Int63n(40_000), Method: portal.ByCash, Key: fmt.Sprint(r.Int63())},
		Oldest:  r.Intn(3) > 0,
	}
	if !in.Oldest && r.Intn(2) == 0 {
		in.Parts = []portal.Allocation{{Invoice: invoice(), Amount: 1 + r.Int63n(in.Amount)}}
	}
	p, _, err := b.app.Service.RecordPayment(context.Background(), b.sc, in)
	if err != nil {
		return err
	}
	b.payments = append(b.payments, p.ID)
	same, again, err := b.app.Service.RecordPayment(context.Background(), b.sc, in)
	if err == nil && (!again || same.ID != p.ID) {
		return fmt.Errorf("the same key counted twice")
	}
	return err
}

// agree recomputes every figure from the documents.
func (b *books) agree(t interface{ Fatalf(string, ...any) }) {
	if err := b.app.DB.Check(context.Background(), func(s string) { t.Fatalf("check: %s", s) }); err != nil {
		t.Fatalf("check: %v", err)
	}
	b.app.View(func(tx *store.Tx) error {
		for _, only := range [][]portal.PropertyID{nil, b.places[:1], b.places[1:], b.places, {}} {
			sight := portal.Sight{Client: b.client.ID, Properties: only}
			got, want := tx.HomeFigures(sight, "USD"), recount(tx, sight)
			if only == nil {
				want.Credit = credit(tx, sight)
			}
			got.Months = nil
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
				t.Fatalf("properties %v: figures %+v, documents make %+v", only, got, want)
			}
			if only == nil && tx.Balance(b.client).Amount != want.Due.Amount-want.Credit.Amount {
				t.Fatalf("balance %v, due %v less credit %v", tx.Balance(b.client), want.Due, want.Credit)
			}
		}
		return nil
	})
}

func recount(tx *store.Tx, s portal.Sight) portal.HomeFigures {
	zero := portal.Of(0, "USD")
	f := portal.HomeFigures{Currency: "USD", Due: zero, Overdue: zero, DueMonth: zero, Later: zero, Credit: zero, Invoiced: zero, BadDebt: zero}
	end := (tx.Today.Month() + 1).First()
	page, err := tx.Invoices(s, store.InvoiceQuery{Query: store.Query{Limit: 10_000}})
	if err != nil {
		panic(err)
	}
	for _, r := range page.Rows {
		if r.State == portal.Draft {
			continue
		}
		f.Count++
		open := r.Open()
		f.Due = f.Due.Add(open)
		switch {
		case open.IsZero():
		case r.Due < tx.Today:
			f.Overdue, f.Late = f.Overdue.Add(open), f.Late+1
		case r.Due < end:
			f.DueMonth = f.DueMonth.Add(open)
		default:
			f.Later = f.Later.Add(open)
		}
		if !open.IsZero() {
			f.Unpaid++
		}
		if r.State != portal.Void {
			f.Invoiced = f.Invoiced.Add(r.Sum())
		}
		if r.State == portal.BadDebt {
			f.BadDebt = f.BadDebt.Add(portal.Of(r.Total-r.Paid-r.Credited, "USD"))
		}
	}
	for _, n := range notes(tx, s) {
		f.Invoiced = f.Invoiced.Sub(n.Sum())
	}
	return f
}

func notes(tx *store.Tx, s portal.Sight) []portal.CreditNoteRow {
	page, err := tx.CreditNotes(s, store.CreditNoteQuery{Query: store.Query{Limit: 10_000}})
	if err != nil {
		panic(err)
	}
	return page.Rows
}

func credit(tx *store.Tx, s portal.Sight) portal.Money {
	page, err := tx.Payments(s, store.PaymentQuery{Query: store.Query{Limit: 10_000}})
	if err != nil {
		panic(err)
	}
	sum := portal.Of(0, "USD")
	for _, r := range page.Rows {
		sum = sum.Add(r.Rest())
	}
	for _, n := range notes(tx, s) {
		sum = sum.Add(n.Rest())
	}
	return sum
}

// TestBooksAgree does random things to one client's account: after each, ledgers, lists, sums and documents agree.
func TestBooksAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := open(t)
		r := rand.New(rand.NewSource(rapid.Int64().Draw(rt, "seed")))
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			if err := b.step(r); err != nil && portal.CodeOf(err) == portal.CodeInternal {
				rt.Fatalf("%v", err)
			}
		}
		b.agree(rt)
	})
}
