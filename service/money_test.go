package service_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand"
	"testing"

	"github.com/shopspring/decimal"

	"portico/internal/auth"
	"portico/portal"
	"portico/service"
	"portico/store"
)

var events = flag.Int("events", 600, "provider events that are shuffled and repeated")

// bank is a provider that gives back whatever it is asked to, or refuses.
type bank struct {
	given  map[string]string
	refuse bool
}

func (b *bank) Start(_ context.Context, _ string, o portal.PayOrder) (portal.PaySession, error) {
	return portal.PaySession{ID: "cs_" + o.Key, URL: "https://checkout.stripe.com/" + o.Key}, nil
}

func (b *bank) Refund(_ context.Context, _ string, o portal.RefundOrder) (string, error) {
	if b.refuse {
		return "", portal.Invalid("Stripe has not enough money for this refund.")
	}
	if b.given == nil {
		b.given = map[string]string{}
	}
	b.given[o.Key] = "re_" + o.Key
	return b.given[o.Key], nil
}

func (b *bank) Refunds(context.Context, string, string) ([]portal.PayNews, error) { return nil, nil }

func (b *bank) News([]byte, string, string) (portal.PayNews, error) {
	return portal.PayNews{}, errors.New("not asked")
}

// payingBooks are books whose client pays by card.
type payingBooks struct {
	*books
	s     *service.Service
	payer service.Scope // the client's own
	bank  *bank
	tries []portal.Checkout
}

func openPaying(t testing.TB) *payingBooks {
	b := &payingBooks{books: open(t), bank: &bank{}}
	b.s = service.New(b.app.DB, b.app.Keys, service.Options{URL: "https://portal.larkfield.test", Payer: b.bank})
	contact := b.app.Contact(b.client, "Ann", "ann@acme.test", portal.AllPermissions)
	v, err := b.s.Enter(context.Background(), b.app.As(contact).Token, service.From{})
	if err != nil {
		t.Fatal(err)
	}
	b.payer = v.Scope
	b.app.Update(func(tx *store.Tx) error {
		set := *tx.Business()
		sealed := b.app.Keys.Seal(auth.UseMail, []byte("sk_test_1"), []byte("stripe secret key"))
		set.Pay = portal.PaySettings{
			Secret: sealed, Webhook: sealed, Card: true, PassOn: true, GiveBack: true,
			CardFee: portal.FeeRule{Percent: decimal.New(29, -1), Fixed: 30},
		}
		return tx.PutBusiness(set)
	})
	return b
}

