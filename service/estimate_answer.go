package service

import (
	"bytes"
	"context"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// Signing is how a client accepts an estimate: which version they have seen, which lines they want, and their name.
type Signing struct {
	Revision int
	Name     string
	Drawing  string // points of a drawn signature; "" = typed only
	Order    string // purchase-order number
	Chosen   []int  // optional lines, counted from 0
	Code     string // fresh from the e-mail, where the business asks for one
	Language string
}

// AcceptEstimate signs the version that was seen. Where the business asks for a fresh code, it is taken in the same
// transaction.
func (s *Service) AcceptEstimate(ctx context.Context, sc Scope, from From, id portal.EstimateID, d Signing) (out portal.Estimate, err error) {
	b, err := s.Business(ctx)
	if err != nil {
		return out, err
	}
	if !b.Estimates.Code {
		err = s.change(ctx, sc, may(portal.AcceptEstimates), func(tx *store.Tx) error {
			out, err = s.accept(tx, sc, id, d, false)
			return err
		})
		return out, err
	}
	// Nothing of the code is used up for what would be refused anyway.
	err = s.db.View(ctx, func(tx *store.Tx) error {
		if err := s.stillMay(tx, sc, may(portal.AcceptEstimates)); err != nil {
			return err
		}
		_, _, err := signed(tx, sc, id, d)
		return err
	})
	if err != nil {
		return out, err
	}
	var refused error
	err = s.tryCode(ctx, from, auth.PurposeAccept, d.Code, &refused, func(tx *store.Tx, a asked) error {
		if portal.PersonID(a.Person) != sc.person || !bytes.Equal(a.Form, codeFor(id, d.Revision)) {
			refused = verdict(auth.VerdictExpired, 0)
			return nil
		}
		if err := s.stillMay(tx, sc, may(portal.AcceptEstimates)); err != nil {
			return err
		}
		out, err = s.accept(tx, sc, id, d, true)
		return err
	})
	if err == nil {
		err = refused
	}
	return out, err
}

// signed works out what a signature comes to, and saves nothing.
func signed(tx *store.Tx, sc Scope, id portal.EstimateID, d Signing) (e portal.Estimate, o portal.Offered, err error) {
	if e, err = tx.Estimate(sc.sight, id); err != nil {
		return e, o, err
	}
	if e.Revision == 0 {
		return e, o, portal.NotFound()
	}
	if o, err = tx.Offered(e, e.Revision); err != nil {
		return e, o, err
	}
	drawing, err := portal.ParseDrawing(d.Drawing)
	var v portal.Check
	v.Err("signature", err)
	if err := v.Done(); err != nil {
		return e, o, err
	}
	p, err := tx.Person(sc.person)
	if err != nil {
		return e, o, err
	}
	o, err = e.Accept(o, portal.Acceptance{
		Revision: d.Revision, Name: d.Name, Drawing: drawing, At: tx.Now, IP: sc.from.ip(), Device: auth.DeviceLabel(sc.from.UserAgent),
		Person: p.ID, Contact: sc.contact, Signer: p.Name + " (" + p.Email + ")", Order: d.Order, Chosen: d.Chosen, Language: d.Language,
	}, tx.Business().Estimates, tx.Today)
	return e, o, err
}

// accept saves a signature; the signed PDF, and the mails that carry it, follow as a task.
func (s *Service) accept(tx *store.Tx, sc Scope, id portal.EstimateID, d Signing, coded bool) (e portal.Estimate, err error) {
	e, o, err := signed(tx, sc, id, d)
	if err != nil {
		return e, err
	}
	was := e.Version
	e.Signed.Coded, o.Signed.Coded = coded, coded
	if err := tx.PutEstimate(&e, was); err != nil {
		return e, err
	}
	if err := tx.PutOffered(o); err != nil {
		return e, err
	}
	if err := addSigned(tx, o); err != nil {
		return e, err
	}
	tx.Notify(office)
	ev := sc.aboutEstimate(portal.EventEstimateAccepted, e)
	ev.Detail += ", " + e.Signed.Name + ", " + e.Signed.Hash[:12]
	return e, tx.AddEvent(ev)
}

// codeFor binds a code to one version of one estimate.
func codeFor(id portal.EstimateID, revision int) []byte {
	return []byte(estimateRef(id).String() + "/" + string(rune('0'+revision)))
}

// AskEstimateCode mails whoever is about to accept a version a fresh code for just that.
func (s *Service) AskEstimateCode(ctx context.Context, sc Scope, from From, id portal.EstimateID, revision int) error {
	if err := s.mayAsk(from); err != nil {
		return err
	}
	return s.change(ctx, sc, may(portal.AcceptEstimates), func(tx *store.Tx) error {
		e, err := seenEstimate(tx, sc, id)
		if err != nil {
			return err
		}
		if err := e.Answerable(revision, tx.Today); err != nil {
			return err
		}
		p, _, err := s.own(tx, sc)
		if err != nil {
			return err
		}
		f := found{person: p, address: p.EmailNorm, account: s.limitKey("account", p.EmailNorm), typed: s.limitKey("accept", p.EmailNorm)}
		return s.ask(tx, from, Asking{Who: p.Email, form: codeFor(id, revision)}, f, auth.PurposeAccept)
	})
}

// EstimateCode tells what the browser waits for with a version: nothing is a zero Asked.
func (s *Service) EstimateCode(ctx context.Context, sc Scope, from From, id portal.EstimateID, revision int) (w Asked, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		a, err := waiting(tx, from.Browser, auth.PurposeAccept)
		if err != nil || portal.PersonID(a.Person) != sc.person || !bytes.Equal(a.Form, codeFor(id, revision)) {
			w = Asked{}
			return nil
		}
		g, err := s.guard(tx, a.Typed)
		w = Asked{Who: a.Who, Wait: g.Sends.Wait(tx.Now), Live: !a.Spent && !a.Dead && tx.Now.Before(a.Expires)}
		return err
	})
	return w, err
}

