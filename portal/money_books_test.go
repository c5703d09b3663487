package portal

import (
	"testing"

	"pgregory.net/rapid"
)

// account is one client's documents in memory, and a ledger that every move is written to as service does.
type account struct {
	*rapid.T
	invoices []Invoice
	payments []Payment
	notes    []CreditNote
	ledger   int64
}

// TestMoneyMovesKeepTheBooks does random things to an account: its ledger is always what is open less what is on
// account, and every invoice has just what payments and credit notes say they gave it.
func TestMoneyMovesKeepTheBooks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := &account{T: t}
		moves := []func(){a.bill, a.bill, a.pay, a.pay, a.apply, a.release, a.refund, a.heard, a.credit, a.void, a.writeOff}
		a.bill()
		for range rapid.IntRange(1, 25).Draw(t, "moves") {
			moves[a.any(len(moves))]()
			a.agree()
		}
	})
}

func (a *account) any(n int) int { return rapid.IntRange(0, n-1).Draw(a.T, "which") }

func (a *account) upTo(n int64) int64 { return rapid.Int64Range(1, max(1, n)).Draw(a.T, "amount") }

func (a *account) must(err error) {
	if err != nil {
		a.Fatal(err)
	}
}

// invoice is one of them; a move that it refuses changes nothing.
func (a *account) invoice() *Invoice { return &a.invoices[a.any(len(a.invoices))] }

func (a *account) payment() *Payment {
	if len(a.payments) == 0 {
		return &Payment{Client: 1, Currency: "USD"}
	}
	return &a.payments[a.any(len(a.payments))]
}

func (a *account) bill() {
	i := Invoice{ID: InvoiceID(len(a.invoices) + 1), Client: 1, Currency: "USD", State: Issued, Issued: 5, Due: 9, Totals: Totals{Total: a.upTo(50_000)}}
	a.invoices = append(a.invoices, i)
	a.ledger += i.Totals.Total
}

func (a *account) pay() {
	p := Payment{Client: 1, Currency: "USD", On: 7, Amount: a.upTo(90_000), Provider: "pi"}
	p.Fee = min(p.Amount, int64(a.any(2_000)))
	touched := map[InvoiceID]*Invoice{}
	for _, part := range AllocateOldest(p.Net(), a.invoices) {
		i := &a.invoices[part.Invoice-1]
		touched[i.ID] = i
		a.must(p.Allocate(i, part.Amount, p.On))
	}
	p.ShareFee(touched)
	a.payments = append(a.payments, p)
	a.ledger -= p.Net()
}

func (a *account) apply() {
	p, i := a.payment(), a.invoice()
	if part := min(p.Unallocated(), i.Open().Amount); part > 0 && i.State == Issued {
		a.must(p.Allocate(i, a.upTo(part), 8))
	}
}

func (a *account) release() {
	if p, i := a.payment(), a.invoice(); p.Allocated(i.ID) > 0 && i.State == Issued {
		a.must(p.ReleasePart(i, a.upTo(p.Allocated(i.ID))))
	}
}

func (a *account) refund() {
	p := a.payment()
	net := a.upTo(p.Refundable())
	if p.CanRefund(net, "x") == nil {
		fee := p.FeeBack(net)
		a.back(p, Refund{Key: a.key(p), Amount: net + fee, Fee: fee})
	}
}

// heard is a provider that took money back or undid it.
func (a *account) heard() {
	p := a.payment()
	n := PayNews{Kind: NewsWithdrawn, Refund: a.key(p), Amount: a.upTo(p.Amount)}
	if len(p.Refunds) > 0 && a.any(2) == 0 {
		n = PayNews{Kind: NewsReinstated, Refund: p.Refunds[a.any(len(p.Refunds))].Provider}
	}
	left := p.Refundable() + p.Fee - p.FeeRefunded()
	if r, ok := p.Heard(n, 8, p.Created); ok && (r.Amount < 0 || r.Amount <= left) {
		a.back(p, r)
	}
}

func (a *account) key(p *Payment) string { return string(rune('a' + len(p.Refunds))) }

func (a *account) back(p *Payment, r Refund) {
	for _, part := range p.FromInvoices(r.Net()) {
		if a.invoices[part.Invoice-1].State != Issued {
			return // service refuses the whole move
		}
	}
	for _, part := range p.FromInvoices(r.Net()) {
		a.must(p.ReleasePart(&a.invoices[part.Invoice-1], part.Amount))
	}
	p.Refunds = append(p.Refunds, r)
	a.ledger += r.Net()
}

func (a *account) credit() {
	i := a.invoice()
	n, before := CreditOf(*i), int64(0)
	for _, o := range a.notes {
		if o.Invoice == i.ID {
			before += o.Totals.Total
		}
	}
	n.Reason, n.Key, n.Lines, n.Totals = "x", "k", []Line{{Description: "x"}}, Totals{Total: a.upTo(i.Totals.Total - before)}
	if n.Validate(*i, before) != nil {
		return
	}
	a.ledger -= n.Totals.Total
	if part := min(n.Unallocated(), i.Open().Amount); part > 0 {
		a.must(n.Allocate(i, part, 8))
	}
	a.notes = append(a.notes, n)
}

func (a *account) void() {
	i := a.invoice()
	if i.State != Issued || i.Credited != 0 {
		return
	}
	for n := range a.payments {
		if a.payments[n].Allocated(i.ID) > 0 {
			a.must(a.payments[n].Release(i))
		}
	}
	a.must(i.Cancel("x", 8))
	a.ledger -= i.Totals.Total
}

func (a *account) writeOff() {
	if lost, err := a.invoice().WriteOff(8); err == nil {
		a.ledger -= lost.Amount
	}
}

func (a *account) agree() {
	paid, fees, credited := map[InvoiceID]int64{}, map[InvoiceID]int64{}, map[InvoiceID]int64{}
	var owed int64
	for _, p := range a.payments {
		owed -= p.Unallocated()
		if p.Unallocated() < 0 || p.Refundable() < 0 || p.FeeRefunded() > p.Fee {
			a.Fatalf("%d left, %d refundable, %d of a fee of %d back: %+v", p.Unallocated(), p.Refundable(), p.FeeRefunded(), p.Fee, p)
		}
		for _, x := range p.Allocations {
			paid[x.Invoice], fees[x.Invoice] = paid[x.Invoice]+x.Amount, fees[x.Invoice]+x.Fee
		}
	}
	for _, n := range a.notes {
		owed -= n.Unallocated()
		for _, x := range n.Allocations {
			credited[x.Invoice] += x.Amount
		}
	}
	for _, i := range a.invoices {
		owed += i.Open().Amount
		if i.Open().Amount < 0 || i.Paid != paid[i.ID] || i.Fees != fees[i.ID] || i.Credited != credited[i.ID] {
			a.Fatalf("%+v has %d, %d and %d by its documents", i, paid[i.ID], fees[i.ID], credited[i.ID])
		}
	}
	if owed != a.ledger {
		a.Fatalf("the documents make %d, the ledger %d", owed, a.ledger)
	}
}
