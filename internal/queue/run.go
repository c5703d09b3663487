package queue

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"portico/internal/safe"
)

// run does one attempt and records how it went.
func (q *Queue) run(k *kind, t Task) {
	err := q.attempt(k, t)
	if err != nil && q.ctx.Err() != nil {
		return // cut off by Stop: the attempt doesn't count
	}
	t.Tries++
	q.record(t, q.verdict(k, t, err))
}

func (q *Queue) attempt(k *kind, t Task) error {
	ctx, cancel := context.WithTimeout(q.ctx, k.Timeout)
	defer cancel()
	return safe.Call("task "+t.Kind, func() error { return k.do(ctx, t) })
}

// verdict chooses what to record.
func (q *Queue) verdict(k *kind, t Task, err error) func(context.Context) error {
	switch {
	case err == nil:
		k.done.Add(1)
		return func(ctx context.Context) error { return q.store.Done(ctx, t) }
	case IsPermanent(err) || t.Tries >= k.Tries:
		k.failed.Add(1)
		slog.Error("task given up", "kind", t.Kind, "id", t.ID, "key", t.Key, "tries", t.Tries, "err", err)
		return func(ctx context.Context) error { return q.store.Fail(ctx, t, reason(err)) }
	default:
		k.retried.Add(1)
		due := q.Now().Add(k.delay(t.Tries, q.Rand()))
		slog.Warn("task will be tried again", "kind", t.Kind, "id", t.ID, "key", t.Key, "tries", t.Tries, "due", due, "err", err)
		return func(ctx context.Context) error { return q.store.Retry(ctx, t, due, reason(err)) }
	}
}

// record writes the verdict down, however long that takes: with a full disk, a
// task that forgot it was done would send its mail again and again. The lease
// stays, and so the slot, until it is written.
func (q *Queue) record(t Task, write func(context.Context) error) {
	// An attempt that succeeded while Stop lost patience is still worth writing.
	ctx := context.WithoutCancel(q.ctx)
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		err := safe.Call("record "+t.Kind, func() error { return write(ctx) })
		if err == nil {
			return
		}
		slog.Error("queue: cannot record a task", "kind", t.Kind, "id", t.ID, "err", err)
		select {
		case <-time.After(wait):
		case <-q.ctx.Done():
			return
		}
	}
}

// reason is the error as the store may keep it: short, valid, and of one line.
func reason(err error) string {
	s := strings.Join(strings.Fields(strings.ToValidUTF8(err.Error(), "�")), " ")
	if r := []rune(s); len(r) > 300 {
		return string(r[:300]) + "…"
	}
	return s
}

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent marks an error that no later attempt can mend. nil stays nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

// IsPermanent says whether an error in err's chain was marked so.
func IsPermanent(err error) bool {
	var p permanent
	return errors.As(err, &p)
}

type tally struct{ done, retried, failed atomic.Uint64 }

// Stat counts what became of the attempts of one kind since the start.
type Stat struct{ Done, Retried, Failed uint64 }

// Stats returns the counts by kind, for metrics.
func (q *Queue) Stats() map[string]Stat {
	stats := make(map[string]Stat, len(q.kinds))
	for name, k := range q.kinds {
		stats[name] = Stat{k.done.Load(), k.retried.Load(), k.failed.Load()}
	}
	return stats
}
