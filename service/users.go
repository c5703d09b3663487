package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// UserList is one page of everyone with portal access.
type UserList struct {
	store.Page[PortalUser]
	Clients map[portal.ClientID]string
	Counts  [3]int // of everybody, by cloud
}

// PortalUsers lists everyone with portal access by name; the filter's clouds narrow that further.
func (s *Service) PortalUsers(ctx context.Context, sc Scope, f portal.ContactFilter, q store.Query) (l UserList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	if len(f.Clouds) == 0 {
		f.Clouds = []portal.Cloud{portal.CloudInvited, portal.CloudOn}
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		var rows ContactList
		if err := rows.read(tx, f, q); err != nil {
			return err
		}
		l = UserList{Clients: rows.Clients, Counts: tx.Clouds(0)}
		l.More, l.Next, l.Spent = rows.More, rows.Next, rows.Spent
		l.Rows, err = portalUsersOf(tx, rows.Rows)
		return err
	})
	return l, err
}
