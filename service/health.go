package service

import (
	"context"
	"errors"
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
	return s.db.Update(ctx, func(tx *store.Tx) error { return tx.AddEvent(backupEvent(System().Actor, size)) })
}

func backupEvent(by Actor, size int64) portal.Event {
	e := by.event(portal.EventBackup)
	e.Detail = fmt.Sprintf("%.1f MB", float64(size)/(1<<20))
	return e
}

// Backup is a copy of everything for the Owner to download, who has just proved again who they are. It is in
// the audit log before the first byte leaves. Close it.
func (s *Service) Backup(ctx context.Context, sc Scope) (c store.Copy, size int64, err error) {
	may := func(tx *store.Tx) error {
		if err := s.stillMay(tx, sc, staffOf(portal.Owner)); err != nil {
			return err
		}
		sess, err := session(tx, sc.session)
		if err == nil && !sess.Fresh(tx.Now) {
			err = errFresh
		}
		return err
	}
	if err := s.db.View(ctx, may); err != nil {
		return c, 0, err
	}
	if c, size, err = s.db.Copy(); err != nil {
		return c, 0, err
	}
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		if err := may(tx); err != nil {
			return err
		}
		return tx.AddEvent(backupEvent(sc.Actor, size))
	})
	if err != nil {
		return c, 0, errors.Join(err, c.Close())
	}
	return c, size, nil
}
