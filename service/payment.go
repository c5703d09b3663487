package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// PaymentList is one page of payments with the names of what they are about.
type PaymentList struct {
	store.Page[portal.PaymentRow]
	Clients map[portal.ClientID]string
	Numbers map[portal.InvoiceID]string
	Client  portal.Client // the one that the list is narrowed to
	Head    ClientHead    // on the client's own page
	Lost    bool          // a client was asked for that nobody is called
}

// OfficePaymentQuery are the filters of the office's list.
type OfficePaymentQuery struct {
	store.PaymentQuery
	Client string // a client's number or name, as it was typed
}

// OfficePayments lists payments over all clients, newest first.
func (s *Service) OfficePayments(ctx context.Context, sc Scope, q OfficePaymentQuery) (l PaymentList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	q.Budget = store.OfficeBudget
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = PaymentList{}
		one, err := findClient(tx, q.Client)
		if err != nil {
			return err
		}
		switch {
		case q.Client == "":
			l.Page, err = tx.OfficePayments(q.PaymentQuery)
		case one.ID == 0:
			l.Lost = true
		default:
			l.Client = one
			l.Page, err = tx.Payments(portal.Sight{Client: one.ID}, q.PaymentQuery)
		}
		if err != nil {
			return err
		}
		return l.names(tx)
	})
	return l, err
}

// ClientPayments lists the payments of the scope's client, newest first.
func (s *Service) ClientPayments(ctx context.Context, sc Scope, q store.PaymentQuery) (l PaymentList, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = PaymentList{}
		if l.Head, err = clientHead(tx, sc); err != nil {
			return err
		}
		if l.Page, err = tx.Payments(sc.sight, q); err != nil {
			return err
		}
		return l.names(tx)
	})
	return l, err
}

func (l *PaymentList) names(tx *store.Tx) error {
	l.Clients, l.Numbers = map[portal.ClientID]string{}, map[portal.InvoiceID]string{}
	for _, r := range l.Rows {
		if err := nameClient(tx, l.Clients, r.Client); err != nil {
			return err
		}
		for _, id := range r.Invoices {
			i, err := tx.Invoice(portal.Sight{Client: r.Client}, id)
			if err != nil {
				return err
			}
			l.Numbers[id] = i.Number
		}
	}
	return nil
}

// PaymentPage is one payment with the invoices that it paid, and those that its rest could pay.
type PaymentPage struct {
	portal.Payment
	Client portal.Client
	Paid   []PaidInvoice
	Open   []portal.InvoiceRow // soonest due first; only when the payment has a rest
	Today  portal.Day

	Requests []portal.RequestRow // open ones about it: corrections
	Meant    []PaidInvoice       // what the payer meant it for, until it is completed
	Proof    []portal.FileRow    // what the payer sent to show for it
	Payer    string              // the contact who paid or reported it
	Accepted portal.Estimate     // whose deposit it is
	GiveBack bool                // a refund gives the fee back too
}

// PaidInvoice is an invoice with what one payment paid of it.
type PaidInvoice struct {
	portal.InvoiceRow
	Part portal.Money
}

// Rest is what the payment leaves on account.
func (p PaymentPage) Rest() portal.Money { return portal.Of(p.Unallocated(), p.Currency) }

// Payment is one payment of the scope's client.
func (s *Service) Payment(ctx context.Context, sc Scope, id portal.PaymentID) (p PaymentPage, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p = PaymentPage{Today: tx.Today}
		if p.Payment, err = tx.Payment(sc.sight, id); err != nil {
			return err
		}
		if p.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		if p.Requests, err = openRequests(tx, sc, portal.KindPayment, uint64(id)); err != nil {
			return err
		}
		if p.Paid, err = parts(tx, sc, p.Payment, portal.PerInvoice(p.Allocations)); err != nil {
			return err
		}
		if err := p.around(tx, sc); err != nil {
			return err
		}
		if p.Unallocated() > 0 {
			p.Open, err = openInvoices(tx, sc.sight)
		}
		return err
	})
	return p, err
}

// PaymentDesk is what whoever records a payment sees.
type PaymentDesk struct {
	Client   portal.Client
	Figures  portal.HomeFigures
	Open     []portal.InvoiceRow // soonest due first
	Contacts []portal.Contact
	Receipt  []string // who usually gets one (Settings → Notifications); nil while receipts are off
	Off      bool     // receipts are off
	Today    portal.Day
}

