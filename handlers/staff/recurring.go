package staff

import (
	"context"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Recurrings lists the schedules of recurring invoices.
func Recurrings(c *web.Ctx) error {
	q, err := c.List()
	if err != nil {
		return err
	}
	for _, st := range []portal.RecurringState{portal.RecurringOn, portal.RecurringPaused, portal.RecurringOver} {
		if c.Query("show") == st.Key() {
			q = q.Where(store.FacetRecurringState, uint64(st))
		}
	}
	list, err := c.S.Recurrings(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Recurring invoices"), Nav: layout.Invoices, Crumbs: recurringCrumbs(c),
		Body: views.Recurrings(views.RecurringsPage{
			RecurringList: list, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.OfficeRecurrings()),
		}),
	})
}

func recurringCrumbs(c *web.Ctx, more ...ui.Crumb) []ui.Crumb {
	return append([]ui.Crumb{
		{Label: c.L.T("Invoices"), URL: paths.OfficeInvoices()}, {Label: c.L.T("Recurring"), URL: paths.OfficeRecurrings()},
	}, more...)
}

// recurring narrows into the schedule that the path names and reads it.
func recurring(c *web.Ctx) (sc service.Scope, d service.RecurringDoc, err error) {
	sc, id, err := c.ForRecord(portal.KindRecurring, "recurring")
	if err != nil {
		return sc, d, err
	}
	d, err = c.S.Recurring(c.Std(), sc, portal.RecurringID(id))
	return sc, d, err
}

// Recurring is one schedule.
func Recurring(c *web.Ctx) error {
	_, d, err := recurring(c)
	if err != nil {
		return err
	}
	return showRecurring(c, d, nil)
}

func showRecurring(c *web.Ctx, d service.RecurringDoc, refused error) error {
	page := web.Page{
		Title: d.Bill.Description, Nav: layout.Invoices, Crumbs: recurringCrumbs(c, ui.Crumb{Label: d.Bill.Description}),
		Body: views.Recurring(views.RecurringPage{RecurringDoc: d, Refused: ui.Form{}.Refused(refused)}),
	}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return c.Show(page)
}

// recurringMove is something that is done to a schedule with one button.
type recurringMove func(context.Context, service.Scope, portal.RecurringID) (portal.Recurring, error)

func moveRecurring(c *web.Ctx, do recurringMove, said func(portal.Recurring) *web.Flash) error {
	sc, d, err := recurring(c)
	if err != nil {
		return err
	}
	out, err := do(c.Std(), sc, d.ID)
	if web.Faulty(err) {
		return showRecurring(c, d, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeRecurring(out.ID), said(out))
}

// RecurringPause pauses a schedule.
func RecurringPause(c *web.Ctx) error {
	return moveRecurring(c, c.S.PauseRecurring, func(portal.Recurring) *web.Flash {
		return c.Said("Paused: no bill is made until you resume it.")
	})
}

// RecurringResume lets a paused schedule go on.
func RecurringResume(c *web.Ctx) error {
	return moveRecurring(c, c.S.ResumeRecurring, func(r portal.Recurring) *web.Flash {
		if r.Next == 0 {
			return c.Said("There is no day left: the schedule has ended.")
		}
		return c.Said("It goes on: the next bill is made on %s.", r.Next)
	})
}

// RecurringEnd asks before a schedule ends.
func RecurringEnd(c *web.Ctx) error {
	_, d, err := recurring(c)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("End it"), Nav: layout.Invoices, Body: views.EndRecurring(d),
		Crumbs: recurringCrumbs(c, ui.Crumb{Label: d.Bill.Description, URL: paths.OfficeRecurring(d.ID)}, ui.Crumb{Label: c.L.T("End it")}),
	})
}

// RecurringEnded ends a schedule.
func RecurringEnded(c *web.Ctx) error {
	return moveRecurring(c, c.S.EndRecurring, func(portal.Recurring) *web.Flash {
		return c.Said("It has ended. The bills that it made stay.")
	})
}
