package pdf

import (
	"cmp"
	"slices"
	"strings"

	"portico/internal/words"
	"portico/portal"
)

// Invoice draws a bill.
func Invoice(d portal.InvoiceDoc, head portal.Letterhead, l *words.Locale) (File, error) {
	return layInvoice(d, head, l).finish()
}

func layInvoice(d portal.InvoiceDoc, head portal.Letterhead, l *words.Locale) *sheet {
	s := newSheet(head, l)
	what := l.T("Draft invoice")
	if d.Number != "" {
		what = l.T("Invoice %s", d.Number)
	}
	s.running(what, d.Receiver.Name)
	s.letterhead(d.Issuer, d.Receiver)
	state, tone := s.invoiceState(d)
	s.titleLine(what, state, tone)
	if d.Description != "" {
		s.y++
		s.flow(s.lines(d.Description, body.in(grey), s.width()-110), body.in(grey), s.width()-110)
	}
	s.y += 16
	s.invoiceParties(d)
	s.duePanel(d)
	s.y += 14
	sums := s.invoiceSums(d)
	s.bill(d, s.sumsHeight(sums))
	s.closing(sums, l.T("Terms"), d.Terms)
	if d.State == portal.Void {
		s.notes(l.T("Why it is void"), d.VoidReason)
	}
	return s.done(what, d.Issuer)
}

// invoiceState is the word beside the title; an ordinary unpaid bill needs none.
func (s *sheet) invoiceState(d portal.InvoiceDoc) (string, ink) {
	switch st := d.Shown(); st {
	case portal.StatusPaid:
		return s.l.Name(st), green
	case portal.StatusVoid, portal.StatusBadDebt, portal.StatusOverdue:
		return s.l.Name(st), red
	case portal.StatusDraft, portal.StatusPartlyPaid:
		return s.l.Name(st), grey
	}
	return "", grey
}

// invoiceParties draws who is billed, where the work was, and the dates.
func (s *sheet) invoiceParties(d portal.InvoiceDoc) {
	who, where, when := s.thirds()
	who.party(s.l.T("Billed to"), d.Receiver)
	where.place(d.At)
	where.fact(s.l.T("Carried out by"), d.By)
	when.fact(s.l.T("Issued"), s.l.Day(d.Issued))
	when.fact(s.l.T("Due"), s.l.Day(d.Due))
	when.fact(s.l.T("Your reference"), d.Order)
	s.three(who, where, when)
}

// place adds the property where the work was done.
func (k *stack) place(p portal.Property) {
	if p.ID == 0 {
		return
	}
	k.add(k.l.T("Work at"), label, 0)
	k.add(p.Name, strong, 1)
	for _, l := range k.address(p.Address) {
		k.add(l, small, 0)
	}
	if p.UPRN != "" {
		k.add(k.l.T("UPRN %s", p.UPRN), small, 0)
	}
}

// duePanel says what is to pay, and by when.
func (s *sheet) duePanel(d portal.InvoiceDoc) {
	l := s.l
	switch d.Shown() {
	case portal.StatusDraft:
		s.panel(l.T("Total"), l.Money(d.Total()), l.T("A draft: nothing is owed until it is issued"), grey)
	case portal.StatusVoid:
		s.panel(l.T("Still to pay"), l.Money(d.Open()), l.T("Void since %s", d.Voided), red)
	case portal.StatusBadDebt:
		s.panel(l.T("Still to pay"), l.Money(d.Open()), l.T("Written off as bad debt on %s", d.WrittenOff), red)
	case portal.StatusPaid:
		if d.Invoice.Paid == 0 && d.Credited != 0 {
			s.panel(l.T("Still to pay"), l.Money(d.Open()), l.T("Credited in full on %s", d.PaidOn), green)
			return
		}
		s.panel(l.T("Still to pay"), l.Money(d.Open()), l.T("Paid in full on %s", d.PaidOn), green)
	case portal.StatusOverdue:
		s.panel(l.T("Still to pay"), l.Money(d.Open()), l.T("Was due %s", d.Due), red)
	default:
		note := l.T("Due now")
		if d.Due != 0 {
			note = l.T("Due %s", d.Due)
		}
		if !d.DepositOpen().IsZero() {
			note = l.T("Deposit of %s due now", d.DepositOpen())
		}
		s.panel(l.T("Still to pay"), l.Money(d.Open()), note, black)
	}
}

