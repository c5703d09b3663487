package service

import (
	"context"
	"errors"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// enrolLife is how long somebody may take between seeing the QR code and the first code of the app.
const enrolLife = 20 * time.Minute

// Factor is what a person's page says about their authenticator app.
type Factor struct {
	On        bool
	Since     time.Time
	Recovery  int  // codes left
	Required  bool // by the Owner, for all staff
	Enrolment *auth.Enrolment
}

func totpOf(p portal.Person) (t auth.TOTP, err error) {
	if len(p.TOTP) == 0 {
		return t, nil
	}
	return t, cbor.Unmarshal(p.TOTP, &t)
}

func factorOf(tx *store.Tx, p portal.Person) (Factor, error) {
	t, err := totpOf(p)
	return Factor{On: len(p.TOTP) > 0, Since: t.Confirmed, Recovery: t.RecoveryLeft(), Required: tx.Business().SignIn.StaffTOTP}, err
}

// staffOwn is own for what only staff have.
func (s *Service) staffOwn(tx *store.Tx, sc Scope) (p portal.Person, sess auth.Session, err error) {
	if p, sess, err = s.own(tx, sc); err != nil {
		return p, sess, err
	}
	if p.Staff == 0 {
		return p, sess, portal.Forbidden()
	}
	return p, sess, nil
}

// TOTP reads the state of the person's authenticator app, and of a set-up that was begun.
func (s *Service) TOTP(ctx context.Context, sc Scope) (f Factor, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p, sess, err := s.staffOwn(tx, sc)
		if err != nil {
			return err
		}
		if f, err = factorOf(tx, p); err != nil || f.On {
			return err
		}
		t, err := pendingTOTP(tx, sess)
		if err != nil {
			return nil // not begun
		}
		e, err := t.Enrolment(s.keys, uint64(p.ID), tx.Business().Profile.Name, p.Email)
		f.Enrolment = &e
		return err
	})
	return f, err
}

func pendingTOTP(tx *store.Tx, sess auth.Session) (t auth.TOTP, err error) {
	slip, err := tx.Slip(store.SlipEnrol, sess.Hash)
	if err != nil {
		return t, err
	}
	return t, cbor.Unmarshal(slip.Data, &t)
}

// BeginTOTP makes the secret of a new authenticator; it protects nothing until ConfirmTOTP.
func (s *Service) BeginTOTP(ctx context.Context, sc Scope, atDoor bool) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		p, sess, err := s.staffOwn(tx, sc)
		if err != nil {
			return err
		}
		if len(p.TOTP) > 0 {
			return portal.Invalid("Your authenticator app is set up already.")
		}
		if !atDoor && !sess.Fresh(tx.Now) {
			return errFresh
		}
		data, err := cbor.Marshal(auth.NewTOTP(s.keys, uint64(p.ID), tx.Now))
		if err != nil {
			return err
		}
		return tx.PutSlip(store.Slip{Kind: store.SlipEnrol, Hash: sess.Hash, Owner: uint64(p.ID), Expires: tx.Now.Add(enrolLife), Data: data})
	})
}

// QR draws the code that the authenticator app scans.
func (s *Service) QR(ctx context.Context, sc Scope) ([]byte, error) {
	f, err := s.TOTP(ctx, sc)
	if err != nil {
		return nil, err
	}
	if f.Enrolment == nil {
		return nil, portal.NotFound()
	}
	return auth.QRSVG(f.Enrolment.URL)
}

// ConfirmTOTP takes the app's first code and answers the recovery codes, which are shown once.
func (s *Service) ConfirmTOTP(ctx context.Context, sc Scope, code string, atDoor bool) (recovery []string, err error) {
	if err := s.mayTry(sc.from); err != nil {
		return nil, err
	}
	d := delicate{kind: portal.EventFactor, detail: "authenticator app added", tell: "An authenticator app was added to your account", settled: atDoor}
	err = s.changeOwn(ctx, sc, d, func(tx *store.Tx, p *portal.Person) error {
		_, sess, err := s.staffOwn(tx, sc)
		if err != nil {
			return err
		}
		t, err := pendingTOTP(tx, sess)
		if err != nil || len(p.TOTP) > 0 {
			return fault("code", "That took too long. Begin again.")
		}
		ok, err := t.Verify(s.keys, uint64(p.ID), code, tx.Now)
		if err != nil {
			return err
		}
		if !ok {
			return fault("code", "That code isn’t right. Type the newest one that the app shows.")
		}
		recovery = t.NewRecovery(s.keys, uint64(p.ID))
		if p.TOTP, err = cbor.Marshal(t); err != nil {
			return err
		}
		sess.SecondFactorDone = true
		if err := putSession(tx, sess); err != nil {
			return err
		}
		return tx.DeleteSlip(store.SlipEnrol, sess.Hash)
	})
	return recovery, err
}

