package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// InvoiceList is one page of a client's invoices with what stands around it.
type InvoiceList struct {
	store.Page[portal.InvoiceRow]
	Figures     portal.HomeFigures
	Counts      [5]int // by store's invoice states
	Properties  map[portal.PropertyID]portal.Property
	Places      []portal.Property // to filter by
	Contractors []portal.Contractor
	Clients     map[portal.ClientID]string // in the office's list
	Head        ClientHead                 // in the office's page of one client
	Recurring   []portal.RecurringRow      // its schedules, there
}

// Contractor is the name of who carried out a row's work.
func (l InvoiceList) Contractor(id portal.ContractorID) string {
	for _, c := range l.Contractors {
		if c.ID == id {
			return c.Name
		}
	}
	return ""
}

// maxPlaces bounds the properties that a list offers to filter by; more are found by the search.
const maxPlaces = 200

// Invoices lists the invoices of the scope's client, newest first: drafts only for the office.
func (s *Service) Invoices(ctx context.Context, sc Scope, q store.InvoiceQuery) (l InvoiceList, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l, err = invoices(tx, sc, q)
		return err
	})
	return l, err
}

func invoices(tx *store.Tx, sc Scope, q store.InvoiceQuery) (l InvoiceList, err error) {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return l, err
	}
	q.Issued = !sc.office
	if l.Page, err = tx.Invoices(sc.sight, q); err != nil {
		return l, err
	}
	l.Figures, l.Counts = tx.HomeFigures(sc.sight, client.Currency), tx.StateCounts(sc.sight)
	places, err := tx.Properties(sc.sight, store.Query{Limit: maxPlaces})
	if err != nil {
		return l, err
	}
	l.Places = places.Rows
	if sc.office {
		if l.Head, err = clientHead(tx, sc); err != nil {
			return l, err
		}
		schedules, err := tx.Recurrings(sc.sight, store.Query{})
		if err != nil {
			return l, err
		}
		l.Recurring = schedules.Rows
	}
	return l, l.names(tx)
}

// names looks up what the rows show of other records, as they are called now.
func (l *InvoiceList) names(tx *store.Tx) (err error) {
	if l.Contractors, err = tx.Contractors(); err != nil {
		return err
	}
	l.Properties = make(map[portal.PropertyID]portal.Property, len(l.Places))
	for _, p := range l.Places {
		l.Properties[p.ID] = p
	}
	for _, r := range l.Rows {
		if _, known := l.Properties[r.Property]; known || r.Property == 0 {
			continue
		}
		if p, err := tx.Property(portal.Sight{Client: r.Client}, r.Property); err == nil {
			l.Properties[r.Property] = p
		}
	}
	return nil
}

// Invoice is one invoice as it is shown. A client sees no drafts.
func (s *Service) Invoice(ctx context.Context, sc Scope, id portal.InvoiceID) (d portal.InvoiceDoc, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d, err = invoiceDoc(tx, sc, id)
		return err
	})
	return d, err
}

func invoiceDoc(tx *store.Tx, sc Scope, id portal.InvoiceID) (d portal.InvoiceDoc, err error) {
	sc = sc.on(portal.Ref{Kind: portal.KindInvoice, ID: uint64(id)})
	i, err := seenInvoice(tx, sc, id)
	if err != nil {
		return d, err
	}
	client, err := tx.Client(sc.sight)
	if err != nil {
		return d, err
	}
	d = portal.NewInvoiceDoc(i, tx.Business().Profile, client, tx.Today)
	d.By = tx.ContractorName(i.Contractor)
	if i.Property != 0 {
		if d.At, err = tx.Property(sc.sight, i.Property); err != nil {
			return d, err
		}
	}
	if d.Coming, err = comingFor(tx, sc.sight, i); err != nil {
		return d, err
	}
	if !sc.ByLink() {
		if d.Requests, err = openRequests(tx, sc, portal.KindInvoice, uint64(id)); err != nil {
			return d, err
		}
	}
	if d.Credits, err = creditsOf(tx, sc, id); err != nil {
		return d, err
	}
	d.Payments, err = paidParts(tx, sc.sight, id)
	return d, err
}

// seenInvoice fetches an invoice in the scope's sight; for a client a draft doesn't exist.
func seenInvoice(tx *store.Tx, sc Scope, id portal.InvoiceID) (portal.Invoice, error) {
	i, err := tx.Invoice(sc.on(portal.Ref{Kind: portal.KindInvoice, ID: uint64(id)}).sight, id)
	if err == nil && i.State == portal.Draft && !sc.office {
		return portal.Invoice{}, portal.NotFound()
	}
	return i, err
}

// InvoiceByNumber finds an invoice in the scope's sight by its number.
func (s *Service) InvoiceByNumber(ctx context.Context, sc Scope, number string) (id portal.InvoiceID, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		found, ok := tx.InvoiceByNumber(number)
		if !ok {
			return portal.NotFound()
		}
		id = found
		if sc.office && sc.sight.Client == 0 {
			return nil // the page itself narrows into the client
		}
		_, err := seenInvoice(tx, sc, id)
		return err
	})
	return id, err
}

// ViewInvoice notes that the contact has the invoice on screen. Only the first time is news, and staff who
// look through a contact are not the contact.
func (s *Service) ViewInvoice(ctx context.Context, sc Scope, id portal.InvoiceID) error {
	return s.change(ctx, sc, may(portal.ViewInvoices), func(tx *store.Tx) error { return viewInvoice(tx, sc, id) })
}

func viewInvoice(tx *store.Tx, sc Scope, id portal.InvoiceID) error {
	i, err := seenInvoice(tx, sc, id)
	if err != nil {
		return err
	}
	if sc.mode != Own || sc.office {
		return nil
	}
	was := i.Version
	if !i.MarkViewed(sc.name, tx.Now) {
		return nil
	}
	if err := tx.PutInvoice(&i, was); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutInvoice(portal.EventInvoiceViewed, i))
}

// aboutInvoice begins a line of the audit log about an invoice.
func (sc Scope) aboutInvoice(kind portal.EventKind, i portal.Invoice) portal.Event {
	e := sc.event(kind)
	e.Subject, e.Detail = portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}, i.Number
	return e
}
