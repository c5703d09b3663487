package ui

import "github.com/a-h/templ"

// filterSelect narrows a list by one of many: often of more options than the page has rows, so it is written by hand.
func filterSelect(s FilterSelect, chosen string) templ.Component {
	return Rows(func(o Out) {
		o.attr(`<label class="visually-hidden" for="f-`, s.Name)
		o.Markup(`>`)
		o.Text(s.Label)
		o.attr(`</label> <span class="select"><select id="f-`, s.Name)
		o.attr(` name="`, s.Name)
		o.Markup(`>`)
		for _, x := range s.Options {
			o.attr(`<option value="`, x.Value)
			if x.Value == chosen {
				o.Markup(` selected`)
			}
			o.Markup(`>`)
			o.Text(x.Label)
			o.Markup(`</option>`)
		}
		o.Markup(`</select>`)
		o.Icon("chevron-down")
		o.Markup(`</span>`)
	})
}
