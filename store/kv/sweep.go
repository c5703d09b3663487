package kv

import (
	"context"
	"encoding/binary"
	"sync"
)

// sweeper removes chunks that belong to no file, a few in each transaction, beside the normal writes.
// What it doesn't get to is found again at the next start.
type sweeper struct {
	mu      sync.Mutex
	waiting []uint64
	running bool
	closed  bool
	done    sync.WaitGroup
	db      *DB
}

// start finds what the last run left. At the start no upload is under way.
func (s *sweeper) start(db *DB) {
	s.db = db
	_ = db.View(context.Background(), func(tx *Tx) error {
		if !tx.Has(blobGone) {
			return nil
		}
		return tx.Walk(blobGone, nil, nil, func(k, _ []byte) (bool, error) {
			s.waiting = append(s.waiting, binary.BigEndian.Uint64(k))
			return true, nil
		})
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kick()
}

func (s *sweeper) add(first uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = append(s.waiting, first)
	s.kick()
}

func (s *sweeper) kick() {
	if s.running || s.closed || len(s.waiting) == 0 {
		return
	}
	s.running = true
	s.done.Add(1)
	go s.run()
}

func (s *sweeper) run() {
	defer s.done.Done()
	for first, ok := s.next(); ok; first, ok = s.next() {
		for done := false; !done; {
			err := s.db.Update(context.Background(), func(tx *Tx) (err error) {
				done, err = sweep(tx, first)
				return err
			})
			if err != nil {
				break // closed or full: the next start finds it again
			}
		}
	}
}

func (s *sweeper) next() (first uint64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) == 0 {
		s.running = false
		return 0, false
	}
	first, s.waiting = s.waiting[0], s.waiting[1:]
	return first, true
}

func (s *sweeper) wait() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.done.Wait()
}

// sweep removes some chunks, and the mark with the last of them.
func sweep(tx *Tx, first uint64) (done bool, err error) {
	var keys [][]byte
	err = tx.Walk(blobData, key64(first), nil, func(rest, _ []byte) (bool, error) {
		keys = append(keys, append(key64(first), rest...))
		return len(keys) < 2*chunksPerTx, nil
	})
	if err != nil {
		return false, err
	}
	for _, k := range keys {
		if err := tx.Delete(blobData, k); err != nil {
			return false, err
		}
	}
	if len(keys) == 2*chunksPerTx {
		return false, nil
	}
	return true, tx.Delete(blobGone, key64(first))
}
