package service

import (
	"context"
	"crypto/sha256"
	"time"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// OpenSession begins a session for a person who has proved who they are, and returns the cookie's token.
func (s *Service) OpenSession(ctx context.Context, sess auth.Session) (token string, err error) {
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		token, err = openSession(tx, sess)
		return err
	})
	return token, err
}

func openSession(tx *store.Tx, sess auth.Session) (string, error) {
	begun, token := auth.Begin(sess, tx.Now)
	return token, putSession(tx, begun)
}

// arrival is how somebody comes in.
type arrival struct {
	from   From
	was    auth.Session     // what the browser had before: it ends
	how    string           // for the log
	keep   bool             // stay signed in
	second bool             // a second factor was part of it
	fresh  bool             // their hold of the mailbox, or of the machine, was proved just now
	at     portal.ContactID // the place to go to; 0 = the only one, or ask
	office bool             // to the office
}

// signIn begins a session for a person who has proved who they are. Somebody without a place to go to is
// refused; the reason is the second answer, so that what was written stays.
func (s *Service) signIn(tx *store.Tx, p portal.Person, a arrival) (e Entry, refused, err error) {
	places, err := s.places(tx, p)
	if err != nil {
		return e, nil, err
	}
	if len(places) == 0 {
		ev := a.from.event(portal.EventSignInFailed, p)
		ev.Failed, ev.Detail = true, "No access"
		return e, portal.Invalid("There is no account to open. Ask %s to turn your access on.", tx.Business().Profile.Name), tx.AddEvent(ev)
	}
	if a.was.Hash != ([32]byte{}) {
		if err := endSession(tx, a.was, ""); err != nil {
			return e, nil, err
		}
	}
	sess := auth.Session{
		Person: uint64(p.ID), Keep: a.keep, IP: a.from.ip(), UserAgent: a.from.UserAgent, SecondFactorDone: a.second,
	}
	if err := s.noteDevice(tx, p, a.from); err != nil {
		return e, nil, err
	}
	ev := a.from.event(portal.EventSignedIn, p)
	ev.Detail = a.how
	if place := chosen(places, a); place != nil {
		if err := s.stepInto(tx, &sess, *place); err != nil {
			return e, nil, err
		}
		ev.Client, ev.Contact = place.Client, place.Contact
	}
	sess, e.Token = auth.Begin(sess, tx.Now)
	if a.fresh {
		sess.Refresh(tx.Now)
	}
	e.Session = sess
	if err := putSession(tx, sess); err != nil {
		return e, nil, err
	}
	return e, nil, tx.AddEvent(ev)
}

// chosen is the place that was asked for, else the only one.
func chosen(places []AccountPlace, a arrival) *AccountPlace {
	for i := range places {
		if a.at != 0 && places[i].Contact == a.at || a.office && places[i].Office || len(places) == 1 {
			return &places[i]
		}
	}
	return nil
}

// stepInto puts a session into a place and remembers that its person was there. Whoever was invited and
// comes in has accepted.
func (s *Service) stepInto(tx *store.Tx, sess *auth.Session, p AccountPlace) error {
	sess.Staff, sess.Contact = p.Office, uint64(p.Contact)
	sess.EndPreview()
	if p.Office {
		person, err := tx.Person(portal.PersonID(sess.Person))
		if err != nil {
			return err
		}
		st, err := tx.Staff(person.Staff)
		if err != nil {
			return err
		}
		st.LastSeen = tx.Now
		return tx.PutStaff(&st, st.Version)
	}
	c, err := tx.Contact(portal.Sight{Client: p.Client}, p.Contact)
	if err != nil {
		return err
	}
	c.LastSeen = tx.Now
	if c.Accepted.IsZero() {
		c.Accepted = tx.Now
	}
	return tx.PutContact(&c, c.Version)
}

// deviceLife is how long a browser is remembered after its last sign-in.
const deviceLife = 180 * 24 * time.Hour

func deviceKey(p portal.PersonID, browser string) [32]byte {
	h := auth.HashToken(browser)
	return sha256.Sum256(append(h[:], byte(p>>56), byte(p>>48), byte(p>>40), byte(p>>32), byte(p>>24), byte(p>>16), byte(p>>8), byte(p)))
}

// knownDevice reports whether a person signed in with this browser before.
func knownDevice(tx *store.Tx, p portal.PersonID, browser string) bool {
	_, err := tx.Slip(store.SlipDevice, deviceKey(p, browser))
	return err == nil && browser != ""
}

