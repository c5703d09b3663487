package service

import (
	"context"
	"fmt"
	"sync"
	"time"

	"portico/portal"
	"portico/store"
)

// pulse is the last try to write, so that however many ask, the disk is written once a second.
type pulse struct {
	mu  sync.Mutex
	at  time.Time
	err error
}

const (
	pulseLife = time.Second
	pulseWait = 5 * time.Second
)

// Writable tries a tiny write and says why the store can't take one.
func (s *Service) Writable() error {
	s.pulse.mu.Lock()
	defer s.pulse.mu.Unlock()
	if now := time.Now(); now.Sub(s.pulse.at) >= pulseLife {
		ctx, cancel := context.WithTimeout(context.Background(), pulseWait)
		defer cancel()
		s.pulse.at = now
		s.pulse.err = s.db.Update(ctx, func(tx *store.Tx) error { return tx.PutState("pulse", []byte(tx.Now.Format(time.RFC3339))) })
	}
	return s.pulse.err
}

// BackedUp notes in the audit log that a copy of everything was taken.
func (s *Service) BackedUp(ctx context.Context, size int64) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		e := System().event(portal.EventBackup)
		e.Detail = fmt.Sprintf("%.1f MB", float64(size)/(1<<20))
		return tx.AddEvent(e)
	})
}
