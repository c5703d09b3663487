package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// Notify reads which mails go out and to whom, and the people of the office that can be chosen.
func (s *Service) Notify(ctx context.Context, sc Scope) (n portal.NotifySettings, staff []portal.Staff, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return n, nil, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		n, staff = tx.Business().Notify, nil
		all, err := tx.StaffList()
		for _, st := range all {
			if !st.Off && st.Role >= portal.Office {
				staff = append(staff, st)
			}
		}
		return err
	})
	return n, staff, err
}

// SaveNotify saves which mails go out, and to whom.
func (s *Service) SaveNotify(ctx context.Context, sc Scope, n portal.NotifySettings, was portal.Version) error {
	return s.saveSettings(ctx, sc, portal.Office, "Notifications", func(tx *store.Tx, b *portal.Business) error {
		if err := n.Validate(func(id portal.StaffID) bool {
			st, err := tx.Staff(id)
			return err == nil && !st.Off && st.Role >= portal.Office
		}); err != nil {
			return err
		}
		b.Notify.Off, b.Notify.To = n.Off, n.To
		return over(&b.Notify.Version, was)
	})
}
