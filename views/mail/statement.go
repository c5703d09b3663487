package mail

// statement is a client's account over a period: its sums; the lines are in the PDF and in the portal.
func statement(d *desk) (p page) {
	a := d.l.Account
	p.Subject = d.T("Statement from %s, %s to %s", d.business(), a.From, a.To)
	p.Title = d.T("Statement of your account")
	p.Preheader = d.T("Balance on %s: %s", a.To, a.Closing)
	var fs facts
	fs.add(d.T("For"), d.l.Facts.Client)
	fs.add(d.T("Account"), a.Account)
	fs.add(d.T("From"), d.Day(a.From))
	fs.add(d.T("To"), d.Day(a.To))
	var out sums
	out.add(d.T("Opening balance"), d.Money(a.Opening))
	out.add(d.T("Charged in the period"), d.Money(a.Charged()))
	out.add(d.T("Paid and credited in the period"), d.Money(a.Paid().Neg()))
	out.total(d.T("Closing balance"), d.Money(a.Closing))
	p.say(
		sumUp{d.Money(a.Closing), d.T("balance on %s", a.To)}, button{d.T("See the statement"), d.l.Link},
		quote{By: d.l.Facts.By, Text: d.l.Facts.Message}, fs, out,
	)
	if late := a.Ageing.Late(); late.Amount > 0 {
		p.say(para(d.T("%s is overdue on %s.", late, a.Ageing.On)))
	}
	p.say(d.attached(d.T("The statement is attached as a PDF.")), d.addressBar(d.l.Link))
	return p
}

// attached says that a document comes with the mail, where one does.
func (d *desk) attached(says string) small {
	if !d.l.Attached {
		return small{}
	}
	return small{says}
}
