package auth

import (
	"strings"
	"unicode"
)

// together are the scripts that real words mix (UTS 39 §5.1: Japanese, Korean, Chinese).
var together = [][]string{
	{"Han", "Hiragana", "Katakana"}, {"Han", "Hangul"}, {"Han", "Bopomofo"},
}

// OneScript reports whether all letters of a text are of one script, or of those that are written together.
// Mixing Latin with Cyrillic or Greek is how one name is made to look like another (UTS 39 §5.2).
func OneScript(s string) bool {
	seen := map[string]bool{}
	for _, r := range s {
		if !unicode.IsLetter(r) || unicode.In(r, unicode.Common, unicode.Inherited) {
			continue
		}
		seen[scriptOf(r)] = true
	}
	if len(seen) <= 1 {
		return true
	}
	for _, set := range together {
		n := 0
		for _, name := range set {
			if seen[name] {
				n++
			}
		}
		if n == len(seen) {
			return true
		}
	}
	return false
}

func scriptOf(r rune) string {
	switch { // the usual ones first, the map has 160
	case unicode.Is(unicode.Latin, r):
		return "Latin"
	case unicode.Is(unicode.Cyrillic, r):
		return "Cyrillic"
	case unicode.Is(unicode.Han, r):
		return "Han"
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

// lookAlike reports whether every letter is one of the Cyrillic or Greek ones that pass for Latin, so that the
// whole word does, though it is all of one script.
func lookAlike(s string) bool {
	letters := 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		if !strings.ContainsRune("асԁеһіјӏорԛѕԝхуъьпгтмнквзαεικνορτυωχγ", r) {
			return false
		}
		letters++
	}
	return letters > 0
}
