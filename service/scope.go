package service

import (
	"context"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// Mode says how a person stands in a client's portal.
type Mode uint8

// The modes.
const (
	Own     Mode = iota // the contact themself, or staff in the office
	Preview             // staff looking through a contact: read-only
	Act                 // staff acting for the client
)

// Actor is who acts, made only here.
type Actor struct {
	person  portal.PersonID
	name    string
	staff   portal.StaffID
	role    portal.Role
	mode    Mode
	from    From
	session [32]byte
	system  bool // the program itself
}

// Person is who signed in.
func (a Actor) Person() portal.PersonID { return a.person }

// Name is the person's name.
func (a Actor) Name() string { return a.name }

// Role is the staff role that acts now; RoleNone in a client's portal.
func (a Actor) Role() portal.Role { return a.role }

// Mode tells a preview from the real thing.
func (a Actor) Mode() Mode { return a.mode }

// Scope is an actor with what may be seen and done: the only way to fetch. Made only here.
type Scope struct {
	Actor
	sight   portal.Sight
	may     portal.Permissions
	contact portal.ContactID
	client  string // name, for the log
	office  bool

	// Of a document link: see linkScope.
	link   [32]byte
	only   portal.Ref
	linked portal.ClientID
}

// May reports whether a contact has a permission right now.
func (sc Scope) May(p portal.Permission) bool { return sc.may.Has(p) }

// Permissions is everything a contact may do right now.
func (sc Scope) Permissions() portal.Permissions { return sc.may }

// Client is the one client of the scope; 0 in the office.
func (sc Scope) Client() portal.ClientID { return sc.sight.Client }

// Contact is the place the person acts in; 0 for staff, and in a preview without a contact.
func (sc Scope) Contact() portal.ContactID { return sc.contact }

// Whole reports whether the scope takes in the whole account, not only some of its properties.
func (sc Scope) Whole() bool { return sc.sight.Properties == nil }

// Office reports whether staff act, in the office.
func (sc Scope) Office() bool { return sc.office }

// need is what a change asks for: a permission of a contact, or a role of staff.
type need struct {
	permission portal.Permission
	role       portal.Role
	in         bool // only to be signed in, with any or no permission
}

func may(p portal.Permission) need { return need{permission: p} }
func staffOf(r portal.Role) need   { return need{role: r} }

// signedIn is what everybody may do about themselves.
var signedIn = need{in: true}

// change runs a transaction for a scope, after looking the actor's access up again inside it: what was
// allowed when the page was drawn may not be any more.
func (s *Service) change(ctx context.Context, sc Scope, n need, do func(*store.Tx) error) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		if err := s.stillMay(tx, sc, n); err != nil {
			return err
		}
		return do(tx)
	})
}

func (s *Service) stillMay(tx *store.Tx, sc Scope, n need) error {
	if sc.ByLink() {
		return s.stillLinked(tx, sc, n)
	}
	if _, err := tx.Slip(store.SlipSession, sc.session); err != nil && sc.session != ([32]byte{}) {
		return &portal.Error{Code: portal.CodeSignIn, Msg: portal.T("You are signed out.")}
	}
	if sc.system {
		return systemMay(n)
	}
	if sc.mode == Preview {
		return &portal.Error{Code: portal.CodeForbidden, Msg: portal.T("A preview changes nothing. Choose “Act for this client” first.")}
	}
	if sc.staff != 0 {
		if err := stillStaff(tx, sc, n); err != nil || sc.office {
			return err
		}
	}
	if sc.mode == Act {
		if err := stillActing(tx, sc, n); err != nil {
			return err
		}
	}
	if n.role != portal.RoleNone {
		return portal.Forbidden()
	}
	if n.in {
		return nil
	}
	allowed, err := s.effective(tx, sc)
	if err != nil {
		return err
	}
	if !allowed.Has(n.permission) {
		return portal.Forbidden()
	}
	return nil
}

// systemMay is what the program may do by itself: all that staff may. It is nobody, so nothing is its own.
func systemMay(n need) error {
	if n.in {
		return portal.Forbidden()
	}
	return nil
}

func stillStaff(tx *store.Tx, sc Scope, n need) error {
	if sc.system {
		return systemMay(n)
	}
	st, err := tx.Staff(sc.staff)
	if err != nil {
		return err
	}
	least := n.role
	if !sc.office {
		least = portal.Office // acting for a client
	}
	if st.Off || st.Role < least {
		return portal.Forbidden()
	}
	return nil
}

// ownOnly is what stays the client's own, whoever acts for them.
var ownOnly = portal.Set(portal.AcceptEstimates, portal.SignForms)

