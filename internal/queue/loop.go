package queue

import (
	"log/slog"
	"time"

	"portico/internal/safe"
)

const (
	batch   = 64
	maxScan = 1 << 14 // due tasks looked at in one go; beyond that a backlog waits its turn
)

// loop hands out tasks until Stop. It sleeps until the next task is due, the
// poll, a Wake, or a slot that becomes free, whichever is first.
func (q *Queue) loop() {
	for deep := true; !q.stopped(); {
		q.again("fill", func() { q.fill(deep) })
		sleep := time.NewTimer(q.pause())
		select {
		case <-q.stopping:
			sleep.Stop()
			return
		case <-q.wake:
			deep = true
		case <-sleep.C:
			deep = true
		case t := <-q.finished:
			deep = false
			q.release(t)
		}
		sleep.Stop()
	}
}

func (q *Queue) stopped() bool {
	select {
	case <-q.stopping:
		return true
	default:
		return false
	}
}

// again keeps the loop alive through a panic of the store: the work goes on at
// the next poll.
func (q *Queue) again(name string, fn func()) {
	_ = safe.Call("queue "+name, func() error { fn(); return nil })
}

// fill starts what is due, as far as there are slots. A full kind at the head
// of the list must not hide the others behind it, so the window grows: after a
// Wake or a poll until all slots or all tasks are used up (deep), after a
// finished task only until something was found for a slot.
func (q *Queue) fill(deep bool) {
	for limit := batch; q.hasSlot(); limit *= 4 {
		want := limit + len(q.leased)
		tasks, err := q.store.Due(q.ctx, q.Now(), want)
		if err != nil {
			slog.Error("queue: cannot read the due tasks", "err", err)
			return
		}
		started := false
		for _, t := range tasks {
			started = q.start(t) || started
		}
		if len(tasks) < want || limit >= maxScan || (started && !deep) {
			return
		}
	}
}

func (q *Queue) hasSlot() bool {
	for _, k := range q.kinds {
		if k.busy < k.AtOnce {
			return true
		}
	}
	return false
}

// start leases the task and runs it, unless it already runs or its kind is full.
func (q *Queue) start(t Task) bool {
	k := q.kinds[t.Kind]
	if k == nil {
		// Left alone rather than failed: a newer program wrote it, and will be back.
		if !q.unknown[t.Kind] {
			q.unknown[t.Kind] = true
			slog.Warn("queue: nobody handles this kind of task", "kind", t.Kind)
		}
		return false
	}
	if q.leased[t.ID] || k.busy >= k.AtOnce {
		return false
	}
	q.leased[t.ID] = true
	k.busy++
	q.running.Add(1)
	safe.Go("task "+t.Kind, func() {
		defer q.running.Done()
		defer func() { q.finished <- t }()
		q.run(k, t)
	})
	return true
}

// release takes back the lease of t and of all that finished with it.
func (q *Queue) release(t Task) {
	for {
		delete(q.leased, t.ID)
		q.kinds[t.Kind].busy--
		select {
		case t = <-q.finished:
		default:
			return
		}
	}
}

// pause is how long the loop may sleep. What is due in the past could not be
// started just now, so only a free slot, or the poll, can help it.
func (q *Queue) pause() time.Duration {
	pause := q.Poll
	q.again("next", func() {
		next, any, err := q.store.NextDue(q.ctx)
		if err != nil {
			slog.Error("queue: cannot read the next due task", "err", err)
			return
		}
		if wait := next.Sub(q.Now()); any && wait > 0 {
			pause = min(pause, wait)
		}
	})
	return pause
}
