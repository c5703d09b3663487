package portal

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// What an invoice refuses, for errors.Is; the Error around it says it in words.
var (
	ErrNotDraft  = errors.New("not a draft")
	ErrNotIssued = errors.New("not an open bill")
	ErrPaid      = errors.New("nothing is open")
	ErrOverpaid  = errors.New("more than is open")
	ErrNoAmount  = errors.New("not more than nothing")
	ErrCredited  = errors.New("credited")
)

// refuse is a forbidden move: what it is for the program, and why in words.
func refuse(cause error, key string, args ...any) error {
	return &Error{Code: CodeInvalid, Msg: T(key, args...), Cause: cause}
}

// faulty is one wrong field.
func faulty(field, key string, args ...any) error {
	return &Error{Code: CodeInvalid, Msg: T("Something needs fixing"), Faults: []Fault{{field, T(key, args...)}}}
}

// Issue turns a draft into a bill with a number. A day of issue that was not chosen is today, a due day that
// was not chosen is `terms` days later.
func (i *Invoice) Issue(number string, today Day, terms int) error {
	if err := i.Issuable(today); err != nil {
		return err
	}
	i.State, i.Number = Issued, number
	if i.Issued == 0 {
		i.Issued = today
	}
	if i.Due == 0 {
		i.Due = i.Issued + Day(terms)
	}
	if i.Totals.Total == 0 {
		i.PaidOn = i.Issued
	}
	return nil
}

// Issuable says why an invoice can't be issued today, nil when it can: asked before a number is drawn.
func (i Invoice) Issuable(today Day) error {
	if i.State != Draft {
		return refuse(ErrNotDraft, "This invoice is issued already.")
	}
	if err := i.Validate(); err != nil {
		return err
	}
	switch {
	case i.Totals.Total < 0:
		return faulty("lines", "An invoice can’t ask for less than nothing.")
	case i.Issued > today:
		return faulty("issued", "The day of issue can’t be in the future.")
	case i.Due != 0 && i.Issued == 0 && i.Due < today:
		return faulty("due", "The due day can’t be before the day of issue.")
	}
	return nil
}

// Allocate books a payment of an amount to the invoice.
func (i *Invoice) Allocate(amount int64, on Day) error {
	switch {
	case i.State != Issued:
		return refuse(ErrNotIssued, "Only an issued invoice can be paid.")
	case amount <= 0:
		return refuse(ErrNoAmount, "A payment must be more than nothing.")
	case amount > i.Open().Amount:
		return refuse(ErrOverpaid, "That is more than is still to pay on %s.", i.Number)
	}
	i.Paid += amount
	i.settle(on)
	return nil
}

// settle notes the day on which nothing was left to pay, and forgets it when there is again.
func (i *Invoice) settle(on Day) {
	switch {
	case i.Open().Amount > 0:
		i.PaidOn = 0
	case i.PaidOn == 0:
		i.PaidOn = on
	}
}

// Credit books what a credit note takes off the invoice.
func (i *Invoice) Credit(amount int64, on Day) error {
	switch {
	case i.State != Issued:
		return refuse(ErrNotIssued, "Only an issued invoice can be credited.")
	case amount <= 0:
		return refuse(ErrNoAmount, "A credit must be more than nothing.")
	case amount > i.Open().Amount:
		return refuse(ErrOverpaid, "That is more than is still to pay on %s.", i.Number)
	}
	i.Credited += amount
	i.settle(on)
	return nil
}

// Release takes back what was allocated: the payment is credit on account again.
func (i *Invoice) Release(amount int64) error {
	if i.State != Issued {
		return refuse(ErrNotIssued, "Only an issued invoice can be changed.")
	}
	if amount <= 0 || amount > i.Paid {
		return refuse(ErrNoAmount, "That was not paid on %s.", i.Number)
	}
	i.Paid -= amount
	i.settle(0)
	return nil
}

// Cancel voids an issued invoice. Its payments are released first.
func (i *Invoice) Cancel(reason string, today Day) error {
	switch {
	case i.State != Issued:
		return refuse(ErrNotIssued, "Only an issued invoice can be voided.")
	case i.Credited != 0:
		return refuse(ErrCredited, "A credit note takes off this invoice already. Credit the rest instead.")
	case i.Paid != 0:
		return refuse(ErrPaid, "This invoice has payments. They must become credit on account first.")
	case strings.TrimSpace(reason) == "":
		return faulty("reason", "Say why the invoice is void.")
	case len(reason) > 500:
		return faulty("reason", "Keep the reason under 500 letters.")
	}
	i.State, i.Voided, i.VoidReason = Void, today, strings.TrimSpace(reason)
	return nil
}

// WriteOff marks what is open as bad debt and says how much that is.
func (i *Invoice) WriteOff(today Day) (lost Money, err error) {
	if i.State != Issued {
		return lost, refuse(ErrNotIssued, "Only an issued invoice can be marked as bad debt.")
	}
	if lost = i.Open(); lost.Amount <= 0 {
		return lost, refuse(ErrPaid, "This invoice is paid: there is nothing to write off.")
	}
	i.State, i.WrittenOff = BadDebt, today
	return lost, nil
}

// Loss is bad debt that was taken back.
type Loss struct {
	On     Day   `cbor:"1,keyasint"`
	Amount int64 `cbor:"2,keyasint"` // minor units
	Back   Day   `cbor:"3,keyasint"`
}

// Reinstate takes bad debt back: what was lost is open again. It says how much that is.
func (i *Invoice) Reinstate(today Day) (open Money, err error) {
	if i.State != BadDebt {
		return open, refuse(ErrNotIssued, "Only what is marked as bad debt can be taken back.")
	}
	lost := Loss{On: i.WrittenOff, Amount: i.Totals.Total - i.Settled(), Back: today}
	i.State, i.WrittenOff, i.Regained = Issued, 0, append(i.Regained[:len(i.Regained):len(i.Regained)], lost)
	return i.Open(), nil
}

// MarkSent notes that the invoice was sent.
func (i *Invoice) MarkSent(to []string, at time.Time) error {
	if i.State != Issued {
		return refuse(ErrNotIssued, "Only an issued invoice can be sent.")
	}
	i.Sent, i.SentTo = at, to
	return nil
}

// Muted are those it was to be mailed to who had turned such mails off: they see it in the portal only.
func (i Invoice) Muted() (out []string) {
	if i.Sent.IsZero() {
		return nil
	}
	for _, a := range i.SendTo {
		if !slices.Contains(i.SentTo, a) {
			out = append(out, a)
		}
	}
	return out
}

// MarkViewed notes who saw the invoice first. It tells whether that was news.
func (i *Invoice) MarkViewed(by string, at time.Time) bool {
	if i.State == Draft || !i.Viewed.IsZero() {
		return false
	}
	i.Viewed, i.ViewedBy = at, by
	return true
}

// Copy is a new draft with the same lines.
func (i Invoice) Copy(now time.Time) Invoice {
	return Invoice{
		Client: i.Client, Currency: i.Currency, Property: i.Property, Contractor: i.Contractor, Description: i.Description,
		Order: i.Order, Lines: append([]Line(nil), i.Lines...), Inclusive: i.Inclusive, PerLine: i.PerLine, Totals: i.Totals,
		Terms: i.Terms, SendTo: i.SendTo, Place: i.Place, Deposit: i.Deposit, Created: now,
	}
}
