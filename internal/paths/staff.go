package paths

import "portico/portal"

// The office.

// OfficeHome is the staff's home.
func OfficeHome() URL { return "/office" }

// OfficeSearch searches everything.
func OfficeSearch() URL { return "/office/search" }

// OfficeProfile is the staff member's own profile.
func OfficeProfile() URL { return "/office/profile" }

// OfficeDevices lists the staff member's signed-in devices.
func OfficeDevices() URL { return "/office/profile/devices" }

// OfficeLive is the stream of "something changed".
func OfficeLive() URL { return "/office/live" }

// OfficeClients lists the clients.
func OfficeClients() URL { return "/office/clients" }

// OfficeClientsCSV is every row of the list that matches.
func OfficeClientsCSV() URL { return "/office/clients.csv" }

// OfficeClientNew is the form for a new client.
func OfficeClientNew() URL { return "/office/clients/new" }

// OfficeClient is a client's overview.
func OfficeClient(c portal.ClientID) URL { return of("/office/clients/", c, "") }

// OfficeClientEdit is the form to edit a client.
func OfficeClientEdit(c portal.ClientID) URL { return of("/office/clients/", c, "/edit") }

// OfficeClientArchive archives a client, or brings it back.
func OfficeClientArchive(c portal.ClientID) URL { return of("/office/clients/", c, "/archive") }

// OfficeClientPortal is the tab with the client's portal users.
func OfficeClientPortal(c portal.ClientID) URL { return of("/office/clients/", c, "/portal") }

// OfficeClientInvite invites a new or existing person to the client's portal.
func OfficeClientInvite(c portal.ClientID) URL { return of("/office/clients/", c, "/portal/invite") }

// OfficeClientModules switches modules for the whole client.
func OfficeClientModules(c portal.ClientID) URL { return of("/office/clients/", c, "/portal/modules") }

// OfficeClientRevoke takes all portal access of the client away at once.
func OfficeClientRevoke(c portal.ClientID) URL { return of("/office/clients/", c, "/portal/revoke") }

// OfficeClientRegister sends the self-registration link to the client's main e-mail.
func OfficeClientRegister(c portal.ClientID) URL {
	return of("/office/clients/", c, "/portal/register")
}

// OfficeClientContacts is the tab with the client's contacts.
func OfficeClientContacts(c portal.ClientID) URL { return of("/office/clients/", c, "/contacts") }

// OfficeClientInvoices is the tab with the client's invoices.
func OfficeClientInvoices(c portal.ClientID) URL { return of("/office/clients/", c, "/invoices") }

// OfficeClientPayments is the tab with the client's payments.
func OfficeClientPayments(c portal.ClientID) URL { return of("/office/clients/", c, "/payments") }

// OfficeClientActivity is the tab with what happened at the client.
func OfficeClientActivity(c portal.ClientID) URL { return of("/office/clients/", c, "/activity") }

// OfficeContacts lists the contacts of all clients.
func OfficeContacts() URL { return "/office/contacts" }

// OfficeContactsCSV is every row of the list that matches.
func OfficeContactsCSV() URL { return "/office/contacts.csv" }

// OfficeContactsBulk does one thing to the selected contacts, or to all that match the filter.
func OfficeContactsBulk() URL { return "/office/contacts/bulk" }

// OfficeContactNew is the form for a new contact.
func OfficeContactNew() URL { return "/office/contacts/new" }

// OfficeContact is a contact's own page.
func OfficeContact(c portal.ContactID) URL { return of("/office/contacts/", c, "") }

// OfficeContactEdit is the form to edit a contact.
func OfficeContactEdit(c portal.ContactID) URL { return of("/office/contacts/", c, "/edit") }

// OfficeContactArchive archives a contact, or brings it back.
func OfficeContactArchive(c portal.ContactID) URL { return of("/office/contacts/", c, "/archive") }

// OfficeContactInvite turns access on and sends the invitation; GET asks first.
func OfficeContactInvite(c portal.ContactID) URL { return of("/office/contacts/", c, "/invite") }

// OfficeContactResend sends the invitation again.
func OfficeContactResend(c portal.ContactID) URL { return of("/office/contacts/", c, "/resend") }

