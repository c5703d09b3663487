package demo

import (
	"cmp"
	"fmt"
	"slices"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// monthly are those who asked for one bill a month; managers of many properties often do.
var monthly = []string{halvorsen, cottages, harbour, penrose}

// bundle is a batch invoice to be.
type bundle struct {
	portal.Batch
	of    *account
	bills []*bill
}

// batches brings the bills of the last months together, for those who want it that way. They follow save, which gives
// bills their ids.
func (b *builder) batches() error {
	var all []*bundle
	for n, a := range b.accounts {
		if !slices.Contains(monthly, a.Name) && (a.kind != manager || n%2 == 1) {
			continue
		}
		for month := b.today.Month() - 6; month < b.today.Month(); month++ {
			if x := b.bundle(a, month); len(x.bills) >= 2 {
				all = append(all, x)
			}
		}
		err := b.write(1, func(tx *store.Tx) error {
			c, err := tx.Client(portal.Sight{Client: a.ID})
			if err != nil {
				return err
			}
			c.MonthlyBatch = true
			return tx.PutClient(&c, c.Version)
		})
		if err != nil {
			return err
		}
	}
	slices.SortStableFunc(all, func(x, y *bundle) int { return cmp.Compare(x.On, y.On) })
	for n, x := range all {
		x.Number = fmt.Sprintf("B-%d", n+1)
		if err := b.write(2*len(x.bills)+1, x.save); err != nil {
			return err
		}
	}
	if err := b.write(1, func(tx *store.Tx) error { return tx.SetLastNumber(portal.KindBatch, int64(len(all))) }); err != nil {
		return err
	}
	if err := b.flush(); err != nil {
		return err
	}
	for _, x := range all {
		if b.today-x.On <= lately {
			b.rememberBatch(x)
		}
	}
	return nil
}

// bundle gathers what of a month was still to pay on the day after it.
func (b *builder) bundle(a *account, month portal.Month) *bundle {
	p := portal.MonthPeriod(month)
	x := &bundle{of: a, Batch: portal.Batch{
		On: p.To + 1, From: p.From, To: p.To, Currency: a.Currency, Created: b.at(p.To+1, 6, 0), By: "Portico",
	}}
	for _, i := range a.bills {
		if i.State == portal.Issued && i.Issued >= p.From && i.Issued <= p.To && i.Totals.Total > 0 && (i.PaidOn == 0 || i.PaidOn > x.On) {
			x.bills = append(x.bills, i)
		}
	}
	x.bills = x.bills[:min(len(x.bills), portal.MostBatched)]
	if a.Email != "" {
		x.Sent, x.SentTo = x.Created, []string{a.Email}
	}
	if at := x.Created.AddDate(0, 0, 1); len(a.people) > 0 && a.people[0].seen && at.Before(a.people[0].LastSeen) {
		x.Viewed, x.ViewedBy = at, a.people[0].Name
	}
	return x
}

func (x *bundle) save(tx *store.Tx) error {
	x.ID, x.Version, x.Client = 0, 0, x.of.ID
	x.Invoices, x.Places = nil, nil
	sight := portal.Sight{Client: x.of.ID}
	is := make([]portal.Invoice, len(x.bills))
	for n, i := range x.bills {
		var err error
		if is[n], err = tx.Invoice(sight, i.ID); err != nil {
			return err
		}
		x.Invoices = append(x.Invoices, i.ID)
		if !slices.Contains(x.Places, is[n].Property) {
			x.Places = append(x.Places, is[n].Property)
		}
	}
	if err := tx.PutBatch(&x.Batch, 0); err != nil {
		return err
	}
	for n := range is {
		is[n].Batch = x.ID
		if err := tx.PutInvoice(&is[n], is[n].Version); err != nil {
			return err
		}
	}
	return nil
}

// rememberBatch tells how one of the last weeks came about.
func (b *builder) rememberBatch(x *bundle) {
	e := portal.Event{
		Kind: portal.EventBatchIssued, Name: "Portico", Client: x.Client, Subject: portal.Ref{Kind: portal.KindBatch, ID: uint64(x.ID)}, Detail: x.Number,
	}
	b.tell(x.Created, e)
	if len(x.SentTo) == 0 {
		return
	}
	e.Kind, e.Detail = portal.EventBatchSent, x.Number+" → "+x.SentTo[0]
	b.tell(x.Created, e)
	m := &portal.Mail{
		Kind: portal.MailBatch, To: x.SentTo[0], ToName: x.of.Name, Client: x.Client, Created: x.Created,
		Subject: "Batch invoice " + x.Number + " from Larkfield Heating & Air",
	}
	f := portal.LetterFacts{By: "Portico", Client: x.of.Name, Batch: x.ID}
	b.linkTo(m, &f, e.Subject, paths.PortalBatch(x.ID))
	b.post(m, f)
}
