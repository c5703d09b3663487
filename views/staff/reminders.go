package staff

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/views/ui"
)

// ReminderValues are the reminders as the form holds them.
func ReminderValues(r portal.ReminderSettings) url.Values {
	v := url.Values{"hour": {strconv.Itoa(r.Hour)}}
	for _, s := range r.Steps {
		days, when := s.Days, "after"
		if days < 0 {
			days, when = -days, "before"
		}
		v.Add("step_id", strconv.FormatUint(s.ID, 10))
		v.Add("step_days", strconv.Itoa(days))
		v.Add("step_when", when)
		v.Add("step_on", choose(s.On, "yes", "no"))
		v.Add("step_text", s.Text)
	}
	return v
}

// ReminderEditor is the form of the reminders.
func ReminderEditor(ctx context.Context, f ui.Form) Editor {
	var hours []ui.Option
	for h := range 24 {
		label := strconv.Itoa(h) + ":00"
		if h < 10 {
			label = "0" + label
		}
		hours = append(hours, ui.Option{Value: strconv.Itoa(h), Label: label})
	}
	return Editor{
		Do: paths.OfficeSettingsReminders(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{
			{
				ID: "reminders", Title: words.T(ctx, "Reminders"), Text: words.T(ctx, "An e-mail about an open invoice, to whoever the invoice went to. Payment and a dispute stop them; you can switch them off for one client or one invoice."),
				Sets: []ui.Input{{Name: "step_days", Label: words.T(ctx, "Days")}, {Name: "step_when", Label: words.T(ctx, "Before or after")}, {Name: "step_on", Label: words.T(ctx, "On or off")}, {Name: "step_text", Label: words.T(ctx, "Words")}},
				Draw: func(f ui.Form) templ.Component { return ReminderRows(f) },
			},
			{ID: "hour-part", Title: words.T(ctx, "When"), Controls: []Control{
				{Half: true, As: Pick, Input: ui.Input{Name: "hour", Label: words.T(ctx, "Hour of the day"), Options: hours}},
			}},
		},
	}
}

// stepCount is how many lines of reminders are shown: those there are, and one more.
func stepCount(f ui.Form) int {
	n := len(f.Values["step_days"])
	for n > 0 && at(f, "step_days", n-1) == "" && at(f, "step_text", n-1) == "" {
		n--
	}
	return n + 1
}
