package paths

import "portico/portal"

// OfficeSettingsReminders says when clients are reminded of what is open.
func OfficeSettingsReminders() URL { return "/office/settings/reminders" }

// OfficeInvoiceRemind sends a reminder of the invoice now.
func OfficeInvoiceRemind(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/remind") }

// OfficeInvoiceReminders switches the invoice's reminders off, or on again.
func OfficeInvoiceReminders(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/reminders") }
