package mail

// requestRaised tells the office what a client wrote: a new request, or another message of one.
func requestRaised(d *desk) (p page) {
	r := d.l.Request
	if len(r.Messages) > 1 {
		p.Title = d.T("%s wrote again", d.l.Facts.By)
	} else {
		p.Title = d.T("%s: %s", r.Kind, oneLine(r.Subject))
	}
	p.Subject = d.T("%s %s from %s: %s", r.Kind, r.Number, d.l.Facts.Client, oneLine(r.Subject))
	p.Preheader = shorten(oneLine(d.l.Facts.Message), 120)
	p.say(d.requestFacts(), quote{By: d.l.Facts.By, Text: d.l.Facts.Message})
	d.cameWithIt(&p)
	p.say(button{d.T("Read and answer"), d.l.Link}, d.addressBar(d.l.Link))
	return p
}

// requestAnswered tells who raised a request what the office answered.
func requestAnswered(d *desk) (p page) {
	r := d.l.Request
	p.Title = d.T("We have answered you")
	p.Subject = d.T("%s answered %s: %s", d.business(), r.Number, oneLine(r.Subject))
	p.Preheader = shorten(oneLine(d.l.Facts.Message), 120)
	p.say(d.requestFacts(), quote{By: d.l.Facts.By, Text: d.l.Facts.Message})
	d.cameWithIt(&p)
	p.say(button{d.T("Read and reply"), d.l.Link}, d.addressBar(d.l.Link))
	return p
}

// cameWithIt names the files of the message.
func (d *desk) cameWithIt(p *page) {
	if n := len(d.l.Facts.Files); n > 0 {
		p.say(para(d.N(n, "One file came with it:", "%d files came with it:")), list(d.l.Facts.Files))
	}
}

func (d *desk) requestFacts() (fs facts) {
	r := d.l.Request
	fs.add(d.T("For"), d.l.Facts.Client)
	fs.add(d.Name(r.Kind), r.Number)
	fs.add(d.T("About"), oneLine(r.Subject))
	return fs
}
