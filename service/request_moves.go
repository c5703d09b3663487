package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// Raising is a request to be.
type Raising struct {
	Kind     portal.RequestKind
	Subject  string
	Text     string
	About    portal.Ref // the document, for a dispute or a correction
	Property portal.PropertyID
	Key      string  // the same key counts once
	Files    *Intake // nil = none
}

// RaiseRequest begins a request and tells the office. The same key counts once: again gives back what was
// raised the first time.
func (s *Service) RaiseRequest(ctx context.Context, sc Scope, in Raising) (r portal.Request, again bool, err error) {
	err = s.change(ctx, sc, may(portal.RaiseRequests), func(tx *store.Tx) error {
		again = false
		if p, needs := in.Kind.Needs(); needs {
			if err := s.stillMay(tx, sc, may(p)); err != nil {
				return err
			}
		}
		if id, ok := tx.RequestByKey(sc.sight.Client, in.Key); ok {
			again = true
			r, err = seenRequest(tx, sc, id)
			return err
		}
		r = portal.Request{Client: sc.sight.Client, Kind: in.Kind, Subject: in.Subject, Contact: sc.contact, Key: in.Key}
		if in.Kind.Document() == portal.KindNone {
			return s.raiseFree(tx, sc, &r, in)
		}
		return s.raiseAbout(tx, sc, &r, in)
	})
	return r, again, err
}

// raiseAbout begins a dispute of an invoice or the correction of a payment.
func (s *Service) raiseAbout(tx *store.Tx, sc Scope, r *portal.Request, in Raising) error {
	if in.About.Kind != in.Kind.Document() || in.About.ID == 0 {
		return portal.NotFound()
	}
	if err := disputable(tx, sc, in.About); err != nil {
		return err
	}
	doc, at, err := requestDoc(tx, sc, in.About)
	if err != nil {
		return err
	}
	open, err := openOf(tx, sc, in.Kind, in.About)
	if err != nil {
		return err
	}
	if open != 0 {
		return portal.Invalid("There is an open request about %s already. Write there.", doc.Number)
	}
	r.About, r.Property, r.Subject = in.About, at, doc.Number
	if doc.Text != "" {
		r.Subject += " · " + doc.Text
	}
	var v portal.Check
	v.Err("", r.Raise(sc.message(tx, in.Text, "")))
	return s.raise(tx, sc, r, in, v)
}

// disputable refuses the dispute of an invoice that asks for nothing.
func disputable(tx *store.Tx, sc Scope, about portal.Ref) error {
	if about.Kind != portal.KindInvoice {
		return nil
	}
	i, err := seenInvoice(tx, sc, portal.InvoiceID(about.ID))
	if err != nil {
		return err
	}
	return i.Disputable()
}

// raiseFree begins a request that is about no document. Whoever sees only some properties names one of them:
// what is about none would be out of their own sight.
func (s *Service) raiseFree(tx *store.Tx, sc Scope, r *portal.Request, in Raising) error {
	var v portal.Check
	r.Property = in.Property
	if in.Property != 0 {
		_, err := tx.Property(sc.sight, in.Property)
		v.That(err == nil, "property", "Choose a property from the list.")
	} else {
		v.That(sc.sight.Properties == nil, "property", "Choose which property it is about.")
	}
	v.Err("", r.Raise(sc.message(tx, in.Text, "")))
	return s.raise(tx, sc, r, in, v)
}

func (s *Service) raise(tx *store.Tx, sc Scope, r *portal.Request, in Raising, v portal.Check) (err error) {
	v.Err("", in.Files.Fault())
	if err := v.Done(); err != nil {
		return err
	}
	if r.Number, err = tx.NextNumber(portal.KindRequest, tx.Business().Numbering.Prefix(portal.KindRequest)); err != nil {
		return err
	}
	if err := tx.PutRequest(r, 0); err != nil {
		return err
	}
	if in.Files != nil { // the files need the request’s id, the message theirs
		if err := in.Files.attachTo(tx, r); err != nil {
			return err
		}
		if err := tx.PutRequest(r, r.Version); err != nil {
			return err
		}
	}
	if err := s.tellOffice(tx, sc, *r, in.Text, in.Files.names()); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutRequest(portal.EventRequestRaised, *r))
}

