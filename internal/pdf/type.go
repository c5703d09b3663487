package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// glyph is one letter with the face that draws it.
type glyph struct {
	r       rune
	face    weight // missing = a box with the letter's code
	level   uint8  // of the bidirectional algorithm
	advance int    // thousandths of the size
	kern    int    // added between the letter before and this one
}

// run is a stretch of one line in one face, in the order it is drawn.
type run struct {
	face  weight
	text  string
	width int
}

// text is a line ready to be drawn.
type text struct {
	runs  []run
	width int
	rtl   bool // the paragraph runs from right to left
}

// boxAdvance is the width of the box that stands for a letter no face has.
const boxAdvance = 820

// paragraph makes glyphs of one paragraph, in the order they are read.
func (s *fontSet) paragraph(str string, w weight, base uint8) ([]glyph, bool) {
	rs := clean(str)
	rtl := false
	plain := true
	for _, r := range rs {
		plain = plain && r < 0x0590
	}
	var lv []uint8
	if !plain || base == 1 {
		rs = join(s.cover(rs, w))
		base = direction(rs, base)
		lv, rtl = levels(rs, base), base == 1
	}
	gs := make([]glyph, 0, len(rs))
	for i, r := range rs {
		g := glyph{r: r, face: s.pick(r, w)}
		if lv != nil {
			g.level = lv[i]
		}
		switch {
		case g.face == missing:
			g.advance = boxAdvance
		default:
			f := &s.faces[g.face]
			g.advance = f.advance(r)
			if i > 0 && g.level == 0 && gs[i-1].face == g.face {
				g.kern = f.kern(rs[i-1], r)
			}
		}
		gs = append(gs, g)
	}
	return gs, rtl
}

// clean composes letters with their marks and takes out what has no shape: controls, joiners, embeddings.
func clean(str string) []rune {
	if !norm.NFC.IsNormalString(str) {
		str = norm.NFC.String(strings.ToValidUTF8(str, "\ufffd"))
	}
	rs := make([]rune, 0, len(str))
	for _, r := range str {
		switch {
		case r >= ' ' && r < 0x7f, r == joiner:
			rs = append(rs, r)
		case r == '\t':
			rs = append(rs, ' ', ' ')
		case r == '\u2011':
			rs = append(rs, r)
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
		case r == '\u2028' || r == '\u2029':
			rs = append(rs, ' ')
		default:
			rs = append(rs, r)
		}
	}
	return rs
}

// cover writes letters that no face has with others of the same meaning, where Unicode knows some: ﬀ, Ａ, ㎡.
func (s *fontSet) cover(rs []rune, w weight) []rune {
	out := rs[:0:0]
	for _, r := range rs {
		if r == joiner || s.pick(r, w) != missing {
			out = append(out, r)
			continue
		}
		same := []rune(norm.NFKC.String(string(r)))
		for _, o := range same {
			if s.pick(o, w) == missing {
				same = []rune{r}
				break
			}
		}
		out = append(out, same...)
	}
	return out
}

// set makes a line of glyphs: in visual order, neighbours of one face together.
func set(gs []glyph, rtl bool) text {
	t := text{rtl: rtl}
	line := append([]glyph(nil), gs...)
	for i := len(line) - 1; i >= 0 && unicode.IsSpace(line[i].r); i-- { // L1
		line[i].level = 0
		if rtl {
			line[i].level = 1
		}
	}
	reorder(line)
	for start := 0; start < len(line); {
		end, width := start+1, line[start].advance
		for end < len(line) && line[end].face == line[start].face {
			width += line[end].advance + line[end].kern
			end++
		}
		t.runs = append(t.runs, run{line[start].face, letters(line[start:end]), width})
		t.width += width
		start = end
	}
	return t
}

func letters(gs []glyph) string {
	var b strings.Builder
	for _, g := range gs {
		b.WriteRune(g.r)
	}
	return b.String()
}
