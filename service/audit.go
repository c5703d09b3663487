package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// AuditLog is one page of the audit log.
type AuditLog struct {
	store.Page[portal.Event]
	Names  map[portal.ClientID]string
	Client portal.ClientRow // that the log is narrowed to, if it is
}

// AuditQuery are the filters of the audit log.
type AuditQuery struct {
	store.EventQuery
	Client string // its number
}

// Audit lists what happened, newest first. Nothing of it can be changed.
func (s *Service) Audit(ctx context.Context, sc Scope, q AuditQuery) (l AuditLog, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = AuditLog{Names: map[portal.ClientID]string{}}
		if err := l.read(tx, q); err != nil {
			return err
		}
		for _, e := range l.Rows {
			if e.Client != 0 && l.Names[e.Client] == "" {
				l.Names[e.Client] = clientName(tx, e.Client)
			}
		}
		return nil
	})
	return l, err
}

func (l *AuditLog) read(tx *store.Tx, q AuditQuery) (err error) {
	if q.Client == "" {
		l.Page, err = tx.OfficeEvents(q.EventQuery)
		return err
	}
	id, ok := tx.ClientByNumber(q.Client)
	if !ok {
		return nil // no such client: nothing happened at it
	}
	c, err := tx.Client(portal.Sight{Client: id})
	if err != nil {
		return err
	}
	l.Client = c.Row()
	l.Page, err = tx.Events(portal.Sight{Client: id}, q.EventQuery)
	return err
}
