package staff

import (
	"strconv"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	views "portico/views/staff"
	"portico/views/ui"
)

// Reminders says when clients are reminded of what is open.
func Reminders(c *web.Ctx) error { return showReminders(c, nil) }

func showReminders(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	r := b.Reminders
	if r.Version == 0 {
		r = portal.UsualReminders()
	}
	e := views.ReminderEditor(c.Std(), ui.Form{Values: views.ReminderValues(r)})
	return section(c, views.SettingsPage{Title: c.L.T("Reminders"), Editor: e}, r.Version, refused)
}

type reminderFields struct {
	Hour  string   `form:"hour"`
	IDs   []string `form:"step_id"`
	Days  []string `form:"step_days"`
	Whens []string `form:"step_when"`
	Ons   []string `form:"step_on"`
	Texts []string `form:"step_text"`
}

// settings reads the lines of reminders; one without days is no reminder.
func (f reminderFields) settings() (r portal.ReminderSettings, err error) {
	var v portal.Check
	nth := func(list []string, n int) string {
		if n < len(list) {
			return strings.TrimSpace(list[n])
		}
		return ""
	}
	r.Hour = count(f.Hour, 9, "hour", &v)
	for n := range f.Days {
		days := nth(f.Days, n)
		if days == "" {
			continue
		}
		s := portal.ReminderStep{On: nth(f.Ons, n) != "no", Text: nth(f.Texts, n)}
		s.ID, _ = strconv.ParseUint(nth(f.IDs, n), 10, 64) // a new line has none
		if s.Days = count(days, 0, "steps", &v); nth(f.Whens, n) == "before" {
			s.Days = -s.Days
		}
		r.Steps = append(r.Steps, s)
	}
	return r, v.Done()
}

// RemindersSave saves when clients are reminded.
func RemindersSave(c *web.Ctx) error {
	var f reminderFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	r, err := f.settings()
	if err == nil {
		err = c.S.SaveReminders(c.Std(), c.Scope(), r, version(c))
	}
	return settled(c, err, paths.OfficeSettingsReminders(), showReminders)
}

// InvoiceRemind sends a reminder of an invoice now.
func InvoiceRemind(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	out, err := c.S.RemindNow(c.Std(), sc, doc.ID)
	if web.Faulty(err) {
		return refusedInvoice(c, sc, doc.ID, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeInvoice(out.ID), c.Said("A reminder of %s is on its way.", out.Number))
}

// ReminderForm says whether an invoice is reminded of by itself.
type ReminderForm struct {
	On string `form:"on"`
}

// InvoiceReminders switches an invoice's reminders off, or on again.
func InvoiceReminders(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	var f ReminderForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	if err := c.S.SwitchReminders(c.Std(), sc, doc.ID, f.On == "yes"); err != nil {
		return err
	}
	said := c.Said("No more reminders of %s go out by themselves.", doc.Number)
	if f.On == "yes" {
		said = c.Said("Reminders of %s go out by themselves again.", doc.Number)
	}
	return c.To(paths.OfficeInvoice(doc.ID), said)
}
