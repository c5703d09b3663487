package service

import (
	"context"
	"strings"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// Sending says to whom a bill goes, and with which personal words.
type Sending struct {
	To      []string
	Message string
}

// SendInvoice mails an issued invoice, or mails it again.
func (s *Service) SendInvoice(ctx context.Context, sc Scope, id portal.InvoiceID, d Sending) (out portal.Invoice, err error) {
	err = s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		err := s.sendInvoice(tx, sc, i, d)
		out = *i
		return err
	})
	return out, err
}

func (s *Service) sendInvoice(tx *store.Tx, sc Scope, i *portal.Invoice, d Sending) error {
	chosen, err := addresses(d.To)
	var v portal.Check
	v.Err("to", err)
	v.That(err != nil || len(chosen) > 0, "to", "Choose at least one address to send to.")
	v.That(len(chosen) <= 20, "to", "A bill can go to %d addresses at most.", 20)
	v.That(len(d.Message) <= 2000, "message", "Keep the message under 2,000 letters.")
	if err := v.Done(); err != nil {
		return err
	}
	contacts, err := reachable(tx, i.Client)
	if err != nil {
		return err
	}
	to, err := unmuted(tx, chosen, contacts, portal.MailInvoice)
	v.Err("to", err)
	v.That(err != nil || len(to) > 0, "to", "Nobody you chose wants mails about invoices. Choose somebody else too.")
	if err := v.Done(); err != nil {
		return err
	}
	was := i.Version
	if err := i.MarkSent(to, tx.Now); err != nil {
		return err
	}
	i.SendTo = chosen
	if err := tx.PutInvoice(i, was); err != nil {
		return err
	}
	if err := s.mailInvoice(tx, sc, *i, contacts, d.Message); err != nil {
		return err
	}
	e := sc.aboutInvoice(portal.EventInvoiceSent, *i)
	e.Detail += " → " + strings.Join(to, ", ")
	return tx.AddEvent(e)
}

// unmuted are the addresses that mails of a kind reach: not those of contacts who turned such mails off.
func unmuted(tx *store.Tx, chosen []string, contacts []portal.Contact, kind portal.MailKind) (out []string, err error) {
	for _, a := range chosen {
		muted, err := mutes(tx, addressed(portal.Mail{}, a, contacts).Person, kind)
		if err != nil {
			return nil, err
		}
		if !muted {
			out = append(out, a)
		}
	}
	return out, nil
}

// mailInvoice writes one mail to each address, and turns the portal on for the client's contacts among them,
// where the business wants that.
func (s *Service) mailInvoice(tx *store.Tx, sc Scope, i portal.Invoice, contacts []portal.Contact, message string) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	for _, address := range i.SentTo {
		m := addressed(portal.Mail{Kind: portal.MailInvoice, Client: i.Client}, address, contacts)
		f := portal.LetterFacts{By: signer(tx, sc), Client: client.Name, Message: message, Invoice: i.ID, Path: paths.PortalInvoice(i.ID).String()}
		for _, c := range contacts {
			if c.ID != m.Contact {
				continue
			}
			if err := s.autoAccess(tx, sc, c); err != nil {
				return err
			}
		}
		if err := s.docLink(tx, &m, &f, portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}); err != nil {
			return err
		}
		if err := s.post(tx, m, f); err != nil {
			return err
		}
	}
	return nil
}

// signer is who a mail to a client says it is from: the business, where the program acts by itself.
func signer(tx *store.Tx, sc Scope) string {
	if sc.system {
		return tx.Business().Profile.Name
	}
	return sc.name
}
