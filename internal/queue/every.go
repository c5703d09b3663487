package queue

import (
	"context"
	"log/slog"
	"time"

	"portico/internal/safe"
)

type schedule struct {
	name string
	next func(time.Time) time.Time
	do   func(context.Context) error
}

// Every runs do at the times that next gives; next gets the present and returns
// a later time, or the zero time to end. Runs never overlap. A time that passed
// while the program was down, or during a run, is skipped: what must not be
// missed should look for everything that is due, or write a durable task.
func (q *Queue) Every(name string, next func(time.Time) time.Time, do func(context.Context) error) {
	q.schedules = append(q.schedules, schedule{name, next, do})
}

func (q *Queue) keep(s schedule) {
	for {
		now := q.Now()
		at := s.next(now)
		if at.IsZero() {
			return
		}
		// A next that stands still would spin.
		if !at.After(now) {
			at = now.Add(time.Second)
		}
		if !q.sleepUntil(at) {
			return
		}
		err := safe.Call("schedule "+s.name, func() error { return s.do(q.ctx) })
		if err != nil && q.ctx.Err() == nil {
			slog.Error("scheduled work failed", "name", s.name, "err", err)
		}
	}
}

// sleepUntil sleeps in short pieces, because a timer doesn't notice that the
// clock was set or the machine slept. It returns false when the queue stops.
func (q *Queue) sleepUntil(at time.Time) bool {
	for {
		left := at.Sub(q.Now())
		if left <= 0 {
			return true
		}
		piece := time.NewTimer(min(left, time.Minute))
		select {
		case <-piece.C:
		case <-q.stopping:
			piece.Stop()
			return false
		}
	}
}

// Each is a next for Every: again after d.
func Each(d time.Duration) func(time.Time) time.Time {
	return func(now time.Time) time.Time { return now.Add(d) }
}

// Daily is a next for Every: at that time of day, there.
func Daily(hour, minute int, there *time.Location) func(time.Time) time.Time {
	return func(now time.Time) time.Time {
		now = now.In(there)
		at := time.Date(now.Year(), now.Month(), now.Day(), hour, minute, 0, 0, there)
		if !at.After(now) {
			at = time.Date(now.Year(), now.Month(), now.Day()+1, hour, minute, 0, 0, there)
		}
		return at
	}
}
