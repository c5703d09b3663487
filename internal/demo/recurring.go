package demo

import (
	"time"

	"github.com/shopspring/decimal"

	"portico/portal"
	"portico/store"
)

// remindersOf are the reminders that Larkfield sends.
func remindersOf() portal.ReminderSettings {
	r := portal.UsualReminders()
	for n := range r.Steps {
		r.Steps[n].On = r.Steps[n].Days != 1
	}
	r.Steps[2].Text = "If something is wrong with the bill, call us: (207) 555-0142."
	r.Version = 1
	return r
}

// savePrices writes the price list: what the bills are made of, each once.
func (b *builder) savePrices() error {
	seen := map[string]bool{}
	for _, w := range works {
		for _, x := range w.lines {
			if seen[x.text] || x.price <= 0 {
				continue
			}
			seen[x.text] = true
			p := portal.PriceItem{
				Name: x.text, Detail: x.detail, Unit: x.unit, Price: decimal.New(x.price, -2), Currency: "USD", Created: b.at(b.today-years, 9, 0),
			}
			if x.taxed {
				p.Tax = salesTax.ID
			}
			if err := b.write(1, func(tx *store.Tx) error { return tx.PutPriceItem(&p, 0) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// mostSchedules are how many accounts have a service plan.
const mostSchedules = 40

// saveSchedules writes the recurring invoices: service plans, monthly or yearly, a few of them asleep.
func (b *builder) saveSchedules() error {
	n := 0
	for k, a := range b.accounts {
		if k%8 != 3 || len(a.bills) == 0 || a.Email == "" || a.Archived || n == mostSchedules {
			continue
		}
		n++
		r, err := b.schedule(a, n)
		if err != nil {
			return err
		}
		if err := b.write(1, func(tx *store.Tx) error { return tx.PutRecurring(&r, 0) }); err != nil {
			return err
		}
	}
	return nil
}

// schedule is the nth service plan.
func (b *builder) schedule(a *account, n int) (portal.Recurring, error) {
	plan := []struct {
		name  string
		every portal.Every
		price int64
	}{
		{"Service plan, monthly", portal.Monthly, 4900},
		{"Rooftop units, quarterly visit", portal.Quarterly, 38500},
		{"Annual boiler plan", portal.Yearly, 22900},
	}[n%3]
	r := portal.Recurring{
		Client: a.ID, Created: b.at(b.today-portal.Day(20+n), 10, 0), Do: portal.RecurringActions[n%2], Paused: n%11 == 5,
		Rhythm: portal.Rhythm{Every: plan.every, Interval: 1, On: []int{1, 15, 31}[n%3], From: b.today + portal.Day(1+n%25)},
		Bill: portal.Invoice{
			Client: a.ID, Currency: a.Currency, Description: plan.name, SendTo: []string{a.Email},
			Lines: []portal.Line{{
				Description: plan.name, Detail: "Priority call-outs and one visit included", Quantity: decimal.NewFromInt(1), Price: decimal.New(plan.price, -2),
			}},
		},
	}
	r.Plan(r.Rhythm.From)
	return r, r.Bill.Work()
}

// dun marks on the bills that are open which reminders they had in the last weeks.
func (b *builder) dun(a *account) {
	r := remindersOf()
	for _, i := range a.bills {
		if i.State != portal.Issued || len(i.SentTo) == 0 {
			continue
		}
		for _, s := range r.Steps {
			on := i.Term() + portal.Day(s.Days)
			if step, ok := r.Remind(i.Invoice, on-1, min(on, b.today-1)); ok && b.today-on < 60 {
				i.Reminded = append(i.Reminded, portal.Reminded{Step: step.ID, Days: step.Days, At: b.at(on, 9, 2), To: i.SentTo})
			}
		}
	}
}

// rememberReminders puts the reminders into the outbox and the audit log.
func (b *builder) rememberReminders() {
	for _, a := range b.accounts {
		for _, i := range a.bills {
			for _, r := range i.Reminded {
				b.tell(r.At, portal.Event{
					Kind: portal.EventReminderSent, Name: "Portico", Client: a.ID, Detail: i.Number + " → " + i.SentTo[0],
					Subject: portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}, IP: "–",
				})
				m := &portal.Mail{
					Kind: portal.MailReminder, To: i.SentTo[0], ToName: a.Name, Client: a.ID, Created: r.At.Add(time.Second),
					Subject: "Reminder: invoice " + i.Number + " of Larkfield Heating & Air",
				}
				b.post(m, portal.LetterFacts{By: "Larkfield Heating & Air", Client: a.Name, Invoice: i.ID})
			}
		}
	}
}
