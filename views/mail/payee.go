package mail

// payeeChanged tells the Owners that money goes somewhere else from now on.
func payeeChanged(d *desk) (p page) {
	f := d.l.Facts
	p.Subject = d.T("Where your clients’ money goes was changed at %s", d.business())
	p.Title = d.T("Where your clients’ money goes was changed")
	p.Preheader = d.T("By %s. If it wasn’t agreed, act now.", f.By)
	p.say(
		para(d.T("%s changed this: %s. Clients see it from now on.", strong(f.By), strong(d.Label(f.What)))),
		list(f.Does), section(d.T("Who changed it")), d.where(),
		para(d.T("If you don’t know of this, change it back at once, end that person’s access, and tell your bank. Every Owner gets this mail; it can’t be turned off.")),
		button{d.T("See the payment settings"), d.l.Link},
	)
	return p
}