// message is what the scope's person writes now.
func (sc Scope) message(tx *store.Tx, text, key string) portal.Message {
	m := portal.Message{At: tx.Now, Name: sc.name, Staff: sc.office, Person: sc.person, Contact: sc.contact, Text: text, Key: key}
	if sc.mode == Act {
		m.Behalf = sc.client
	}
	return m
}

// changeRequest changes a request in the scope's sight: a contact's with the permission to raise requests, the
// office's from the Office role up.
func (s *Service) changeRequest(ctx context.Context, sc Scope, id portal.RequestID, do func(*store.Tx, *portal.Request) error) error {
	need := may(portal.RaiseRequests)
	if sc.office {
		need = staffOf(portal.Office)
	}
	return s.change(ctx, sc, need, func(tx *store.Tx) error {
		r, err := seenRequest(tx, sc, id)
		if err != nil {
			return err
		}
		if p, needs := r.Kind.Needs(); needs && !sc.office {
			if err := s.stillMay(tx, sc, may(p)); err != nil {
				return err
			}
		}
		return do(tx, &r)
	})
}

// Reply is a message to be.
type Reply struct {
	Text  string
	Key   string  // the same key counts once
	Close bool    // the request is settled with it
	Files *Intake // nil = none
}

// ReplyRequest adds a message to a request's thread and tells the other side.
func (s *Service) ReplyRequest(ctx context.Context, sc Scope, id portal.RequestID, in Reply) error {
	return s.changeRequest(ctx, sc, id, func(tx *store.Tx, r *portal.Request) error {
		if r.Has(in.Key) {
			return nil
		}
		was := r.Version
		var v portal.Check
		v.Err("", r.Reply(sc.message(tx, in.Text, in.Key)))
		v.Err("", in.Files.Fault())
		if err := v.Done(); err != nil {
			return err
		}
		if err := in.Files.attachTo(tx, r); err != nil {
			return err
		}
		if in.Close {
			if err := r.Close(); err != nil {
				return err
			}
		}
		if err := tx.PutRequest(r, was); err != nil {
			return err
		}
		if err := s.tellOtherSide(tx, sc, *r, in.Text, in.Files.names()); err != nil {
			return err
		}
		if err := tx.AddEvent(sc.aboutRequest(portal.EventRequestAnswered, *r)); err != nil || !in.Close {
			return err
		}
		return tx.AddEvent(sc.aboutRequest(portal.EventRequestClosed, *r))
	})
}

// CloseRequest says that a request is settled.
func (s *Service) CloseRequest(ctx context.Context, sc Scope, id portal.RequestID) error {
	return s.moveRequest(ctx, sc, id, (*portal.Request).Close, portal.EventRequestClosed)
}

// ReopenRequest says that it isn't after all.
func (s *Service) ReopenRequest(ctx context.Context, sc Scope, id portal.RequestID) error {
	return s.moveRequest(ctx, sc, id, (*portal.Request).Reopen, portal.EventRequestRaised)
}

func (s *Service) moveRequest(ctx context.Context, sc Scope, id portal.RequestID, move func(*portal.Request) error, kind portal.EventKind) error {
	return s.changeRequest(ctx, sc, id, func(tx *store.Tx, r *portal.Request) error {
		was := r.Version
		if err := move(r); err != nil {
			return err
		}
		if err := tx.PutRequest(r, was); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutRequest(kind, *r))
	})
}

// aboutRequest begins a line of the audit log about a request.
func (sc Scope) aboutRequest(kind portal.EventKind, r portal.Request) portal.Event {
	e := sc.event(kind)
	e.Subject, e.Detail = portal.Ref{Kind: portal.KindRequest, ID: uint64(r.ID)}, r.Number
	return e
}
