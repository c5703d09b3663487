package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
)

var estimateLooks = [...]look{
	portal.StatusEstimateDraft:      {Plain, "file-pen-line"},
	portal.StatusEstimateSent:       {Plain, "send"},
	portal.StatusEstimateViewed:     {Plain, "eye"},
	portal.StatusEstimateChanges:    {Warning, "pen-line"},
	portal.StatusEstimateAccepted:   {Success, "circle-check"},
	portal.StatusEstimateDeclined:   {Danger, "circle-x"},
	portal.StatusEstimateExpired:    {Danger, "clock-alert"},
	portal.StatusEstimateSuperseded: {Plain, "ban"},
	portal.StatusEstimateInvoiced:   {Success, "receipt-text"},
}

// EstimateStatus is an estimate’s status.
func EstimateStatus(s portal.EstimateStatus) templ.Component { return badge{estimateLooks[s], "", s} }

// OfferForm ties the ticks of an offer to the form that they belong to.
type OfferForm struct {
	ID    string    // "" = nothing can be ticked
	Total paths.URL // works the total out anew
	Page  paths.URL // the page itself, for whoever comes without JavaScript
}

// EstimateTitle names an estimate on top of its page.
func EstimateTitle(l *words.Locale, d portal.EstimateDoc) string {
	switch {
	case d.Number == "":
		return l.T("Draft %s", l.Word("estimate"))
	case d.Revision > 1:
		return l.T("%s %s, version %d", l.Word("Estimate"), d.Number, d.Revision)
	}
	return l.T("%s %s", l.Word("Estimate"), d.Number)
}

// offerNote says until when an offer stands, or what became of it.
func offerNote(l *words.Locale, d portal.EstimateDoc) note {
	last := l.DayShort(d.Shown.Offer.Expires)
	switch d.Status() {
	case portal.StatusEstimateDraft:
		return note{Plain, "file-pen-line", l.T("A draft: nobody has got it yet")}
	case portal.StatusEstimateAccepted, portal.StatusEstimateInvoiced:
		return note{Success, "circle-check", l.T("Accepted by %s on %s", d.Signed.Name, l.DayShort(portal.DayOf(d.Signed.At, l.Zone())))}
	case portal.StatusEstimateDeclined:
		return note{Danger, "circle-x", l.T("Declined by %s", d.By)}
	case portal.StatusEstimateExpired:
		return note{Danger, "clock-alert", l.T("It was valid until %s", last)}
	case portal.StatusEstimateSuperseded:
		return note{Plain, "ban", l.T("Taken back: it is no longer valid")}
	}
	switch left := d.Left(); left {
	case -1:
		return note{Plain, "calendar-days", l.T("No end date")}
	case 1:
		return note{Warning, "calendar-clock", l.T("Valid until today")}
	default:
		return note{Plain, "calendar-days", l.N(left-1, "Valid for one more day, until %[2]s", "Valid for %d more days, until %s", last)}
	}
}

func offerLine(d portal.EstimateDoc, x portal.EstimateLine) portal.Money {
	return portal.Of(x.Amount, d.Currency)
}

// optionWord says how an optional line stands where it can’t be ticked.
func optionWord(l *words.Locale, x portal.EstimateLine) string {
	if x.Chosen {
		return l.T("Optional, included")
	}
	return l.T("Optional, not included")
}

func lineID(n int) string { return "option-" + strconv.Itoa(n) }

// estimateHistory is what happened to an estimate, as a timeline.
func estimateHistory(l *words.Locale, d portal.EstimateDoc) (hs []Happening) {
	for _, h := range d.History() {
		e := estimateHappening(l, h)
		if e.At = h.At; h.At.IsZero() {
			e.On = h.On
		}
		hs = append(hs, e)
	}
	return hs
}

func estimateHappening(l *words.Locale, h portal.EstimateHappened) Happening {
	switch h.Kind {
	case portal.EstimateBegun:
		return Happening{Icon: "file-pen-line", Text: l.T("Draft begun")}
	case portal.EstimateWasSent:
		if len(h.Who) == 0 {
			return Happening{Icon: "send", Text: l.T("Sent")}
		}
		return Happening{Icon: "send", Text: l.T("Sent to %s", strings.Join(h.Who, ", "))}
	case portal.EstimateWasViewed:
		return Happening{Icon: "eye", Text: l.T("Viewed by %s", h.Who[0])}
	case portal.EstimateChangesAsked:
		return Happening{Icon: "pen-line", Variant: Warning, Text: l.T("%s asked for changes: %s", h.Who[0], h.Words)}
	case portal.EstimateWasDeclined:
		return Happening{Icon: "circle-x", Variant: Danger, Text: l.T("%s declined: %s", h.Who[0], h.Words)}
	case portal.EstimateWasAccepted:
		return Happening{Icon: "circle-check", Variant: Success, Text: l.T("Accepted by %s", h.Who[0])}
	case portal.EstimateHasExpired:
		return Happening{Icon: "clock-alert", Variant: Danger, Text: l.T("Expired")}
	case portal.EstimateWasBilled:
		if h.Words == "" {
			return Happening{Icon: "receipt-text", Text: l.T("Turned into an invoice")}
		}
		return Happening{Icon: "receipt-text", Text: l.T("Turned into invoice %s", h.Words)}
	}
	if h.Words == "" {
		return Happening{Icon: "ban", Text: l.T("Taken back")}
	}
	return Happening{Icon: "ban", Text: l.T("Taken back: %s", h.Words)}
}

// changed says what is different about a line.
func changed(l *words.Locale, c portal.LineChange, cur portal.Currency) string {
	sum := func(x portal.EstimateLine) portal.Money { return portal.Of(x.Amount, cur) }
	switch c.Kind {
	case portal.LineAdded:
		return l.T("%s, %s", c.After.Description, sum(c.After))
	case portal.LineRemoved:
		return l.T("%s, %s", c.Before.Description, sum(c.Before))
	}
	what := c.After.Description
	if c.Before.Description != what {
		what = l.T("%s, before: %s", what, c.Before.Description)
	}
	if c.Before.Amount != c.After.Amount {
		return l.T("%s: %s → %s", what, sum(c.Before), sum(c.After))
	}
	return what
}

var changeLooks = [...]look{
	portal.LineAdded:   {Success, "plus"},
	portal.LineRemoved: {Danger, "x"},
	portal.LineChanged: {Warning, "pen-line"},
}

func changeWord(l *words.Locale, k portal.ChangeKind) string {
	switch k {
	case portal.LineAdded:
		return l.T("Added")
	case portal.LineRemoved:
		return l.T("Removed")
	}
	return l.T("Changed")
}

// dayOr is a day, or that there is none.
func dayOr(l *words.Locale, d portal.Day) string {
	if d == 0 {
		return l.T("no end date")
	}
	return l.DayShort(d)
}
