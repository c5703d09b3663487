package pdf

import (
	"portico/internal/words"
	"portico/portal"
)

// Statement draws a client's account over a period.
func Statement(d portal.StatementDoc, head portal.Letterhead, l *words.Locale) (File, error) {
	return layStatement(d, head, l).finish()
}

func layStatement(d portal.StatementDoc, head portal.Letterhead, l *words.Locale) *sheet {
	s := newSheet(head, l)
	what := l.T("Statement")
	s.running(l.T("Statement, %s to %s", d.From, d.To), d.Receiver.Name)
	s.letterhead(d.Issuer, d.Receiver)
	s.titleLine(what, "", grey)
	s.y += 16
	s.statementParties(d)
	s.panel(l.T("Balance on %s", d.To), l.Money(d.Closing), s.ageingNote(d), black)
	s.y += 14
	sums := s.statementSums(d)
	s.entries(d, s.sumsHeight(sums))
	s.sums(sums)
	s.ageing(d.Ageing)
	return s.done(what+" · "+d.Receiver.Name, d.Issuer)
}

func (s *sheet) ageingNote(d portal.StatementDoc) string {
	late := d.Ageing.Total().Sub(d.Ageing.Current)
	if late.Amount <= 0 {
		return ""
	}
	return s.l.T("%s overdue on %s", late, d.Ageing.On)
}

func (s *sheet) statementParties(d portal.StatementDoc) {
	who, account, when := s.thirds()
	who.party(s.l.T("Account of"), d.Receiver)
	account.fact(s.l.T("Account number"), d.Account)
	account.fact(s.l.T("Currency"), string(d.Currency))
	when.fact(s.l.T("From"), s.l.Day(d.From))
	when.fact(s.l.T("To"), s.l.Day(d.To))
	s.three(who, account, when)
}

// entries draws the account line by line, from the opening balance on.
func (s *sheet) entries(d portal.StatementDoc, tail float64) {
	l := s.l
	amounts, balances, dates, docs := s.entryWidths(d)
	text := s.width() - amounts - balances - dates - docs - 4*gutter
	t := s.table([]column{
		{l.T("Date"), dates, false},
		{l.T("Document"), docs, false},
		{l.T("Description"), text, false},
		{l.T("Amount"), amounts, true},
		{l.T("Balance"), balances, true},
	})
	t.pad = densePad
	t.rows(len(d.Rows)+1, func(i int) row {
		if i == 0 {
			return row{
				{s.words(l.Day(d.From), body, dates)},
				nil,
				{s.words(l.T("Opening balance"), strong, text)},
				nil,
				{s.number(l.Money(d.Opening), strong, balances)},
			}
		}
		r := d.Rows[i-1]
		return row{
			{s.words(l.Day(r.On), body, dates)},
			{s.words(r.Number, body, docs)},
			{s.words(l.Entry(r), body, text)},
			{s.number(l.Money(r.Amount), body, amounts)},
			{s.number(l.Money(r.Balance), body, balances)},
		}
	}, tail)
}

func (s *sheet) entryWidths(d portal.StatementDoc) (amounts, balances, dates, docs float64) {
	each := func(text func(portal.StatementRow) string) func(func(string) bool) {
		return func(yield func(string) bool) {
			for _, r := range d.Rows {
				if !yield(text(r)) {
					return
				}
			}
		}
	}
	amounts = s.widest(s.l.T("Amount"), body, each(func(r portal.StatementRow) string { return s.l.Money(r.Amount) }))
	balances = s.widest(s.l.T("Balance"), strong, each(func(r portal.StatementRow) string { return s.l.Money(r.Balance) }))
	balances = max(balances, s.widest("", strong, func(yield func(string) bool) { yield(s.l.Money(d.Opening)) }))
	dates = s.widest(s.l.T("Date"), body, each(func(r portal.StatementRow) string { return s.l.Day(r.On) }))
	dates = max(dates, s.widest("", body, func(yield func(string) bool) { yield(s.l.Day(d.From)) }))
	docs = s.widest(s.l.T("Document"), body, each(func(r portal.StatementRow) string { return r.Number }))
	return min(amounts, 110), min(balances, 110), min(dates, 96), min(docs, 80)
}

func (s *sheet) statementSums(d portal.StatementDoc) []sumLine {
	l := s.l
	return []sumLine{
		{label: l.T("Opening balance"), figure: l.Money(d.Opening), style: body},
		{label: l.T("Charged in the period"), figure: l.Money(d.Charged()), style: body},
		{label: l.T("Paid and credited in the period"), figure: l.Money(d.Paid().Neg()), style: body},
		{label: l.T("Closing balance"), figure: l.Money(d.Closing), style: name.in(s.deep), ruled: true},
	}
}

// ageing draws what is open by how long it is late, as of today whatever the period.
func (s *sheet) ageing(a portal.Ageing) {
	s.need(84)
	s.y += 24
	s.y = s.write(s.l.T("Open on %s, by days overdue", a.On), label, s.left(), s.y, s.width()) + 4
	cells := []struct {
		head string
		sum  portal.Money
	}{
		{s.l.T("Not yet due"), a.Current},
		{s.l.T("1–30 days"), a.Late30},
		{s.l.T("31–60 days"), a.Late60},
		{s.l.T("61–90 days"), a.Late90},
		{s.l.T("Over 90 days"), a.Over90},
	}
	w := s.width() / float64(len(cells))
	s.fill(s.left(), s.y, s.width(), 42, s.tint)
	for i, c := range cells {
		x, st := s.left()+float64(i)*w, strong
		if i > 0 && c.sum.Amount > 0 {
			st = strong.in(red)
		}
		s.draw(s.line(c.head, label), label, x+10, s.y+7)
		s.draw(s.figure(s.l.Money(c.sum), st), st, x+10, s.y+19)
	}
	s.y += 42
	if !a.Credit.IsZero() {
		s.y = s.write(s.l.T("Credit on account, not yet set off: %s", a.Credit), small, s.left(), s.y+6, s.width())
	}
}
