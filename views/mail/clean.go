package mail

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"portico/portal"
)

// Marks around what is printed strong. They are control characters, which clean takes out of everything that
// people typed.
const (
	strongOn  = "\x02"
	strongOff = "\x03"
)

func strong(s string) string { return strongOn + s + strongOff }

// run is a piece of a sentence.
type run struct {
	Text   string
	Strong bool
}

func runs(s string) (rs []run) {
	for s != "" {
		plain, rest, found := strings.Cut(s, strongOn)
		if plain != "" {
			rs = append(rs, run{Text: plain})
		}
		if !found {
			break
		}
		bold, after, _ := strings.Cut(rest, strongOff)
		rs, s = append(rs, run{bold, true}), after
	}
	return rs
}

func plainText(s string) string { return strings.NewReplacer(strongOn, "", strongOff, "").Replace(s) }

// clean takes out what names and messages must not bring along: line breaks in a name, and characters that
// turn writing round, which make one address look like another.
func clean(l portal.Letter) portal.Letter {
	f := &l.Facts
	for _, s := range []*string{
		&l.Name, &l.To, &f.By, &f.Client, &f.Device, &f.IP, &f.What, &f.Username, &f.Person, &l.Password, &l.Business.Profile.Name,
	} {
		*s = oneLine(*s)
	}
	f.Files = slices.Clone(f.Files)
	for i := range f.Files {
		f.Files[i] = oneLine(f.Files[i])
	}
	f.Message, f.Reason = visible(f.Message), visible(f.Reason)
	return l
}

func oneLine(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

func visible(s string) string {
	const joiners = "\u200c\u200d" // needed in Persian, in Indian scripts and in emoji
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && !strings.ContainsRune(joiners, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "�")))
}

// shorten cuts a text to so many characters, at a word where it can.
func shorten(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := string([]rune(s)[:most-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
