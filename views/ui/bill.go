package ui

import (
	"strings"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
)

// BillLinks are where a bill leads; the client's bill leads nowhere.
type BillLinks struct {
	Payment    func(portal.PaymentID) paths.URL
	CreditNote func(portal.CreditNoteID) paths.URL
}

// logo is the address of the business's logo, "" for none.
func logo(d portal.InvoiceDoc) paths.URL {
	if d.LogoHash == "" {
		return ""
	}
	return paths.BrandLogo(d.LogoHash)
}

// quantity is a line's quantity with its unit: 26.5 h.
func quantity(l *words.Locale, x portal.Line) string {
	return strings.TrimSpace(l.Decimal(x.Quantity) + " " + x.Unit)
}

// times is a line's quantity and price where there is one column for both: 26.5 h × $86.00.
func times(l *words.Locale, d portal.InvoiceDoc, x portal.Line) string {
	sum := quantity(l, x) + " × " + l.Price(x.Price, d.Currency)
	if off := discount(l, x); off != "" {
		sum += " " + off
	}
	return sum
}

// discount is a line's discount, "" for none.
func discount(l *words.Locale, x portal.Line) string {
	if x.Discount.IsZero() {
		return ""
	}
	return l.Percent(x.Discount.Neg())
}

// mixedTax reports whether the lines carry different rates: then each says its own.
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

func taxLabel(l *words.Locale, d portal.InvoiceDoc, t portal.TaxSum) string {
	if d.Inclusive {
		return l.T("included %s, %s", t.Name, l.Percent(t.Percent))
	}
	return l.T("%s, %s", t.Name, l.Percent(t.Percent))
}

func lineSum(d portal.InvoiceDoc, x portal.Line) portal.Money { return portal.Of(x.Amount, d.Currency) }

// note is a sentence about when the money is due, with its tone.
type note struct {
	variant Variant
	icon    string
	text    string
}

func dueNote(l *words.Locale, d portal.InvoiceDoc) note {
	due := l.DayShort(d.Due)
	switch d.Shown() {
	case portal.StatusDraft:
		return note{Plain, "file-pen-line", l.T("A draft: nothing is owed until it is issued")}
	case portal.StatusVoid:
		return note{Plain, "ban", l.T("Void since %s: there is nothing to pay", l.DayShort(d.Voided))}
	case portal.StatusBadDebt:
		return note{Danger, "circle-x", l.T("Written off as bad debt on %s", l.DayShort(d.WrittenOff))}
	case portal.StatusPaid:
		if d.Invoice.Paid == 0 && d.Credited != 0 {
			return note{Success, "circle-check", l.T("Credited in full on %s", l.DayShort(d.PaidOn))}
		}
		return note{Success, "circle-check", l.T("Paid in full on %s", l.DayShort(d.PaidOn))}
	case portal.StatusOverdue:
		return note{Danger, "clock-alert", l.N(d.Late(), "One day late, due %[2]s", "%d days late, due %s", due)}
	}
	if d.Due == 0 {
		return note{Plain, "calendar-days", l.T("Due now")}
	}
	switch left := int(d.Due - d.Today); left {
	case 0:
		return note{Warning, "calendar-clock", l.T("Due today")}
	case 1:
		return note{Warning, "calendar-clock", l.T("Due tomorrow, %s", due)}
	default:
		return note{Plain, "calendar-days", l.N(left, "Due in one day, %[2]s", "Due in %d days, %s", due)}
	}
}

// history is what happened to an invoice, as a timeline.
func history(l *words.Locale, d portal.InvoiceDoc) (hs []Happening) {
	for _, h := range d.History(l.Zone()) {
		e := happening(l, h)
		if e.At = h.At; h.At.IsZero() {
			e.On = h.On
		}
		hs = append(hs, e)
	}
	return hs
}

func happening(l *words.Locale, h portal.Happened) Happening {
	switch h.Kind {
	case portal.WasBegun:
		return Happening{Icon: "file-pen-line", Text: l.T("Draft begun")}
	case portal.WasIssued:
		return Happening{Icon: "file-check", Text: l.T("Issued")}
	case portal.WasSent:
		if len(h.Who) == 0 { // imported
			return Happening{Icon: "send", Text: l.T("Sent")}
		}
		return Happening{Icon: "send", Text: l.T("Sent to %s", strings.Join(h.Who, ", "))}
	case portal.WasViewed:
		return Happening{Icon: "eye", Text: l.T("Viewed by %s", h.Who[0])}
	case portal.WasReminded:
		return Happening{Icon: "bell", Text: l.T("Reminder sent")}
	case portal.WasPaid:
		return Happening{Icon: "circle-check", Variant: Success, Text: l.T("Payment of %s received", h.Sum), Detail: l.Name(h.Method)}
	case portal.WasCredited:
		return Happening{Icon: "undo-2", Text: l.T("%s credited", h.Sum), Detail: h.Who[0]}
	case portal.BecameOverdue:
		return Happening{Icon: "clock-alert", Variant: Danger, Text: l.T("Overdue")}
	case portal.WasWrittenOff:
		return Happening{Icon: "circle-x", Variant: Danger, Text: l.T("%s marked as bad debt", h.Sum)}
	case portal.WasReinstated:
		return Happening{Icon: "undo-2", Text: l.T("%s of bad debt taken back", h.Sum)}
	}
	return Happening{Icon: "ban", Text: l.T("Voided: %s", h.Reason)}
}

// InvoiceTitle names an invoice on top of its page.
func InvoiceTitle(l *words.Locale, d portal.InvoiceDoc) string {
	if d.Number == "" {
		return l.T("Draft invoice")
	}
	return l.T("Invoice %s", d.Number)
}
