package web

import (
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/ui"
)

// Period reads which days a statement is to cover.
func (c *Ctx) Period() portal.Period {
	return portal.PeriodOf(c.Query("period"), c.DayQuery("from"), c.DayQuery("to"), c.V.Today)
}

// StatementPage reads as much of an account as a page shows.
func StatementPage(c *Ctx, sc service.Scope) (service.StatementPage, error) {
	q, err := c.List()
	if err != nil {
		return service.StatementPage{}, err
	}
	if _, _, ok := portal.ParsePlace(q.After); !ok && q.After != nil {
		return service.StatementPage{}, portal.NotFound()
	}
	return c.S.StatementPage(c.Std(), sc, c.Period(), q.After)
}

// Statement is what a page shows of an account, with the ways to its other forms.
func Statement(c *Ctx, p service.StatementPage, url, csv, pdf paths.URL, links ui.StatementLinks) ui.Statement {
	at := ui.PeriodQuery(p.Period)
	return ui.Statement{
		StatementDoc: p.StatementDoc, Period: p.Period, Added: p.Added, Taken: p.Taken, Lines: p.Lines, First: c.Query("after") == "",
		URL: url, CSV: csv.With(at...), PDF: pdf.With(at...), Links: links, Foot: Foot(c, p.Part, url),
	}
}

// StatementCSV is a whole account over a period, from one transaction, so that its lines add up.
func StatementCSV(c *Ctx, sc service.Scope) error {
	d, err := c.S.Statement(c.Std(), sc, c.Period())
	if err != nil {
		return err
	}
	head := []string{"Date", "Kind", "Number", "Description", "Due", "Currency", "Amount", "Balance"}
	for i := range head {
		head[i] = c.L.Label(head[i])
	}
	plain := func(m portal.Money) string { return m.Decimal().StringFixed(m.Currency.Digits()) }
	sums := func(on portal.Day, what string, m portal.Money) []string {
		return []string{on.ISO(), what, "", "", "", string(d.Currency), "", plain(m)}
	}
	lines := [][]string{sums(d.From, c.L.T("Opening balance"), d.Opening)}
	for _, r := range d.Rows {
		text := r.Text
		if m, ok := r.ByMethod(); ok && text == "" {
			text = c.L.Name(m)
		}
		lines = append(lines, []string{r.On.ISO(), c.L.Name(r.Kind), r.Number, text, r.Due.ISO(), string(d.Currency), plain(r.Amount), plain(r.Balance)})
	}
	lines = append(lines, sums(d.To, c.L.T("Closing balance"), d.Closing))
	page := func(store.Query) (store.Page[[]string], error) { return store.Page[[]string]{Rows: lines}, nil }
	return CSV(c, "statement", head, store.Query{}, page, func(l []string) []string { return l })
}

// StatementPDF is an account over a period, on paper.
func StatementPDF(c *Ctx, sc service.Scope) error {
	d, file, err := c.S.StatementPDF(c.Std(), sc, c.Period(), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(d.Account+" "+d.From.ISO()+" "+d.To.ISO(), file)
}
