package service

import (
	"fmt"
	"slices"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// postStaff tells staff what happened: one mail of m's kind to each person that the business has chosen for it
// (Settings → Notifications), leaving out who turned such mails off. Give the kind and whom it is about (Client,
// Contact); f.Path is the page in the office that the button leads to.
func (s *Service) postStaff(tx *store.Tx, m portal.Mail, f portal.LetterFacts) error {
	all, err := tx.StaffList()
	if err != nil {
		return err
	}
	to := tx.Business().Notify.Audience(m.Kind)
	told := map[string]bool{}
	for _, st := range to.StaffOf(all) {
		m := m
		m.To, m.ToName, m.Person = st.Email, st.Name, st.Person
		told[normal(st.Email)] = true
		if err := s.post(tx, m, f); err != nil {
			return err
		}
	}
	if to.Also == "" || told[normal(to.Also)] {
		return nil
	}
	m.To, m.ToName, m.Person = to.Also, "", 0
	return s.post(tx, m, f)
}

// normal is an address to compare by.
func normal(address string) string {
	n, err := auth.NormalAddress(address)
	if err != nil {
		return address
	}
	return n
}

// clientSide is who at a client gets mails of a kind (Settings → Notifications): addresses in normal form.
func (s *Service) clientSide(tx *store.Tx, kind portal.MailKind, id portal.ClientID) ([]string, error) {
	client, err := tx.Client(portal.Sight{Client: id})
	if err != nil {
		return nil, err
	}
	contacts, err := reachable(tx, id)
	if err != nil {
		return nil, err
	}
	billing, err := billed(tx, id)
	if err != nil {
		return nil, err
	}
	// A file is for whoever was chosen: better nobody than the main e-mail of somebody who may not open it.
	to, main := tx.Business().Notify.Audience(kind), ""
	if client.Email != "" && (kind != portal.MailShared || to.Whom == portal.WhomMain) {
		main = normal(client.Email)
	}
	may := func(c portal.Contact) portal.Permissions { return accessOf(tx.Business(), client, c).Effective() }
	return to.ContactsOf(contacts, main, billing, may), nil
}

// postClient tells a client what happened: one mail of m's kind to each address that clientSide gives.
func (s *Service) postClient(tx *store.Tx, m portal.Mail, f portal.LetterFacts) error {
	addresses, err := s.clientSide(tx, m.Kind, m.Client)
	if err != nil {
		return err
	}
	return s.postTo(tx, m, addresses, f)
}

// postTo writes one mail to each address; a contact's goes under their name and in their language.
func (s *Service) postTo(tx *store.Tx, m portal.Mail, addresses []string, f portal.LetterFacts) error {
	contacts, err := reachable(tx, m.Client)
	if err != nil {
		return err
	}
	for _, address := range addresses {
		if err := s.post(tx, addressed(m, address, contacts), f); err != nil {
			return err
		}
	}
	return nil
}

// postDoc writes one mail about a document to each address, each with a link of its own to it.
func (s *Service) postDoc(tx *store.Tx, m portal.Mail, addresses []string, f portal.LetterFacts, doc portal.Ref) error {
	contacts, err := reachable(tx, m.Client)
	if err != nil {
		return err
	}
	for _, address := range addresses {
		m, f := addressed(m, address, contacts), f
		if err := s.docLink(tx, &m, &f, doc); err != nil {
			return err
		}
		if err := s.post(tx, m, f); err != nil {
			return err
		}
	}
	return nil
}

// billed are the addresses that the newest of a client's last invoices that was sent went to.
func billed(tx *store.Tx, id portal.ClientID) ([]string, error) {
	sight := portal.Sight{Client: id}
	p, err := tx.Invoices(sight, store.InvoiceQuery{Query: store.Query{Limit: 10}})
	if err != nil {
		return nil, err
	}
	for _, r := range p.Rows {
		i, err := tx.Invoice(sight, r.ID)
		if err != nil {
			return nil, err
		}
		if len(i.SentTo) > 0 {
			return i.SentTo, nil
		}
	}
	return nil, nil
}

// addressed is a mail to an address: to the client’s contact who has it, or to nobody known.
func addressed(m portal.Mail, address string, contacts []portal.Contact) portal.Mail {
	m.To, m.ToName, m.Contact, m.Person = address, "", 0, 0
	at := slices.IndexFunc(contacts, func(c portal.Contact) bool { return c.EmailNorm == address })
	if at >= 0 {
		c := contacts[at]
		m.To, m.ToName, m.Contact, m.Person = c.Email, c.Name, c.ID, c.Person
	}
	return m
}

// tellAccepted tells staff that somebody took up an invitation.
func (s *Service) tellAccepted(tx *store.Tx, from From, i invitee) error {
	m := portal.Mail{Kind: portal.MailAccepted, Client: i.client.ID, Contact: i.contact.ID}
	return s.postStaff(tx, m, portal.LetterFacts{
		Person: fmt.Sprintf("%s (%s)", i.contact.Name, i.contact.Email), Client: i.client.Name, At: tx.Now, IP: from.ip(),
		Device: auth.DeviceLabel(from.UserAgent), Path: paths.OfficeContact(i.contact.ID).String(),
	})
}
