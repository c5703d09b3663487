package mail

import (
	"portico/portal"
)

func estimate(d *desk) (p page) {
	o := d.l.Estimate
	p.Title = d.estimateName(o)
	p.Subject = d.T("Estimate %s from %s: %s", o.Number, d.business(), o.Total())
	amount := sumUp{d.Money(o.Total()), d.T("no end date")}
	if o.Offer.Expires != 0 {
		amount.Note = d.T("valid until %s", o.Offer.Expires)
	}
	p.Preheader = o.Offer.Description
	answer := button{d.T("See the estimate"), d.l.Link}
	p.say(amount, answer, quote{By: d.l.Facts.By, Text: d.l.Facts.Message})
	if o.Revision > 1 {
		p.say(para(d.T("This is version %d. It takes the place of what we sent before; the page shows what has changed.", o.Revision)))
	}
	p.say(d.estimateFacts(o), d.estimateLines(o))
	if o.Offer.Options() {
		p.say(small{d.T("Some lines are optional: tick the ones you want before you accept.")})
	}
	p.say(d.addressBar(d.l.Link))
	return p
}

// estimateName names an estimate with its version, where there is more than one.
func (d *desk) estimateName(o *portal.Offered) string {
	if o.Revision > 1 {
		return d.T("Estimate %s, version %d", o.Number, o.Revision)
	}
	return d.T("Estimate %s", o.Number)
}

func (d *desk) estimateFacts(o *portal.Offered) (fs facts) {
	fs.add(d.T("For"), d.l.Facts.Client)
	fs.add(d.T("About"), oneLine(o.Offer.Description))
	fs.add(d.T("Work at"), oneLine(o.At.Name))
	if m := o.Deposit(); !m.IsZero() {
		fs.add(d.T("Deposit on acceptance"), d.Money(m))
	}
	return fs
}

// estimateLines sums an estimate up: the first lines that count, how many more there are, and the sums.
func (d *desk) estimateLines(o *portal.Offered) sums {
	i := portal.Invoice{Currency: o.Currency, Inclusive: o.Offer.Inclusive, Lines: o.Offer.Counted(), Totals: o.Offer.Totals}
	return d.billLines(&i)
}

func estimateAnswered(d *desk) (p page) {
	o, f := d.l.Estimate, d.l.Facts
	p.Title = d.T("%s declined estimate %s", f.Client, o.Number)
	if f.What == portal.EventEstimateChanges.Name() {
		p.Title = d.T("%s asks for changes to estimate %s", f.Client, o.Number)
	}
	p.Subject = p.Title
	p.Preheader = oneLine(f.Reason)
	p.say(quote{By: f.Person, Text: f.Reason}, button{d.T("Open the estimate"), d.l.Link}, d.estimateFacts(o), d.estimateLines(o))
	return p
}

func estimateSigned(d *desk) (p page) {
	o, f := d.l.Estimate, d.l.Facts
	p.Title = d.T("Estimate %s is accepted", o.Number)
	p.Subject = d.T("Accepted: estimate %s over %s", o.Number, o.Total())
	p.Preheader = d.T("Signed by %s.", f.Person)
	var fs facts
	fs.add(d.T("For"), f.Client)
	fs.add(d.T("About"), oneLine(o.Offer.Description))
	fs.add(d.T("Signed by"), oneLine(f.Person))
	fs.add(d.T("Signed"), d.when(f.At))
	fs.add(d.T("Internet address"), f.IP)
	fs.add(d.T("Device"), f.Device)
	if o.Signed != nil {
		fs.add(d.T("Purchase order"), oneLine(o.Signed.Order))
		fs.add(d.T("SHA-256"), o.Signed.Hash)
	}
	p.say(
		sumUp{d.Money(o.Total()), d.T("accepted")}, button{d.T("See the signed estimate"), d.l.Link}, fs, d.estimateLines(o),
		small{d.signedPDF()},
	)
	return p
}

// signedPDF says where the signed PDF is.
func (d *desk) signedPDF() string {
	if d.l.Attached {
		return d.T("The signed PDF comes with this mail, for both sides to keep.")
	}
	return d.T("The page has the signed PDF, for both sides to keep.")
}
