package pdf

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"portico/internal/words"
	"portico/portal"
)

// scripts are those that the faces carry.
var scripts = map[string]string{
	"Latin": "Zażółć gęślą jaźń, Straße, œuvre, Đặng Thị Hồng", "Greek": "Ξεσκεπάζω την ψυχοφθόρα", "Cyrillic": "Съешь ещё этих мягких булок, їжак",
	"Armenian": "Բարեւ ձեզ", "Georgian": "გამარჯობა", "Hebrew": "שלום עולם", "Arabic": "مرحبا بكم في لندن", "Persian": "گچپژ کیوی",
	"Lao": "ສະບາຍດີ", "Canadian": "ᓄᓇᕗᑦ", "Tifinagh": "ⵜⴰⵎⴰⵣⵉⵖⵜ", "Signs": "₹ ₺ ₽ € £ ¥ ₩ ₪ ½ ² ° · – — … “ ” ‘ ’ × ÷ ≤ ≥ → ✓",
}

func TestScripts(t *testing.T) {
	for name, str := range scripts {
		d := sampleInvoice()
		d.Lines[0].Description = str
		f, err := Invoice(d, sampleHead(), locale())
		must(t, f, err)
		if len(f.Missing) > 0 {
			t.Errorf("%s: no face has %q", name, string(f.Missing))
		}
		text := norm.NFKC.String(extract(t, f.Bytes, "-raw"))
		for _, word := range strings.Fields(norm.NFKC.String(str)) {
			if !strings.Contains(text, word) {
				t.Errorf("%s: %q can't be copied out of the document", name, word)
			}
		}
	}
}

func TestMissingLetters(t *testing.T) {
	d := sampleInvoice()
	d.Lines[0].Description, d.Lines[1].Description = "锅炉 boiler", "Ａ１ ﬁt ㎡"
	f, err := Invoice(d, sampleHead(), locale())
	must(t, f, err)
	if string(f.Missing) != "炉锅" {
		t.Errorf("missing letters are %q", string(f.Missing))
	}
	contains(t, f.Bytes, "boiler", "A1 fit m2", "95", "05", "70", "89") // U+9505, U+7089
}

func TestJoin(t *testing.T) {
	for in, want := range map[string]string{
		"":      "",
		"abc":   "abc",
		"ب":     "\ufe8f",
		"ببب":   "\ufe91\ufe92\ufe90",
		"باب":   "\ufe91\ufe8e\ufe8f",
		"لا":    "\ufefb",
		"بلا":   "\ufe91\ufefc",
		"ء":     "\ufe80",
		"بَب":   "\ufe91\u064e\ufe90",
		"پی":    "\ufb58\ufbfd",
		"بـ":    "\ufe91ـ",
		"ب1ب":   "\ufe8f1\ufe8f",
		"كتاب.": "\ufedb\ufe98\ufe8e\ufe8f.",
	} {
		if got := string(join([]rune(in))); got != want {
			t.Errorf("join(%q) = %+q, want %+q", in, got, want)
		}
	}
}

func TestReorder(t *testing.T) {
	for _, c := range []struct {
		in, want string
		base     uint8
	}{
		{"abc", "abc", 0},
		{"אבג", "גבא", 0},
		{"abc אבג def", "abc גבא def", 0},
		{"אבג abc דהו", "והד abc גבא", 0},
		{"אבג 12.50 ד", "ד 12.50 גבא", 1},
		{"$12.50", "$12.50", 1},
		{"סך $12.50", "$12.50 ךס", 1},
		{"(אב)", "(בא)", 0},
		{"abc (אב) x", "abc (בא) x", 0},
		{"abc אב 12 גד x", "abc דג 12 בא x", 0},
		{"ב\u05b8א", "אב\u05b8", 1},
	} {
		gs, rtl := fonts().paragraph(c.in, regular, c.base)
		var got strings.Builder
		for _, r := range set(gs, rtl).runs {
			got.WriteString(r.text)
		}
		if got.String() != c.want {
			t.Errorf("%q is drawn as %q, want %q", c.in, got.String(), c.want)
		}
	}
}

func TestMirroredDocument(t *testing.T) {
	l := words.New("en-XB", portal.NewBusiness("", "USD", "UTC"))
	f, err := Invoice(sampleInvoice(), sampleHead(), l)
	must(t, f, err)
	contains(t, f.Bytes, "Vitodens 222-W boiler, 35 kW", "−$46.07", "$5,214.60")
}

// FuzzWrap holds that breaking a text loses no letter and keeps to the width.
func FuzzWrap(f *testing.F) {
	for _, s := range nasty {
		f.Add(s, 4000)
	}
	f.Fuzz(func(t *testing.T, str string, width int) {
		if len(str) > 5000 {
			return
		}
		width = min(max(width, 0), 60_000)
		set := fonts()
		for _, par := range strings.Split(str, "\n") {
			gs, _ := set.paragraph(par, regular, 0)
			var out []glyph
			for _, line := range fill(gs, width) {
				if w := measure(line); w > width && solid(line) > 1 {
					t.Fatalf("a line of %d on %d: %q", w, width, letters(line))
				}
				out = append(out, line...)
			}
			if a, b := visible(gs), visible(out); a != b {
				t.Fatalf("%q became %q", a, b)
			}
		}
	})
}

func measure(gs []glyph) (w int) {
	for _, g := range gs {
		w += g.advance + g.kern
	}
	return w
}

// solid counts the letters of a line that aren't marks on another: they can't be parted.
func solid(gs []glyph) (n int) {
	for _, g := range gs {
		if !unicode.Is(unicode.Mn, g.r) {
			n++
		}
	}
	return n
}

func visible(gs []glyph) string {
	var b strings.Builder
	for _, g := range gs {
		if !blank(g.r) {
			b.WriteRune(g.r)
		}
	}
	return b.String()
}

// TestPartsAreDrawn looks at letters that are put together from others: drawn small parts are ink on the page.
func TestPartsAreDrawn(t *testing.T) {
	for w := range fonts().faces {
		f := &fonts().faces[w]
		if len(f.deep) == 0 {
			t.Error("no letter has parts of parts: the font changed, and this may all go")
		}
		for r, parts := range f.deep {
			for _, p := range parts {
				if f.parts(p) == nil && f.glyph(byNumber+rune(p)) != 0 {
					t.Fatalf("%c: a text could name glyph %d", r, p)
				}
			}
		}
	}
	for _, pair := range []struct{ with, without string }{{"ﺗ", "ﺑ"}, {"ặ", "a"}} {
		if a, b := inkOf(t, pair.with), inkOf(t, pair.without); a <= b {
			t.Errorf("%s has no more ink (%d) than %s (%d): its parts are missing", pair.with, a, pair.without, b)
		}
	}
}

// inkOf counts the dark pixels of a page with one large letter.
func inkOf(t *testing.T, letter string) (n int) {
	s := newSheet(sampleHead(), locale())
	st := style{200, regular, black, 240}
	s.draw(s.figure(letter, st), st, 100, 100)
	f, err := s.finish()
	must(t, f, err)
	cmd := exec.Command("pdftoppm", "-r", "40", "-gray", "-")
	cmd.Stdin = bytes.NewReader(f.Bytes)
	pixels, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftoppm (poppler-utils): %v", err)
	}
	for _, p := range pixels {
		if p < 0x60 {
			n++
		}
	}
	return n
}
