package ui

import (
	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/portal"
)

// Statement is an account over a period, as the client and the office see it.
type Statement struct {
	portal.StatementDoc // with the lines that the page shows
	Period              portal.Period
	Added, Taken        portal.Money // of the whole period
	Lines               int          // in the whole period
	First               bool         // it shows the first of them
	URL, CSV, PDF       paths.URL
	Links               StatementLinks
	Foot                Foot
}

// StatementLinks are where a statement's lines lead; nil leads nowhere.
type StatementLinks struct {
	Invoice func(portal.InvoiceID) paths.URL
	Payment func(portal.PaymentID) paths.URL

	CreditNote func(portal.CreditNoteID) paths.URL
}

// to is the page of a line's document, "" for none that may be seen.
func (l StatementLinks) to(r portal.Ref) paths.URL {
	switch {
	case r.Kind == portal.KindInvoice && l.Invoice != nil:
		return l.Invoice(portal.InvoiceID(r.ID))
	case r.Kind == portal.KindPayment && l.Payment != nil:
		return l.Payment(portal.PaymentID(r.ID))
	case r.Kind == portal.KindCreditNote && l.CreditNote != nil:
		return l.CreditNote(portal.CreditNoteID(r.ID))
	}
	return ""
}

// PeriodQuery is a period as a query's keys and values.
func PeriodQuery(p portal.Period) []string {
	if p.Key != "" {
		return []string{"period", p.Key}
	}
	return []string{"from", p.From.ISO(), "to", p.To.ISO()}
}

// lines are the rows of the table, by hand: a page shows a hundred.
func (s Statement) lines() templ.Component {
	return Rows(func(o Out) {
		if s.First {
			s.opening(o)
		}
		for i := range s.Rows {
			s.line(o, &s.Rows[i])
		}
	})
}

func (s Statement) opening(o Out) {
	o.Markup(`<tr role="row"><td role="cell" class="c-hide nowrap">`)
	o.FullDay(s.From)
	o.Markup(`</td><td role="cell" class="c-title"><strong>`)
	o.Say("Opening balance")
	o.Markup(`</strong></td><td role="cell" class="c-hide"></td><td role="cell" class="end c-amount">`)
	o.Sum(s.Opening)
	o.Markup(`</td></tr>`)
}

func (s Statement) line(o Out, r *portal.StatementRow) {
	o.Markup(`<tr role="row"><td role="cell" class="c-state nowrap">`)
	o.FullDay(r.On)
	o.Markup(`</td><td role="cell" class="c-title">`)
	if to := s.Links.to(r.Doc); to != "" {
		o.Markup(`<a class="title-link" href="`)
		o.URL(to)
		o.Markup(`">`)
		o.Text(r.Number)
		o.Markup(`</a>`)
	} else {
		o.Markup(`<span>`)
		o.Text(r.Number)
		o.Markup(`</span>`)
	}
	o.Markup(` <span class="sub" dir="auto">`)
	o.Text(o.Words.Entry(*r))
	o.Markup(`</span></td><td role="cell" class="end c-amount">`)
	o.Money(r.Amount)
	o.Markup(`<span class="phone sub">`)
	o.Say("balance")
	o.Markup(" ")
	o.Money(r.Balance)
	o.Markup(`</span></td><td role="cell" class="end c-hide">`)
	o.Money(r.Balance)
	o.Markup(`</td></tr>`)
}

var paymentLooks = [...]look{
	portal.PaidCompleted:      {Success, "circle-check"},
	portal.PaidPending:        {Plain, "hourglass"},
	portal.PaidToApproval:     {Warning, "circle-dashed"},
	portal.PaidDeclined:       {Danger, "ban"},
	portal.PaidFailed:         {Danger, "circle-x"},
	portal.PaidRefunded:       {Plain, "undo-2"},
	portal.PaidPartlyRefunded: {Plain, "undo-2"},
}

// PaymentStatus is a payment's status.
func PaymentStatus(s portal.PaymentStatus) templ.Component { return badge{paymentLooks[s], "", s} }
