package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// contactEvent begins a line of the audit log about one contact.
func (sc Scope) contactEvent(kind portal.EventKind, c portal.Contact) portal.Event {
	e := sc.event(kind)
	e.Client, e.Contact, e.Detail = c.Client, c.ID, c.Name
	e.Subject = portal.Ref{Kind: portal.KindContact, ID: uint64(c.ID)}
	return e
}

// onContact runs a change of one contact of the scope's client for the office.
func (s *Service) onContact(ctx context.Context, sc Scope, id portal.ContactID, do func(*store.Tx, *portal.Contact) error) (c portal.Contact, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if c, err = tx.Contact(sc.sight, id); err != nil {
			return err
		}
		return do(tx, &c)
	})
	return c, err
}

// TurnOn turns a contact's access on and sends the invitation; clip says whether they may send files. Somebody
// whose access is on already gets no second mail.
func (s *Service) TurnOn(ctx context.Context, sc Scope, id portal.ContactID, clip bool) (portal.Contact, error) {
	return s.onContact(ctx, sc, id, func(tx *store.Tx, c *portal.Contact) error {
		if c.On {
			return nil
		}
		c.Permissions = c.Permissions.With(portal.UploadFiles, clip)
		if _, err := s.letIn(tx, sc, c, ""); err != nil {
			return err
		}
		return s.sendInvitation(tx, sc, c, portal.LetterFacts{})
	})
}

// ResendInvitation sends a contact a fresh invitation; the older link dies. One that was mailed a moment ago is
// not mailed twice.
func (s *Service) ResendInvitation(ctx context.Context, sc Scope, id portal.ContactID) (portal.Contact, error) {
	return s.onContact(ctx, sc, id, func(tx *store.Tx, c *portal.Contact) error {
		if err := mustBeOn(*c); err != nil {
			return err
		}
		if now, err := s.invitedNow(tx, *c); now || err != nil {
			return err
		}
		return s.sendInvitation(tx, sc, c, portal.LetterFacts{})
	})
}

// FreshLink makes a link to hand over, shown once. Who has signed in before needs none: theirs is the way to
// the sign-in page, and their older links stay as they are.
func (s *Service) FreshLink(ctx context.Context, sc Scope, id portal.ContactID) (h Handover, err error) {
	h.Contact, err = s.onContact(ctx, sc, id, func(tx *store.Tx, c *portal.Contact) error {
		if err := mustBeOn(*c); err != nil {
			return err
		}
		if c.Cloud() == portal.CloudOn {
			h.Link = s.signInLink(tx)
			return nil
		}
		h.Link, err = s.handOver(tx, sc, c)
		h.Ends = c.InviteEnds
		return err
	})
	return h, err
}

func mustBeOn(c portal.Contact) error {
	if !c.On {
		return portal.Invalid("%s has no portal access. Turn it on first.", c.Name)
	}
	return nil
}

// Disable takes a contact's access away at once: sessions, open pages and invitations end. Other clients of
// the same person stay as they are.
func (s *Service) Disable(ctx context.Context, sc Scope, id portal.ContactID) (portal.Contact, error) {
	return s.onContact(ctx, sc, id, func(tx *store.Tx, c *portal.Contact) error {
		return s.shut(tx, sc, c)
	})
}

// shut turns a contact off; one that is off already stays as it is.
func (s *Service) shut(tx *store.Tx, sc Scope, c *portal.Contact) error {
	if !c.On {
		return nil
	}
	c.On = false
	if err := tx.PutContact(c, c.Version); err != nil {
		return err
	}
	if err := s.endPlace(tx, *c); err != nil {
		return err
	}
	if err := tx.AddEvent(sc.contactEvent(portal.EventAccessOff, *c)); err != nil {
		return err
	}
	return s.tellAccess(tx, sc, *c, "Your portal access was switched off.")
}

// endPlace ends what a person has open at one contact: invitations, and sessions that act there.
func (s *Service) endPlace(tx *store.Tx, c portal.Contact) error {
	if err := endInvitations(tx, c.ID); err != nil {
		return err
	}
	return s.leave(tx, c)
}

// tellAccess mails a contact that their access has changed, where the business sends such mails.
func (s *Service) tellAccess(tx *store.Tx, sc Scope, c portal.Contact, what string) error {
	if c.Email == "" || !tx.Business().Notify.Sends(portal.NotifyAccess) {
		return nil
	}
	client, err := tx.Client(portal.Sight{Client: c.Client})
	if err != nil {
		return err
	}
	m := portal.Mail{Kind: portal.MailAccessChanged, To: c.Email, ToName: c.Name, Client: c.Client, Contact: c.ID, Person: c.Person}
	return s.post(tx, m, portal.LetterFacts{By: sc.name, Client: client.Name, What: what, At: tx.Now})
}

