package pdf

import "unicode"

// Arabic letters change their form with their neighbours. DejaVu carries the forms as letters of their own
// (U+FB50…, U+FE70…), so joining is a matter of choosing them; no shaper has to place glyphs.

// joining is a letter's first form; the order is isolated, final, initial, medial. A letter with two forms joins
// only to what stands before it.
type joining struct {
	first rune
	forms int
}

var joinings = arabicLetters()

func arabicLetters() map[rune]joining {
	all := map[rune]joining{
		0x0621: {0xfe80, 1}, 0x067e: {0xfb56, 4}, 0x0679: {0xfb66, 4}, 0x06a4: {0xfb6a, 4}, 0x0686: {0xfb7a, 4},
		0x0688: {0xfb88, 2}, 0x0698: {0xfb8a, 2}, 0x0691: {0xfb8c, 2}, 0x06a9: {0xfb8e, 4}, 0x06af: {0xfb92, 4},
		0x06ba: {0xfb9e, 2}, 0x06c1: {0xfba6, 4}, 0x06be: {0xfbaa, 4}, 0x06d2: {0xfbae, 2}, 0x06cc: {0xfbfc, 4},
	}
	next := rune(0xfe81)
	for r, forms := range "\x02\x02\x02\x02\x04\x02\x04\x02\x04\x04\x04\x04\x04\x02\x02\x02\x02\x04\x04\x04\x04\x04\x04\x04\x04" {
		all[0x0622+rune(r)] = joining{next, int(forms)}
		next += forms
	}
	for r, forms := range "\x04\x04\x04\x04\x04\x04\x04\x02\x02\x04" {
		all[0x0641+rune(r)] = joining{next, int(forms)}
		next += forms
	}
	return all
}

// lamAlef are the alefs that melt into a lam before them, with the isolated form of the two.
var lamAlef = map[rune]rune{0x0622: 0xfef5, 0x0623: 0xfef7, 0x0625: 0xfef9, 0x0627: 0xfefb}

const (
	lam     = 0x0644
	tatweel = 0x0640
	joiner  = 0x200d
)

// join chooses the forms of Arabic letters, in the order they are read. Other letters stay as they are.
func join(rs []rune) []rune {
	out := rs[:0:0]
	before := false // the letter before reaches out to this one
	for i := 0; i < len(rs); i++ {
		r := rs[i]
		j, arabic := joinings[r]
		switch {
		case r == joiner: // has done its work, and has no shape
			before = true
			continue
		case r == tatweel:
			before = true
		case unicode.Is(unicode.Mn, r): // marks don't break a word
		case !arabic:
			before = false
		case r == lam && i+1 < len(rs) && lamAlef[rs[i+1]] != 0:
			r = lamAlef[rs[i+1]]
			if before {
				r++
			}
			i++
			before = false
		default:
			after := j.forms == 4 && joinsBack(rs[i+1:])
			r, before = j.form(before, after), after
		}
		out = append(out, r)
	}
	return out
}

// joinsBack reports whether the next letter takes a hand that is held out to it.
func joinsBack(rs []rune) bool {
	for _, r := range rs {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		return r == tatweel || r == joiner || joinings[r].forms >= 2
	}
	return false
}

func (j joining) form(before, after bool) rune {
	r := j.first
	if before && j.forms >= 2 {
		r++
	}
	if after {
		r += 2
	}
	return r
}
