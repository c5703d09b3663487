package pdf

import (
	"strings"
	"unicode"
)

// wrap breaks a text into lines of at most width thousandths of the size. A word that is wider than a line is
// broken where it must be; nothing is lost but the blanks at a line's end.
func (s *fontSet) wrap(str string, w weight, base uint8, width int) []text {
	var lines []text
	for _, par := range strings.Split(strings.TrimRight(str, "\r\n\t "), "\n") {
		gs, rtl := s.paragraph(par, w, base)
		for _, part := range fill(gs, width) {
			lines = append(lines, set(part, rtl))
		}
	}
	return lines
}

// fill cuts glyphs into lines. An empty paragraph is an empty line.
func fill(gs []glyph, width int) [][]glyph {
	var lines [][]glyph
	for {
		gs = trimLeft(gs, len(lines) > 0)
		end := fit(gs, width)
		lines = append(lines, trimRight(gs[:end]))
		if gs = gs[end:]; len(trimRight(gs)) == 0 {
			return lines
		}
	}
}

// fit is how many glyphs go on one line: up to the last place to break, else as many as there is room for, one at
// least.
func fit(gs []glyph, width int) int {
	room, last := width, 0
	for i, g := range gs {
		if !blank(g.r) {
			if room -= g.advance + g.kern; room < 0 && i > 0 {
				if last == 0 {
					return unmarked(gs, i)
				}
				return last
			}
		} else {
			room -= g.advance + g.kern
		}
		if i+1 < len(gs) && breaks(g, gs[i+1]) {
			last = i + 1
		}
	}
	return len(gs)
}

// unmarked moves a forced break before the letter whose marks would open the next line.
func unmarked(gs []glyph, i int) int {
	for at := i; at > 0; at-- {
		if !unicode.Is(unicode.Mn, gs[at].r) {
			return at
		}
	}
	return i
}

// breaks reports whether a line may end between two letters.
func breaks(a, b glyph) bool {
	switch {
	case blank(a.r):
		return !blank(b.r)
	case blank(b.r):
		return false
	case a.r == '-' || a.r == '–' || a.r == '—' || a.r == '/' || a.r == '@' || a.r == '_':
		return unicode.IsLetter(b.r)
	case a.r < 0x0e00 && b.r < 0x0e00:
		return false
	case a.face == missing || ideograph(a.r) || ideograph(b.r):
		return !unicode.IsPunct(b.r)
	}
	return false
}

// ideograph reports letters of scripts that are written without blanks.
func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer)
}

// blank is a space at which a line may end; a no-break space isn't.
func blank(r rune) bool {
	return r == ' ' || r >= 0x2000 && r <= 0x200a && r != 0x2007 || r == 0x3000 || r == 0x1680 || r == 0x205f
}

func trimLeft(gs []glyph, wrapped bool) []glyph {
	for wrapped && len(gs) > 0 && blank(gs[0].r) {
		gs = gs[1:]
	}
	return gs
}

func trimRight(gs []glyph) []glyph {
	for len(gs) > 0 && blank(gs[len(gs)-1].r) {
		gs = gs[:len(gs)-1]
	}
	return gs
}
