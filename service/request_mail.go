package service

import (
	"slices"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// tellOtherSide mails a new message to whoever is to read it, with the names of the files that came with it.
func (s *Service) tellOtherSide(tx *store.Tx, sc Scope, r portal.Request, text string, files []string) error {
	if sc.office {
		return s.tellContact(tx, sc, r, text, files)
	}
	return s.tellOffice(tx, sc, r, text, files)
}

// tellOffice mails what a client wrote to the staff who answer.
func (s *Service) tellOffice(tx *store.Tx, sc Scope, r portal.Request, text string, files []string) error {
	m := portal.Mail{Kind: portal.MailRequestRaised, Client: r.Client, Contact: sc.contact}
	return s.postStaff(tx, m, portal.LetterFacts{By: sc.name, Client: sc.client, Request: r.ID, Message: text, Files: files})
}

// tellContact mails what the office wrote to the contact who raised the request, if they can still read it there.
func (s *Service) tellContact(tx *store.Tx, sc Scope, r portal.Request, text string, files []string) error {
	sight := portal.Sight{Client: r.Client}
	c, err := tx.Contact(sight, r.Contact)
	if portal.CodeOf(err) == portal.CodeNotFound {
		return nil // raised by staff who acted for a client without contacts
	}
	if err != nil {
		return err
	}
	client, err := tx.Client(sight)
	if err != nil {
		return err
	}
	if c.Email == "" || !readsRequest(tx.Business(), client, c, r) {
		return nil
	}
	m := portal.Mail{Kind: portal.MailRequestAnswered, To: c.Email, ToName: c.Name, Client: r.Client, Contact: c.ID, Person: c.Person}
	return s.post(tx, m, portal.LetterFacts{By: sc.name, Client: client.Name, Request: r.ID, Message: text, Files: files})
}

// readsRequest reports whether a contact may read a request in the portal now.
func readsRequest(b *portal.Business, client portal.Client, c portal.Contact, r portal.Request) bool {
	may := accessOf(b, client, c).Effective()
	sight := portal.Sight{Client: client.ID, Properties: c.Properties}
	return slices.Contains(portal.SeenRequests(may), r.Kind) && sight.Sees(r.Client, r.Property)
}

// fillRequest adds the request that a letter is about.
func (s *Service) fillRequest(tx *store.Tx, d *draft) error {
	r, err := tx.Request(portal.Sight{Client: d.mail.Client}, d.facts.Request)
	if err != nil {
		return err
	}
	path := paths.OfficeRequest(r.ID)
	if d.mail.Kind == portal.MailRequestAnswered {
		path = paths.PortalRequest(r.ID)
		if err := stillReads(tx, d.mail, r); err != nil {
			return err
		}
	}
	d.letter.Request, d.letter.Link = &r, s.Link(&d.business, path.String())
	return nil
}

// stillReads ends the mail of an answer to a contact who lost sight of the request before it could be sent.
func stillReads(tx *store.Tx, m portal.Mail, r portal.Request) error {
	sight := portal.Sight{Client: m.Client}
	client, err := tx.Client(sight)
	if err != nil {
		return err
	}
	c, err := tx.Contact(sight, m.Contact)
	if err == nil && !readsRequest(tx.Business(), client, c, r) {
		return pointless(whyUnseen)
	}
	return err
}
