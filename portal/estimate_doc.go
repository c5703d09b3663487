package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"
)

// Worksite is where the work is to be, as it was when an offer was sent.
type Worksite struct {
	ID      PropertyID `cbor:"1,keyasint,omitempty"`
	Name    string     `cbor:"2,keyasint,omitempty"`
	Address Address    `cbor:"3,keyasint,omitempty"`
	UPRN    string     `cbor:"4,keyasint,omitempty"`
}

// Offered is one version of an estimate as it was sent: everything that is shown of it, frozen. Page, PDF and mail
// render it; its hash is what a signature is bound to.
type Offered struct {
	Estimate EstimateID  `cbor:"1,keyasint"`
	Client   ClientID    `cbor:"2,keyasint"`
	Number   string      `cbor:"3,keyasint"`
	Revision int         `cbor:"4,keyasint"`
	Currency Currency    `cbor:"5,keyasint"`
	Dated    Day         `cbor:"6,keyasint"`
	Offer    Offer       `cbor:"7,keyasint"`
	From     Party       `cbor:"8,keyasint"` // the business
	For      Party       `cbor:"9,keyasint"` // the client
	At       Worksite    `cbor:"10,keyasint,omitempty"`
	By       string      `cbor:"11,keyasint,omitempty"` // contractor
	Signed   *Acceptance `cbor:"12,keyasint,omitempty"`
}

