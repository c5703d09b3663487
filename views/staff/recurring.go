package staff

import (
	"context"
	"net/url"
	"strconv"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// RecurringsPage is the list of schedules.
type RecurringsPage struct {
	service.RecurringList
	Values url.Values
	Foot   ui.Foot
}

func (p RecurringsPage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: paths.OfficeRecurrings(), Label: words.T(ctx, "Recurring invoices"), Values: p.Values, Param: "show",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All")},
			{Value: "active", Label: words.T(ctx, "Active")},
			{Value: "paused", Label: words.T(ctx, "Paused")},
			{Value: "over", Label: words.T(ctx, "Ended")},
		},
		Search: words.T(ctx, "Search schedules"), Hint: words.T(ctx, "Description, property or order number"),
	}
}

func recurringColumns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: words.T(ctx, "Description")},
		{Label: words.T(ctx, "How often")},
		{Label: words.T(ctx, "Next")},
		{Label: words.T(ctx, "Status")},
		{Label: words.T(ctx, "Total"), Class: "end"},
	}
}

// rhythm says how often: Every 2 months, on the last day.
func rhythm(l *words.Locale, r portal.Rhythm) string {
	switch r.Every {
	case portal.Weekly:
		return l.N(r.Interval, "Every week", "Every %d weeks")
	case portal.Quarterly:
		return l.N(r.Interval, "Every quarter", "Every %d quarters")
	case portal.Yearly:
		return l.N(r.Interval, "Every year", "Every %d years")
	}
	return l.N(r.Interval, "Every month", "Every %d months")
}

// onWhich says on which day of it.
func onWhich(l *words.Locale, r portal.Rhythm) string {
	on := r.On
	if on == 0 {
		on = r.From.Time().Day()
	}
	switch {
	case r.Every == portal.Weekly:
		return l.T("counted from %s", r.From)
	case on == 31:
		return l.T("on the last day")
	case on > 28:
		return l.T("on day %d, or the month’s last", on)
	}
	return l.T("on day %d", on)
}

// then says what happens on the day.
func then(l *words.Locale, a portal.RecurringAction) string {
	switch a {
	case portal.MakeDraft:
		return l.T("A draft is made")
	case portal.MakeIssued:
		return l.T("The bill is issued")
	}
	return l.T("The bill is issued and sent")
}

func recurringLook(s portal.RecurringState, trouble string) (ui.Variant, string) {
	switch {
	case trouble != "":
		return ui.Danger, "circle-alert"
	case s == portal.RecurringOn:
		return ui.Success, "refresh-cw"
	case s == portal.RecurringPaused:
		return ui.Warning, "circle-pause"
	}
	return ui.Plain, "circle-check"
}

// RecurringPage is one schedule.
type RecurringPage struct {
	service.RecurringDoc
	Refused ui.Form
}

func (p RecurringPage) metas(ctx context.Context) []ui.Meta {
	l := words.From(ctx)
	return []ui.Meta{
		{Icon: "building-2", Text: p.Doc.ClientName, URL: paths.OfficeClientInvoices(p.Client)},
		{Icon: "refresh-cw", Text: rhythm(l, p.Rhythm) + ", " + onWhich(l, p.Rhythm)},
	}
}

// RecurringForm is the form of a schedule: a bill, and when it is made.
type RecurringForm struct {
	DraftPage
	Recurring portal.Recurring // as it is saved; without an id it is new
}

// RecurringValues are a schedule's fields as the form holds them.
func RecurringValues(l *words.Locale, r portal.Recurring, d service.DraftDesk) url.Values {
	v := DraftValues(l, r.Bill, d)
	RhythmValues(v, r)
	return v
}

// RhythmValues adds when a bill is made to its fields.
func RhythmValues(v url.Values, r portal.Recurring) {
	some := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	for name, value := range map[string]string{
		"every": r.Rhythm.Every.Key(), "interval": strconv.Itoa(r.Rhythm.Interval), "day": some(r.Rhythm.On), "from": r.Rhythm.From.ISO(),
		"until": r.Rhythm.Until.ISO(), "count": some(r.Rhythm.Count), "then": r.Do.Key(), "days": some(r.Days),
	} {
		v.Set(name, value)
	}
}

