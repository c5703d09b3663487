package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// When bills are made by themselves: from this hour on, business time, looked for this often. What was due while the
// program was down is found too.
const (
	recurringName  = "recurring"
	recurringHour  = 6
	recurringEvery = 10 * time.Minute
	recurringChunk = 12 // bills in one transaction: one that is sent is some forty writes
)

// MakeRecurring makes every bill whose day has come. A bill and its schedule's next day are written in one
// transaction, so each is made once, whatever happens in between.
func (s *Service) MakeRecurring(ctx context.Context) error {
	for ctx.Err() == nil {
		ids, err := s.dueRecurring(ctx)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = s.makeRecurring(ctx, ids)
		if err == nil {
			continue
		}
		if portal.CodeOf(err) != portal.CodeInvalid {
			return err
		}
		if err := s.makeSingly(ctx, ids); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (s *Service) dueRecurring(ctx context.Context) (ids []portal.RecurringID, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		ids = nil
		if tx.Now.In(tx.Zone()).Hour() < recurringHour {
			return nil
		}
		rows, err := tx.DueRecurrings(tx.Today, recurringChunk)
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		return err
	})
	return ids, err
}

// makeSingly makes the bills of a refused chunk one by one. A schedule whose bill is refused pauses itself and says why.
func (s *Service) makeSingly(ctx context.Context, ids []portal.RecurringID) error {
	for n := range ids {
		err := s.makeRecurring(ctx, ids[n:n+1])
		if portal.CodeOf(err) == portal.CodeInvalid && err != nil {
			slog.Warn("a recurring invoice can’t be made", "schedule", ids[n], "err", err)
			err = s.pauseTroubled(ctx, ids[n], troubleOf(err))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// makeRecurring makes the next bill of some schedules.
func (s *Service) makeRecurring(ctx context.Context, ids []portal.RecurringID) error {
	return s.change(ctx, System(), staffOf(portal.Office), func(tx *store.Tx) error {
		for _, id := range ids {
			if err := s.makeNext(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) makeNext(tx *store.Tx, id portal.RecurringID) error {
	sc, err := narrow(tx, System().Actor, portal.Ref{Kind: portal.KindRecurring, ID: uint64(id)})
	if err != nil {
		return err
	}
	r, err := tx.Recurring(sc.sight, id)
	if err != nil || !r.Due(tx.Today) {
		return err
	}
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	if client.Archived {
		return portal.Invalid("The client is archived.")
	}
	what := ""
	if n := r.CatchUp(tx.Today); n > 0 {
		what = fmt.Sprintf("%d too old to be made", n)
	}
	i := r.Make(tx.Now)
	if err := s.makeBill(tx, sc, &i, r.Do); err != nil {
		return err
	}
	r.Last = i.ID
	if what != "" || r.Next == 0 {
		return putRecurring(tx, sc, &r, r.Version, what)
	}
	return tx.PutRecurring(&r, r.Version)
}

// makeBill saves the bill, and issues and sends it where the schedule says so.
func (s *Service) makeBill(tx *store.Tx, sc Scope, i *portal.Invoice, do portal.RecurringAction) error {
	if err := prepare(tx, sc, i); err != nil {
		return err
	}
	if do == portal.MakeDraft {
		return tx.PutInvoice(i, 0)
	}
	if err := issue(tx, sc, i); err != nil || do == portal.MakeIssued {
		return err
	}
	wanted, err := wantsInvoices(tx, *i)
	if err != nil || !wanted {
		return err // it stands in the portal: that somebody wants no mails stops no bill
	}
	return s.sendInvoice(tx, sc, i, Sending{To: i.SendTo})
}

// wantsInvoices reports whether anybody whom an invoice goes to wants mails about invoices.
func wantsInvoices(tx *store.Tx, i portal.Invoice) (bool, error) {
	contacts, err := reachable(tx, i.Client)
	if err != nil || len(i.SendTo) == 0 {
		return true, err // nobody to send to is told as such
	}
	to, err := unmuted(tx, i.SendTo, contacts, portal.MailInvoice)
	return len(to) > 0, err
}

// pauseTroubled pauses a schedule whose bill can't be made, and tells staff why.
func (s *Service) pauseTroubled(ctx context.Context, id portal.RecurringID, why string) error {
	return s.change(ctx, System(), staffOf(portal.Office), func(tx *store.Tx) error {
		sc, err := narrow(tx, System().Actor, portal.Ref{Kind: portal.KindRecurring, ID: uint64(id)})
		if err != nil {
			return err
		}
		r, err := tx.Recurring(sc.sight, id)
		if err != nil || !r.Due(tx.Today) {
			return err
		}
		r.Paused, r.Trouble = true, why
		if err := putRecurring(tx, sc, &r, r.Version, why); err != nil {
			return err
		}
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		return s.postStaff(tx, portal.Mail{Kind: portal.MailAlert, Client: client.ID}, portal.LetterFacts{
			Client: client.Name, Reason: why, What: r.Bill.Description, Path: paths.OfficeRecurring(id).String(),
		})
	})
}

// troubleOf is what was wrong, in a sentence.
func troubleOf(err error) string {
	var e *portal.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if len(e.Faults) > 0 {
		return e.Faults[0].Msg.String()
	}
	return e.Msg.String()
}
