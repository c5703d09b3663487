package service

import (
	"context"
	"errors"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// ClientHead is what stands above every tab of a client's page.
type ClientHead struct {
	portal.Client
	Figures  portal.HomeFigures
	Contacts int // not archived
	Invoices int // issued and drafts

	Estimates store.EstimateCounts
}

// ClientHead reads the head of the scope's client.
func (s *Service) ClientHead(ctx context.Context, sc Scope) (h ClientHead, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		h, err = clientHead(tx, sc)
		return err
	})
	return h, err
}

func clientHead(tx *store.Tx, sc Scope) (h ClientHead, err error) {
	if h.Client, err = tx.Client(sc.sight); err != nil {
		return h, err
	}
	h.Figures = tx.HomeFigures(sc.sight, h.Currency)
	for _, n := range tx.Clouds(h.ID) {
		h.Contacts += n
	}
	for _, n := range tx.StateCounts(sc.sight) {
		h.Invoices += n
	}
	h.Estimates = tx.EstimateCounts(sc.sight, h.Currency)
	return h, nil
}

// ClientLine is a client in the office's list, with what it owes.
type ClientLine struct {
	portal.ClientRow
	Due, Overdue portal.Money
}

// Clients lists the clients by name; archived ones only when they are asked for.
func (s *Service) Clients(ctx context.Context, sc Scope, q ClientQuery) (p store.Page[ClientLine], active int, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return p, 0, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		active = tx.ClientCount()
		rows, err := tx.Clients(q.query())
		if err != nil {
			return err
		}
		p = store.Page[ClientLine]{Next: rows.Next, More: rows.More, Spent: rows.Spent}
		for _, r := range rows.Rows {
			l := ClientLine{ClientRow: r}
			l.Due, l.Overdue = tx.Owed(r.ID, r.Currency)
			p.Rows = append(p.Rows, l)
		}
		return nil
	})
	return p, active, err
}

// ClientQuery are the filters of the list of clients.
type ClientQuery struct {
	store.Query
	Show string // "" = active, "archived", "all"
}

func (q ClientQuery) query() store.Query {
	switch q.Show {
	case "all":
		return q.Query
	case "archived":
		return q.Where(store.FacetClientArchived, 1)
	}
	return q.Where(store.FacetClientArchived, 0)
}

// ClientForm is a client to edit.
type ClientForm struct {
	portal.Client
	Fixed bool // the currency can't be changed any more
}

// ClientForm reads the scope's client for its form.
func (s *Service) ClientForm(ctx context.Context, sc Scope) (f ClientForm, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		if f.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		f.Fixed, err = tx.HasDocuments(sc.sight)
		return err
	})
	return f, err
}

// NewClient makes a client and draws its number.
func (s *Service) NewClient(ctx context.Context, sc Scope, c portal.Client) (id portal.ClientID, err error) {
	if err := checkClient(c); err != nil {
		return 0, err
	}
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		made := c
		made.ID, made.Off, made.Archived, made.Created = 0, 0, false, tx.Now
		if made.Number, err = tx.NextNumber(portal.KindClient, tx.Business().Numbering.Prefix(portal.KindClient)); err != nil {
			return err
		}
		if err := tx.PutClient(&made, 0); err != nil {
			return err
		}
		id = made.ID
		return tx.AddEvent(sc.clientEvent(made, "New client"))
	})
	return id, err
}

// SaveClient saves what was typed over the version that was edited.
func (s *Service) SaveClient(ctx context.Context, sc Scope, c portal.Client, was portal.Version) error {
	if err := checkClient(c); err != nil {
		return err
	}
	return s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		cur, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		if cur.Version != was {
			return portal.Conflict()
		}
		if err := mayChangeCurrency(tx, sc, cur, c); err != nil {
			return err
		}
		cur.Name, cur.Email, cur.Phone, cur.Address = c.Name, c.Email, c.Phone, c.Address
		cur.Currency, cur.TaxID, cur.Notes, cur.NoReminders = c.Currency, c.TaxID, c.Notes, c.NoReminders
		cur.MonthlyBatch = c.MonthlyBatch
		if err := tx.PutClient(&cur, was); err != nil {
			return err
		}
		return tx.AddEvent(sc.clientEvent(cur, "Details changed"))
	})
}

