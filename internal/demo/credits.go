package demo

import (
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// perOddity is how many accounts apart those stand whose money took another way.
const perOddity = 7

// oddities lets some accounts have money that took another way: credited, given back, reported, refused. Everything
// has its id by now, and numbers go on where the books end.
func (b *builder) oddities() error {
	n := 0
	for at, a := range b.accounts {
		if at < len(stars) || at%perOddity != 0 {
			continue
		}
		i := b.openBill(a)
		if i == nil {
			continue
		}
		way := n % 6
		n++
		if way == reportedWay {
			if err := b.report(a, i); err != nil {
				return err
			}
			continue
		}
		if err := b.write(6, func(tx *store.Tx) error { return b.oddity(tx, a, i, way) }); err != nil {
			return err
		}
	}
	return b.giveBack()
}

// openBill is the newest open bill of an account, nil for none.
func (b *builder) openBill(a *account) (last *bill) {
	for _, i := range a.bills {
		if i.State == portal.Issued && i.Open().Amount > 5_000 && i.Issued <= b.today-2 {
			last = i
		}
	}
	return last
}

func (b *builder) oddity(tx *store.Tx, a *account, i *bill, way int) error {
	switch way {
	case 0, 1:
		return b.credit(tx, a, i, way == 1)
	case 3:
		return b.claimed(tx, a, i, portal.ByCheck, portal.PaymentDeclined, "No check has come. Please look whether it was cashed.")
	case 4:
		return b.claimed(tx, a, i, portal.ByACH, portal.PaymentPending, "")
	}
	return b.claimed(tx, a, i, portal.ByACH, portal.PaymentFailed, "The bank returned it: there was not enough money in the account.")
}

// credit takes a part off a bill, or all of it.
func (b *builder) credit(tx *store.Tx, a *account, of *bill, all bool) error {
	i, err := tx.Invoice(portal.Sight{Client: a.ID}, of.ID)
	if err != nil {
		return err
	}
	n := portal.CreditOf(i)
	n.Reason, n.Issued, n.By, n.Created = "Billed in error: another company had done the work.", b.today-1, "Sam Reyes", b.at(b.today-1, 15, 20)
	if !all {
		n.Reason, n.Lines = "Goodwill: we came a day late.", n.Lines[:1]
		n.Lines[0].Price = n.Lines[0].Price.Shift(-1).Round(2)
	}
	if err := n.Work(); err != nil || n.Totals.Total <= 0 {
		return err
	}
	if n.Number, err = tx.NextNumber(portal.KindCreditNote, "CN-"); err != nil {
		return err
	}
	if err := n.Allocate(&i, min(n.Totals.Total, i.Open().Amount), n.Issued); err != nil {
		return err
	}
	if err := tx.PutInvoice(&i, i.Version); err != nil {
		return err
	}
	if a.Email != "" {
		n.Sent, n.SentTo = n.Created, []string{a.Email}
	}
	if err := tx.PutCreditNote(&n, 0); err != nil {
		return err
	}
	if err := b.mailNote(tx, a, n); err != nil {
		return err
	}
	_, err = tx.AddEntry(portal.Entry{
		Client: a.ID, On: n.Issued, Kind: portal.EntryCreditNote, Doc: portal.Ref{Kind: portal.KindCreditNote, ID: uint64(n.ID)},
		Amount: -n.Totals.Total, Currency: n.Currency, At: n.Created,
	})
	return err
}

// mailNote mails a credit note, with a link to it.
func (b *builder) mailNote(tx *store.Tx, a *account, n portal.CreditNote) error {
	if len(n.SentTo) == 0 {
		return nil
	}
	m := &portal.Mail{
		Kind: portal.MailCreditNote, To: n.SentTo[0], ToName: a.Name, Client: a.ID, Created: n.Sent,
		Subject: "Credit note " + n.Number + " from Larkfield Heating & Air",
	}
	f := portal.LetterFacts{By: "Sam Reyes", Client: a.Name, CreditNote: n.ID}
	return b.mailNow(tx, m, f, portal.Ref{Kind: portal.KindCreditNote, ID: uint64(n.ID)}, paths.PortalCreditNote(n.ID))
}

// mailRefund mails what went back of a payment, with a link to that.
func (b *builder) mailRefund(tx *store.Tx, a *account, p portal.Payment, back portal.Refund) error {
	if a.Email == "" {
		return nil
	}
	m := &portal.Mail{
		Kind: portal.MailRefund, To: a.Email, ToName: a.Name, Client: a.ID, Created: back.At,
		Subject: "Refund of " + p.Number + " from Larkfield Heating & Air",
	}
	f := portal.LetterFacts{By: back.By, Client: a.Name, Payment: p.ID, Amount: p.Sum(), Reason: back.Reason}
	return b.mailNow(tx, m, f, portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)}, paths.PortalPayment(p.ID))
}

