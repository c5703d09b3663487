package service

import (
	"context"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// RegisterPage is what the page behind a self-registration link shows.
type RegisterPage struct {
	State     LinkState
	Client    string
	By        string
	Passwords bool
}

func (s *Service) registration(tx *store.Tx, token string) (r registration, hash [32]byte, client portal.Client, err error) {
	if hash, err = linkFacts(tx, store.SlipRegister, token, &r); err != nil {
		return r, hash, client, err
	}
	client, err = tx.Client(portal.Sight{Client: r.Client})
	if err == nil && (client.Archived || !tx.Business().Portal.On) {
		err = portal.NotFound()
	}
	return r, hash, client, err
}

// Registration reads the page of a self-registration link; reading it uses nothing up.
func (s *Service) Registration(ctx context.Context, token string) (p RegisterPage, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		r, _, client, err := s.registration(tx, token)
		if portal.CodeOf(err) == portal.CodeNotFound {
			p = RegisterPage{State: LinkUnknown}
			return nil
		}
		p = RegisterPage{
			State: linkState(r.Ends, r.Used, tx.Now), Client: client.Name, By: r.ByName, Passwords: tx.Business().SignIn.Passwords,
		}
		return err
	})
	return p, err
}

// Registering is what somebody who registers writes.
type Registering struct {
	Name, Username, Email, Password string
}

// registering is the same while the address is being proved.
type registering struct {
	Link     [32]byte `cbor:"1,keyasint"`
	Name     string   `cbor:"2,keyasint"`
	Username string   `cbor:"3,keyasint"`
	Hash     string   `cbor:"4,keyasint,omitempty"` // of the password
}

func registerOver() error { return portal.Invalid("This link has expired or was used already.") }

// Register takes a registration and mails the code that proves its address.
func (s *Service) Register(ctx context.Context, from From, token string, r Registering) error {
	if err := s.mayAsk(from); err != nil {
		return err
	}
	r.Name, r.Email = strings.TrimSpace(r.Name), strings.TrimSpace(r.Email)
	normal, addressErr := auth.NormalAddress(r.Email)
	var v portal.Check
	v.Err("name", checkPerson(ProfileEdit{Name: r.Name}))
	v.That(addressErr == nil, "email", "Write an e-mail address, like ann@example.com.")
	if err := v.Done(); err != nil {
		return err
	}
	kept := registering{Name: r.Name}
	if r.Password != "" {
		var err error
		if kept.Hash, err = s.hashNew(ctx, "password", r.Password, portal.Person{Name: r.Name, Username: r.Username, Email: r.Email}); err != nil {
			return err
		}
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		facts, hash, _, err := s.registration(tx, token)
		if err != nil || linkState(facts.Ends, facts.Used, tx.Now) != LinkOpen {
			return registerOver()
		}
		self, _ := tx.PersonByEmail(normal)
		if kept.Username, err = checkUsername(tx, r.Username, self); err != nil {
			return err
		}
		kept.Link = hash
		return s.askRegister(tx, from, kept, r.Email, normal)
	})
}

func (s *Service) askRegister(tx *store.Tx, from From, kept registering, email, normal string) error {
	form, err := cbor.Marshal(kept)
	if err != nil {
		return err
	}
	typed := s.limitKey("typed", normal)
	g, err := s.guard(tx, typed)
	if err != nil {
		return err
	}
	if ok, wait := g.Sends.Hit(tx.Now); !ok {
		return tooManyCodes(wait)
	}
	if err := putGuard(tx, typed, g); err != nil {
		return err
	}
	return s.sendCode(tx, send{
		asked:   asked{Who: email, Email: email, Typed: typed, Account: s.limitKey("account", normal), Form: form},
		purpose: auth.PurposeRegister, to: email, address: normal, from: from,
	})
}

