package service

import (
	"context"
	"slices"
	"strings"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// SendEstimate mails what is written as the version that counts, or the version that counts once more. was is the
// version of the record that was looked at.
func (s *Service) SendEstimate(ctx context.Context, sc Scope, id portal.EstimateID, was portal.Version, d Sending) (out portal.Estimate, err error) {
	err = s.changeEstimate(ctx, sc, id, func(tx *store.Tx, e *portal.Estimate) error {
		if e.Unsent() && e.Version != was {
			return portal.Conflict()
		}
		err := s.sendEstimate(tx, sc, e, d)
		out = *e
		return err
	})
	return out, err
}

func (s *Service) sendEstimate(tx *store.Tx, sc Scope, e *portal.Estimate, d Sending) error {
	to, err := addresses(d.To)
	var v portal.Check
	v.Err("to", err)
	v.That(err != nil || len(to) > 0, "to", "Choose at least one address to send to.")
	v.That(len(to) <= 20, "to", "An estimate can go to %d addresses at most.", 20)
	v.That(len(d.Message) <= 2000, "message", "Keep the message under 2,000 letters.")
	if err := v.Done(); err != nil {
		return err
	}
	was := e.Version
	if err := s.putOut(tx, sc, e, to); err != nil {
		return err
	}
	if err := tx.PutEstimate(e, was); err != nil {
		return err
	}
	if err := s.mailEstimate(tx, sc, *e, d.Message); err != nil {
		return err
	}
	ev := sc.aboutEstimate(portal.EventEstimateSent, *e)
	ev.Detail += " → " + strings.Join(to, ", ")
	return tx.AddEvent(ev)
}

// putOut makes what is written the version that counts, and keeps it as it is shown from now on.
func (s *Service) putOut(tx *store.Tx, sc Scope, e *portal.Estimate, to []string) error {
	if !e.Unsent() {
		return e.Remind(to, tx.Now, tx.Today)
	}
	if err := e.Sendable(tx.Today); err != nil {
		return err
	}
	number := e.Number
	if number == "" {
		n, err := tx.NextNumber(portal.KindEstimate, tx.Business().Numbering.Prefix(portal.KindEstimate))
		if err != nil {
			return err
		}
		number = n
	}
	if err := e.Send(number, to, tx.Now, tx.Today); err != nil {
		return err
	}
	o, err := offered(tx, sc, *e, e.Offer)
	if err != nil {
		return err
	}
	return tx.PutOffered(o)
}

// mailEstimate writes one mail to each address, and turns the portal on for the client’s contacts among them, where
// the business wants that.
func (s *Service) mailEstimate(tx *store.Tx, sc Scope, e portal.Estimate, message string) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	contacts, err := reachable(tx, e.Client)
	if err != nil {
		return err
	}
	for _, address := range e.SentTo {
		m := addressed(portal.Mail{Kind: portal.MailEstimate, Client: e.Client}, address, contacts)
		f := portal.LetterFacts{
			By: sc.name, Client: client.Name, Message: message, Estimate: e.ID, Revision: e.Revision, Path: paths.PortalEstimate(e.ID).String(),
		}
		if at := slices.IndexFunc(contacts, func(c portal.Contact) bool { return c.ID == m.Contact }); at >= 0 {
			if err := s.autoAccess(tx, sc, contacts[at]); err != nil {
				return err
			}
		}
		if err := s.docLink(tx, &m, &f, estimateRef(e.ID)); err != nil {
			return err
		}
		if err := s.post(tx, m, f); err != nil {
			return err
		}
	}
	return nil
}

// fillEstimate reads the version that a mail is about.
func (s *Service) fillEstimate(tx *store.Tx, d *draft) error {
	e, err := tx.Estimate(portal.Sight{Client: d.mail.Client}, d.facts.Estimate)
	if err != nil {
		return err
	}
	if d.mail.Kind == portal.MailEstimate && (e.State == portal.EstimateSuperseded || e.Revision != d.facts.Revision) {
		return pointless(whySuperseded)
	}
	o, err := tx.Offered(e, d.facts.Revision)
	if err != nil {
		return err
	}
	d.letter.Estimate = &o
	if d.mail.Kind == portal.MailSigned && o.Signed != nil && o.Signed.File != 0 {
		d.papers = append(d.papers, paper{o.Number, func(Printer, portal.Print) (portal.PDF, error) { return s.keptPDF(context.Background(), o.Signed.File) }})
	}
	return s.fillLink(tx, d)
}

const whySuperseded = "The estimate was taken back, or replaced by a newer version, before it could be sent."
