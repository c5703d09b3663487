package service

import (
	"context"
	"slices"
	"strings"

	"portico/portal"
	"portico/store"
)

// Hits are what a search found of one kind.
type Hits[R any] struct {
	Rows  []R
	Exact bool // the first has just the number or the name that was typed
	More  bool // there may be more than these
}

// Found is what a search over everything finds, kind by kind: what is called exactly so first, then words.
type Found struct {
	Clients     Hits[portal.ClientRow]
	Contacts    Hits[portal.ContactRow]
	Properties  Hits[portal.Property]
	Estimates   Hits[portal.EstimateRow]
	Invoices    Hits[portal.InvoiceRow]
	Batches     Hits[portal.BatchRow]
	CreditNotes Hits[portal.CreditNoteRow]
	Payments    Hits[portal.PaymentRow]
	Requests    Hits[portal.RequestRow]
	Documents   Hits[portal.FileRow]
	Names       map[portal.ClientID]string
}

// searchBudget bounds the keys looked at in each kind, so that a search as you type stays quick.
const searchBudget = 2_500

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
		if err := f.named(tx, typed, each); err != nil {
			return err
		}
		if err := f.numbered(tx, typed); err != nil {
			return err
		}
		q := store.Query{Search: typed, Limit: each, Budget: searchBudget}
		if err := f.people(tx, q); err != nil {
			return err
		}
		if err := f.papers(tx, q); err != nil {
			return err
		}
		f.name(tx)
		return nil
	})
	return f, err
}

// named finds who and what is called just so.
func (f *Found) named(tx *store.Tx, name string, most int) (err error) {
	if f.Clients.Rows, err = tx.ClientsNamed(name, most); err != nil {
		return err
	}
	if f.Contacts.Rows, err = tx.ContactsNamed(name, most); err != nil {
		return err
	}
	if f.Properties.Rows, err = tx.PropertiesNamed(name, most); err != nil {
		return err
	}
	f.Clients.Exact, f.Contacts.Exact, f.Properties.Exact = len(f.Clients.Rows) > 0, len(f.Contacts.Rows) > 0, len(f.Properties.Rows) > 0
	return nil
}

// numbered finds what has just this number.
func (f *Found) numbered(tx *store.Tx, number string) error {
	if id, ok := tx.ClientByNumber(number); ok {
		c, err := tx.Client(portal.Sight{Client: id})
		if err != nil {
			return err
		}
		f.Clients.Rows, f.Clients.Exact = []portal.ClientRow{c.Row()}, true
	}
	for _, find := range []func() error{
		func() error {
			return f.Estimates.numbered(byNumber(number, tx.EstimateByNumber, tx.EstimateOwner, tx.Estimate, portal.Estimate.Row))
		},
		func() error {
			return f.Invoices.numbered(byNumber(number, tx.InvoiceByNumber, tx.InvoiceOwner, tx.Invoice, portal.Invoice.Row))
		},
		func() error {
			return f.Batches.numbered(byNumber(number, tx.BatchByNumber, tx.BatchOwner, tx.Batch, portal.Batch.Row))
		},
		func() error {
			return f.CreditNotes.numbered(byNumber(number, tx.CreditNoteByNumber, tx.CreditNoteOwner, tx.CreditNote, portal.CreditNote.Row))
		},
		func() error {
			return f.Payments.numbered(byNumber(number, tx.PaymentByNumber, tx.PaymentOwner, tx.Payment, portal.Payment.Row))
		},
		func() error {
			return f.Requests.numbered(byNumber(number, tx.RequestByNumber, tx.RequestOwner, tx.Request, portal.Request.Row))
		},
	} {
		if err := find(); err != nil {
			return err
		}
	}
	return nil
}

// byNumber fetches the row of what has a number, none when nothing has it.
func byNumber[ID ~uint64, T, R any](
	number string, find func(string) (ID, bool), owner func(ID) (portal.ClientID, error), get func(portal.Sight, ID) (T, error), row func(T) R,
) ([]R, error) {
	id, ok := find(number)
	if !ok {
		return nil, nil
	}
	client, err := owner(id)
	if err != nil {
		return nil, err
	}
	rec, err := get(portal.Sight{Client: client}, id)
	return []R{row(rec)}, err
}

