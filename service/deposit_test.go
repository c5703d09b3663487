package service_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"

	"portico/portal"
	"portico/service"
	"portico/store"
)

// signed is an accepted estimate of 1,000.00 that asks for 250.00 in advance.
func (b *payingBooks) signed(t testing.TB, place portal.PropertyID) portal.Estimate {
	t.Helper()
	ctx := context.Background()
	line := portal.EstimateLine{Line: portal.Line{Description: "Boiler", Quantity: decimal.New(1, 0), Price: decimal.New(1000, 0)}}
	e := portal.Estimate{Client: b.client.ID, Currency: "USD", Offer: portal.Offer{
		Property: place, Description: "New boiler", Lines: []portal.EstimateLine{line}, Percent: decimal.New(25, 0),
	}}
	if err := e.Offer.Work("USD"); err != nil {
		t.Fatal(err)
	}
	b.app.Update(func(tx *store.Tx) error {
		e.ID, e.Version = 0, 0
		return tx.PutEstimate(&e, 0)
	})
	if _, err := b.s.SendEstimate(ctx, b.sc, e.ID, e.Version, service.Sending{To: []string{"ann@acme.test"}}); err != nil {
		t.Fatal(err)
	}
	e, err := b.s.AcceptEstimate(ctx, b.payer, service.From{}, e.ID, service.Signing{Revision: 1, Name: "Ann"})
	if err != nil || e.DepositDue().Amount != 25_000 {
		t.Fatalf("deposit %v: %v", e.DepositDue(), err)
	}
	return e
}

