package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// EstimateList is one page of a client’s estimates with what stands around it.
type EstimateList struct {
	store.Page[portal.EstimateRow]
	Counts      store.EstimateCounts
	Properties  map[portal.PropertyID]portal.Property
	Places      []portal.Property // to filter by
	Contractors []portal.Contractor
	Clients     map[portal.ClientID]string // in the office’s list
	Client      portal.Client              // the one that the office’s list is narrowed to
	Lost        bool                       // a client was asked for that nobody is called
	Head        ClientHead                 // in the office’s page of one client
}

// Contractor is the name of who would carry out a row’s work.
func (l EstimateList) Contractor(id portal.ContractorID) string {
	return InvoiceList{Contractors: l.Contractors}.Contractor(id)
}

// Estimates lists the estimates of the scope’s client, newest first: drafts only for the office.
func (s *Service) Estimates(ctx context.Context, sc Scope, q store.EstimateQuery) (l EstimateList, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l, err = estimates(tx, sc, q)
		return err
	})
	return l, err
}

func estimates(tx *store.Tx, sc Scope, q store.EstimateQuery) (l EstimateList, err error) {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return l, err
	}
	q.Sent = !sc.office
	if l.Page, err = tx.Estimates(sc.sight, q); err != nil {
		return l, err
	}
	if !sc.office {
		l.Page = hideDrafts(l.Page)
	}
	l.Counts = tx.EstimateCounts(sc.sight, client.Currency)
	places, err := tx.Properties(sc.sight, store.Query{Limit: maxPlaces})
	if err != nil {
		return l, err
	}
	l.Places = places.Rows
	if sc.office {
		if l.Head, err = clientHead(tx, sc); err != nil {
			return l, err
		}
	}
	return l, l.names(tx)
}

// hideDrafts takes out of rows what only the office knows: that a next version is being written.
func hideDrafts(p store.Page[portal.EstimateRow]) store.Page[portal.EstimateRow] {
	for n := range p.Rows {
		p.Rows[n].Unsent = false
	}
	return p
}

// names looks up what the rows show of other records, as they are called now.
func (l *EstimateList) names(tx *store.Tx) (err error) {
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

// OfficeEstimateQuery are the filters of the office’s list.
type OfficeEstimateQuery struct {
	store.EstimateQuery
	Client string // a client’s number or name, as it was typed
}

// OfficeEstimates lists estimates over all clients, newest first. It stops early rather than look at everything.
func (s *Service) OfficeEstimates(ctx context.Context, sc Scope, q OfficeEstimateQuery) (l EstimateList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	q.Budget = store.OfficeBudget
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = EstimateList{Counts: officeEstimates(tx)}
		one, err := findClient(tx, q.Client)
		if err != nil {
			return err
		}
		switch {
		case q.Client == "":
			l.Page, err = tx.OfficeEstimates(q.EstimateQuery)
		case one.ID == 0:
			l.Lost = true
		default:
			l.Client = one
			l.Page, err = tx.Estimates(portal.Sight{Client: one.ID}, q.EstimateQuery)
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

// officeEstimates counts over all currencies; the amount is of the business’s own.
func officeEstimates(tx *store.Tx) store.EstimateCounts {
	own := tx.Business().Profile.Currency
	all := tx.OfficeEstimateCounts(own)
	for _, c := range portal.Currencies {
		if c == own {
			continue
		}
		n := tx.OfficeEstimateCounts(c)
		for st := range n.States {
			all.States[st] += n.States[st]
		}
		all.Waiting, all.Expired = all.Waiting+n.Waiting, all.Expired+n.Expired
	}
	return all
}

// OfficeEstimate is an estimate in a list over all clients.
type OfficeEstimate struct {
	portal.EstimateRow
	Client string
}

// unsigned lists estimates that wait for an answer, those that expire first.
func unsigned(tx *store.Tx, limit int) (out []OfficeEstimate, err error) {
	p, err := tx.OfficeEstimates(store.EstimateQuery{Query: store.Query{Limit: limit}, Waiting: true})
	for _, r := range p.Rows {
		out = append(out, OfficeEstimate{r, clientName(tx, r.Client)})
	}
	return out, err
}

// Estimate is one estimate as it is shown. A client sees no drafts, and no version that was not sent.
func (s *Service) Estimate(ctx context.Context, sc Scope, id portal.EstimateID) (d portal.EstimateDoc, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d, err = estimateDoc(tx, sc, id)
		return err
	})
	return d, err
}

func estimateDoc(tx *store.Tx, sc Scope, id portal.EstimateID) (d portal.EstimateDoc, err error) {
	e, err := seenEstimate(tx, sc, id)
	if err != nil {
		return d, err
	}
	sc = sc.on(estimateRef(id))
	client, err := tx.Client(sc.sight)
	if err != nil {
		return d, err
	}
	p := tx.Business().Profile
	d = portal.EstimateDoc{Estimate: e, Phone: p.Phone, Email: p.Email, ClientName: client.Name, Today: tx.Today}
	if p.Logo != 0 {
		d.LogoHash = p.LogoHash
	}
	if d.Paid, err = depositPaid(tx, e); err != nil {
		return d, err
	}
	if e.Invoice != 0 {
		if i, err := tx.Invoice(sc.sight, e.Invoice); err == nil {
			d.Billed = i.Number
		}
	}
	if e.Revision == 0 {
		d.Shown, err = offered(tx, sc, e, e.Offer)
		return d, err
	}
	if d.Shown, err = tx.Offered(e, e.Revision); err != nil || e.Revision == 1 {
		return d, err
	}
	before, err := tx.Offered(e, e.Revision-1)
	if sc.sight.Sees(before.Client, before.Offer.Property) {
		d.Before = &before
	}
	return d, err
}

// offered is an offer with everything that stands around it, as it is today.
func offered(tx *store.Tx, sc Scope, e portal.Estimate, offer portal.Offer) (o portal.Offered, err error) {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return o, err
	}
	o = portal.Offered{
		Estimate: e.ID, Client: e.Client, Number: e.Number, Revision: e.Revision, Currency: e.Currency, Dated: e.Dated, Offer: offer,
		From: tx.Business().Profile.Party(), For: client.Party(), By: tx.ContractorName(offer.Contractor),
	}
	if offer.Property != 0 {
		p, err := tx.Property(sc.sight, offer.Property)
		if err != nil {
			return o, err
		}
		o.At = portal.Worksite{ID: p.ID, Name: p.Name, Address: p.Address, UPRN: p.UPRN}
	}
	return o, nil
}