// SetClip switches a contact's attachments section.
func (s *Service) SetClip(ctx context.Context, sc Scope, id portal.ContactID, on bool) (portal.Contact, error) {
	return s.onContact(ctx, sc, id, func(tx *store.Tx, c *portal.Contact) error {
		if c.Clip() == on {
			return nil
		}
		c.Permissions = c.Permissions.With(portal.UploadFiles, on)
		if err := tx.PutContact(c, c.Version); err != nil {
			return err
		}
		e := sc.contactEvent(portal.EventClip, *c)
		e.Detail += map[bool]string{true: ": on", false: ": off"}[on]
		return tx.AddEvent(e)
	})
}

// SetPermissions changes what a contact may do. Staff may do so for everybody, and are told when a client is
// left without an Account admin; a contact who manages users may give what they have themselves, and can't
// take the last Account admin away.
func (s *Service) SetPermissions(ctx context.Context, sc Scope, id portal.ContactID, will portal.Permissions) (c portal.Contact, last bool, err error) {
	n := staffOf(portal.Office)
	if !sc.office {
		n = may(portal.ManageUsers)
	}
	err = s.change(ctx, sc, n, func(tx *store.Tx) error {
		if c, err = tx.Contact(sc.sight, id); err != nil {
			return err
		}
		last, err = s.permit(tx, sc, &c, will)
		return err
	})
	return c, last, err
}

func (s *Service) permit(tx *store.Tx, sc Scope, c *portal.Contact, will portal.Permissions) (last bool, err error) {
	if c.Permissions == will {
		return false, nil
	}
	n, err := admins(tx, c.Client)
	if err != nil {
		return false, err
	}
	last = c.On && portal.LastAdmin(c.Permissions, will, c.On, n)
	if !sc.office {
		if last {
			return last, portal.Invalid("%s is the last Account admin. Make somebody else one first.", c.Name)
		}
		if err := s.mayGrant(tx, sc, c.Permissions, will); err != nil {
			return last, err
		}
	}
	c.Permissions = will
	if err := tx.PutContact(c, c.Version); err != nil {
		return last, err
	}
	e := sc.contactEvent(portal.EventPermissions, *c)
	e.Detail += ": " + c.Preset().Name()
	return last, tx.AddEvent(e)
}

// mayGrant lets a contact switch only what they have themselves.
func (s *Service) mayGrant(tx *store.Tx, sc Scope, was, will portal.Permissions) error {
	own, err := s.effective(tx, sc)
	if err != nil {
		return err
	}
	_, err = portal.Grant(was^will, own)
	return err
}

// admins counts a client's contacts that are on and may do everything.
func admins(tx *store.Tx, client portal.ClientID) (n int, err error) {
	err = tx.ContactsOf(client, func(c portal.Contact) error {
		if c.On && !c.Archived && portal.PresetOf(c.Permissions) == portal.PresetAdmin {
			n++
		}
		return nil
	})
	return n, err
}

// SetModules switches modules for the whole client: off holds the permissions that are off.
func (s *Service) SetModules(ctx context.Context, sc Scope, off portal.Permissions) error {
	return s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		client, err := tx.Client(sc.sight)
		if err != nil || client.Off == off {
			return err
		}
		client.Off = off
		if err := tx.PutClient(&client, client.Version); err != nil {
			return err
		}
		e := sc.event(portal.EventModules)
		for _, m := range portal.Modules {
			if off&m.Group() == m.Group() {
				e.Detail += m.Name + " off. "
			}
		}
		return tx.AddEvent(e)
	})
}

// shutAtOnce bounds what one transaction turns off: a contact is some twenty writes.
const shutAtOnce = 20

// RevokeAll takes the access of every contact of the client away, and kills its registration link.
func (s *Service) RevokeAll(ctx context.Context, sc Scope) (n int, err error) {
	for {
		found := 0
		err := s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
			on, err := onContacts(tx, sc.sight.Client, shutAtOnce)
			if err != nil {
				return err
			}
			found = len(on)
			for i := range on {
				if err := s.shut(tx, sc, &on[i]); err != nil {
					return err
				}
			}
			return endSlips(tx, store.SlipRegister, uint64(sc.sight.Client))
		})
		n += found
		if err != nil || found < shutAtOnce {
			return n, err
		}
	}
}

func onContacts(tx *store.Tx, client portal.ClientID, limit int) (on []portal.Contact, err error) {
	err = tx.ContactsOf(client, func(c portal.Contact) error {
		if c.On && len(on) < limit {
			on = append(on, c)
		}
		return nil
	})
	return on, err
}

// autoAccess turns a contact's access on when the first document is sent to them, where the business wants
// that. Whoever had access before keeps what staff decided since.
func (s *Service) autoAccess(tx *store.Tx, by Scope, c portal.Contact) error {
	b := tx.Business()
	if !b.Portal.Automatic || !b.Portal.On || c.On || c.Archived || c.Email == "" || !c.Invited.IsZero() {
		return nil
	}
	client, err := tx.Client(portal.Sight{Client: c.Client})
	if err != nil || client.Archived {
		return err
	}
	if _, err := s.letIn(tx, by, &c, ""); err != nil {
		return err
	}
	return s.sendInvitation(tx, by, &c, portal.LetterFacts{})
}
