package queue

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestEvery(t *testing.T) {
	inBubble(t, func(t *testing.T, _ *fakeStore, q *Queue) {
		begin := time.Now()
		var ran []time.Duration
		q.Every("reminders", Each(time.Hour), func(context.Context) error {
			ran = append(ran, time.Since(begin))
			switch len(ran) {
			case 1:
				panic("boom")
			case 2:
				time.Sleep(90 * time.Minute) // longer than the period: no overlap, nothing doubled
			}
			return errDown
		})
		once := 0
		q.Every("once", func(now time.Time) time.Time {
			if once > 0 {
				return time.Time{}
			}
			return now // stands still: must not spin
		}, func(context.Context) error { once++; return nil })
		q.Start()
		pass(5 * time.Hour)
		h := time.Hour
		if want := []time.Duration{h, 2 * h, 4*h + h/2}; !slices.Equal(ran, want) {
			t.Errorf("ran at %v, want %v", ran, want)
		}
		if once != 1 {
			t.Errorf("the ended schedule ran %d times", once)
		}
	})
}

// The clock may be set while a schedule sleeps.
func TestEveryNoticesClockJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var jump atomic.Int64
		ran := 0
		q := New(newStore(), Options{Now: func() time.Time { return time.Now().Add(time.Duration(jump.Load())) }})
		q.Every("daily", Each(24*time.Hour), func(context.Context) error { ran++; return nil })
		q.Start()
		pass(90 * time.Second)
		jump.Store(int64(24 * time.Hour))
		pass(time.Minute)
		if ran != 1 {
			t.Errorf("ran %d times", ran)
		}
		if err := q.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestDaily(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Skip(err)
	}
	for _, c := range []struct{ now, want string }{
		{"2026-03-17T06:59:00+01:00", "2026-03-17T07:00:00+01:00"},
		{"2026-03-17T07:00:00+01:00", "2026-03-18T07:00:00+01:00"},
		{"2026-03-17T23:30:00Z", "2026-03-18T07:00:00+01:00"},      // already the 18th there
		{"2026-03-28T08:00:00+01:00", "2026-03-29T07:00:00+02:00"}, // the night of the change
		{"2026-12-31T08:00:00+01:00", "2027-01-01T07:00:00+01:00"},
	} {
		now, _ := time.Parse(time.RFC3339, c.now)
		if got := Daily(7, 0, oslo)(now).Format(time.RFC3339); got != c.want {
			t.Errorf("after %s: %s, want %s", c.now, got, c.want)
		}
	}
}
