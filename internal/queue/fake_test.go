package queue

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// fakeStore keeps tasks in memory and can be made to fail.
type fakeStore struct {
	sync.Mutex
	tasks   map[uint64]Task
	last    uint64
	done    []uint64
	failed  map[uint64]string
	reasons []string
	scans   int
	broken  error // what every write answers
	panics  bool  // Due falls over
}

func newStore() *fakeStore {
	return &fakeStore{tasks: map[uint64]Task{}, failed: map[uint64]string{}}
}

func (f *fakeStore) add(kind string, due time.Time) uint64 {
	f.Lock()
	defer f.Unlock()
	f.last++
	f.tasks[f.last] = Task{ID: f.last, Kind: kind, Due: due}
	return f.last
}

func (f *fakeStore) set(fn func()) {
	f.Lock()
	defer f.Unlock()
	fn()
}

func (f *fakeStore) task(id uint64) Task {
	f.Lock()
	defer f.Unlock()
	return f.tasks[id]
}

func (f *fakeStore) left() int {
	f.Lock()
	defer f.Unlock()
	return len(f.tasks)
}

func (f *fakeStore) sorted() []Task {
	var all []Task
	for _, t := range f.tasks {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b Task) int {
		if c := a.Due.Compare(b.Due); c != 0 {
			return c
		}
		return int(a.ID) - int(b.ID)
	})
	return all
}

func (f *fakeStore) Due(_ context.Context, now time.Time, limit int) ([]Task, error) {
	f.Lock()
	defer f.Unlock()
	f.scans++
	if f.panics {
		f.panics = false
		panic("store fell over")
	}
	var due []Task
	for _, t := range f.sorted() {
		if !t.Due.After(now) && len(due) < limit {
			due = append(due, t)
		}
	}
	return due, nil
}

func (f *fakeStore) NextDue(context.Context) (time.Time, bool, error) {
	f.Lock()
	defer f.Unlock()
	if all := f.sorted(); len(all) > 0 {
		return all[0].Due, true, nil
	}
	return time.Time{}, false, nil
}

func (f *fakeStore) write(fn func()) error {
	f.Lock()
	defer f.Unlock()
	if f.broken != nil {
		return f.broken
	}
	fn()
	return nil
}

func (f *fakeStore) Done(_ context.Context, t Task) error {
	return f.write(func() { delete(f.tasks, t.ID); f.done = append(f.done, t.ID) })
}

func (f *fakeStore) Retry(_ context.Context, t Task, due time.Time, why string) error {
	return f.write(func() { t.Due = due; f.tasks[t.ID] = t; f.reasons = append(f.reasons, why) })
}

func (f *fakeStore) Fail(_ context.Context, t Task, why string) error {
	return f.write(func() { delete(f.tasks, t.ID); f.failed[t.ID] = why })
}

var errDown = errors.New("down")

// inBubble runs the test under a fake clock with a queue that is stopped at its end.
func inBubble(t *testing.T, fn func(t *testing.T, s *fakeStore, q *Queue)) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		q := New(s, Options{Rand: func() float64 { return 1 }})
		fn(t, s, q)
		if err := q.Stop(t.Context()); err != nil {
			t.Error("stop:", err)
		}
	})
}

// pass lets time go by and everything settle.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