func estimateRef(id portal.EstimateID) portal.Ref {
	return portal.Ref{Kind: portal.KindEstimate, ID: uint64(id)}
}

// seenEstimate fetches an estimate in the scope’s sight. For a client a draft doesn’t exist, nor does a next version.
func seenEstimate(tx *store.Tx, sc Scope, id portal.EstimateID) (portal.Estimate, error) {
	e, err := tx.Estimate(sc.on(estimateRef(id)).sight, id)
	if err != nil || sc.office {
		return e, err
	}
	if e.Revision == 0 {
		return portal.Estimate{}, portal.NotFound()
	}
	e.Next = nil
	return e, nil
}

// EstimateVersions are the versions of an estimate that were sent, newest first.
func (s *Service) EstimateVersions(ctx context.Context, sc Scope, id portal.EstimateID) (all []portal.Offered, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return nil, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		all = nil
		e, err := seenEstimate(tx, sc, id)
		if err != nil {
			return err
		}
		for n := e.Revision; n > 0; n-- {
			o, err := tx.Offered(e, n)
			if err != nil {
				return err
			}
			all = append(all, o)
		}
		return nil
	})
	return all, err
}

// NextOffered is the version that is being written, as it would be sent today.
func (s *Service) NextOffered(ctx context.Context, sc Scope, id portal.EstimateID) (o portal.Offered, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		e, err := tx.Estimate(sc.sight, id)
		if err != nil || !sc.office {
			return err
		}
		o, err = offered(tx, sc, e, e.Draft())
		return err
	})
	return o, err
}

// EstimateByNumber finds an estimate in the scope’s sight by its number.
func (s *Service) EstimateByNumber(ctx context.Context, sc Scope, number string) (id portal.EstimateID, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		found, ok := tx.EstimateByNumber(number)
		if !ok {
			return portal.NotFound()
		}
		id = found
		if sc.office && sc.sight.Client == 0 {
			return nil // the page itself narrows into the client
		}
		_, err := seenEstimate(tx, sc, id)
		return err
	})
	return id, err
}

// ChooseLines works a version out with other lines ticked, and saves nothing.
func (s *Service) ChooseLines(ctx context.Context, sc Scope, id portal.EstimateID, lines []int) (d portal.EstimateDoc, err error) {
	if d, err = s.Estimate(ctx, sc, id); err != nil || !d.Asks() {
		return d, err
	}
	return d, d.Shown.Offer.Choose(lines, d.Currency)
}

// ViewEstimate notes that the contact has the estimate on screen.
func (s *Service) ViewEstimate(ctx context.Context, sc Scope, id portal.EstimateID) error {
	return s.change(ctx, sc, may(portal.ViewEstimates), func(tx *store.Tx) error { return viewEstimate(tx, sc, id) })
}

// viewEstimate marks a version as seen. Only the first time is news, and staff who look through a contact are not
// the contact.
func viewEstimate(tx *store.Tx, sc Scope, id portal.EstimateID) error {
	e, err := tx.Estimate(sc.on(estimateRef(id)).sight, id)
	if err != nil {
		return err
	}
	if e.Revision == 0 {
		return portal.NotFound()
	}
	if sc.mode != Own || sc.office {
		return nil
	}
	was := e.Version
	if !e.MarkViewed(sc.name, tx.Now) {
		return nil
	}
	if err := tx.PutEstimate(&e, was); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutEstimate(portal.EventEstimateViewed, e))
}

// aboutEstimate begins a line of the audit log about an estimate.
func (sc Scope) aboutEstimate(kind portal.EventKind, e portal.Estimate) portal.Event {
	ev := sc.event(kind)
	ev.Subject, ev.Detail = estimateRef(e.ID), versionOf(e)
	return ev
}

// versionOf names an estimate with its version, where there is more than one.
func versionOf(e portal.Estimate) string {
	if e.Revision < 2 {
		return e.Number
	}
	return portal.T("%s, version %d", e.Number, e.Revision).String()
}
