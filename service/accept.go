package service

import (
	"context"
	"strings"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// InvitePage is what the page behind an invitation's link shows. Reading it uses nothing up.
type InvitePage struct {
	State     LinkState
	Client    string
	By        string
	Name      string
	Username  string
	Email     string
	Known     bool // signs in here already: the link alone doesn't
	Me        bool // and is signed in, on this browser
	Accepted  bool // somebody came in with this access before
	Passwords bool
	Passkeys  bool
}

// invited is an invitation with all it is about.
type invitee struct {
	invitation
	hash    [32]byte
	contact portal.Contact
	client  portal.Client
	person  portal.Person // zero when there is none yet
	known   bool
}

func (s *Service) invitee(tx *store.Tx, token string) (i invitee, err error) {
	if i.hash, err = linkFacts(tx, store.SlipInvite, token, &i.invitation); err != nil {
		return i, err
	}
	owner, err := tx.ContactOwner(i.Contact)
	if err != nil {
		return i, err
	}
	sight := portal.Sight{Client: owner}
	if i.contact, err = tx.Contact(sight, i.Contact); err != nil {
		return i, err
	}
	if i.client, err = tx.Client(sight); err != nil {
		return i, err
	}
	if !accessOf(tx.Business(), i.client, i.contact).In() {
		return i, portal.NotFound() // taken back meanwhile
	}
	id := i.contact.Person
	if id == 0 {
		id, _ = tx.PersonByEmail(i.contact.EmailNorm) // none: made when they accept
	}
	if id == 0 {
		return i, nil
	}
	if i.person, err = tx.Person(id); err != nil {
		return i, err
	}
	i.known, err = hasWayIn(tx, i.person)
	// Whoever hands a link over could open what is theirs elsewhere. And a link that goes to another address than
	// the person's own is no proof of who reads it.
	i.known = i.known || i.person.EmailNorm != i.contact.EmailNorm
	return i, err
}

// Invitation reads the page of an invitation.
func (s *Service) Invitation(ctx context.Context, token string, me portal.PersonID) (p InvitePage, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		i, err := s.invitee(tx, token)
		if portal.CodeOf(err) == portal.CodeNotFound {
			p = InvitePage{State: LinkUnknown}
			return nil
		}
		if err != nil {
			return err
		}
		p = InvitePage{
			State: linkState(i.Ends, i.Used, tx.Now), Client: i.client.Name, By: i.ByName, Name: i.contact.Name,
			Username: i.person.Username, Email: i.contact.Email, Known: i.known, Me: i.known && me == i.person.ID,
			Accepted: !i.contact.Accepted.IsZero(), Passwords: tx.Business().SignIn.Passwords, Passkeys: s.PasskeysWork(tx.Business()),
		}
		if p.Username == "" {
			p.Username = auth.Suggest(p.Name, func(u string) bool { _, taken := tx.PersonByUsername(u); return taken })
		}
		return nil
	})
	return p, err
}

// Acceptance is what the invited person confirms.
type Acceptance struct {
	Name     string
	Username string
	Password string // "" = none
}

func inviteOver() error { return portal.Invalid("This invitation has expired or was used already.") }

// Accept takes an invitation up and goes in. Somebody who signs in here already must have done so.
func (s *Service) Accept(ctx context.Context, from From, token string, a Acceptance, was auth.Session) (e Entry, err error) {
	if err := s.mayTry(from); err != nil {
		return e, err
	}
	a.Name = strings.TrimSpace(a.Name)
	hash, err := s.hashAccepted(ctx, token, a)
	if err != nil {
		return e, err
	}
	var refused error
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		i, err := s.invitee(tx, token)
		if err != nil || linkState(i.Ends, i.Used, tx.Now) != LinkOpen {
			return inviteOver()
		}
		if i.known && portal.PersonID(was.Person) != i.person.ID {
			return &portal.Error{Code: portal.CodeSignIn, Msg: portal.T("Please sign in.")}
		}
		if !i.known {
			if err := i.become(tx, a, hash); err != nil {
				return err
			}
		}
		e, refused, err = s.accepted(tx, from, i, was)
		return err
	})
	if err == nil {
		err = refused
	}
	return e, err
}

