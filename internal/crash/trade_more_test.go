package crash

import (
	"github.com/shopspring/decimal"

	"portico/portal"
	"portico/service"
)

func (tr *trade) credit(d *dealer) error {
	n, err := tr.Service.IssueCreditNote(tr.ctx, d.office, one(tr, d.invoices), portal.CreditNote{Reason: "Wrong", Key: tr.key(), Lines: []portal.Line{{
		Description: "x", Quantity: decimal.New(1, 0), Price: decimal.New(1+tr.Int63n(20_000), -2), Tax: uint64(tr.Intn(2)),
	}}})
	if err == nil {
		d.notes = append(d.notes, n.ID)
	}
	return err
}

func (tr *trade) useNote(d *dealer) error {
	n, err := tr.Service.CreditNote(tr.ctx, d.office, one(tr, d.notes))
	if err != nil {
		return err
	}
	_, err = tr.Service.ApplyCreditNote(tr.ctx, d.office, n.ID, n.Version, []portal.Allocation{{Invoice: one(tr, d.invoices), Amount: 1 + tr.Int63n(max(1, n.Unallocated()))}})
	return err
}

func (tr *trade) useCredit(d *dealer) error {
	p, err := tr.Service.Payment(tr.ctx, d.office, one(tr, d.payments))
	if err != nil {
		return err
	}
	part := portal.Allocation{Invoice: one(tr, d.invoices), Amount: 1 + tr.Int63n(max(1, p.Unallocated()))}
	_, err = tr.Service.ApplyCredit(tr.ctx, d.office, p.ID, p.Version, tr.Intn(2) == 0, []portal.Allocation{part})
	return err
}

func (tr *trade) takeOff(d *dealer) error {
	p, err := tr.Service.Payment(tr.ctx, d.office, one(tr, d.payments))
	if err != nil {
		return err
	}
	_, err = tr.Service.Unapply(tr.ctx, d.office, p.ID, p.Version, one(tr, p.Allocations).Invoice)
	return err
}

func (tr *trade) refund(d *dealer) error {
	p, err := tr.Service.Payment(tr.ctx, d.office, one(tr, d.payments))
	if err != nil {
		return err
	}
	g := service.Giving{Key: tr.key(), Amount: 1 + tr.Int63n(max(1, p.Refundable())), Reason: "Goodwill"}
	_, err = tr.Service.RefundPayment(tr.ctx, d.office, p.ID, p.Version, g)
	return err
}

func (tr *trade) void(d *dealer) error {
	return tr.Service.VoidInvoice(tr.ctx, d.office, one(tr, d.invoices), "Raised in error")
}

func (tr *trade) writeOff(d *dealer) error {
	return tr.Service.WriteOffInvoice(tr.ctx, d.office, one(tr, d.invoices))
}

// batch brings open invoices together, and begins to pay them as one.
func (tr *trade) batch(d *dealer) error {
	desk, err := tr.Service.BatchDesk(tr.ctx, d.office)
	if err != nil {
		return err
	}
	var ids []portal.InvoiceID
	for _, r := range desk.Open {
		if tr.Intn(3) == 0 {
			ids = append(ids, r.ID)
		}
	}
	b, _, err := tr.Service.MakeBatch(tr.ctx, d.office, service.NewBatch{Invoices: ids, Key: tr.key()})
	if err != nil {
		return err
	}
	if tr.Intn(4) == 0 {
		_, err = tr.Service.TakeApart(tr.ctx, d.office, b.ID, b.Version)
		return err
	}
	return tr.start(d, service.PayAsk{Batch: b.ID, What: service.PayAll})
}

// deposit sells by an estimate: it is signed, its deposit paid or not, and it becomes an invoice at once or later.
func (tr *trade) deposit(d *dealer) error {
	line := portal.EstimateLine{Line: portal.Line{Description: "Boiler", Quantity: decimal.New(1, 0), Price: decimal.New(10_000+tr.Int63n(90_000), -2)}}
	e, err := tr.Service.SaveEstimate(tr.ctx, d.office, service.EstimateEdit{
		Offer:  portal.Offer{Description: "New boiler", Lines: []portal.EstimateLine{line}, Percent: decimal.New(25, 0)},
		SendTo: []string{"acme@client.test"},
	}, true)
	if err != nil {
		return err
	}
	if e, err = tr.Service.AcceptEstimate(tr.ctx, d.own, service.From{}, e.ID, service.Signing{Revision: e.Revision, Name: "Ann"}); err != nil {
		return err
	}
	if tr.Intn(3) > 0 {
		if err := tr.start(d, service.PayAsk{Estimate: e.ID}); err != nil {
			return err
		}
		if tr.Intn(2) == 0 {
			if err := tr.hear(d); err != nil {
				return err
			}
		}
	}
	i, err := tr.Service.BillEstimate(tr.ctx, d.office, e.ID)
	if err != nil {
		return err
	}
	if i, err = tr.Service.IssueInvoice(tr.ctx, d.office, i.ID, i.Version); err == nil {
		d.invoices = append(d.invoices, i.ID)
	}
	return err
}