// stillActing refuses what staff can't do for a client, and everything once their time is over.
func stillActing(tx *store.Tx, sc Scope, n need) error {
	sess, err := session(tx, sc.session)
	if err != nil || !sess.Previewing(tx.Now) || !sess.Acting {
		return &portal.Error{Code: portal.CodeForbidden, Msg: portal.T("The preview is over.")}
	}
	if n.in || n.role == portal.RoleNone && ownOnly.Has(n.permission) {
		return &portal.Error{Code: portal.CodeForbidden, Msg: portal.T("Accepting, signing, sign-in settings and devices stay the client’s own.")}
	}
	return nil
}

// effective reads all switches of SPEC §2 for the scope's contact.
func (s *Service) effective(tx *store.Tx, sc Scope) (portal.Permissions, error) {
	if sc.contact == 0 { // a preview of a client without contacts
		client, err := tx.Client(sc.sight)
		return accessOf(tx.Business(), client, portal.Contact{On: true, Permissions: tx.Business().Portal.Default}).Effective(), err
	}
	c, err := tx.Contact(portal.Sight{Client: sc.sight.Client}, sc.contact)
	if err != nil {
		return 0, err
	}
	client, err := tx.Client(sc.sight)
	if err != nil {
		return 0, err
	}
	if sc.mode != Own {
		c.On = true // staff see what the contact would see
	}
	return accessOf(tx.Business(), client, c).Effective(), nil
}

func accessOf(b *portal.Business, client portal.Client, c portal.Contact) portal.Access {
	return portal.Access{
		PortalOn: b.Portal.On, Business: b.Portal.Allows(), Client: portal.AllPermissions &^ client.Off,
		Contact: c.Permissions, ContactOn: c.On, ClientGone: client.Archived || c.Archived,
	}
}

// ForRecord narrows staff into the one client that owns a record. An absent record is not found; so is
// every record that an Employee isn't assigned to.
func (s *Service) ForRecord(ctx context.Context, a Actor, r portal.Ref) (sc Scope, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		sc, err = narrow(tx, a, r)
		return err
	})
	return sc, err
}

// narrow is ForRecord in a transaction that is open already.
func narrow(tx *store.Tx, a Actor, r portal.Ref) (Scope, error) {
	if a.role < portal.Office {
		return Scope{}, portal.NotFound()
	}
	owner, err := ownerOf(tx, r)
	if err != nil {
		return Scope{}, err
	}
	client, err := tx.Client(portal.Sight{Client: owner})
	if err != nil {
		return Scope{}, err
	}
	return Scope{Actor: a, sight: portal.Sight{Client: owner}, client: client.Name, office: true}, nil
}

func ownerOf(tx *store.Tx, r portal.Ref) (portal.ClientID, error) {
	switch r.Kind {
	case portal.KindClient:
		return portal.ClientID(r.ID), nil
	case portal.KindContact:
		return tx.ContactOwner(portal.ContactID(r.ID))
	case portal.KindInvoice:
		return tx.InvoiceOwner(portal.InvoiceID(r.ID))
	case portal.KindPayment:
		return tx.PaymentOwner(portal.PaymentID(r.ID))
	case portal.KindDocument:
		return tx.DocumentOwner(portal.DocumentID(r.ID))
	case portal.KindRecurring:
		return tx.RecurringOwner(portal.RecurringID(r.ID))
	case portal.KindEstimate:
		return tx.EstimateOwner(portal.EstimateID(r.ID))
	case portal.KindCreditNote:
		return tx.CreditNoteOwner(portal.CreditNoteID(r.ID))
	case portal.KindRequest:
		return tx.RequestOwner(portal.RequestID(r.ID))
	case portal.KindBatch:
		return tx.BatchOwner(portal.BatchID(r.ID))
	}
	return 0, portal.NotFound()
}

// event begins a line of the audit log about the scope's client.
func (sc Scope) event(kind portal.EventKind) portal.Event {
	e := sc.Actor.event(kind)
	e.Client, e.Contact = sc.sight.Client, sc.contact
	if sc.mode == Act {
		e.Behalf = sc.client
	}
	return e
}

// event begins a line of the audit log.
func (a Actor) event(kind portal.EventKind) portal.Event {
	return portal.Event{
		Kind: kind, Person: a.person, Name: a.name, Staff: a.staff != 0, IP: a.from.ip(), Device: auth.DeviceLabel(a.from.UserAgent),
	}
}

// System is the program itself: scheduled work, the command line, the demo's data. It has no staff record, so
// change lets it through by its mark; like staff it narrows into one client with ForRecord.
func System() Scope {
	return Scope{Actor: Actor{name: "Portico", role: portal.Owner, system: true}, office: true}
}
