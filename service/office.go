package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// officeAt refuses whoever does not stand in the office with at least a role. Routes ask first; this is for
// whatever calls a use case another way.
func (sc Scope) officeAt(least portal.Role) error {
	if !sc.office || sc.role < least {
		return portal.Forbidden()
	}
	return nil
}

// OfficeHome is what the office wants to know in the morning.
type OfficeHome struct {
	Money    []portal.HomeFigures // one per currency that was ever used, the business's own first
	Clients  int
	Clouds   [3]int // contacts by cloud
	Overdue  []OfficeInvoice
	Unsigned []OfficeEstimate // wait for an answer, those that expire first
	Offers   store.EstimateCounts
	SignIns  []portal.Event
	Invited  []portal.ContactRow // waiting, the troubled ones first
	Mails    []store.MailRow     // failed
	Failed   int                 // mails that failed, all of them
	Names    map[portal.ClientID]string
	Currency portal.Currency

	Requests []portal.RequestRow // open, newest first
	Waiting  int                 // all that are open

	Claims    []portal.PaymentRow // that clients reported, newest first
	ToApprove int                 // all of them
}

// OfficeInvoice is an invoice in a list over all clients.
type OfficeInvoice struct {
	portal.InvoiceRow
	Client string
}

const homeRows = 6

// OfficeHome reads the office's home in one transaction.
func (s *Service) OfficeHome(ctx context.Context, sc Scope) (h OfficeHome, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return h, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		h = OfficeHome{
			Clients: tx.ClientCount(), Clouds: tx.Clouds(0), Currency: tx.Business().Profile.Currency,
			Failed: tx.MailCounts()[portal.MailFailed], Names: map[portal.ClientID]string{}, Offers: officeEstimates(tx),
		}
		h.Money = officeMoney(tx, h.Currency)
		if err := h.readLists(tx); err != nil {
			return err
		}
		for _, e := range h.SignIns {
			h.name(tx, e.Client)
		}
		for _, c := range h.Invited {
			h.name(tx, c.Client)
		}
		for _, r := range h.Requests {
			h.name(tx, r.Client)
		}
		for _, r := range h.Claims {
			h.name(tx, r.Client)
		}
		return nil
	})
	return h, err
}

func (h *OfficeHome) name(tx *store.Tx, id portal.ClientID) {
	if id != 0 && h.Names[id] == "" {
		h.Names[id] = clientName(tx, id)
	}
}

func (h *OfficeHome) readLists(tx *store.Tx) (err error) {
	if h.Overdue, err = overdueInvoices(tx, homeRows); err != nil {
		return err
	}
	if h.Unsigned, err = unsigned(tx, homeRows); err != nil {
		return err
	}
	if h.SignIns, err = clientSignIns(tx, homeRows); err != nil {
		return err
	}
	if h.Invited, err = waitingInvitations(tx, homeRows); err != nil {
		return err
	}
	open, err := tx.OfficeRequests(store.RequestQuery{Query: store.Query{Limit: homeRows}, States: []portal.RequestState{portal.RequestOpen}})
	if err != nil {
		return err
	}
	h.Requests, h.Waiting = open.Rows, tx.OfficeRequestCounts()[portal.RequestOpen]
	if h.Claims, h.ToApprove, err = claims(tx); err != nil {
		return err
	}
	failed, err := tx.Mails(store.MailQuery{Query: store.Query{Limit: homeRows}, States: []portal.MailState{portal.MailFailed}})
	h.Mails = failed.Rows
	return err
}

// claims are the payments that clients reported and nobody has looked at.
func claims(tx *store.Tx) ([]portal.PaymentRow, int, error) {
	q := store.PaymentQuery{Query: store.Query{Limit: homeRows}, Statuses: []uint64{uint64(portal.PaidToApproval)}}
	p, err := tx.OfficePayments(q)
	return p.Rows, tx.PaymentsToApprove(0), err
}

// officeMoney reads the sums per currency, the business's own first and always there.
func officeMoney(tx *store.Tx, own portal.Currency) []portal.HomeFigures {
	f, _ := tx.OfficeFigures(own)
	out := []portal.HomeFigures{f}
	for _, c := range tx.OfficeCurrencies() {
		if c != own {
			f, _ := tx.OfficeFigures(c)
			out = append(out, f)
		}
	}
	return out
}

func overdueInvoices(tx *store.Tx, limit int) (out []OfficeInvoice, err error) {
	p, err := tx.OfficeInvoices(store.InvoiceQuery{Query: store.Query{Limit: limit}, Overdue: true})
	for _, r := range p.Rows {
		out = append(out, OfficeInvoice{r, clientName(tx, r.Client)})
	}
	return out, err
}

// clientSignIns lists who signed in lately on the client's side, each person once.
func clientSignIns(tx *store.Tx, limit int) (out []portal.Event, err error) {
	p, err := tx.OfficeEvents(store.EventQuery{Query: store.Query{Limit: 60}, Kinds: []portal.EventKind{portal.EventSignedIn}})
	seen := map[portal.PersonID]bool{}
	for _, e := range p.Rows {
		if e.Staff || e.Failed || seen[e.Person] || len(out) == limit {
			continue
		}
		seen[e.Person] = true
		out = append(out, e)
	}
	return out, err
}

// waitingInvitations lists contacts that were invited and have not come yet, those with a trouble first.
func waitingInvitations(tx *store.Tx, limit int) ([]portal.ContactRow, error) {
	q := store.Query{Limit: 60}.Where(store.FacetCloud, uint64(portal.CloudInvited)).Where(store.FacetContactArchived, 0)
	p, err := tx.OfficeContacts(q)
	var troubled, fine []portal.ContactRow
	for _, r := range p.Rows {
		if r.Delivery != "" || r.InviteEnds != 0 && tx.Now.Unix() > r.InviteEnds {
			troubled = append(troubled, r)
		} else {
			fine = append(fine, r)
		}
	}
	all := append(troubled, fine...)
	return all[:min(limit, len(all))], err
}

func clientName(tx *store.Tx, id portal.ClientID) string {
	c, err := tx.Client(portal.Sight{Client: id})
	if err != nil {
		return ""
	}
	return c.Name
}