// deposit begins to pay an estimate's deposit by card.
func (b *payingBooks) deposit(t testing.TB, e portal.Estimate, key string) portal.Checkout {
	t.Helper()
	ctx, ask := context.Background(), service.PayAsk{Estimate: e.ID}
	d, err := b.s.PayDesk(ctx, b.payer, ask)
	if err != nil {
		t.Fatal(err)
	}
	way, _ := d.Way(portal.ByCard)
	c, err := b.s.StartCheckout(ctx, b.payer, service.CheckoutOrder{
		PayAsk: ask, Key: key, Method: portal.ByCard, Seen: way.Total.Amount, Known: d.Known(), Deposit: "Deposit",
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (b *payingBooks) due(t testing.TB, e portal.Estimate) (paid, due int64) {
	t.Helper()
	d, err := b.s.Estimate(context.Background(), b.payer, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	return d.DepositPaid().Amount, d.DepositDue().Amount
}

func TestADepositIsCreditUntilItsInvoiceIsIssued(t *testing.T) {
	b := openPaying(t)
	ctx, other := context.Background(), b.invoice(t, 7_000)
	e := b.signed(t, 0)
	c := b.deposit(t, e, "one")
	if c.Estimate != e.ID || c.Amount != 25_000 || c.Fee != 755 || len(c.Parts) != 0 {
		t.Fatalf("%+v", c)
	}
	if d, err := b.s.PayDesk(ctx, b.payer, service.PayAsk{Estimate: e.ID}); err != nil || len(d.Begun) != 1 {
		t.Errorf("a second tab is told of %d: %v", len(d.Begun), err)
	}
	b.take(t, paid(c), paid(c))
	p := b.paymentOf(t, c)
	if p.Estimate != e.ID || p.Unallocated() != 25_000 || len(b.app.Mails(portal.MailAlert, "otto@larkfield.test")) != 0 {
		t.Errorf("credit %d of estimate %d", p.Unallocated(), p.Estimate)
	}
	if paid, due := b.due(t, e); paid != 25_000 || due != 0 {
		t.Errorf("paid %d, due %d", paid, due)
	}
	if _, err := b.s.StartCheckout(ctx, b.payer, service.CheckoutOrder{PayAsk: service.PayAsk{Estimate: e.ID}, Key: "two", Method: portal.ByCard}); portal.CodeOf(err) != portal.CodeInvalid {
		t.Errorf("paid a second time: %v", err)
	}
	i, err := b.s.BillEstimate(ctx, b.sc, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if i, err = b.s.IssueAndSend(ctx, b.sc, i.ID, i.Version, service.Sending{To: []string{"ann@acme.test"}}); err != nil {
		t.Fatal(err)
	}
	now := b.app.InvoiceNow(b.client, i.ID)
	if now.Paid != 25_000 || now.Open().Amount != 75_000 || !now.DepositOpen().IsZero() || b.paymentOf(t, c).Unallocated() != 0 {
		t.Errorf("paid %d, open %v, deposit %v", now.Paid, now.Open(), now.DepositOpen())
	}
	if b.app.InvoiceNow(b.client, other.ID).Open().Amount != 7_000 {
		t.Error("the deposit paid another invoice")
	}
	b.agree(t)

	if err := b.s.VoidInvoice(ctx, b.sc, i.ID, "Wrong"); err != nil {
		t.Fatal(err)
	}
	if paid, due := b.due(t, e); paid != 25_000 || due != 0 {
		t.Errorf("after the invoice is void: paid %d, due %d", paid, due)
	}
	b.agree(t)
}

func TestADepositThatWasReported(t *testing.T) {
	b := openPaying(t)
	ctx, e := context.Background(), b.signed(t, 0)
	b.app.Update(func(tx *store.Tx) error {
		set := *tx.Business()
		set.Pay.Manual = []portal.Method{portal.ByTransfer}
		return tx.PutBusiness(set)
	})
	claim := service.Claim{Key: "c", On: b.today(), Method: portal.ByTransfer, Amount: 25_000}
	p, _, err := b.s.ReportPaid(ctx, b.payer, service.PayAsk{Estimate: e.ID}, claim)
	if err != nil || p.Estimate != e.ID || len(p.Wanted) != 0 {
		t.Fatalf("%+v: %v", p, err)
	}
	if d, err := b.s.PayDesk(ctx, b.payer, service.PayAsk{Estimate: e.ID}); err != nil || len(d.Coming) != 1 || d.Sum.Amount != 25_000 {
		t.Errorf("%d on their way, %v to pay: %v", len(d.Coming), d.Sum, err)
	}
	c := b.deposit(t, e, "too") // and begun by card as well
	i, err := b.s.BillEstimate(ctx, b.sc, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if i, err = b.s.IssueInvoice(ctx, b.sc, i.ID, i.Version); err != nil || i.Paid != 0 {
		t.Fatalf("paid %d: %v", i.Paid, err)
	}
	d, err := b.s.PayDesk(ctx, b.payer, service.PayAsk{Invoices: []portal.InvoiceID{i.ID}})
	if err != nil || len(d.Coming) != 1 || d.Shown(d.Coming[0]).Amount != 25_000 || len(d.Begun) != 1 || d.ShownBegun(d.Begun[0]) != c.Total() || d.Known() == "" {
		t.Errorf("beside the invoice %d deposits are told of as on their way, and %d as begun: %v", len(d.Coming), len(d.Begun), err)
	}
	if doc, err := b.s.Invoice(ctx, b.payer, i.ID); err != nil || len(doc.Coming) != 1 || doc.Coming[0].ShownFor(i.ID).Amount != 25_000 {
		t.Errorf("on the invoice: %d, %v", len(doc.Coming), err)
	}
	if p, err = b.s.ApprovePayment(ctx, b.sc, p.ID, p.Version, service.Approval{On: b.today(), Amount: 20_000}); err != nil {
		t.Fatal(err)
	}
	if now := b.app.InvoiceNow(b.client, i.ID); now.Paid != 20_000 || p.Unallocated() != 0 {
		t.Errorf("approved after the invoice: paid %d, credit %d", now.Paid, p.Unallocated())
	}
	b.agree(t)
}

func TestARefundedDepositIsDueAgain(t *testing.T) {
	b := openPaying(t)
	e := b.signed(t, 0)
	c := b.deposit(t, e, "one")
	b.take(t, paid(c))
	p := b.paymentOf(t, c)
	if _, err := b.s.RefundPayment(context.Background(), b.sc, p.ID, p.Version, service.Giving{Key: "r", Amount: 10_000, Reason: "Less work"}); err != nil {
		t.Fatal(err)
	}
	if paid, due := b.due(t, e); paid != 15_000 || due != 10_000 {
		t.Errorf("paid %d, due %d", paid, due)
	}
	b.agree(t)
}

// limited is the scope of a contact who sees some properties and does what is named.
func (b *payingBooks) limited(t testing.TB, name string, may portal.Permissions, places ...portal.PropertyID) service.Scope {
	t.Helper()
	c := b.app.Contact(b.client, name, name+"@acme.test", may)
	b.app.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: b.client.ID}, c.ID)
		if err != nil {
			return err
		}
		c.Properties = places
		return tx.PutContact(&c, c.Version)
	})
	v, err := b.s.Enter(context.Background(), b.app.As(c).Token, service.From{})
	if err != nil {
		t.Fatal(err)
	}
	return v.Scope
}

func TestWhoPaysADeposit(t *testing.T) {
	b := openPaying(t)
	ctx, e := context.Background(), b.signed(t, b.places[0])
	c := b.deposit(t, e, "one")
	pays := portal.Set(portal.Pay)
	for _, x := range []struct {
		name      string
		sc        service.Scope
		want, was portal.Code
	}{
		{"sees no estimates", b.limited(t, "bea", pays|portal.Set(portal.ViewInvoices)), portal.CodeForbidden, portal.CodeNotFound},
		{"sees no bills", b.limited(t, "cid", pays|portal.Set(portal.ViewEstimates)), 0, 0},
		{"doesn’t pay", b.limited(t, "dan", portal.Set(portal.ViewEstimates)), portal.CodeForbidden, portal.CodeForbidden},
		{"here", b.limited(t, "eva", pays|portal.Set(portal.ViewEstimates), b.places[0]), 0, 0},
		{"elsewhere", b.limited(t, "fay", pays|portal.Set(portal.ViewEstimates), b.places[1]), portal.CodeNotFound, portal.CodeNotFound},
	} {
		if _, err := b.s.PayDesk(ctx, x.sc, service.PayAsk{Estimate: e.ID}); err == nil && x.want != 0 || err != nil && portal.CodeOf(err) != x.want {
			t.Errorf("%s: the desk says %v", x.name, err)
		}
		if _, err := b.s.Checkout(ctx, x.sc, c.ID); err == nil && x.was != 0 || err != nil && portal.CodeOf(err) != x.was {
			t.Errorf("%s: the checkout says %v", x.name, err)
		}
	}
}

func TestTheSameReportAgainFromSomebodyLimited(t *testing.T) {
	b := openPaying(t)
	ctx := context.Background()
	in := portal.Invoice{
		Property: b.places[0], Description: "Work", Lines: []portal.Line{{Description: "x", Quantity: decimal.New(1, 0), Price: decimal.New(100, 0)}},
	}
	i, err := b.s.SaveInvoice(ctx, b.sc, in, service.ThenIssue)
	if err != nil {
		t.Fatal(err)
	}
	sc := b.limited(t, "eva", portal.AllPermissions, b.places[0])
	claim := service.Claim{
		Key: "checkout 1", On: b.today(), Method: portal.ByCheck, Amount: 10_000, Parts: []portal.Allocation{{Invoice: i.ID, Amount: 10_000}},
	}
	p, _, err := b.s.ReportPayment(ctx, sc, claim)
	if err != nil {
		t.Fatal(err)
	}
	if q, again, err := b.s.ReportPayment(ctx, sc, claim); err != nil || !again || q.ID != p.ID {
		t.Errorf("again %v, payment %d: %v", again, q.ID, err)
	}
	c := b.try(portal.Allocation{Invoice: i.ID, Amount: 10_000})
	b.take(t, paid(c)) // a key that somebody made up stands in nobody's way
	if q := b.paymentOf(t, c); q.ID == p.ID || q.State != portal.PaymentCompleted {
		t.Errorf("%+v", q)
	}
}
