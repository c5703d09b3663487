package mail

import (
	"strings"
	"unicode/utf8"
)

// lineWidth is where plain text is wrapped.
const lineWidth = 72

// pen writes the plain part.
type pen struct {
	strings.Builder
}

func (d *desk) text(p page) string {
	w := new(pen)
	w.line(d.business())
	w.gap()
	w.wrap(p.Title, "")
	w.line(strings.Repeat("=", min(utf8.RuneCountInString(p.Title), lineWidth)))
	w.gap()
	for _, b := range p.Blocks {
		was := w.Len()
		if b.text(w); w.Len() > was {
			w.gap()
		}
	}
	w.line("-- ")
	w.wrap(d.reason(), "")
	if mail := d.l.Business.Profile.Email; mail != "" {
		w.wrap(d.T("Not you? Write to %s and we remove it.", mail), "")
	}
	w.wrap(d.imprint(), "")
	return w.String()
}

func (w *pen) line(s string) { w.WriteString(s + "\n") }
func (w *pen) gap()          { w.WriteByte('\n') }

// wrap writes a text in lines, each after the indent. Addresses are never broken.
func (w *pen) wrap(s, indent string) {
	for _, par := range strings.Split(plainText(s), "\n") {
		line := indent
		for _, word := range strings.Fields(par) {
			if line != indent && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > lineWidth {
				w.line(line)
				line = indent
			}
			if line != indent {
				line += " "
			}
			line += word
		}
		w.line(strings.TrimRight(line, " "))
	}
}

func (b para) text(w *pen)    { w.wrap(string(b), "") }
func (b section) text(w *pen) { w.wrap(string(b)+":", "") }
func (b digits) text(w *pen)  { w.line("    " + string(b)) }
func (b small) text(w *pen)   { w.wrap(b.Text, "") }
func (b button) text(w *pen)  { w.line(b.Label + ":"); w.line(b.URL) }

func (b sumUp) text(w *pen) { w.wrap(b.Amount+" – "+b.Note, "") }

// text says only when the link ends: the link itself stands under the button's words already.
func (b address) text(w *pen) {
	if b.Ends != "" {
		w.wrap(b.Ends, "")
	}
}

func (b list) text(w *pen) {
	for _, item := range b {
		w.wrap("- "+item, "  ")
	}
}

func (b quote) text(w *pen) {
	w.wrap(b.Text, "> ")
	if b.By != "" {
		w.line("> — " + b.By)
	}
}

func (b facts) text(w *pen) {
	for _, f := range b {
		w.line(f.Name + ": " + f.Value)
	}
}

func (b sums) text(w *pen) {
	for _, s := range b {
		if s.Rule {
			w.line(strings.Repeat("-", lineWidth))
		}
		name := shorten(s.Name, lineWidth-4-utf8.RuneCountInString(s.Amount))
		fill := lineWidth - utf8.RuneCountInString(name) - utf8.RuneCountInString(s.Amount)
		w.line(strings.TrimRight(name+strings.Repeat(" ", max(fill, 1))+s.Amount, " "))
	}
}
