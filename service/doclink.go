package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// linkable is what a document link has to know of a kind of document.
type linkable struct {
	sees   portal.Permission                                       // what showing it takes
	pays   bool                                                    // it can be paid
	page   func(id uint64) paths.URL                               // in the portal, for whoever signs in
	number func(tx *store.Tx, sc Scope, id uint64) (string, error) // not found for a draft
	viewed func(tx *store.Tx, sc Scope, id uint64) error           // it was on the receiver’s screen
}

// linkableOf is the one place to add a kind of document to, beside handlers/client/doclink.go, which shows it.
func linkableOf(k portal.Kind) (linkable, bool) {
	switch k {
	case portal.KindInvoice:
		return linkable{
			sees: portal.ViewInvoices, pays: true,
			page: func(id uint64) paths.URL { return paths.PortalInvoice(portal.InvoiceID(id)) },
			number: func(tx *store.Tx, sc Scope, id uint64) (string, error) {
				i, err := seenInvoice(tx, sc, portal.InvoiceID(id))
				return i.Number, err
			},
			viewed: func(tx *store.Tx, sc Scope, id uint64) error {
				return viewInvoice(tx, sc, portal.InvoiceID(id))
			},
		}, true
	case portal.KindBatch:
		return linkable{
			sees: portal.ViewInvoices, pays: true,
			page: func(id uint64) paths.URL { return paths.PortalBatch(portal.BatchID(id)) },
			number: func(tx *store.Tx, sc Scope, id uint64) (string, error) {
				b, err := tx.Batch(sc.on(batchRef(portal.BatchID(id))).sight, portal.BatchID(id))
				return b.Number, err
			},
			viewed: func(tx *store.Tx, sc Scope, id uint64) error { return viewBatch(tx, sc, portal.BatchID(id)) },
		}, true
	case portal.KindEstimate:
		return linkable{
			sees: portal.ViewEstimates, pays: true,
			page: func(id uint64) paths.URL { return paths.PortalEstimate(portal.EstimateID(id)) },
			number: func(tx *store.Tx, sc Scope, id uint64) (string, error) {
				e, err := seenEstimate(tx, sc, portal.EstimateID(id))
				return e.Number, err
			},
			viewed: func(tx *store.Tx, sc Scope, id uint64) error {
				return viewEstimate(tx, sc, portal.EstimateID(id))
			},
		}, true
	case portal.KindCreditNote:
		return linkable{
			sees: portal.ViewInvoices,
			page: func(id uint64) paths.URL { return paths.PortalCreditNote(portal.CreditNoteID(id)) },
			number: func(tx *store.Tx, sc Scope, id uint64) (string, error) {
				n, err := tx.CreditNote(sc.on(creditNoteRef(portal.CreditNoteID(id))).sight, portal.CreditNoteID(id))
				return n.Number, err
			},
			viewed: unmarked,
		}, true
	case portal.KindPayment:
		return linkable{
			sees: portal.ViewPayments,
			page: func(id uint64) paths.URL { return paths.PortalPayment(portal.PaymentID(id)) },
			number: func(tx *store.Tx, sc Scope, id uint64) (string, error) {
				p, err := tx.Payment(sc.on(paymentRef(portal.PaymentID(id))).sight, portal.PaymentID(id))
				return p.Number, err
			},
			viewed: unmarked,
		}, true
	}
	return linkable{}, false
}

// unmarked is for documents that don’t remember that they were viewed: their link does.
func unmarked(*store.Tx, Scope, uint64) error { return nil }

// docLink gives a mail about a document a link to that document alone: call it before post. Where the business
// has switched document links off it does nothing, and the mail’s button leads to Path. The link itself is
// written with the mail.
func (s *Service) docLink(tx *store.Tx, m *portal.Mail, f *portal.LetterFacts, doc portal.Ref) error {
	f.Doc, f.Token = portal.Ref{}, nil
	kind, ok := linkableOf(doc.Kind)
	if !ok {
		return fmt.Errorf("no document link opens %s", doc)
	}
	owner, err := ownerOf(tx, doc)
	if err != nil {
		return err
	}
	if owner != m.Client {
		return fmt.Errorf("a mail to client %d is about %s of client %d", m.Client, doc, owner)
	}
	if f.Path == "" {
		f.Path = string(kind.page(doc.ID))
	}
	if !tx.Business().Portal.LinksOff {
		f.Doc, f.Token = doc, s.seal(forToken, auth.NewToken())
	}
	return nil
}

