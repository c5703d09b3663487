package portal

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// What an estimate refuses, for errors.Is; the Error around it says it in words.
var (
	ErrNotOpen     = errors.New("not waiting for an answer")
	ErrExpired     = errors.New("expired")
	ErrOtherOffer  = errors.New("another version than the one that was seen")
	ErrNotAccepted = errors.New("not accepted")
	ErrClosed      = errors.New("can’t be changed any more")
	ErrNothingNew  = errors.New("nothing new to send")
)

// maxRevisions bounds how many versions of an estimate are kept.
const maxRevisions = 50

// Editable says why an estimate can’t be edited, nil when it can. What was sent stays as it is: the edit waits as
// its next version until it is sent.
func (e Estimate) Editable() error {
	switch e.State {
	case EstimateInvoiced:
		return refuse(ErrClosed, "This estimate is invoiced: it can’t be edited any more. Duplicate it instead.")
	case EstimateSuperseded:
		return refuse(ErrClosed, "This estimate was taken back: it can’t be edited any more. Duplicate it instead.")
	}
	if e.Revision >= maxRevisions {
		return refuse(ErrClosed, "This estimate has %d versions already. Duplicate it instead.", maxRevisions)
	}
	return nil
}

// Write puts an edited offer where it belongs: into the draft, or beside what was sent.
func (e *Estimate) Write(o Offer) error {
	if err := e.Editable(); err != nil {
		return err
	}
	if e.Revision == 0 {
		e.Offer = o
	} else {
		e.Next = &o
	}
	return nil
}

// Drop throws the unsent version away; what was sent counts as before.
func (e *Estimate) Drop() error {
	if e.Next == nil || e.Revision == 0 {
		return refuse(ErrNothingNew, "There is no unsent version to throw away.")
	}
	e.Next = nil
	return nil
}

// Sendable says why what is written can’t be sent today, nil when it can: asked before a number is drawn.
func (e Estimate) Sendable(today Day) error {
	if err := e.Editable(); err != nil {
		return err
	}
	if !e.Unsent() {
		return refuse(ErrNothingNew, "There is nothing new to send.")
	}
	o := e.Draft()
	if err := o.Validate(); err != nil {
		return err
	}
	switch {
	case o.Totals.Total < 0:
		return faulty("lines", "An estimate can’t ask for less than nothing.")
	case o.Expires != 0 && o.Expires < today:
		return faulty("expires", "The estimate would be expired already. Choose a later day.")
	}
	return nil
}

// Send makes what is written the offer that counts: a new version, to be accepted anew. An answer to an older one
// stays with that one.
func (e *Estimate) Send(number string, to []string, now time.Time, today Day) error {
	if err := e.Sendable(today); err != nil {
		return err
	}
	if e.Number == "" {
		e.Number = number
	}
	e.Offer, e.Next = e.Draft(), nil
	e.State, e.Revision, e.Dated = EstimateSent, e.Revision+1, today
	e.Viewed, e.ViewedBy, e.Signed = time.Time{}, "", nil
	e.Answered, e.By, e.Words = time.Time{}, "", ""
	e.Sent, e.SentTo, e.SendTo = now, to, to
	return nil
}

// Remind notes that the offer as it stands was sent once more.
func (e *Estimate) Remind(to []string, now time.Time, today Day) error {
	if e.State != EstimateAccepted {
		if err := e.Answerable(e.Revision, today); err != nil {
			return err
		}
	}
	e.Sent, e.SentTo, e.SendTo = now, to, to
	return nil
}

// MarkViewed notes who saw this version first. It tells whether that was news.
func (e *Estimate) MarkViewed(by string, at time.Time) bool {
	if e.Revision == 0 || !e.Viewed.IsZero() {
		return false
	}
	e.Viewed, e.ViewedBy = at, by
	return true
}

