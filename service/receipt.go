package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// Payments lists the payments of the scope's client, newest first, each with the numbers of at most so many of the
// invoices that it paid. A contact limited to some properties sees none: a payment is of the whole account.
func (s *Service) Payments(ctx context.Context, sc Scope, q store.PaymentQuery, numbers int) (l PaymentList, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = PaymentList{Numbers: map[portal.InvoiceID]string{}}
		if l.Page, err = tx.Payments(sc.sight, q); err != nil {
			return err
		}
		for _, r := range l.Rows {
			for _, id := range r.Invoices[:min(numbers, len(r.Invoices))] {
				b, err := tx.Brief(sc.sight, portal.Ref{Kind: portal.KindInvoice, ID: uint64(id)})
				if err != nil {
					return err
				}
				l.Numbers[id] = b.Number
			}
		}
		return nil
	})
	return l, err
}

// Receipt is one payment of the scope's client as it is shown: page, PDF and mail are made of it.
func (s *Service) Receipt(ctx context.Context, sc Scope, id portal.PaymentID) (d portal.PaymentDoc, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		sc := sc.on(paymentRef(id))
		if d, err = receipt(tx, sc.sight, id); err != nil || sc.ByLink() {
			return err
		}
		if d.Proofs, err = proofOf(tx, sc.sight, d.Payment); err != nil {
			return err
		}
		d.Requests, err = openRequests(tx, sc, portal.KindPayment, uint64(id))
		return err
	})
	return d, err
}

func receipt(tx *store.Tx, sight portal.Sight, id portal.PaymentID) (d portal.PaymentDoc, err error) {
	p, err := tx.Payment(sight, id)
	if err != nil {
		return d, err
	}
	client, err := tx.Client(sight)
	if err != nil {
		return d, err
	}
	d = portal.PaymentDoc{Payment: p, Issuer: tx.Business().Profile.Party(), Receiver: client.Party(), Today: tx.Today}
	if p.Estimate != 0 {
		e, err := tx.Estimate(sight, p.Estimate)
		if err != nil {
			return d, err
		}
		d.Accepted = e.Number
	}
	parts := portal.PerInvoice(p.Allocations)
	if p.State != portal.PaymentCompleted {
		parts = p.Wanted
	}
	for _, a := range parts {
		i, err := tx.Invoice(sight, a.Invoice)
		if err != nil {
			return d, err
		}
		d.Paid = append(d.Paid, portal.PaidInvoice{
			Invoice: i.ID, Number: i.Number, Issued: i.Issued, Description: i.Description, Total: i.Total(),
			Part: portal.Of(a.Amount, p.Currency), Rest: i.Open(), Status: i.Status(tx.Today),
		})
	}
	return d, nil
}

// ReceiptPDF draws a payment. It is read in one transaction and drawn outside of it.
func (s *Service) ReceiptPDF(ctx context.Context, sc Scope, id portal.PaymentID, language string) (portal.PaymentDoc, portal.PDF, error) {
	var d portal.PaymentDoc
	how := portal.Print{Language: language}
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		how.Business = *tx.Business()
		if d, err = receipt(tx, sc.on(paymentRef(id)).sight, id); err == nil && !d.HasReceipt() {
			return portal.NotFound()
		}
		return err
	})
	if err != nil {
		return d, portal.PDF{}, err
	}
	f, err := s.print(ctx, how, "receipt "+d.Number, func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.Receipt(d, how) })
	return d, f, err
}
