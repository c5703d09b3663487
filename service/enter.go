package service

import (
	"context"
	"encoding/binary"
	"errors"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/internal/safe"
	"portico/portal"
	"portico/store"
)

// Place is where a signed-in person is.
type Place uint8

// The places.
const (
	Nowhere Place = iota // not signed in
	Door                 // signed in, but a second factor, a new password or the choice of an account is still to come
	InPortal
	InOffice
)

// Visit is one request's answer to "who is this, and what may they do right now", with the figures that
// every page of the shell shows. All of it is read in one transaction.
type Visit struct {
	Place    Place
	Next     Step // what is still to come at the Door
	Scope    Scope
	Session  auth.Session
	Person   portal.Person
	Business *portal.Business // shared: don't change
	Zone     *time.Location
	Now      time.Time
	Today    portal.Day
	Counters store.Counters

	ClientName string
	Currency   portal.Currency
	Accounts   int    // places the person can choose from, the office included
	Preview    string // name of the contact a preview looks through
	Ended      string // why the session that this browser had is over
	Renewed    bool   // it goes on under a new id: this is the cookie of before
}

// Badges are the counts beside the rooms of the navigation, of what waits for whoever is here.
type Badges struct {
	Unpaid, Estimates           int // in the portal: open invoices, estimates to answer
	Failed, Requests, ToApprove int // in the office: mails that failed, open requests, reported payments
}

// Badges counts what the navigation shows. They are no part of Enter: an unchanged page is answered without them.
func (s *Service) Badges(ctx context.Context, v Visit) (b Badges, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		b = Badges{}
		switch sc := v.Scope; v.Place {
		case InPortal:
			if sc.May(portal.ViewInvoices) {
				b.Unpaid = tx.StateCounts(sc.sight)[store.InvoiceOpen]
			}
			if sc.May(portal.AcceptEstimates) {
				b.Estimates = tx.EstimatesWaiting(sc.sight)
			}
		case InOffice:
			b.Failed = tx.MailCounts()[portal.MailFailed]
			b.Requests = tx.OfficeRequestCounts()[portal.RequestOpen]
			b.ToApprove = tx.PaymentsToApprove(0)
		}
		return nil
	})
	return b, err
}

// Step is what the Door still asks for.
type Step uint8

// The steps.
const (
	StepNone Step = iota
	StepSecondFactor
	StepEnrol // the Owner asks all staff for a second factor
	StepPassword
	StepAccount
)

// Enter looks a session up, with the person's access as it is now, and counts as a use of it.
func (s *Service) Enter(ctx context.Context, token string, from From) (v Visit, err error) {
	if v, err = s.Look(ctx, token, from); err != nil || v.Place == Nowhere {
		return v, err
	}
	if sess := v.Session; sess.Touch(v.Now) {
		safe.Go("last seen", func() { _ = s.saveSeen(sess) })
	}
	return v, nil
}

// Look is Enter for what goes on by itself, like a live stream: it prolongs no session.
func (s *Service) Look(ctx context.Context, token string, from From) (v Visit, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		v = Visit{Business: tx.Business(), Zone: tx.Zone(), Now: tx.Now, Today: tx.Today, Counters: tx.Counters(0, 0)}
		if token == "" {
			return nil
		}
		hash := auth.HashToken(token)
		sess, err := session(tx, hash)
		if err != nil {
			if v.Ended = ended(tx, hash); v.Ended == renewed {
				v.Ended, v.Renewed = "", true
			}
			return nil
		}
		v.Session = sess
		return s.enter(tx, &v, from)
	})
	return v, err
}

func (s *Service) saveSeen(sess auth.Session) error {
	return s.db.Update(context.Background(), func(tx *store.Tx) error {
		cur, err := session(tx, sess.Hash)
		if err != nil {
			return nil // signed out meanwhile
		}
		cur.LastSeen, cur.Expires = sess.LastSeen, sess.Expires
		return putSession(tx, cur)
	})
}

