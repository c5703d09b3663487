package pdf

import (
	"portico/internal/words"
	"portico/portal"
)

// CreditNote draws a credit note, in the look of the bill that it takes off.
func CreditNote(d portal.CreditNoteDoc, head portal.Letterhead, l *words.Locale) (File, error) {
	return layCreditNote(d, head, l).finish()
}

func layCreditNote(d portal.CreditNoteDoc, head portal.Letterhead, l *words.Locale) *sheet {
	s := newSheet(head, l)
	what := l.T("Credit note %s", d.Number)
	s.running(what, d.Bill.Receiver.Name)
	s.letterhead(d.Bill.Issuer, d.Bill.Receiver)
	s.titleLine(what, "", grey)
	s.y++
	s.flow(s.lines(l.T("For invoice %s", d.Of), body.in(grey), s.width()-110), body.in(grey), s.width()-110)
	s.y += 16
	who, where, when := s.thirds()
	who.party(l.T("Credited to"), d.Bill.Receiver)
	where.place(d.Bill.At)
	when.fact(l.T("Issued"), l.Day(d.Issued))
	when.fact(l.T("For invoice"), d.Of)
	s.three(who, where, when)
	s.panel(l.T("Credited"), l.Money(d.Total()), s.creditUse(d), black)
	s.y += 14
	sums := s.creditSums(d)
	s.bill(d.Bill, s.sumsHeight(sums))
	s.closing(sums, l.T("Reason"), d.Reason)
	return s.done(what, d.Bill.Issuer)
}

// creditUse says what is left of the note.
func (s *sheet) creditUse(d portal.CreditNoteDoc) string {
	if d.Rest().IsZero() {
		return ""
	}
	return s.l.T("%s is credit on your account", d.Rest())
}

func (s *sheet) creditSums(d portal.CreditNoteDoc) []sumLine {
	l := s.l
	money := func(n int64) string { return l.Money(portal.Of(-n, d.Currency)) }
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
	return append(ls, sumLine{label: l.T("Total credited"), figure: money(d.Totals.Total), style: name.in(s.deep), ruled: true})
}