// noteDevice remembers a person's browser, and tells them of one that is new.
func (s *Service) noteDevice(tx *store.Tx, p portal.Person, from From) error {
	known := knownDevice(tx, p.ID, from.Browser)
	others, err := tx.SlipsOf(store.SlipDevice, uint64(p.ID))
	if err != nil {
		return err
	}
	slip := store.Slip{Kind: store.SlipDevice, Hash: deviceKey(p.ID, from.Browser), Owner: uint64(p.ID), Expires: tx.Now.Add(deviceLife)}
	if err := tx.PutSlip(slip); err != nil || known || len(others) == 0 {
		return err
	}
	return s.post(tx, portal.Mail{Kind: portal.MailNewDevice, To: p.Email, ToName: p.Name, Person: p.ID},
		portal.LetterFacts{
			Path: string(paths.MineOf(p.Staff != 0).Devices()), Device: auth.DeviceLabel(from.UserAgent), IP: from.ip(), At: tx.Now,
		})
}

// renewed stands where the reason of an ended session would: it only has a new id.
const renewed = "\x00renewed"

// rotate gives a session a new id, at any change of rights.
func rotate(tx *store.Tx, sess auth.Session) (auth.Session, string, error) {
	next, token := auth.Rotate(sess)
	if err := endSession(tx, sess, renewed); err != nil {
		return next, "", err
	}
	return next, token, putSession(tx, next)
}

// Places lists where a visitor can go.
func (s *Service) Places(ctx context.Context, a Actor) (ps []AccountPlace, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p, err := tx.Person(a.person)
		if err != nil {
			return err
		}
		ps, err = s.places(tx, p)
		return err
	})
	return ps, err
}

// ChoosePlace moves a session into one of its person's places; contact 0 is the office.
func (s *Service) ChoosePlace(ctx context.Context, a Actor, contact portal.ContactID) (e Entry, err error) {
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		sess, err := session(tx, a.session)
		if err != nil {
			return &portal.Error{Code: portal.CodeSignIn, Msg: portal.T("You are signed out.")}
		}
		p, err := tx.Person(a.person)
		if err != nil {
			return err
		}
		places, err := s.places(tx, p)
		if err != nil {
			return err
		}
		for _, place := range places {
			if place.Contact != contact {
				continue
			}
			if err := s.stepInto(tx, &sess, place); err != nil {
				return err
			}
			e.Session, e.Token, err = rotate(tx, sess)
			if err != nil {
				return err
			}
			ev := a.event(portal.EventSignedIn)
			ev.Client, ev.Contact, ev.Detail = place.Client, place.Contact, "switched account"
			return tx.AddEvent(ev)
		}
		return portal.NotFound()
	})
	return e, err
}

// SignOut ends a session.
func (s *Service) SignOut(ctx context.Context, a Actor) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		sess, err := session(tx, a.session)
		if err != nil {
			return nil // over already
		}
		if err := endSession(tx, sess, ""); err != nil {
			return err
		}
		return tx.AddEvent(a.event(portal.EventSignedOut))
	})
}

// leave ends a contact's sessions at its client, because its person may not be there any more. A session of
// somebody who has other accounts goes back to choosing among them. Their open pages say why.
func (s *Service) leave(tx *store.Tx, c portal.Contact) error {
	if c.Person == 0 {
		return nil
	}
	p, err := tx.Person(c.Person)
	if err != nil {
		return err
	}
	client, err := tx.Client(portal.Sight{Client: c.Client})
	if err != nil {
		return err
	}
	others, err := s.places(tx, p)
	if err != nil {
		return err
	}
	all, err := sessionsOf(tx, c.Person)
	if err != nil {
		return err
	}
	why := whyOut(tx.Business(), client)
	for _, sess := range all {
		if sess.Contact != uint64(c.ID) {
			continue
		}
		if err := expel(tx, sess, len(others) > 0, why); err != nil {
			return err
		}
	}
	tx.TouchPerson(c.Person)
	return nil
}

func expel(tx *store.Tx, sess auth.Session, elsewhere bool, why string) error {
	if !elsewhere {
		return endSession(tx, sess, why)
	}
	sess.Contact = 0
	if err := putSession(tx, sess); err != nil {
		return err
	}
	return sayWhy(tx, sess, why)
}