func (s *Service) enter(tx *store.Tx, v *Visit, from From) error {
	sess := v.Session
	p, err := tx.Person(portal.PersonID(sess.Person))
	if err != nil {
		return nil // the person is gone, so is the session
	}
	v.Person = p
	a := Actor{person: p.ID, name: p.Name, from: from, session: sess.Hash}
	if p.Staff != 0 && (sess.Staff || sess.PreviewClient != 0) {
		return s.enterOffice(tx, v, a)
	}
	if err := s.countAccounts(tx, v); err != nil {
		return err
	}
	v.Scope = Scope{Actor: a}
	v.Place = Door
	switch {
	case p.MustChange && v.Business.SignIn.Passwords:
		v.Next = StepPassword
	case sess.Contact == 0:
		v.Next, v.Ended = StepAccount, ended(tx, sess.Hash)
	default:
		return s.enterPortal(tx, v, a, portal.ContactID(sess.Contact))
	}
	return nil
}

func (s *Service) enterOffice(tx *store.Tx, v *Visit, a Actor) error {
	st, err := tx.Staff(v.Person.Staff)
	if err != nil || st.Off {
		v.Place = Nowhere
		return nil
	}
	if err := s.countAccounts(tx, v); err != nil {
		return err
	}
	a.staff, a.role = st.ID, st.Role
	v.Scope = Scope{Actor: a, office: true}
	v.Place = Door
	switch {
	case len(v.Person.TOTP) > 0 && !v.Session.SecondFactorDone:
		v.Next = StepSecondFactor
		return nil
	case len(v.Person.TOTP) == 0 && v.Business.SignIn.StaffTOTP:
		v.Next = StepEnrol
		return nil
	case v.Person.MustChange && v.Business.SignIn.Passwords:
		v.Next = StepPassword
		return nil
	}
	v.Place = InOffice
	v.Counters = tx.Counters(0, v.Person.ID)
	if v.Session.Previewing(v.Now) && st.Role >= portal.Office {
		return s.enterPreview(tx, v, a)
	}
	return nil
}

// enterPreview stands staff in the portal as a contact, through the same code as the contact.
func (s *Service) enterPreview(tx *store.Tx, v *Visit, a Actor) error {
	a.mode, a.role = Preview, portal.RoleNone
	if v.Session.Acting {
		a.mode = Act
	}
	sc := Scope{Actor: a, sight: portal.Sight{Client: portal.ClientID(v.Session.PreviewClient)}, contact: portal.ContactID(v.Session.PreviewOf)}
	client, err := tx.Client(sc.sight)
	if err != nil {
		return nil
	}
	sc.client, v.Preview, v.Accounts = client.Name, client.Name, 1
	if sc.contact != 0 {
		c, err := tx.Contact(sc.sight, sc.contact)
		if err != nil {
			return nil
		}
		v.Preview, sc.sight.Properties = c.Name, c.Properties
	}
	if sc.may, err = s.effective(tx, sc); err != nil {
		return err
	}
	s.stand(tx, v, sc, client)
	return nil
}

func (s *Service) enterPortal(tx *store.Tx, v *Visit, a Actor, id portal.ContactID) error {
	c, err := tx.ContactOf(v.Person.ID, id)
	if err != nil {
		v.Next = StepAccount
		return nil
	}
	client, err := tx.Client(portal.Sight{Client: c.Client})
	if err != nil {
		return err
	}
	access := accessOf(v.Business, client, c)
	if !access.In() {
		v.Next, v.Ended = StepAccount, whyOut(v.Business, client)
		return nil
	}
	s.stand(tx, v, Scope{
		Actor: a, sight: portal.Sight{Client: c.Client, Properties: c.Properties}, may: access.Effective(), contact: id, client: client.Name,
	}, client)
	return nil
}

// whyOut says why somebody may not be where they were.
func whyOut(b *portal.Business, client portal.Client) string {
	if !b.Portal.On {
		return b.Profile.Name + " has switched its client portal off for now."
	}
	return b.Profile.Name + " turned off your access to " + client.Name + "."
}