// hashAccepted checks and hashes the password that somebody chose, before the transaction.
func (s *Service) hashAccepted(ctx context.Context, token string, a Acceptance) (string, error) {
	if a.Password == "" {
		return "", nil
	}
	p := portal.Person{Name: a.Name, Username: a.Username}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		i, err := s.invitee(tx, token)
		p.Email = i.contact.Email
		return err
	})
	if err != nil {
		return "", inviteOver()
	}
	return s.hashNew(ctx, "password", a.Password, p)
}

// become makes or completes the person of an invitation, and names their contact as they want to be called.
func (i *invitee) become(tx *store.Tx, a Acceptance, hash string) error {
	if err := checkPerson(ProfileEdit{Name: a.Name}); err != nil {
		return err
	}
	username, err := checkUsername(tx, a.Username, i.person.ID)
	if err != nil {
		return err
	}
	p := i.person
	if p.ID == 0 {
		p = portal.Person{Email: i.contact.Email, EmailNorm: i.contact.EmailNorm, Phone: i.contact.Phone, Created: tx.Now}
	}
	p.Name, p.Username = a.Name, username
	if hash != "" {
		p.PasswordHash, p.MustChange = hash, false
	}
	if err := tx.PutPerson(&p, p.Version); err != nil {
		return err
	}
	i.person = p
	i.contact.Person, i.contact.Name = p.ID, a.Name
	return tx.PutContact(&i.contact, i.contact.Version)
}

// accepted marks the invitation used and opens the place it is for.
func (s *Service) accepted(tx *store.Tx, from From, i invitee, was auth.Session) (e Entry, refused, err error) {
	i.Used = tx.Now
	if err := putInvitation(tx, i.hash, i.invitation); err != nil {
		return e, nil, err
	}
	if i.contact.Person != i.person.ID {
		i.contact.Person = i.person.ID
		if err := tx.PutContact(&i.contact, i.contact.Version); err != nil {
			return e, nil, err
		}
	}
	ev := from.event(portal.EventAccepted, i.person)
	ev.Client, ev.Contact = i.client.ID, i.contact.ID
	if err := tx.AddEvent(ev); err != nil {
		return e, nil, err
	}
	if err := s.tellAccepted(tx, from, i); err != nil {
		return e, nil, err
	}
	if portal.PersonID(was.Person) != i.person.ID {
		return s.signIn(tx, i.person, arrival{from: from, was: was, how: "invitation", fresh: true, at: i.contact.ID})
	}
	place := AccountPlace{Contact: i.contact.ID, Client: i.client.ID}
	if err := s.stepInto(tx, &was, place); err != nil {
		return e, nil, err
	}
	e.Session, e.Token, err = rotate(tx, was)
	return e, nil, err
}

// AskInvitation sends a new invitation in place of one that expired, to the address that the business has
// for the contact and to no other. Whoever asks is told the same whatever comes of it.
func (s *Service) AskInvitation(ctx context.Context, from From, token string) error {
	if err := s.mayAsk(from); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		i, err := s.invitee(tx, token)
		if err != nil || linkState(i.Ends, i.Used, tx.Now) != LinkExpired || i.contact.Email == "" || !i.contact.Accepted.IsZero() {
			return nil
		}
		key := s.limitKey("invitation", i.contact.EmailNorm)
		g, err := s.guard(tx, key)
		if err != nil {
			return err
		}
		if ok, _ := g.Sends.Hit(tx.Now); !ok {
			return nil
		}
		if err := putGuard(tx, key, g); err != nil {
			return err
		}
		return s.inviteAgain(tx, from, i)
	})
}

func (s *Service) inviteAgain(tx *store.Tx, from From, i invitee) error {
	by := Actor{person: i.By, name: i.ByName, from: from}
	token, ends, err := newInvitation(tx, by, i.contact.ID)
	if err != nil {
		return err
	}
	c := i.contact
	c.Invited, c.InviteEnds, c.Delivery = tx.Now, ends, ""
	if err := tx.PutContact(&c, c.Version); err != nil {
		return err
	}
	ev := from.event(portal.EventInvited, i.person)
	ev.Client, ev.Contact, ev.Detail = c.Client, c.ID, c.Name+" asked for a new invitation"
	if err := tx.AddEvent(ev); err != nil {
		return err
	}
	sc := Scope{Actor: by, sight: portal.Sight{Client: c.Client}, client: i.client.Name, office: true}
	return s.postInvitation(tx, sc, c, portal.LetterFacts{Token: s.seal(forToken, token), Path: "/invitation/", Ends: ends})
}
