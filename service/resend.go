package service

import (
	"context"
	"time"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// aMoment is how long the same thing isn't mailed twice: without scripts, a double click is two posts.
const aMoment = time.Minute

// Resend sends a mail again: a failed one as it was, a sent one as a new mail. What could only be told once
// is refused, saying what to do instead; so is what was sent again a moment ago.
func (s *Service) Resend(ctx context.Context, sc Scope, id portal.MailID) (again portal.MailID, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		m, err := tx.Mail(id)
		if err != nil {
			return err
		}
		f, err := factsOf(m)
		if err != nil {
			return err
		}
		if err := resendable(m, f, tx.Now); err != nil {
			return err
		}
		if m.State != portal.MailSent {
			again, m = id, fresh(m)
			return s.dispatch(tx, &m)
		}
		m.Resent = tx.Now
		if err := tx.PutMail(&m); err != nil {
			return err
		}
		m.Frozen = nil
		if f.Doc.Kind != portal.KindNone { // a new mail, a new link
			if err := s.docLink(tx, &m, &f, f.Doc); err != nil {
				return err
			}
		}
		again, err = s.postID(tx, fresh(m), f)
		return err
	})
	return again, err
}

// fresh is a mail as before its first try.
func fresh(m portal.Mail) portal.Mail {
	m.State, m.Tries, m.Why, m.Detail = portal.MailWaiting, 0, "", ""
	m.Due, m.Sent, m.Resent = time.Time{}, time.Time{}, time.Time{}
	return m
}

func resendable(m portal.Mail, f portal.LetterFacts, now time.Time) error {
	switch {
	case m.Kind == portal.MailCode:
		return portal.Invalid("A sign-in code is sent only once. Ask for a new one on the sign-in page.")
	case m.State == portal.MailWaiting:
		return portal.Invalid("This mail is still waiting to be sent.")
	case f.Told:
		return portal.Invalid("This mail told a password, which is not kept. Send a new invitation.")
	case expired(m, now):
		return portal.Invalid("The link in this mail has expired. Send a new one.")
	case now.Sub(m.Resent) < aMoment:
		return portal.Invalid("This mail was sent again a moment ago. Look for the new one in the outbox.")
	}
	return nil
}

// invitedNow reports whether a contact was mailed an invitation a moment ago whose link is still good.
func (s *Service) invitedNow(tx *store.Tx, c portal.Contact) (bool, error) {
	m, err := justMailed(tx, portal.MailInvitation, c.Email, c.ID)
	if err != nil || m.ID == 0 {
		return false, err
	}
	f, err := factsOf(m)
	if err != nil {
		return false, err
	}
	token, err := s.unseal(forToken, f.Token)
	if err != nil || token == "" {
		return false, nil // the key has changed: that link is no use
	}
	_, err = tx.Slip(store.SlipInvite, auth.HashToken(token))
	return err == nil, nil
}

// justMailed finds a mail of a kind that went to an address a moment ago, about a contact where one is given.
func justMailed(tx *store.Tx, kind portal.MailKind, to string, about portal.ContactID) (portal.Mail, error) {
	p, err := tx.Mails(store.MailQuery{Kinds: []portal.MailKind{kind}, Contact: about})
	for _, r := range p.Rows {
		if r.To == to && r.Contact == about && r.State != portal.MailFailed && tx.Now.Sub(time.Unix(r.Created, 0)) < aMoment {
			return tx.Mail(r.ID)
		}
	}
	return portal.Mail{}, err
}
