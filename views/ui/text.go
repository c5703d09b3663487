package ui

import (
	"strings"
	"unicode"
)

// Initials are the letters that stand for a person where there is no room for the name: MO.
func Initials(name string) string {
	var letters []rune
	for _, word := range strings.Fields(name) {
		for _, r := range word {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				letters = append(letters, unicode.ToUpper(r))
				break
			}
		}
	}
	switch n := len(letters); {
	case n == 0:
		return "?"
	case n == 1:
		return string(letters)
	default:
		return string([]rune{letters[0], letters[n-1]})
	}
}
