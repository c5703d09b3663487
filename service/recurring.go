package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// RecurringList is one page of schedules.
type RecurringList struct {
	store.Page[portal.RecurringRow]
	Clients map[portal.ClientID]string
}

// Recurrings lists schedules, the soonest first: the scope's client's, or all in the office.
func (s *Service) Recurrings(ctx context.Context, sc Scope, q store.Query) (l RecurringList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	q.Budget = store.OfficeBudget
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = RecurringList{Clients: map[portal.ClientID]string{}}
		if l.Page, err = tx.Recurrings(sc.sight, q); err != nil {
			return err
		}
		for _, r := range l.Rows {
			if err := nameClient(tx, l.Clients, r.Client); err != nil {
				return err
			}
		}
		return nil
	})
	return l, err
}

// RecurringDoc is a schedule with what stands around it.
type RecurringDoc struct {
	portal.Recurring
	Doc        portal.InvoiceDoc // the bill, as it would be made today
	LastNumber string            // of the newest bill; "" = it is a draft, or gone
	LastThere  bool
}

// Recurring reads a schedule.
func (s *Service) Recurring(ctx context.Context, sc Scope, id portal.RecurringID) (d RecurringDoc, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d = RecurringDoc{}
		if d.Recurring, err = tx.Recurring(sc.sight, id); err != nil {
			return err
		}
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		d.Doc = portal.NewInvoiceDoc(d.Bill, tx.Business().Profile, client, tx.Today)
		d.Doc.By = tx.ContractorName(d.Bill.Contractor)
		if p, err := tx.Property(sc.sight, d.Bill.Property); err == nil {
			d.Doc.At = p
		}
		if last, err := tx.Invoice(sc.sight, d.Last); err == nil {
			d.LastNumber, d.LastThere = last.Number, true
		}
		return nil
	})
	return d, err
}

// SaveRecurring saves a schedule, new or edited.
func (s *Service) SaveRecurring(ctx context.Context, sc Scope, in portal.Recurring) (out portal.Recurring, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		out = in
		if out.ID == 0 {
			out.Version, out.Created = 0, tx.Now
		} else if err := keepMade(tx, sc, &out); err != nil {
			return err
		}
		out.Client = sc.sight.Client
		var v portal.Check
		v.Err("", prepare(tx, sc, &out.Bill))
		v.Err("", out.Validate())
		v.That(out.Made > 0 || out.ID != 0 || out.Rhythm.From >= tx.Today, "from", "The first day can’t be in the past.")
		if err := v.Done(); err != nil {
			return err
		}
		if out.Next == 0 {
			out.Plan(max(tx.Today, out.Rhythm.From))
		}
		return putRecurring(tx, sc, &out, in.Version, "")
	})
	return out, err
}

// keepMade takes what an edited schedule has done already from the one that is saved. Its next day stays where the
// rhythm stays.
func keepMade(tx *store.Tx, sc Scope, r *portal.Recurring) error {
	old, err := tx.Recurring(sc.sight, r.ID)
	if err != nil {
		return err
	}
	r.Created, r.Made, r.Last, r.LastDay, r.Paused, r.Trouble = old.Created, old.Made, old.Last, old.LastDay, old.Paused, old.Trouble
	if r.Next = 0; r.Rhythm == old.Rhythm {
		r.Next = old.Next
	}
	return nil
}

func putRecurring(tx *store.Tx, sc Scope, r *portal.Recurring, was portal.Version, what string) error {
	if err := tx.PutRecurring(r, was); err != nil {
		return err
	}
	e := sc.event(portal.EventRecurring)
	e.Client = r.Client
	e.Subject, e.Detail = portal.Ref{Kind: portal.KindRecurring, ID: uint64(r.ID)}, r.Bill.Description
	if what != "" {
		e.Detail += " · " + what
	}
	return tx.AddEvent(e)
}

// changeRecurring runs a change of one schedule by the office.
func (s *Service) changeRecurring(ctx context.Context, sc Scope, id portal.RecurringID, what string, do func(*store.Tx, *portal.Recurring) error) (r portal.Recurring, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if r, err = tx.Recurring(sc.sight, id); err != nil {
			return err
		}
		if err := do(tx, &r); err != nil {
			return err
		}
		return putRecurring(tx, sc, &r, r.Version, what)
	})
	return r, err
}

// PauseRecurring stops a schedule for a while.
func (s *Service) PauseRecurring(ctx context.Context, sc Scope, id portal.RecurringID) (portal.Recurring, error) {
	return s.changeRecurring(ctx, sc, id, "paused", func(_ *store.Tx, r *portal.Recurring) error {
		if r.State() != portal.RecurringOn {
			return portal.Invalid("This schedule isn’t running.")
		}
		r.Paused = true
		return nil
	})
}

// ResumeRecurring lets a paused schedule go on. What fell into a pause that staff wanted is not made; what could not be
// made is.
func (s *Service) ResumeRecurring(ctx context.Context, sc Scope, id portal.RecurringID) (portal.Recurring, error) {
	return s.changeRecurring(ctx, sc, id, "resumed", func(tx *store.Tx, r *portal.Recurring) error {
		if r.State() != portal.RecurringPaused {
			return portal.Invalid("This schedule isn’t paused.")
		}
		if r.Trouble == "" {
			r.Plan(tx.Today)
		}
		r.Paused, r.Trouble = false, ""
		return nil
	})
}

// EndRecurring ends a schedule. The bills that it made stay.
func (s *Service) EndRecurring(ctx context.Context, sc Scope, id portal.RecurringID) (portal.Recurring, error) {
	return s.changeRecurring(ctx, sc, id, "ended", func(_ *store.Tx, r *portal.Recurring) error {
		if r.State() == portal.RecurringOver {
			return portal.Invalid("This schedule has ended already.")
		}
		r.Next, r.Paused, r.Trouble = 0, false, ""
		return nil
	})
}
