package service

import (
	"context"
	"strings"
	"time"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// ContactList is one page of the office's contacts with what stands around it.
type ContactList struct {
	store.Page[portal.ContactRow]
	Clients map[portal.ClientID]string
	Counts  [3]int // of everybody, by cloud
	Matches int    // how many the filter matches, up to MostMatches
	Runs    []portal.Run
}

// MostMatches bounds how far matches are counted.
const MostMatches = 10_000

// Contacts lists the contacts of all clients by name. An extra run, if any, is shown with those under way.
func (s *Service) Contacts(ctx context.Context, sc Scope, f portal.ContactFilter, q store.Query, run portal.RunID) (l ContactList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		if err := l.read(tx, f, q); err != nil {
			return err
		}
		l.Counts, l.Matches = tx.Clouds(0), 0
		if f.All() {
			l.Matches = l.Counts[0] + l.Counts[1] + l.Counts[2]
		} else {
			l.Matches = tx.CountContacts(tx.ContactQuery(f), MostMatches)
		}
		l.Runs, err = shownRuns(tx, run)
		return err
	})
	return l, err
}

// ContactRows reads one page of contacts with their clients' names: for CSV.
func (s *Service) ContactRows(ctx context.Context, sc Scope, f portal.ContactFilter, q store.Query) (l ContactList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error { return l.read(tx, f, q) })
	return l, err
}

func (l *ContactList) read(tx *store.Tx, f portal.ContactFilter, q store.Query) (err error) {
	fq := tx.ContactQuery(f)
	fq.After, fq.Limit, fq.Budget = q.After, q.Limit, q.Budget
	if l.Page, err = tx.OfficeContacts(fq); err != nil {
		return err
	}
	l.Clients = map[portal.ClientID]string{}
	for _, r := range l.Rows {
		if _, ok := l.Clients[r.Client]; ok {
			continue
		}
		c, err := tx.Client(portal.Sight{Client: r.Client})
		if err != nil {
			return err
		}
		l.Clients[r.Client] = c.Name
	}
	return nil
}

// ContactPage is everything that a contact's own page, and every question about them, tells.
type ContactPage struct {
	portal.Contact
	Of          portal.Client
	Username    string
	Devices     []auth.Session // signed in, here or at another client
	Here        int            // of them acting at this client now
	Others      []string       // other clients of the same person
	Properties  []portal.Property
	Invitations []store.MailRow
	Events      []portal.Event
	LastAdmin   bool // nobody else of the client may do everything
	InviteDays  int
}

// ContactPage reads one contact of the scope's client.
func (s *Service) ContactPage(ctx context.Context, sc Scope, id portal.ContactID) (p ContactPage, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p = ContactPage{InviteDays: tx.Business().Portal.InviteDays}
		if p.Contact, err = tx.Contact(sc.sight, id); err != nil {
			return err
		}
		if p.Of, err = tx.Client(sc.sight); err != nil {
			return err
		}
		if err := p.readPerson(tx); err != nil {
			return err
		}
		n, err := admins(tx, p.Client)
		if err != nil {
			return err
		}
		p.LastAdmin = p.On && portal.LastAdmin(p.Permissions, 0, false, n)
		return p.readHistory(tx, sc)
	})
	return p, err
}

func (p *ContactPage) readPerson(tx *store.Tx) (err error) {
	if p.Person == 0 {
		return nil
	}
	who, err := tx.Person(p.Person)
	if err != nil {
		return err
	}
	p.Username = who.Username
	all, err := sessionsOf(tx, p.Person)
	if err != nil {
		return err
	}
	for _, sess := range all {
		if sess.Staff {
			continue
		}
		p.Devices = append(p.Devices, sess)
		if sess.Contact == uint64(p.ID) {
			p.Here++
		}
	}
	return tx.PlacesOf(p.Person, func(c portal.Contact) error {
		if c.ID == p.ID || !c.On || c.Archived {
			return nil
		}
		client, err := tx.Client(portal.Sight{Client: c.Client})
		p.Others = append(p.Others, client.Name)
		return err
	})
}

const lately = 8

