package pdf

// column is one column of a table.
type column struct {
	title string
	width float64
	end   bool // figures: they end at the column's edge
}

// piece is some lines in one style; a cell is pieces above one another.
type piece struct {
	lines []text
	style style
	gap   float64 // above it
}

type (
	cell []piece
	row  []cell
)

const (
	rowPad    = 5.5 // above and below a row's text
	densePad  = 3   // in a long table of one-line rows
	gutter    = 14
	fewLines  = 2  // a row that is split keeps so many lines on either page
	shortRow  = 90 // a row up to this height isn't split
	titleHigh = 20
)

// table draws rows under a head that is repeated on every page.
type table struct {
	*sheet
	columns []column
	pad     float64
	bare    bool // without a head
	on      int  // number of the page that carries the head
}

func (s *sheet) table(columns []column) *table {
	return &table{sheet: s, columns: columns, pad: rowPad, on: -1}
}

// rows draws n rows; tail is the height of what must follow the last one on the same page.
func (t *table) rows(n int, at func(int) row, tail float64) {
	for i := range n {
		after := 0.0
		if i == n-1 {
			after = tail
		}
		t.put(at(i), after, i < n-1)
	}
	if n == 0 {
		t.open(tail)
	}
}

// open draws the head, unless the page has it, on a page with room for h below it.
func (t *table) open(h float64) {
	if t.bare || t.on == len(t.pages) {
		return
	}
	t.need(titleHigh + min(h, t.full()))
	x := t.left()
	for _, c := range t.columns {
		st := label
		head := t.line(c.title, st)
		if c.end {
			t.drawEnd(head, st, x+c.width, t.y)
		} else {
			t.draw(head, st, x, t.y)
		}
		x += c.width + gutter
	}
	t.y += titleHigh - 4
	t.fill(t.left(), t.y, t.width(), 0.9, t.brand)
	t.y += 1
	t.on = len(t.pages)
}

// full is the height of a fresh page under the table's head.
func (t *table) full() float64 { return t.bottom() - marginTop - runningHigh - titleHigh }

// put draws a row whole where it fits, else on the next page; one that is taller than that is split.
func (t *table) put(r row, tail float64, ruled bool) {
	h := t.high(r)
	first := h
	if h > shortRow {
		first = t.most(r, fewLines)
	} else if h+tail <= t.full() {
		first = h + tail
	}
	t.open(first)
	if first > t.room() {
		t.next()
		t.open(first)
	}
	for h+tail > t.room() && h > shortRow {
		rest := t.split(&r, tail)
		if !rest {
			break
		}
		t.next()
		t.open(0)
		h = t.high(r)
	}
	if t.room() < h {
		t.next()
		t.open(0)
	}
	t.drawRow(r)
	if ruled {
		t.fill(t.left(), t.y, t.width(), hair, line)
	}
}

// split draws what of the row fits on this page and leaves the rest in it; false = nothing was split off.
func (t *table) split(r *row, tail float64) bool {
	height := t.room()
	if h := t.high(*r); h <= height { // it fits, but what must follow doesn't
		height = h - t.most(*r, fewLines) + 2*t.pad - 1
	}
	head, rest := r.cut(height - 2*t.pad)
	if t.high(rest) == 2*t.pad {
		return false
	}
	t.drawRow(head)
	*r = rest
	return true
}

func (t *table) drawRow(r row) {
	x, top := t.left(), t.y+t.pad
	for i, c := range r {
		y, col := top, t.columns[i]
		for _, p := range c {
			y += p.gap
			if !col.end {
				y = t.block(p.lines, p.style, x, y, col.width)
				continue
			}
			for _, l := range p.lines {
				t.drawEnd(l, p.style, x+col.width, y)
				y += p.style.leading
			}
		}
		x += col.width + gutter
	}
	t.y += t.high(r)
}

func (c cell) height() (h float64) {
	for _, p := range c {
		h += p.gap + float64(len(p.lines))*p.style.leading
	}
	return h
}

// high is a row's height.
func (t *table) high(r row) (h float64) {
	for _, c := range r {
		h = max(h, c.height())
	}
	return h + 2*t.pad
}

// most is the height of the first lines of the row's tallest cell.
func (t *table) most(r row, lines int) (h float64) {
	for _, c := range r {
		n, ch := 0, 0.0
		for _, p := range c {
			if n < lines {
				ch += p.gap
			}
			for range p.lines {
				if n++; n <= lines {
					ch += p.style.leading
				}
			}
		}
		h = max(h, ch)
	}
	return h + 2*t.pad
}

// cut parts a row at a height: every cell keeps the lines that fit.
func (r row) cut(height float64) (head, rest row) {
	for _, c := range r {
		room := height
		var a, b cell
		for _, p := range c {
			n := min(len(p.lines), max(0, int((room-p.gap)/p.style.leading)))
			if len(b) > 0 {
				n = 0
			}
			if n > 0 {
				a = append(a, piece{p.lines[:n], p.style, p.gap})
				room -= p.gap + float64(n)*p.style.leading
			}
			if n < len(p.lines) {
				gap := p.gap
				if len(b) == 0 {
					gap = 0
				}
				b = append(b, piece{p.lines[n:], p.style, gap})
			}
		}
		head, rest = append(head, a), append(rest, b)
	}
	return head, rest
}

// words makes a piece of a text broken to a width.
func (s *sheet) words(str string, st style, width float64) piece {
	return piece{s.lines(str, st, width), st, 0}
}

// number makes a piece of a figure; one that is wider than its column is broken rather than cut off.
func (s *sheet) number(str string, st style, width float64) piece {
	if t := s.figure(str, st); st.points(t.width) <= width+0.01 {
		return piece{[]text{t}, st, 0}
	}
	return piece{s.fonts.wrap(str, st.weight, 0, st.across(width)), st, 0}
}

// widest is the width that a column needs for its title and figures.
func (s *sheet) widest(head string, st style, figures func(yield func(string) bool)) float64 {
	w := label.points(s.line(head, label).width)
	figures(func(str string) bool {
		n := 0
		for _, r := range str {
			n += s.fonts.faces[st.weight].advance(r)
		}
		w = max(w, st.points(n))
		return true
	})
	return w + 0.5
}
