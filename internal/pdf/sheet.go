package pdf

import (
	"portico/internal/words"
	"portico/portal"
)

// Measures of a page, in points.
const (
	marginSide   = 54
	marginTop    = 50
	marginBottom = 58
	stripe       = 5 // of the brand's colour, along the upper edge
	hair         = 0.5
)

// style is how a text looks.
type style struct {
	size    float64
	weight  weight
	ink     ink
	leading float64 // from one baseline to the next
}

// The scale: few sizes, far enough apart to be told from one another.
var (
	body   = style{8.5, regular, black, 12.5}
	strong = style{8.5, bold, black, 12.5}
	small  = style{7.5, regular, grey, 11}
	label  = style{7, regular, grey, 11}
	name   = style{9.5, bold, black, 13.5}
	big    = style{15, bold, black, 20}
	title  = style{21, regular, black, 25}
)

func (s style) in(c ink) style { s.ink = c; return s }

// across is how many thousandths of the style's size fit into so many points.
func (s style) across(points float64) int { return int(points * 1000 / s.size) }

// points is the width of a line in the style.
func (s style) points(width int) float64 { return float64(width) * s.size / 1000 }

// mark is a line of text on a page; y is its baseline.
type mark struct {
	x, y  float64
	line  text
	style style
}

// area is a filled rectangle.
type area struct {
	x, y, w, h float64
	ink        ink
}

// page is what stands on one page.
type page struct {
	marks []mark
	areas []area
	logo  *area

	strokes []strokes // drawn signatures
}

// sheet lays a document out from top to bottom.
type sheet struct {
	fonts *fontSet
	l     *words.Locale
	head  portal.Letterhead
	palette
	logo   *logo
	home   string // the country that both sides are in, which no address then says
	base   uint8  // the document's direction: 1 = from right to left
	w, h   float64
	y      float64 // where the next thing goes
	pages  []*page
	onPage func() // draws what every page after the first begins with
	broken map[phrase][]text
	lost   map[rune]bool

	title, author string // in the file's properties
}

func newSheet(head portal.Letterhead, l *words.Locale) *sheet {
	s := &sheet{fonts: fonts(), l: l, head: head, palette: colours(head.Colour), logo: readLogo(head.Logo), lost: map[rune]bool{}}
	s.w, s.h = head.Paper.Size()
	if l.Dir() == "rtl" {
		s.base = 1
	}
	s.next()
	return s
}

// next begins a page.
func (s *sheet) next() {
	s.pages = append(s.pages, &page{})
	s.fill(0, 0, s.w, stripe, s.brand)
	s.y = marginTop
	if s.onPage != nil {
		s.onPage()
	}
}

func (s *sheet) page() *page     { return s.pages[len(s.pages)-1] }
func (s *sheet) left() float64   { return marginSide }
func (s *sheet) right() float64  { return s.w - marginSide }
func (s *sheet) width() float64  { return s.w - 2*marginSide }
func (s *sheet) bottom() float64 { return s.h - marginBottom }
func (s *sheet) room() float64   { return s.bottom() - s.y }

// need begins a page when less than h is left on this one.
func (s *sheet) need(h float64) {
	if s.room() < h {
		s.next()
	}
}

func (s *sheet) fill(x, y, w, h float64, c ink) {
	s.page().areas = append(s.page().areas, area{x, y, w, h, c})
}

// rule draws a hairline across the columns.
func (s *sheet) rule(x, w float64, c ink) { s.fill(x, s.y, w, hair, c) }

// lines breaks a text to a width.
func (s *sheet) lines(str string, st style, width float64) []text {
	k := phrase{str, st.weight, st.across(width)}
	if ls, ok := s.broken[k]; ok {
		return ls
	}
	ls := s.fonts.wrap(str, k.weight, s.base, k.width)
	if s.broken == nil {
		s.broken = map[phrase][]text{}
	}
	s.broken[k] = ls
	return ls
}

// phrase is a text that was broken to a width. A long table says the same days and works again and again.
type phrase struct {
	str    string
	weight weight
	width  int
}

// line sets a text without breaking it.
func (s *sheet) line(str string, st style) text {
	gs, rtl := s.fonts.paragraph(str, st.weight, s.base)
	return set(gs, rtl)
}

// figure sets a number or an amount: from left to right in every language.
func (s *sheet) figure(str string, st style) text {
	gs, _ := s.fonts.paragraph(str, st.weight, 0)
	return set(gs, false)
}

// draw puts a line at x, its box's upper edge at y.
func (s *sheet) draw(t text, st style, x, y float64) {
	if len(t.runs) == 0 {
		return
	}
	base := y + (st.leading-st.size)/2 + st.size*0.83
	s.page().marks = append(s.page().marks, mark{x, base, t, st})
	for _, r := range t.runs {
		if r.face == missing {
			for _, c := range r.text {
				s.lost[c] = true
			}
		}
	}
}

// drawEnd puts a line so that it ends at x.
func (s *sheet) drawEnd(t text, st style, x, y float64) { s.draw(t, st, x-st.points(t.width), y) }

// block draws lines from y down and returns where they end. Text of the other direction begins at the other edge.
func (s *sheet) block(lines []text, st style, x, y, width float64) float64 {
	for _, t := range lines {
		if t.rtl != (s.base == 1) {
			s.drawEnd(t, st, x+width, y)
		} else {
			s.draw(t, st, x, y)
		}
		y += st.leading
	}
	return y
}

// write draws a text, broken to the width, and returns where it ends.
func (s *sheet) write(str string, st style, x, y, width float64) float64 {
	if str == "" {
		return y
	}
	return s.block(s.lines(str, st, width), st, x, y, width)
}
