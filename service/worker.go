package service

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/queue"
	"portico/portal"
	"portico/store"
)

// Kinds of task. The values are stored.
const (
	taskMail = "mail"
	taskCode = "code" // sign-in codes have slots of their own: somebody is waiting, whatever else is queued
)

// taskKind says how a kind of task is done.
type taskKind struct {
	name   string
	rule   queue.Rule
	do     queue.Handler
	later  func(tx *store.Tx, t store.Task) error // nil, or what follows when it is put off until t.Due
	giveUp func(tx *store.Tx, t store.Task) error // nil, or what follows when it is given up
}

// taskKinds is everything that the worker does.
func (s *Service) taskKinds() []taskKind {
	mail := queue.Rule{AtOnce: 4, Timeout: 8 * time.Minute}
	code := queue.Rule{AtOnce: 4, Base: 5 * time.Second, Cap: time.Minute, Timeout: time.Minute}
	return []taskKind{
		{taskMail, mail, s.mailTask, putOffMail, giveUpMail},
		{taskCode, code, s.mailTask, putOffMail, giveUpMail},
		{taskRun, queue.Rule{}, s.runTask, nil, giveUpRun},
		{store.TaskRenamed, queue.Rule{}, s.refileTask, nil, nil},
		{taskSigned, queue.Rule{}, s.signedTask, nil, nil},
		{taskRefund, queue.Rule{}, s.refundTask, nil, nil},
	}
}

// Worker makes the queue that does what use cases leave for later. Start it, and Stop it before the store
// closes; Wake it when the store notifies the topic 'q'.
func (s *Service) Worker(o queue.Options) *queue.Queue {
	kinds := s.taskKinds()
	tasks := tasks{s.db, make(map[string]taskKind, len(kinds))}
	q := queue.New(tasks, o)
	for _, k := range kinds {
		tasks.kinds[k.name] = k
		q.Handle(k.name, k.rule, k.do)
	}
	q.Every("sweep", queue.Each(sweepEvery), s.sweep)
	q.Every(remindersName, queue.Each(remindersEvery), s.Remind)
	q.Every(recurringName, queue.Each(recurringEvery), s.MakeRecurring)
	q.Every(monthlyName, queue.Each(monthlyEvery), s.MailMonthly)
	q.Every(batchesName, queue.Each(batchesEvery), s.MakeMonthlyBatches)
	return q
}