func (p *ContactPage) readHistory(tx *store.Tx, sc Scope) error {
	for _, id := range p.Contact.Properties {
		place, err := tx.Property(portal.Sight{Client: sc.sight.Client}, id)
		if err != nil {
			return err
		}
		p.Properties = append(p.Properties, place)
	}
	mails, err := tx.Mails(store.MailQuery{
		Query: store.Query{Limit: lately}, Kinds: []portal.MailKind{portal.MailInvitation}, Contact: p.ID,
	})
	if err != nil {
		return err
	}
	p.Invitations = mails.Rows
	events, err := tx.Events(sc.sight, store.EventQuery{Query: store.Query{Limit: 2 * lately}, Contact: p.ID})
	p.Events = events.Rows
	return err
}

// PortalUser is a client's contact with what its Portal tab tells.
type PortalUser struct {
	portal.ContactRow
	Username string
	Devices  int
}

// PortalTab is the Portal tab of a client.
type PortalTab struct {
	ClientHead
	Users  []PortalUser
	Chosen *ContactPage // whose permissions are open
	Events []portal.Event
}

// portalUsers bounds the users that the tab shows at once; Contacts has all of them.
const portalUsers = 200

// PortalTab reads the Portal tab of the scope's client.
func (s *Service) PortalTab(ctx context.Context, sc Scope, chosen portal.ContactID) (t PortalTab, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		t = PortalTab{}
		if t.ClientHead, err = clientHead(tx, sc); err != nil {
			return err
		}
		rows, err := tx.Contacts(sc.sight, store.Query{Limit: portalUsers}.Where(store.FacetContactArchived, 0))
		if err != nil {
			return err
		}
		if t.Users, err = portalUsersOf(tx, rows.Rows); err != nil {
			return err
		}
		events, err := tx.Events(sc.sight, store.EventQuery{Query: store.Query{Limit: lately}, Kinds: portalEvents})
		t.Events = events.Rows
		return err
	})
	if err != nil || chosen == 0 {
		return t, err
	}
	p, err := s.ContactPage(ctx, sc, chosen)
	if err != nil {
		return t, err
	}
	t.Chosen = &p
	return t, nil
}

// portalEvents are what happened around a client's portal, as against its bills.
var portalEvents = []portal.EventKind{
	portal.EventSignedIn, portal.EventAccessOn, portal.EventAccessOff, portal.EventInvited, portal.EventAccepted, portal.EventRegistered,
	portal.EventPermissions, portal.EventModules, portal.EventClip, portal.EventPreview, portal.EventPreviewAct, portal.EventPasskey,
	portal.EventPassword, portal.EventEmailChanged, portal.EventProfile,
}

func portalUsersOf(tx *store.Tx, rows []portal.ContactRow) (us []PortalUser, err error) {
	for _, r := range rows {
		u := PortalUser{ContactRow: r}
		if r.Person != 0 {
			p, err := tx.Person(r.Person)
			if err != nil {
				return nil, err
			}
			u.Username = p.Username
			if u.Devices, err = devices(tx, r.Person); err != nil {
				return nil, err
			}
		}
		us = append(us, u)
	}
	return us, nil
}

// devices counts where a person is signed in as a client.
func devices(tx *store.Tx, p portal.PersonID) (n int, err error) {
	all, err := sessionsOf(tx, p)
	for _, sess := range all {
		if !sess.Staff {
			n++
		}
	}
	return n, err
}

// ContactDetails is what staff type about a contact.
type ContactDetails struct {
	Name, Email, Phone, Title string
}

// NewContact makes a contact of the scope's client, without portal access.
func (s *Service) NewContact(ctx context.Context, sc Scope, d ContactDetails) (c portal.Contact, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		c = portal.Contact{
			Client: sc.sight.Client, Name: d.Name, Email: d.Email, Phone: strings.TrimSpace(d.Phone), Title: strings.TrimSpace(d.Title),
			Permissions: tx.Business().Portal.Default, Created: tx.Now,
		}
		return addContact(tx, sc, &c)
	})
	return c, err
}

// addContact checks and saves a new contact. Its e-mail address is unique within the client.
func addContact(tx *store.Tx, sc Scope, c *portal.Contact) error {
	if err := checkContact(tx, c); err != nil {
		return err
	}
	if err := tx.PutContact(c, 0); err != nil {
		return err
	}
	return tx.AddEvent(sc.contactEvent(portal.EventContact, *c))
}