// DeclineEstimate notes that the client doesn’t want the version that was seen, and why.
func (s *Service) DeclineEstimate(ctx context.Context, sc Scope, id portal.EstimateID, revision int, reason string) error {
	return s.answer(ctx, sc, id, portal.EventEstimateDeclined, func(tx *store.Tx, e *portal.Estimate) error {
		return e.Decline(sc.name, reason, revision, tx.Now, tx.Today)
	})
}

// AskChanges notes what the client wants different in the version that was seen.
func (s *Service) AskChanges(ctx context.Context, sc Scope, id portal.EstimateID, revision int, what string) error {
	return s.answer(ctx, sc, id, portal.EventEstimateChanges, func(tx *store.Tx, e *portal.Estimate) error {
		return e.Ask(sc.name, what, revision, tx.Now, tx.Today)
	})
}

// answer saves an answer of the client’s and tells staff.
func (s *Service) answer(ctx context.Context, sc Scope, id portal.EstimateID, kind portal.EventKind, do func(*store.Tx, *portal.Estimate) error) error {
	return s.change(ctx, sc, may(portal.AcceptEstimates), func(tx *store.Tx) error {
		e, err := tx.Estimate(sc.sight, id)
		if err != nil {
			return err
		}
		was := e.Version
		if err := do(tx, &e); err != nil {
			return err
		}
		if err := tx.PutEstimate(&e, was); err != nil {
			return err
		}
		if err := tx.AddEvent(sc.aboutEstimate(kind, e)); err != nil {
			return err
		}
		tx.Notify(office)
		return s.postStaff(tx, portal.Mail{Kind: portal.MailEstimateAnswered, Client: e.Client, Contact: sc.contact}, portal.LetterFacts{
			Person: sc.name, Client: sc.client, Reason: e.Words, What: kind.Name(), Estimate: e.ID, Revision: e.Revision, At: tx.Now,
			Path: paths.OfficeEstimate(e.ID).String(),
		})
	})
}
