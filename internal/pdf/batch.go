package pdf

import (
	"errors"
	"strings"

	"portico/internal/words"
	"portico/portal"
)

// Invoices draws bills into one document, each with its own page numbers.
func Invoices(ds []portal.InvoiceDoc, head portal.Letterhead, l *words.Locale) (File, error) {
	if len(ds) == 0 {
		return File{}, errors.New("pdf: no invoices")
	}
	sheets := make([]*sheet, len(ds))
	for n, d := range ds {
		sheets[n] = layInvoice(d, head, l)
	}
	if len(ds) == 1 {
		return sheets[0].finish()
	}
	return bind(l.T("Invoices")+" · "+sheets[0].author, sheets...)
}

// Batch draws several bills presented as one: a line for each, their taxes together, one sum.
func Batch(d portal.BatchDoc, head portal.Letterhead, l *words.Locale) (File, error) {
	return layBatch(d, head, l).finish()
}

func layBatch(d portal.BatchDoc, head portal.Letterhead, l *words.Locale) *sheet {
	s := newSheet(head, l)
	what := l.T("Batch invoice %s", d.Number)
	s.running(what, d.Receiver.Name)
	s.letterhead(d.Issuer, d.Receiver)
	state, tone := s.batchState(d)
	s.titleLine(what, state, tone)
	if d.Note != "" {
		s.y++
		s.flow(s.lines(d.Note, body.in(grey), s.width()-110), body.in(grey), s.width()-110)
	}
	s.y += 16
	s.batchParties(d)
	s.batchPanel(d)
	s.y += 14
	sums := s.batchSums(d)
	s.batchBills(d, s.sumsHeight(sums))
	s.closing(sums, l.T("How to pay"), s.batchWords(d))
	return s.done(what, d.Issuer)
}

// batchState is the word beside the title; an ordinary open one needs none.
func (s *sheet) batchState(d portal.BatchDoc) (string, ink) {
	switch st := d.Shown(); st {
	case portal.BatchPaid:
		return s.l.Name(st), green
	case portal.BatchVoid, portal.BatchBadDebt, portal.BatchOverdue:
		return s.l.Name(st), red
	case portal.BatchPartlyPaid, portal.BatchApart:
		return s.l.Name(st), grey
	}
	return "", grey
}

func (s *sheet) batchParties(d portal.BatchDoc) {
	who, about, when := s.thirds()
	who.party(s.l.T("Billed to"), d.Receiver)
	about.fact(s.l.T("Invoices"), s.l.Number(len(d.Bills)))
	if d.To != 0 {
		about.fact(s.l.T("Period"), s.l.T("%s to %s", d.From, d.To))
	}
	when.fact(s.l.T("Date"), s.l.Day(d.On))
	if due := d.Sums().Due; due != 0 {
		when.fact(s.l.T("First due"), s.l.Day(due))
	}
	s.three(who, about, when)
}

// batchPanel says what is to pay for all of it.
func (s *sheet) batchPanel(d portal.BatchDoc) {
	l, note, tone := s.l, "", black
	switch due := d.Sums().Due; d.Shown() {
	case portal.BatchPaid:
		note, tone = l.T("Everything in it is paid"), green
	case portal.BatchBadDebt:
		note, tone = l.T("%s written off as bad debt", d.Lost()), red
	case portal.BatchVoid:
		note, tone = l.T("Every invoice in it is void"), red
	case portal.BatchApart:
		note, tone = l.T("Taken apart on %s: each invoice is paid by itself", d.Apart), grey
	case portal.BatchOverdue:
		note, tone = l.T("%s of it is overdue", portal.Of(d.Sums().Overdue, d.Currency)), red
	default:
		note = l.T("Due from %s on", due)
	}
	s.panel(l.T("Still to pay"), l.Money(d.Open()), note, tone)
}

func (s *sheet) batchWords(d portal.BatchDoc) string {
	if d.Open().IsZero() {
		return ""
	}
	return s.l.T("One payment settles all of them: write %s as its reference. Each invoice keeps its own number and terms.", d.Reference())
}

// billLine is one invoice as the table shows it.
type billLine struct{ total, paid, open string }

