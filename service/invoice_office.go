package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// Owed are the office's sums in one currency.
type Owed struct {
	portal.HomeFigures
	States [5]int // by store's invoice states
}

// OfficeInvoiceList is one page of the office's list over all clients, or over one.
type OfficeInvoiceList struct {
	InvoiceList
	Owed   []Owed        // per currency in which something is or was owed, the business's own first
	Client portal.Client // the one that the list is narrowed to
	Lost   bool          // a client was asked for that nobody is called
}

// OfficeInvoiceQuery are the filters of the office's list.
type OfficeInvoiceQuery struct {
	store.InvoiceQuery
	Client string // a client's number or name, as it was typed
}

// OfficeInvoices lists invoices over all clients, newest first. It stops early rather than look at everything.
func (s *Service) OfficeInvoices(ctx context.Context, sc Scope, q OfficeInvoiceQuery) (l OfficeInvoiceList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	q.Budget = store.OfficeBudget
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = OfficeInvoiceList{Owed: owed(tx)}
		one, err := findClient(tx, q.Client)
		if err != nil {
			return err
		}
		switch {
		case q.Client == "":
			l.Page, err = tx.OfficeInvoices(q.InvoiceQuery)
		case one.ID == 0:
			l.Lost = true
		default:
			l.Client = one
			l.Page, err = tx.Invoices(portal.Sight{Client: one.ID}, q.InvoiceQuery)
		}
		if err != nil {
			return err
		}
		l.Clients = map[portal.ClientID]string{}
		for _, r := range l.Rows {
			if err := nameClient(tx, l.Clients, r.Client); err != nil {
				return err
			}
		}
		return l.names(tx)
	})
	return l, err
}

// findClient finds the client that was meant: by number, else the first whose name has the words.
func findClient(tx *store.Tx, typed string) (c portal.Client, err error) {
	if typed == "" {
		return c, nil
	}
	id, ok := tx.ClientByNumber(typed)
	if !ok {
		p, err := tx.Clients(store.Query{Search: typed, Limit: 1})
		if err != nil || len(p.Rows) == 0 {
			return c, err
		}
		id = p.Rows[0].ID
	}
	return tx.Client(portal.Sight{Client: id})
}

func nameClient(tx *store.Tx, names map[portal.ClientID]string, id portal.ClientID) error {
	if _, ok := names[id]; ok {
		return nil
	}
	c, err := tx.Client(portal.Sight{Client: id})
	names[id] = c.Name
	return err
}

// owed reads the office's sums in every currency that has any.
func owed(tx *store.Tx) (all []Owed) {
	own := tx.Business().Profile.Currency
	for _, c := range append([]portal.Currency{own}, portal.Currencies...) {
		if c == own && len(all) > 0 {
			continue
		}
		f, states := tx.OfficeFigures(c)
		if c == own || f.Count > 0 || states[store.InvoiceDraft] > 0 {
			all = append(all, Owed{f, states})
		}
	}
	return all
}

// ClientChoice is a list of clients to choose one from.
type ClientChoice struct {
	store.Page[portal.ClientRow]
	Typed string
}

// ChooseClient lists clients that are not archived, for whoever has to choose one.
func (s *Service) ChooseClient(ctx context.Context, sc Scope, typed string) (l ClientChoice, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	l.Typed = typed
	err = s.db.View(ctx, func(tx *store.Tx) error {
		q := store.Query{Search: typed, Limit: 12, Budget: store.OfficeBudget}.Where(store.FacetClientArchived, 0)
		l.Page, err = tx.Clients(q)
		return err
	})
	return l, err
}

// ForClient narrows staff into a client by its number, as it stands in an address.
func (s *Service) ForClient(ctx context.Context, a Actor, number string) (Scope, error) {
	var id portal.ClientID
	err := s.db.View(ctx, func(tx *store.Tx) error {
		found, ok := tx.ClientByNumber(number)
		if !ok {
			return portal.NotFound()
		}
		id = found
		return nil
	})
	if err != nil {
		return Scope{}, err
	}
	return s.ForRecord(ctx, a, portal.Ref{Kind: portal.KindClient, ID: uint64(id)})
}