// RegisterAgain sends another code to the address that is being proved.
func (s *Service) RegisterAgain(ctx context.Context, from From) error {
	if err := s.mayAsk(from); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		old, err := waiting(tx, from.Browser, auth.PurposeRegister)
		if err != nil {
			return err
		}
		var kept registering
		if err := cbor.Unmarshal(old.Form, &kept); err != nil {
			return err
		}
		normal, err := auth.NormalAddress(old.Email)
		if err != nil {
			return err
		}
		return s.askRegister(tx, from, kept, old.Email, normal)
	})
}

// FinishRegistration takes the code: the person is in, with the permissions that staff chose, and the
// client's main address is told.
func (s *Service) FinishRegistration(ctx context.Context, from From, token, code string, was auth.Session) (e Entry, err error) {
	var refused error
	err = s.tryCode(ctx, from, auth.PurposeRegister, code, &refused, func(tx *store.Tx, a asked) error {
		facts, hash, client, err := s.registration(tx, token)
		var kept registering
		if err == nil {
			err = cbor.Unmarshal(a.Form, &kept)
		}
		if err != nil || kept.Link != hash || linkState(facts.Ends, facts.Used, tx.Now) != LinkOpen {
			refused = registerOver()
			return nil
		}
		p, err := registered(tx, kept, a.Email)
		if err != nil {
			return err
		}
		c, err := placeFor(tx, p, kept, facts)
		if err != nil {
			return err
		}
		facts.Used = tx.Now
		if err := putRegistration(tx, hash, facts); err != nil {
			return err
		}
		if err := s.tellRegistered(tx, from, p, c, client); err != nil {
			return err
		}
		e, refused, err = s.signIn(tx, p, arrival{from: from, was: was, how: "registration", fresh: true, at: c.ID})
		return err
	})
	if err == nil {
		err = refused
	}
	return e, err
}

// registered is the person of the proved address. One who signs in here already stays as they are.
func registered(tx *store.Tx, kept registering, email string) (portal.Person, error) {
	normal, err := auth.NormalAddress(email)
	if err != nil {
		return portal.Person{}, err
	}
	if id, ok := tx.PersonByEmail(normal); ok {
		return tx.Person(id)
	}
	username := kept.Username
	if _, taken := tx.PersonByUsername(username); taken {
		username = "" // taken meanwhile: one is made from the name
	}
	p, err := newPerson(tx, kept.Name, username, email)
	if err != nil || kept.Hash == "" {
		return p, err
	}
	p.PasswordHash = kept.Hash
	return p, tx.PutPerson(&p, p.Version)
}

// placeFor is the client's contact with the proved address, made here when there is none, with access on.
func placeFor(tx *store.Tx, p portal.Person, kept registering, r registration) (c portal.Contact, err error) {
	c = portal.Contact{Client: r.Client, Name: kept.Name, Email: p.Email, EmailNorm: p.EmailNorm, Created: tx.Now}
	if id, ok := tx.ContactByEmail(r.Client, p.EmailNorm); ok {
		if c, err = tx.Contact(portal.Sight{Client: r.Client}, id); err != nil {
			return c, err
		}
	}
	c.Person, c.On, c.Permissions = p.ID, true, r.Permissions
	c.Invited, c.InvitedBy, c.Accepted = tx.Now, r.By, tx.Now
	return c, tx.PutContact(&c, c.Version)
}

func (s *Service) tellRegistered(tx *store.Tx, from From, p portal.Person, c portal.Contact, client portal.Client) error {
	ev := from.event(portal.EventRegistered, p)
	ev.Client, ev.Contact, ev.Detail = client.ID, c.ID, p.Email
	if err := tx.AddEvent(ev); err != nil {
		return err
	}
	f := portal.LetterFacts{
		Person: p.Name + " (" + p.Email + ")", Client: client.Name, Path: string(paths.PortalHome()), At: tx.Now, IP: from.ip(),
		Device: auth.DeviceLabel(from.UserAgent),
	}
	return s.postClient(tx, portal.Mail{Kind: portal.MailRegistered, Client: client.ID}, f)
}