func checkContact(tx *store.Tx, c *portal.Contact) error {
	c.Name, c.Email, c.EmailNorm = strings.TrimSpace(c.Name), strings.TrimSpace(c.Email), ""
	if err := c.Validate(); err != nil || c.Email == "" {
		return err
	}
	norm, err := auth.NormalAddress(c.Email)
	if err != nil {
		return fault("email", "Write an e-mail address, like ann@example.com.")
	}
	c.EmailNorm = norm
	other, ok := tx.ContactByEmail(c.Client, norm)
	if !ok || other == c.ID {
		return nil
	}
	holder, err := tx.Contact(portal.Sight{Client: c.Client}, other)
	if err != nil {
		return err
	}
	return fault("email", "%s has this e-mail address already. Everybody at one client needs their own.", holder.Name)
}

// SaveContact saves what was typed over the version that was edited. A new e-mail address is another person to
// sign in: whoever had access under the old one loses it, and the new address is invited.
func (s *Service) SaveContact(ctx context.Context, sc Scope, id portal.ContactID, d ContactDetails, was portal.Version) (c portal.Contact, err error) {
	return s.onContact(ctx, sc, id, func(tx *store.Tx, c *portal.Contact) error {
		if c.Version != was {
			return portal.Conflict()
		}
		norm := c.EmailNorm
		c.Name, c.Email, c.Phone, c.Title = d.Name, d.Email, strings.TrimSpace(d.Phone), strings.TrimSpace(d.Title)
		if err := checkContact(tx, c); err != nil {
			return err
		}
		if c.On && c.EmailNorm == "" {
			return fault("email", "%s has portal access: write an e-mail address, or disable the access first.", c.Name)
		}
		if c.EmailNorm != norm {
			if err := s.moveContact(tx, sc, c); err != nil {
				return err
			}
		}
		if err := tx.PutContact(c, c.Version); err != nil {
			return err
		}
		return tx.AddEvent(sc.contactEvent(portal.EventContact, *c))
	})
}

// moveContact hands a contact over to the person of its new e-mail address.
func (s *Service) moveContact(tx *store.Tx, sc Scope, c *portal.Contact) error {
	on := c.On
	if c.Person != 0 {
		c.On = false
		if err := tx.PutContact(c, c.Version); err != nil {
			return err
		}
		if err := s.endPlace(tx, *c); err != nil {
			return err
		}
	}
	c.Person, c.Accepted, c.LastSeen, c.Delivery = 0, time.Time{}, time.Time{}, ""
	if !on {
		return nil
	}
	if _, err := s.letIn(tx, sc, c, ""); err != nil {
		return err
	}
	return s.sendInvitation(tx, sc, c, portal.LetterFacts{})
}

// ArchiveContact puts a contact away, with its access, or brings it back without.
func (s *Service) ArchiveContact(ctx context.Context, sc Scope, id portal.ContactID, archived bool) (portal.Contact, error) {
	return s.onContact(ctx, sc, id, func(tx *store.Tx, c *portal.Contact) error {
		if c.Archived == archived {
			return nil
		}
		if err := s.shut(tx, sc, c); err != nil {
			return err
		}
		c.Archived = archived
		if err := checkContact(tx, c); !archived && err != nil {
			return err
		}
		if err := tx.PutContact(c, c.Version); err != nil {
			return err
		}
		e := sc.contactEvent(portal.EventContact, *c)
		e.Detail += map[bool]string{true: ": archived", false: ": brought back"}[archived]
		return tx.AddEvent(e)
	})
}

// FindClient finds the one client that somebody means by a number or words of its name; several are offered.
func (s *Service) FindClient(ctx context.Context, sc Scope, typed string) (found []portal.ClientRow, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return nil, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		if id, ok := tx.ClientByNumber(strings.TrimSpace(typed)); ok {
			c, err := tx.Client(portal.Sight{Client: id})
			found = []portal.ClientRow{c.Row()}
			return err
		}
		if strings.TrimSpace(typed) == "" {
			return nil
		}
		p, err := tx.Clients(store.Query{Search: typed, Limit: 10}.Where(store.FacetClientArchived, 0))
		found = p.Rows
		return err
	})
	return found, err
}
