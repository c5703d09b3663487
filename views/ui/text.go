package ui

import (
	"strings"
	"unicode"

	"portico/internal/words"
	"portico/portal"
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

// Where is a property's address in a line beside its name: without its beginning where the name is just that.
func Where(l *words.Locale, p portal.Property) string {
	line := strings.Join(l.Address(p.Address), ", ")
	if rest, same := strings.CutPrefix(line, p.Name); same && p.Name != "" {
		return strings.TrimLeft(rest, ", ")
	}
	return line
}
