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
	if muted, err := mutes(tx, m.Person, m.Kind); muted || err != nil {
		return err
	}
	_, err := s.postID(tx, m, f)
	return err
}

// mutes reports whether a person, if there is one, turned mails of a kind off.
func mutes(tx *store.Tx, id portal.PersonID, kind portal.MailKind) (bool, error) {
	if id == 0 {
		return false, nil
	}
	p, err := tx.Person(id)
	return err == nil && p.Mutes(kind), err
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
