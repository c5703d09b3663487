package service

import (
	"context"
	"strings"
	"time"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// How is how a person receives their access.
type How uint8

// The ways.
const (
	ByLink      How = iota // a link, by e-mail or handed over
	ByPassword             // a password that staff set
	ByGenerated            // a password that Portico makes
)

var howKeys = [...]string{"link", "password", "generated"}

// Key is the way's name in forms.
func (h How) Key() string { return howKeys[h] }

// ParseHow finds a way by its form key.
func ParseHow(key string) (How, bool) {
	for i, k := range howKeys {
		if k == key {
			return How(i), true
		}
	}
	return 0, false
}

// Invite is somebody to be let into a client's portal.
type Invite struct {
	Contact     portal.ContactID // 0 = somebody new
	Name, Email string           // of somebody new
	Permissions portal.Permissions
	Username    string // "" = suggested from the name
	How         How
	Password    string // ByPassword
	Send        bool   // by e-mail; else it is handed over
	Message     string
}

// Handover is what is shown once, for whoever invites to pass on.
type Handover struct {
	Contact  portal.Contact
	Sent     bool   // a mail went out too
	Link     string // absolute
	Ends     time.Time
	Username string
	Password string
}

// InviteContact lets a new or an existing contact of the scope's client in.
func (s *Service) InviteContact(ctx context.Context, sc Scope, in Invite) (h Handover, err error) {
	if len(in.Message) > 2000 {
		return h, fault("message", "Keep the message under 2,000 letters.")
	}
	if in.How == ByGenerated {
		in.Password = auth.GeneratePassword()
	}
	hash, err := s.hashGiven(ctx, in)
	if err != nil {
		return h, err
	}
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		h = Handover{Sent: in.Send}
		c, err := s.invited(tx, sc, in)
		if err != nil {
			return err
		}
		p, err := s.letIn(tx, sc, &c, in.Username)
		if err != nil {
			return err
		}
		h.Username = p.Username
		if in.How == ByLink {
			err = s.deliverLink(tx, sc, &c, in, &h)
		} else {
			err = s.deliverPassword(tx, sc, &c, in, hash, &h)
		}
		h.Contact = c
		return err
	})
	return h, err
}

// fault is one thing wrong with one field.
func fault(field, key string, args ...any) error {
	var v portal.Check
	v.That(false, field, key, args...)
	return v.Done()
}

// hashGiven checks and hashes a password that staff give; that is slow, so it comes before the transaction.
func (s *Service) hashGiven(ctx context.Context, in Invite) (string, error) {
	if in.How == ByLink {
		return "", nil
	}
	b, err := s.Business(ctx)
	if err != nil {
		return "", err
	}
	if !b.SignIn.Passwords {
		return "", fault("how", "Passwords are off. Settings → Sign-in can allow them.")
	}
	if in.How == ByPassword {
		if err := passwordFault("password", auth.PasswordPolicy(in.Password, in.Username, in.Email, in.Name, b.Profile.Name)); err != nil {
			return "", err
		}
	}
	hash, err := s.passwords().Hash(ctx, in.Password)
	return hash, tooBusy(err)
}

// invited finds or makes the contact that an invitation is for, with the permissions that were chosen.
func (s *Service) invited(tx *store.Tx, sc Scope, in Invite) (c portal.Contact, err error) {
	if in.Contact == 0 {
		c = portal.Contact{Client: sc.sight.Client, Name: in.Name, Email: in.Email, Permissions: in.Permissions, Created: tx.Now}
		if strings.TrimSpace(in.Email) == "" {
			return c, fault("email", "Write the e-mail address that they will sign in with.")
		}
		return c, addContact(tx, sc, &c)
	}
	if c, err = tx.Contact(sc.sight, in.Contact); err != nil {
		return c, err
	}
	if c.On {
		return c, fault("contact", "%s has portal access already. Resend the invitation from their cloud.", c.Name)
	}
	c.Permissions = in.Permissions
	return c, nil
}