// PaymentDesk reads what a payment of the scope's client can pay.
func (s *Service) PaymentDesk(ctx context.Context, sc Scope) (d PaymentDesk, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d = PaymentDesk{Today: tx.Today}
		if d.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		d.Figures = tx.HomeFigures(sc.sight, d.Client.Currency)
		if d.Contacts, err = reachable(tx, sc.sight.Client); err != nil {
			return err
		}
		if d.Off = !tx.Business().Notify.Mails(portal.MailReceipt); !d.Off {
			if d.Receipt, err = s.clientSide(tx, portal.MailReceipt, d.Client.ID); err != nil {
				return err
			}
		}
		d.Open, err = openInvoices(tx, sc.sight)
		return err
	})
	return d, err
}

// maxAllocations bounds how many invoices one payment settles, so that its transaction stays small. What is
// left is credit on account, to be applied in a second step.
const maxAllocations = 200

func openInvoices(tx *store.Tx, sight portal.Sight) ([]portal.InvoiceRow, error) {
	p, err := tx.Invoices(sight, store.InvoiceQuery{Query: store.Query{ByDue: true, Limit: maxAllocations}})
	return p.Rows, err
}

// Incoming is a payment to be recorded.
type Incoming struct {
	portal.Payment
	Oldest  bool                // pay the oldest invoices first; else as Parts says
	Parts   []portal.Allocation // by hand
	Receipt []string            // addresses that get a receipt
}

// RecordPayment books money that came, its invoices and its receipt in one transaction. The same key counts
// once: again gives back what was recorded the first time.
func (s *Service) RecordPayment(ctx context.Context, sc Scope, in Incoming) (p portal.Payment, again bool, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		again = false
		if id, ok := tx.PaymentByKey(in.Key); ok {
			again = true
			p, err = tx.Payment(sc.sight, id)
			return err
		}
		p = in.Payment
		return s.recordPayment(tx, sc, &p, in)
	})
	return p, again, err
}

func (s *Service) recordPayment(tx *store.Tx, sc Scope, p *portal.Payment, in Incoming) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	p.ID, p.Version, p.Client, p.Currency, p.By, p.Created = 0, 0, client.ID, client.Currency, sc.name, tx.Now
	to, err := addresses(in.Receipt)
	var v portal.Check
	v.Err("receipt", err)
	v.Err("", p.Validate(tx.Today))
	if err := v.Done(); err != nil {
		return err
	}
	if err := complete(tx, sc, p, in.payer()); err != nil {
		return err
	}
	if err := s.mailReceipt(tx, sc, *p, client, to); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutPayment(portal.EventPaymentRecorded, *p))
}

// payer is how the money is shared over invoices.
func (in Incoming) payer() payer {
	if in.Oldest {
		return oldest
	}
	return exactly(in.Parts)
}

func oldestFirst(tx *store.Tx, sight portal.Sight, amount int64) (parts []portal.Allocation, err error) {
	var open []portal.Invoice
	rest := amount
	err = tx.OldestOpen(sight, func(i portal.Invoice) (bool, error) {
		open = append(open, i)
		rest -= i.Open().Amount
		return rest > 0 && len(open) < maxAllocations, nil
	})
	return portal.AllocateOldest(amount, open), err
}

// mailReceipt tells the payer that the money came.
func (s *Service) mailReceipt(tx *store.Tx, sc Scope, p portal.Payment, client portal.Client, to []string) error {
	f := portal.LetterFacts{By: sc.name, Client: client.Name, Payment: p.ID, Amount: p.Sum()}
	return s.postDoc(tx, portal.Mail{Kind: portal.MailReceipt, Client: client.ID}, to, f, paymentRef(p.ID))
}

func paymentRef(id portal.PaymentID) portal.Ref {
	return portal.Ref{Kind: portal.KindPayment, ID: uint64(id)}
}

// aboutPayment begins a line of the audit log about a payment.
func (sc Scope) aboutPayment(kind portal.EventKind, p portal.Payment) portal.Event {
	e := sc.event(kind)
	e.Subject, e.Detail = paymentRef(p.ID), p.Number
	return e
}