// bill draws the lines. Only a bill with several rates says the rate on each line.
func (s *sheet) bill(d portal.InvoiceDoc, tail float64) {
	l, mixed := s.l, mixedTax(d)
	price := func(x portal.Line) string { return l.Price(x.Price, d.Currency) }
	amount := func(x portal.Line) string { return l.Money(portal.Of(x.Amount, d.Currency)) }
	count := func(x portal.Line) string { return quantity(l, x) }
	off := func(x portal.Line) string { return discount(l, x) }
	figures := []figure{{l.T("Quantity"), 90, count}, {l.T("Price"), 110, price}, {l.T("Discount"), 70, off}, {l.T("Amount"), 130, amount}}
	if !d.Discounted() {
		figures = slices.Delete(figures, 2, 3)
	}
	cols := s.figureColumns(d, figures)
	s.table(cols).rows(len(d.Lines), func(i int) row {
		x, what := d.Lines[i], cols[0].width
		first := cell{s.words(x.Description, body, what)}
		if x.Detail != "" {
			first = append(first, s.words(x.Detail, small, what))
		}
		if mixed {
			first = append(first, s.words(lineTax(l, x), small, what))
		}
		r := row{first}
		for n, f := range figures {
			r = append(r, cell{s.number(f.text(x), body, cols[n+1].width)})
		}
		return r
	}, tail)
}

// figure is a column of figures of the bill's lines.
type figure struct {
	title string
	most  float64 // width
	text  func(portal.Line) string
}

// figureColumns are the columns of the lines: the description takes what the figures leave.
func (s *sheet) figureColumns(d portal.InvoiceDoc, figures []figure) []column {
	cols := []column{{title: s.l.T("Description"), width: s.width()}}
	for _, f := range figures {
		w := min(f.most, s.widest(f.title, body, each(d, f.text)))
		cols = append(cols, column{f.title, w, true})
		cols[0].width -= w + gutter
	}
	return cols
}

// discount is a line's discount, "" for none.
func discount(l *words.Locale, x portal.Line) string {
	if x.Discount.IsZero() {
		return ""
	}
	return l.Percent(x.Discount.Neg())
}

func each(d portal.InvoiceDoc, text func(portal.Line) string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, x := range d.Lines {
			if !yield(text(x)) {
				return
			}
		}
	}
}

func quantity(l *words.Locale, x portal.Line) string {
	return strings.TrimSpace(l.Decimal(x.Quantity) + " " + x.Unit)
}

func mixedTax(d portal.InvoiceDoc) bool {
	for _, x := range d.Lines {
		if x.TaxName != d.Lines[0].TaxName || !x.TaxPercent.Equal(d.Lines[0].TaxPercent) {
			return true
		}
	}
	return false
}

func lineTax(l *words.Locale, x portal.Line) string {
	if x.TaxName == "" {
		return l.T("no tax")
	}
	return l.T("%s, %s", x.TaxName, l.Percent(x.TaxPercent))
}

// paidLabel says when money came, and when it was applied where that was later.
func paidLabel(l *words.Locale, p portal.PaidPart) string {
	if p.Applied != 0 {
		return l.T("Paid %s, %s, applied %s", p.On, p.Method, p.Applied)
	}
	return l.T("Paid %s, %s", p.On, p.Method)
}

// invoiceSums are the lines under the bill: what it comes to, what was paid, what is left.
func (s *sheet) invoiceSums(d portal.InvoiceDoc) []sumLine {
	l := s.l
	money := func(n int64) string { return l.Money(portal.Of(n, d.Currency)) }
	subtotal := l.T("Subtotal")
	if d.Inclusive && d.Totals.Tax != 0 {
		subtotal = l.T("Subtotal without tax")
	}
	ls := []sumLine{{label: subtotal, figure: money(d.Totals.Net), style: body}}
	for _, t := range d.Totals.Taxes {
		name := l.T("%s, %s", t.Name, l.Percent(t.Percent))
		if len(d.Totals.Taxes) > 1 {
			name = l.T("%s, %s on %s", t.Name, l.Percent(t.Percent), portal.Of(t.Net, d.Currency))
		}
		ls = append(ls, sumLine{label: name, figure: money(t.Tax), style: body})
	}
	ls = append(ls, sumLine{label: l.T("Total"), figure: money(d.Totals.Total), style: strong, ruled: true})
	if d.Deposit != 0 {
		ls = append(ls, sumLine{label: l.T("of it a deposit, due at once"), figure: money(d.Deposit), style: body})
	}
	for _, p := range d.Payments {
		ls = append(ls, sumLine{label: paidLabel(l, p), figure: l.Money(p.Sum.Neg()), style: body})
	}
	for _, c := range d.Credits {
		ls = append(ls, sumLine{label: l.T("Credited %s, %s", cmp.Or(c.Applied, c.On), c.Number), figure: l.Money(c.Sum.Neg()), style: body})
	}
	if d.State == portal.Draft {
		return ls
	}
	return append(ls, sumLine{label: l.T("Still to pay"), figure: l.Money(d.Open()), style: name.in(s.deep), ruled: true})
}
