package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"portico/internal/words"
)

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// areaText keeps a first empty line, which the parser of HTML would swallow.
func areaText(s string) string {
	if strings.HasPrefix(s, "\n") || strings.HasPrefix(s, "\r\n") {
		return "\n" + s
	}
	return s
}

// attributes are a control's, beyond its name, type and value.
func attributes(f Form, in Input) templ.Attributes {
	a := groupAttributes(f, in)
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("autocomplete", in.Autocomplete)
	set("inputmode", in.Mode)
	set("placeholder", in.Placeholder)
	if in.Type == "" || in.Type == "text" || in.Type == "search" {
		set("dir", orElse(in.Dir, "auto"))
	} else {
		set("dir", in.Dir)
	}
	if in.Max > 0 {
		a["maxlength"] = strconv.Itoa(in.Max)
	}
	if in.Required {
		a["required"] = true
	}
	if in.Focus {
		a["autofocus"] = true
	}
	for k, v := range in.More {
		a[k] = v
	}
	return a
}

// groupAttributes tie a control or a group of them to its hint and error.
func groupAttributes(f Form, in Input) templ.Attributes {
	a := templ.Attributes{}
	if ids := f.described(in.Name, in.Hint); ids != "" {
		a["aria-describedby"] = ids
	}
	if f.Has(in.Name) {
		a["aria-invalid"] = "true"
	}
	return a
}

// summary is the headline over what needs fixing.
func summary(l *words.Locale, f Form) string {
	if n := len(f.Faults); n > 0 {
		return l.N(n, "One thing needs fixing", "%d things need fixing")
	}
	return l.Text(*f.Msg)
}