// letIn turns a contact's access on for the one person of its e-mail address, who is made here when there is
// none yet. The contact is saved.
func (s *Service) letIn(tx *store.Tx, sc Scope, c *portal.Contact, username string) (p portal.Person, err error) {
	if err := mayHaveAccess(tx, *c); err != nil {
		return p, err
	}
	if p, err = personOf(tx, *c, username); err != nil {
		return p, err
	}
	if c.Person != p.ID {
		c.Accepted, c.LastSeen = time.Time{}, time.Time{}
	}
	c.Person, c.On = p.ID, true
	if err := tx.PutContact(c, c.Version); err != nil {
		return p, err
	}
	return p, tx.AddEvent(sc.contactEvent(portal.EventAccessOn, *c))
}

func mayHaveAccess(tx *store.Tx, c portal.Contact) error {
	client, err := tx.Client(portal.Sight{Client: c.Client})
	switch {
	case err != nil:
		return err
	case client.Archived:
		return portal.Invalid("%s is archived. Bring the client back first.", client.Name)
	case c.Archived:
		return portal.Invalid("%s is archived. Bring the contact back first.", c.Name)
	case c.EmailNorm == "":
		return fault("email", "%s has no e-mail address. Add one first: people sign in with it.", c.Name)
	}
	return nil
}

// personOf is the person of a contact's e-mail address. One that exists keeps the username they have.
func personOf(tx *store.Tx, c portal.Contact, username string) (p portal.Person, err error) {
	if id, ok := tx.PersonByEmail(c.EmailNorm); ok {
		if p, err = tx.Person(id); err != nil || p.Username != "" {
			return p, err
		}
	} else {
		p = portal.Person{Name: c.Name, Email: c.Email, EmailNorm: c.EmailNorm, Phone: c.Phone, Created: tx.Now}
	}
	if p.Username, err = freeUsername(tx, c.Name, username); err != nil {
		return p, err
	}
	return p, tx.PutPerson(&p, p.Version)
}

// freeUsername checks a username that was typed, or suggests one from the name.
func freeUsername(tx *store.Tx, name, typed string) (string, error) {
	taken := func(u string) bool { _, ok := tx.PersonByUsername(u); return ok }
	if strings.TrimSpace(typed) == "" {
		return auth.Suggest(name, taken), nil
	}
	u, err := auth.NormalUsername(typed)
	if err != nil {
		return "", fault("username", "Use 3 to 40 letters, digits, dots, hyphens or underscores.")
	}
	if taken(u) {
		return "", fault("username", "That username is taken. %s is free.", auth.Suggest(u, taken))
	}
	return u, nil
}

func (s *Service) deliverLink(tx *store.Tx, sc Scope, c *portal.Contact, in Invite, h *Handover) (err error) {
	if in.Send {
		return s.sendInvitation(tx, sc, c, portal.LetterFacts{Message: in.Message})
	}
	h.Link, err = s.handOver(tx, sc, c)
	h.Ends = c.InviteEnds
	return err
}

// deliverPassword gives a person a first password. Only somebody who has no way in yet can be given one:
// otherwise it would be a way into what is theirs elsewhere.
func (s *Service) deliverPassword(tx *store.Tx, sc Scope, c *portal.Contact, in Invite, hash string, h *Handover) error {
	p, err := tx.Person(c.Person)
	if err != nil {
		return err
	}
	known, err := hasWayIn(tx, p)
	if err != nil {
		return err
	}
	if known {
		return fault("how", "%s signs in already, with a way of their own. Send the link instead.", c.Name)
	}
	p.PasswordHash, p.MustChange = hash, true
	if err := tx.PutPerson(&p, p.Version); err != nil {
		return err
	}
	h.Password, h.Link = in.Password, s.signInLink(tx)
	if err := s.markInvited(tx, sc, c, time.Time{}); err != nil || !in.Send {
		return err
	}
	return s.postInvitation(tx, sc, *c, portal.LetterFacts{
		Message: in.Message, Username: p.Username, Password: s.seal(forPassword, in.Password), Path: paths.SignIn().String(),
	})
}

