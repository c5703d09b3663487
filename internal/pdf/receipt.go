package pdf

import (
	"portico/internal/words"
	"portico/portal"
)

// Receipt draws what a payment was and what it paid.
func Receipt(d portal.PaymentDoc, head portal.Letterhead, l *words.Locale) (File, error) {
	return layReceipt(d, head, l).finish()
}

func layReceipt(d portal.PaymentDoc, head portal.Letterhead, l *words.Locale) *sheet {
	s := newSheet(head, l)
	what := l.T("Receipt %s", d.Number)
	s.running(what, d.Receiver.Name)
	s.letterhead(d.Issuer, d.Receiver)
	s.titleLine(what, "", grey)
	s.y += 16
	s.receiptParties(d)
	s.panel(l.T("Received"), l.Money(d.Sum()), l.T("%s, %s", d.Method, d.On), black)
	s.y += 14
	sums := s.receiptSums(d)
	if len(d.Paid) > 0 {
		s.paid(d, s.sumsHeight(sums))
	}
	s.closing(sums, l.T("Thank you"), l.T("We have received your payment. Keep this receipt for your records."))
	return s.done(what, d.Issuer)
}

func (s *sheet) receiptParties(d portal.PaymentDoc) {
	who, how, when := s.thirds()
	who.party(s.l.T("Received from"), d.Receiver)
	how.fact(s.l.T("Method"), s.l.Name(d.Method))
	how.fact(s.l.T("Reference"), d.Reference)
	when.fact(s.l.T("Date"), s.l.Day(d.On))
	when.fact(s.l.T("Recorded by"), d.By)
	s.three(who, how, when)
}

// paid draws the invoices that the payment paid.
func (s *sheet) paid(d portal.PaymentDoc, tail float64) {
	l := s.l
	figures := func(of func(portal.PaidInvoice) portal.Money) func(func(string) bool) {
		return func(yield func(string) bool) {
			for _, p := range d.Paid {
				if !yield(l.Money(of(p))) {
					return
				}
			}
		}
	}
	total := s.widest(l.T("Total"), body, figures(func(p portal.PaidInvoice) portal.Money { return p.Total }))
	part := s.widest(l.T("This payment"), body, figures(func(p portal.PaidInvoice) portal.Money { return p.Part }))
	rest := s.widest(l.T("Still to pay"), body, figures(func(p portal.PaidInvoice) portal.Money { return p.Rest }))
	const issued = 84
	first := s.width() - issued - total - part - rest - 4*gutter
	t := s.table([]column{
		{l.T("Invoice"), first, false},
		{l.T("Issued"), issued, false},
		{l.T("Total"), total, true},
		{l.T("This payment"), part, true},
		{l.T("Still to pay"), rest, true},
	})
	t.rows(len(d.Paid), func(i int) row {
		p := d.Paid[i]
		what := cell{s.words(p.Number, body, first)}
		if p.Description != "" {
			what = append(what, s.words(p.Description, small, first))
		}
		return row{
			what,
			{s.words(l.Day(p.Issued), body, issued)},
			{s.number(l.Money(p.Total), body, total)},
			{s.number(l.Money(p.Part), body, part)},
			{s.number(l.Money(p.Rest), body, rest)},
		}
	}, tail)
}

func (s *sheet) receiptSums(d portal.PaymentDoc) (ls []sumLine) {
	if c := d.Credit(); !c.IsZero() {
		ls = append(ls, sumLine{label: s.l.T("Kept as credit on your account"), figure: s.l.Money(c), style: body})
	}
	if f := d.FeeSum(); !f.IsZero() {
		ls = append(ls, sumLine{label: s.l.T("%s fee, included", d.Method), figure: s.l.Money(f), style: body})
	}
	for _, r := range d.Refunds {
		ls = append(ls, sumLine{label: s.l.T("%s, %s", r.Kind, r.On), figure: s.l.Money(portal.Of(-r.Amount, d.Currency)), style: body})
	}
	return append(ls, sumLine{label: s.l.T("Received"), figure: s.l.Money(d.Sum()), style: name.in(s.deep), ruled: true})
}
