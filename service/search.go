package service

import (
	"context"
	"strings"

	"portico/portal"
	"portico/store"
)

// Found is what a search over everything finds: exact numbers first, then words, kind by kind.
type Found struct {
	Clients  []portal.ClientRow
	Contacts []portal.ContactRow
	Invoices []portal.InvoiceRow
	Payments []portal.PaymentRow
	Names    map[portal.ClientID]string
}

// Empty reports whether nothing was found.
func (f Found) Empty() bool {
	return len(f.Clients)+len(f.Contacts)+len(f.Invoices)+len(f.Payments) == 0
}

// searchBudget bounds the keys looked at in each kind, so that a search as you type stays quick.
const searchBudget = 4_000

// Search looks for a number, a name, an address or words among everything, up to so many of each kind.
func (s *Service) Search(ctx context.Context, sc Scope, typed string, each int) (f Found, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return f, err
	}
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return f, nil
	}
	if len(typed) > 200 {
		typed = typed[:200]
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		f = Found{Names: map[portal.ClientID]string{}}
		if err := f.exact(tx, typed); err != nil {
			return err
		}
		if err := f.words(tx, store.Query{Search: typed, Limit: each, Budget: searchBudget}); err != nil {
			return err
		}
		f.name(tx)
		return nil
	})
	return f, err
}

// exact finds what has just this number.
func (f *Found) exact(tx *store.Tx, number string) error {
	if id, ok := tx.ClientByNumber(number); ok {
		c, err := tx.Client(portal.Sight{Client: id})
		if err != nil {
			return err
		}
		f.Clients = append(f.Clients, c.Row())
	}
	if id, ok := tx.InvoiceByNumber(number); ok {
		owner, err := tx.InvoiceOwner(id)
		if err != nil {
			return err
		}
		i, err := tx.Invoice(portal.Sight{Client: owner}, id)
		if err != nil {
			return err
		}
		f.Invoices = append(f.Invoices, i.Row())
	}
	if id, ok := tx.PaymentByNumber(number); ok {
		owner, err := tx.PaymentOwner(id)
		if err != nil {
			return err
		}
		p, err := tx.Payment(portal.Sight{Client: owner}, id)
		if err != nil {
			return err
		}
		f.Payments = append(f.Payments, p.Row())
	}
	return nil
}

// words finds by words, the last of them perhaps unfinished.
func (f *Found) words(tx *store.Tx, q store.Query) error {
	clients, err := tx.Clients(q)
	if err != nil {
		return err
	}
	f.Clients = merge(f.Clients, clients.Rows, q.Limit, func(r portal.ClientRow) uint64 { return uint64(r.ID) })
	contacts, err := tx.OfficeContacts(q.Where(store.FacetContactArchived, 0))
	if err != nil {
		return err
	}
	f.Contacts = contacts.Rows
	invoices, err := tx.OfficeInvoices(store.InvoiceQuery{Query: q})
	if err != nil {
		return err
	}
	f.Invoices = merge(f.Invoices, invoices.Rows, q.Limit, func(r portal.InvoiceRow) uint64 { return uint64(r.ID) })
	payments, err := tx.OfficePayments(store.PaymentQuery{Query: q})
	f.Payments = merge(f.Payments, payments.Rows, q.Limit, func(r portal.PaymentRow) uint64 { return uint64(r.ID) })
	return err
}

// merge puts what matched exactly before the rest, each once.
func merge[R any](exact, rest []R, most int, id func(R) uint64) []R {
	for _, r := range rest {
		if len(exact) == most {
			break
		}
		if len(exact) > 0 && id(exact[0]) == id(r) {
			continue
		}
		exact = append(exact, r)
	}
	return exact
}

func (f *Found) name(tx *store.Tx) {
	see := func(id portal.ClientID) {
		if f.Names[id] == "" {
			f.Names[id] = clientName(tx, id)
		}
	}
	for _, r := range f.Contacts {
		see(r.Client)
	}
	for _, r := range f.Invoices {
		see(r.Client)
	}
	for _, r := range f.Payments {
		see(r.Client)
	}
}
