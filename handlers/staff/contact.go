package staff

import (
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Contact is a contact's own page.
func Contact(c *web.Ctx) error {
	_, p, err := contact(c)
	if err != nil {
		return err
	}
	return c.Show(contactPage(c, p, p.Name, views.ContactPage(p)))
}

// ContactForm is what is typed about a contact.
type ContactForm struct {
	Client  string         `form:"client"`
	Name    string         `form:"name"`
	Email   string         `form:"email"`
	Phone   string         `form:"phone"`
	Title   string         `form:"title"`
	Version portal.Version `form:"version"`
}

func (f ContactForm) details() service.ContactDetails {
	return service.ContactDetails{Name: f.Name, Email: f.Email, Phone: f.Phone, Title: f.Title}
}

// ContactNew is the form of a new contact.
func ContactNew(c *web.Ctx) error {
	p := views.ContactForm{Form: ui.Form{Values: c.Request.URL.Query()}}
	if err := whose(c, &p, c.Query("client")); err != nil {
		return err
	}
	return showContactForm(c, p, nil)
}

// whose finds the client that somebody means.
func whose(c *web.Ctx, p *views.ContactForm, typed string) error {
	found, err := c.S.FindClient(c.Std(), c.Scope(), typed)
	if err != nil {
		return err
	}
	if len(found) == 1 {
		p.Of = found[0]
	} else {
		p.Offer = found
	}
	return nil
}

// ContactCreate makes a contact.
func ContactCreate(c *web.Ctx) error {
	var f ContactForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	p := views.ContactForm{}
	if err := whose(c, &p, f.Client); err != nil {
		return err
	}
	if p.Of.ID == 0 {
		return showContactForm(c, p, noClient(p, f.Client))
	}
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(p.Of.ID)})
	if err != nil {
		return err
	}
	ct, err := c.S.NewContact(c.Std(), sc, f.details())
	if err != nil {
		return showContactForm(c, p, err)
	}
	return c.To(paths.OfficeContact(ct.ID), c.Said("%s is added to %s.", ct.Name, p.Of.Name))
}

func noClient(p views.ContactForm, typed string) error {
	var v portal.Check
	v.That(len(p.Offer) == 0, "client", "Several clients match. Choose one.")
	v.That(len(p.Offer) > 0 || typed == "", "client", "No client matches “%s”.", typed)
	v.That(typed != "", "client", "Write the client’s name or number.")
	return v.Done()
}

// ContactEdit is the form of a contact.
func ContactEdit(c *web.Ctx) error {
	_, p, err := contact(c)
	if err != nil {
		return err
	}
	return showContactForm(c, views.ContactForm{Contact: p.Contact, Form: ui.Form{Values: views.ContactValues(p.Contact)}}, nil)
}

// ContactSave saves what was typed.
func ContactSave(c *web.Ctx) error {
	sc, p, err := contact(c)
	if err != nil {
		return err
	}
	var f ContactForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	ct, err := c.S.SaveContact(c.Std(), sc, p.ID, f.details(), f.Version)
	if err != nil {
		form := views.ContactForm{Contact: p.Contact}
		if portal.CodeOf(err) == portal.CodeConflict {
			form.Theirs = views.ContactValues(p.Contact)
		} else {
			form.Contact.Version = f.Version
		}
		return showContactForm(c, form, err)
	}
	return c.To(paths.OfficeContact(ct.ID), c.Said("%s is saved.", ct.Name))
}

// showContactForm shows the form, as it was typed when it was refused.
func showContactForm(c *web.Ctx, p views.ContactForm, refused error) error {
	if refused != nil && !web.Faulty(refused) {
		return refused
	}
	page := web.Page{Title: c.L.T("New contact"), Nav: layout.Contacts}
	if p.Contact.ID != 0 {
		page.Title = c.L.T("Edit %s", p.Contact.Name)
	}
	if refused != nil {
		p.Form, page.Status = c.Typed(refused), web.StatusOf(refused)
	}
	page.Crumbs = []ui.Crumb{{Label: c.L.T("Contacts"), URL: paths.OfficeContacts()}, {Label: page.Title}}
	page.Body = views.EditContact(p)
	return c.Show(page)
}

// ContactArchiveAsk asks before a contact is put away or brought back.
func ContactArchiveAsk(c *web.Ctx) error {
	_, p, err := contact(c)
	if err != nil {
		return err
	}
	return c.Show(contactPage(c, p, p.Name, views.AskArchive(p)))
}

// ArchiveForm says which way.
type ArchiveForm struct {
	Archived string `form:"archived"`
}

// ContactArchive puts a contact away or brings it back.
func ContactArchive(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindContact, "contact")
	if err != nil {
		return err
	}
	var f ArchiveForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	ct, err := c.S.ArchiveContact(c.Std(), sc, portal.ContactID(id), f.Archived == "yes")
	if err != nil {
		return refused(c, portal.ContactID(id), err)
	}
	if ct.Archived {
		return c.To(paths.OfficeClientContacts(ct.Client), c.Said("%s is archived.", ct.Name))
	}
	return c.To(paths.OfficeContact(ct.ID), c.Said("%s is back.", ct.Name))
}
