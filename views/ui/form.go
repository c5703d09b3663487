package ui

import (
	"errors"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"portico/internal/words"
	"portico/portal"
)

// Form is what a form shows: the values as they were typed or as the record has them, and what is wrong with
// them. It is the one form mechanism: a page renders it, a refused post renders it again.
type Form struct {
	Values url.Values
	Faults []portal.Fault
	Msg    *portal.Text // wrong with the whole, not with one field
	Prefix string       // of element ids, where a page has two forms with equal names
}

// Refused returns the form with what err says is wrong. An error that isn't about the input keeps its message.
func (f Form) Refused(err error) Form {
	var e *portal.Error
	if errors.As(err, &e) {
		f.Faults, f.Msg = e.Faults, &e.Msg
	}
	return f
}

// Value is the first value of a field.
func (f Form) Value(name string) string { return f.Values.Get(name) }

// Picked reports whether a field has a value among its values: a ticked box, a chosen option.
func (f Form) Picked(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Error is what is wrong with a field, nil when nothing is.
func (f Form) Error(name string) *portal.Text {
	for i := range f.Faults {
		if f.Faults[i].Field == name {
			return &f.Faults[i].Msg
		}
	}
	return nil
}

// Has reports whether something is wrong with a field.
func (f Form) Has(name string) bool { return f.Error(name) != nil }

// OK reports whether nothing is wrong.
func (f Form) OK() bool { return len(f.Faults) == 0 && f.Msg == nil }

// ID is the id of a field's element.
func (f Form) ID(name string) string {
	if f.Prefix == "" {
		return name
	}
	return f.Prefix + "-" + name
}

// described lists the ids of a field's hint and error, for aria-describedby.
func (f Form) described(name, hint string) string {
	id := f.ID(name)
	switch {
	case hint != "" && f.Has(name):
		return id + "-hint " + id + "-error"
	case hint != "":
		return id + "-hint"
	case f.Has(name):
		return id + "-error"
	}
	return ""
}

// Input is one field of a form.
type Input struct {
	Name         string
	Label        string
	Hint         string
	Type         string // "" = text
	Autocomplete string
	Mode         string // inputmode: numeric, decimal, email, tel
	Placeholder  string
	Dir          string // "" = auto; ltr for codes, addresses, amounts
	Max          int    // letters; 0 = any
	Rows         int    // of a text area
	Required     bool
	Focus        bool
	Options      []Option         // of a select, a choice, a seg
	More         templ.Attributes // anything else: htmx attributes, min, step
}

// Option is one that a select, a choice or a seg offers.
type Option struct {
	Value string
	Label string
	Sub   string // a second line, in a choice
	End   string // at the end of a choice: "+$151.52", "no fee"
	Off   bool   // shown, not to be chosen
}

// Say is what is wrong with the whole, in words.
func (f Form) Say(l *words.Locale) string {
	if f.Msg == nil {
		return ""
	}
	return l.Text(*f.Msg)
}
