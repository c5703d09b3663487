package mail

import "portico/portal"

// reminder says what is open of a bill, since when or by when.
func reminder(d *desk) (p page) {
	i := d.l.Invoice
	amount := sumUp{d.Money(i.Open()), d.T("due %s", d.Day(i.Term()))}
	p.Title = d.T("A reminder: invoice %s", i.Number)
	switch late := d.l.Late; {
	case late > 0:
		amount.Note = d.N(late, "One day late, due %[2]s", "%[1]d days late, due %[2]s", d.Day(i.Term()))
		p.Subject = d.T("Reminder: invoice %s of %s is overdue, %s to pay", i.Number, d.business(), i.Open())
	case late == 0:
		amount.Note = d.T("due today")
		p.Subject = d.T("Reminder: invoice %s of %s is due today, %s to pay", i.Number, d.business(), i.Open())
	default:
		p.Subject = d.T("Reminder: invoice %s of %s is due %s, %s to pay", i.Number, d.business(), i.Term(), i.Open())
	}
	p.Preheader = d.T("If you have paid in the meantime, thank you: nothing is left to do.")
	p.say(amount, button{d.T("See the invoice"), d.l.Link}, quote{By: d.l.Facts.By, Text: d.l.Facts.Message})
	p.say(para(p.Preheader), d.billFacts(i), paidFacts(d, i), d.addressBar(d.l.Link))
	return p
}

// paidFacts say what was paid of a bill already.
func paidFacts(d *desk, i *portal.Invoice) (fs facts) {
	if i.Settled() != 0 {
		fs.add(d.T("Total"), d.Money(i.Total()))
		fs.add(d.T("Paid or credited"), d.Money(portal.Of(i.Settled(), i.Currency)))
	}
	return fs
}
