package mail

// code tells a sign-in code, or one that confirms a change. The code stands in the preheader, so that a phone
// shows it without opening the mail, and never in the subject, which the outbox keeps.
func code(d *desk) (p page) {
	sum, until := d.l.Code, d.Clock(d.l.Facts.Ends)+" "+d.zone(d.l.Facts.Ends)
	p.Preheader = d.T("%s – it works once, until %s.", sum, until)
	if d.l.Link == "" {
		p.Subject = d.T("Your confirmation code for %s", d.business())
		p.Title = d.T("Your confirmation code")
		p.say(para(d.T("Enter this code where you were asked for it, to confirm that it is you.")))
	} else {
		p.Subject = d.T("Your sign-in code for %s", d.business())
		p.Title = d.T("Your sign-in code")
		p.say(para(d.T("Enter this code on the page where you asked for it.")))
	}
	p.say(digits(sum), small{d.T("It works once, until %s.", until)})
	if d.l.Link != "" {
		p.say(para(d.T("Or sign in without typing, on the device where you read this:")), button{d.T("Sign in"), d.l.Link})
	}
	p.say(
		section(d.T("Who asked")), d.where(),
		small{d.T("You didn’t ask? Then do nothing: without this mail nobody gets in. Never pass the code on; %s will not ask you for it.", d.business())},
	)
	return p
}

func invitation(d *desk) (p page) {
	f := d.l.Facts
	p.Title = d.T("Your account is ready")
	if d.l.Name != "" && len(d.l.Name) <= 60 {
		p.Title = d.T("%s, your account is ready", d.l.Name)
	}
	p.Subject = d.invites()
	p.Preheader = d.T("See what you will find in it. The button signs you in.")
	if d.l.Once {
		p.Preheader = d.T("The button signs you in; it works once, until %s.", d.until())
	}
	p.say(para(d.welcome()), list(d.does()), quote{By: f.By, Text: f.Message}, d.credentials())
	if d.l.Password != "" {
		p.say(small{d.T("You choose a password of your own when you first sign in.")})
	}
	p.say(button{d.T("Open your account"), d.l.Link}, d.addressBar(d.l.Link))
	return p
}

// invites is the subject of an invitation.
func (d *desk) invites() string {
	f := d.l.Facts
	switch {
	case f.By == "" || f.By == d.business():
		return d.T("Your account at %s is ready", d.business())
	case f.Client == "":
		return d.T("%s invited you to the office of %s", f.By, d.business())
	}
	return d.T("%s invited you to the client portal of %s", f.By, d.business())
}

// welcome is the first sentence of an invitation.
func (d *desk) welcome() string {
	f := d.l.Facts
	by := d.business()
	if f.By != "" && f.By != by {
		by = d.T("%s of %s", f.By, d.business())
	}
	switch {
	case f.Client == "":
		return d.T("%s invited you to work in the office: clients, invoices and everything around them.", by)
	case len(f.Does) == 0:
		return d.T("%s invited you to the client portal for %s.", by, strong(f.Client))
	}
	return d.T("%s invited you to the client portal for %s. In it you can:", by, strong(f.Client))
}

// mostDoes is how many things that a person can do are named.
const mostDoes = 7

func (d *desk) does() (out []string) {
	all := d.l.Facts.Does
	show := len(all)
	if show > mostDoes+1 {
		show = mostDoes
	}
	for _, does := range all[:show] {
		out = append(out, d.Label(does))
	}
	if more := len(all) - show; more > 0 {
		out = append(out, d.N(more, "and %d more", "and %d more"))
	}
	return out
}

// credentials are what the person signs in with.
func (d *desk) credentials() facts {
	var fs facts
	fs.add(d.T("Username"), d.l.Facts.Username)
	fs.exact(d.T("Password"), d.l.Password)
	return fs
}

// addressBar is for those whose button doesn't open.
func (d *desk) addressBar(link string) block {
	if link == "" {
		return address{}
	}
	a := address{Copy: d.T("If the button doesn’t open, copy this address:"), URL: link}
	if d.l.Once && d.until() != "" {
		a.Ends = d.T("The link works once, until %s.", d.until())
	}
	return a
}

