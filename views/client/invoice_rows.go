package client

import (
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/views/ui"
)

// invoiceRows are the rows of the list of invoices: the page that clients open most, so they are written by hand.
func invoiceRows(p InvoicesPage) templ.Component {
	return ui.Rows(func(o ui.Out) {
		known := places{}
		for i := range p.Rows {
			p.row(o, &p.Rows[i], known)
		}
	})
}

// places are where work was done, as rows say it: few, on many rows.
type places map[portal.PropertyID]string

func (ps places) of(p *InvoicesPage, l *words.Locale, id portal.PropertyID) string {
	where, known := ps[id]
	if !known {
		where = p.where(l, id)
		ps[id] = where
	}
	return where
}

func (p *InvoicesPage) row(o ui.Out, r *portal.InvoiceRow, known places) {
	o.Markup(`<tr role="row">`)
	pick(o, r)
	o.Markup(`<td role="cell" class="c-title"><a class="title-link" href="`)
	o.URL(paths.PortalInvoice(r.ID))
	o.Markup(`" dir="auto">`)
	o.Text(r.Description)
	o.Markup(`</a> <span class="sub" dir="auto">`)
	p.about(o, r)
	o.Markup(`</span>`)
	p.reference(o, known.of(p, o.Words, r.Property), p.Contractor(r.Contractor))
	o.Markup(`</td>`)
	p.days(o, r)
	p.sums(o, r)
	p.acts(o, r)
	o.Markup(`</tr>`)
}

// reference is where the work was done, the property's reference, and who did it.
func (p *InvoicesPage) reference(o ui.Out, where, by string) {
	if where == "" && by == "" {
		return
	}
	o.Markup(` <span class="sub" dir="auto">`)
	o.Text(where)
	if where != "" && by != "" {
		o.Text(" · ")
	}
	o.Text(by)
	o.Markup(`</span>`)
}

// about is a row's number with its property and order number.
func (p *InvoicesPage) about(o ui.Out, r *portal.InvoiceRow) {
	o.Text(r.Number)
	if r.Property != 0 {
		o.Markup(" · ")
		o.Text(p.Properties[r.Property].Name)
	}
	if r.Order != "" {
		o.Markup(" · ")
		o.SayOf("order %s", r.Order)
	}
}

// days and sums are columns; on a phone each is a line of small print at the end of the card.
func (p *InvoicesPage) days(o ui.Out, r *portal.InvoiceRow) {
	o.Markup(`<td role="cell" class="c-fine nowrap">`)
	if r.Due != 0 {
		o.Markup(`<span class="phone">`)
		o.Say("due")
		o.Markup(` </span>`)
		o.Day(r.Due)
	}
	o.Markup(`<span class="sub">`)
	o.Say("issued")
	o.Markup(" ")
	o.Day(r.Issued)
	o.Markup(`</span></td><td role="cell" class="c-state">`)
	o.Status(r.Status(p.Today))
	o.Markup(`</td>`)
}

func (p *InvoicesPage) sums(o ui.Out, r *portal.InvoiceRow) {
	of := func(amount int64) portal.Money { return portal.Of(amount, r.Currency) }
	whole(o, r.Sum(), "total")
	if r.Tax != 0 {
		part(o, of(r.Net), "subtotal")
		part(o, of(r.Tax), "tax")
	}
	part(o, of(r.Paid), "paid")
	part(o, of(r.Credited), "credited")
	part(o, of(r.Fees), "card fee")
	o.Markup(`</td><td role="cell" class="end c-amount">`)
	if r.Open().IsZero() {
		o.Markup(`<span class="phone">`)
		o.Money(r.Sum())
		o.Markup(`</span> <span class="desk muted" aria-hidden="true">–</span> <span class="visually-hidden">`)
		o.Say("nothing to pay")
		o.Markup(`</span>`)
	} else {
		o.Sum(r.Open())
	}
	o.Markup(`</td>`)
}

// acts are what can be done with the row's invoice, besides looking at it.
func (p *InvoicesPage) acts(o ui.Out, r *portal.InvoiceRow) {
	o.Markup(`<td role="cell" class="end c-act"><span class="cluster acts">`)
	if p.CanPay && !r.Open().IsZero() {
		o.Markup(`<a class="button outline" href="`)
		o.URL(paths.PortalPay())
		o.Markup(`?invoice=`)
		o.Text(strconv.FormatUint(uint64(r.ID), 10))
		o.Markup(`">`)
		act(o, "Pay", r)
	}
	o.Markup(`<a class="button ghost" href="`)
	o.URL(paths.PortalInvoicePDF(r.ID))
	o.Markup(`" hx-boost="false">`)
	act(o, "PDF", r)
	o.Markup(`</span></td>`)
}

// act ends a link that says what it does, and for whoever only hears it, to which invoice.
func act(o ui.Out, word string, r *portal.InvoiceRow) {
	o.Say(word)
	o.Markup(` <span class="visually-hidden">`)
	o.Text(r.Number)
	o.Markup(`</span></a>`)
}

// whole begins a cell with an amount; on a phone no head says what it is.
func whole(o ui.Out, m portal.Money, what string) {
	o.Markup(`<td role="cell" class="c-fine sum">`)
	o.Money(m)
	o.Markup(` <span class="phone">`)
	o.Say(what)
	o.Markup(`</span>`)
}

// part is an amount under another one; nothing is not worth a line.
func part(o ui.Out, m portal.Money, what string) {
	if m.IsZero() {
		return
	}
	o.Markup(`<span class="sub nowrap">`)
	o.Money(m)
	o.Markup(" ")
	o.Say(what)
	o.Markup(`</span>`)
}

// pick is the box that chooses an invoice: to pay, or to have its PDF.
func pick(o ui.Out, r *portal.InvoiceRow) {
	o.Markup(`<td role="cell" class="pick"><label><input type="checkbox" name="invoice" value="`)
	o.Text(strconv.FormatUint(uint64(r.ID), 10))
	o.Markup(`"><span class="visually-hidden">`)
	o.SayOf("Select %s", r.Number)
	o.Markup(`</span></label></td>`)
}
