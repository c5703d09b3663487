package service

import (
	"context"
	"strings"
	"time"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// Asking is what the sign-in page sends.
type Asking struct {
	Who  string // username or e-mail address
	Keep bool   // stay signed in on this device
	Next string // local path to go to afterwards
	form []byte // what the code is for, where that has to be just the same
}

// Entry is an open door: the cookie's token, its session, and where to go.
type Entry struct {
	Token   string
	Session auth.Session
	Next    string
}

// found is what an identifier leads to. Both keys exist for known and unknown ones alike.
type found struct {
	person         portal.Person // zero when nobody may come in by that name
	address        string
	account, typed []byte
}

// find looks a username or address up. Whoever has no place to go to is nobody.
func (s *Service) find(tx *store.Tx, who string) (f found, err error) {
	normal, id, ok := "", portal.PersonID(0), false
	if strings.Contains(who, "@") {
		if normal, err = auth.NormalAddress(who); err != nil {
			return f, fault("who", "Write an e-mail address, like ann@example.com, or your username.")
		}
		id, ok = tx.PersonByEmail(normal)
	} else {
		if normal, err = auth.NormalUsername(who); err != nil {
			return f, fault("who", "Write your e-mail address or your username.")
		}
		id, ok = tx.PersonByUsername(normal)
	}
	f = found{address: normal, account: s.limitKey("nobody", normal), typed: s.limitKey("typed", normal)}
	if !ok {
		return f, nil
	}
	p, err := tx.Person(id)
	if err != nil {
		return f, err
	}
	places, err := s.places(tx, p)
	if err != nil || len(places) == 0 {
		return f, err
	}
	f.person, f.address, f.account = p, p.EmailNorm, s.limitKey("account", p.EmailNorm)
	return f, nil
}

// AskCode sends a sign-in code, if the address has an account; it never says whether it has.
func (s *Service) AskCode(ctx context.Context, from From, a Asking) error {
	if err := s.mayAsk(from); err != nil {
		return err
	}
	a.Who = strings.TrimSpace(a.Who)
	return s.db.Update(ctx, func(tx *store.Tx) error {
		f, err := s.find(tx, a.Who)
		if err != nil {
			return err
		}
		return s.ask(tx, from, a, f, auth.PurposeSignIn)
	})
}

func (s *Service) ask(tx *store.Tx, from From, a Asking, f found, purpose auth.Purpose) error {
	typed, err := s.guard(tx, f.typed)
	if err != nil {
		return err
	}
	if ok, wait := typed.Sends.Hit(tx.Now); !ok {
		return tooManyCodes(wait)
	}
	if err := putGuard(tx, f.typed, typed); err != nil {
		return err
	}
	return s.sendCode(tx, send{
		asked:   asked{Who: a.Who, Account: f.account, Typed: f.typed, Keep: a.Keep, Next: a.Next, Form: a.form},
		purpose: purpose, person: f.person, to: f.person.Email, address: f.address, from: from,
	})
}

func (s *Service) mayAsk(from From) error {
	if ok, wait := s.meter.asksIP.Hit(auth.IPKey(from.IP), s.now()); !ok {
		return limited(wait, "Too many codes were asked for from your network. Try again in %s.")
	}
	if ok, wait := s.meter.asks.Hit("", s.now()); !ok {
		return limited(wait, "Too many people are signing in right now. Try again in %s.")
	}
	return nil
}

func (s *Service) mayTry(from From) error {
	if ok, wait := s.meter.triesIP.Hit(auth.IPKey(from.IP), s.now()); !ok {
		return limited(wait, "Too many tries from your network. Try again in %s.")
	}
	if ok, wait := s.meter.tries.Hit("", s.now()); !ok {
		return limited(wait, "Too many people are signing in right now. Try again in %s.")
	}
	return nil
}

// Asked is what the page for the code shows.
type Asked struct {
	Who   string
	Wait  time.Duration // until another code can be asked for
	Email string        // of a new address
	Live  bool          // the code can still be entered
}

// AskedCode reads what this browser waits for; nothing is not found.
func (s *Service) AskedCode(ctx context.Context, from From, p auth.Purpose) (w Asked, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		a, err := waiting(tx, from.Browser, p)
		if err != nil {
			return err
		}
		g, err := s.guard(tx, a.Typed)
		live := !a.Spent && !a.Dead && tx.Now.Before(a.Expires)
		w = Asked{Who: a.Who, Wait: g.Sends.Wait(tx.Now), Email: a.Email, Live: live}
		return err
	})
	return w, err
}

// AskAgain sends another code to whoever this browser asked for before.
func (s *Service) AskAgain(ctx context.Context, from From) error {
	if err := s.mayAsk(from); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		old, err := waiting(tx, from.Browser, auth.PurposeSignIn)
		if err != nil {
			return err
		}
		f, err := s.find(tx, old.Who)
		if err != nil {
			return err
		}
		return s.ask(tx, from, Asking{Who: old.Who, Keep: old.Keep, Next: old.Next}, f, old.Purpose)
	})
}

// EnterCode takes a typed code. Whatever the verdict, it is answered only after the try is on disk.
func (s *Service) EnterCode(ctx context.Context, from From, code string, was auth.Session) (e Entry, err error) {
	var refused error
	err = s.tryCode(ctx, from, auth.PurposeSignIn, code, &refused, func(tx *store.Tx, a asked) error {
		how := "code"
		if a.Purpose == auth.PurposeNewDevice {
			how = "password and code"
		}
		e, refused, err = s.open(tx, a, from, was, how)
		return err
	})
	if err == nil {
		err = refused
	}
	return e, err
}

