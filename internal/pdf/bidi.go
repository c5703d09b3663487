package pdf

import (
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// The Unicode Bidirectional Algorithm (UAX #9) without explicit embeddings, whose controls are dropped before:
// golang.org/x/text resolves runs but doesn't tell their levels, and a line is put in order by levels.

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// direction is the direction of a text by its first strong letter (P2); or the other, when it has none.
func direction(rs []rune, other uint8) uint8 {
	for _, r := range rs {
		switch class(r) {
		case bidi.L:
			return 0
		case bidi.R, bidi.AL:
			return 1
		}
	}
	return other
}

// levels resolves the level of each letter of a paragraph: odd ones run from right to left.
func levels(rs []rune, base uint8) []uint8 {
	cs := make([]bidi.Class, len(rs))
	for i, r := range rs {
		cs[i] = class(r)
	}
	weak(cs, base)
	neutral(cs, base)
	out := make([]uint8, len(rs))
	for i, c := range cs { // I1, I2
		out[i] = base
		switch {
		case c == bidi.R && base == 0:
			out[i] = 1
		case (c == bidi.EN || c == bidi.AN) && base == 0, c != bidi.R && base == 1:
			out[i] = 2
		}
	}
	return out
}

func embedding(base uint8) bidi.Class {
	if base == 1 {
		return bidi.R
	}
	return bidi.L
}

// weak resolves marks and numbers: W1 to W7.
func weak(cs []bidi.Class, base uint8) {
	sos := embedding(base)
	for prev, last, i := sos, sos, 0; i < len(cs); i++ {
		if cs[i] == bidi.NSM { // W1
			cs[i] = prev
		}
		prev = cs[i]
		switch cs[i] {
		case bidi.L, bidi.R, bidi.AL:
			last = cs[i]
		case bidi.EN: // W2
			if last == bidi.AL {
				cs[i] = bidi.AN
			}
		}
	}
	for i, c := range cs { // W3, W4
		switch {
		case c == bidi.AL:
			cs[i] = bidi.R
		case (c == bidi.ES || c == bidi.CS) && i > 0 && i+1 < len(cs) && cs[i-1] == bidi.EN && cs[i+1] == bidi.EN:
			cs[i] = bidi.EN
		case c == bidi.CS && i > 0 && i+1 < len(cs) && cs[i-1] == bidi.AN && cs[i+1] == bidi.AN:
			cs[i] = bidi.AN
		}
	}
	terminators(cs)
	for last, i := sos, 0; i < len(cs); i++ { // W7
		switch cs[i] {
		case bidi.L, bidi.R:
			last = cs[i]
		case bidi.EN:
			if last == bidi.L {
				cs[i] = bidi.L
			}
		}
	}
}

// terminators makes currency and per cent signs part of the number they touch (W5), other separators neutral (W6).
func terminators(cs []bidi.Class) {
	for i := 0; i < len(cs); {
		end := i
		for end < len(cs) && cs[end] == bidi.ET {
			end++
		}
		if end == i {
			i++
			continue
		}
		if i > 0 && cs[i-1] == bidi.EN || end < len(cs) && cs[end] == bidi.EN {
			for ; i < end; i++ {
				cs[i] = bidi.EN
			}
		}
		i = end
	}
	for i, c := range cs {
		switch c {
		case bidi.L, bidi.R, bidi.EN, bidi.AN:
		default:
			cs[i] = bidi.ON
		}
	}
}

// neutral gives what has no direction that of its surroundings: N1, N2.
func neutral(cs []bidi.Class, base uint8) {
	side := func(c bidi.Class) bidi.Class {
		if c == bidi.L {
			return bidi.L
		}
		return bidi.R // numbers count as R
	}
	before := embedding(base)
	for i := 0; i < len(cs); i++ {
		if cs[i] != bidi.ON {
			before = side(cs[i])
			continue
		}
		end := i
		for end < len(cs) && cs[end] == bidi.ON {
			end++
		}
		after := embedding(base)
		if end < len(cs) {
			after = side(cs[end])
		}
		to := embedding(base)
		if before == after {
			to = before
		}
		for ; i < end; i++ {
			cs[i] = to
		}
		i--
	}
}

// reorder puts the letters of one line in the order they are drawn, from left to right (L2), brackets mirrored (L4).
func reorder(gs []glyph) {
	high, odd := uint8(0), uint8(255)
	for i, g := range gs {
		high = max(high, g.level)
		if g.level%2 == 1 {
			odd = min(odd, g.level)
			if m, ok := mirrors[g.r]; ok {
				gs[i].r = m
			}
		}
	}
	for level := high; level >= odd && level > 0; level-- {
		for i := 0; i < len(gs); i++ {
			end := i
			for end < len(gs) && gs[end].level >= level {
				end++
			}
			for a, b := i, end-1; a < b; a, b = a+1, b-1 {
				gs[a], gs[b] = gs[b], gs[a]
			}
			i = max(i, end)
		}
	}
	marks(gs)
}

// marks puts the marks of turned letters behind the letter they sit on, where they are drawn over it (L3).
func marks(gs []glyph) {
	for i := 0; i < len(gs); i++ {
		end := i
		for end < len(gs) && gs[end].level%2 == 1 && unicode.Is(unicode.Mn, gs[end].r) {
			end++
		}
		if end > i && end < len(gs) {
			base := gs[end]
			copy(gs[i+1:end+1], gs[i:end])
			gs[i] = base
		}
		i = max(i, end)
	}
}

var mirrors = pairs("()[]{}<>«»‹›≤≥")

func pairs(s string) map[rune]rune {
	rs, m := []rune(s), map[rune]rune{}
	for i := 0; i < len(rs); i += 2 {
		m[rs[i]], m[rs[i+1]] = rs[i+1], rs[i]
	}
	return m
}