// Answerable refuses an answer that comes too late, or to another version than the newest.
func (e Estimate) Answerable(seen int, today Day) error {
	switch {
	case e.State == EstimateDraft:
		return NotFound()
	case e.State == EstimateAccepted || e.State == EstimateInvoiced:
		return refuse(ErrNotOpen, "This estimate is accepted already.")
	case e.State == EstimateDeclined:
		return refuse(ErrNotOpen, "This estimate was declined. Ask for a new one.")
	case e.State == EstimateSuperseded:
		return refuse(ErrNotOpen, "This estimate was taken back. Ask for a new one.")
	case seen != e.Revision:
		return &Error{Code: CodeConflict, Msg: T("This estimate has changed since you opened it. Look at what changed, then answer again."), Cause: ErrOtherOffer}
	case !e.Open(today):
		return refuse(ErrExpired, "This estimate has expired. Ask for a new one.")
	}
	return nil
}

// Acceptance is a client’s signature under one version of an estimate.
type Acceptance struct {
	Revision int       `cbor:"1,keyasint"`
	Name     string    `cbor:"2,keyasint"` // as it was typed
	Drawing  Drawing   `cbor:"3,keyasint,omitempty"`
	At       time.Time `cbor:"4,keyasint"`
	IP       string    `cbor:"5,keyasint,omitempty"`
	Device   string    `cbor:"6,keyasint,omitempty"`
	Person   PersonID  `cbor:"7,keyasint,omitempty"`
	Contact  ContactID `cbor:"8,keyasint,omitempty"`
	Signer   string    `cbor:"9,keyasint,omitempty"`  // the person’s name and address, as they were
	Order    string    `cbor:"10,keyasint,omitempty"` // purchase-order number
	Chosen   []int     `cbor:"11,keyasint,omitempty"` // optional lines, counted from 0
	Total    int64     `cbor:"12,keyasint"`
	Deposit  int64     `cbor:"13,keyasint,omitempty"`
	Hash     string    `cbor:"14,keyasint"`           // SHA-256 of what was accepted
	Coded    bool      `cbor:"15,keyasint,omitempty"` // with a fresh e-mailed code
	File     uint64    `cbor:"16,keyasint,omitempty"` // blob of the signed PDF; 0 = it is being made
	Language string    `cbor:"17,keyasint,omitempty"` // that it was read in
}

// Terms of signing.
const maxSigner = 120

// Accept signs the version that was seen. offered is that version as it was shown; what comes back is the same with
// the signature and the lines that were chosen, to be kept.
func (e *Estimate) Accept(offered Offered, a Acceptance, rules EstimateSettings, today Day) (Offered, error) {
	if err := e.Answerable(a.Revision, today); err != nil {
		return offered, err
	}
	a.Name, a.Order = strings.TrimSpace(a.Name), strings.TrimSpace(a.Order)
	var v Check
	v.That(a.Name != "", "name", "Type your name to sign.")
	v.That(len(a.Name) <= maxSigner, "name", "Keep the name under %d letters.", maxSigner)
	v.That(!rules.Order || a.Order != "", "order", "Write your purchase-order number.")
	v.That(len(a.Order) <= 100, "order", "Keep the purchase-order number under 100 letters.")
	for _, n := range a.Chosen {
		v.That(n >= 0 && n < len(e.Offer.Lines) && e.Offer.Lines[n].Optional, "lines", "That line can’t be chosen.")
	}
	v.Err("signature", a.Drawing.Validate())
	if err := v.Done(); err != nil {
		return offered, err
	}
	if err := e.Offer.Choose(a.Chosen, e.Currency); err != nil {
		return offered, err
	}
	if e.Offer.Totals.Total < 0 {
		return offered, faulty("lines", "These lines come to less than nothing.")
	}
	if a.Order != "" {
		e.Offer.Order = a.Order
	}
	a.Order, a.Chosen = e.Offer.Order, e.Offer.Chosen()
	a.Total, a.Deposit = e.Offer.Totals.Total, e.Offer.DepositOf(e.Currency).Amount
	offered.Offer = e.Offer
	a.Hash = offered.Hash()
	e.State, e.Signed = EstimateAccepted, &a
	e.Answered, e.By, e.Words = time.Time{}, "", ""
	offered.Signed = &a
	return offered, nil
}

