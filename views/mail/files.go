package mail

// Letters about files that changed hands.

// uploaded tells staff what a client sent.
func uploaded(d *desk) (p page) {
	f := d.l.Facts
	n := len(f.Files)
	p.Subject = d.N(n, "%[2]s of %[3]s sent a file", "%[2]s of %[3]s sent %[1]d files", f.By, f.Client)
	p.Title = d.N(n, "A file came", "%d files came")
	p.Preheader = oneLine(first(f.Files))
	p.say(
		para(d.N(n, "%[2]s sent it for the account of %[3]s.", "%[2]s sent them for the account of %[3]s.", strong(f.By), strong(f.Client))),
		list(f.Files), quote{By: f.By, Text: f.Message}, button{d.T("See the documents"), d.l.Link},
	)
	return p
}

// sharedFiles tells a client's contact what staff shared.
func sharedFiles(d *desk) (p page) {
	f := d.l.Facts
	n := len(f.Files)
	p.Subject = d.N(n, "%[2]s shared a file with you", "%[2]s shared %[1]d files with you", d.business())
	p.Title = d.N(n, "There is a file for you", "There are %d files for you")
	p.Preheader = oneLine(first(f.Files))
	p.say(
		para(d.N(n, "%[2]s put it into the documents of %[3]s.", "%[2]s put them into the documents of %[3]s.", strong(f.By), strong(f.Client))),
		list(f.Files), quote{By: f.By, Text: f.Message}, button{d.T("See your documents"), d.l.Link}, d.addressBar(d.l.Link),
	)
	return p
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}
