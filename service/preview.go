package service

import (
	"context"
	"time"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// StartPreview stands the staff member's session in the portal of the scope's client, as one of its contacts;
// a client without contacts is seen as the default preset. From is the page of the office to come back to. The
// session gets a new id: the answer is the cookie's new token.
func (s *Service) StartPreview(ctx context.Context, sc Scope, contact portal.ContactID, from string) (token string, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		if err := mayPreview(tx, sc, client, contact); err != nil {
			return err
		}
		sess, err := session(tx, sc.session)
		if err != nil {
			return err
		}
		sess.StartPreview(uint64(client.ID), uint64(contact), tx.Now)
		sess.PreviewFrom = from
		if _, token, err = rotate(tx, sess); err != nil {
			return err
		}
		return tx.AddEvent(previewEvent(sc.Actor, portal.EventPreview, sess))
	})
	return token, err
}

func mayPreview(tx *store.Tx, sc Scope, client portal.Client, contact portal.ContactID) error {
	if client.Archived {
		return portal.Invalid("%s is archived: there is no portal to look at.", client.Name)
	}
	if contact == 0 {
		n := 0
		for _, c := range tx.Clouds(client.ID) {
			n += c
		}
		if n > 0 {
			return portal.Invalid("Choose whose portal you want to see.")
		}
		return nil
	}
	c, err := tx.Contact(sc.sight, contact)
	if err != nil {
		return err
	}
	if c.Archived {
		return portal.Invalid("%s is archived: there is no portal to look at.", c.Name)
	}
	return nil
}

// previewEvent is a line about a preview. Its planned end tells the lines of one preview together.
func previewEvent(a Actor, kind portal.EventKind, sess auth.Session) portal.Event {
	e := a.event(kind)
	e.Staff, e.Until = true, sess.PreviewUntil.Truncate(time.Second)
	e.Client, e.Contact = portal.ClientID(sess.PreviewClient), portal.ContactID(sess.PreviewOf)
	return e
}

// ActForClient lets the staff member who is looking do things too, under their own name.
func (s *Service) ActForClient(ctx context.Context, sc Scope) (token string, err error) {
	return s.previewing(ctx, sc, func(tx *store.Tx, sess *auth.Session) error {
		if sess.Acting {
			return nil
		}
		sess.Acting = true
		return tx.AddEvent(previewEvent(sc.Actor, portal.EventPreviewAct, *sess))
	})
}

// EndPreview goes back to the office, to the page where the preview began.
func (s *Service) EndPreview(ctx context.Context, sc Scope) (token, from string, err error) {
	token, err = s.previewing(ctx, sc, func(tx *store.Tx, sess *auth.Session) error {
		from = sess.PreviewFrom
		e := previewEvent(sc.Actor, portal.EventPreviewEnd, *sess)
		sess.EndPreview()
		return tx.AddEvent(e)
	})
	return token, from, err
}

// previewing changes a session that is in a preview. Change would refuse: a preview changes nothing.
func (s *Service) previewing(ctx context.Context, sc Scope, do func(*store.Tx, *auth.Session) error) (token string, err error) {
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		sess, err := session(tx, sc.session)
		if err != nil {
			return &portal.Error{Code: portal.CodeSignIn, Msg: portal.T("You are signed out.")}
		}
		if sc.staff == 0 {
			return portal.Forbidden()
		}
		looking := sc
		looking.office = true
		if err := stillStaff(tx, looking, staffOf(portal.Office)); err != nil {
			return err
		}
		if !sess.Previewing(tx.Now) {
			return portal.Invalid("The preview is over.")
		}
		if err := do(tx, &sess); err != nil {
			return err
		}
		_, token, err = rotate(tx, sess)
		return err
	})
	return token, err
}

// PreviewChoice is whom a client's portal can be looked at as.
type PreviewChoice struct {
	portal.Client
	Contacts []portal.ContactRow
	Default  portal.Preset
}

// PreviewChoice reads the contacts of the scope's client.
func (s *Service) PreviewChoice(ctx context.Context, sc Scope) (p PreviewChoice, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p = PreviewChoice{Default: portal.PresetOf(tx.Business().Portal.Default)}
		if p.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		rows, err := tx.Contacts(sc.sight, store.Query{Limit: portalUsers}.Where(store.FacetContactArchived, 0))
		p.Contacts = rows.Rows
		return err
	})
	return p, err
}

// Looked is one preview of a client's portal, as the client sees it.
type Looked struct {
	By, As string
	At     time.Time
	End    time.Time // when it ended, or must have ended
	Now    bool      // it may still be going on
	Acted  bool
}

// Minutes is how long it lasted, at least one.
func (l Looked) Minutes() int { return max(1, int((l.End.Sub(l.At)+30*time.Second)/time.Minute)) }

// WhoLooked is one page of the previews of the scope's client, newest first.
type WhoLooked struct {
	Previews []Looked
	Page     store.Page[portal.Event] // of the previews' beginnings: for the list's foot
}

// WhoLooked lists every time that staff looked at the client's account.
func (s *Service) WhoLooked(ctx context.Context, sc Scope, q store.Query) (w WhoLooked, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		w = WhoLooked{}
		sight := portal.Sight{Client: sc.sight.Client}
		if w.Page, err = tx.Events(sight, store.EventQuery{Query: q, Kinds: []portal.EventKind{portal.EventPreview}}); err != nil || len(w.Page.Rows) == 0 {
			return err
		}
		oldest := w.Page.Rows[len(w.Page.Rows)-1]
		after, err := previewLines(tx, sight, portal.DayOf(oldest.At, time.UTC))
		if err != nil {
			return err
		}
		for _, e := range w.Page.Rows {
			w.Previews = append(w.Previews, looked(tx, sight, e, after))
		}
		return nil
	})
	return w, err
}

// previewLines are what followed the previews since a day.
func previewLines(tx *store.Tx, sight portal.Sight, since portal.Day) ([]portal.Event, error) {
	p, err := tx.Events(sight, store.EventQuery{
		Query: store.Query{Limit: 1000}, Kinds: []portal.EventKind{portal.EventPreviewAct, portal.EventPreviewEnd}, From: since,
	})
	return p.Rows, err
}

func looked(tx *store.Tx, sight portal.Sight, e portal.Event, after []portal.Event) Looked {
	l := Looked{By: e.Name, At: e.At, End: e.Until, Now: tx.Now.Before(e.Until)}
	if c, err := tx.Contact(sight, e.Contact); err == nil {
		l.As = c.Name
	}
	same := func(o portal.Event) bool {
		return o.Person == e.Person && o.Contact == e.Contact && o.Until.Equal(e.Until) && !o.At.Before(e.At)
	}
	for _, o := range after {
		switch {
		case !same(o):
		case o.Kind == portal.EventPreviewAct:
			l.Acted = true
		case o.Kind == portal.EventPreviewEnd:
			l.End, l.Now = o.At, false
		}
	}
	return l
}

// PreviewOver reports whether a session's preview has run out of time, so that its pages lead back to the office.
func (v *Visit) PreviewOver() bool {
	return v.Place == InOffice && v.Session.PreviewClient != 0 && !v.Session.Previewing(v.Now)
}