// reportedWay is the oddity that a client says they have paid.
const reportedWay = 2

// report lets a client say that they have paid, and show their bank's word for it.
func (b *builder) report(a *account, i *bill) error {
	f, err := b.slip(a, i)
	if err != nil {
		return err
	}
	return b.write(6, func(tx *store.Tx) error {
		p, err := b.claim(tx, a, i, portal.ByTransfer, portal.PaymentToApproval, "")
		if err != nil {
			return err
		}
		return b.show(tx, &p, f)
	})
}

func (b *builder) claimed(tx *store.Tx, a *account, i *bill, by portal.Method, state portal.PaymentState, why string) error {
	_, err := b.claim(tx, a, i, by, state, why)
	return err
}

// claim is money that is not there, or not yet.
func (b *builder) claim(tx *store.Tx, a *account, i *bill, by portal.Method, state portal.PaymentState, why string) (p portal.Payment, err error) {
	open := i.Open().Amount
	p = portal.Payment{
		Client: a.ID, On: b.today - 1, Amount: open, Currency: a.Currency, Method: by, State: state, Reason: why, Reference: i.Number,
		Wanted: []portal.Allocation{{Invoice: i.ID, Amount: open}}, Created: b.at(b.today-1, 10, 12),
	}
	if len(a.people) > 0 {
		p.Contact, p.By = a.people[0].ID, a.people[0].Name
	}
	if p.Number, err = tx.NextNumber(portal.KindPayment, "PAY-"); err != nil {
		return p, err
	}
	return p, tx.PutPayment(&p, 0)
}

// giveBack returns some of the credit that overpaid bills left.
func (b *builder) giveBack() error {
	given := 0
	for _, a := range b.accounts[len(stars):] {
		for _, r := range a.money {
			if r.Unallocated() <= 0 || given == 4 {
				continue
			}
			given++
			if err := b.write(5, func(tx *store.Tx) error { return b.refund(tx, a, r) }); err != nil {
				return err
			}
		}
	}
	return b.flush()
}

func (b *builder) refund(tx *store.Tx, a *account, r *receipt) error {
	p, err := tx.Payment(portal.Sight{Client: a.ID}, r.ID)
	if err != nil {
		return err
	}
	back := portal.Refund{
		Key: "overpaid " + p.Number, On: min(b.today, p.On+3), Amount: p.Unallocated(), Reason: "Paid too much.", By: "Sam Reyes", At: b.at(min(b.today, p.On+3), 11, 0),
	}
	p.Refunds = append(p.Refunds, back)
	if err := tx.PutPayment(&p, p.Version); err != nil {
		return err
	}
	if err := b.mailRefund(tx, a, p, back); err != nil {
		return err
	}
	_, err = tx.AddEntry(portal.Entry{
		Client: a.ID, On: back.On, Kind: portal.EntryRefund, Doc: portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)}, Amount: back.Amount,
		Currency: p.Currency, At: back.At,
	})
	return err
}
