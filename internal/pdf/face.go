package pdf

import (
	"sync"

	"github.com/go-fonts/dejavu/dejavusanscondensed"
	"github.com/go-fonts/dejavu/dejavusanscondensedbold"
	"github.com/signintech/gopdf"
	"github.com/signintech/gopdf/fontmaker/core"
)

// weight says which face a text prefers.
type weight uint8

const (
	regular weight = iota
	bold
	faceCount
	missing = faceCount // no face has the letter
)

// face is a parsed font. It is read by many documents at once and never written.
type face struct {
	family  string
	font    gopdf.SubsetFontObj
	glyphs  map[int]uint
	kerning core.KernMap
	deep    map[rune][]uint   // parts of parts, see parts.go
	quick   [0x180]uint16     // advances of the letters that most texts are made of
	pairs   [0x80][0x80]int16 // and how much closer two of the first of them stand
}

// fonts are parsed once, at the first document: a start without one pays nothing.
var fonts = sync.OnceValue(func() *fontSet {
	set := &fontSet{container: &gopdf.FontContainer{}}
	for w, data := range [faceCount][]byte{dejavusanscondensed.TTF, dejavusanscondensedbold.TTF} {
		f := &set.faces[w]
		f.family = [...]string{"DejaVuSansCondensed", "DejaVuSansCondensedBold"}[w]
		f.font.SetTtfFontOption(fontOption)
		data = numbered(data)
		if err := f.font.SetTTFData(data); err != nil {
			panic(err) // the font is part of the binary
		}
		if err := set.container.AddTTFFontDataWithOption(f.family, data, fontOption); err != nil {
			panic(err)
		}
		f.glyphs = f.font.GetTTFParser().Chars()
		f.deep = f.deepParts()
		f.kerning = f.font.GetTTFParser().Kern().Kerning
		for r := range f.quick {
			f.quick[r] = uint16(f.measure(rune(r)))
		}
		for l := range f.pairs {
			for r := range f.pairs[l] {
				f.pairs[l][r] = int16(f.closer(rune(l), rune(r)))
			}
		}
	}
	return set
})

// fontOption is how a face is read. Kerning costs a lookup per pair and shows in every heading.
var fontOption = gopdf.TtfOption{UseKerning: true}

type fontSet struct {
	faces     [faceCount]face
	container *gopdf.FontContainer
}

// glyph is the index of a letter's glyph; 0 = the face doesn't have it.
func (f *face) glyph(r rune) uint {
	if r <= 0xffff {
		return f.glyphs[int(r)]
	}
	if r >= byNumber {
		return 0
	}
	g, err := f.font.CharCodeToGlyphIndex(r)
	if err != nil {
		return 0
	}
	return g
}

// advance is a letter's width in thousandths of the size; 0 also when the face doesn't have it.
func (f *face) advance(r rune) int {
	if int(r) < len(f.quick) {
		return int(f.quick[r])
	}
	return f.measure(r)
}

func (f *face) measure(r rune) int {
	g := f.glyph(r)
	if g == 0 {
		return 0
	}
	return int(f.font.GlyphIndexToPdfWidth(g))
}

// kern is how much closer two letters stand than their widths say, in thousandths of the size.
func (f *face) kern(left, right rune) int {
	if max(left, right) < rune(len(f.pairs)) {
		return int(f.pairs[left][right])
	}
	return f.closer(left, right)
}

func (f *face) closer(left, right rune) int {
	if left < 'A' && right < 'A' { // figures and signs have no pairs
		return 0
	}
	pairs, ok := f.kerning[f.glyph(left)]
	if !ok {
		return 0
	}
	return int(pairs[f.glyph(right)]) * 1000 / int(f.font.GetTTFParser().UnitsPerEm())
}

// pick returns the face that draws a letter: the one asked for, else another that has it.
func (s *fontSet) pick(r rune, w weight) weight {
	if int(r) < len(s.faces[w].quick) && s.faces[w].quick[r] != 0 || s.faces[w].glyph(r) != 0 {
		return w
	}
	for other := range s.faces {
		if s.faces[other].glyph(r) != 0 {
			return weight(other)
		}
	}
	return missing
}
