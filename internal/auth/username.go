package auth

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Usernames have so many characters.
const (
	UsernameMin = 3
	UsernameMax = 40
)

// Why a username is refused.
var (
	ErrUsernameLength = errors.New("auth: username must have 3 to 40 characters")
	ErrUsernameChars  = errors.New("auth: username may have letters, digits and . - _ between them")
	ErrUsernameMixed  = errors.New("auth: username mixes alphabets")
)

// NormalUsername is the form in which usernames are stored and compared: trimmed, NFKC, lower case. It begins
// and ends with a letter or digit and keeps to one alphabet, so that none looks like another. Without an @
// in it, it can never be mistaken for an address.
func NormalUsername(s string) (string, error) {
	if len(s) > 16*UsernameMax || !utf8.ValidString(s) {
		return "", ErrUsernameLength
	}
	s = fold(strings.TrimSpace(s))
	if n := utf8.RuneCountInString(s); n < UsernameMin || n > UsernameMax {
		return "", ErrUsernameLength
	}
	inner := false // the last one was a letter or digit
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Nd, r):
			inner = true
		case unicode.In(r, unicode.Mn, unicode.Mc) && inner && visible(string(r)): // vowel signs of Indic scripts
		case strings.ContainsRune(".-_", r) && i > 0:
			inner = false
		default:
			return "", ErrUsernameChars
		}
	}
	if !inner {
		return "", ErrUsernameChars
	}
	if !OneScript(s) {
		return "", ErrUsernameMixed
	}
	return s, nil
}

// latin spells what taking off the accents does not.
var latin = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "'", "", "’", "")

// Suggest makes a free username from a person's name: "Zoë O'Neil" becomes zoe.oneil, then zoe.oneil2 and so
// on. Taken is asked with the normal form. It always finds one.
func Suggest(name string, taken func(string) bool) string {
	base := usernameBase(name)
	for n := 1; n < 1000; n++ {
		u := base
		if n > 1 {
			u += strconv.Itoa(n)
		}
		if !taken(u) {
			return u
		}
	}
	for {
		if u := base + strconv.Itoa(100_000+rand.IntN(900_000)); !taken(u) { // digits mix with every alphabet
			return u
		}
	}
}

func usernameBase(name string) string {
	name = latin.Replace(strings.ToLower(strings.ToValidUTF8(name, "")))
	bare := strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f { // accents, once taken apart
			return -1
		}
		return r
	}, norm.NFKD.String(name))
	words := strings.FieldsFunc(norm.NFKC.String(bare), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.Is(unicode.Nd, r) && !unicode.In(r, unicode.Mn, unicode.Mc)
	})
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	r := []rune(strings.Join(words, "."))
	text := strings.Trim(string(r[:min(len(r), UsernameMax-8)]), ".") // room for a number
	for _, u := range []string{text, text + "-user"} {                // "Bo" is too short
		if u, err := NormalUsername(u); err == nil {
			return u
		}
	}
	return "user"
}
