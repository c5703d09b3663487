package queue

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// With a full disk the mail was sent but that can't be written: it must not go out again.
func TestUnrecordedTaskIsNotRunAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fakeStore, q *Queue) {
		ran := 0
		q.Handle("mail", Rule{}, func(context.Context, Task) error { ran++; return nil })
		s.add("mail", time.Now())
		s.broken = errors.New("disk full")
		q.Start()
		pass(time.Hour)
		s.set(func() { s.broken = nil })
		pass(time.Minute)
		if ran != 1 || s.left() != 0 {
			t.Errorf("ran %d times, %d left", ran, s.left())
		}
	})
}

func TestSurvivesAStoreThatFallsOver(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fakeStore, q *Queue) {
		q.Handle("mail", Rule{}, func(context.Context, Task) error { return nil })
		s.add("mail", time.Now())
		s.panics = true
		q.Start()
		pass(q.Poll)
		if s.left() != 0 {
			t.Error("the loop died")
		}
	})
}

func TestStopFinishesWhatIsInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		q := New(s, Options{})
		q.Handle("mail", Rule{}, func(ctx context.Context, _ Task) error { time.Sleep(5 * time.Second); return ctx.Err() })
		first, second := s.add("mail", time.Now()), s.add("mail", time.Now())
		q.Start()
		synctest.Wait()
		begin := time.Now()
		if err := q.Stop(t.Context()); err != nil || time.Since(begin) != 5*time.Second {
			t.Errorf("stopped after %v: %v", time.Since(begin), err)
		}
		if !slices.Equal(s.done, []uint64{first}) || s.task(second).Tries != 0 {
			t.Errorf("done %v", s.done)
		}
		if err := q.Stop(t.Context()); err != nil {
			t.Error("second stop:", err)
		}
	})
}

func TestStopLosesPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		q := New(s, Options{})
		q.Handle("mail", Rule{}, func(ctx context.Context, _ Task) error { <-ctx.Done(); return ctx.Err() })
		id := s.add("mail", time.Now())
		q.Start()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := q.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error("stop:", err)
		}
		synctest.Wait()
		if task := s.task(id); task.Kind == "" || task.Tries != 0 || len(s.reasons) != 0 {
			t.Errorf("what was cut off counts: %+v, %q", task, s.reasons)
		}
	})
}

func TestTwoHandlersPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	q := New(newStore(), Options{})
	q.Handle("x", Rule{}, nil)
	q.Handle("x", Rule{}, nil)
}