// OfficeContactLink makes a fresh link to hand over, shown once.
func OfficeContactLink(c portal.ContactID) URL { return of("/office/contacts/", c, "/link") }

// OfficeContactDisable takes access away; GET asks first.
func OfficeContactDisable(c portal.ContactID) URL { return of("/office/contacts/", c, "/disable") }

// OfficeContactClip switches the attachments section of the contact.
func OfficeContactClip(c portal.ContactID) URL { return of("/office/contacts/", c, "/clip") }

// OfficeContactPermissions edits what the contact may do.
func OfficeContactPermissions(c portal.ContactID) URL {
	return of("/office/contacts/", c, "/permissions")
}

// OfficeInvoices lists the invoices of all clients.
func OfficeInvoices() URL { return "/office/invoices" }

// OfficeInvoicesCSV is every row of the list that matches.
func OfficeInvoicesCSV() URL { return "/office/invoices.csv" }

// OfficeInvoiceNew is the form for a new invoice.
func OfficeInvoiceNew() URL { return "/office/invoices/new" }

// OfficeInvoice is one invoice.
func OfficeInvoice(i portal.InvoiceID) URL { return of("/office/invoices/", i, "") }

// OfficeInvoiceXML is one invoice as an e-invoice.
func OfficeInvoiceXML(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/xml") }

// OfficeInvoicePDF is one invoice as a PDF.
func OfficeInvoicePDF(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/pdf") }

// OfficeInvoiceEdit is the form to edit a draft.
func OfficeInvoiceEdit(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/edit") }

// OfficeInvoiceDelete throws a draft away.
func OfficeInvoiceDelete(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/delete") }

// OfficeInvoiceIssue draws the number and issues the invoice.
func OfficeInvoiceIssue(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/issue") }

// OfficeInvoiceSend mails the invoice.
func OfficeInvoiceSend(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/send") }

// OfficeInvoiceVoid voids the invoice; GET asks for the reason.
func OfficeInvoiceVoid(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/void") }

// OfficeInvoiceReinstate takes the invoice's bad debt back.
func OfficeInvoiceReinstate(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/reinstate") }

// OfficeInvoiceBadDebt writes the invoice off.
func OfficeInvoiceBadDebt(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/bad-debt") }

// OfficeInvoiceCopy starts a new draft with the same lines.
func OfficeInvoiceCopy(i portal.InvoiceID) URL { return of("/office/invoices/", i, "/copy") }

// OfficeInvoiceWork works a bill out while it is written, and adds and removes its lines.
func OfficeInvoiceWork() URL { return "/office/invoices/work" }

// OfficePayments lists the payments of all clients.
func OfficePayments() URL { return "/office/payments" }

// OfficePaymentsCSV is every row of the list that matches.
func OfficePaymentsCSV() URL { return "/office/payments.csv" }

// OfficePaymentNew is the form to record a payment.
func OfficePaymentNew() URL { return "/office/payments/new" }

// OfficePayment is one payment.
func OfficePayment(p portal.PaymentID) URL { return of("/office/payments/", p, "") }

// OfficePaymentApply pays open invoices out of what the payment left on account.
func OfficePaymentApply(p portal.PaymentID) URL { return of("/office/payments/", p, "/apply") }

// OfficeOutbox lists the mails: waiting, sent, failed and why.
func OfficeOutbox() URL { return "/office/outbox" }

// OfficeMail is one mail of the outbox.
func OfficeMail(m portal.MailID) URL { return of("/office/outbox/", m, "") }

// OfficeMailBody is the mail as it was sent, shown in a frame of its own.
func OfficeMailBody(m portal.MailID) URL { return of("/office/outbox/", m, "/body") }

// OfficeMailResend sends a mail again.
func OfficeMailResend(m portal.MailID) URL { return of("/office/outbox/", m, "/resend") }

// OfficeAudit is the audit log.
func OfficeAudit() URL { return "/office/audit" }

// OfficeAuditCSV is every line of the log that matches.
func OfficeAuditCSV() URL { return "/office/audit.csv" }

// OfficeRun is the progress and the result of a bulk action.
func OfficeRun(r portal.RunID) URL { return of("/office/runs/", r, "") }

// OfficePreview picks whom to view the portal as.
func OfficePreview() URL { return "/office/preview" }

// OfficePreviewContact opens the portal as a contact.
func OfficePreviewContact(c portal.ContactID) URL { return of("/office/preview/contacts/", c, "") }

// OfficePreviewClient opens the portal as a client's chosen contact, or as the default preset.
func OfficePreviewClient(c portal.ClientID) URL { return of("/office/preview/clients/", c, "") }

// OfficePreviewAct lets the staff member act for the client.
func OfficePreviewAct() URL { return "/office/preview/act" }

// OfficePreviewEnd ends the preview.
func OfficePreviewEnd() URL { return "/office/preview/end" }

// OfficeSettings is the way to all settings.
func OfficeSettings() URL { return "/office/settings" }

// OfficeSettingsProfile is who the business is.
func OfficeSettingsProfile() URL { return "/office/settings/profile" }

// OfficeSettingsLogo puts the logo up or takes it down.
func OfficeSettingsLogo() URL { return "/office/settings/profile/logo" }

// OfficeSettingsPortal holds the switches of the client portal.
func OfficeSettingsPortal() URL { return "/office/settings/portal" }

// OfficeSettingsUsers lists everyone with portal access.
func OfficeSettingsUsers() URL { return "/office/settings/users" }

// OfficeSettingsWording renames words.
func OfficeSettingsWording() URL { return "/office/settings/wording" }

// OfficeSettingsTaxes holds the tax rates.
func OfficeSettingsTaxes() URL { return "/office/settings/taxes" }

// OfficeSettingsNumbering holds the prefixes.
func OfficeSettingsNumbering() URL { return "/office/settings/numbering" }

// OfficeSettingsTerms is what new invoices start from.
func OfficeSettingsTerms() URL { return "/office/settings/terms" }

// OfficeSettingsMail says how mail leaves.
func OfficeSettingsMail() URL { return "/office/settings/mail" }

// OfficeSettingsMailTest sends a test mail.
func OfficeSettingsMailTest() URL { return "/office/settings/mail/test" }

// OfficeSettingsNotifications says who is told what.
func OfficeSettingsNotifications() URL { return "/office/settings/notifications" }

// OfficeSettingsSignIn says how people may sign in.
func OfficeSettingsSignIn() URL { return "/office/settings/sign-in" }

// OfficeSettingsStaff lists the staff.
func OfficeSettingsStaff() URL { return "/office/settings/staff" }

// OfficeSettingsStaffNew is the form for a new staff member.
func OfficeSettingsStaffNew() URL { return "/office/settings/staff/new" }

// OfficeSettingsStaffMember is one staff member.
func OfficeSettingsStaffMember(s portal.StaffID) URL { return of("/office/settings/staff/", s, "") }

// OfficeSettingsColour shows how a colour looks, while it is chosen.
func OfficeSettingsColour() URL { return "/office/settings/profile/colour" }

// OfficeSettingsWords shows how words read, while they are typed.
func OfficeSettingsWords() URL { return "/office/settings/wording/example" }

// OfficeSettingsMailTested is how a test mail went.
func OfficeSettingsMailTested(m portal.MailID) URL { return of("/office/settings/mail/test/", m, "") }

// OfficeSettingsPreset fills the permissions in for a preset.
func OfficeSettingsPreset() URL { return "/office/settings/portal/preset" }

// OfficeSettingsStaffSwitch switches a staff member off, or on again; GET asks first.
func OfficeSettingsStaffSwitch(s portal.StaffID) URL {
	return of("/office/settings/staff/", s, "/switch")
}

// OfficeSettingsStaffInvite mails a staff member the way in once more.
func OfficeSettingsStaffInvite(s portal.StaffID) URL {
	return of("/office/settings/staff/", s, "/invite")
}

// OfficeSettingsBackup says how to keep a copy of the data file.
func OfficeSettingsBackup() URL { return "/office/settings/backup" }

// OfficeFound lists what a search finds, while it is typed.
func OfficeFound() URL { return "/office/search/found" }

// OfficeSettingsUsersCSV is every portal user that matches.
func OfficeSettingsUsersCSV() URL { return "/office/settings/users.csv" }
