package kv

import (
	"context"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"
)

type job struct {
	ctx  context.Context
	fn   func(*Tx) error
	tx   *Tx
	err  error
	done chan struct{}
}

// Update runs fn in a transaction that is on disk when Update returns nil. Waiting functions share a
// commit, so fn may run twice: it may touch only its Tx and variables that it resets first.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	j := &job{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case <-db.quit:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	case db.jobs <- j:
	}
	select {
	case <-j.done:
		return j.err
	case <-db.quit:
		db.ended.Wait()
		select {
		case <-j.done:
			return j.err
		default:
			return ErrClosed
		}
	}
}

func (db *DB) write() {
	defer db.ended.Done()
	for {
		select {
		case <-db.quit:
			return
		case j := <-db.jobs:
			db.commit(db.drain(j))
		}
	}
}

func (db *DB) drain(first *job) []*job {
	group := []*job{first}
	for len(group) < maxGroup {
		select {
		case j := <-db.jobs:
			group = append(group, j)
		default:
			return group
		}
	}
	return group
}

// commit runs a group in one transaction. A function that fails before its first put costs the others
// nothing; one that fails after it spoils the transaction, so the rest run again, each on its own.
func (db *DB) commit(group []*job) {
	b, err := db.bolt.Begin(true)
	if err != nil {
		finish(group, fmt.Errorf("beginning a write: %w", err))
		return
	}
	dirty := false
	for i, j := range group {
		j.tx = &Tx{b: b, write: true}
		if j.err = run(j); j.err != nil && j.tx.dirty {
			_ = b.Rollback()
			finish(group[i:i+1], j.err)
			for _, other := range append(group[:i:i], group[i+1:]...) {
				db.commit([]*job{other})
			}
			return
		}
		dirty = dirty || j.tx.dirty
	}
	if !dirty {
		_ = b.Rollback()
	} else if err := b.Commit(); err != nil {
		finish(group, db.failed(b, err))
		return
	}
	for _, j := range group {
		if j.err == nil {
			for _, f := range j.tx.after {
				f()
			}
		}
		close(j.done)
	}
}

// failed maps an error of the commit itself. After a failed sync nobody knows what the disk holds.
func (db *DB) failed(b *bbolt.Tx, err error) error {
	_ = b.Rollback()
	if isFull(err) {
		return ErrFull
	}
	err = fmt.Errorf("committing: %w", err)
	if db.opt.Fatal != nil {
		db.opt.Fatal(err)
	}
	return err
}

func run(j *job) (err error) {
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

func finish(group []*job, err error) {
	for _, j := range group {
		j.err = err
		close(j.done)
	}
}