func (s *Service) stand(tx *store.Tx, v *Visit, sc Scope, client portal.Client) {
	v.Place, v.Next, v.Scope = InPortal, StepNone, sc
	v.ClientName, v.Currency = client.Name, client.Currency
	v.Counters = tx.Counters(client.ID, v.Person.ID)
}

func (s *Service) countAccounts(tx *store.Tx, v *Visit) error {
	if v.Person.Staff == 0 && tx.PlaceCount(v.Person.ID) == 1 {
		v.Accounts = 1 // nearly everybody: nothing to look up, nothing to switch to
		return nil
	}
	places, err := s.places(tx, v.Person)
	v.Accounts = len(places)
	return err
}

// AccountPlace is one place that a person can go to after signing in: the office, or a client's portal.
type AccountPlace struct {
	Office  bool
	Contact portal.ContactID
	Client  portal.ClientID
	Name    string
}

func (s *Service) places(tx *store.Tx, p portal.Person) (ps []AccountPlace, err error) {
	b := tx.Business()
	if p.Staff != 0 {
		if st, err := tx.Staff(p.Staff); err == nil && !st.Off {
			ps = append(ps, AccountPlace{Office: true, Name: b.Profile.Name})
		}
	}
	err = tx.PlacesOf(p.ID, func(c portal.Contact) error {
		client, err := tx.Client(portal.Sight{Client: c.Client})
		if err == nil && accessOf(b, client, c).In() {
			ps = append(ps, AccountPlace{Contact: c.ID, Client: c.Client, Name: client.Name})
		}
		return err
	})
	return ps, err
}

func session(tx *store.Tx, hash [32]byte) (sess auth.Session, err error) {
	slip, err := tx.Slip(store.SlipSession, hash)
	if err != nil {
		return sess, auth.ErrNoSession
	}
	if sess, err = sessions.Get(binary.BigEndian.Uint64(hash[:]), slip.Data, decodeSession); err != nil {
		return sess, errors.Join(auth.ErrNoSession, err)
	}
	sess.Hash = hash
	if sess.Expired(tx.Now) {
		return sess, auth.ErrNoSession
	}
	return sess, nil
}

// sessions are those that were used lately: each page needs one.
var sessions store.Decoded[auth.Session]

func decodeSession(data []byte, sess *auth.Session) error { return cbor.Unmarshal(data, sess) }

func putSession(tx *store.Tx, sess auth.Session) error {
	data, err := cbor.Marshal(sess)
	if err != nil {
		return err
	}
	return tx.PutSlip(store.Slip{Kind: store.SlipSession, Hash: sess.Hash, Owner: sess.Person, Expires: sess.Expires, Data: data})
}

// endSession deletes a session and remembers for a day why, so that its open pages can say it.
func endSession(tx *store.Tx, sess auth.Session, why string) error {
	if err := tx.DeleteSlip(store.SlipSession, sess.Hash); err != nil {
		return err
	}
	tx.TouchPerson(portal.PersonID(sess.Person))
	return sayWhy(tx, sess, why)
}

// sayWhy remembers for a day why a session is over, or why it is nowhere any more.
func sayWhy(tx *store.Tx, sess auth.Session, why string) error {
	if why == "" {
		return nil
	}
	return tx.PutSlip(store.Slip{Kind: store.SlipEnded, Hash: sess.Hash, Owner: sess.Person, Expires: tx.Now.Add(24 * time.Hour), Data: []byte(why)})
}

func ended(tx *store.Tx, hash [32]byte) string {
	slip, err := tx.Slip(store.SlipEnded, hash)
	if err != nil {
		return ""
	}
	return string(slip.Data)
}

// sessionsOf lists a person's signed-in devices.
func sessionsOf(tx *store.Tx, p portal.PersonID) (out []auth.Session, err error) {
	slips, err := tx.SlipsOf(store.SlipSession, uint64(p))
	for _, slip := range slips {
		if sess, err := session(tx, slip.Hash); err == nil {
			out = append(out, sess)
		}
	}
	return out, err
}
