package service

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"portico/portal"
	"portico/store"
)

// PayAsk is what somebody wants to pay: some invoices, those of a batch, or all that are open; all of them, the deposit,
// or a part. Or what an accepted estimate asks for in advance.
type PayAsk struct {
	Invoices []portal.InvoiceID // none = all that are open
	Batch    portal.BatchID     // all that is open of it, instead
	Estimate portal.EstimateID  // the deposit of it, and no invoice
	What     string             // PayAll, PayDeposit, PayPart; "" = what was asked for first
	Amount   string             // of a part, as it was typed
}

// How much of what is open is paid.
const (
	PayAll     = "full"
	PayDeposit = "deposit"
	PayPart    = "part"
)

// PayDesk is what somebody sees who pays: what is open, what it costs in which way, and what is on its way already.
type PayDesk struct {
	PayAsk
	Invoices  []portal.Invoice // with something open, soonest due first
	Accepted  portal.Estimate  // whose deposit is paid, instead
	Settled   []string         // numbers of those asked for that have nothing open any more
	More      bool             // there are more than one payment can pay
	Open      portal.Money
	Deposit   portal.Money // that was asked for first; nothing = none
	Parts     bool         // any part can be paid
	Sum       portal.Money // to pay, without a fee; nothing while it can't be told
	Ways      []portal.PayWay
	Payee     portal.Payee
	Reference string
	Begun     []portal.Checkout // visits to the provider's page that may still end in money
	Coming    []portal.Payment  // money on its way
	Mine      portal.ContactID
	Today     portal.Day
	Acting    bool // staff: they pay nothing by card for a client
	Linked    bool // by a document link

	part   int64 // that was typed, minor units
	unread error // why it can't be read
}

// PayDesk reads what the scope's client can pay.
func (s *Service) PayDesk(ctx context.Context, sc Scope, ask PayAsk) (d PayDesk, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d, err = payDesk(tx, sc, ask)
		return err
	})
	return d, err
}

// payer opens the sight of a document link for its own document, and asks for that one alone: an invoice, what is
// open of a batch, or the deposit of an estimate that was accepted.
func (sc Scope) payer(ask *PayAsk) Scope {
	if !sc.ByLink() {
		return sc
	}
	*ask = PayAsk{What: ask.What, Amount: ask.Amount}
	switch sc.only.Kind {
	case portal.KindInvoice:
		ask.Invoices = []portal.InvoiceID{portal.InvoiceID(sc.only.ID)}
	case portal.KindBatch:
		ask.Batch = portal.BatchID(sc.only.ID)
	case portal.KindEstimate:
		ask.Estimate = portal.EstimateID(sc.only.ID)
	default:
		return sc // there is nothing to pay, and nothing in sight
	}
	return sc.on(sc.only)
}

// pays reports whether an attempt to pay pays what is asked for, and nothing besides.
func (ask PayAsk) pays(c portal.Checkout) bool {
	switch {
	case ask.Estimate != 0:
		return c.Estimate == ask.Estimate
	case ask.Batch != 0:
		return c.Batch == ask.Batch
	}
	other := func(a portal.Allocation) bool { return !slices.Contains(ask.Invoices, a.Invoice) }
	return c.Estimate == 0 && !slices.ContainsFunc(c.Parts, other)
}

// mayPay reports whether the scope pays invoices, or deposits of estimates: only what it sees.
func (sc Scope) mayPay(deposit bool) bool {
	if deposit {
		return sc.May(portal.Pay) && sc.May(portal.ViewEstimates)
	}
	return sc.May(portal.Pay) && sc.May(portal.ViewInvoices)
}

func payDesk(tx *store.Tx, sc Scope, ask PayAsk) (d PayDesk, err error) {
	sc = sc.payer(&ask)
	if !sc.mayPay(ask.Estimate != 0) {
		return d, portal.Forbidden()
	}
	client, err := tx.Client(sc.sight)
	if err != nil {
		return d, err
	}
	b := tx.Business()
	d = PayDesk{
		PayAsk: ask, Open: portal.Of(0, client.Currency), Sum: portal.Of(0, client.Currency), Deposit: portal.Of(0, client.Currency),
		Parts: b.Pay.Parts, Payee: b.Payee, Mine: sc.contact, Today: tx.Today, Acting: sc.mode == Act, Linked: sc.ByLink(),
	}
	if ask.Estimate != 0 {
		err = d.accepted(tx, sc)
	} else {
		err = d.load(tx, sc)
	}
	if err != nil {
		return d, err
	}
	for _, i := range d.Invoices {
		d.Open = d.Open.Add(i.Open())
	}
	if len(d.Invoices) == 1 {
		d.Deposit = d.Invoices[0].DepositOpen()
	}
	if d.What == PayPart {
		m, err := portal.ParseMoney(ask.Amount, client.Currency, b.Profile.NumberFormat.DecimalSign())
		d.part, d.unread = m.Amount, err
	}
	d.choose()
	if !d.Sum.IsZero() {
		d.Ways = b.PayWays(d.Sum)
	}
	d.Reference = portal.PayReference(d.Invoices)
	if ask.Estimate != 0 {
		d.Reference = d.Accepted.Number
		return d, d.deposits(tx)
	}
	return d, d.onItsWay(tx, sc)
}

