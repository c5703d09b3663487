package kv

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync/atomic"

	"go.etcd.io/bbolt"
)

type job struct {
	ctx   context.Context
	fn    func(*Tx) error
	tx    *Tx
	err   error
	over  bool // the writer's: done is closed
	done  chan struct{}
	state atomic.Int32
}

// A job waits until the writer takes it, or until its caller gives up.
const (
	waiting int32 = iota
	taken
	givenUp
)

// Update runs fn in a transaction that is on disk when Update returns nil. Waiting functions share a
// commit, so fn may run twice: it may touch only its Tx and variables that it resets first.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	if db.opt.ReadOnly {
		return ErrReadOnly
	}
	j := &job{ctx: ctx, fn: fn, done: make(chan struct{})}
	if err := db.enqueue(j); err != nil {
		return err
	}
	if err := db.await(j); err != nil {
		return err
	}
	for _, f := range j.tx.after {
		f()
	}
	return nil
}

func (db *DB) enqueue(j *job) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	select {
	case <-db.quit:
		return ErrClosed
	default:
	}
	select {
	case <-db.quit:
		return ErrClosed
	case <-j.ctx.Done():
		return j.ctx.Err()
	case db.jobs <- j:
		return nil
	}
}

// await waits for the outcome. A caller can give up only before its function has begun: afterwards nobody
// could say whether it was saved.
func (db *DB) await(j *job) error {
	cancelled := j.ctx.Done()
	for {
		select {
		case <-j.done:
			return j.err
		case <-cancelled:
			if j.state.CompareAndSwap(waiting, givenUp) {
				return j.ctx.Err()
			}
			cancelled = nil
		case <-db.ended:
			select {
			case <-j.done:
				return j.err
			default:
				return ErrClosed
			}
		}
	}
}

func (db *DB) write() {
	closing := false
	defer func() {
		if closing {
			close(db.ended)
		} else {
			go db.write() // a function left by runtime.Goexit, as t.FailNow does
		}
	}()
	for {
		select {
		case <-db.quit:
			closing = true
			return
		case j := <-db.jobs:
			db.commit(db.drain(j))
		}
	}
}

// drain takes what waits, without delay.
func (db *DB) drain(first *job) []*job {
	var group []*job
	for j := first; ; {
		if j.state.CompareAndSwap(waiting, taken) {
			group = append(group, j)
		}
		if len(group) == maxGroup {
			return group
		}
		select {
		case j = <-db.jobs:
		default:
			return group
		}
	}
}

var errLeft = errors.New("a transaction’s function ended its goroutine")

// commit runs a group in one transaction. A function that fails before its first put costs the others
// nothing; one that fails after it spoils the transaction, so the rest run again, each on its own.
func (db *DB) commit(group []*job) {
	if len(group) == 0 {
		return
	}
	defer end(group, errLeft)
	if db.broken != nil {
		end(group, db.broken)
		return
	}
	b, err := db.bolt.Begin(true)
	if err != nil {
		end(group, db.failed(err))
		return
	}
	defer func() { _ = b.Rollback() }() // does nothing after a commit
	spoiler, dirty := db.runAll(b, group)
	if spoiler >= 0 {
		_ = b.Rollback()
		undo(group)
		end(group[spoiler:spoiler+1], group[spoiler].err)
		db.apart(group)
		return
	}
	if dirty {
		if err := b.Commit(); err != nil {
			undo(group)
			end(group, db.failed(err))
			return
		}
	}
	for _, j := range group {
		j.end(j.err)
	}
}

func (db *DB) runAll(b *bbolt.Tx, group []*job) (spoiler int, dirty bool) {
	for i, j := range group {
		j.tx = &Tx{db: db, b: b, write: true}
		if j.err = j.run(); j.err != nil && j.tx.dirty {
			return i, true
		}
		dirty = dirty || j.tx.dirty
	}
	return -1, dirty
}

// undo gives callers back what their functions changed outside the transaction, the latest first.
func undo(group []*job) {
	for _, j := range group {
		if j.tx == nil {
			continue
		}
		for _, f := range slices.Backward(j.tx.undo) {
			f()
		}
		j.tx.undo = nil
	}
}

func (db *DB) apart(group []*job) {
	for _, j := range group {
		if !j.over {
			db.commit([]*job{j})
		}
	}
}

// failed maps an error of the commit itself. After a failed sync nobody knows what the disk holds, so
// nothing is written any more.
func (db *DB) failed(err error) error {
	if isFull(err) {
		return ErrFull
	}
	db.broken = fmt.Errorf("committing: %w", err)
	if db.opt.Fatal != nil {
		db.opt.Fatal(db.broken)
	}
	return db.broken
}

func (j *job) run() (err error) {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic in a transaction: %v\n%s", r, debug.Stack())
			j.tx.dirty = true
		}
	}()
	return j.fn(j.tx)
}

func (j *job) end(err error) {
	if j.over {
		return
	}
	j.err, j.over = err, true
	close(j.done)
}

func end(group []*job, err error) {
	for _, j := range group {
		j.end(err)
	}
}
