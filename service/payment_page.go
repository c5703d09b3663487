package service

import (
	"portico/portal"
	"portico/store"
)

// parts are invoices with what a payment pays of them, or is meant to.
func parts(tx *store.Tx, sc Scope, p portal.Payment, as []portal.Allocation) (out []PaidInvoice, err error) {
	for _, a := range as {
		i, err := tx.Invoice(sc.sight, a.Invoice)
		if err != nil {
			return nil, err
		}
		out = append(out, PaidInvoice{i.Row(), portal.Of(a.Amount, p.Currency)})
	}
	return out, nil
}

// around reads what stands around a payment: what it is meant for, its proof, who paid.
func (p *PaymentPage) around(tx *store.Tx, sc Scope) (err error) {
	p.GiveBack = tx.Business().Pay.GiveBack
	if p.State != portal.PaymentCompleted {
		if p.Meant, err = parts(tx, sc, p.Payment, p.Wanted); err != nil {
			return err
		}
	}
	if p.Estimate != 0 {
		if p.Accepted, err = tx.Estimate(sc.sight, p.Estimate); err != nil {
			return err
		}
	}
	if p.Proof, err = proofOf(tx, sc.sight, p.Payment); err != nil {
		return err
	}
	if c, err := tx.Contact(sc.sight, p.Contact); p.Contact != 0 && err == nil {
		p.Payer = c.Name
	}
	return nil
}

// Back is what a refund of a net amount gives back, the fee included.
func (p PaymentPage) Back(net int64) (sum, fee portal.Money) {
	back := int64(0)
	if p.GiveBack {
		back = p.FeeBack(net)
	}
	return portal.Of(net+back, p.Currency), portal.Of(back, p.Currency)
}

// Opens are the invoices that a refund of a net amount opens again, with how much of each.
func (p PaymentPage) Opens(net int64) (out []PaidInvoice) {
	for _, a := range p.FromInvoices(net) {
		for _, x := range p.Paid {
			if x.ID == a.Invoice {
				out = append(out, PaidInvoice{x.InvoiceRow, portal.Of(a.Amount, p.Currency)})
			}
		}
	}
	return out
}

// FeeSum is the part of the payment that is a card or ACH fee.
func (p PaymentPage) FeeSum() portal.Money { return portal.Of(p.Fee, p.Currency) }

// Left is what can still go back, without the fee.
func (p PaymentPage) Left() portal.Money { return portal.Of(p.Refundable(), p.Currency) }
