package pdf

import (
	"strings"

	"portico/portal"
)

const runningHigh = 30

// letterhead draws the logo or the name on one side, who the business is on the other.
func (s *sheet) letterhead(issuer, receiver portal.Party) {
	if c := receiver.Address.Country; c == "" || c == issuer.Address.Country {
		s.home = issuer.Address.Country
	}
	half := (s.width() - gutter) / 2
	name, who := s.stack(half), s.stack(half)
	high := 0.0
	if s.logo != nil {
		s.page().logo = &area{x: s.left(), y: s.y, w: s.logo.w, h: s.logo.h}
		high = s.y + s.logo.h
	} else {
		name.add(s.head.Name, big.in(s.deep), 0)
	}
	who.add(issuer.Name, strong, 0)
	for _, l := range s.address(issuer.Address) {
		who.add(l, small, 0)
	}
	if s.head.Phone != "" { // from left to right in every language
		who.cell = append(who.cell, piece{s.fonts.wrap(s.head.Phone, small.weight, 0, small.across(half)), small, 0})
	}
	who.add(s.head.Email, small, 0)
	if issuer.TaxID != "" {
		who.add(s.l.T("Tax number %s", issuer.TaxID), small, 0)
	}
	s.side([]column{{width: half}, {width: half, end: true}}, name.cell, who.cell)
	s.y = max(high, s.y) + 22
}

// address is an address line by line; its country only where the two sides are in different ones.
func (s *sheet) address(a portal.Address) []string {
	ls := a.Lines()
	if a.Country != "" && a.Country == s.home {
		ls = ls[:len(ls)-1]
	}
	return ls
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
	if state != "" {
		st := strong.in(tone)
		word := s.line(state, st)
		w := st.points(word.width) + 16
		s.fill(s.right()-w, s.y+5, w, 17, tone.mix(white, 0.9))
		s.draw(word, st, s.right()-w+8, s.y+7.2)
	}
	s.flow(s.lines(str, title.in(s.deep), s.width()-110), title.in(s.deep), s.width()-110)
}

// flow draws lines from the page's edge, over pages where it must.
func (s *sheet) flow(lines []text, st style, width float64) {
	for _, t := range lines {
		s.need(st.leading)
		s.y = s.block([]text{t}, st, s.left(), s.y, width)
	}
}

// stack collects the pieces of one cell.
type stack struct {
	*sheet
	width float64
	cell  cell
}

func (s *sheet) stack(width float64) *stack { return &stack{sheet: s, width: width} }

// add puts a text under what is there; an empty one is left out.
func (k *stack) add(str string, st style, gap float64) {
	if strings.TrimSpace(str) != "" {
		k.cell = append(k.cell, piece{k.lines(str, st, k.width), st, gap})
	}
}

// fact adds a label with its value.
func (k *stack) fact(head, value string) {
	if strings.TrimSpace(value) == "" {
		return
	}
	gap := 0.0
	if len(k.cell) > 0 {
		gap = 5
	}
	k.add(head, label, gap)
	k.add(value, body, 1)
}

// party adds a named address.
func (k *stack) party(head string, p portal.Party) {
	k.add(head, label, 0)
	k.add(p.Name, strong, 1)
	for _, l := range k.address(p.Address) {
		k.add(l, small, 0)
	}
	if p.TaxID != "" {
		k.add(k.l.T("Tax number %s", p.TaxID), small, 0)
	}
}

// thirds begins the three columns above the table.
func (s *sheet) thirds() (a, b, c *stack) {
	w := (s.width() - 2*gutter) / 3
	return s.stack(w), s.stack(w), s.stack(w)
}

// three draws the columns.
func (s *sheet) three(a, b, c *stack) {
	s.side([]column{{width: a.width}, {width: b.width}, {width: c.width}}, a.cell, b.cell, c.cell)
	s.y += 16
}

// side draws cells side by side: a table of one row, without head and lines.
func (s *sheet) side(columns []column, cells ...cell) {
	t := s.table(columns)
	t.bare, t.pad = true, 0
	t.put(cells, 0, false)
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
