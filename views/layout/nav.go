package layout

import (
	"portico/internal/paths"
	"portico/portal"
)

// Key names an entry of the navigation.
type Key string

// The rooms that exist.
const (
	Home     Key = "home"
	Invoices Key = "invoices"
	Profile  Key = "profile"
	Clients  Key = "clients"
	Contacts Key = "contacts"
	Payments Key = "payments"
	Outbox   Key = "outbox"
	Audit    Key = "audit"
	Settings Key = "settings"

	Statement Key = "statement"
	Batches   Key = "batches"

	CreditNotes Key = "credit-notes"

	Documents   Key = "documents"
	PreviewRoom Key = "preview"
	Requests    Key = "requests"
	Complaints  Key = "complaints"
	Estimates   Key = "estimates"
)

// entry is one line of a navigation.
type entry struct {
	key   Key
	label string // a key of words; a renamable word follows Settings → Wording
	icon  string
	url   paths.URL
	group string // heading over it, where it begins a group
	bar   bool   // in the bottom bar of a phone too
	tone  string // of its count: danger, brand
	says  string // what the count counts, for screen readers

	needs portal.Permissions // client: any of these; none = always
	role  portal.Role        // office: at least this one
}

// clientNav is the client's navigation. A room is shown to whoever has one of its permissions.
var clientNav = []entry{
	{key: Home, label: "Home", icon: "house", url: paths.PortalHome(), bar: true},
	{
		key: Invoices, label: "Invoices", icon: "receipt-text", url: paths.PortalInvoices(), bar: true, tone: "danger", says: "unpaid",
		needs: portal.Set(portal.ViewInvoices),
	},
	{
		key: Estimates, label: "Estimates", icon: "file-check", url: paths.PortalEstimates(), tone: "brand", says: "to answer",
		needs: portal.Set(portal.ViewEstimates),
	},
	{key: Batches, label: "Batch invoices", icon: "files", url: paths.PortalBatches(), needs: portal.Set(portal.ViewInvoices)},
	{key: Payments, label: "Payments", icon: "credit-card", url: paths.PortalPayments(), needs: portal.Set(portal.ViewPayments)},
	{key: Statement, label: "Statement", icon: "scroll-text", url: paths.PortalStatement(), needs: portal.Set(portal.ViewStatement)},
	{key: Requests, label: "Requests", icon: "inbox", url: paths.PortalRequests(), needs: portal.Set(portal.RaiseRequests)},
	{
		key: Complaints, label: "Complaints", icon: "message-square-warning", needs: portal.Set(portal.RaiseRequests),
		url: paths.PortalRequests().With("kind", portal.Complaint.Key()),
	},
	{
		key: Documents, label: "Documents", icon: "folder", url: paths.PortalDocuments(),
		needs: portal.Set(portal.ViewDocuments, portal.UploadFiles),
	},
	{key: Profile, label: "My profile", icon: "user", url: paths.PortalProfile(), bar: true},
}

// staffNav is the office's navigation. A room is shown from a role up.
var staffNav = []entry{
	{key: Home, label: "Home", icon: "house", url: paths.OfficeHome(), bar: true, role: portal.Employee},
	{key: Clients, label: "Clients", icon: "building-2", url: paths.OfficeClients(), group: "Clients", bar: true, role: portal.Office},
	{key: Contacts, label: "Contacts", icon: "contact-round", url: paths.OfficeContacts(), bar: true, role: portal.Office},
	{key: PreviewRoom, label: "Client portal preview", icon: "eye", url: paths.OfficePreview(), role: portal.Office},
	{key: Invoices, label: "Invoices", icon: "receipt-text", url: paths.OfficeInvoices(), group: "Money", role: portal.Office},
	{key: Estimates, label: "Estimates", icon: "file-check", url: paths.OfficeEstimates(), role: portal.Office},
	{key: CreditNotes, label: "Credit notes", icon: "undo-2", url: paths.OfficeCreditNotes(), role: portal.Office},
	{key: Batches, label: "Batch invoices", icon: "files", url: paths.OfficeBatches(), role: portal.Office},
	{
		key: Payments, label: "Payments", icon: "credit-card", url: paths.OfficePayments(), tone: "brand", says: "to approve",
		role: portal.Office,
	},
	{
		key: Requests, label: "Requests", icon: "inbox", url: paths.OfficeRequests(), tone: "brand", says: "open", group: "Office",
		role: portal.Office,
	},
	{key: Outbox, label: "Outbox", icon: "send", url: paths.OfficeOutbox(), tone: "danger", says: "failed", role: portal.Office},
	{key: Audit, label: "Audit log", icon: "history", url: paths.OfficeAudit(), role: portal.Office},
	{key: Settings, label: "Settings", icon: "settings", url: paths.OfficeSettings(), role: portal.Office},
	{key: Profile, label: "My profile", icon: "user", url: paths.OfficeProfile(), role: portal.Employee},
}

// newThings is what the office's New menu offers.
var newThings = []entry{
	{label: "Client", icon: "building-2", url: paths.OfficeClientNew(), role: portal.Office},
	{label: "Contact", icon: "contact-round", url: paths.OfficeContactNew(), role: portal.Office},
	{label: "Invoice", icon: "receipt-text", url: paths.OfficeInvoiceNew(), role: portal.Office},
	{label: "Estimate", icon: "file-check", url: paths.OfficeEstimateNew(), role: portal.Office},
	{label: "Batch invoice", icon: "files", url: paths.OfficeBatchNew(), role: portal.Office},
	{label: "Payment", icon: "credit-card", url: paths.OfficePaymentNew(), role: portal.Office},
}

// shows reports whether the entry is for whoever the shell is for.
func (e entry) shows(s Shell) bool {
	return (e.needs == 0 || e.needs&s.Can != 0) && e.role <= s.Role
}

// rooms are the entries that are shown.
func (s Shell) rooms(table []entry) []*entry {
	out := make([]*entry, 0, len(table))
	for i := range table {
		if e := &table[i]; e.shows(s) {
			out = append(out, e)
		}
	}
	return out
}

// bar is what the bottom bar of a phone holds besides More.
func bar(entries []*entry) []*entry {
	out := make([]*entry, 0, 4)
	for _, e := range entries {
		if e.bar && len(out) < 4 {
			out = append(out, e)
		}
	}
	return out
}
