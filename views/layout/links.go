package layout

import (
	"github.com/a-h/templ"

	"portico/views/ui"
)

// links are the entries of a navigation under their headings. They stand on every page, so they are written by hand.
func links(s Shell, entries []*entry) templ.Component {
	return ui.Rows(func(o ui.Out) {
		for i, e := range entries {
			if i > 0 && e.group != "" {
				o.Markup(`</ul>`)
			}
			if e.group != "" {
				o.Markup(`<h2>`)
				o.Text(o.Words.Word(e.group))
				o.Markup(`</h2>`)
			}
			if i == 0 || e.group != "" {
				o.Markup(`<ul role="list">`)
			}
			o.Markup(`<li>`)
			link(o, s, e)
			o.Markup(`</li>`)
		}
		if len(entries) > 0 {
			o.Markup(`</ul>`)
		}
	})
}

// shortcuts are the entries of the bar on a phone.
func shortcuts(s Shell, entries []*entry) templ.Component {
	return ui.Rows(func(o ui.Out) {
		for _, e := range entries {
			link(o, s, e)
		}
	})
}

func link(o ui.Out, s Shell, e *entry) {
	o.Markup(`<a href="`)
	o.URL(e.url)
	o.Markup(`"`)
	if e.key == s.Nav {
		o.Markup(` aria-current="page"`)
	}
	o.Markup(`>`)
	o.Icon(e.icon)
	o.Text(o.Words.Word(e.label))
	o.Markup(` `)
	if n := s.Badges[e.key]; n > 0 && e.says != "" {
		o.Markup(`<span class="count" data-variant="`)
		o.Text(e.tone)
		o.Markup(`">`)
		o.Number(n)
		o.Markup(` <span class="visually-hidden">`)
		o.Say(e.says)
		o.Markup(`</span></span>`)
	}
	o.Markup(`</a>`)
}
