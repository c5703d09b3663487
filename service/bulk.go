package service

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/queue"
	"portico/portal"
	"portico/store"
)

const (
	taskRun    = "run"
	runChunk   = 20 // contacts in one transaction: an invitation is some twenty writes
	mostChosen = 2000
	refileAt   = 100
)

// StartRun begins long work over many contacts and queues it. It refuses to begin over nobody.
func (s *Service) StartRun(ctx context.Context, sc Scope, r portal.Run) (id portal.RunID, err error) {
	if r.Do == portal.RunPreset && r.Preset == portal.PresetCustom {
		return 0, fault("preset", "Choose a preset.")
	}
	if len(r.Chosen) > mostChosen || len(r.Except) > mostChosen {
		return 0, portal.Invalid("Choose at most %d one by one, or all that match the filter.", mostChosen)
	}
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		run := r
		run.By, run.ByName, run.Staff, run.Created = sc.person, sc.name, sc.staff, tx.Now
		run.Total = len(run.Chosen)
		if run.Chosen == nil {
			run.Total = tx.CountContacts(tx.ContactQuery(run.Filter), 1_000_000) - len(run.Except)
		}
		if run.Total <= 0 {
			return portal.Invalid("Nobody is selected.")
		}
		if err := tx.PutRun(&run, 0); err != nil {
			return err
		}
		id = run.ID
		e := sc.event(portal.EventBulk)
		e.Detail = fmt.Sprintf("%s: %d", run.Do.Key(), run.Total)
		e.Subject = portal.Ref{Kind: portal.KindRun, ID: uint64(run.ID)}
		if err := tx.AddEvent(e); err != nil {
			return err
		}
		return queueRun(tx, run)
	})
	return id, err
}

// step is one chunk of a run: a task that comes twice finds that its step was done.
type step struct {
	Run  portal.RunID
	Step int
}

func queueRun(tx *store.Tx, r portal.Run) error {
	facts, err := cbor.Marshal(step{r.ID, r.Step})
	if err != nil {
		return err
	}
	return tx.AddTask(store.Task{Kind: taskRun, Key: fmt.Sprintf("run %d", r.ID), Facts: facts})
}

// runTask does one chunk of a run; the next one is queued in the same transaction.
func (s *Service) runTask(ctx context.Context, t queue.Task) error {
	var at step
	if err := cbor.Unmarshal(t.Facts, &at); err != nil {
		return queue.Permanent(err)
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		r, err := tx.Run(at.Run)
		if err != nil {
			return queue.Permanent(err)
		}
		if r.Over() || r.Step != at.Step {
			return nil
		}
		return s.advance(tx, &r)
	})
}

// advance does the next chunk of a run.
func (s *Service) advance(tx *store.Tx, r *portal.Run) error {
	sc := Scope{Actor: Actor{person: r.By, name: r.ByName, staff: r.Staff, role: portal.Office}, office: true}
	if err := stillStaff(tx, sc, staffOf(portal.Office)); err != nil {
		r.Stopped, r.Ended = true, tx.Now
		return tx.PutRun(r, r.Version)
	}
	ids, more, err := nextOf(tx, r)
	if err != nil {
		return err
	}
	for _, id := range ids {
		item, err := s.one(tx, sc, r, id)
		if err != nil {
			return err
		}
		if err := tx.AddRunItem(r.ID, r.Done(), item); err != nil {
			return err
		}
		r.Counts[item.Outcome]++
	}
	r.Step++
	if !more {
		r.Ended, r.Total = tx.Now, r.Done()
	}
	if err := tx.PutRun(r, r.Version); err != nil || !more {
		return err
	}
	return queueRun(tx, *r)
}

// nextOf are the contacts of a run's next chunk.
func nextOf(tx *store.Tx, r *portal.Run) (ids []portal.ContactID, more bool, err error) {
	if r.Chosen != nil {
		from := min(r.Step*runChunk, len(r.Chosen))
		to := min(from+runChunk, len(r.Chosen))
		return r.Chosen[from:to], to < len(r.Chosen), nil
	}
	q := tx.ContactQuery(r.Filter)
	q.After, q.Limit = r.After, runChunk
	p, err := tx.OfficeContacts(q)
	if err != nil {
		return nil, false, err
	}
	for _, row := range p.Rows {
		if !slices.Contains(r.Except, row.ID) {
			ids = append(ids, row.ID)
		}
	}
	r.After = p.Next
	return ids, p.More, nil
}

// one does to one contact what the run is about. What can't be done is said, and stops nobody else; a fault of
// ours undoes the chunk, which is tried again.
func (s *Service) one(tx *store.Tx, sc Scope, r *portal.Run, id portal.ContactID) (portal.RunItem, error) {
	item := portal.RunItem{Contact: id, Outcome: portal.OutcomeSkipped, Why: "This contact is gone."}
	owner, err := tx.ContactOwner(id)
	if err != nil {
		return item, goneOr(err)
	}
	client, err := tx.Client(portal.Sight{Client: owner})
	if err != nil {
		return item, goneOr(err)
	}
	sc.sight, sc.client = portal.Sight{Client: owner}, client.Name
	c, err := tx.Contact(sc.sight, id)
	if err != nil {
		return item, goneOr(err)
	}
	item.Client, item.Name, item.Why = owner, c.Name, ""
	if item.Outcome, item.Why = skipped(r.Do, client, c); item.Outcome != portal.OutcomeDone {
		return item, nil
	}
	if r.Do == portal.RunPreset && c.Preset() == r.Preset {
		item.Outcome = portal.OutcomeAlready
		return item, nil
	}
	if err := s.doOne(tx, sc, r, &c); err != nil {
		if portal.CodeOf(err) != portal.CodeInvalid {
			return item, err
		}
		item.Outcome, item.Why = portal.OutcomeFailed, err.Error()
	}
	return item, nil
}