func register(d *desk) (p page) {
	p.Subject = d.T("Set up your account with %s", d.business())
	p.Title = d.T("Set up your account")
	p.Preheader = d.T("Choose a name and go in. The link works once, until %s.", d.until())
	by := d.business()
	if d.l.Facts.By != "" && d.l.Facts.By != by {
		by = d.T("%s of %s", d.l.Facts.By, d.business())
	}
	p.say(para(d.T("%s opened the client portal for %s. Setting up your account takes a minute: your name, a username and your e-mail address.", by, strong(d.l.Facts.Client))))
	if len(d.l.Facts.Does) > 0 {
		p.say(para(d.T("In it you can:")), list(d.does()))
	}
	p.say(quote{By: d.l.Facts.By, Text: d.l.Facts.Message}, button{d.T("Set up your account"), d.l.Link}, d.addressBar(d.l.Link))
	p.say(small{d.T("Whoever has this link can see the account of %s. Pass it on only to the person who should.", d.l.Facts.Client)})
	return p
}

func registered(d *desk) (p page) {
	f := d.l.Facts
	p.Subject = d.T("%s can now see the account of %s", f.Person, f.Client)
	p.Title = d.T("Somebody set up an account")
	p.Preheader = d.T("They used a registration link for this account.")
	p.say(
		para(d.T("%s used a registration link and can now see the account of %s.", strong(f.Person), strong(f.Client))),
		list(d.does()), d.where(), button{d.T("Open your account"), d.l.Link},
		small{d.T("You don’t know this person? Tell us at once and we take their access away.")},
	)
	return p
}

func accessChanged(d *desk) (p page) {
	f := d.l.Facts
	p.Subject = d.T("Your access at %s has changed", d.business())
	p.Title = d.T("Your access has changed")
	p.Preheader = d.Label(f.What)
	p.say(para(d.Label(f.What)))
	if f.Client != "" {
		p.say(para(d.T("This is about the account of %s.", strong(f.Client))))
	}
	if len(f.Does) > 0 {
		p.say(para(d.T("Now you can:")), list(d.does()))
	}
	var by facts
	by.add(d.T("Changed by"), f.By)
	by.add(d.T("When"), d.when(f.At))
	p.say(quote{By: f.By, Text: f.Reason}, by, button{d.T("Open your account"), d.l.Link})
	return p
}

func newDevice(d *desk) (p page) {
	p.Subject = d.T("New sign-in to your account at %s", d.business())
	p.Title = d.T("New sign-in to your account")
	p.Preheader = d.T("If this was you, there is nothing to do.")
	p.say(
		para(d.T("Somebody signed in to your account on a device that we haven’t seen before.")),
		d.where(),
		para(d.T("If this was you, there is nothing to do. If not, sign that device out and tell us.")),
		button{d.T("See your devices"), d.l.Link},
	)
	return p
}

func changed(d *desk) (p page) {
	what := d.Label(d.l.Facts.What)
	p.Subject = d.T("%s: your account at %s", what, d.business())
	p.Title = what
	p.Preheader = d.T("If this was you, there is nothing to do.")
	var by facts
	if d.l.Facts.By != d.l.Name {
		by.add(d.T("Changed by"), d.l.Facts.By)
	}
	p.say(
		para(d.T("This was changed in your account at %s.", strong(d.business()))), append(by, d.where()...),
		para(d.T("If this was you, there is nothing to do. If not, tell us at once: somebody else may be using your account.")),
		button{d.T("Open your account"), d.l.Link},
	)
	return p
}

func test(d *desk) (p page) {
	p.Subject = d.T("Test mail from %s", d.business())
	p.Title = d.T("Mail works")
	p.Preheader = d.T("This is the test that you asked for.")
	var fs facts
	fs.add(d.T("Asked for by"), d.l.Facts.By)
	fs.add(d.T("Sent to"), d.l.To)
	p.say(
		para(d.T("This is the test that you asked for. Invitations, sign-in codes and invoices of %s will arrive like this one.", strong(d.business()))),
		append(fs, d.where()...),
		small{d.T("Was it in the spam folder? Then ask whoever runs your domain for SPF and DKIM records that allow your mail server.")},
	)
	return p
}