// bill issues an invoice of an amount in cents.
func (b *payingBooks) invoice(t testing.TB, amount int64) portal.Invoice {
	t.Helper()
	in := portal.Invoice{Description: "Work", Lines: []portal.Line{{Description: "x", Quantity: decimal.New(1, 0), Price: decimal.New(amount, -2)}}}
	out, err := b.s.SaveInvoice(context.Background(), b.sc, in, service.ThenIssue)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// try begins a checkout that pays invoices, as the pay page does.
func (b *payingBooks) try(parts ...portal.Allocation) portal.Checkout {
	n := len(b.tries) + 1
	c := portal.Checkout{
		Client: b.client.ID, Contact: b.payer.Contact(), Name: "Ann", Key: fmt.Sprint("try ", n), Currency: "USD", Parts: parts,
		Method: portal.ByCard, Session: fmt.Sprint("cs_", n), Email: "ann@acme.test",
	}
	for _, a := range parts {
		c.Amount += a.Amount
	}
	b.app.Update(func(tx *store.Tx) error {
		c.Fee = tx.Business().Pay.Fee(portal.Of(c.Amount, "USD"), portal.ByCard).Amount
		c.ID, c.Version = 0, 0
		return tx.PutCheckout(&c, 0)
	})
	b.tries = append(b.tries, c)
	return c
}

func paid(c portal.Checkout) portal.PayNews {
	return portal.PayNews{Kind: portal.NewsPaid, Session: c.Session, Intent: "pi_" + c.Session, Amount: c.Amount + c.Fee, Currency: "USD"}
}

func (b *payingBooks) paymentOf(t testing.TB, c portal.Checkout) portal.Payment {
	t.Helper()
	var p portal.Payment
	b.app.View(func(tx *store.Tx) (err error) {
		p, err = tx.PaymentAt("pi_" + c.Session)
		return err
	})
	return p
}

func (b *payingBooks) take(t testing.TB, news ...portal.PayNews) {
	t.Helper()
	for _, n := range news {
		if err := b.s.TakeNews(context.Background(), n); err != nil {
			t.Fatalf("%v: %v", n, err)
		}
	}
}

func TestACardPaymentPaysItsInvoicesAndItsFee(t *testing.T) {
	b := openPaying(t)
	one, two := b.invoice(t, 10_000), b.invoice(t, 5_001)
	c := b.try(portal.Allocation{Invoice: one.ID, Amount: 10_000}, portal.Allocation{Invoice: two.ID, Amount: 5_001})
	if c.Fee != 465 { // 150.01 × 2.9 % + 0.30
		t.Fatalf("fee %d", c.Fee)
	}
	b.take(t, paid(c), paid(c))
	p := b.paymentOf(t, c)
	first, second := b.app.InvoiceNow(b.client, one.ID), b.app.InvoiceNow(b.client, two.ID)
	if p.Amount != 15_466 || first.Open().Amount != 0 || second.Open().Amount != 0 || first.Fees+second.Fees != 465 || first.Fees != 310 {
		t.Errorf("paid %d, open %v and %v, fees %d and %d", p.Amount, first.Open(), second.Open(), first.Fees, second.Fees)
	}
	if got := len(b.app.Mails(portal.MailReceipt, "ann@acme.test")); got != 1 {
		t.Errorf("%d receipts", got)
	}
	b.agree(t)
}

func TestMoneyThatDoesNotFitBecomesCredit(t *testing.T) {
	b := openPaying(t)
	i := b.invoice(t, 10_000)
	one, two := b.try(portal.Allocation{Invoice: i.ID, Amount: 10_000}), b.try(portal.Allocation{Invoice: i.ID, Amount: 10_000})
	b.take(t, paid(one), paid(two)) // two tabs
	if p := b.paymentOf(t, two); p.Unallocated() != 10_000 {
		t.Errorf("credit %d", p.Unallocated())
	}
	if got := len(b.app.Mails(portal.MailAlert, "otto@larkfield.test")); got != 1 {
		t.Errorf("%d alerts to staff", got)
	}
	b.agree(t)
}

func TestARefundGoesBackThroughTheProvider(t *testing.T) {
	b := openPaying(t)
	i := b.invoice(t, 10_000)
	c := b.try(portal.Allocation{Invoice: i.ID, Amount: 10_000})
	b.take(t, paid(c))
	p := b.paymentOf(t, c)
	b.bank.refuse = true
	g := service.Giving{Key: "g1", Amount: 4_000, Reason: "Goodwill"}
	if _, err := b.s.RefundPayment(context.Background(), b.sc, p.ID, p.Version, g); portal.CodeOf(err) != portal.CodeInvalid {
		t.Fatalf("refused by the provider: %v", err)
	}
	b.bank.refuse = false
	for range 2 { // a double click
		if _, err := b.s.RefundPayment(context.Background(), b.sc, p.ID, p.Version, g); err != nil {
			t.Fatal(err)
		}
	}
	b.take(t, portal.PayNews{Kind: portal.NewsRefunded, Intent: p.Provider, Refund: "re_g1", Key: "g1", Amount: 4_128, Fee: 128})
	p = b.paymentOf(t, c)
	if p.Refunded() != 4_128 || p.FeeRefunded() != 128 || b.app.InvoiceNow(b.client, i.ID).Open().Amount != 4_000 {
		t.Errorf("refunded %d, of it fee %d, open %v", p.Refunded(), p.FeeRefunded(), b.app.InvoiceNow(b.client, i.ID).Open())
	}
	b.agree(t)
}

func TestCreditedAndRefundedLeavesNothingOpen(t *testing.T) {
	b := openPaying(t)
	i := b.invoice(t, 10_000)
	in := service.Incoming{Payment: portal.Payment{On: b.today(), Amount: 10_000, Method: portal.ByCash, Key: "k"}, Oldest: true}
	p, _, err := b.s.RecordPayment(context.Background(), b.sc, in)
	if err != nil {
		t.Fatal(err)
	}
	note := portal.CreditOf(i)
	note.Reason, note.Key = "Wrong boiler", "n1"
	if _, err := b.s.IssueCreditNote(context.Background(), b.sc, i.ID, note); err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.RefundPayment(context.Background(), b.sc, p.ID, p.Version, service.Giving{Key: "r", Amount: 10_000, Reason: "Wrong boiler"}); err != nil {
		t.Fatal(err)
	}
	now := b.app.InvoiceNow(b.client, i.ID)
	b.app.View(func(tx *store.Tx) error {
		if now.Open().Amount != 0 || now.Credited != 10_000 || tx.Balance(b.client).Amount != 0 {
			t.Errorf("open %v, credited %d, balance %v", now.Open(), now.Credited, tx.Balance(b.client))
		}
		return nil
	})
	b.agree(t)
}

// TestBadDebtGivesWay: money that goes back out of an invoice that was partly paid and written off is booked like any
// other, and what the client owes is there again.
func TestBadDebtGivesWay(t *testing.T) {
	b := openPaying(t)
	for name, back := range map[string]func(portal.Payment){
		"a chargeback": func(p portal.Payment) {
			b.take(t, portal.PayNews{Kind: portal.NewsWithdrawn, Intent: p.Provider, Refund: "dp_" + p.Provider, Amount: p.Amount, Currency: "USD"})
		},
		"a refund": func(p portal.Payment) {
			if _, err := b.s.RefundPayment(context.Background(), b.sc, p.ID, p.Version, service.Giving{Key: "g", Amount: 4_000, Reason: "Goodwill"}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		i := b.invoice(t, 10_000)
		c := b.try(portal.Allocation{Invoice: i.ID, Amount: 4_000})
		b.take(t, paid(c))
		if err := b.s.WriteOffInvoice(context.Background(), b.sc, i.ID); err != nil {
			t.Fatal(err)
		}
		if owed := b.balance(); owed.Amount != 0 {
			t.Errorf("%s: %v is owed after writing off", name, owed)
		}
		back(b.paymentOf(t, c))
		now := b.app.InvoiceNow(b.client, i.ID)
		if now.State != portal.Issued || len(now.Regained) != 1 || now.Open().Amount != 10_000 || b.balance().Amount != 10_000 {
			t.Errorf("%s: open %v, balance %v", name, now.Open(), b.balance())
		}
		b.agree(t)
		for range 2 { // written off, and paid after all
			if err := b.s.WriteOffInvoice(context.Background(), b.sc, i.ID); err != nil {
				t.Fatal(err)
			}
			b.agree(t)
			if err := b.s.ReinstateInvoice(context.Background(), b.sc, i.ID); err != nil {
				t.Fatal(err)
			}
			b.agree(t)
		}
		in := service.Incoming{Payment: portal.Payment{On: b.today(), Amount: 10_000, Method: portal.ByCash, Key: name}, Oldest: true}
		if _, _, err := b.s.RecordPayment(context.Background(), b.sc, in); err != nil {
			t.Fatal(err)
		}
		if err := b.s.ReinstateInvoice(context.Background(), b.sc, i.ID); portal.CodeOf(err) != portal.CodeInvalid {
			t.Errorf("%s: taken back twice: %v", name, err)
		}
		b.agree(t)
	}
}

// TestMoneyThatIsThereAgainPaysAgain: what a chargeback opened is closed when the bank decides for the business.
func TestMoneyThatIsThereAgainPaysAgain(t *testing.T) {
	b := openPaying(t)
	one, two := b.invoice(t, 10_000), b.invoice(t, 5_000)
	c := b.try(portal.Allocation{Invoice: one.ID, Amount: 10_000}, portal.Allocation{Invoice: two.ID, Amount: 5_000})
	b.take(t, paid(c))
	p := b.paymentOf(t, c)
	taken := portal.PayNews{Kind: portal.NewsWithdrawn, Intent: p.Provider, Refund: "dp_1", Amount: p.Amount, Currency: "USD"}
	back := taken
	back.Kind = portal.NewsReinstated
	b.take(t, taken)
	open := func() int64 { return b.app.InvoiceNow(b.client, one.ID).Open().Amount }
	if open() != 10_000 {
		t.Fatalf("open %d after the chargeback", open())
	}
	in := service.Incoming{Payment: portal.Payment{On: b.today(), Amount: 4_000, Method: portal.ByCash, Key: "meanwhile"}, Parts: []portal.Allocation{{Invoice: one.ID, Amount: 4_000}}}
	if _, _, err := b.s.RecordPayment(context.Background(), b.sc, in); err != nil {
		t.Fatal(err)
	}
	b.take(t, back, back)
	if p = b.paymentOf(t, c); open() != 0 || b.app.InvoiceNow(b.client, two.ID).Open().Amount != 0 || p.Unallocated() != 4_000 {
		t.Errorf("open %d, credit %d", open(), p.Unallocated())
	}
	b.agree(t)
}

// TestMoneyBackInAnotherCurrency is not booked as if it were the payment's: staff are told.
func TestMoneyBackInAnotherCurrency(t *testing.T) {
	b := openPaying(t)
	i := b.invoice(t, 10_000)
	c := b.try(portal.Allocation{Invoice: i.ID, Amount: 10_000})
	b.take(t, paid(c))
	p := b.paymentOf(t, c)
	b.take(t, portal.PayNews{Kind: portal.NewsWithdrawn, Intent: p.Provider, Refund: "dp_1", Amount: 10_800, Currency: "EUR"})
	if now := b.paymentOf(t, c); now.Refunded() != 0 || b.app.InvoiceNow(b.client, i.ID).Open().Amount != 0 {
		t.Errorf("refunded %d", now.Refunded())
	}
	if got := len(b.app.Mails(portal.MailAlert, "otto@larkfield.test")); got != 1 {
		t.Errorf("%d alerts to staff", got)
	}
	b.agree(t)
}

func (b *payingBooks) today() (d portal.Day) {
	b.app.View(func(tx *store.Tx) error {
		d = tx.Today
		return nil
	})
	return d
}

// story is all that a provider ever tells of one checkout.
func story(r *rand.Rand, c portal.Checkout) []portal.PayNews {
	intent, dispute := "pi_"+c.Session, "dp_"+c.Session
	pay := paid(c)
	switch r.Intn(6) {
	case 0:
		return []portal.PayNews{{Kind: portal.NewsExpired, Session: c.Session}}
	case 1:
		return []portal.PayNews{{Kind: portal.NewsProcessing, Session: c.Session, Intent: intent}, {Kind: portal.NewsFailed, Session: c.Session, Intent: intent, Reason: "No funds"}}
	case 2:
		return []portal.PayNews{{Kind: portal.NewsProcessing, Session: c.Session, Intent: intent}, pay}
	case 3:
		back := portal.PayNews{Kind: portal.NewsRefunded, Intent: intent, Refund: "re_" + c.Session, Amount: 1 + r.Int63n(pay.Amount)}
		failed := back
		failed.Kind = portal.NewsRefundFailed
		return []portal.PayNews{pay, back, failed}[:2+r.Intn(2)]
	case 4:
		lost := []portal.PayNews{pay}
		for _, k := range []portal.PayNewsKind{portal.NewsDisputed, portal.NewsWithdrawn, portal.NewsReinstated, portal.NewsDisputeOver} {
			lost = append(lost, portal.PayNews{Kind: k, Intent: intent, Refund: dispute, Amount: pay.Amount})
		}
		return lost[:2+r.Intn(4)]
	}
	return []portal.PayNews{pay}
}

// TestEventsInAnyOrderDriftByNothing shuffles and repeats what a provider tells: balances end where they would have.
func TestEventsInAnyOrderDriftByNothing(t *testing.T) {
	seed := rand.Int63()
	r := rand.New(rand.NewSource(seed))
	once, often := openPaying(t), openPaying(t)
	var told []portal.PayNews
	for n := 0; n < *events; {
		amount := 1_000 + r.Int63n(90_000)
		one, two := once.invoice(t, amount), often.invoice(t, amount)
		c := once.try(portal.Allocation{Invoice: one.ID, Amount: amount})
		often.try(portal.Allocation{Invoice: two.ID, Amount: amount})
		news := story(r, c)
		once.take(t, news...)
		for range 1 + r.Intn(3) {
			told = append(told, news...)
		}
		n = len(told)
	}
	r.Shuffle(len(told), func(i, j int) { told[i], told[j] = told[j], told[i] })
	often.take(t, told...)
	if a, b := once.balance(), often.balance(); a != b {
		t.Errorf("in order %v, shuffled and repeated %v (seed %d)", a, b, seed)
	}
	once.agree(t)
	often.agree(t)
}

func (b *payingBooks) balance() (m portal.Money) {
	b.app.View(func(tx *store.Tx) error {
		m = tx.Balance(b.client)
		return nil
	})
	return m
}

func TestAReportedPaymentWaitsForStaff(t *testing.T) {
	b := openPaying(t)
	i := b.invoice(t, 10_000)
	ctx := context.Background()
	claim := service.Claim{
		Key: "c1", On: b.today(), Method: portal.ByTransfer, Amount: 10_000, Reference: "INV", Parts: []portal.Allocation{{Invoice: i.ID, Amount: 10_000}},
	}
	p, _, err := b.s.ReportPayment(ctx, b.payer, claim)
	if err != nil {
		t.Fatal(err)
	}
	if _, again, err := b.s.ReportPayment(ctx, b.payer, claim); err != nil || !again {
		t.Fatalf("the same form: again %v, %v", again, err)
	}
	if b.app.InvoiceNow(b.client, i.ID).Open().Amount != 10_000 || b.balance().Amount != 10_000 {
		t.Error("a payment that was only reported changed the books")
	}
	if len(b.app.Mails(portal.MailClaimed, "otto@larkfield.test")) != 1 {
		t.Error("staff were not told")
	}
	if _, err := b.s.ApprovePayment(ctx, b.payer, p.ID, p.Version, service.Approval{On: b.today(), Amount: 10_000}); portal.CodeOf(err) != portal.CodeForbidden {
		t.Errorf("the client approves: %v", err)
	}
	p, err = b.s.ApprovePayment(ctx, b.sc, p.ID, p.Version, service.Approval{On: b.today(), Amount: 9_000})
	if err != nil || b.app.InvoiceNow(b.client, i.ID).Open().Amount != 1_000 {
		t.Errorf("approved with what came: %v, open %v", err, b.app.InvoiceNow(b.client, i.ID).Open())
	}
	if _, err := b.s.DeclinePayment(ctx, b.sc, p.ID, p.Version, "No"); portal.CodeOf(err) != portal.CodeInvalid {
		t.Errorf("declined after it was approved: %v", err)
	}
	b.agree(t)
}

func TestADeclinedPaymentSaysWhy(t *testing.T) {
	b := openPaying(t)
	i := b.invoice(t, 10_000)
	ctx := context.Background()
	p, _, err := b.s.ReportPayment(ctx, b.payer, service.Claim{
		Key: "c1", On: b.today(), Method: portal.ByCheck, Amount: 10_000, Parts: []portal.Allocation{{Invoice: i.ID, Amount: 10_000}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.DeclinePayment(ctx, b.sc, p.ID, p.Version, " "); portal.CodeOf(err) != portal.CodeInvalid {
		t.Errorf("without a reason: %v", err)
	}
	if p, err = b.s.DeclinePayment(ctx, b.sc, p.ID, p.Version, "No check came"); err != nil || p.Status() != portal.PaidDeclined {
		t.Fatalf("%v, %v", p.Status(), err)
	}
	mails := b.app.Mails(portal.MailPaymentDeclined, "ann@acme.test")
	if len(mails) != 1 || b.app.Facts(mails[0]).Reason != "No check came" {
		t.Errorf("%d mails to who reported it", len(mails))
	}
	b.agree(t)
}