func goneOr(err error) error {
	if portal.CodeOf(err) == portal.CodeNotFound {
		return nil
	}
	return err
}

// skipped says why a contact is passed over, before anything is written.
func skipped(do portal.RunAction, client portal.Client, c portal.Contact) (portal.Outcome, string) {
	switch {
	case c.Archived:
		return portal.OutcomeSkipped, "The contact is archived."
	case do == portal.RunInvite && c.On, do == portal.RunDisable && !c.On:
		return portal.OutcomeAlready, ""
	case do == portal.RunInvite && c.EmailNorm == "":
		return portal.OutcomeSkipped, "No e-mail address."
	case do == portal.RunInvite && client.Archived:
		return portal.OutcomeSkipped, "The client is archived."
	}
	return portal.OutcomeDone, ""
}

func (s *Service) doOne(tx *store.Tx, sc Scope, r *portal.Run, c *portal.Contact) error {
	switch r.Do {
	case portal.RunInvite:
		if _, err := s.letIn(tx, sc, c, ""); err != nil {
			return err
		}
		return s.sendInvitation(tx, sc, c, portal.LetterFacts{})
	case portal.RunDisable:
		return s.shut(tx, sc, c)
	case portal.RunPreset:
		clip := c.Clip()
		_, err := s.permit(tx, sc, c, r.Preset.Permissions().With(portal.UploadFiles, clip))
		return err
	}
	return portal.Invalid("This run does nothing.")
}

// giveUpRun ends a run that could not go on, so that nobody waits for it.
func giveUpRun(tx *store.Tx, t store.Task) error {
	var at step
	if err := cbor.Unmarshal(t.Facts, &at); err != nil {
		return nil // unreadable: there is no run to tell
	}
	r, err := tx.Run(at.Run)
	if err != nil || r.Over() {
		return nil
	}
	r.Ended, r.Stopped = tx.Now, true
	return tx.PutRun(&r, r.Version)
}

// refileTask files a renamed client's contacts under its new name, bit by bit.
func (s *Service) refileTask(ctx context.Context, t queue.Task) error {
	if len(t.Facts) != 8 {
		return queue.Permanent(fmt.Errorf("a rename without a client"))
	}
	id := portal.ClientID(binary.BigEndian.Uint64(t.Facts))
	for left := true; left; {
		err := s.db.Update(ctx, func(tx *store.Tx) (err error) {
			left, err = tx.RefileContacts(id, refileAt)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shownRuns are the runs under way and one more, the last that was asked about.
func shownRuns(tx *store.Tx, also portal.RunID) ([]portal.Run, error) {
	rs, err := tx.OpenRuns()
	if err != nil || also == 0 || slices.ContainsFunc(rs, func(r portal.Run) bool { return r.ID == also }) {
		return rs, err
	}
	r, err := tx.Run(also)
	if portal.CodeOf(err) == portal.CodeNotFound {
		return rs, nil
	}
	return append(rs, r), err
}

// RunPage is a run with one page of what became of its contacts.
type RunPage struct {
	portal.Run
	Items   []portal.RunItem
	Next    int // item that the next page begins with; -1 = none
	Clients map[portal.ClientID]string
}

const runItems = 100

// RunPage reads a run. Only outcomes that are wanted are listed; without any, all are.
func (s *Service) RunPage(ctx context.Context, sc Scope, id portal.RunID, from int, wanted []portal.Outcome) (p RunPage, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return p, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p = RunPage{Clients: map[portal.ClientID]string{}}
		if p.Run, err = tx.Run(id); err != nil {
			return err
		}
		p.Items, p.Next, err = tx.RunItems(id, from, runItems, func(o portal.Outcome) bool {
			return len(wanted) == 0 || slices.Contains(wanted, o)
		})
		for _, i := range p.Items {
			if c, err := tx.Client(portal.Sight{Client: i.Client}); err == nil {
				p.Clients[i.Client] = c.Name
			}
		}
		return err
	})
	return p, err
}

// RunNames names the first contacts that a run would be about, and counts them all.
func (s *Service) RunNames(ctx context.Context, sc Scope, r portal.Run, limit int) (names []string, n int, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return nil, 0, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		names = nil
		if r.Chosen == nil {
			n = tx.CountContacts(tx.ContactQuery(r.Filter), 1_000_000) - len(r.Except)
			q := tx.ContactQuery(r.Filter)
			q.Limit = limit + len(r.Except)
			p, err := tx.OfficeContacts(q)
			for _, row := range p.Rows {
				if len(names) < limit && !slices.Contains(r.Except, row.ID) {
					names = append(names, row.Name)
				}
			}
			return err
		}
		n = len(r.Chosen)
		for _, id := range r.Chosen[:min(limit, n)] {
			owner, err := tx.ContactOwner(id)
			if err != nil {
				return err
			}
			c, err := tx.Contact(portal.Sight{Client: owner}, id)
			if err != nil {
				return err
			}
			names = append(names, c.Name)
		}
		return nil
	})
	return names, n, err
}
