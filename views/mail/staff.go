package mail

// Letters to the business's own people.

func accepted(d *desk) (p page) {
	f := d.l.Facts
	p.Subject = d.T("%s accepted the invitation to the account of %s", f.Person, f.Client)
	p.Title = d.T("An invitation was accepted")
	p.Preheader = d.T("Portal access works from now on.")
	p.say(
		para(d.T("%s took up the invitation and can now see the account of %s.", strong(f.Person), strong(f.Client))),
		list(d.does()), d.where(), button{d.T("See the contact"), d.l.Link},
	)
	return p
}