// keepLink writes the link that a mail carries.
func (s *Service) keepLink(tx *store.Tx, m portal.Mail, f portal.LetterFacts) error {
	token, err := s.unseal(forToken, f.Token)
	if err != nil {
		return err
	}
	return tx.PutDocLink(portal.DocLink{
		Hash: auth.HashToken(token), Client: m.Client, Doc: f.Doc, To: m.To, ToName: m.ToName, Contact: m.Contact, Person: m.Person, Mail: m.ID,
		Created: tx.Now, Expires: tx.Now.AddDate(0, 0, tx.Business().Portal.LinkLife()),
	})
}

// fillDocument makes the button of a mail about a document: its link while that is good, else its page in the
// portal.
func (s *Service) fillDocument(tx *store.Tx, d *draft) error {
	token, err := s.unseal(forToken, d.facts.Token)
	if err != nil {
		return err
	}
	path := d.facts.Path
	if l, err := tx.DocLink(auth.HashToken(token)); err == nil && l.State(d.business.Portal, false, tx.Now) == portal.DocLinkLive {
		path = paths.DocLink(token).String()
	}
	d.letter.Link = s.Link(&d.business, path)
	return nil
}

// DocLinks lists the links to a document for the office, the newest first.
func (s *Service) DocLinks(ctx context.Context, sc Scope, doc portal.Ref) (ls []portal.DocLink, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return nil, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		ls, err = tx.DocLinksOf(doc)
		return err
	})
	slices.SortFunc(ls, func(a, b portal.DocLink) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.Mail, a.Mail))
	})
	return ls, err
}

// RevokeLink ends one link to a document; it says whose it was.
func (s *Service) RevokeLink(ctx context.Context, sc Scope, doc portal.Ref, id portal.LinkID) (l portal.DocLink, err error) {
	ended, err := s.revokeLinks(ctx, sc, doc, func(l portal.DocLink) bool { return l.ID == id })
	if err == nil && len(ended) == 0 {
		return l, portal.NotFound()
	}
	if err == nil {
		l = ended[0]
	}
	return l, err
}

// RevokeLinks ends every link to a document that still works, and says how many those were.
func (s *Service) RevokeLinks(ctx context.Context, sc Scope, doc portal.Ref) (int, error) {
	ended, err := s.revokeLinks(ctx, sc, doc, func(portal.DocLink) bool { return true })
	return len(ended), err
}

func (s *Service) revokeLinks(ctx context.Context, sc Scope, doc portal.Ref, which func(portal.DocLink) bool) (ended []portal.DocLink, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		ended = nil
		if owner, err := ownerOf(tx, doc); err != nil || owner != sc.sight.Client {
			return portal.NotFound()
		}
		ls, err := tx.DocLinksOf(doc)
		if err != nil {
			return err
		}
		for _, l := range ls {
			if !which(l) || !l.Revoke(tx.Now) {
				continue
			}
			ended = append(ended, l)
			if err := endLink(tx, sc, l); err != nil {
				return err
			}
		}
		return nil
	})
	return ended, err
}

func endLink(tx *store.Tx, sc Scope, l portal.DocLink) error {
	if err := tx.PutDocLink(l); err != nil {
		return err
	}
	tx.Notify(office)
	return linkEvent(tx, sc, portal.EventLinkRevoked, l)
}

// linkEvent logs what became of a link: to which document, and whose.
func linkEvent(tx *store.Tx, sc Scope, kind portal.EventKind, l portal.DocLink) error {
	e := sc.event(kind)
	e.Contact, e.Subject, e.Detail = l.Contact, l.Doc, l.To
	if of, ok := linkableOf(l.Doc.Kind); ok {
		if number, err := of.number(tx, sc, l.Doc.ID); err == nil {
			e.Detail = number + " → " + l.To
		}
	}
	return tx.AddEvent(e)
}
