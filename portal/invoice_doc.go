package portal

import (
	"cmp"
	"slices"
	"time"
)

// InvoiceDoc is an invoice with everything that is shown of it. Page, PDF and mail render the same.
type InvoiceDoc struct {
	Invoice
	Issuer     Party // the business, as it was at issue
	Receiver   Party // the client, as it was at issue
	Phone      string
	Email      string // of the business
	LogoHash   string // "" = no logo
	At         Property
	By         string // contractor
	Payments   []PaidPart
	Credits    []CreditPart
	Coming     []Payment // on their way: pending, or to be approved
	Today      Day
	ClientName string       // now
	Requests   []RequestRow // open ones about it: disputes
}

// PaidPart is what one payment paid of the invoice.
type PaidPart struct {
	Payment PaymentID
	Number  string
	On      Day // the money came
	Applied Day // when it was credit on account first; 0 = at once
	Method  Method
	Sum     Money
}

// NewInvoiceDoc puts an invoice together with what stands around it.
func NewInvoiceDoc(i Invoice, p Profile, c Client, today Day) InvoiceDoc {
	d := InvoiceDoc{
		Invoice: i, Issuer: p.Party(), Receiver: c.Party(), Phone: p.Phone, Email: p.Email, Today: today, ClientName: c.Name,
	}
	if p.Logo != 0 {
		d.LogoHash = p.LogoHash
	}
	if i.From != nil {
		d.Issuer = *i.From
	}
	if i.BilledTo != nil {
		d.Receiver = *i.BilledTo
	}
	return d
}

// Discounted reports whether any line has a discount: only then is there a column for it.
func (i Invoice) Discounted() bool {
	return slices.ContainsFunc(i.Lines, func(l Line) bool { return !l.Discount.IsZero() })
}

// Electronic reports whether the bill can be an e-invoice: it is issued and stands, and says from which country it comes
// (EN 16931, BR-09).
func (d InvoiceDoc) Electronic() bool {
	return (d.State == Issued || d.State == BadDebt) && d.Issuer.Name != "" && d.Issuer.Address.Country != ""
}

// PaidSum is what payments have paid.
func (d InvoiceDoc) PaidSum() Money { return Of(d.Invoice.Paid, d.Currency) }

// Late is how many days the invoice is overdue; 0 = it isn't.
func (d InvoiceDoc) Late() int {
	if d.Shown() != StatusOverdue {
		return 0
	}
	return int(d.Today - d.Due)
}

// Shown is the status today.
func (d InvoiceDoc) Shown() InvoiceStatus { return d.Status(d.Today) }

// Party is the business as it stands on a bill.
func (p Profile) Party() Party {
	name := p.LegalName
	if name == "" {
		name = p.Name
	}
	return Party{name, p.Address, p.TaxNumber}
}

// Party is the client as it stands on a bill.
func (c Client) Party() Party { return Party{c.Name, c.Address, c.TaxID} }

// HappeningKind says what happened to a document.
type HappeningKind uint8

// What happens to an invoice, in the order in which it happens on one day.
const (
	WasBegun HappeningKind = iota
	WasIssued
	WasSent
	WasViewed
	WasReminded
	WasPaid
	WasCredited
	BecameOverdue
	WasWrittenOff
	WasReinstated
	WasVoided
)

// Happened is one line of a document's history.
type Happened struct {
	Kind   HappeningKind
	On     Day
	At     time.Time // zero where only the day is known
	Who    []string
	Sum    Money
	Method Method
	Reason string
}

// History is what happened to the invoice, newest first.
func (d InvoiceDoc) History(zone *time.Location) []Happened {
	hs := []Happened{{Kind: WasBegun, On: DayOf(d.Created, zone), At: d.Created}}
	if d.State != Draft {
		hs = append(hs[:0], Happened{Kind: WasIssued, On: d.Issued})
	}
	if !d.Sent.IsZero() {
		hs = append(hs, Happened{Kind: WasSent, On: DayOf(d.Sent, zone), At: d.Sent, Who: d.SentTo})
	}
	if !d.Viewed.IsZero() {
		hs = append(hs, Happened{Kind: WasViewed, On: DayOf(d.Viewed, zone), At: d.Viewed, Who: []string{d.ViewedBy}})
	}
	for _, r := range d.Reminded {
		hs = append(hs, Happened{Kind: WasReminded, On: DayOf(r.At, zone), At: r.At})
	}
	for _, p := range d.Payments {
		hs = append(hs, Happened{Kind: WasPaid, On: cmp.Or(p.Applied, p.On), Sum: p.Sum, Method: p.Method})
	}
	for _, c := range d.Credits {
		hs = append(hs, Happened{Kind: WasCredited, On: max(cmp.Or(c.Applied, c.On), d.Issued), Sum: c.Sum, Who: []string{c.Number}})
	}
	if d.wasLate() {
		hs = append(hs, Happened{Kind: BecameOverdue, On: d.Due + 1})
	}
	for _, l := range d.Regained {
		lost := Of(l.Amount, d.Currency)
		hs = append(hs, Happened{Kind: WasWrittenOff, On: l.On, Sum: lost}, Happened{Kind: WasReinstated, On: l.Back, Sum: lost})
	}
	if d.WrittenOff != 0 {
		hs = append(hs, Happened{Kind: WasWrittenOff, On: d.WrittenOff, Sum: Of(d.Totals.Total-d.Settled(), d.Currency)})
	}
	if d.Voided != 0 {
		hs = append(hs, Happened{Kind: WasVoided, On: d.Voided, Reason: d.VoidReason})
	}
	slices.SortStableFunc(hs, func(a, b Happened) int {
		if a.On != b.On {
			return int(b.On) - int(a.On)
		}
		return int(b.Kind) - int(a.Kind)
	})
	return hs
}

// wasLate reports whether the due day passed while something was open.
func (d InvoiceDoc) wasLate() bool {
	if d.State == Draft || d.Due == 0 || d.Totals.Total == 0 {
		return false
	}
	end := d.Today
	for _, day := range []Day{d.PaidOn, d.Voided, d.WrittenOff} {
		if day != 0 {
			end = min(end, day)
		}
	}
	return d.Due < end
}
