package queue

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestRunsWhatIsDueAndOnlyThen(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fakeStore, q *Queue) {
		begin := time.Now()
		var ran []time.Duration
		q.Handle("mail", Rule{}, func(context.Context, Task) error {
			ran = append(ran, time.Since(begin))
			return nil
		})
		s.add("mail", begin)
		s.add("mail", begin.Add(1500*time.Millisecond)) // sooner than the poll
		s.add("mail", begin.Add(time.Hour))
		q.Start()
		pass(2 * time.Hour)
		want := []time.Duration{0, 1500 * time.Millisecond, time.Hour}
		if !slices.Equal(ran, want) {
			t.Errorf("ran at %v, want %v", ran, want)
		}
		if st := q.Stats()["mail"]; st != (Stat{Done: 3}) || s.left() != 0 {
			t.Errorf("stats %+v, left %d", st, s.left())
		}
	})
}

func TestWakeAndPoll(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fakeStore, q *Queue) {
		q.Handle("mail", Rule{}, func(context.Context, Task) error { return nil })
		q.Start()
		synctest.Wait()
		s.add("mail", time.Now())
		q.Wake()
		q.Wake()
		synctest.Wait() // no time passes
		if s.left() != 0 {
			t.Error("Wake started nothing")
		}
		s.add("mail", time.Now())
		pass(q.Poll)
		if s.left() != 0 {
			t.Error("the poll found nothing")
		}
	})
}

func TestBackOffThenGivenUp(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fakeStore, q *Queue) {
		begin := time.Now()
		var ran []time.Duration
		var seen []int
		q.Handle("hook", Rule{Tries: 5, Base: time.Minute, Cap: 3 * time.Minute}, func(_ context.Context, task Task) error {
			ran, seen = append(ran, time.Since(begin)), append(seen, task.Tries)
			return errDown
		})
		id := s.add("hook", begin)
		q.Start()
		pass(time.Hour)
		m := time.Minute
		if want := []time.Duration{0, m, 3 * m, 6 * m, 9 * m}; !slices.Equal(ran, want) {
			t.Errorf("ran at %v, want %v", ran, want)
		}
		if want := []int{0, 1, 2, 3, 4}; !slices.Equal(seen, want) {
			t.Errorf("saw tries %v, want %v", seen, want)
		}
		if s.failed[id] != "down" || q.Stats()["hook"] != (Stat{Retried: 4, Failed: 1}) {
			t.Errorf("failed %v, stats %+v", s.failed, q.Stats())
		}
	})
}

func TestDelay(t *testing.T) {
	r := Rule{Base: time.Second, Cap: time.Minute}
	for _, c := range []struct {
		tries  int
		random float64
		want   time.Duration
	}{{1, 0, 500 * time.Millisecond}, {1, 1, time.Second}, {3, 1, 4 * time.Second}, {3, 0.5, 3 * time.Second}, {7, 1, time.Minute}, {1000, 1, time.Minute}, {1000, 0, 30 * time.Second}} {
		if got := r.delay(c.tries, c.random); got != c.want {
			t.Errorf("delay(%d, %v) = %v, want %v", c.tries, c.random, got, c.want)
		}
	}
}

func TestPermanentPanicAndTimeout(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fakeStore, q *Queue) {
		q.Handle("gone", Rule{}, func(context.Context, Task) error {
			return errors.Join(errDown, Permanent(errors.New("no such\r\naddress")))
		})
		panicked := false
		q.Handle("panics", Rule{}, func(context.Context, Task) error {
			if !panicked {
				panicked = true
				panic("boom")
			}
			return nil
		})
		q.Handle("hangs", Rule{Timeout: time.Minute}, func(ctx context.Context, _ Task) error {
			<-ctx.Done()
			return ctx.Err()
		})
		gone, hangs := s.add("gone", time.Now()), s.add("hangs", time.Now())
		s.add("panics", time.Now())
		q.Start()
		synctest.Wait()
		s.set(func() {
			if s.failed[gone] != "down no such address" {
				t.Errorf("failed %v", s.failed)
			}
			if len(s.reasons) != 1 || !strings.Contains(s.reasons[0], "boom") {
				t.Errorf("a panic became %q", s.reasons)
			}
		})
		pass(time.Minute)
		if task := s.task(hangs); task.Tries != 1 || !task.Due.After(time.Now()) {
			t.Errorf("a hanging task became %+v", task)
		}
		if q.Stats()["panics"].Done != 1 {
			t.Error("after a panic the task was not tried again")
		}
	})
	if Permanent(nil) != nil || !errors.Is(Permanent(errDown), errDown) {
		t.Error("Permanent changes what it marks")
	}
}

func TestOneTaskOnceAtATimeAndWithinItsSlots(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fakeStore, q *Queue) {
		var now, most atomic.Int32
		q.Handle("mail", Rule{AtOnce: 3}, func(context.Context, Task) error {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Minute) // many polls long
			now.Add(-1)
			return nil
		})
		for range 7 {
			s.add("mail", time.Now())
		}
		q.Start()
		pass(3 * time.Minute)
		if most.Load() != 3 || len(s.done) != 7 || s.left() != 0 {
			t.Errorf("%d at once, %d done, %d left", most.Load(), len(s.done), s.left())
		}
	})
}

// A backlog of one kind, or of a kind that nobody handles, holds up no other.
func TestBacklogDoesNotStarve(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fakeStore, q *Queue) {
		q.Handle("bulk", Rule{}, func(context.Context, Task) error { time.Sleep(time.Minute); return nil })
		q.Handle("code", Rule{}, func(context.Context, Task) error { return nil })
		for range 500 {
			s.add("bulk", time.Now())
			s.add("from the future", time.Now())
		}
		q.Start()
		pass(10 * time.Second)
		id := s.add("code", time.Now())
		q.Wake()
		synctest.Wait()
		s.set(func() { // the bulk goes on meanwhile
			if !slices.Contains(s.done, id) {
				t.Error("a sign-in code waits behind the bulk")
			}
			if s.scans > 40 {
				t.Errorf("%d scans in ten seconds", s.scans)
			}
		})
	})
}
