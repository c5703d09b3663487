package web

import (
	"net/http"
	"strconv"

	"portico/portal"
	"portico/service"
	"portico/store"
)

// Chosen are the invoices that a list's check boxes named.
func (c *Ctx) Chosen() (ids []portal.InvoiceID, err error) {
	for _, v := range c.QueryArray("invoice") {
		n, err := strconv.ParseUint(v, 10, 64)
		if err != nil || n == 0 {
			return nil, portal.NotFound()
		}
		ids = append(ids, portal.InvoiceID(n))
	}
	return ids, nil
}

// InvoicesPDF answers with the chosen invoices as one document.
func InvoicesPDF(c *Ctx) error {
	ids, err := c.Chosen()
	if err != nil {
		return err
	}
	docs, err := c.S.InvoicePapers(c.Std(), c.Scope(), ids)
	if err != nil {
		return err
	}
	file, err := c.S.InvoicesPDF(c.Std(), docs, c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF("invoices", file)
}

// InvoicesZIP answers with the chosen invoices as PDFs in a ZIP, sent while they are drawn.
func InvoicesZIP(c *Ctx) error {
	ids, err := c.Chosen()
	if err != nil {
		return err
	}
	docs, err := c.S.InvoicePapers(c.Std(), c.Scope(), ids)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="invoices.zip"`)
	c.Header("Content-Type", "application/zip")
	c.Header("Cache-Control", "private, no-store")
	c.Status(http.StatusOK)
	if err := c.S.InvoicesZIP(c.Std(), c.Writer, docs, c.L.Lang()); err != nil {
		panic(http.ErrAbortHandler) // a cut-off file must not look whole
	}
	return nil
}

// BatchQuery reads the filters of a list of batch invoices.
func (c *Ctx) BatchQuery() (q store.BatchQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	states := map[string]uint64{"unpaid": store.BatchToPay, "paid": store.BatchSettled, "apart": store.BatchApart}
	if state, ok := states[c.Query("status")]; ok {
		q.States = []uint64{state}
	}
	q.From, q.To = c.DayQuery("from"), c.DayQuery("to")
	return q, nil
}

// BatchesCSV is every row of a list of batch invoices that matches; office files say whose they are.
func BatchesCSV(c *Ctx, q store.Query, page func(store.Query) (service.BatchList, error), office bool) error {
	var list service.BatchList
	next := func(at store.Query) (p store.Page[service.BatchLine], err error) {
		list, err = page(at)
		return list.Page, err
	}
	head := []string{"Number", "Client", "Date", "From", "To", "Note", "Invoices", "Status", "Currency", "Total", "Overdue", "To pay"}
	if !office {
		head = append(head[:1], head[2:]...)
	}
	for i := range head {
		head[i] = c.L.Label(head[i])
	}
	return CSV(c, "batch-invoices", head, q, next, func(r service.BatchLine) []string {
		cells := []string{
			r.Number, list.Clients[r.Client], r.On.ISO(), r.From.ISO(), r.To.ISO(), r.Note, strconv.Itoa(r.Count), r.Status().Name(),
			string(r.Currency), exact(r.Total()), exact(portal.Of(r.Sums.Overdue, r.Currency)), exact(r.Open()),
		}
		if !office {
			cells = append(cells[:1], cells[2:]...)
		}
		return cells
	})
}

// exact is an amount as programs read it.
func exact(m portal.Money) string { return m.Decimal().StringFixed(m.Currency.Digits()) }

// BatchCSV is one batch invoice for a spreadsheet: a line for each invoice, and one for all of them.
func BatchCSV(c *Ctx, d portal.BatchDoc) error {
	head := []string{
		"Number", "Date", "Due", "Status", "Description", "Services", "Purchase order", "Property", "Address", "UPRN", "Contractor", "Currency",
		"Subtotal", "Tax", "Total", "Card fee", "Paid", "Credited", "To pay",
	}
	for i := range head {
		head[i] = c.L.Label(head[i])
	}
	of := func(n int64) string { return exact(portal.Of(n, d.Currency)) }
	var lines [][]string
	for _, b := range d.Bills {
		lines = append(lines, []string{
			b.Number, b.Issued.ISO(), b.Due.ISO(), b.Status(d.Today).Name(), b.Description, b.Services(), b.Order, b.At.Name, b.At.Address.OneLine(),
			b.At.UPRN, b.By, string(d.Currency), of(b.Totals.Net), of(b.Totals.Tax), of(b.Totals.Total), of(b.Fees), of(b.Paid), of(b.Credited),
			exact(b.Open()),
		})
	}
	lines = append(lines, []string{
		d.Number, d.On.ISO(), d.Sums().Due.ISO(), d.Shown().Name(), d.Note, c.L.T("Total"), "", "", "", "", "", string(d.Currency), exact(d.Net()),
		exact(d.Total().Sub(d.Net())), exact(d.Total()), exact(d.Fees()), exact(d.Paid()), exact(d.Credited()), exact(d.Open()),
	})
	page := func(store.Query) (store.Page[[]string], error) { return store.Page[[]string]{Rows: lines}, nil }
	return CSV(c, fileName(d.Number), head, store.Query{}, page, func(l []string) []string { return l })
}