// load fetches what is to be paid, soonest due first. Foreign, absent and unissued invoices don't exist.
func (d *PayDesk) load(tx *store.Tx, sc Scope) error {
	ids := d.PayAsk.Invoices
	if d.Batch != 0 {
		b, err := batchDoc(tx, sc, d.Batch)
		if err != nil {
			return err
		}
		ids = b.ToPay()
	} else if len(ids) == 0 {
		rows, err := openInvoices(tx, sc.sight)
		if err != nil {
			return err
		}
		d.More = len(rows) == maxAllocations
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) > maxAllocations {
		return portal.Invalid("That is too much for one payment: choose %d invoices at most.", maxAllocations)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		i, err := seenInvoice(tx, sc, id)
		if err != nil {
			return err
		}
		if i.Open().Amount <= 0 {
			d.Settled = append(d.Settled, i.Number)
			continue
		}
		d.Invoices = append(d.Invoices, i)
	}
	slices.SortStableFunc(d.Invoices, func(a, b portal.Invoice) int { return cmp.Compare(a.Term(), b.Term()) })
	return nil
}

// choose settles how much is paid. Where a deposit is asked for, that comes first.
func (d *PayDesk) choose() {
	if d.What == "" || d.What == PayDeposit && d.Deposit.IsZero() {
		d.What = PayAll
		if !d.Deposit.IsZero() && d.Deposit != d.Open {
			d.What = PayDeposit
		}
	}
	switch {
	case d.What == PayAll:
		d.Sum = d.Open
	case d.What == PayDeposit:
		d.Sum = d.Deposit
	case d.partFault() == nil:
		d.Sum.Amount = d.part
	}
}

// partFault says why a part can't be paid.
func (d *PayDesk) partFault() error {
	var v portal.Check
	v.That(d.What == PayPart && d.Parts, "what", "Choose how much you pay.")
	v.Err("amount", d.unread)
	v.That(d.unread != nil || d.part > 0, "amount", "Write how much you pay.")
	v.That(d.part <= d.Open.Amount, "amount", "That is more than is still to pay.")
	return v.Done()
}

// Fault says why what was chosen can't be paid, nil when it can.
func (d *PayDesk) Fault() error {
	switch {
	case d.Open.Amount <= 0:
		return portal.Invalid("There is nothing to pay any more.")
	case d.Sum.IsZero():
		return d.partFault()
	}
	return nil
}

// Way finds a way to pay by its method.
func (d *PayDesk) Way(m portal.Method) (portal.PayWay, bool) {
	at := slices.IndexFunc(d.Ways, func(w portal.PayWay) bool { return w.Method == m })
	if at < 0 {
		return portal.PayWay{}, false
	}
	return d.Ways[at], true
}

// Split is how the sum goes to the invoices, soonest due first.
func (d *PayDesk) Split() []portal.Allocation { return portal.AllocateOldest(d.Sum.Amount, d.Invoices) }

// checkoutLife is how long the provider keeps a page open.
const checkoutLife = 24 * time.Hour

// begun takes a visit to the provider's page that may still end in money, once.
func (d *PayDesk) begun(tx *store.Tx, c portal.Checkout) {
	live := c.State == portal.CheckoutStarted && c.URL != "" && tx.Now.Sub(c.Created) < checkoutLife
	if live && !slices.ContainsFunc(d.Begun, func(o portal.Checkout) bool { return o.ID == c.ID }) {
		d.Begun = append(d.Begun, c)
	}
}

func (d *PayDesk) onItsWay(tx *store.Tx, sc Scope) error {
	for _, i := range d.Invoices {
		begun, err := begunFor(tx, sc.sight, i)
		if err != nil {
			return err
		}
		for _, c := range begun {
			d.begun(tx, c)
		}
		coming, err := comingFor(tx, sc.sight, i)
		if err != nil {
			return err
		}
		for _, p := range coming {
			if !slices.ContainsFunc(d.Coming, func(o portal.Payment) bool { return o.ID == p.ID }) {
				d.Coming = append(d.Coming, p)
			}
		}
	}
	return nil
}

// Shown is what of a payment on its way is told here.
func (d *PayDesk) Shown(p portal.Payment) portal.Money {
	if d.Accepted.ID != 0 {
		return p.Sum()
	}
	return p.ShownFor(d.ids()...)
}

// ShownBegun is the same of a visit to the provider's page.
func (d *PayDesk) ShownBegun(c portal.Checkout) portal.Money {
	if d.Accepted.ID != 0 {
		return c.Total()
	}
	return c.ShownFor(d.ids()...)
}

func (d *PayDesk) ids() (ids []portal.InvoiceID) {
	for _, i := range d.Invoices {
		ids = append(ids, i.ID)
	}
	return ids
}

// Known names everything that is on its way. Who pays says which of it they were shown, so that nobody pays twice
// without knowing.
func (d *PayDesk) Known() string {
	var ids []string
	for _, c := range d.Begun {
		ids = append(ids, "c"+strconv.FormatUint(uint64(c.ID), 10))
	}
	for _, p := range d.Coming {
		ids = append(ids, "p"+strconv.FormatUint(uint64(p.ID), 10))
	}
	return strings.Join(ids, ".")
}
