// Package queue runs durable tasks. A task is written in the same transaction
// as its cause; the queue finds it when it is due, runs it, and records how it
// went. A crash in between runs it again: at least once, and twice only then.
package queue

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"portico/internal/safe"
)

// Task is one thing to do: facts, not results.
type Task struct {
	ID    uint64
	Kind  string
	Key   string // what it is about, for people and for the store's own uniqueness
	Due   time.Time
	Facts []byte
	Tries int // attempts that have ended
}

// Store keeps the tasks. The Task given to Retry and Fail has the attempt that
// just ended counted in Tries already: save that number as it is.
type Store interface {
	// Due returns up to limit tasks whose time has come, the earliest first.
	Due(ctx context.Context, now time.Time, limit int) ([]Task, error)
	Done(ctx context.Context, t Task) error
	Retry(ctx context.Context, t Task, due time.Time, reason string) error
	Fail(ctx context.Context, t Task, reason string) error
	// NextDue returns the earliest time at which any task is due.
	NextDue(ctx context.Context) (time.Time, bool, error)
}

// Handler does a task. An error means again later, Permanent(err) means never.
type Handler func(ctx context.Context, t Task) error

// Options of a queue; the zero value is what the program uses.
type Options struct {
	Now  func() time.Time // time.Now
	Poll time.Duration    // longest sleep, in case a Wake was missed or the clock jumped; 3 s
	Rand func() float64   // for jitter, in [0,1)
}

// Queue is the worker. Register everything, then Start.
type Queue struct {
	store Store
	Options
	kinds     map[string]*kind
	schedules []schedule

	wake     chan struct{}
	finished chan Task // holds every slot of every kind: reporting never blocks
	stopping chan struct{}
	stopOnce sync.Once
	loopDone chan struct{}
	running  sync.WaitGroup
	ctx      context.Context // of the handlers; ends when Stop runs out of patience
	cancel   context.CancelFunc

	// The loop's own: a lease is taken and given back in one goroutine, so a
	// list of due tasks read before a task was recorded cannot run it again.
	leased  map[uint64]bool
	unknown map[string]bool
}

type kind struct {
	Rule
	do   Handler
	busy int // the loop's own
	tally
}

// New makes a queue over a store.
func New(store Store, o Options) *Queue {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Poll <= 0 {
		o.Poll = 3 * time.Second
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	q := &Queue{
		store: store, Options: o,
		kinds: map[string]*kind{}, leased: map[uint64]bool{}, unknown: map[string]bool{},
		wake: make(chan struct{}, 1), stopping: make(chan struct{}), loopDone: make(chan struct{}),
	}
	q.ctx, q.cancel = context.WithCancel(context.Background())
	return q
}

// Handle registers the handler of a kind. Two handlers for one kind panic.
func (q *Queue) Handle(name string, r Rule, do Handler) {
	if q.kinds[name] != nil {
		panic("queue: two handlers for " + name)
	}
	q.kinds[name] = &kind{Rule: r.withDefaults(), do: do}
}

// Start begins to work. Call it once, after the last Handle and Every.
func (q *Queue) Start() {
	slots := 0
	for _, k := range q.kinds {
		slots += k.AtOnce
	}
	q.finished = make(chan Task, slots)
	for _, s := range q.schedules {
		q.running.Add(1)
		safe.Go("schedule "+s.name, func() { defer q.running.Done(); q.keep(s) })
	}
	safe.Go("queue", func() { defer close(q.loopDone); q.loop() })
}

// Wake says that a task may have been added. Call it after the commit; it
// never blocks.
func (q *Queue) Wake() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// Stop, after Start, takes no new task and waits for those in flight. When ctx
// ends first, they are cancelled and Stop returns its error; what they did not
// record is found again at the next start.
func (q *Queue) Stop(ctx context.Context) error {
	q.stopOnce.Do(func() { close(q.stopping) })
	defer q.cancel()
	all := make(chan struct{})
	safe.Go("queue stop", func() {
		<-q.loopDone
		q.running.Wait()
		close(all)
	})
	select {
	case <-all:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
