package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// Outbox is one page of the mails.
type Outbox struct {
	store.Page[store.MailRow]
	Counts [3]int // by state
	Names  map[portal.ClientID]string
}

// Outbox lists the mails, newest first.
func (s *Service) Outbox(ctx context.Context, sc Scope, q store.MailQuery) (o Outbox, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return o, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		o = Outbox{Counts: tx.MailCounts(), Names: map[portal.ClientID]string{}}
		if o.Page, err = tx.Mails(q); err != nil {
			return err
		}
		for _, m := range o.Rows {
			if m.Client != 0 && o.Names[m.Client] == "" {
				o.Names[m.Client] = clientName(tx, m.Client)
			}
		}
		return nil
	})
	return o, err
}

// OutboxMail is one mail with whom it was for.
type OutboxMail struct {
	portal.Mail
	Client string
	Again  string // why it can't be sent again; "" = it can
}

// OutboxMail reads one mail. What it told in secret is never shown, not even to the Owner.
func (s *Service) OutboxMail(ctx context.Context, sc Scope, id portal.MailID) (m OutboxMail, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return m, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		m = OutboxMail{}
		if m.Mail, err = tx.Mail(id); err != nil {
			return err
		}
		m.Client = clientName(tx, m.Mail.Client)
		f, err := factsOf(m.Mail)
		if err != nil {
			return err
		}
		if err := resendable(m.Mail, f, tx.Now); err != nil {
			m.Again = err.Error()
		}
		if m.Frozen, err = s.thaw(f, m.Frozen); err != nil || m.Secret {
			m.Frozen = nil // sealed with a key that is gone, or a secret
		}
		m.Facts = nil
		return nil
	})
	return m, err
}

// TestMail reads a test mail, to tell how it went.
func (s *Service) TestMail(ctx context.Context, sc Scope, id portal.MailID) (m portal.Mail, err error) {
	if err := sc.officeAt(portal.Owner); err != nil {
		return m, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		if m, err = tx.Mail(id); err != nil {
			return err
		}
		if m.Kind != portal.MailTest {
			return portal.NotFound()
		}
		return nil
	})
	return m, err
}
