package demo

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"portico/portal"
)

// bill is an invoice to be.
type bill struct {
	portal.Invoice
}

// receipt is a payment to be; parts name the bills, which have no ids yet.
type receipt struct {
	portal.Payment
	parts []part
}

type part struct {
	bill   *bill
	amount int64
}

// years is how far back the books reach, in days.
const years = 3 * 365

// charge makes an account's bills over the years, and the payments that they brought.
func (b *builder) charge(a *account) error {
	if a.count == 0 {
		return nil
	}
	ws := worksOf(a.trades)
	first := max(a.since, b.today-years)
	days := make([]portal.Day, a.count)
	for i := range days {
		days[i] = first + portal.Day(b.IntN(int(b.today-first)+1))
	}
	slices.Sort(days)
	for _, d := range days {
		if _, err := b.bill(a, pick(b, ws), d); err != nil {
			return err
		}
	}
	if a.Name == "Harbour Tower East" {
		if _, err := b.bill(a, overhaul, b.today-250); err != nil {
			return err
		}
	}
	b.settle(a)
	return nil
}

func (b *builder) bill(a *account, w work, on portal.Day) (*bill, error) {
	i := &bill{}
	i.Currency, i.Description, i.Lines = a.Currency, w.name, b.lines(w, a.Currency)
	i.Contractor = b.carrier(w)
	i.Created = b.at(on, b.between(8, 12), b.IntN(60))
	i.Issued = on
	terms := 14
	if a.kind != household {
		terms = 30
	}
	i.Due = on + portal.Day(terms)
	i.Terms = fmt.Sprintf("Payment within %d days. Parts carry a two-year warranty, labour one year.", terms)
	if w.order && a.kind != household && b.chance(70) {
		i.Order = fmt.Sprintf("PO-%d-%04d", b.between(20, 99), b.IntN(10_000))
	}
	if err := i.Work(); err != nil {
		return nil, fmt.Errorf("%s: %w", w.name, err)
	}
	i.State = portal.Issued
	if b.today-on < 12 && b.chance(12) {
		i.State, i.Issued, i.Due = portal.Draft, 0, 0
	}
	b.follow(a, i)
	a.bills = append(a.bills, i)
	return i, nil
}

// follow sends a bill and has it looked at, most of the time.
func (b *builder) follow(a *account, i *bill) {
	if i.State == portal.Draft || b.today-i.Issued < 8 && b.chance(15) {
		return
	}
	i.Sent = i.Created.Add(time.Duration(b.between(3, 200)) * time.Minute)
	if i.Sent.After(b.now) {
		i.Sent = b.now
	}
	if a.Email != "" {
		i.SentTo = []string{a.Email}
	}
	for _, m := range a.people {
		seen := i.Sent.Add(time.Duration(b.between(30, 6000)) * time.Minute)
		if m.seen && m.Permissions.Has(portal.ViewInvoices) && seen.Before(m.LastSeen) && b.chance(75) {
			i.Viewed, i.ViewedBy = seen, m.Name
			return
		}
	}
}

// settle lets an account pay its bills as is its habit: one by one, some in parts, companies several at once;
// a few bills are void, a few are never paid, and some accounts pay too much.
func (b *builder) settle(a *account) {
	var together []part
	for _, i := range a.bills {
		if i.State != portal.Issued || i.Totals.Total <= 0 {
			continue
		}
		on := i.Issued + b.delay(a, i)
		switch {
		case b.IntN(1000) < 12 && b.today-i.Issued > 4:
			i.State, i.Voided, i.VoidReason = portal.Void, i.Issued+portal.Day(b.between(1, 3)), "Raised in error."
		case on > b.today:
			b.unpaid(a, i)
		case a.kind != household && b.chance(30) && len(together) < 5:
			together = append(together, part{i, i.Totals.Total})
		default:
			b.pay(a, on, append(together, part{i, i.Totals.Total})...)
			together = nil
		}
	}
	if len(together) > 0 {
		last := together[len(together)-1].bill.Issued
		b.pay(a, min(b.today, last+portal.Day(b.between(5, 25))), together...)
	}
}

