package service

import (
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// tellOfFiles mails what came in to the staff, and what was shared to those at the client who may view it: one mail to
// each for all the files of a form.
func (in *Intake) tellOfFiles(tx *store.Tx, files []portal.File, about FileAbout) error {
	client := in.sc.sight.Client
	f := portal.LetterFacts{By: in.sc.name, Client: clientName(tx, client), Message: about.Note}
	for _, x := range files {
		f.Files = append(f.Files, x.Name)
	}
	m := portal.Mail{Kind: portal.MailUpload, Client: client, Contact: in.sc.contact}
	if in.from == portal.FileUploaded {
		f.Path = paths.OfficeClientDocuments(client).String()
		return in.s.postStaff(tx, m, f)
	}
	m.Kind, m.Contact, f.Path = portal.MailShared, 0, paths.PortalDocuments().String()
	to, err := in.s.clientSide(tx, m.Kind, client)
	if err != nil {
		return err
	}
	if to, err = reached(tx, client, about.Property, to); err != nil {
		return err
	}
	return in.s.postTo(tx, m, to, f)
}

// reached leaves out contacts who may not open a file at a property: they view no documents, or only those of other
// properties; what belongs to the whole account is of none. Addresses of no contact stay.
func reached(tx *store.Tx, id portal.ClientID, at portal.PropertyID, to []string) (left []string, err error) {
	client, err := tx.Client(portal.Sight{Client: id})
	if err != nil {
		return nil, err
	}
	opens := map[string]bool{}
	err = tx.ContactsOf(id, func(c portal.Contact) error {
		may := accessOf(tx.Business(), client, c).Effective().Has(portal.ViewDocuments)
		sees := portal.Sight{Client: id, Properties: c.Properties}.Sees(id, at)
		opens[c.EmailNorm] = opens[c.EmailNorm] || may && sees
		return nil
	})
	for _, address := range to {
		if ok, known := opens[address]; ok || !known {
			left = append(left, address)
		}
	}
	return left, err
}
