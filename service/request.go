package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// RequestList is one page of requests with what stands around it.
type RequestList struct {
	store.Page[portal.RequestRow]
	Counts     [3]int               // by state
	Kinds      []portal.RequestKind // that can be among them
	Properties map[portal.PropertyID]portal.Property
	Clients    map[portal.ClientID]string // in the office's list
}

// All is how many there are, whatever the filter.
func (l RequestList) All() (n int) {
	for _, c := range l.Counts {
		n += c
	}
	return n
}

// Requests lists what the scope's client raised and the contact may see, newest first.
func (s *Service) Requests(ctx context.Context, sc Scope, q store.RequestQuery) (l RequestList, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = RequestList{Kinds: sc.seenRequests()}
		l.Counts = tx.RequestCounts(sc.sight, l.Kinds)
		kinds, ok := among(q.Kinds, l.Kinds)
		if !ok {
			return nil
		}
		narrow := q
		narrow.Kinds = kinds
		if l.Page, err = tx.Requests(sc.sight, narrow); err != nil {
			return err
		}
		return l.names(tx)
	})
	return l, err
}

// OfficeRequests lists requests over all clients, newest first.
func (s *Service) OfficeRequests(ctx context.Context, sc Scope, q store.RequestQuery) (l RequestList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	q.Budget = store.OfficeBudget
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = RequestList{Kinds: portal.RequestKinds, Counts: tx.OfficeRequestCounts()}
		if l.Page, err = tx.OfficeRequests(q); err != nil {
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

// names looks up the rows' properties, as they are called now.
func (l *RequestList) names(tx *store.Tx) error {
	l.Properties = map[portal.PropertyID]portal.Property{}
	for _, r := range l.Rows {
		if _, known := l.Properties[r.Property]; known || r.Property == 0 {
			continue
		}
		p, err := tx.Property(portal.Sight{Client: r.Client}, r.Property)
		if err != nil {
			return err
		}
		l.Properties[r.Property] = p
	}
	return nil
}

// seenRequests are the kinds that whoever acts may see: the office all.
func (sc Scope) seenRequests() []portal.RequestKind {
	if sc.office {
		return portal.RequestKinds
	}
	return portal.SeenRequests(sc.may)
}

func (sc Scope) seesKind(k portal.RequestKind) bool {
	_, ok := among([]portal.RequestKind{k}, sc.seenRequests())
	return ok
}

// among narrows what was asked for to what may be seen; nothing asked for means all of it.
func among(asked, seen []portal.RequestKind) (ks []portal.RequestKind, ok bool) {
	if len(asked) == 0 {
		return seen, len(seen) > 0
	}
	for _, k := range asked {
		for _, s := range seen {
			if k == s {
				ks = append(ks, k)
			}
		}
	}
	return ks, len(ks) > 0
}

// RequestDoc is the document that a request is about, in a line.
type RequestDoc struct {
	portal.Ref
	Number, Text string
	On           portal.Day
	Sum          portal.Money
}

// requestDoc reads the document that a request is about; none for the free kinds.
func requestDoc(tx *store.Tx, sc Scope, about portal.Ref) (d RequestDoc, at portal.PropertyID, err error) {
	switch about.Kind {
	case portal.KindInvoice:
		i, err := seenInvoice(tx, sc, portal.InvoiceID(about.ID))
		return RequestDoc{about, i.Number, i.Description, i.Issued, i.Total()}, i.Property, err
	case portal.KindPayment:
		p, err := tx.Payment(sc.sight, portal.PaymentID(about.ID))
		return RequestDoc{about, p.Number, p.Reference, p.On, p.Sum()}, 0, err
	}
	return d, 0, nil
}

// RequestPage is one request with what stands around it.
type RequestPage struct {
	portal.Request
	RequestFiles
	Doc        RequestDoc
	At         portal.Property
	ClientName string
}

// Request is one request in the scope's sight.
func (s *Service) Request(ctx context.Context, sc Scope, id portal.RequestID) (p RequestPage, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p = RequestPage{}
		if p.Request, err = seenRequest(tx, sc, id); err != nil {
			return err
		}
		if p.RequestFiles, err = requestFiles(tx, sc, p.Request); err != nil {
			return err
		}
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		p.ClientName = client.Name
		if p.Property != 0 {
			if p.At, err = tx.Property(sc.sight, p.Property); err != nil {
				return err
			}
		}
		p.Doc, _, err = requestDoc(tx, sc, p.About)
		return err
	})
	return p, err
}

// seenRequest fetches a request in the scope's sight, of a kind that may be seen.
func seenRequest(tx *store.Tx, sc Scope, id portal.RequestID) (portal.Request, error) {
	r, err := tx.Request(sc.sight, id)
	if err == nil && !sc.seesKind(r.Kind) {
		return portal.Request{}, portal.NotFound()
	}
	return r, err
}

// openRequests are the requests about a document that are not settled yet. That a bill is disputed is part of
// the bill, so whoever sees it sees this; reading the thread is another matter.
func openRequests(tx *store.Tx, sc Scope, kind portal.Kind, id uint64) (open []portal.RequestRow, err error) {
	rs, err := tx.RequestsAbout(sc.sight, portal.Ref{Kind: kind, ID: id})
	for _, r := range rs {
		if r.State != portal.RequestClosed {
			open = append(open, r)
		}
	}
	return open, err
}

// RequestDesk is what whoever raises a request sees.
type RequestDesk struct {
	RequestFiles
	Kind     portal.RequestKind
	Doc      RequestDoc
	Open     portal.RequestID    // of the same kind about the same document, not settled yet; 0 = none
	Places   []portal.Property   // to choose from
	Must     bool                // one of them must be chosen
	Invoices []portal.InvoiceRow // to choose the disputed one from, when none is named
	Payments []portal.PaymentRow // the same for a correction
}

// RequestDesk reads what a request of a kind can be about. A document outside the sight is not found.
func (s *Service) RequestDesk(ctx context.Context, sc Scope, kind portal.RequestKind, about portal.Ref) (d RequestDesk, err error) {
	if kind != 0 && !sc.seesKind(kind) {
		return d, portal.Forbidden()
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d = RequestDesk{RequestFiles: uploads(tx, sc), Kind: kind, Must: sc.sight.Properties != nil}
		switch {
		case kind.Document() == portal.KindNone:
			places, err := tx.Properties(sc.sight, store.Query{Limit: maxPlaces})
			d.Places = places.Rows
			return err
		case about.ID == 0:
			return d.offer(tx, sc)
		}
		if d.Doc, _, err = requestDoc(tx, sc, about); err != nil {
			return err
		}
		d.Open, err = openOf(tx, sc, kind, about)
		return err
	})
	return d, err
}

// offer lists the newest documents that the request could be about.
func (d *RequestDesk) offer(tx *store.Tx, sc Scope) error {
	if d.Kind == portal.Dispute {
		p, err := tx.Invoices(sc.sight, store.InvoiceQuery{Issued: true, States: []uint64{store.InvoiceOpen, store.InvoicePaid, store.InvoiceBad}})
		d.Invoices = p.Rows
		return err
	}
	p, err := tx.Payments(sc.sight, store.PaymentQuery{})
	d.Payments = p.Rows
	return err
}

// openOf is the open request of a kind about a document: one at a time is enough.
func openOf(tx *store.Tx, sc Scope, kind portal.RequestKind, about portal.Ref) (portal.RequestID, error) {
	open, err := openRequests(tx, sc, about.Kind, about.ID)
	for _, r := range open {
		if r.Kind == kind {
			return r.ID, err
		}
	}
	return 0, err
}
