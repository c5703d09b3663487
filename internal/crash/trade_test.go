package crash

import (
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"portico/internal/testkit"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// trade does random things to a few clients' accounts through the use cases, as the office, the clients and the
// provider do.
type trade struct {
	*testkit.App
	*rand.Rand
	ctx  context.Context
	sam  portal.Staff
	of   []*dealer
	done map[string]int // what was done, by name
}

// dealer is one client: how the office sees it and how its contact does, and what there is of it.
type dealer struct {
	client      portal.Client
	contact     portal.Contact
	office, own service.Scope
	invoices    []portal.InvoiceID
	payments    []portal.PaymentID
	notes       []portal.CreditNoteID
	claims      []portal.PaymentID
	started     []portal.Checkout
	later       []portal.PayNews
}

// openTrade makes three clients with a contact each, and somebody in the office.
func openTrade(t *testing.T, a *testkit.App, seed int64) *trade {
	t.Helper()
	tr := &trade{App: a, Rand: rand.New(rand.NewSource(seed)), ctx: context.Background(), done: map[string]int{}}
	tr.sam = a.Staff("Sam", "sam@larkfield.test", portal.Owner)
	for _, name := range []string{"Acme", "Birch", "Cedar"} {
		d := &dealer{client: a.Client(name)}
		d.contact = a.Contact(d.client, "Ann", strings.ToLower(name)+"@client.test", portal.AllPermissions)
		tr.of = append(tr.of, d)
	}
	if err := tr.signIn(); err != nil {
		t.Fatal(err)
	}
	return tr
}

// signIn signs everybody in anew: sessions last half a day.
func (tr *trade) signIn() error {
	office, err := tr.Service.Enter(tr.ctx, tr.AsStaff(tr.sam).Token, service.From{})
	if err != nil {
		return err
	}
	for _, d := range tr.of {
		if d.office, err = tr.Service.ForRecord(tr.ctx, office.Scope.Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(d.client.ID)}); err != nil {
			return err
		}
		own, err := tr.Service.Enter(tr.ctx, tr.As(d.contact).Token, service.From{})
		if err != nil {
			return err
		}
		d.own = own.Scope
	}
	return nil
}

// deal is one thing that can be done.
type deal struct {
	name string
	do   func(*trade, *dealer) error
}

var deals = []deal{
	{"bill", (*trade).bill},
	{"bill", (*trade).bill},
	{"bill", (*trade).bill},
	{"pay", (*trade).pay},
	{"begin online", (*trade).begin},
	{"begin online", (*trade).begin},
	{"hear", (*trade).hear},
	{"hear", (*trade).hear},
	{"claim", (*trade).claim},
	{"decide", (*trade).decide},
	{"credit", (*trade).credit},
	{"use note", (*trade).useNote},
	{"use credit", (*trade).useCredit},
	{"take off", (*trade).takeOff},
	{"refund", (*trade).refund},
	{"void", (*trade).void},
	{"write off", (*trade).writeOff},
	{"batch", (*trade).batch},
	{"deposit", (*trade).deposit},
	{"time", (*trade).time},
}

// step does one thing. A refusal is fine, a fault of the program is not.
func (tr *trade) step() error {
	what := deals[tr.Intn(len(deals))]
	err := what.do(tr, tr.of[tr.Intn(len(tr.of))])
	if err != nil && portal.CodeOf(err) == portal.CodeInternal {
		return fmt.Errorf("%s: %w", what.name, err)
	}
	if err == nil {
		tr.done[what.name]++
	}
	return nil
}

func one[T any](tr *trade, of []T) (x T) {
	if len(of) > 0 {
		x = of[tr.Intn(len(of))]
	}
	return x
}

func (tr *trade) key() string { return fmt.Sprint(tr.Int63()) }

func (tr *trade) day() (d portal.Day) {
	tr.View(func(tx *store.Tx) error { d = tx.Today; return nil })
	return d
}

func (tr *trade) time(*dealer) error {
	tr.Pass(time.Duration(tr.Intn(96)) * time.Hour)
	return tr.signIn()
}

func (tr *trade) bill(d *dealer) error {
	in := portal.Invoice{Description: "Work", Issued: tr.day() - portal.Day(tr.Intn(200))}
	for range 1 + tr.Intn(4) {
		l := portal.Line{Description: "x", Quantity: decimal.New(tr.Int63n(9_000), -2), Price: decimal.New(tr.Int63n(60_000)-900, -3)}
		if tr.Intn(4) == 0 {
			l.Discount = decimal.New(tr.Int63n(1000), -1)
		}
		if tr.Intn(2) == 0 {
			l.Tax, l.TaxName, l.TaxPercent = 1, "Sales tax", decimal.New(825, -2)
		}
		in.Lines = append(in.Lines, l)
	}
	out, err := tr.Service.SaveInvoice(tr.ctx, d.office, in, service.ThenIssue)
	if err == nil {
		d.invoices = append(d.invoices, out.ID)
	}
	return err
}