// NewRecovery replaces the recovery codes.
func (s *Service) NewRecovery(ctx context.Context, sc Scope) (codes []string, err error) {
	d := delicate{kind: portal.EventFactor, detail: "new recovery codes", tell: "New recovery codes were made for your account"}
	err = s.changeOwn(ctx, sc, d, func(_ *store.Tx, p *portal.Person) error {
		t, err := totpOf(*p)
		if err != nil || len(p.TOTP) == 0 {
			return errors.Join(err, portal.Invalid("Set up an authenticator app first."))
		}
		codes = t.NewRecovery(s.keys, uint64(p.ID))
		p.TOTP, err = cbor.Marshal(t)
		return err
	})
	return codes, err
}

// RemoveTOTP takes the authenticator app away.
func (s *Service) RemoveTOTP(ctx context.Context, sc Scope) error {
	d := delicate{kind: portal.EventFactor, detail: "authenticator app removed", tell: "The authenticator app was removed from your account"}
	return s.changeOwn(ctx, sc, d, func(_ *store.Tx, p *portal.Person) error {
		if len(p.TOTP) == 0 {
			return portal.Invalid("There is no authenticator app to remove.")
		}
		p.TOTP = nil
		return nil
	})
}

// EnterTOTP takes the second factor at the door: a code of the app, or a recovery code.
func (s *Service) EnterTOTP(ctx context.Context, sc Scope, code, recovery string) (e Entry, err error) {
	if err := s.mayTry(sc.from); err != nil {
		return e, err
	}
	var refused error
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		refused = nil
		p, sess, err := s.staffOwn(tx, sc)
		if err != nil {
			return err
		}
		how, err := s.secondFactor(tx, &p, code, recovery)
		if err != nil {
			refused = err
			return s.factorMissed(tx, sc, p)
		}
		if err := tx.PutPerson(&p, p.Version); err != nil {
			return err
		}
		sess.SecondFactorDone = true
		if e.Session, e.Token, err = rotate(tx, sess); err != nil {
			return err
		}
		ev := sc.Actor.event(portal.EventSignedIn)
		ev.Detail = how
		return tx.AddEvent(ev)
	})
	if err == nil {
		err = refused
	}
	return e, err
}

// secondFactor checks a code of the app or a recovery code and says which it was.
func (s *Service) secondFactor(tx *store.Tx, p *portal.Person, code, recovery string) (how string, err error) {
	g, err := s.guard(tx, s.factorKey(*p))
	if err != nil {
		return "", err
	}
	if ok, wait := g.CodesOpen(tx.Now); !ok {
		return "", limited(wait, "Too many wrong codes today. Try again in %s, or ask an Owner to reset your second factor.")
	}
	t, err := totpOf(*p)
	if err != nil {
		return "", err
	}
	field, ok := "code", false
	if recovery != "" {
		field, ok, how = "recovery", t.UseRecovery(s.keys, uint64(p.ID), recovery, tx.Now), "recovery code"
	} else {
		ok, err = t.Verify(s.keys, uint64(p.ID), code, tx.Now)
		how = "authenticator app"
	}
	switch {
	case errors.Is(err, auth.ErrTOTPKey): // restored without its key: set up anew (SPEC §11)
		p.TOTP = nil
		return "authenticator app reset: the secret key has changed", nil
	case err != nil:
		return "", err
	case !ok:
		return "", fault(field, "That code isn’t right, or it was used already.")
	}
	p.TOTP, err = cbor.Marshal(t)
	return how, err
}

func (s *Service) factorKey(p portal.Person) []byte { return s.limitKey("factor", p.EmailNorm) }

func (s *Service) factorMissed(tx *store.Tx, sc Scope, p portal.Person) error {
	g, err := s.guard(tx, s.factorKey(p))
	if err != nil {
		return err
	}
	g.Missed(tx.Now)
	if err := putGuard(tx, s.factorKey(p), g); err != nil {
		return err
	}
	e := sc.Actor.event(portal.EventSignInFailed)
	e.Failed, e.Detail = true, "Wrong second factor"
	return tx.AddEvent(e)
}
