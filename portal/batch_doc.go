package portal

import (
	"slices"
	"strings"
)

// BatchDoc is a batch invoice with everything that is shown of it. Page, PDF, CSV and mail render the same.
type BatchDoc struct {
	Batch
	Issuer     Party // the business
	Receiver   Party // the client
	Phone      string
	Email      string // of the business
	ClientName string
	Bills      []BatchBill
	Today      Day
}

// BatchBill is one invoice of a batch.
type BatchBill struct {
	Invoice
	At       Property
	By       string // contractor
	Payments []PaidPart
}

// counts reports whether the bill asks, or asked, for anything.
func (b BatchBill) counts() bool { return b.State == Issued || b.State == BadDebt }

// Services are what was done, in a line.
func (b BatchBill) Services() string {
	var all []string
	for _, l := range b.Lines {
		all = append(all, l.Description)
	}
	return strings.Join(all, "; ")
}

// NewBatchDoc puts a batch together with who is on both sides.
func NewBatchDoc(b Batch, p Profile, c Client, today Day) BatchDoc {
	return BatchDoc{
		Batch: b, Issuer: p.Party(), Receiver: c.Party(), Phone: p.Phone, Email: p.Email, ClientName: c.Name, Today: today,
	}
}

// Sums are what the invoices come to today.
func (d BatchDoc) Sums() (s BatchSums) {
	for _, b := range d.Bills {
		s.Add(b.Row(), d.Today)
	}
	return s
}

// Shown is the status today.
func (d BatchDoc) Shown() BatchStatus { return d.Row().Shown(d.Sums()) }

// Total is what the invoices ask for.
func (d BatchDoc) Total() Money { return Of(d.Sums().Total, d.Currency) }

// Open is what is still to pay of the batch as one: nothing once it is taken apart.
func (d BatchDoc) Open() Money {
	if d.Apart != 0 {
		return Of(0, d.Currency)
	}
	return Of(d.Sums().Open, d.Currency)
}

// Lost is what was written off.
func (d BatchDoc) Lost() Money { return Of(d.Sums().Lost, d.Currency) }

// Net is the sum of the invoices without tax.
func (d BatchDoc) Net() Money { return d.sum(func(i Invoice) int64 { return i.Totals.Net }) }

// Paid is what payments have paid.
func (d BatchDoc) Paid() Money { return d.sum(func(i Invoice) int64 { return i.Paid }) }

// Credited is what credit notes took off.
func (d BatchDoc) Credited() Money { return d.sum(func(i Invoice) int64 { return i.Credited }) }

// Fees are what paying by card or ACH cost, beside the total.
func (d BatchDoc) Fees() Money { return d.sum(func(i Invoice) int64 { return i.Fees }) }

func (d BatchDoc) sum(of func(Invoice) int64) Money {
	sum := Of(0, d.Currency)
	for _, b := range d.Bills {
		if b.counts() {
			sum.Amount += of(b.Invoice)
		}
	}
	return sum
}

// Taxes is the tax of all invoices per rate, in the order in which the rates come.
func (d BatchDoc) Taxes() (ts []TaxSum) {
	for _, b := range d.Bills {
		if !b.counts() {
			continue
		}
		for _, t := range b.Totals.Taxes {
			ts = addTax(ts, t)
		}
	}
	return ts
}

func addTax(ts []TaxSum, t TaxSum) []TaxSum {
	for n := range ts {
		if ts[n].Name == t.Name && ts[n].Percent.Equal(t.Percent) {
			ts[n].Net += t.Net
			ts[n].Tax += t.Tax
			return ts
		}
	}
	return append(ts, t)
}

// Reference is what a payer writes on a transfer for all of it: the pay page says the same.
func (d BatchDoc) Reference() string {
	var open []Invoice
	for _, b := range d.Bills {
		if d.Apart == 0 && b.Open().Amount > 0 {
			open = append(open, b.Invoice)
		}
	}
	slices.SortFunc(open, func(a, b Invoice) int { return int(a.ID) - int(b.ID) })
	slices.SortStableFunc(open, func(a, b Invoice) int { return int(a.Term() - b.Term()) })
	return PayReference(open)
}

// ToPay are the invoices that one payment for the batch pays.
func (d BatchDoc) ToPay() (ids []InvoiceID) {
	for _, b := range d.Bills {
		if d.Apart == 0 && b.Open().Amount > 0 {
			ids = append(ids, b.ID)
		}
	}
	return ids
}