// WorkOff does what is due of the kinds that need nothing outside the store, one after the other, and says how
// much that was: for tests and the demo's data.
func (s *Service) WorkOff(ctx context.Context, most int) (n int, err error) {
	kinds := map[string]queue.Handler{taskRun: s.runTask, store.TaskRenamed: s.refileTask, taskSigned: s.signedTask}
	ts := tasks{db: s.db}
	for n < most {
		due, err := ts.Due(ctx, s.now(), 10_000)
		if err != nil {
			return n, err
		}
		i := slices.IndexFunc(due, func(t queue.Task) bool { return kinds[t.Kind] != nil })
		if i < 0 {
			return n, nil
		}
		if err := kinds[due[i].Kind](ctx, due[i]); err != nil {
			return n, err
		}
		if err := ts.Done(ctx, due[i]); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (s *Service) mailTask(ctx context.Context, t queue.Task) error {
	id, err := mailOf(t.Facts)
	if err == nil {
		err = s.SendMail(ctx, id)
	}
	if portal.CodeOf(err) == portal.CodeNotFound {
		return queue.Permanent(err)
	}
	return err
}

func mailOf(facts []byte) (id portal.MailID, err error) {
	if err := cbor.Unmarshal(facts, &id); err != nil {
		return 0, queue.Permanent(err)
	}
	return id, nil
}

// putOffMail tells the outbox when the next try is.
func putOffMail(tx *store.Tx, t store.Task) error {
	return changeMail(tx, t, func(m *portal.Mail) { m.Due = t.Due })
}

// whyGivenUp is what a mail says that was tried long enough; what kept it goes into its details.
const whyGivenUp = "It was tried for two days without success."

func giveUpMail(tx *store.Tx, t store.Task) error {
	return changeMail(tx, t, func(m *portal.Mail) {
		m.State, m.Why, m.Detail, m.Due = portal.MailFailed, whyGivenUp, strings.TrimSpace(m.Why+" "+m.Detail), time.Time{}
	})
}

func changeMail(tx *store.Tx, t store.Task, do func(*portal.Mail)) error {
	id, err := mailOf(t.Facts)
	if err != nil {
		return nil // unreadable: there is no mail to tell
	}
	m, err := tx.Mail(id)
	if portal.CodeOf(err) == portal.CodeNotFound || err == nil && m.State != portal.MailWaiting {
		return nil
	}
	if err != nil {
		return err
	}
	do(&m)
	tx.Notify(office)
	if err := tx.PutMail(&m); err != nil || m.State != portal.MailFailed || m.Kind != portal.MailInvitation || m.Contact == 0 {
		return err
	}
	return delivered(tx, m.Contact, m.Why)
}

// What has ended is swept away bit by bit: no transaction writes more than 500 records.
const (
	sweepEvery = 10 * time.Minute
	sweepChunk = 150 // slips; each is three keys
)

// sweep removes sessions, codes, links and limits that have ended.
func (s *Service) sweep(ctx context.Context) error {
	for ctx.Err() == nil {
		n := 0
		err := s.db.Update(ctx, func(tx *store.Tx) (err error) {
			n, err = tx.SweepSlips(sweepChunk)
			return err
		})
		if err != nil || n < sweepChunk {
			return err
		}
	}
	return ctx.Err()
}

// tasks is the store as the queue sees it.
type tasks struct {
	db    *store.DB
	kinds map[string]taskKind
}

func storeTask(t queue.Task) store.Task {
	return store.Task{ID: t.ID, Kind: t.Kind, Key: t.Key, Due: t.Due, Facts: t.Facts, Tries: t.Tries}
}

// Due lists the tasks whose time has come.
func (ts tasks) Due(ctx context.Context, now time.Time, limit int) (due []queue.Task, err error) {
	err = ts.db.View(ctx, func(tx *store.Tx) error {
		found, err := tx.DueTasks(now, limit)
		due = make([]queue.Task, len(found))
		for i, t := range found {
			due[i] = queue.Task{ID: t.ID, Kind: t.Kind, Key: t.Key, Due: t.Due, Facts: t.Facts, Tries: t.Tries}
		}
		return err
	})
	return due, err
}

// NextDue is when the next task is due.
func (ts tasks) NextDue(ctx context.Context) (due time.Time, ok bool, err error) {
	err = ts.db.View(ctx, func(tx *store.Tx) error {
		due, ok = tx.NextTask()
		return nil
	})
	return due, ok, err
}

// Done removes a task.
func (ts tasks) Done(ctx context.Context, t queue.Task) error {
	return ts.db.Update(ctx, func(tx *store.Tx) error { return tx.EndTask(storeTask(t)) })
}

// Retry puts a task off. The store counts the attempt itself.
func (ts tasks) Retry(ctx context.Context, t queue.Task, due time.Time, reason string) error {
	return ts.db.Update(ctx, func(tx *store.Tx) error {
		late := storeTask(t)
		late.Tries--
		if err := tx.DelayTask(late, due, reason); err != nil {
			return err
		}
		late.Due = due
		return follow(tx, ts.kinds[t.Kind].later, late)
	})
}

// Fail removes a task that will not be tried again, and tells what it was about.
func (ts tasks) Fail(ctx context.Context, t queue.Task, _ string) error {
	return ts.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.EndTask(storeTask(t)); err != nil {
			return err
		}
		return follow(tx, ts.kinds[t.Kind].giveUp, storeTask(t))
	})
}

func follow(tx *store.Tx, what func(*store.Tx, store.Task) error, t store.Task) error {
	if what == nil {
		return nil
	}
	return what(tx, t)
}
