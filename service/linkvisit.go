package service

import (
	"context"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// LinkVisit is what following a document link comes to. Its scope reads that one document, and only while the
// link is live.
type LinkVisit struct {
	State  portal.DocLinkState
	Scope  Scope
	Doc    portal.Ref
	Number string          // of the document, while the link is live
	Client portal.ClientID // whose it is
	Page   paths.URL       // the document’s page in the portal, for whoever signs in; "" = none is known
}

// EnterLink looks a document link up, with everything that may have ended it since it was mailed. Tries that
// lead nowhere are limited by address.
func (s *Service) EnterLink(ctx context.Context, token string, from From) (v LinkVisit, err error) {
	key := auth.IPKey(from.IP)
	if ok, wait := s.meter.linksIP.Peek(key, s.now()); !ok {
		return v, limited(wait, "Too many tries from your network. Try again in %s.")
	}
	if auth.TokenShaped(token) {
		err = s.db.View(ctx, func(tx *store.Tx) error {
			v, err = s.visitLink(tx, auth.HashToken(token), from)
			return err
		})
	}
	if err == nil && v.State == portal.DocLinkUnknown {
		s.meter.linksIP.Hit(key, s.now())
	}
	return v, err
}

func (s *Service) visitLink(tx *store.Tx, hash [32]byte, from From) (LinkVisit, error) {
	l, err := tx.DocLink(hash)
	if portal.CodeOf(err) == portal.CodeNotFound {
		return LinkVisit{}, nil
	}
	if err != nil {
		return LinkVisit{}, err
	}
	kind, ok := linkableOf(l.Doc.Kind)
	client, err := tx.Client(portal.Sight{Client: l.Client})
	if err != nil || !ok {
		return LinkVisit{}, err
	}
	v := LinkVisit{State: l.State(tx.Business().Portal, client.Archived, tx.Now), Doc: l.Doc, Client: l.Client, Page: kind.page(l.Doc.ID)}
	if v.State != portal.DocLinkLive {
		return v, nil
	}
	v.Scope = linkScope(tx.Business(), client, l, from)
	if v.Number, err = kind.number(tx, v.Scope, l.Doc.ID); err != nil {
		return LinkVisit{}, unlessGone(err)
	}
	return v, nil
}

// unlessGone lets a document that isn’t there any more, or is a draft, count as no link at all.
func unlessGone(err error) error {
	if portal.CodeOf(err) == portal.CodeNotFound {
		return nil
	}
	return err
}

// linkScope is the scope of whoever holds a link: its sight is empty until it stands on its own document (on).
// Paying by it follows the switches of the business and the client; the contact’s own don’t matter.
func linkScope(b *portal.Business, client portal.Client, l portal.DocLink, from From) Scope {
	kind, _ := linkableOf(l.Doc.Kind)
	may := portal.Set(kind.sees)
	if kind.pays {
		may |= portal.Set(portal.Pay) &^ b.Portal.Off &^ client.Off
	}
	return Scope{
		Actor: Actor{name: l.Receiver(), from: from}, may: may,
		link: l.Hash, only: l.Doc, linked: l.Client, client: client.Name, contact: l.Contact,
	}
}

// on opens the sight of a document link’s scope for its own document. Every other scope stays as it is.
func (sc Scope) on(doc portal.Ref) Scope {
	if sc.ByLink() && sc.only == doc {
		sc.sight = portal.Sight{Client: sc.linked}
	}
	return sc
}

// ByLink reports whether the scope comes from a document link, and not from a session.
func (sc Scope) ByLink() bool { return sc.link != ([32]byte{}) }

// stillLinked looks a link’s access up again, in the transaction of a change.
func (s *Service) stillLinked(tx *store.Tx, sc Scope, n need) error {
	v, err := s.visitLink(tx, sc.link, sc.from)
	if err != nil {
		return err
	}
	if v.State != portal.DocLinkLive {
		return &portal.Error{Code: portal.CodeForbidden, Msg: portal.T("This link has ended. Sign in to go on.")}
	}
	if n.in || n.role != portal.RoleNone || !v.Scope.May(n.permission) {
		return portal.Forbidden()
	}
	return nil
}

// mayPayByLink limits the payments that are begun or reported through document links: each makes a page at the provider
// or a mail to staff, and whoever has a forwarded mail could go on for ever.
func (s *Service) mayPayByLink(sc Scope) error {
	if !sc.ByLink() {
		return nil
	}
	if ok, wait := s.meter.paysLink.Hit(string(sc.link[:]), s.now()); !ok {
		return limited(wait, "Too many payments were begun through this link. Try again in %s, or sign in to pay.")
	}
	if ok, wait := s.meter.paysIP.Hit(auth.IPKey(sc.from.IP), s.now()); !ok {
		return limited(wait, "Too many payments were begun from your network. Try again in %s, or sign in to pay.")
	}
	return nil
}

// ViewLink notes that the document was on the screen of whoever followed the link: that it was viewed, by the
// receiver, and when and on which device the link was opened.
func (s *Service) ViewLink(ctx context.Context, v LinkVisit) error {
	kind, ok := linkableOf(v.Doc.Kind)
	if !ok {
		return portal.NotFound()
	}
	return s.change(ctx, v.Scope, may(kind.sees), func(tx *store.Tx) error {
		sc := v.Scope.on(v.Doc)
		if err := kind.viewed(tx, sc, v.Doc.ID); err != nil {
			return err
		}
		l, err := tx.DocLink(sc.link)
		if err != nil {
			return err
		}
		if !l.Open(portal.DocOpen{At: tx.Now, IP: sc.from.ip(), Device: auth.DeviceLabel(sc.from.UserAgent)}) {
			return nil
		}
		tx.Notify(office)
		if err := tx.PutDocLink(l); err != nil || l.Count > portal.MaxOpens {
			return err
		}
		return linkEvent(tx, sc, portal.EventLinkOpened, l)
	})
}
