package ui

import (
	"strings"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
)

var batchLooks = [...]look{
	portal.BatchOpen:       {Plain, "circle"},
	portal.BatchPartlyPaid: {Warning, "circle-dashed"},
	portal.BatchOverdue:    {Danger, "clock-alert"},
	portal.BatchPaid:       {Success, "circle-check"},
	portal.BatchBadDebt:    {Danger, "circle-x"},
	portal.BatchVoid:       {Plain, "ban"},
	portal.BatchApart:      {Plain, "undo-2"},
}

// BatchStatus is a batch invoice's status.
func BatchStatus(s portal.BatchStatus) templ.Component { return badge{batchLooks[s], "", s} }

// BatchLinks are where a batch invoice leads; behind a document link it leads nowhere.
type BatchLinks struct {
	Invoice func(portal.InvoiceID) paths.URL
	Payment func(portal.PaymentID) paths.URL
}

// BatchTitle names a batch invoice on top of its page.
func BatchTitle(l *words.Locale, d portal.BatchDoc) string { return l.T("Batch invoice %s", d.Number) }

// BatchAbout says in a line which invoices are in it.
func BatchAbout(l *words.Locale, r portal.BatchRow) string {
	about := l.N(r.Count, "One invoice", "%d invoices")
	if r.To != 0 {
		about += " · " + l.MonthLong(r.To.Month())
	}
	if r.Note != "" {
		about += " · " + r.Note
	}
	return about
}

func batchNote(l *words.Locale, d portal.BatchDoc) note {
	sums := d.Sums()
	switch d.Shown() {
	case portal.BatchApart:
		return note{Plain, "undo-2", l.T("Taken apart on %s: each invoice is paid by itself", l.DayShort(d.Apart))}
	case portal.BatchVoid:
		return note{Plain, "ban", l.T("Every invoice in it is void: there is nothing to pay")}
	case portal.BatchPaid:
		return note{Success, "circle-check", l.T("Everything in it is paid")}
	case portal.BatchBadDebt:
		return note{Danger, "circle-x", l.T("%s written off as bad debt", d.Lost())}
	case portal.BatchOverdue:
		return note{Danger, "clock-alert", l.T("%s of it is overdue", portal.Of(sums.Overdue, d.Currency))}
	}
	return note{Plain, "calendar-days", l.T("Due from %s on", l.DayShort(sums.Due))}
}

// billAbout is where the work was, by whom, and under which order.
func billAbout(l *words.Locale, b portal.BatchBill) string {
	var all []string
	if b.At.ID != 0 {
		all = append(all, b.At.Name)
	}
	if a := b.At.Address.OneLine(); a != "" && a != b.At.Name {
		all = append(all, a)
	}
	if b.At.UPRN != "" {
		all = append(all, l.T("UPRN %s", b.At.UPRN))
	}
	if b.By != "" {
		all = append(all, l.T("by %s", b.By))
	}
	if b.Order != "" {
		all = append(all, l.T("order %s", b.Order))
	}
	return strings.Join(all, " · ")
}

func batchTax(l *words.Locale, d portal.BatchDoc, t portal.TaxSum) string {
	return l.T("%s, %s on %s", t.Name, l.Percent(t.Percent), portal.Of(t.Net, d.Currency))
}
