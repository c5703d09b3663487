package auth

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	PasswordMin      = 12 // characters
	PasswordMax      = 128
	passwordMaxBytes = 4 * PasswordMax
	passwordSurprise = 8 // see surprise
)

// PasswordFault says why a password is refused; the page has the words for it. "" is a good one.
type PasswordFault string

const (
	PasswordGood     PasswordFault = ""
	PasswordShort    PasswordFault = "short"
	PasswordLong     PasswordFault = "long"
	PasswordUnusable PasswordFault = "unusable" // not valid text
	PasswordPersonal PasswordFault = "personal" // holds the username, the address or the business's name
	PasswordCommon   PasswordFault = "common"
)

// PasswordPolicy checks a new password. About are the words that are easy to guess for this person: username,
// e-mail address, own name, the business's name (ASVS 6.2.11). No rule asks for kinds of characters (6.2.5).
func PasswordPolicy(password string, about ...string) PasswordFault {
	if !utf8.ValidString(password) || strings.ContainsRune(password, 0) {
		return PasswordUnusable
	}
	switch n := utf8.RuneCountInString(password); {
	case n < PasswordMin:
		return PasswordShort
	case n > PasswordMax:
		return PasswordLong
	}
	typed := strings.ToLower(norm.NFKC.String(password))
	for _, w := range aboutWords(about) {
		if strings.Contains(unleet(typed), w) {
			return PasswordPersonal
		}
	}
	if surprise(typed) < passwordSurprise {
		return PasswordCommon
	}
	return PasswordGood
}

// unleet undoes the usual digits and signs for letters, rune for rune.
func unleet(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '@', '4':
			return 'a'
		case '3':
			return 'e'
		case '1', '!':
			return 'i'
		case '0':
			return 'o'
		case '$', '5':
			return 's'
		case '7':
			return 't'
		}
		return r
	}, s)
}

// aboutWords are the words of at least four letters, and each text whole without what is between its words.
func aboutWords(about []string) (words []string) {
	for _, a := range about {
		local, _, _ := strings.Cut(a, "@")
		parts := strings.FieldsFunc(strings.ToLower(norm.NFKC.String(local)), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})
		for _, w := range append(parts, strings.Join(parts, "")) {
			if utf8.RuneCountInString(w) >= 4 {
				words = append(words, unleet(w))
			}
		}
	}
	return words
}
