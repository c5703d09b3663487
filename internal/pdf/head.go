package pdf

import (
	"portico/portal"
)

const runningHigh = 30

// letterhead draws the logo or the name on one side, who the business is on the other.
func (s *sheet) letterhead(issuer, receiver portal.Party) {
	if c := receiver.Address.Country; c == "" || c == issuer.Address.Country {
		s.home = issuer.Address.Country
	}
	top, half := s.y, s.width()/2-gutter
	y := top
	if s.logo != nil {
		s.page().logo = &area{x: s.left(), y: top, w: s.logo.w, h: s.logo.h}
		y += s.logo.h
	} else {
		y = s.write(s.head.Name, big.in(s.deep), s.left(), top-3, half)
	}
	x, side := s.left()+s.width()/2+gutter, top-2
	side = s.ends(s.lines(issuer.Name, strong, half), strong, x, side, half)
	for _, l := range s.address(issuer.Address) {
		side = s.ends(s.lines(l, small, half), small, x, side, half)
	}
	for _, l := range s.contacts(issuer) {
		side = s.ends(s.lines(l, small, half), small, x, side, half)
	}
	s.y = max(y, side) + 22
}

// address is an address line by line; its country only where the two sides are in different ones.
func (s *sheet) address(a portal.Address) []string {
	ls := a.Lines()
	if a.Country != "" && a.Country == s.home {
		ls = ls[:len(ls)-1]
	}
	return ls
}

// contacts are the lines under the business's address.
func (s *sheet) contacts(issuer portal.Party) (ls []string) {
	if s.head.Phone != "" {
		ls = append(ls, s.head.Phone)
	}
	if s.head.Email != "" {
		ls = append(ls, s.head.Email)
	}
	if issuer.TaxID != "" {
		ls = append(ls, s.l.T("Tax number %s", issuer.TaxID))
	}
	return ls
}

// ends draws lines that end at the block's far edge.
func (s *sheet) ends(lines []text, st style, x, y, width float64) float64 {
	for _, t := range lines {
		s.drawEnd(t, st, x+width, y)
		y += st.leading
	}
	return y
}

// running draws the quiet line that later pages begin with.
func (s *sheet) running(what, who string) {
	s.onPage = func() {
		half := s.width()/2 - gutter
		s.draw(s.oneLine(s.head.Name, small, half), small, s.left(), s.y-6)
		s.drawEnd(s.oneLine(what+" · "+who, small, half), small, s.right(), s.y-6)
		s.y += runningHigh - 8
	}
}

// oneLine is a text's first line; what has no room stands in full on the first page.
func (s *sheet) oneLine(str string, st style, width float64) text {
	ls := s.lines(str, st, width)
	if len(ls) == 1 {
		return ls[0]
	}
	return s.lines(str, st, width-st.size)[0].with("…", s, st)
}

// with adds a sign to a line's end.
func (t text) with(sign string, s *sheet, st style) text {
	more := s.line(sign, st)
	if t.rtl {
		return text{append(more.runs, t.runs...), t.width + more.width, true}
	}
	return text{append(t.runs[:len(t.runs):len(t.runs)], more.runs...), t.width + more.width, false}
}

// done ends the layout: the number of pages is known, so every page gets its "Page x of n".
func (s *sheet) done(title string, issuer portal.Party) *sheet {
	s.title, s.author = title, issuer.Name
	for i := range s.pages {
		all := s.pages
		s.pages = all[:i+1]
		s.fill(s.left(), s.h-40, s.width(), hair, line)
		s.draw(s.oneLine(issuer.Name, label, s.width()-120), label, s.left(), s.h-35)
		s.drawEnd(s.line(s.l.T("Page %d of %d", i+1, len(all)), label), label, s.right(), s.h-35)
		s.pages = all
	}
	return s
}

// titleLine draws what the document is, with a word about its state beside it.
func (s *sheet) titleLine(str, state string, tone ink) {
	t := s.lines(str, title.in(s.deep), s.width()-110)
	y := s.block(t, title.in(s.deep), s.left(), s.y, s.width()-110)
	if state != "" {
		st := strong.in(tone)
		word := s.line(state, st)
		w := st.points(word.width) + 16
		s.fill(s.right()-w, s.y+5, w, 17, tone.mix(white, 0.9))
		s.draw(word, st, s.right()-w+8, s.y+7.2)
	}
	s.y = y
}

// fact is a label with its value.
type fact struct{ label, value string }

// party is a named address.
func (s *sheet) party(head string, p portal.Party, x, y, width float64) float64 {
	y = s.write(head, label, x, y, width)
	y = s.write(p.Name, strong, x, y+1, width)
	for _, l := range s.address(p.Address) {
		y = s.write(l, small, x, y, width)
	}
	if p.TaxID != "" {
		y = s.write(s.l.T("Tax number %s", p.TaxID), small, x, y, width)
	}
	return y
}

// facts draws labels with their values under one another.
func (s *sheet) facts(fs []fact, x, y, width float64) float64 {
	for _, f := range fs {
		if f.value == "" {
			continue
		}
		y = s.write(f.label, label, x, y, width)
		y = s.write(f.value, body, x, y+1, width) + 5
	}
	return y - 5
}

// third is the left edge and the width of one of the three columns above the table.
func (s *sheet) third(n int) (x, width float64) {
	w := (s.width() - 2*gutter) / 3
	return s.left() + float64(n)*(w+gutter), w
}

// panel draws the one figure that the document is about.
func (s *sheet) panel(what, sum, note string, tone ink) {
	st := big.in(s.deep)
	side := s.lines(note, strong.in(tone), s.width()*0.42)
	h := max(52, float64(len(side))*strong.leading+24)
	s.need(h)
	s.fill(s.left(), s.y, s.width(), h, s.tint)
	s.fill(s.left(), s.y, 2.5, h, s.brand)
	s.draw(s.line(what, label), label, s.left()+16, s.y+9)
	s.draw(s.figure(sum, st), st, s.left()+16, s.y+21)
	y := s.y + (h-float64(len(side))*strong.leading)/2
	s.ends(side, strong.in(tone), s.right()-16-s.width()*0.42, y, s.width()*0.42)
	s.y += h
}
