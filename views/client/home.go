package client

import (
	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// HomePage is what a contact sees first.
type HomePage struct {
	service.ClientHome
	Today portal.Day
	May   portal.Permissions
	First string // first name of whoever is here

	CanPay bool
}

// bills reports whether the contact may see money at all.
func (p HomePage) bills() bool { return p.May.Has(portal.ViewInvoices) }

// states reports whether the contact may see the whole account's statement.
func (p HomePage) states() bool { return p.May.Has(portal.ViewStatement) && !p.Limited }

// disputes reports whether the contact may dispute an invoice.
func (p HomePage) disputes() bool { return p.bills() && p.May.Has(portal.RaiseRequests) }

func (p HomePage) parts(l *words.Locale) []ui.Part {
	f := p.Figures
	late := ui.Part{Key: "late", Label: l.T("Overdue"), Sum: f.Overdue}
	if f.Late > 0 {
		late.Label, late.Variant = l.N(f.Late, "Overdue, one invoice", "Overdue, %d invoices"), ui.Danger
	}
	return []ui.Part{late, {Key: "soon", Label: l.T("Due this month"), Sum: f.DueMonth}, {Key: "later", Label: l.T("Later"), Sum: f.Later}}
}

// first is where the large button leads: to what is most urgent.
func (p HomePage) first() paths.URL {
	if p.Figures.Late > 0 {
		return paths.PortalInvoices().With("status", "overdue")
	}
	return paths.PortalInvoices().With("status", "unpaid")
}

// when says in a word or two what the row's day is about.
func (p HomePage) when(l *words.Locale, r portal.InvoiceRow) (word string, day portal.Day) {
	switch r.Status(p.Today) {
	case portal.StatusPaid:
		return l.T("on"), r.PaidOn
	case portal.StatusOverdue:
		return l.T("since"), r.Due
	case portal.StatusVoid, portal.StatusBadDebt:
		return "", 0
	}
	return l.T("due"), r.Due
}

// sum is the amount that a row is about: what is open, else what it was.
func sum(r portal.InvoiceRow) portal.Money {
	if r.Open().IsZero() {
		return r.Sum()
	}
	return r.Open()
}

// hasDetails reports whether there is anything to show of the client besides its name.
func (p HomePage) hasDetails() bool {
	c := p.Client
	return len(c.Address.Lines()) > 0 || c.Phone != "" || c.Email != "" || c.TaxID != ""
}

// reachable reports whether there is a way to ask the business.
func (p HomePage) reachable() bool { return p.Business.Phone != "" || p.Business.Email != "" }
