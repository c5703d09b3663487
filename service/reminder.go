package service

import (
	"context"
	"strings"

	"portico/portal"
	"portico/store"
)

// SaveReminders saves when clients are reminded. What lies behind stays unsaid: the first reminders go out for the
// days that come.
func (s *Service) SaveReminders(ctx context.Context, sc Scope, r portal.ReminderSettings, was portal.Version) error {
	if err := dedupe(r.Validate()); err != nil {
		return err
	}
	return s.saveSettings(ctx, sc, portal.Office, "Reminders", func(tx *store.Tx, b *portal.Business) error {
		last := tx.Counter("reminder")
		for _, old := range b.Reminders.Steps {
			last = max(last, old.ID)
		}
		steps := append([]portal.ReminderStep(nil), r.Steps...)
		for n := range steps {
			if steps[n].ID == 0 || !hasStep(b.Reminders.Steps, steps[n].ID) {
				last++
				steps[n].ID = last
			}
		}
		if err := tx.SetCounter("reminder", last); err != nil {
			return err
		}
		if !b.Reminders.Active() {
			if err := beginReminders(tx, r.Hour); err != nil {
				return err
			}
		}
		b.Reminders.Hour, b.Reminders.Steps = r.Hour, steps
		return over(&b.Reminders.Version, was)
	})
}

func hasStep(steps []portal.ReminderStep, id uint64) bool {
	for _, s := range steps {
		if s.ID == id {
			return true
		}
	}
	return false
}

// ReminderPlan is what an invoice's page says of its reminders.
type ReminderPlan struct {
	Open      bool // there is something to remind of
	On        bool // the business sends reminders by itself
	ClientOff bool // not to this client
	Disputed  bool
	Coming    bool       // money for all of it is on its way
	Next      portal.Day // 0 = none
	Today     bool       // one went out today already
}

// ReminderPlan reads what an invoice's reminders are.
func (s *Service) ReminderPlan(ctx context.Context, sc Scope, i portal.Invoice) (p ReminderPlan, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		r := tx.Business().Reminders
		p = ReminderPlan{Open: i.Remindable() == nil, On: r.Active(), ClientOff: client.NoReminders, Today: remindedOn(tx, i)}
		if p.Disputed, p.Coming, err = held(tx, i); err != nil || client.NoReminders || client.Archived || p.Disputed || p.Coming {
			return err
		}
		p.Next, _, _ = r.NextReminder(i, tx.Today)
		return nil
	})
	return p, err
}

// held reports what keeps an open invoice from being reminded of: an open dispute, or money for all of it on its way.
func held(tx *store.Tx, i portal.Invoice) (disputed, coming bool, err error) {
	if disputed, err = tx.OpenDispute(i.ID); err != nil {
		return false, false, err
	}
	ps, err := comingFor(tx, portal.Sight{Client: i.Client}, i)
	var sum int64
	for _, p := range ps {
		sum += p.MeantFor(i.ID)
	}
	return disputed, sum > 0 && sum >= i.Open().Amount, err
}

// remindedOn reports whether a reminder of the invoice went out today.
func remindedOn(tx *store.Tx, i portal.Invoice) bool {
	n := len(i.Reminded)
	return n > 0 && portal.DayOf(i.Reminded[n-1].At, tx.Zone()) == tx.Today
}

// RemindNow sends a reminder of an invoice by hand, one a day at most.
func (s *Service) RemindNow(ctx context.Context, sc Scope, id portal.InvoiceID) (out portal.Invoice, err error) {
	err = s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		if remindedOn(tx, *i) {
			return portal.Invalid("A reminder of this invoice went out today already.")
		}
		if err := i.Remindable(); err != nil {
			return err
		}
		disputed, coming, err := held(tx, *i)
		switch {
		case err != nil:
			return err
		case disputed:
			return portal.Invalid("This invoice is disputed: settle the dispute first.")
		case coming:
			return portal.Invalid("Money for all of this invoice is on its way. Wait until it is decided.")
		}
		err = s.remind(tx, sc, i, portal.ReminderStep{})
		out = *i
		return err
	})
	return out, err
}

// SwitchReminders switches the scheduled reminders of one invoice off, or on again.
func (s *Service) SwitchReminders(ctx context.Context, sc Scope, id portal.InvoiceID, on bool) error {
	return s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		if i.NoReminders != on {
			return nil
		}
		was := i.Version
		i.NoReminders = !on
		return tx.PutInvoice(i, was)
	})
}

// remind writes one mail to each address that the invoice went to, marks the step as done, and the line of the audit log,
// all in one transaction.
func (s *Service) remind(tx *store.Tx, sc Scope, i *portal.Invoice, step portal.ReminderStep) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	contacts, err := reachable(tx, client.ID)
	if err != nil {
		return err
	}
	to := reminderAddresses(*i, client)
	if len(to) == 0 {
		return portal.Invalid("There is no address to send to: send the invoice first.")
	}
	was := i.Version
	if err := i.MarkReminded(step.ID, to, tx.Today, tx.Now); err != nil {
		return err
	}
	if step.ID != 0 {
		i.Reminded[len(i.Reminded)-1].Days = step.Days
	}
	if err := tx.PutInvoice(i, was); err != nil {
		return err
	}
	doc := portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}
	for _, address := range to {
		m := addressed(portal.Mail{Kind: portal.MailReminder, Client: i.Client}, address, contacts)
		f := portal.LetterFacts{By: signer(tx, sc), Client: client.Name, Message: step.Text, Invoice: i.ID, Amount: i.Open()}
		if err := s.docLink(tx, &m, &f, doc); err != nil {
			return err
		}
		if err := s.post(tx, m, f); err != nil {
			return err
		}
	}
	e := sc.aboutInvoice(portal.EventReminderSent, *i)
	e.Detail += " → " + strings.Join(to, ", ")
	return tx.AddEvent(e)
}

// reminderAddresses are whom a reminder goes to: where the invoice went, else where it was to go, else the client's own
// address.
func reminderAddresses(i portal.Invoice, client portal.Client) []string {
	switch {
	case len(i.SentTo) > 0:
		return i.SentTo
	case len(i.SendTo) > 0:
		return i.SendTo
	}
	own, err := addresses([]string{client.Email})
	if err != nil {
		return nil
	}
	return own
}
