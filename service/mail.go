package service

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// post puts a mail into the outbox and queues its sending, in the transaction of its cause. Give the receiver
// (To, ToName, Person for the language) and whom it is about (Client, Contact); the rest is filled in here. A
// link's token and a password go into the facts sealed, see seal.
// A mail that the business has switched off (Settings → Notifications), or its receiver in their own profile, is
// not written.
func (s *Service) post(tx *store.Tx, m portal.Mail, f portal.LetterFacts) error {
	if !tx.Business().Notify.Mails(m.Kind) {
		return nil
	}
	if m.Person != 0 {
		p, err := tx.Person(m.Person)
		if err != nil {
			return err
		}
		if p.Mutes(m.Kind) {
			return nil
		}
	}
	_, err := s.postID(tx, m, f)
	return err
}

func (s *Service) postID(tx *store.Tx, m portal.Mail, f portal.LetterFacts) (portal.MailID, error) {
	facts, err := cbor.Marshal(f)
	if err != nil {
		return 0, fmt.Errorf("mail facts: %w", err)
	}
	m.ID, m.State, m.Created, m.Facts = 0, portal.MailWaiting, tx.Now, facts
	m.MessageID = newMessageID(s.host(tx.Business()))
	m.Secret = m.Secret || m.Kind == portal.MailCode || f.Token != nil && f.Doc.Kind == portal.KindNone || f.Password != nil
	if m.Secret && m.Expires.IsZero() {
		m.Expires = f.Ends
	}
	if err := s.dispatch(tx, &m); err != nil || f.Doc.Kind == portal.KindNone {
		return m.ID, err
	}
	return m.ID, s.keepLink(tx, m, f)
}

// dispatch saves a waiting mail and queues it.
func (s *Service) dispatch(tx *store.Tx, m *portal.Mail) error {
	if err := tx.PutMail(m); err != nil {
		return err
	}
	tx.Notify(office)
	kind := taskMail
	if m.Kind == portal.MailCode {
		kind = taskCode
	}
	facts, err := cbor.Marshal(m.ID)
	if err != nil {
		return err
	}
	return tx.AddTask(store.Task{Kind: kind, Key: fmt.Sprintf("mail %d", m.ID), Facts: facts})
}

// office is the topic of the pages that staff look at.
var office = store.Topic{Kind: 'o'}

// newMessageID makes a mail's identity, which stays the same through every try.
func newMessageID(host string) string { return "<" + rand.Text() + "@" + host + ">" }

// host is the portal's own name, as mail servers take it.
func (s *Service) host(b *portal.Business) string {
	u, err := url.Parse(s.Link(b, ""))
	if err != nil || u.Hostname() == "" || net.ParseIP(u.Hostname()) != nil {
		return "localhost"
	}
	return u.Hostname()
}

// What a secret is sealed for.
const (
	forToken    = "letter token"
	forFrozen   = "letter frozen"
	forPassword = "letter password"
	forSMTP     = "smtp password"
)

// seal makes a secret fit to be stored: only the server's key, which is not in the data file, opens it.
func (s *Service) seal(what, secret string) []byte {
	return s.keys.Seal(auth.UseMail, []byte(secret), []byte(what))
}

func (s *Service) unseal(what string, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	plain, err := s.keys.Open(auth.UseMail, sealed, []byte(what))
	return string(plain), err
}

// freeze makes a written mail fit to be stored: one with a document link in it is sealed.
func (s *Service) freeze(f portal.LetterFacts, raw []byte) []byte {
	if f.Doc.Kind == portal.KindNone {
		return raw
	}
	return s.seal(forFrozen, string(raw))
}

// thaw undoes freeze.
func (s *Service) thaw(f portal.LetterFacts, frozen []byte) ([]byte, error) {
	if f.Doc.Kind == portal.KindNone || frozen == nil {
		return frozen, nil
	}
	raw, err := s.unseal(forFrozen, frozen)
	return []byte(raw), err
}

// Resend sends a mail again: a failed one as it was, a sent one as a new mail. What could only be told once
// is refused, saying what to do instead.
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
		if m.State == portal.MailSent {
			m.Frozen = nil
			if f.Doc.Kind != portal.KindNone { // a new mail, a new link
				if err := s.docLink(tx, &m, &f, f.Doc); err != nil {
					return err
				}
			}
			again, err = s.postID(tx, fresh(m), f)
			return err
		}
		again, m = id, fresh(m)
		return s.dispatch(tx, &m)
	})
	return again, err
}

// fresh is a mail as before its first try.
func fresh(m portal.Mail) portal.Mail {
	m.State, m.Tries, m.Why, m.Detail, m.Due, m.Sent = portal.MailWaiting, 0, "", "", time.Time{}, time.Time{}
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
	}
	return nil
}

func expired(m portal.Mail, now time.Time) bool { return !m.Expires.IsZero() && !now.Before(m.Expires) }

func factsOf(m portal.Mail) (f portal.LetterFacts, err error) {
	if len(m.Facts) == 0 {
		return f, nil
	}
	if err := cbor.Unmarshal(m.Facts, &f); err != nil {
		return f, fmt.Errorf("facts of mail %d: %w", m.ID, err)
	}
	return f, nil
}

// SendTestMail sends the person who asks a mail, to see whether mail arrives.
func (s *Service) SendTestMail(ctx context.Context, sc Scope) (id portal.MailID, err error) {
	err = s.change(ctx, sc, staffOf(portal.Owner), func(tx *store.Tx) error {
		p, err := tx.Person(sc.person)
		if err != nil {
			return err
		}
		m := portal.Mail{Kind: portal.MailTest, To: p.Email, ToName: p.Name, Person: p.ID}
		if id, err = s.postID(tx, m, portal.LetterFacts{By: sc.name, At: tx.Now}); err != nil {
			return err
		}
		e := sc.event(portal.EventMailTest)
		e.Detail = p.Email
		return tx.AddEvent(e)
	})
	return id, err
}