// hasWayIn reports whether a person can sign in anywhere already.
func hasWayIn(tx *store.Tx, p portal.Person) (known bool, err error) {
	if p.Staff != 0 || p.PasswordHash != "" || len(p.Passkeys) > 0 || len(p.TOTP) > 0 {
		return true, nil
	}
	err = tx.PlacesOf(p.ID, func(c portal.Contact) error {
		known = known || !c.Accepted.IsZero()
		return nil
	})
	return known, err
}

// sendInvitation makes a fresh link and mails it.
func (s *Service) sendInvitation(tx *store.Tx, sc Scope, c *portal.Contact, f portal.LetterFacts) error {
	token, ends, err := newInvitation(tx, sc.Actor, c.ID)
	if err != nil {
		return err
	}
	if err := s.markInvited(tx, sc, c, ends); err != nil {
		return err
	}
	f.Token, f.Path, f.Ends = s.seal(forToken, token), "/invitation/", ends
	return s.postInvitation(tx, sc, *c, f)
}

// handOver makes a fresh link for staff to pass on.
func (s *Service) handOver(tx *store.Tx, sc Scope, c *portal.Contact) (link string, err error) {
	token, ends, err := newInvitation(tx, sc.Actor, c.ID)
	if err != nil {
		return "", err
	}
	return s.Link(tx.Business(), paths.Invitation(token).String()), s.markInvited(tx, sc, c, ends)
}

func (s *Service) signInLink(tx *store.Tx) string {
	return s.Link(tx.Business(), paths.SignIn().String())
}

func (s *Service) markInvited(tx *store.Tx, sc Scope, c *portal.Contact, ends time.Time) error {
	c.Invited, c.InvitedBy, c.InviteEnds, c.Delivery = tx.Now, sc.person, ends, ""
	if err := tx.PutContact(c, c.Version); err != nil {
		return err
	}
	return tx.AddEvent(sc.contactEvent(portal.EventInvited, *c))
}

// postInvitation mails a contact what they will find and how they get there.
func (s *Service) postInvitation(tx *store.Tx, sc Scope, c portal.Contact, f portal.LetterFacts) error {
	client, err := tx.Client(portal.Sight{Client: c.Client})
	if err != nil {
		return err
	}
	c.On = true
	allowed := accessOf(tx.Business(), client, c).Effective()
	for _, m := range portal.Modules {
		for _, p := range m.Permissions {
			if allowed.Has(p) {
				f.Does = append(f.Does, p.Does())
			}
		}
	}
	f.By, f.Client = sc.name, client.Name
	m := portal.Mail{Kind: portal.MailInvitation, To: c.Email, ToName: c.Name, Client: c.Client, Contact: c.ID, Person: c.Person}
	return s.post(tx, m, f)
}

// SendRegistration mails the client's main address a link to register with. Confirm must have been typed.
func (s *Service) SendRegistration(ctx context.Context, sc Scope, confirm string, may portal.Permissions) (to string, err error) {
	if confirm != "Confirm" {
		return "", fault("confirm", "Type the word Confirm, exactly so, to send the link.")
	}
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		if client.Archived {
			return portal.Invalid("%s is archived. Bring the client back first.", client.Name)
		}
		if client.Email == "" {
			return portal.Invalid("%s has no main e-mail address. Add one first.", client.Name)
		}
		token, ends, err := newRegistration(tx, registration{Client: client.ID, Permissions: may, By: sc.person, ByName: sc.name})
		if err != nil {
			return err
		}
		to = client.Email
		e := sc.event(portal.EventInvited)
		e.Detail = to
		if err := tx.AddEvent(e); err != nil {
			return err
		}
		return s.post(tx, portal.Mail{Kind: portal.MailRegister, To: to, ToName: client.Name, Client: client.ID}, portal.LetterFacts{
			By: sc.name, Client: client.Name, Token: s.seal(forToken, token), Path: "/register/", Ends: ends,
		})
	})
	return to, err
}
