package service

import (
	"context"
	"log/slog"
	"time"

	"portico/portal"
	"portico/store"
)

const (
	remindersName  = "reminders"
	remindersEvery = 10 * time.Minute
	remindersChunk = 15 // invoices in one transaction: each is a mail or more, with its link
	remindersPage  = 200
	remindersBack  = 60 // days that are made up for after the program was down
)

// remindersDone is the last day whose reminders are all out. What went out of a day that isn't done is marked on its
// invoices, in the transaction of the mail: so a day can be begun again.
func remindersDone(tx *store.Tx) portal.Day { return portal.Day(tx.Counter(remindersName)) }

// beginReminders starts with the next hour of reminders that comes.
func beginReminders(tx *store.Tx, hour int) error {
	done := tx.Today - 1
	if tx.Now.In(tx.Zone()).Hour() >= hour {
		done = tx.Today
	}
	return tx.SetCounter(remindersName, uint64(done))
}

// Remind sends the reminders that have fallen due since the last time. It looks only at the due days concerned.
func (s *Service) Remind(ctx context.Context) error {
	var since, today portal.Day
	var r portal.ReminderSettings
	err := s.db.View(ctx, func(tx *store.Tx) error {
		r, since, today = tx.Business().Reminders, remindersDone(tx), tx.Today
		if tx.Now.In(tx.Zone()).Hour() < r.Hour {
			today--
		}
		return nil
	})
	if err != nil || !r.Active() || since >= today {
		return err
	}
	since = max(since, today-remindersBack)
	for _, step := range r.Steps {
		if !step.On {
			continue
		}
		if err := s.remindDue(ctx, since, today, since+1-portal.Day(step.Days), today-portal.Day(step.Days)); err != nil {
			return err
		}
	}
	return s.change(ctx, System(), staffOf(portal.Office), func(tx *store.Tx) error {
		return tx.SetCounter(remindersName, uint64(max(remindersDone(tx), today)))
	})
}

// remindDue goes through the open invoices that are due from one day to another.
func (s *Service) remindDue(ctx context.Context, since, today, from, to portal.Day) error {
	q := store.InvoiceQuery{Query: store.Query{ByDue: true, Limit: remindersPage}, From: from, To: to}
	for {
		var page store.Page[portal.InvoiceRow]
		err := s.db.View(ctx, func(tx *store.Tx) (err error) {
			page, err = tx.OfficeInvoices(q)
			return err
		})
		if err != nil {
			return err
		}
		for at := 0; at < len(page.Rows); at += remindersChunk {
			if err := s.remindChunk(ctx, page.Rows[at:min(at+remindersChunk, len(page.Rows))], since, today); err != nil {
				return err
			}
		}
		if !page.More {
			return nil
		}
		q.After = page.Next
	}
}

func (s *Service) remindChunk(ctx context.Context, rows []portal.InvoiceRow, since, today portal.Day) error {
	return s.change(ctx, System(), staffOf(portal.Office), func(tx *store.Tx) error {
		for _, row := range rows {
			if err := s.remindOne(tx, row.ID, since, today); err != nil {
				return err
			}
		}
		return nil
	})
}

// remindOne sends the reminder of an invoice that is due, if there is one: what the list said is asked again.
func (s *Service) remindOne(tx *store.Tx, id portal.InvoiceID, since, today portal.Day) error {
	sc, err := narrow(tx, System().Actor, portal.Ref{Kind: portal.KindInvoice, ID: uint64(id)})
	if err != nil {
		return err
	}
	i, err := tx.Invoice(sc.sight, id)
	if err != nil {
		return err
	}
	step, ok := tx.Business().Reminders.Remind(i, since, today)
	if !ok {
		return nil
	}
	client, err := tx.Client(sc.sight)
	if err != nil || client.NoReminders || client.Archived {
		return err
	}
	if disputed, coming, err := held(tx, i); err != nil || disputed || coming {
		return err
	}
	if len(reminderAddresses(i, client)) == 0 {
		slog.Info("nobody to remind", "invoice", i.Number)
		return nil
	}
	return s.remind(tx, sc, &i, step)
}
