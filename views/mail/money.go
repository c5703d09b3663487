package mail

// Letters about money that came, did not come, or went back.

// claimed tells staff that a client says they have paid.
func claimed(d *desk) (p page) {
	f := d.l.Facts
	p.Subject = d.T("%s reports a payment of %s", f.Client, d.Money(f.Amount))
	p.Title = d.T("A payment to look for")
	p.Preheader = d.T("Approve it when the money is there.")
	p.say(
		para(d.T("%s says that %s was paid. Approve it when the money is there, or decline it and say why.", strong(f.By), strong(d.Money(f.Amount)))),
		d.payment(),
	)
	if n := len(f.Files); n > 0 {
		p.say(para(d.N(n, "One file came with it as proof:", "%d files came with it as proof:")), list(f.Files))
	}
	p.say(button{d.T("See the payment"), d.l.Link})
	return p
}

// alert tells staff about money that needs a look.
func alert(d *desk) (p page) {
	f := d.l.Facts
	if d.l.Payment == nil {
		return stopped(d)
	}
	p.Subject = d.T("A payment of %s needs a look: %s", f.Client, d.Money(f.Amount))
	p.Title = d.T("Money needs a look")
	p.Preheader = d.Label(f.Reason)
	p.say(para(d.Label(f.Reason)), d.payment(), button{d.T("See the payment"), d.l.Link})
	return p
}

// stopped tells staff of a recurring invoice that can't be made.
func stopped(d *desk) (p page) {
	f := d.l.Facts
	p.Subject = d.T("The recurring invoice of %s has stopped: %s", f.Client, oneLine(f.What))
	p.Title = d.T("A recurring invoice has stopped")
	p.Preheader = d.Label(f.Reason)
	p.say(
		para(d.T("The invoice of today could not be made, so its schedule paused itself. When you have put it right and press Resume, that invoice is made first.")),
		quote{Text: d.Label(f.Reason)}, button{d.T("See the schedule"), d.l.Link},
	)
	return p
}

// declined tells whoever reported a payment that it was not found.
func declined(d *desk) (p page) {
	f := d.l.Facts
	p.Subject = d.T("We couldn’t find your payment of %s", d.Money(f.Amount))
	p.Title = d.T("We couldn’t find your payment")
	p.Preheader = d.T("Here is why, and what to do.")
	p.say(
		para(d.T("You told us that you paid %s. We looked, and could not confirm it.", strong(d.Money(f.Amount)))),
		quote{By: f.By, Text: f.Reason}, d.payment(), button{d.T("See the payment"), d.l.Link},
	)
	return p
}

// bounced tells whoever paid that the bank refused.
func bounced(d *desk) (p page) {
	f := d.l.Facts
	p.Subject = d.T("Your payment of %s did not go through", d.Money(f.Amount))
	p.Title = d.T("Your payment did not go through")
	p.Preheader = d.T("Nothing was taken. Please try again.")
	p.say(
		para(d.T("Your bank refused the payment of %s. Nothing was taken; the invoices are still open.", strong(d.Money(f.Amount)))),
		d.payment(), button{d.T("Try again"), d.l.Link},
	)
	return p
}

// refunded tells whoever paid that money goes back.
func refunded(d *desk) (p page) {
	f := d.l.Facts
	p.Subject = d.T("A refund of %s from %s", d.Money(f.Amount), d.business())
	p.Title = d.T("Your refund")
	p.Preheader = d.T("%s is on its way to you.", d.Money(f.Amount))
	p.say(
		sumUp{d.Money(f.Amount), d.T("goes back to you the way it came")}, quote{By: f.By, Text: f.Reason}, d.payment(),
		button{d.T("See the payment"), d.l.Link},
	)
	return p
}

// payment are the facts of the payment that a letter is about.
func (d *desk) payment() facts {
	var fs facts
	fs.add(d.T("Account"), d.l.Facts.Client)
	if p := d.l.Payment; p != nil {
		fs.add(d.T("Payment"), p.Number)
		fs.add(d.T("Paid by"), d.Label(p.Method.Name()))
		fs.add(d.T("Reference"), oneLine(p.Reference))
		fs.add(d.N(len(d.l.Paid), "Invoice", "Invoices"), d.numbers(len(d.l.Paid)))
	}
	return fs
}
