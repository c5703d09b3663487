package pdf

// sumLine is one line under a table: what, and how much.
type sumLine struct {
	label, figure string
	style         style
	ruled         bool // a hairline above it
}

const sumPad = 3.5

// sumWidth is the width of the block of sums, at the far side of the page.
func (s *sheet) sumWidth() float64 { return s.width() * 0.5 }

func (s *sheet) sumPieces(l sumLine) (label, figure piece) {
	figure = s.number(l.figure, l.style, s.sumWidth()*0.6)
	widest := 0.0
	for _, t := range figure.lines {
		widest = max(widest, l.style.points(t.width))
	}
	return s.words(l.label, l.style, s.sumWidth()-widest-gutter), figure
}

func (s *sheet) sumHeight(l sumLine) float64 {
	a, b := s.sumPieces(l)
	return max(cell{a}.height(), cell{b}.height()) + 2*sumPad
}

// sumsHeight is what a block of sums needs to stay together; a block that is taller than half a page flows.
func (s *sheet) sumsHeight(ls []sumLine) (h float64) {
	for _, l := range ls {
		h += s.sumHeight(l)
	}
	return min(h+8, s.h/2)
}

// closing draws the sums with a note: in the free half beside them where it fits there, else below.
func (s *sheet) closing(ls []sumLine, head, note string) {
	width := s.width() - s.sumWidth() - 3*gutter
	h := label.leading + 1 + float64(len(s.lines(note, small, width)))*small.leading
	s.need(s.sumsHeight(ls))
	if note == "" || h > s.sumsHeight(ls)-8 {
		s.sums(ls)
		s.notes(head, note)
		return
	}
	y := s.write(head, label, s.left(), s.y+8+sumPad, width) + 1
	s.write(note, small, s.left(), y, width)
	s.sums(ls)
}

// sums draws the block. Its last lines stay together when it has to flow.
func (s *sheet) sums(ls []sumLine) {
	s.need(s.sumsHeight(ls))
	s.y += 8
	x := s.right() - s.sumWidth()
	for i, l := range ls {
		h := s.sumHeight(l)
		if i == len(ls)-2 {
			h += s.sumHeight(ls[i+1])
		}
		s.need(h)
		a, b := s.sumPieces(l)
		if l.ruled {
			s.rule(x, s.sumWidth(), line)
		}
		for n, t := range a.lines { // always at the near edge: the figure has the other
			s.draw(t, l.style, x, s.y+sumPad+float64(n)*l.style.leading)
		}
		s.ends(b.lines, l.style, x, s.y+sumPad, s.sumWidth())
		s.y += s.sumHeight(l)
	}
}

// notes draws a small text under a label, over pages where it must.
func (s *sheet) notes(head, str string) {
	if str == "" {
		return
	}
	ls := s.lines(str, small, s.width()*0.8)
	s.need(22 + label.leading + small.leading*float64(min(len(ls), 3)))
	s.y += 22
	s.y = s.write(head, label, s.left(), s.y, s.width()) + 1
	s.flow(ls, small, s.width()*0.8)
}

// ends draws lines that end at the block's far edge.
func (s *sheet) ends(lines []text, st style, x, y, width float64) float64 {
	for _, t := range lines {
		s.drawEnd(t, st, x+width, y)
		y += st.leading
	}
	return y
}
