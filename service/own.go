package service

import (
	"context"
	"errors"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// own reads the person and session behind a scope, for what only the person may do: sign-in settings and
// devices are theirs, not those of staff who look at or act for the client.
func (s *Service) own(tx *store.Tx, sc Scope) (p portal.Person, sess auth.Session, err error) {
	if sc.mode != Own {
		return p, sess, &portal.Error{Code: portal.CodeForbidden, Msg: portal.T("Only the person themself can see or change this")}
	}
	if sess, err = session(tx, sc.session); err != nil {
		return p, sess, &portal.Error{Code: portal.CodeSignIn, Msg: portal.T("You are signed out.")}
	}
	p, err = tx.Person(sc.person)
	return p, sess, err
}

// errFresh asks for a code that proves again who sits there.
var errFresh = &portal.Error{Code: portal.CodeForbidden, Msg: portal.T("Confirm that it’s you first")}

// NeedsCode reports whether an action was refused because it wants a fresh code first.
func NeedsCode(err error) bool { return errors.Is(err, errFresh) }

// delicate is a change of how somebody signs in.
type delicate struct {
	kind    portal.EventKind
	detail  string // for the log
	tell    string // for the mail, a message key
	settled bool   // without a fresh code: the door has just seen one
}

// changeOwn changes how a person signs in: with a fresh code, ending their other sessions, telling their
// address as it was.
func (s *Service) changeOwn(ctx context.Context, sc Scope, d delicate, do func(*store.Tx, *portal.Person) error) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		p, sess, err := s.own(tx, sc)
		if err != nil {
			return err
		}
		if !d.settled && !sess.Fresh(tx.Now) {
			return errFresh
		}
		return s.finishOwn(tx, sc, p, d, do)
	})
}

func (s *Service) finishOwn(tx *store.Tx, sc Scope, p portal.Person, d delicate, do func(*store.Tx, *portal.Person) error) error {
	told := p
	if err := do(tx, &p); err != nil {
		return err
	}
	if err := tx.PutPerson(&p, p.Version); err != nil {
		return err
	}
	if err := endOthers(tx, sc, "Your sign-in settings were changed on another device. Sign in again."); err != nil {
		return err
	}
	e := sc.Actor.event(d.kind)
	e.Contact, e.Client, e.Detail = sc.contact, sc.sight.Client, d.detail
	if err := tx.AddEvent(e); err != nil {
		return err
	}
	return s.post(tx, portal.Mail{Kind: portal.MailChanged, To: told.Email, ToName: told.Name, Person: told.ID},
		portal.LetterFacts{What: d.tell, By: told.Name, Path: string(paths.MineOf(told.Staff != 0).URL()), Device: auth.DeviceLabel(sc.from.UserAgent), IP: sc.from.ip(), At: tx.Now})
}

// endOthers ends all sessions of the scope's person but the scope's own.
func endOthers(tx *store.Tx, sc Scope, why string) error {
	all, err := sessionsOf(tx, sc.person)
	if err != nil {
		return err
	}
	for _, sess := range all {
		if sess.Hash == sc.session {
			continue
		}
		if err := endSession(tx, sess, why); err != nil {
			return err
		}
	}
	return nil
}

// AskConfirm mails the signed-in person a code that proves again who sits there.
func (s *Service) AskConfirm(ctx context.Context, sc Scope, from From) error {
	if err := s.mayAsk(from); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		p, _, err := s.own(tx, sc)
		if err != nil {
			return err
		}
		f := found{person: p, address: p.EmailNorm, account: s.limitKey("account", p.EmailNorm), typed: s.limitKey("confirm", p.EmailNorm)}
		return s.ask(tx, from, Asking{Who: p.Email}, f, auth.PurposeConfirm)
	})
}

// Confirm takes the code; what is delicate is open for ten minutes then.
func (s *Service) Confirm(ctx context.Context, sc Scope, from From, code string) error {
	var refused error
	err := s.tryCode(ctx, from, auth.PurposeConfirm, code, &refused, func(tx *store.Tx, a asked) error {
		p, sess, err := s.own(tx, sc)
		if err != nil {
			return err
		}
		if portal.PersonID(a.Person) != p.ID {
			refused = verdict(auth.VerdictElsewhere, 0)
			return nil
		}
		sess.Refresh(tx.Now)
		return putSession(tx, sess)
	})
	if err == nil {
		err = refused
	}
	return err
}
