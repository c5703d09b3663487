package service

import (
	"context"
	"errors"
	"strings"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// PasswordAsking is what the password page sends.
type PasswordAsking struct {
	Asking
	Password string
}

// EnterPassword signs in with a password where the business allows it. On a browser that the person hasn't
// used before, a code is mailed as well: then the token is empty and the page for the code comes next.
func (s *Service) EnterPassword(ctx context.Context, from From, a PasswordAsking, was auth.Session) (e Entry, err error) {
	if err := s.mayTry(from); err != nil {
		return e, err
	}
	a.Who = strings.TrimSpace(a.Who)
	f, hash, err := s.passwordOf(ctx, a.Who)
	if err != nil {
		return e, err
	}
	ok, err := s.passwords().Verify(ctx, hash, a.Password)
	if err != nil {
		return e, tooBusy(err)
	}
	var refused error
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		e, refused = Entry{}, nil
		key := s.limitKey("password", f.address)
		g, err := s.guard(tx, key)
		if err != nil {
			return err
		}
		if open, _ := g.CodesOpen(tx.Now); !open {
			refused = portal.Invalid("Too many wrong passwords today. Sign in with a code instead.")
			return nil
		}
		if !ok || f.person.ID == 0 {
			refused = portal.Invalid("That username and password don’t match.")
			return s.passwordMissed(tx, key, g, f, from, a.Who)
		}
		e, refused, err = s.withPassword(tx, from, a, f, was)
		return err
	})
	if err == nil {
		err = refused
	}
	return e, err
}

func tooBusy(err error) error {
	if errors.Is(err, auth.ErrBusy) {
		return &portal.Error{Code: portal.CodeLimited, Msg: portal.T("Too many people are signing in right now. Try again in a moment."), Cause: err}
	}
	return err
}

// passwordOf finds whose password it should be; a name that nobody has answers an empty hash, which costs as
// much to check.
func (s *Service) passwordOf(ctx context.Context, who string) (f found, hash string, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		if !tx.Business().SignIn.Passwords {
			return portal.NotFound()
		}
		f, err = s.find(tx, who)
		hash = f.person.PasswordHash
		return err
	})
	return f, hash, err
}

func (s *Service) passwordMissed(tx *store.Tx, key []byte, g auth.Guard, f found, from From, who string) error {
	g.Missed(tx.Now)
	if err := putGuard(tx, key, g); err != nil {
		return err
	}
	e := from.event(portal.EventSignInFailed, f.person)
	e.Failed, e.Detail = true, "Wrong password for “"+clip(who, 80)+"”"
	return tx.AddEvent(e)
}

func (s *Service) withPassword(tx *store.Tx, from From, a PasswordAsking, f found, was auth.Session) (Entry, error, error) {
	if !knownDevice(tx, f.person.ID, from.Browser) {
		err := s.ask(tx, from, a.Asking, f, auth.PurposeNewDevice)
		return Entry{}, nil, err
	}
	e, refused, err := s.signIn(tx, f.person, arrival{from: from, was: was, how: "password", keep: a.Keep})
	e.Next = a.Next
	return e, refused, err
}

// hashNew checks a new password against the policy and hashes it, outside of any transaction.
func (s *Service) hashNew(ctx context.Context, field, password string, p portal.Person) (string, error) {
	b, err := s.Business(ctx)
	if err != nil {
		return "", err
	}
	if !b.SignIn.Passwords {
		return "", portal.Forbidden()
	}
	if err := passwordFault(field, auth.PasswordPolicy(password, p.Username, p.Email, p.Name, b.Profile.Name)); err != nil {
		return "", err
	}
	hash, err := s.passwords().Hash(ctx, password)
	return hash, tooBusy(err)
}

func passwordFault(field string, f auth.PasswordFault) error {
	switch f {
	case auth.PasswordGood:
		return nil
	case auth.PasswordShort:
		return fault(field, "Use at least %d characters. A few words in a row are fine.", auth.PasswordMin)
	case auth.PasswordLong:
		return fault(field, "Use at most %d characters.", auth.PasswordMax)
	case auth.PasswordPersonal:
		return fault(field, "Leave your own name, username, address and the business’s name out of it.")
	case auth.PasswordCommon:
		return fault(field, "That is too easy to guess. Add a word or two that don’t belong together.")
	}
	return fault(field, "That password has characters that can’t be used.")
}

// SetPassword sets or changes the person's password.
func (s *Service) SetPassword(ctx context.Context, sc Scope, password string) error {
	return s.setPassword(ctx, sc, password, delicate{
		kind: portal.EventPassword, detail: "password set", tell: "Your password was changed",
	})
}

// ReplacePassword is the door's forced change of a password that somebody else made.
func (s *Service) ReplacePassword(ctx context.Context, sc Scope, password string) error {
	return s.setPassword(ctx, sc, password, delicate{
		kind: portal.EventPassword, detail: "first password replaced", tell: "Your password was changed", settled: true,
	})
}

func (s *Service) setPassword(ctx context.Context, sc Scope, password string, d delicate) error {
	var p portal.Person
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		p, _, err = s.own(tx, sc)
		return err
	})
	if err != nil {
		return err
	}
	if d.settled && !p.MustChange {
		return portal.Forbidden()
	}
	if d.settled {
		same, err := s.passwords().Verify(ctx, p.PasswordHash, password)
		if err != nil {
			return tooBusy(err)
		}
		if same {
			return fault("password", "Choose a password of your own, not the one you were given.")
		}
	}
	hash, err := s.hashNew(ctx, "password", password, p)
	if err != nil {
		return err
	}
	return s.changeOwn(ctx, sc, d, func(_ *store.Tx, p *portal.Person) error {
		p.PasswordHash, p.MustChange = hash, false
		return nil
	})
}

// RemovePassword takes the person's password away.
func (s *Service) RemovePassword(ctx context.Context, sc Scope) error {
	d := delicate{kind: portal.EventPassword, detail: "password removed", tell: "Your password was removed"}
	return s.changeOwn(ctx, sc, d, func(_ *store.Tx, p *portal.Person) error {
		p.PasswordHash, p.MustChange = "", false
		return nil
	})
}
