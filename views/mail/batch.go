package mail

import "portico/portal"

// mostBills is how many invoices of a batch the mail names.
const mostBills = 10

// batch is several invoices presented as one: their numbers and sums, and the button that shows all of it.
func batch(d *desk) (p page) {
	b := d.l.Batch
	p.Title = d.T("Batch invoice %s", b.Number)
	p.Subject = d.T("Batch invoice %s from %s: %s", b.Number, d.business(), b.Open())
	p.Preheader = d.N(len(b.Bills), "One invoice in one bill.", "%d invoices in one bill.")
	amount := sumUp{d.Money(b.Open()), d.T("to pay")}
	if due := b.Sums().Due; due != 0 {
		amount.Note = d.T("due from %s on", due)
	}
	if b.Open().IsZero() {
		amount = sumUp{d.Money(b.Total()), d.T("Nothing left to pay")}
	}
	var fs facts
	fs.add(d.T("For"), d.l.Facts.Client)
	fs.add(d.T("About"), oneLine(b.Note))
	if b.To != 0 {
		fs.add(d.T("Period"), d.T("%s to %s", b.From, b.To))
	}
	fs.add(d.T("Invoices"), d.Number(len(b.Bills)))
	p.say(amount, button{d.T("See the batch invoice"), d.l.Link}, quote{By: d.l.Facts.By, Text: d.l.Facts.Message})
	p.say(fs, d.batchSums(b), d.addressBar(d.l.Link))
	return p
}

func (d *desk) batchSums(b *portal.BatchDoc) (out sums) {
	show := len(b.Bills)
	if show > mostBills+1 {
		show = mostBills
	}
	for _, x := range b.Bills[:show] {
		out.add(x.Number+" · "+oneLine(x.Description), d.Money(x.Total()))
	}
	if more := len(b.Bills) - show; more > 0 {
		out.add(d.N(more, "and %d more invoice", "and %d more invoices"), "")
	}
	out.total(d.T("Total"), d.Money(b.Total()))
	for _, x := range []struct {
		name string
		sum  portal.Money
	}{{d.T("Paid"), b.Paid().Neg()}, {d.T("Credited"), b.Credited().Neg()}} {
		if !x.sum.IsZero() {
			out.add(x.name, d.Money(x.sum))
		}
	}
	out.total(d.T("To pay"), d.Money(b.Open()))
	return out
}
