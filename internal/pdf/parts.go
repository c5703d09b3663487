package pdf

import "encoding/binary"

// Some letters are put together from others that are put together themselves: ặ, ﺑ. gopdf embeds a letter's parts
// but not the parts of its parts, so such letters lost their dots. Two remedies make it embed them: the font gets
// a private range of codes that name glyphs by number, and after the text every part is asked for by its code.

// byNumber is the first code of the range: code byNumber+n is glyph n. Texts never reach it (see face.glyph).
const byNumber = 0xf0000

// numbered returns the font with the private range added to its character map.
func numbered(font []byte) []byte {
	out := append([]byte(nil), font...)
	at := tableEntry(out, "cmap")
	start, length := binary.BigEndian.Uint32(out[at+8:]), binary.BigEndian.Uint32(out[at+12:])
	cmap := append([]byte(nil), out[start:start+length]...)
	for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
		record := cmap[4+8*i:]
		if binary.BigEndian.Uint32(record) != 3<<16|10 { // Windows, full Unicode
			continue
		}
		sub := cmap[binary.BigEndian.Uint32(record[4:]):]
		sub = append([]byte(nil), sub[:binary.BigEndian.Uint32(sub[4:])]...)
		sub = binary.BigEndian.AppendUint32(sub, byNumber)
		sub = binary.BigEndian.AppendUint32(sub, byNumber+0xffff)
		sub = binary.BigEndian.AppendUint32(sub, 0)
		binary.BigEndian.PutUint32(sub[4:], uint32(len(sub)))
		binary.BigEndian.PutUint32(sub[12:], binary.BigEndian.Uint32(sub[12:])+1)
		binary.BigEndian.PutUint32(record[4:], uint32(len(cmap)))
		cmap = append(cmap, sub...)
		break
	}
	for len(out)%4 != 0 {
		out = append(out, 0)
	}
	binary.BigEndian.PutUint32(out[at+8:], uint32(len(out)))
	binary.BigEndian.PutUint32(out[at+12:], uint32(len(cmap)))
	return append(out, cmap...)
}

// tableEntry is where the font's directory describes a table.
func tableEntry(font []byte, tag string) int {
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		if at := 12 + 16*i; string(font[at:at+4]) == tag {
			return at
		}
	}
	panic("pdf: the font has no " + tag)
}

// Flags of a glyph's parts (OpenType, glyf).
const (
	partWords = 1 << 0
	partScale = 1 << 3
	partMore  = 1 << 5
	partXY    = 1 << 6
	partTwo   = 1 << 7
)

// parts are the glyphs that a glyph is put together from; none for an outline of its own.
func (f *face) parts(glyph uint) (ps []uint) {
	p := f.font.GetTTFParser()
	glyf := p.GetTables()["glyf"].Offset
	data := p.FontData()[glyf+p.LocaTable[glyph] : glyf+p.LocaTable[glyph+1]]
	if len(data) < 10 || int16(binary.BigEndian.Uint16(data)) >= 0 {
		return nil
	}
	for at := 10; ; {
		flags := binary.BigEndian.Uint16(data[at:])
		ps = append(ps, uint(binary.BigEndian.Uint16(data[at+2:])))
		if flags&partMore == 0 {
			return ps
		}
		at += 6
		if flags&partWords != 0 {
			at += 2
		}
		switch {
		case flags&partScale != 0:
			at += 2
		case flags&partXY != 0:
			at += 4
		case flags&partTwo != 0:
			at += 8
		}
	}
}

// deepParts finds, for every letter, the parts of its parts.
func (f *face) deepParts() map[rune][]uint {
	deep := map[rune][]uint{}
	for r, glyph := range f.glyphs {
		for _, part := range f.parts(glyph) {
			if inner := f.below(part); len(inner) > 0 {
				deep[rune(r)] = append(deep[rune(r)], inner...)
			}
		}
	}
	return deep
}

// below are all parts of a glyph, however deep.
func (f *face) below(glyph uint) (all []uint) {
	for _, part := range f.parts(glyph) {
		all = append(append(all, part), f.below(part)...)
	}
	return all
}
