package staff

import (
	"context"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/views/ui"
)

// Editor is a form over one record, or over one section of the settings. What it edits is described once, so
// that the page, the refused form and the comparison after a conflict show the same fields.
type Editor struct {
	Do      paths.URL
	Cancel  paths.URL // "" = no way back beside the button
	Button  string
	Version portal.Version
	Form    ui.Form
	Theirs  url.Values // what somebody else saved while this was typed; nil = nothing
	Parts   []Part
	More    templ.Component // other ways to save, beside the button
	Off     string          // why nothing can be changed here; "" = it can
}

// Part is the fields of one panel.
type Part struct {
	ID       string
	Title    string
	Text     string
	Controls []Control
	Sets     []ui.Input                    // fields with many values, by Options; shown by Body
	Body     templ.Component               // under the fields
	Draw     func(ui.Form) templ.Component // the same, from the form as it was typed
}

// Widget is how a field is edited.
type Widget uint8

// The widgets.
const (
	Line Widget = iota
	Lines
	Pick
	Box
	Options
)

// Control is one field of an Editor.
type Control struct {
	ui.Input
	As   Widget
	Half bool            // beside another, where there is room
	Body templ.Component // instead of a widget
}

// difference is a field that two people left with different values.
type difference struct{ Label, Theirs, Yours string }

// differences compares what was saved meanwhile with what was typed.
func (e Editor) differences(ctx context.Context) (ds []difference) {
	for _, p := range e.Parts {
		for _, c := range p.Controls {
			theirs, yours := e.Theirs.Get(c.Name), e.Form.Value(c.Name)
			if c.Name == "" || c.Type == "password" || portal.SameText(theirs, yours) {
				continue
			}
			ds = append(ds, difference{c.Label, c.show(ctx, theirs), c.show(ctx, yours)})
		}
	}
	for _, p := range e.Parts {
		for _, in := range p.Sets {
			theirs, yours := named(in, e.Theirs[in.Name]), named(in, e.Form.Values[in.Name])
			if theirs != yours {
				ds = append(ds, difference{in.Label, theirs, yours})
			}
		}
	}
	return ds
}

// named lists the values of a field as it shows them.
func named(in ui.Input, values []string) string {
	var out []string
	for _, v := range values {
		label := v
		for _, o := range in.Options {
			if o.Value == v {
				label = o.Label
			}
		}
		if label != "" {
			out = append(out, label)
		}
	}
	return strings.Join(out, ", ")
}

// show writes a value as the field shows it.
func (c Control) show(ctx context.Context, value string) string {
	if c.As == Box {
		if value == "yes" {
			return words.T(ctx, "On")
		}
		return words.T(ctx, "Off")
	}
	for _, o := range c.Options {
		if o.Value == value {
			return o.Label
		}
	}
	if value == "" {
		return words.T(ctx, "(empty)")
	}
	return value
}

// yes is a ticked box's value.
func yes(on bool) string {
	if on {
		return "yes"
	}
	return ""
}
