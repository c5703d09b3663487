package words

import "strings"

// The pseudo-languages are for tests and for looking: en-XA is accented and a third longer, so that a text
// which doesn't go through T stands out and a tight layout breaks; en-XB is English written right to left.

func accented() *catalog {
	c := *english
	c.Lang, c.Name, c.change = "en-XA", "Accented", accent
	return &c
}

func mirrored() *catalog {
	c := *english
	c.Lang, c.Name, c.Dir = "en-XB", "Mirrored", "rtl"
	return &c
}

var accents = strings.NewReplacer(
	"a", "á", "c", "ç", "e", "é", "i", "í", "n", "ñ", "o", "ö", "s", "š", "u", "ü", "y", "ý",
	"A", "Å", "C", "Ç", "E", "É", "I", "Î", "N", "Ñ", "O", "Ö", "S", "Š", "U", "Ü", "Y", "Ý",
)

// accent changes a text and leaves its verbs alone.
func accent(text string) string {
	var b strings.Builder
	b.WriteByte('[')
	for rest := text; rest != ""; {
		at := strings.IndexByte(rest, '%')
		if at < 0 || at == len(rest)-1 {
			b.WriteString(accents.Replace(rest))
			break
		}
		end := verbEnd(rest, at)
		b.WriteString(accents.Replace(rest[:at]))
		b.WriteString(rest[at:end])
		rest = rest[end:]
	}
	for range (len(text) + 2) / 3 {
		b.WriteByte('~')
	}
	b.WriteByte(']')
	return b.String()
}
