package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// StaffLine is a staff member with how they sign in.
type StaffLine struct {
	portal.Staff
	Username string
	Factor   bool // an authenticator app is set up
	Passkeys int
	Devices  int // signed in now
	Last     time.Time
}

// StaffList is everybody of the business. It is the Owner's alone.
func (s *Service) StaffList(ctx context.Context, sc Scope) (out []StaffLine, err error) {
	if err := sc.officeAt(portal.Owner); err != nil {
		return nil, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		out = nil
		all, err := tx.StaffList()
		for _, st := range all {
			l, err := staffLine(tx, st)
			if err != nil {
				return err
			}
			out = append(out, l)
		}
		return err
	})
	return out, err
}

func staffLine(tx *store.Tx, st portal.Staff) (l StaffLine, err error) {
	l = StaffLine{Staff: st, Last: st.LastSeen}
	p, err := tx.Person(st.Person)
	if err != nil {
		return l, err
	}
	l.Username, l.Factor, l.Passkeys = p.Username, len(p.TOTP) > 0, len(p.Passkeys)
	sessions, err := sessionsOf(tx, p.ID)
	for _, sess := range sessions {
		if !sess.Staff {
			continue
		}
		l.Devices++
		if sess.LastSeen.After(l.Last) {
			l.Last = sess.LastSeen
		}
	}
	return l, err
}

// StaffMember reads one staff member.
func (s *Service) StaffMember(ctx context.Context, sc Scope, id portal.StaffID) (l StaffLine, last bool, err error) {
	if err := sc.officeAt(portal.Owner); err != nil {
		return l, false, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		st, err := tx.Staff(id)
		if err != nil {
			return err
		}
		n, err := owners(tx)
		if err != nil {
			return err
		}
		last = portal.LastOwner(st.Role, portal.Employee, true, n) && !st.Off
		l, err = staffLine(tx, st)
		return err
	})
	return l, last, err
}

// owners counts the Owners that are not switched off.
func owners(tx *store.Tx) (n int, err error) {
	all, err := tx.StaffList()
	for _, st := range all {
		if st.Role == portal.Owner && !st.Off {
			n++
		}
	}
	return n, err
}

// NewStaff is who is to become a staff member.
type NewStaff struct {
	Name, Email string
	Role        portal.Role
}

// AddStaff makes a person a staff member and mails them the way in. The person may exist already, as a
// client's contact; one who was switched off comes back.
func (s *Service) AddStaff(ctx context.Context, sc Scope, n NewStaff) (id portal.StaffID, err error) {
	n.Name = strings.TrimSpace(n.Name)
	norm, err := checkStaff(n)
	if err != nil {
		return 0, err
	}
	err = s.change(ctx, sc, staffOf(portal.Owner), func(tx *store.Tx) error {
		p, err := s.staffPerson(tx, n, norm)
		if err != nil {
			return err
		}
		st, err := s.seat(tx, p, n)
		if err != nil {
			return err
		}
		id = st.ID
		if err := s.inviteStaff(tx, sc, st); err != nil {
			return err
		}
		e := sc.Actor.event(portal.EventStaffAdded)
		e.Detail, e.Subject = st.Name+", "+st.Role.Name(), portal.Ref{Kind: portal.KindStaff, ID: uint64(st.ID)}
		return tx.AddEvent(e)
	})
	return id, err
}

func checkStaff(n NewStaff) (norm string, err error) {
	var v portal.Check
	v.That(n.Name != "", "name", "Write the person’s name.")
	v.That(len(n.Name) <= 200, "name", "Keep the name under 200 letters.")
	norm, err = auth.NormalAddress(n.Email)
	v.That(err == nil, "email", "Write an e-mail address, like ann@example.com.")
	v.That(n.Role >= portal.Employee && n.Role <= portal.Owner, "role", "Choose a role.")
	return norm, v.Done()
}

// staffPerson is the person of an address, made here when there is none.
func (s *Service) staffPerson(tx *store.Tx, n NewStaff, norm string) (p portal.Person, err error) {
	if id, ok := tx.PersonByEmail(norm); ok {
		return tx.Person(id)
	}
	p = portal.Person{Name: n.Name, Email: strings.TrimSpace(n.Email), EmailNorm: norm, Created: tx.Now}
	p.Username = auth.Suggest(n.Name, func(u string) bool { _, ok := tx.PersonByUsername(u); return ok })
	return p, tx.PutPerson(&p, 0)
}

