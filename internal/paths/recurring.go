package paths

import "portico/portal"

// OfficeRecurrings lists the schedules of recurring invoices.
func OfficeRecurrings() URL { return "/office/recurring" }

// OfficeRecurringNew is the form for a new schedule; ?invoice= starts from a bill.
func OfficeRecurringNew() URL { return "/office/recurring/new" }

// OfficeRecurring is one schedule.
func OfficeRecurring(r portal.RecurringID) URL { return of("/office/recurring/", r, "") }

// OfficeRecurringEdit is the form to edit a schedule.
func OfficeRecurringEdit(r portal.RecurringID) URL { return of("/office/recurring/", r, "/edit") }

// OfficeRecurringPause pauses a schedule.
func OfficeRecurringPause(r portal.RecurringID) URL { return of("/office/recurring/", r, "/pause") }

// OfficeRecurringResume lets a paused schedule go on.
func OfficeRecurringResume(r portal.RecurringID) URL { return of("/office/recurring/", r, "/resume") }

// OfficeRecurringEnd ends a schedule; GET asks first.
func OfficeRecurringEnd(r portal.RecurringID) URL { return of("/office/recurring/", r, "/end") }
