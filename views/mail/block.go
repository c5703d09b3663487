package mail

import (
	"github.com/a-h/templ"
)

// block is one piece of a letter, drawn twice: for the eye and as plain text.
type block interface {
	empty() bool
	html(look) templ.Component
	text(*pen)
}

type (
	para    string // a paragraph
	section string // a small heading
	digits  string // a code to type
	list    []string
	small   struct{ Text string }            // what one may skip
	button  struct{ Label, URL string }      // the one thing to do
	address struct{ Ends, Copy, URL string } // until when the link works, and the link to copy
	quote   struct{ By, Text string }        // somebody's own words
	sumUp   struct{ Amount, Note string }    // the figure that the letter is about
	facts   []fact                           // name and value
	fact    struct {
		Name, Value string
		Exact       bool // to be typed as it stands
	}
	sums []sum // a bill
	sum  struct {
		Name, Amount string
		Rule, Total  bool
	}
)

func (b para) empty() bool    { return b == "" }
func (b section) empty() bool { return b == "" }
func (b digits) empty() bool  { return b == "" }
func (b list) empty() bool    { return len(b) == 0 }
func (b small) empty() bool   { return b.Text == "" }
func (b button) empty() bool  { return b.URL == "" }
func (b address) empty() bool { return b.URL == "" }
func (b quote) empty() bool   { return b.Text == "" }
func (b sumUp) empty() bool   { return b.Amount == "" }
func (b facts) empty() bool   { return len(b) == 0 }
func (b sums) empty() bool    { return len(b) == 0 }

func (b para) html(k look) templ.Component    { return paraHTML(k, b) }
func (b section) html(k look) templ.Component { return sectionHTML(k, b) }
func (b digits) html(k look) templ.Component  { return digitsHTML(k, b) }
func (b list) html(k look) templ.Component    { return listHTML(k, b) }
func (b small) html(k look) templ.Component   { return smallHTML(k, b) }
func (b button) html(k look) templ.Component  { return buttonHTML(k, b) }
func (b address) html(k look) templ.Component { return addressHTML(k, b) }
func (b quote) html(k look) templ.Component   { return quoteHTML(k, b) }
func (b sumUp) html(k look) templ.Component   { return sumUpHTML(k, b) }
func (b facts) html(k look) templ.Component   { return factsHTML(k, b) }
func (b sums) html(k look) templ.Component    { return sumsHTML(k, b) }

// add appends a fact that is known.
func (b *facts) add(name, value string) {
	if value != "" {
		*b = append(*b, fact{Name: name, Value: value})
	}
}

// exact appends a fact that must be typed as it stands.
func (b *facts) exact(name, value string) {
	if value != "" {
		*b = append(*b, fact{name, value, true})
	}
}

func (b *sums) add(name, amount string) { *b = append(*b, sum{Name: name, Amount: amount}) }
func (b *sums) rule(name, amount string) {
	*b = append(*b, sum{Name: name, Amount: amount, Rule: true})
}
func (b *sums) total(name, amount string) { *b = append(*b, sum{name, amount, true, true}) }