// seat gives a person a staff record, or the one back that was switched off.
func (s *Service) seat(tx *store.Tx, p portal.Person, n NewStaff) (st portal.Staff, err error) {
	if p.Staff != 0 {
		if st, err = tx.Staff(p.Staff); err != nil {
			return st, err
		}
		var v portal.Check
		v.That(st.Off, "email", "%s is on your staff already.", st.Name)
		if err := v.Done(); err != nil {
			return st, err
		}
		st.Off, st.Role, st.Name = false, n.Role, n.Name
		return st, tx.PutStaff(&st, st.Version)
	}
	st = portal.Staff{Person: p.ID, Name: n.Name, Role: n.Role, Email: p.Email, Created: tx.Now}
	if err := tx.PutStaff(&st, 0); err != nil {
		return st, err
	}
	p.Staff = st.ID
	return st, tx.PutPerson(&p, p.Version)
}

// inviteStaff mails the way in: staff prove who they are with a code, so the link holds no secret.
func (s *Service) inviteStaff(tx *store.Tx, sc Scope, st portal.Staff) error {
	m := portal.Mail{Kind: portal.MailInvitation, To: st.Email, ToName: st.Name, Person: st.Person}
	return s.post(tx, m, portal.LetterFacts{By: sc.name, At: tx.Now, Path: paths.SignIn().String()})
}

// InviteStaffAgain mails the way in once more, if that didn't happen a moment ago.
func (s *Service) InviteStaffAgain(ctx context.Context, sc Scope, id portal.StaffID) error {
	return s.change(ctx, sc, staffOf(portal.Owner), func(tx *store.Tx) error {
		st, err := tx.Staff(id)
		if err != nil {
			return err
		}
		if st.Off {
			return portal.Invalid("%s is switched off. Switch them on first.", st.Name)
		}
		if m, err := justMailed(tx, portal.MailInvitation, st.Email, 0); m.ID != 0 || err != nil {
			return err
		}
		return s.inviteStaff(tx, sc, st)
	})
}

// ErrLastOwner keeps a business from having nobody who can do everything.
var ErrLastOwner = portal.Invalid("This is the only Owner. Make somebody else an Owner first.")

// SetRole changes what a staff member may do, from their next click on.
func (s *Service) SetRole(ctx context.Context, sc Scope, id portal.StaffID, role portal.Role, was portal.Version) error {
	return s.changeStaff(ctx, sc, id, was, func(tx *store.Tx, st *portal.Staff) (string, error) {
		old := st.Role
		st.Role = role
		return "role " + old.Name() + " → " + role.Name(), nil
	})
}

// SwitchStaff switches a staff member off, ending their sessions at once, or on again.
func (s *Service) SwitchStaff(ctx context.Context, sc Scope, id portal.StaffID, on bool, was portal.Version) error {
	return s.changeStaff(ctx, sc, id, was, func(tx *store.Tx, st *portal.Staff) (string, error) {
		st.Off = !on
		if on {
			return "switched on", nil
		}
		return "switched off", endOffice(tx, st.Person)
	})
}

func (s *Service) changeStaff(ctx context.Context, sc Scope, id portal.StaffID, was portal.Version, do func(*store.Tx, *portal.Staff) (string, error)) error {
	return s.change(ctx, sc, staffOf(portal.Owner), func(tx *store.Tx) error {
		st, err := tx.Staff(id)
		if err != nil {
			return err
		}
		if st.Version != was {
			return portal.Conflict()
		}
		n, err := owners(tx)
		if err != nil {
			return err
		}
		old := st
		what, err := do(tx, &st)
		if err != nil {
			return err
		}
		if !old.Off && portal.LastOwner(old.Role, st.Role, !st.Off, n) {
			return ErrLastOwner
		}
		if err := tx.PutStaff(&st, was); err != nil {
			return err
		}
		e := sc.Actor.event(portal.EventStaffChanged)
		e.Detail, e.Subject = st.Name+", "+what, portal.Ref{Kind: portal.KindStaff, ID: uint64(st.ID)}
		return tx.AddEvent(e)
	})
}

// endOffice ends a person's sessions in the office. Where they are a client's contact too, they stay that.
func endOffice(tx *store.Tx, p portal.PersonID) error {
	all, err := sessionsOf(tx, p)
	for _, sess := range all {
		if sess.Staff || sess.PreviewClient != 0 {
			err = errors.Join(err, endSession(tx, sess, "Your staff account was switched off."))
		}
	}
	return err
}