func mayChangeCurrency(tx *store.Tx, sc Scope, cur, c portal.Client) error {
	if cur.Currency == c.Currency {
		return nil
	}
	fixed, err := tx.HasDocuments(sc.sight)
	if err != nil {
		return err
	}
	var v portal.Check
	v.That(!fixed, "currency", "This client has invoices, estimates or payments in %s, so its currency stays.", string(cur.Currency))
	return v.Done()
}

func checkClient(c portal.Client) error {
	var v portal.Check
	v.Err("", c.Validate())
	if c.Email != "" {
		_, err := auth.NormalAddress(c.Email)
		v.That(err == nil, "email", "Write an e-mail address, like ann@example.com.")
	}
	return dedupe(v.Done())
}

// dedupe leaves one fault a field: the first.
func dedupe(err error) error {
	var e *portal.Error
	if !errors.As(err, &e) {
		return err
	}
	seen := map[string]bool{}
	faults := e.Faults[:0:0]
	for _, f := range e.Faults {
		if !seen[f.Field] {
			seen[f.Field] = true
			faults = append(faults, f)
		}
	}
	return &portal.Error{Code: e.Code, Msg: e.Msg, Faults: faults, Cause: e.Cause}
}

func (sc Scope) clientEvent(c portal.Client, what string) portal.Event {
	e := sc.Actor.event(portal.EventClient)
	e.Client, e.Detail = c.ID, what
	e.Subject = portal.Ref{Kind: portal.KindClient, ID: uint64(c.ID)}
	return e
}

// ClientLoss names who loses what when the scope's client is archived.
type ClientLoss struct {
	portal.Client
	People []string // contacts with portal access
	Due    portal.Money
}

// ClientLoss reads what archiving the scope's client takes away.
func (s *Service) ClientLoss(ctx context.Context, sc Scope) (l ClientLoss, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = ClientLoss{}
		if l.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		l.Due, _ = tx.Owed(l.ID, l.Currency)
		return tx.ContactsOf(l.ID, func(c portal.Contact) error {
			if c.On && !c.Archived {
				l.People = append(l.People, c.Name)
			}
			return nil
		})
	})
	return l, err
}

// ArchiveClient archives a client and ends the sessions of its contacts, or brings it back.
func (s *Service) ArchiveClient(ctx context.Context, sc Scope, archive bool) error {
	return s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		c, err := tx.Client(sc.sight)
		if err != nil || c.Archived == archive {
			return err
		}
		c.Archived = archive
		if err := tx.PutClient(&c, c.Version); err != nil {
			return err
		}
		if !archive {
			return tx.AddEvent(sc.clientEvent(c, "Brought back"))
		}
		if err := tx.ContactsOf(c.ID, func(k portal.Contact) error { return s.leave(tx, k) }); err != nil {
			return err
		}
		return tx.AddEvent(sc.clientEvent(c, "Archived"))
	})
}

// ClientOverview is the first tab of a client's page.
type ClientOverview struct {
	ClientHead
	People   []portal.ContactRow
	Latest   []portal.InvoiceRow
	Activity []portal.Event
}

// ClientOverview reads the overview of the scope's client in one transaction.
func (s *Service) ClientOverview(ctx context.Context, sc Scope) (o ClientOverview, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		if o.ClientHead, err = clientHead(tx, sc); err != nil {
			return err
		}
		people, err := tx.Contacts(sc.sight, store.Query{Limit: homeRows}.Where(store.FacetContactArchived, 0))
		if err != nil {
			return err
		}
		latest, err := tx.Invoices(sc.sight, store.InvoiceQuery{Query: store.Query{Limit: homeRows}})
		if err != nil {
			return err
		}
		events, err := tx.Events(sc.sight, store.EventQuery{Query: store.Query{Limit: homeRows}})
		o.People, o.Latest, o.Activity = people.Rows, latest.Rows, events.Rows
		return err
	})
	return o, err
}

// ClientActivity is what happened around the scope's client, newest first.
func (s *Service) ClientActivity(ctx context.Context, sc Scope, q store.EventQuery) (h ClientHead, p store.Page[portal.Event], err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		if h, err = clientHead(tx, sc); err != nil {
			return err
		}
		p, err = tx.Events(sc.sight, q)
		return err
	})
	return h, p, err
}
