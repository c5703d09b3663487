package service

import (
	"context"
	"strings"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// SendBatch mails a batch invoice, or mails it again.
func (s *Service) SendBatch(ctx context.Context, sc Scope, id portal.BatchID, d Sending) (b portal.Batch, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if b, err = tx.Batch(sc.sight, id); err != nil {
			return err
		}
		chosen, err := receivers(d)
		if err != nil {
			return err
		}
		contacts, err := reachable(tx, b.Client)
		if err != nil {
			return err
		}
		to, err := unmuted(tx, chosen, contacts, portal.MailBatch)
		var v portal.Check
		v.Err("to", err)
		v.That(err != nil || len(to) > 0, "to", "Nobody you chose wants mails about batch invoices. Choose somebody else too.")
		if err := v.Done(); err != nil {
			return err
		}
		return s.sendBatch(tx, sc, &b, to, d.Message)
	})
	return b, err
}

// sendBatch notes that the batch was sent and writes one mail to each address.
func (s *Service) sendBatch(tx *store.Tx, sc Scope, b *portal.Batch, to []string, message string) error {
	was := b.Version
	if err := b.MarkSent(to, tx.Now); err != nil {
		return err
	}
	if err := tx.PutBatch(b, was); err != nil {
		return err
	}
	if err := s.mailBatch(tx, sc, *b, message); err != nil {
		return err
	}
	e := sc.aboutBatch(portal.EventBatchSent, *b)
	e.Detail += " → " + strings.Join(to, ", ")
	return tx.AddEvent(e)
}

// mailBatch writes the mails, and turns the portal on for the client's contacts among the receivers, where the
// business wants that.
func (s *Service) mailBatch(tx *store.Tx, sc Scope, b portal.Batch, message string) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	contacts, err := reachable(tx, b.Client)
	if err != nil {
		return err
	}
	for _, address := range b.SentTo {
		m := addressed(portal.Mail{Kind: portal.MailBatch, Client: b.Client}, address, contacts)
		f := portal.LetterFacts{By: sc.name, Client: client.Name, Message: message, Batch: b.ID, Path: paths.PortalBatch(b.ID).String()}
		for _, c := range contacts {
			if c.ID != m.Contact {
				continue
			}
			if err := s.autoAccess(tx, sc, c); err != nil {
				return err
			}
		}
		if err := s.docLink(tx, &m, &f, batchRef(b.ID)); err != nil {
			return err
		}
		if err := s.post(tx, m, f); err != nil {
			return err
		}
	}
	return nil
}

const whyApart = "The batch invoice was taken apart before it could be sent."

// fillBatch reads the batch invoice as it is when its mail is written.
func (s *Service) fillBatch(tx *store.Tx, d *draft) error {
	sc := Scope{sight: portal.Sight{Client: d.mail.Client}}
	doc, err := batchDoc(tx, sc, d.facts.Batch)
	if err != nil {
		return err
	}
	if doc.Apart != 0 {
		return pointless(whyApart)
	}
	d.letter.Batch = &doc
	if d.facts.Path == "" {
		d.facts.Path = paths.PortalBatch(doc.ID).String()
	}
	return s.fillLink(tx, d)
}