// Decline notes that the client does not want it, and why.
func (e *Estimate) Decline(by, reason string, seen int, now time.Time, today Day) error {
	if err := e.Answerable(seen, today); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		return faulty("reason", "Say in a few words why. It helps us to do better.")
	case len(reason) > 2000:
		return faulty("reason", "Keep the reason under 2,000 letters.")
	}
	e.State, e.Answered, e.By, e.Words = EstimateDeclined, now, by, reason
	return nil
}

// Ask notes which changes the client wants. The offer stays open meanwhile.
func (e *Estimate) Ask(by, what string, seen int, now time.Time, today Day) error {
	if err := e.Answerable(seen, today); err != nil {
		return err
	}
	what = strings.TrimSpace(what)
	switch {
	case what == "":
		return faulty("changes", "Say what should be different.")
	case len(what) > 2000:
		return faulty("changes", "Keep it under 2,000 letters.")
	}
	e.State, e.Answered, e.By, e.Words = EstimateChanges, now, by, what
	return nil
}

// Withdraw takes an estimate back that is not accepted.
func (e *Estimate) Withdraw(reason string, today Day) error {
	switch e.State {
	case EstimateDraft:
		return refuse(ErrClosed, "A draft can be deleted: nobody has seen it.")
	case EstimateAccepted, EstimateInvoiced:
		return refuse(ErrClosed, "This estimate is accepted: it can’t be taken back. Send a new version instead.")
	case EstimateSuperseded:
		return refuse(ErrClosed, "This estimate was taken back already.")
	}
	reason = strings.TrimSpace(reason)
	if len(reason) > 500 {
		return faulty("reason", "Keep the reason under 500 letters.")
	}
	e.State, e.Ended, e.Next = EstimateSuperseded, today, nil
	if reason != "" {
		e.Words = reason
	}
	return nil
}

// Bill makes the draft of an invoice from what was accepted.
func (e Estimate) Bill(now time.Time) (Invoice, error) {
	if e.State == EstimateInvoiced {
		return Invoice{}, refuse(ErrNotAccepted, "This estimate is invoiced already.")
	}
	if e.State != EstimateAccepted || e.Signed == nil {
		return Invoice{}, refuse(ErrNotAccepted, "Only an accepted estimate can be invoiced.")
	}
	if e.Next != nil {
		return Invoice{}, refuse(ErrNotAccepted, "There is a version that was not sent. Send it, or throw it away, before you invoice what was accepted.")
	}
	i := Invoice{
		Client: e.Client, Currency: e.Currency, Property: e.Offer.Property, Contractor: e.Offer.Contractor, Description: e.Offer.Description,
		Order: e.Offer.Order, Lines: e.Offer.Counted(), Inclusive: e.Offer.Inclusive, PerLine: e.Offer.PerLine, SendTo: slices.Clone(e.SendTo),
		Place: e.Place, Deposit: min(e.Signed.Deposit, max(0, e.Signed.Total)), Estimate: e.ID, Created: now,
	}
	return i, i.Work()
}

// Billed notes the invoice that was made of it.
func (e *Estimate) Billed(i InvoiceID) error {
	if e.State != EstimateAccepted {
		return refuse(ErrNotAccepted, "Only an accepted estimate can be invoiced.")
	}
	e.State, e.Invoice = EstimateInvoiced, i
	return nil
}

// Unbilled notes that the invoice is gone again: a deleted draft, a void bill.
func (e *Estimate) Unbilled(i InvoiceID) {
	if e.State == EstimateInvoiced && e.Invoice == i {
		e.State, e.Invoice = EstimateAccepted, 0
	}
}

// Copy is a new draft with the same offer.
func (e Estimate) Copy(now time.Time, expires Day) Estimate {
	o := e.Draft()
	o.Lines, o.Expires, o.Order = slices.Clone(o.Lines), expires, ""
	return Estimate{Client: e.Client, Currency: e.Currency, Offer: o, SendTo: e.SendTo, Place: e.Place, Created: now}
}
