package service

import (
	"context"
	"strings"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// AskEmail begins a change of the person's address: a code goes to the new one. An address that somebody
// else has gets none, and the page says the same.
func (s *Service) AskEmail(ctx context.Context, sc Scope, from From, address string) error {
	if err := s.mayAsk(from); err != nil {
		return err
	}
	address = strings.TrimSpace(address)
	normal, err := auth.NormalAddress(address)
	if err != nil {
		return fault("email", "Write an e-mail address, like ann@example.com.")
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		p, sess, err := s.own(tx, sc)
		switch {
		case err != nil:
			return err
		case !sess.Fresh(tx.Now):
			return errFresh
		case normal == p.EmailNorm:
			return fault("email", "That is your address already.")
		}
		typed := s.limitKey("new address", p.EmailNorm)
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
		d := send{
			asked:   asked{Who: p.Email, Email: address, Typed: typed, Account: s.limitKey("account", normal)},
			purpose: auth.PurposeAddress, person: p, to: address, address: normal, from: from,
		}
		if _, taken := tx.PersonByEmail(normal); taken {
			d.person, d.to = portal.Person{}, ""
		}
		return s.sendCode(tx, d)
	})
}

// ConfirmEmail takes the code from the new address and changes to it.
func (s *Service) ConfirmEmail(ctx context.Context, sc Scope, from From, code string) error {
	var refused error
	err := s.tryCode(ctx, from, auth.PurposeAddress, code, &refused, func(tx *store.Tx, a asked) error {
		p, sess, err := s.own(tx, sc)
		if err != nil {
			return err
		}
		if portal.PersonID(a.Person) != p.ID {
			refused = verdict(auth.VerdictElsewhere, 0)
			return nil
		}
		if !sess.Fresh(tx.Now) {
			return errFresh
		}
		normal, err := auth.NormalAddress(a.Email)
		if err != nil {
			return err
		}
		if _, taken := tx.PersonByEmail(normal); taken { // meanwhile
			refused = portal.Invalid("That address can’t be used.")
			return nil
		}
		d := delicate{
			kind: portal.EventEmailChanged, detail: p.Email + " → " + a.Email,
			tell: "The e-mail address of your account was changed",
		}
		return s.finishOwn(tx, sc, p, d, func(tx *store.Tx, p *portal.Person) error { return moveTo(tx, p, a.Email, normal) })
	})
	if err == nil {
		err = refused
	}
	return err
}

// moveTo gives a person another address, and those of their places that had the old one.
func moveTo(tx *store.Tx, p *portal.Person, email, normal string) error {
	old := p.EmailNorm
	p.Email, p.EmailNorm = email, normal
	if p.Staff != 0 {
		st, err := tx.Staff(p.Staff)
		if err != nil {
			return err
		}
		st.Email = email
		if err := tx.PutStaff(&st, st.Version); err != nil {
			return err
		}
	}
	var moved []portal.Contact
	err := tx.PlacesOf(p.ID, func(c portal.Contact) error {
		_, taken := tx.ContactByEmail(c.Client, normal)
		if c.EmailNorm == old && !taken {
			moved = append(moved, c)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range moved {
		c.Email, c.EmailNorm = email, normal
		if err := tx.PutContact(&c, c.Version); err != nil {
			return err
		}
	}
	return nil
}