func (s *sheet) billLine(b portal.BatchBill) billLine {
	paid := portal.Of(b.Settled(), b.Currency)
	if b.State == portal.Void {
		return billLine{s.l.Money(b.Total()), s.l.Money(paid), s.l.Name(portal.StatusVoid)}
	}
	return billLine{s.l.Money(b.Total()), s.l.Money(paid), s.l.Money(b.Open())}
}

// batchBills draws a line for each invoice: which, when, where, what, how much.
func (s *sheet) batchBills(d portal.BatchDoc, tail float64) {
	l := s.l
	lines := make([]billLine, len(d.Bills))
	for n, b := range d.Bills {
		lines[n] = s.billLine(b)
	}
	figures := func(of func(billLine) string) func(func(string) bool) {
		return func(yield func(string) bool) {
			for _, x := range lines {
				if !yield(of(x)) {
					return
				}
			}
		}
	}
	const days = 92
	total := min(90, s.widest(l.T("Total"), body, figures(func(x billLine) string { return x.total })))
	paid := min(90, s.widest(l.T("Paid"), body, figures(func(x billLine) string { return x.paid })))
	open := min(90, s.widest(l.T("To pay"), body, figures(func(x billLine) string { return x.open })))
	first := s.width() - days - total - paid - open - 4*gutter
	s.table([]column{
		{l.T("Invoice"), first, false},
		{l.T("Date"), days, false},
		{l.T("Total"), total, true},
		{l.T("Paid"), paid, true},
		{l.T("To pay"), open, true},
	}).rows(len(lines), func(i int) row {
		b, x := d.Bills[i], lines[i]
		return row{
			s.billCell(b, first),
			{s.words(l.Day(b.Issued), body, days), s.words(s.dueWord(b), small, days)},
			{s.number(x.total, body, total)},
			{s.number(x.paid, body, paid)},
			{s.number(x.open, body, open)},
		}
	}, tail)
}

func (s *sheet) dueWord(b portal.BatchBill) string {
	if b.Due == 0 {
		return ""
	}
	return s.l.T("due %s", b.Due)
}

// billCell names the invoice, where and what the work was, and what was paid.
func (s *sheet) billCell(b portal.BatchBill, width float64) cell {
	l := s.l
	c := cell{s.words(b.Number+" · "+b.Description, body, width)}
	add := func(text string) {
		if strings.TrimSpace(text) != "" {
			c = append(c, s.words(text, small, width))
		}
	}
	at := b.At.Name
	if b.At.UPRN != "" {
		at += " · " + l.T("UPRN %s", b.At.UPRN)
	}
	add(at)
	if b.Order != "" {
		add(l.T("Your reference") + " " + b.Order)
	}
	add(b.Services())
	for _, p := range b.Payments {
		add(paidLabel(l, p) + ": " + l.Money(p.Sum))
	}
	return c
}

// batchSums are what all of it comes to.
func (s *sheet) batchSums(d portal.BatchDoc) []sumLine {
	l := s.l
	line := func(label string, m portal.Money) sumLine {
		return sumLine{label: label, figure: l.Money(m), style: body}
	}
	ls := []sumLine{line(l.T("Subtotal without tax"), d.Net())}
	for _, t := range d.Taxes() {
		ls = append(ls, line(l.T("%s, %s on %s", t.Name, l.Percent(t.Percent), portal.Of(t.Net, d.Currency)), portal.Of(t.Tax, d.Currency)))
	}
	ls = append(ls, sumLine{label: l.T("Total"), figure: l.Money(d.Total()), style: strong, ruled: true})
	for _, x := range []struct {
		label string
		m     portal.Money
	}{{l.T("Paid"), d.Paid().Neg()}, {l.T("Credited"), d.Credited().Neg()}, {l.T("Bad debt"), d.Lost().Neg()}} {
		if !x.m.IsZero() {
			ls = append(ls, line(x.label, x.m))
		}
	}
	if !d.Fees().IsZero() {
		ls = append(ls, line(l.T("Card and ACH fees, beside the total"), d.Fees()))
	}
	return append(ls, sumLine{label: l.T("Still to pay"), figure: l.Money(d.Open()), style: name.in(s.deep), ruled: true})
}
