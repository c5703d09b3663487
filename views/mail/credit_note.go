package mail

import "portico/portal"

// creditNote tells that something is taken off an invoice.
func creditNote(d *desk) (p page) {
	n := d.l.CreditNote
	p.Subject = d.T("Credit note %s from %s: %s", n.Number, d.business(), n.Total())
	p.Title = d.T("Credit note %s", n.Number)
	p.Preheader = d.T("%s is taken off %s.", n.Total(), n.Of)
	var fs facts
	fs.add(d.T("For"), d.l.Facts.Client)
	fs.add(d.T("Invoice"), n.Of)
	fs.add(d.T("Issued"), d.Day(n.Issued))
	fs.add(d.T("Reason"), oneLine(n.Reason))
	if rest := n.Unallocated(); rest > 0 {
		fs.add(d.T("Credit on account"), d.Money(portal.Of(rest, n.Currency)))
	}
	p.say(
		sumUp{d.Money(n.Total()), d.T("credited")}, button{d.T("See the credit note"), d.l.Link}, quote{By: d.l.Facts.By, Text: d.l.Facts.Message},
		fs, d.attached(d.T("The credit note is attached as a PDF.")), d.addressBar(d.l.Link),
	)
	return p
}
