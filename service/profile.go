package service

import (
	"context"
	"strings"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// MyProfile is everything on a person's own page.
type MyProfile struct {
	Person   portal.Person
	Contact  portal.Contact // zero in the office
	Client   portal.Client  // zero in the office
	Staff    portal.Staff   // zero in the portal
	Own      bool           // the person themself looks; else staff look or act for them
	MayEdit  bool           // name and phone
	Factor   Factor
	Passkeys int
	Devices  int
}

// Profile reads the scope's own page. Staff who look at a client see the contact's details, and nothing of
// how they sign in.
func (s *Service) Profile(ctx context.Context, sc Scope) (m MyProfile, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		m = MyProfile{Own: sc.mode == Own, MayEdit: sc.mode == Own && (sc.office || sc.May(portal.EditProfile))}
		if err := readPlace(tx, sc, &m); err != nil {
			return err
		}
		id := sc.person
		if !m.Own {
			id = m.Contact.Person
		}
		if m.Person, err = tx.Person(id); err != nil {
			if m.Own {
				return err
			}
			m.Person = portal.Person{Name: m.Contact.Name, Email: m.Contact.Email}
		}
		if !m.Own {
			return nil
		}
		m.Passkeys = len(m.Person.Passkeys)
		all, err := sessionsOf(tx, sc.person)
		if err != nil {
			return err
		}
		m.Devices = len(all)
		m.Factor, err = factorOf(tx, m.Person)
		return err
	})
	return m, err
}

func readPlace(tx *store.Tx, sc Scope, m *MyProfile) (err error) {
	if sc.office {
		m.Staff, err = tx.Staff(sc.staff)
		return err
	}
	if m.Client, err = tx.Client(sc.sight); err != nil || sc.contact == 0 {
		return err
	}
	m.Contact, err = tx.Contact(portal.Sight{Client: sc.sight.Client}, sc.contact)
	return err
}

// ProfileEdit is what a person changes about themself.
type ProfileEdit struct {
	Version  portal.Version
	Name     string
	Phone    string
	Language string
	Mail     []string // optional e-mails that they want, of those that are offered where they are
}

// SaveProfile saves the person's own details. Name and phone need the permission to edit one's profile;
// language and e-mails are always one's own.
func (s *Service) SaveProfile(ctx context.Context, sc Scope, f ProfileEdit) error {
	f.Name, f.Phone = strings.TrimSpace(f.Name), strings.TrimSpace(f.Phone)
	return s.change(ctx, sc, signedIn, func(tx *store.Tx) error {
		p, _, err := s.own(tx, sc)
		if err != nil {
			return err
		}
		was := p
		p.Language = f.Language
		p.MuteBut(f.Mail, portal.NoticesOf(sc.office))
		if sc.office || s.stillMay(tx, sc, may(portal.EditProfile)) == nil {
			if err := checkPerson(f); err != nil {
				return err
			}
			p.Name, p.Phone = f.Name, f.Phone
			if err := renamePlace(tx, sc, was, p); err != nil {
				return err
			}
		}
		if err := tx.PutPerson(&p, f.Version); err != nil {
			return err
		}
		return tx.AddEvent(sc.event(portal.EventProfile))
	})
}

func checkPerson(f ProfileEdit) error {
	var v portal.Check
	v.That(f.Name != "", "name", "Write your name.")
	v.That(len(f.Name) <= 200, "name", "Keep the name under 200 letters.")
	v.That(len(f.Phone) <= 50, "phone", "Keep the phone number under 50 characters.")
	return v.Done()
}

// renamePlace carries a changed name or phone over to the place that the person acts in.
func renamePlace(tx *store.Tx, sc Scope, was, now portal.Person) error {
	if was.Name == now.Name && was.Phone == now.Phone {
		return nil
	}
	if sc.office {
		st, err := tx.Staff(sc.staff)
		if err != nil {
			return err
		}
		st.Name = now.Name
		return tx.PutStaff(&st, st.Version)
	}
	c, err := tx.Contact(portal.Sight{Client: sc.sight.Client}, sc.contact)
	if err != nil {
		return err
	}
	c.Name = now.Name
	if was.Phone != now.Phone {
		c.Phone = now.Phone
	}
	return tx.PutContact(&c, c.Version)
}

// newPerson makes a person with a username of their own.
func newPerson(tx *store.Tx, name, username, email string) (p portal.Person, err error) {
	normal, err := auth.NormalAddress(email)
	if err != nil {
		return p, fault("email", "Write an e-mail address, like ann@example.com.")
	}
	if username == "" {
		username = auth.Suggest(name, func(u string) bool { _, taken := tx.PersonByUsername(u); return taken })
	}
	p = portal.Person{Name: name, Email: email, EmailNorm: normal, Username: username, Created: tx.Now}
	return p, tx.PutPerson(&p, 0)
}

// checkUsername reads a username that somebody wants; self may have it already.
func checkUsername(tx *store.Tx, username string, self portal.PersonID) (string, error) {
	normal, err := auth.NormalUsername(username)
	switch err {
	case nil:
	case auth.ErrUsernameLength:
		return "", fault("username", "A username has 3 to 40 characters.")
	case auth.ErrUsernameMixed:
		return "", fault("username", "Keep to the letters of one alphabet.")
	default:
		return "", fault("username", "Use letters and digits, with a dot, dash or underscore between them.")
	}
	if id, taken := tx.PersonByUsername(normal); taken && id != self {
		return "", fault("username", "Somebody has that username. Try another.")
	}
	return normal, nil
}
