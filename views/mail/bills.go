package mail

import "portico/portal"

// mostLines is how many lines of a bill the mail repeats.
const mostLines = 5

func invoice(d *desk) (p page) {
	i := d.l.Invoice
	due := d.Day(i.Due)
	p.Title = d.T("Invoice %s", i.Number)
	amount := sumUp{d.Money(i.Open()), d.T("to pay")}
	switch {
	case i.Open().Amount <= 0:
		amount = sumUp{d.Money(i.Total()), d.T("Nothing left to pay")}
		p.Subject = d.T("Invoice %s from %s", i.Number, d.business())
	case i.Due == 0:
		p.Subject = d.T("Invoice %s from %s: %s", i.Number, d.business(), i.Open())
	default:
		amount.Note = d.T("due %s", due)
		p.Subject = d.T("Invoice %s from %s: %s, due %s", i.Number, d.business(), i.Open(), i.Due)
	}
	if deposit := i.DepositOpen(); !deposit.IsZero() {
		amount.Note = d.T("%s of it is a deposit, due now", deposit)
	}
	p.Preheader = i.Description
	if p.Preheader == "" {
		p.Preheader = d.T("The button shows the invoice.")
	}
	p.say(amount, button{d.T("See the invoice"), d.l.Link}, quote{By: d.l.Facts.By, Text: d.l.Facts.Message})
	p.say(d.billFacts(i), d.billLines(i), d.addressBar(d.l.Link))
	return p
}

func (d *desk) billFacts(i *portal.Invoice) (fs facts) {
	fs.add(d.T("For"), d.l.Facts.Client)
	fs.add(d.T("About"), oneLine(i.Description))
	fs.add(d.T("Your order"), oneLine(i.Order))
	fs.add(d.T("Issued"), d.Day(i.Issued))
	fs.add(d.T("Due"), d.Day(i.Due))
	return fs
}

// billLines sums a bill up: its first lines, how many more there are, and the sums.
func (d *desk) billLines(i *portal.Invoice) (out sums) {
	show := len(i.Lines)
	if show > mostLines+1 {
		show = mostLines
	}
	for _, l := range i.Lines[:show] {
		out.add(oneLine(l.Description), d.Money(portal.Of(l.Amount, i.Currency)))
	}
	if more := len(i.Lines) - show; more > 0 {
		out.add(d.N(more, "and %d more line", "and %d more lines"), "")
	}
	d.billSums(i, &out)
	return out
}

func (d *desk) billSums(i *portal.Invoice, out *sums) {
	money := func(n int64) string { return d.Money(portal.Of(n, i.Currency)) }
	if i.Totals.Tax != 0 && !i.Inclusive {
		out.rule(d.T("Subtotal"), money(i.Totals.Net))
		for _, t := range i.Totals.Taxes {
			out.add(oneLine(t.Name)+" "+d.Percent(t.Percent), money(t.Tax))
		}
	}
	out.total(d.T("Total"), d.Money(i.Total()))
	if i.Totals.Tax != 0 && i.Inclusive {
		out.add(d.T("Tax in it"), money(i.Totals.Tax))
	}
	if i.Paid != 0 {
		out.add(d.T("Paid"), money(-i.Paid))
	}
	if i.Credited != 0 {
		out.add(d.T("Credited"), money(-i.Credited))
	}
	if i.Settled() != 0 {
		out.total(d.T("To pay"), d.Money(i.Open()))
	}
}

func receipt(d *desk) (p page) {
	pay := d.l.Payment
	p.Subject = d.T("Receipt: %s paid to %s", pay.Sum(), d.business())
	p.Title = d.T("Thank you for your payment")
	p.Preheader = d.T("We received %s on %s.", pay.Sum(), pay.On)
	var fs facts
	fs.add(d.T("For"), d.l.Facts.Client)
	fs.add(d.T("Receipt"), pay.Number)
	fs.add(d.T("Received"), d.Day(pay.On))
	fs.add(d.T("Paid by"), d.Label(pay.Method.Name()))
	fs.add(d.T("Reference"), oneLine(pay.Reference))
	fs.add(d.N(len(pay.Allocations), "Invoice", "Invoices"), d.numbers(len(pay.Allocations)))
	if credit := pay.Unallocated(); credit > 0 {
		fs.add(d.T("Credit on account"), d.Money(portal.Of(credit, pay.Currency)))
	}
	p.say(
		sumUp{d.Money(pay.Sum()), d.T("received %s", pay.On)}, fs, quote{By: d.l.Facts.By, Text: d.l.Facts.Message},
		button{d.T("See the payment"), d.l.Link}, d.attached(d.T("The receipt is attached as a PDF.")),
	)
	return p
}

// numbers lists the invoices that a payment paid.
func (d *desk) numbers(all int) string {
	out := ""
	for i, n := range d.l.Paid {
		if i > 0 {
			out += ", "
		}
		out += n
	}
	if more := all - len(d.l.Paid); more > 0 {
		out += " " + d.N(more, "and %d more", "and %d more")
	}
	return out
}