// delay is how many days after its issue a bill is paid.
func (b *builder) delay(a *account, i *bill) portal.Day {
	terms := int(i.Due - i.Issued)
	switch a.pays {
	case prompt:
		return portal.Day(b.between(0, terms))
	case onTime:
		return portal.Day(b.between(terms-6, terms+3))
	case slow:
		return portal.Day(b.between(terms, terms+55))
	}
	return portal.Day(b.between(terms+30, 900))
}

// unpaid is a bill that is open today, perhaps in part, or given up.
func (b *builder) unpaid(a *account, i *bill) {
	if b.today-i.Issued > 200 {
		i.State, i.WrittenOff = portal.BadDebt, min(b.today, i.Issued+portal.Day(b.between(160, 200)))
		return
	}
	if age := int(b.today - i.Issued); age > 3 && b.chance(22) {
		half := i.Totals.Total / 2
		b.pay(a, i.Issued+portal.Day(b.between(2, age)), part{i, half - half%100})
	}
}

func (b *builder) pay(a *account, on portal.Day, parts ...part) {
	r := &receipt{parts: slices.Clone(parts)}
	for _, p := range parts {
		on = max(on, p.bill.Issued)
		r.Amount += p.amount
	}
	for _, p := range parts {
		if err := p.bill.Allocate(p.amount, on); err != nil {
			panic(err) // amounts are worked out above
		}
	}
	r.On, r.Currency, r.Method = on, a.Currency, b.method(a)
	if b.IntN(1000) < 6 {
		r.Amount += int64(b.between(1, 20)) * 1000 // too much: credit on account
	}
	r.Reference = b.reference(r.Method)
	r.By, r.Created = "Sam Reyes", b.at(on, b.between(9, 16), b.IntN(60))
	a.money = append(a.money, r)
}

func (b *builder) method(a *account) portal.Method {
	if a.kind == household {
		return pick(b, []portal.Method{portal.ByCard, portal.ByCard, portal.ByCheck, portal.ByZelle, portal.ByCash, portal.ByTransfer})
	}
	return pick(b, []portal.Method{portal.ByTransfer, portal.ByTransfer, portal.ByACH, portal.ByCheck, portal.ByCard})
}

func (b *builder) reference(m portal.Method) string {
	switch m {
	case portal.ByCheck:
		return fmt.Sprintf("Check %d", b.between(1001, 9800))
	case portal.ByTransfer, portal.ByACH:
		return fmt.Sprintf("TRF %06d", b.IntN(1_000_000))
	}
	return ""
}

// first numbers: the business had paper books before.
const (
	firstInvoice = 3101
	firstPayment = 2201
	firstClient  = 101
)

// number gives bills and payments their numbers, gap-free in the order of their days.
func (b *builder) number() {
	var bills []*bill
	var money []*receipt
	for n, a := range b.accounts {
		if a.Number == "" {
			a.Number = fmt.Sprintf("C-%d", firstClient+n)
		}
		for _, i := range a.bills {
			if i.State != portal.Draft {
				bills = append(bills, i)
			}
		}
		money = append(money, a.money...)
	}
	slices.SortStableFunc(bills, func(x, y *bill) int { return cmp.Compare(x.Issued, y.Issued) })
	slices.SortStableFunc(money, func(x, y *receipt) int { return cmp.Compare(x.On, y.On) })
	for n, i := range bills {
		i.Number = fmt.Sprintf("INV-%d", firstInvoice+n)
	}
	for n, r := range money {
		r.Number = fmt.Sprintf("PAY-%d", firstPayment+n)
	}
	b.lastInvoice, b.lastPayment = firstInvoice+len(bills)-1, firstPayment+len(money)-1
}