// Hash is the SHA-256 of everything that is shown of the version, the signature itself left out: in hexadecimal.
func (o Offered) Hash() string {
	o.Signed = nil
	o.Offer.Lines = slices.Clone(o.Offer.Lines)
	for n := range o.Offer.Lines { // ids of rates mean nothing on paper
		o.Offer.Lines[n].Tax = 0
	}
	b, err := json.Marshal(o)
	if err != nil {
		panic(err) // plain values: nothing in them can’t be written
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Total is what the version comes to with the lines that are ticked.
func (o Offered) Total() Money { return Of(o.Offer.Totals.Total, o.Currency) }

// Deposit is what is asked for on acceptance.
func (o Offered) Deposit() Money { return o.Offer.DepositOf(o.Currency) }

// Bill is the version as the bill that it would make: the same pieces show both.
func (o Offered) Bill() InvoiceDoc {
	return InvoiceDoc{
		Invoice: Invoice{
			Client: o.Client, Number: o.Number, Currency: o.Currency, Description: o.Offer.Description, Order: o.Offer.Order,
			Lines: o.Offer.Bare(), Inclusive: o.Offer.Inclusive, PerLine: o.Offer.PerLine, Totals: o.Offer.Totals, Terms: o.Offer.Terms,
		},
		Issuer: o.From, Receiver: o.For, By: o.By,
		At: Property{ID: o.At.ID, Name: o.At.Name, Address: o.At.Address, UPRN: o.At.UPRN},
	}
}

// EstimateDoc is an estimate with everything that is shown of it.
type EstimateDoc struct {
	Estimate
	Shown      Offered  // the version that counts; a draft as it would be
	Before     *Offered // the version before it
	Phone      string
	Email      string // of the business
	LogoHash   string // "" = no logo
	ClientName string // now
	Billed     string // number of the invoice, "" while it is a draft
	Paid       int64  // for it in advance, minor units
	Today      Day
}

// DepositPaid is what was paid for it in advance.
func (d EstimateDoc) DepositPaid() Money { return Of(d.Paid, d.Currency) }

// DepositDue is what is still to pay on acceptance.
func (d EstimateDoc) DepositDue() Money { return d.DepositLeft(d.Paid) }

// Status is what is shown today.
func (d EstimateDoc) Status() EstimateStatus { return d.Estimate.Status(d.Today) }

// Asks reports whether the client can answer today.
func (d EstimateDoc) Asks() bool { return d.Estimate.Open(d.Today) }

// SignedDoc is a version as it was signed, and nothing that came later.
func SignedDoc(o Offered) EstimateDoc {
	return EstimateDoc{
		Estimate: Estimate{
			ID: o.Estimate, Client: o.Client, Number: o.Number, State: EstimateAccepted, Currency: o.Currency, Offer: o.Offer,
			Revision: o.Revision, Dated: o.Dated, Signed: o.Signed,
		},
		Shown: o,
	}
}

// PastDoc is a version that a newer one has taken the place of.
func PastDoc(o Offered) EstimateDoc {
	d := SignedDoc(o)
	if o.Signed == nil {
		d.State = EstimateSuperseded
	}
	return d
}

// Left is how many days are left to accept it, the last one included; -1 = no end.
func (d EstimateDoc) Left() int {
	if d.Shown.Offer.Expires == 0 {
		return -1
	}
	return max(0, int(d.Shown.Offer.Expires-d.Today)+1)
}

// Changes is what is different from the version before.
func (d EstimateDoc) Changes() (c Comparison, ok bool) {
	if d.Before == nil {
		return c, false
	}
	c = Compare(*d.Before, d.Shown)
	return c, !c.None()
}

// ChangeKind says how a line differs between two versions.
type ChangeKind uint8

// The kinds of change.
const (
	LineAdded ChangeKind = iota
	LineRemoved
	LineChanged
)

// LineChange is a line that differs between two versions.
type LineChange struct {
	Kind          ChangeKind
	Before, After EstimateLine
}

// Comparison is what differs between two versions of an estimate.
type Comparison struct {
	Lines         []LineChange
	Before, After Offered
}

// None reports whether nothing differs that a reader would notice.
func (c Comparison) None() bool {
	return len(c.Lines) == 0 && c.Before.Total() == c.After.Total() && !c.Described() && !c.Dates() && !c.Conditions() && !c.Moved()
}

// Described reports whether it is about something else.
func (c Comparison) Described() bool { return c.Before.Offer.Description != c.After.Offer.Description }

// Dates reports whether it ends on another day.
func (c Comparison) Dates() bool { return c.Before.Offer.Expires != c.After.Offer.Expires }

// Conditions reports whether the terms or the deposit differ.
func (c Comparison) Conditions() bool {
	return c.Before.Offer.Terms != c.After.Offer.Terms || c.Before.Deposit() != c.After.Deposit()
}

// Moved reports whether the work is elsewhere, or somebody else’s.
func (c Comparison) Moved() bool { return c.Before.At != c.After.At || c.Before.By != c.After.By }

// Compare finds what differs between two versions. Lines belong together when they are called the same; of the rest,
// those at the same place.
func Compare(before, after Offered) Comparison {
	c := Comparison{Before: before, After: after}
	pair := pairLines(before.Offer.Lines, after.Offer.Lines)
	taken := make([]bool, len(after.Offer.Lines))
	for n, l := range before.Offer.Lines {
		m := pair[n]
		if m < 0 {
			c.Lines = append(c.Lines, LineChange{Kind: LineRemoved, Before: l})
			continue
		}
		taken[m] = true
		if x := after.Offer.Lines[m]; !sameLine(l, x) {
			c.Lines = append(c.Lines, LineChange{Kind: LineChanged, Before: l, After: x})
		}
	}
	for m, l := range after.Offer.Lines {
		if !taken[m] {
			c.Lines = append(c.Lines, LineChange{Kind: LineAdded, After: l})
		}
	}
	return c
}

// pairLines finds for each line before its line after, -1 for none.
func pairLines(before, after []EstimateLine) []int {
	pair := make([]int, len(before))
	free := make([]bool, len(after))
	for m := range free {
		free[m] = true
	}
	for n, l := range before {
		pair[n] = slices.IndexFunc(after, func(x EstimateLine) bool { return x.Description == l.Description })
		for pair[n] >= 0 && !free[pair[n]] {
			next := slices.IndexFunc(after[pair[n]+1:], func(x EstimateLine) bool { return x.Description == l.Description })
			if next < 0 {
				pair[n] = -1
				break
			}
			pair[n] += 1 + next
		}
		if pair[n] >= 0 {
			free[pair[n]] = false
		}
	}
	for n := range before {
		if pair[n] < 0 && n < len(after) && free[n] {
			pair[n], free[n] = n, false
		}
	}
	return pair
}

func sameLine(a, b EstimateLine) bool {
	return a.Description == b.Description && a.Detail == b.Detail && a.Unit == b.Unit && a.Quantity.Equal(b.Quantity) && a.Price.Equal(b.Price) &&
		a.Discount.Equal(b.Discount) && a.TaxName == b.TaxName && a.TaxPercent.Equal(b.TaxPercent) && a.Amount == b.Amount && a.Optional == b.Optional
}

// EstimateEvent says what happened to an estimate.
type EstimateEvent uint8

// What happens to an estimate, in the order in which it happens on one moment.
const (
	EstimateBegun EstimateEvent = iota
	EstimateWasSent
	EstimateWasViewed
	EstimateChangesAsked
	EstimateWasDeclined
	EstimateWasAccepted
	EstimateHasExpired
	EstimateTakenBack
	EstimateWasBilled
)

// EstimateHappened is one line of an estimate’s history.
type EstimateHappened struct {
	Kind  EstimateEvent
	At    time.Time
	On    Day // where only the day is known
	Who   []string
	Words string
}

// History is what happened to the version that counts, newest first.
func (d EstimateDoc) History() (hs []EstimateHappened) {
	add := func(h EstimateHappened) { hs = append(hs, h) }
	add(EstimateHappened{Kind: EstimateBegun, At: d.Created})
	if !d.Sent.IsZero() {
		add(EstimateHappened{Kind: EstimateWasSent, At: d.Sent, Who: d.SentTo})
	}
	if !d.Viewed.IsZero() {
		add(EstimateHappened{Kind: EstimateWasViewed, At: d.Viewed, Who: []string{d.ViewedBy}})
	}
	switch {
	case d.Answered.IsZero():
	case d.State == EstimateDeclined:
		add(EstimateHappened{Kind: EstimateWasDeclined, At: d.Answered, Who: []string{d.By}, Words: d.Words})
	default:
		add(EstimateHappened{Kind: EstimateChangesAsked, At: d.Answered, Who: []string{d.By}, Words: d.Words})
	}
	if d.Signed != nil {
		add(EstimateHappened{Kind: EstimateWasAccepted, At: d.Signed.At, Who: []string{d.Signed.Name}})
	}
	slices.SortStableFunc(hs, func(a, b EstimateHappened) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return int(b.Kind) - int(a.Kind)
	})
	switch {
	case d.Status() == StatusEstimateExpired:
		hs = slices.Insert(hs, 0, EstimateHappened{Kind: EstimateHasExpired, On: d.Shown.Offer.Expires + 1})
	case d.State == EstimateSuperseded:
		hs = slices.Insert(hs, 0, EstimateHappened{Kind: EstimateTakenBack, On: d.Ended, Words: d.Words})
	case d.State == EstimateInvoiced:
		hs = slices.Insert(hs, 0, EstimateHappened{Kind: EstimateWasBilled, Words: d.Billed})
	}
	return hs
}

// EstimateSettings are what new estimates start from, and what accepting one takes.
type EstimateSettings struct {
	Version Version `cbor:"1,keyasint"`
	Days    int     `cbor:"2,keyasint,omitempty"` // until an estimate expires; 0 = it doesn’t
	Code    bool    `cbor:"3,keyasint,omitempty"` // a fresh e-mailed code to accept
	Order   bool    `cbor:"4,keyasint,omitempty"` // a purchase-order number to accept
	Terms   string  `cbor:"5,keyasint,omitempty"`
}

// Validate checks what a person typed.
func (s EstimateSettings) Validate() error {
	var v Check
	v.That(s.Days >= 0 && s.Days <= 365, "days", "An estimate can be open for 0 to 365 days.")
	v.That(len(s.Terms) <= 5_000, "terms", "Keep the terms under 5,000 letters.")
	return v.Done()
}