func (h *Hits[R]) numbered(rows []R, err error) error {
	h.Rows, h.Exact = rows, len(rows) > 0
	return err
}

// people finds clients, contacts and properties by words, the last of them perhaps unfinished.
func (f *Found) people(tx *store.Tx, q store.Query) error {
	clients, err := tx.Clients(q)
	if err != nil {
		return err
	}
	add(&f.Clients, clients, q.Limit, func(r portal.ClientRow) portal.ClientID { return r.ID })
	contacts, err := tx.OfficeContacts(q.Where(store.FacetContactArchived, 0))
	if err != nil {
		return err
	}
	add(&f.Contacts, contacts, q.Limit, func(r portal.ContactRow) portal.ContactID { return r.ID })
	properties, err := tx.OfficeProperties(q)
	if err != nil {
		return err
	}
	add(&f.Properties, properties, q.Limit, func(r portal.Property) portal.PropertyID { return r.ID })
	return nil
}

// papers finds by words what was written to clients and by them.
func (f *Found) papers(tx *store.Tx, q store.Query) error {
	estimates, err := tx.OfficeEstimates(store.EstimateQuery{Query: q})
	if err != nil {
		return err
	}
	add(&f.Estimates, estimates, q.Limit, func(r portal.EstimateRow) portal.EstimateID { return r.ID })
	invoices, err := tx.OfficeInvoices(store.InvoiceQuery{Query: q})
	if err != nil {
		return err
	}
	add(&f.Invoices, invoices, q.Limit, func(r portal.InvoiceRow) portal.InvoiceID { return r.ID })
	batches, err := tx.OfficeBatches(store.BatchQuery{Query: q})
	if err != nil {
		return err
	}
	add(&f.Batches, batches, q.Limit, func(r portal.BatchRow) portal.BatchID { return r.ID })
	notes, err := tx.OfficeCreditNotes(store.CreditNoteQuery{Query: q})
	if err != nil {
		return err
	}
	add(&f.CreditNotes, notes, q.Limit, func(r portal.CreditNoteRow) portal.CreditNoteID { return r.ID })
	payments, err := tx.OfficePayments(store.PaymentQuery{Query: q})
	if err != nil {
		return err
	}
	add(&f.Payments, payments, q.Limit, func(r portal.PaymentRow) portal.PaymentID { return r.ID })
	requests, err := tx.OfficeRequests(store.RequestQuery{Query: q})
	if err != nil {
		return err
	}
	add(&f.Requests, requests, q.Limit, func(r portal.RequestRow) portal.RequestID { return r.ID })
	files, err := tx.OfficeDocuments(q)
	add(&f.Documents, files, q.Limit, func(r portal.FileRow) portal.DocumentID { return r.ID })
	return err
}

// add puts what was found by words behind what matched exactly, each once.
func add[R any, ID comparable](h *Hits[R], p store.Page[R], most int, id func(R) ID) {
	exact := h.Rows
	h.More = p.More
	for _, r := range p.Rows {
		if slices.ContainsFunc(exact, func(e R) bool { return id(e) == id(r) }) {
			continue
		}
		if len(h.Rows) == most {
			h.More = true
			break
		}
		h.Rows = append(h.Rows, r)
	}
}

// name looks up whose all of it is.
func (f *Found) name(tx *store.Tx) {
	see := func(id portal.ClientID) {
		if f.Names[id] == "" {
			f.Names[id] = clientName(tx, id)
		}
	}
	f.Contacts.each(func(r portal.ContactRow) { see(r.Client) })
	f.Properties.each(func(r portal.Property) { see(r.Client) })
	f.Estimates.each(func(r portal.EstimateRow) { see(r.Client) })
	f.Invoices.each(func(r portal.InvoiceRow) { see(r.Client) })
	f.Batches.each(func(r portal.BatchRow) { see(r.Client) })
	f.CreditNotes.each(func(r portal.CreditNoteRow) { see(r.Client) })
	f.Payments.each(func(r portal.PaymentRow) { see(r.Client) })
	f.Requests.each(func(r portal.RequestRow) { see(r.Client) })
	f.Documents.each(func(r portal.FileRow) { see(r.Client) })
}

func (h Hits[R]) each(fn func(R)) {
	for _, r := range h.Rows {
		fn(r)
	}
}