func (tr *trade) pay(d *dealer) error {
	in := service.Incoming{
		Payment: portal.Payment{On: tr.day() - portal.Day(tr.Intn(60)), Amount: 1 + tr.Int63n(90_000), Method: portal.ByCheck, Key: tr.key()},
		Oldest:  tr.Intn(2) == 0,
	}
	p, _, err := tr.Service.RecordPayment(tr.ctx, d.office, in)
	if err == nil {
		d.payments = append(d.payments, p.ID)
	}
	return err
}

// start begins to pay what is asked for, by card or from a bank account.
func (tr *trade) start(d *dealer, ask service.PayAsk) error {
	desk, err := tr.Service.PayDesk(tr.ctx, d.own, ask)
	if err != nil {
		return err
	}
	way, _ := desk.Way([]portal.Method{portal.ByCard, portal.ByACH}[tr.Intn(2)])
	c, err := tr.Service.StartCheckout(tr.ctx, d.own, service.CheckoutOrder{
		PayAsk: ask, Key: tr.key(), Method: way.Method, Seen: way.Total.Amount, Known: desk.Known(), FeeName: "Fee", Together: "Invoices", Deposit: "Deposit",
	})
	if err == nil {
		d.started = append(d.started, c)
	}
	return err
}

func (tr *trade) begin(d *dealer) error {
	ask := service.PayAsk{Invoices: []portal.InvoiceID{one(tr, d.invoices), one(tr, d.invoices)}, What: service.PayAll}
	if tr.Intn(3) == 0 {
		ask.What, ask.Amount = service.PayPart, fmt.Sprintf("%d.%02d", 1+tr.Intn(200), tr.Intn(100))
	}
	return tr.start(d, ask)
}

// hear is the provider with news: of a page that somebody went to, or of money that came long ago.
func (tr *trade) hear(d *dealer) error {
	if len(d.later) > 0 && tr.Intn(4) == 0 {
		at := tr.Intn(len(d.later))
		return tr.Service.TakeNews(tr.ctx, d.later[at])
	}
	c := one(tr, d.started)
	if c.ID == 0 {
		return portal.NotFound()
	}
	intent := "pi_" + c.Session
	n := portal.PayNews{Session: c.Session, Intent: intent, Amount: c.Amount + c.Fee, Currency: c.Currency, Kind: portal.NewsPaid}
	switch tr.Intn(8) {
	case 0:
		n.Kind = portal.NewsExpired
	case 1:
		n.Kind, n.Reason = portal.NewsFailed, "No funds"
	case 2:
		n.Kind = portal.NewsProcessing
	case 3:
		n.Amount += tr.Int63n(500)
	}
	back := portal.PayNews{Kind: portal.NewsRefunded, Intent: intent, Refund: "re_" + tr.key(), Amount: 1 + tr.Int63n(n.Amount), Currency: c.Currency}
	d.later = append(d.later, back)
	if tr.Intn(3) == 0 {
		back.Kind = portal.NewsRefundFailed
		d.later = append(d.later, back)
	}
	err := tr.Service.TakeNews(tr.ctx, n)
	tr.View(func(tx *store.Tx) error {
		if p, err := tx.PaymentAt(intent); err == nil {
			d.payments = append(d.payments, p.ID)
		}
		return nil
	})
	return err
}

func (tr *trade) claim(d *dealer) error {
	p, _, err := tr.Service.ReportPaid(tr.ctx, d.own, service.PayAsk{Invoices: []portal.InvoiceID{one(tr, d.invoices)}, What: service.PayAll}, service.Claim{
		Key: tr.key(), On: tr.day(), Method: portal.ByTransfer, Amount: 1 + tr.Int63n(70_000),
	})
	if err == nil {
		d.claims = append(d.claims, p.ID)
	}
	return err
}

func (tr *trade) decide(d *dealer) error {
	p, err := tr.Service.Payment(tr.ctx, d.office, one(tr, d.claims))
	if err != nil {
		return err
	}
	if tr.Intn(4) == 0 {
		_, err = tr.Service.DeclinePayment(tr.ctx, d.office, p.ID, p.Version, "No such money")
		return err
	}
	if _, err = tr.Service.ApprovePayment(tr.ctx, d.office, p.ID, p.Version, service.Approval{On: tr.day(), Amount: max(1, p.Amount-tr.Int63n(300))}); err == nil {
		d.payments = append(d.payments, p.ID)
	}
	return err
}