func (p RecurringForm) editor(ctx context.Context) Editor {
	e := Editor{
		Do: paths.OfficeRecurringNew(), Cancel: paths.OfficeRecurrings(), Button: words.T(ctx, "Save schedule"), Form: p.Form, Theirs: p.Theirs,
		Version: p.Version, Parts: []Part{p.what(ctx), p.body(ctx), p.rhythm(ctx), p.then(ctx), p.whom(ctx)},
	}
	if p.Recurring.ID != 0 {
		e.Do, e.Cancel = paths.OfficeRecurringEdit(p.Recurring.ID), paths.OfficeRecurring(p.Recurring.ID)
	}
	return e
}

func (p RecurringForm) rhythm(ctx context.Context) Part {
	every := []ui.Option{
		{Value: portal.Weekly.Key(), Label: words.T(ctx, "Weeks")},
		{Value: portal.Monthly.Key(), Label: words.T(ctx, "Months")},
		{Value: portal.Quarterly.Key(), Label: words.T(ctx, "Quarters")},
		{Value: portal.Yearly.Key(), Label: words.T(ctx, "Years")},
	}
	days := []ui.Option{{Label: words.T(ctx, "The same day as the first")}}
	for n := 1; n <= 30; n++ {
		days = append(days, ui.Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n)})
	}
	days = append(days, ui.Option{Value: "31", Label: words.T(ctx, "The last day of the month")})
	return Part{ID: "rhythm", Title: words.T(ctx, "How often"), Controls: []Control{
		{Half: true, Input: ui.Input{Name: "interval", Label: words.T(ctx, "Every"), Mode: "numeric", Dir: "ltr", Max: 2, Required: true}},
		{Half: true, As: Pick, Input: ui.Input{Name: "every", Label: words.T(ctx, "Unit"), Options: every}},
		{Half: true, Input: ui.Input{Name: "from", Label: words.T(ctx, "First day"), Type: "date", Required: true}},
		{Half: true, As: Pick, Input: ui.Input{Name: "day", Label: words.T(ctx, "Day of the month"), Hint: words.T(ctx, "A shorter month takes its last day. Weeks go by the first day."), Options: days}},
		{Half: true, Input: ui.Input{Name: "until", Label: words.T(ctx, "Last day"), Type: "date", Hint: words.T(ctx, "Empty: it goes on.")}},
		{Half: true, Input: ui.Input{Name: "count", Label: words.T(ctx, "How many bills"), Mode: "numeric", Dir: "ltr", Max: 4, Hint: words.T(ctx, "Empty: any number.")}},
	}}
}

func (p RecurringForm) then(ctx context.Context) Part {
	return Part{ID: "then-part", Title: words.T(ctx, "On the day"), Controls: []Control{
		{As: Options, Input: ui.Input{Name: "then", Label: words.T(ctx, "What happens"), Options: []ui.Option{
			{Value: portal.MakeSent.Key(), Label: words.T(ctx, "Issue and send"), Sub: words.T(ctx, "Everybody chosen below gets it by e-mail.")},
			{Value: portal.MakeIssued.Key(), Label: words.T(ctx, "Issue"), Sub: words.T(ctx, "The client sees it in the portal; nothing is sent.")},
			{Value: portal.MakeDraft.Key(), Label: words.T(ctx, "Make a draft"), Sub: words.T(ctx, "You look at it and issue it yourself.")},
		}}},
		{Half: true, Input: ui.Input{Name: "days", Label: words.T(ctx, "Days until due"), Mode: "numeric", Dir: "ltr", Max: 3, Hint: words.N(ctx, p.Terms.Days, "Empty: one day after issue.", "Empty: %d days after issue.")}},
		{Half: true, Input: ui.Input{Name: "deposit", Label: words.T(ctx, "Deposit"), Hint: words.T(ctx, "Part of the total that is due at once. Empty: none."), Mode: "decimal", Dir: "ltr", Max: 20}},
		{As: Lines, Input: ui.Input{Name: "terms", Label: words.T(ctx, "Terms"), Hint: words.T(ctx, "They stand under the bill."), Rows: 2, Max: 5000}},
	}}
}
