package words

import "portico/portal"

// Entry says what a line of a statement was: Invoice: Boiler service · Payment, Check: 1042.
func (l *Locale) Entry(r portal.StatementRow) string {
	switch {
	case r.Kind == portal.EntryFee && r.Amount.Amount < 0:
		return l.T("%s fee given back", r.Method)
	case r.Kind == portal.EntryFee:
		return l.T("%s fee", r.Method)
	}
	what := l.Name(r.Kind)
	if m, ok := r.ByMethod(); ok {
		what = l.T("%s, %s", what, m)
	}
	if r.Text != "" {
		what = l.T("%s: %s", what, r.Text)
	}
	return what
}

// Period names a period that is offered.
func (l *Locale) Period(key string) string {
	switch key {
	case "90-days":
		return l.T("90 days")
	case "this-month":
		return l.T("This month")
	case "last-month":
		return l.T("Last month")
	case "this-quarter":
		return l.T("This quarter")
	case "this-year":
		return l.T("This year")
	case "last-year":
		return l.T("Last year")
	}
	return l.T("Everything")
}