// tryCode tries a code for a purpose; a good one is followed by then, in the same transaction. What is
// refused for the person is left in refused, so that the count stays.
func (s *Service) tryCode(ctx context.Context, from From, p auth.Purpose, code string, refused *error, then func(*store.Tx, asked) error) error {
	if err := s.mayTry(from); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		*refused = nil
		a, err := waiting(tx, from.Browser, p)
		if err != nil {
			*refused = verdict(auth.VerdictElsewhere, 0)
			return nil
		}
		g, err := s.guard(tx, a.Account)
		if err != nil {
			return err
		}
		if ok, _ := g.CodesOpen(tx.Now); !ok {
			*refused = fault("code", "Too many wrong codes today. Open the link in the e-mail instead.")
			return nil
		}
		before := a.Tries
		v, left := a.Try(s.keys, code, from.Browser, tx.Now)
		if err := putChallenge(tx, a); err != nil {
			return err
		}
		if v == auth.VerdictOK {
			if err := s.proved(tx, a); err != nil {
				return err
			}
			return then(tx, a)
		}
		if *refused = verdict(v, left); a.Tries == before {
			return nil // nothing was guessed
		}
		return s.missed(tx, a, g, from)
	})
}

// proved ends the growing wait between codes: its owner has just shown up.
func (s *Service) proved(tx *store.Tx, a asked) error {
	for _, key := range [][]byte{a.Account, a.Typed} {
		g, err := s.guard(tx, key)
		if err != nil {
			return err
		}
		g.Sends.SignedIn()
		if err := putGuard(tx, key, g); err != nil {
			return err
		}
	}
	return nil
}

// missed counts a wrong code against the account and logs it.
func (s *Service) missed(tx *store.Tx, a asked, g auth.Guard, from From) error {
	g.Missed(tx.Now)
	if err := putGuard(tx, a.Account, g); err != nil {
		return err
	}
	p, _ := tx.Person(portal.PersonID(a.Person)) // nobody's address is logged as it was typed
	e := from.event(portal.EventSignInFailed, p)
	e.Failed, e.Detail = true, "Wrong code for “"+clip(a.Who, 80)+"”"
	return tx.AddEvent(e)
}

func verdict(v auth.Verdict, left int) error {
	switch v {
	case auth.VerdictWrong:
		return fault("code", "That code isn’t right. Tries left: %d.", left)
	case auth.VerdictMalformed:
		return fault("code", "A code has 6 digits.")
	case auth.VerdictElsewhere:
		return fault("code", "This browser hasn’t asked for a code. Start again from the sign-in page.")
	case auth.VerdictExpired:
		return fault("code", "That code has expired. Ask for a new one.")
	case auth.VerdictSpent:
		return fault("code", "That code has been used. Ask for a new one.")
	}
	return fault("code", "That code no longer works. Ask for a new one.")
}

// open begins the session of whoever a challenge was made for.
func (s *Service) open(tx *store.Tx, a asked, from From, was auth.Session, how string) (Entry, error, error) {
	p, err := tx.Person(portal.PersonID(a.Person))
	if err != nil {
		return Entry{}, nil, err
	}
	e, refused, err := s.signIn(tx, p, arrival{from: from, was: was, how: how, keep: a.Keep})
	e.Next = a.Next
	return e, refused, err
}

// LinkPage is what the page behind a mailed link shows before its click.
type LinkPage struct {
	Who  string
	Name string
}

func linkDead() error {
	return portal.Invalid("This link has expired or was used already. Ask for a new code.")
}

// CheckLink tells whether a mailed link still works, and changes nothing: mail scanners open links too.
func (s *Service) CheckLink(ctx context.Context, token string) (l LinkPage, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		a, err := byLink(tx, token)
		if err != nil || a.CheckLink(token, tx.Now) != auth.VerdictOK {
			return linkDead()
		}
		p, err := tx.Person(portal.PersonID(a.Person))
		l = LinkPage{Who: p.Email, Name: p.Name}
		return err
	})
	return l, err
}

func byLink(tx *store.Tx, token string) (asked, error) {
	if !auth.TokenShaped(token) {
		return asked{}, portal.NotFound()
	}
	return challenge(tx, auth.HashToken(token))
}

// UseLink signs in by a mailed link, after its confirming click. It works on any browser.
func (s *Service) UseLink(ctx context.Context, from From, token string, was auth.Session) (e Entry, err error) {
	if err := s.mayTry(from); err != nil {
		return e, err
	}
	var refused error
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		refused = nil
		a, err := byLink(tx, token)
		if err != nil || a.UseLink(token, tx.Now) != auth.VerdictOK || a.Purpose != auth.PurposeSignIn && a.Purpose != auth.PurposeNewDevice {
			refused = linkDead()
			return nil
		}
		if err := putChallenge(tx, a); err != nil {
			return err
		}
		if err := s.proved(tx, a); err != nil {
			return err
		}
		e, refused, err = s.open(tx, a, from, was, "link")
		return err
	})
	if err == nil {
		err = refused
	}
	return e, err
}
