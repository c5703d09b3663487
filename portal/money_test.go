package portal

import "testing"

// TestTypedNumbers: a sign that groups is taken only where it groups. Anything else is asked about, never guessed.
func TestTypedNumbers(t *testing.T) {
	for _, c := range []struct {
		typed string
		sign  rune
		want  string // "" = no number
	}{
		{"1240.50", '.', "1240.5"},
		{"1,240.50", '.', "1240.5"},
		{" 1 240.50 ", '.', "1240.5"},
		{"12,345,678", '.', "12345678"},
		{"12,34,567.89", '.', "1234567.89"},
		{"1’240.50", '.', "1240.5"},
		{"1.240,50", ',', "1240.5"},
		{"1\u202f240,50", ',', "1240.5"},
		{"−46.07", '.', "-46.07"},
		{".5", '.', "0.5"},
		{"12,50", '.', ""},
		{"12.50", ',', ""},
		{"1.5", ',', ""},
		{"86.50", ',', ""},
		{"1,2345", '.', ""},
		{"1234,567", '.', ""},
		{"1,24.50", '.', ""},
		{"1.240,500.00", '.', ""},
		{",500", '.', ""},
		{"1,,240", '.', ""},
		{"1,240,", '.', ""},
		{"1.2.3", '.', ""},
		{"5-", '.', ""},
		{"", '.', ""},
		{"ten", '.', ""},
	} {
		d, err := ParseDecimal(c.typed, c.sign)
		switch {
		case c.want == "" && err == nil:
			t.Errorf("%q under %q is read as %s", c.typed, c.sign, d)
		case c.want != "" && (err != nil || d.String() != c.want):
			t.Errorf("%q under %q: %s, %v; want %s", c.typed, c.sign, d, err, c.want)
		}
	}
}
