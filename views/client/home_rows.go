package client

import (
	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/portal"
	"portico/views/ui"
)

// latestRows are the rows of Home, by hand like those of the list itself.
func latestRows(p HomePage) templ.Component {
	return ui.Rows(func(o ui.Out) {
		for i := range p.Latest {
			p.latestRow(o, &p.Latest[i])
		}
	})
}

func (p HomePage) latestRow(o ui.Out, r *portal.InvoiceRow) {
	o.Markup(`<li><div><a class="title-link" href="`)
	o.URL(paths.PortalInvoice(r.ID))
	o.Markup(`" dir="auto">`)
	o.Text(r.Description)
	o.Markup(`</a> <span class="sub" dir="auto">`)
	o.Text(r.Number)
	if r.Property != 0 {
		o.Markup(" · ")
		o.Text(p.Properties[r.Property].Name)
	}
	o.Markup(`</span></div><div class="end">`)
	o.Sum(sum(*r))
	o.Markup(`</div><div class="cluster">`)
	o.Status(r.Status(p.Today))
	if word, day := p.when(o.Words, *r); day != 0 {
		o.Markup(`<span class="muted"><small>`)
		o.Text(word)
		o.Markup(` `)
		o.Day(day)
		o.Markup(`</small></span>`)
	}
	o.Markup(`</div><div class="end"><a class="button outline" href="`)
	o.URL(paths.PortalInvoice(r.ID))
	o.Markup(`">`)
	o.Say("View")
	o.Markup(` <span class="visually-hidden"> `)
	o.Text(r.Number)
	o.Markup(`</span></a></div></li>`)
}
