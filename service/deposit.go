package service

import (
	"slices"

	"portico/portal"
	"portico/store"
)

// accepted fetches the estimate whose deposit is asked for, and what of it is still to pay.
func (d *PayDesk) accepted(tx *store.Tx, sc Scope) (err error) {
	if d.Accepted, err = seenEstimate(tx, sc, d.PayAsk.Estimate); err != nil {
		return err
	}
	paid, err := depositPaid(tx, d.Accepted)
	d.Open, d.Parts = d.Accepted.DepositLeft(paid), false
	d.PayAsk = PayAsk{Estimate: d.Accepted.ID}
	return err
}

// deposits finds what is on its way for an estimate’s deposit.
func (d *PayDesk) deposits(tx *store.Tx) error {
	begun, err := tx.CheckoutsFor(d.Accepted)
	if err != nil {
		return err
	}
	for _, c := range begun {
		d.begun(tx, c)
	}
	d.Coming, err = tx.PaymentsFor(d.Accepted)
	d.Coming = slices.DeleteFunc(d.Coming, func(p portal.Payment) bool {
		return p.State != portal.PaymentPending && p.State != portal.PaymentToApproval
	})
	return err
}

// comingFor are the payments on their way that are meant for an invoice, the deposit of the estimate that it bills among
// them.
func comingFor(tx *store.Tx, sight portal.Sight, i portal.Invoice) ([]portal.Payment, error) {
	ps, err := tx.ComingFor(sight, i.ID)
	if err != nil {
		return nil, err
	}
	e, ok, err := billedBy(tx, sight, i)
	if err != nil || !ok {
		return ps, err
	}
	deposits, err := tx.PaymentsFor(e)
	for _, p := range deposits {
		if p.OnItsWay() {
			p.Wanted = []portal.Allocation{{Invoice: i.ID, Amount: p.Net()}}
			ps = append(ps, p)
		}
	}
	return ps, err
}

// begunFor are the visits to the provider's page that pay an invoice, or the deposit of the estimate that it bills.
func begunFor(tx *store.Tx, sight portal.Sight, i portal.Invoice) ([]portal.Checkout, error) {
	cs, err := tx.CheckoutsOf(sight, i.ID)
	if err != nil {
		return nil, err
	}
	e, ok, err := billedBy(tx, sight, i)
	if err != nil || !ok {
		return cs, err
	}
	deposits, err := tx.CheckoutsFor(e)
	for _, c := range deposits {
		c.Parts = []portal.Allocation{{Invoice: i.ID, Amount: c.Amount}}
		cs = append(cs, c)
	}
	return cs, err
}

// billedBy is the estimate that an invoice bills, if it bills one.
func billedBy(tx *store.Tx, sight portal.Sight, i portal.Invoice) (e portal.Estimate, ok bool, err error) {
	if i.Estimate == 0 {
		return e, false, nil
	}
	e, err = tx.Estimate(sight, i.Estimate)
	if portal.CodeOf(err) == portal.CodeNotFound {
		return e, false, nil
	}
	return e, err == nil && e.Invoice == i.ID, err
}

// depositPaid is what was paid for an estimate in advance and not given back, minor units.
func depositPaid(tx *store.Tx, e portal.Estimate) (sum int64, err error) {
	ps, err := tx.PaymentsFor(e)
	for _, p := range ps {
		sum += p.Kept()
	}
	return sum, err
}

// meant is what money that came is to pay: a deposit pays the estimate’s invoice where that is issued by now.
func meant(tx *store.Tx, sc Scope, p portal.Payment, parts []portal.Allocation) ([]portal.Allocation, error) {
	if p.Estimate == 0 {
		return parts, nil
	}
	e, err := tx.Estimate(sc.sight, p.Estimate)
	if err != nil || e.Invoice == 0 {
		return nil, err
	}
	i, err := tx.Invoice(sc.sight, e.Invoice)
	if err != nil || i.State != portal.Issued {
		return nil, err
	}
	return []portal.Allocation{{Invoice: i.ID, Amount: p.Net()}}, nil
}

// useDeposit pays an invoice that was just issued out of what was paid for its estimate in advance.
func useDeposit(tx *store.Tx, sc Scope, i *portal.Invoice) error {
	e, ok, err := billedBy(tx, sc.sight, *i)
	if err != nil || !ok {
		return err
	}
	ps, err := tx.PaymentsFor(e)
	if err != nil {
		return err
	}
	for _, p := range ps {
		if err := useCredit(tx, sc, &p, i.ID); err != nil {
			return err
		}
	}
	*i, err = tx.Invoice(sc.sight, i.ID)
	return err
}

// useCredit pays an invoice out of what a payment left on account, as far as it goes, on this day.
func useCredit(tx *store.Tx, sc Scope, p *portal.Payment, id portal.InvoiceID) error {
	return applyRest(tx, sc, p, []portal.Allocation{{Invoice: id, Amount: p.Unallocated()}})
}

// applyRest pays parts of invoices out of what a payment left on account, as far as both go, on this day.
func applyRest(tx *store.Tx, sc Scope, p *portal.Payment, parts []portal.Allocation) error {
	rest := p.Unallocated()
	if rest <= 0 {
		return nil
	}
	touched, err := asFarAsItGoes(parts)(tx, sc, p, tx.Today)
	if err != nil || p.Unallocated() == rest {
		return err
	}
	if err := touched.save(tx); err != nil {
		return err
	}
	if err := tx.PutPayment(p, p.Version); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutPayment(portal.EventCreditApplied, *p))
}
