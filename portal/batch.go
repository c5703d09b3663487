package portal

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// BatchStatus is how a batch invoice stands. It is never stored: it follows the invoices in it.
type BatchStatus uint8

// The statuses; the later ones come first where several apply.
const (
	BatchOpen BatchStatus = iota
	BatchPartlyPaid
	BatchOverdue // something in it is
	BatchPaid
	BatchBadDebt // nothing is open, and not all of it was paid
	BatchVoid    // every invoice in it is void
	BatchApart
)

var batchWords = [...]struct{ key, name string }{
	{"open", "Open"},
	{"partly-paid", "Partly paid"},
	{"overdue", "Overdue"},
	{"paid", "Paid"},
	{"bad-debt", "Bad debt"},
	{"void", "Void"},
	{"taken-apart", "Taken apart"},
}

// Key is the status's name in URLs.
func (s BatchStatus) Key() string { return batchWords[s].key }

// Name is the status's name on screen.
func (s BatchStatus) Name() string { return batchWords[s].name }

// MostBatched is how many invoices a batch holds: so many are changed in one transaction.
const MostBatched = 200

// Batch is several issued invoices of one client presented and paid as one. It has no ledger entry of its own.
type Batch struct {
	ID       BatchID      `cbor:"1,keyasint"`
	Version  Version      `cbor:"2,keyasint"`
	Client   ClientID     `cbor:"3,keyasint"`
	Number   string       `cbor:"4,keyasint"`
	On       Day          `cbor:"5,keyasint"` // when it was made
	From     Day          `cbor:"6,keyasint,omitempty"`
	To       Day          `cbor:"7,keyasint,omitempty"` // of a monthly one; 0 = made by hand
	Note     string       `cbor:"8,keyasint,omitempty"`
	Invoices []InvoiceID  `cbor:"9,keyasint"` // in the order of their days
	Places   []PropertyID `cbor:"10,keyasint"`
	Currency Currency     `cbor:"11,keyasint"`
	Created  time.Time    `cbor:"12,keyasint"`
	By       string       `cbor:"13,keyasint,omitempty"`
	Sent     time.Time    `cbor:"14,keyasint,omitzero"`
	SentTo   []string     `cbor:"15,keyasint,omitempty"`
	Viewed   time.Time    `cbor:"16,keyasint,omitzero"` // first seen by a contact
	ViewedBy string       `cbor:"17,keyasint,omitempty"`
	Apart    Day          `cbor:"18,keyasint,omitempty"` // when it was taken apart
	Key      string       `cbor:"19,keyasint,omitempty"` // of the form that made it: the same counts once
	Settled  bool         `cbor:"20,keyasint,omitempty"` // nothing in it is open; kept by the store
	Found    string       `cbor:"21,keyasint,omitempty"` // names and references of its properties, kept by the store
}

// What a batch refuses, for errors.Is; the Error around it says it in words.
var (
	ErrBatched = errors.New("in a batch already")
	ErrApart   = errors.New("taken apart already")
)

// Batchable says why an invoice can't go into a batch, nil when it can.
func (i Invoice) Batchable() error {
	name := i.Number
	if name == "" {
		name = i.Description
	}
	switch {
	case i.State != Issued:
		return refuse(ErrNotIssued, "Only an issued invoice can go into a batch invoice: %s isn’t one.", name)
	case i.Open().Amount <= 0:
		return refuse(ErrPaid, "Nothing is open on %s, so it can’t go into a batch invoice.", name)
	case i.Batch != 0:
		return refuse(ErrBatched, "%s is in a batch invoice already. Take that one apart first.", name)
	}
	return nil
}

// Gather puts invoices into a new batch, the oldest first.
func (b *Batch) Gather(is []Invoice) error {
	var v Check
	v.That(len(is) >= 2, "invoice", "A batch invoice brings several invoices together: choose at least two.")
	v.That(len(is) <= MostBatched, "invoice", "A batch invoice holds %d invoices at most.", MostBatched)
	v.That(len(b.Note) <= 500, "note", "Keep the note under 500 letters.")
	for _, i := range is {
		v.That(i.Client == b.Client && i.Currency == b.Currency, "invoice", "A batch invoice is of one client and in one currency.")
		v.Err("invoice", i.Batchable())
	}
	if err := v.Done(); err != nil {
		return err
	}
	is = slices.Clone(is)
	slices.SortFunc(is, func(x, y Invoice) int {
		if x.Issued != y.Issued {
			return int(x.Issued - y.Issued)
		}
		return int(x.ID) - int(y.ID)
	})
	b.Invoices, b.Places, b.Note = nil, nil, strings.TrimSpace(b.Note)
	for _, i := range is {
		b.Invoices = append(b.Invoices, i.ID)
		if !slices.Contains(b.Places, i.Property) {
			b.Places = append(b.Places, i.Property)
		}
	}
	return nil
}

// TakeApart ends the batch: its invoices stand for themselves again.
func (b *Batch) TakeApart(today Day) error {
	switch {
	case b.Apart != 0:
		return refuse(ErrApart, "%s is taken apart already.", b.Number)
	case b.Settled:
		return refuse(ErrPaid, "Nothing in %s is open any more: there is nothing to take apart.", b.Number)
	}
	b.Apart = today
	return nil
}

// MarkSent notes that the batch was sent.
func (b *Batch) MarkSent(to []string, at time.Time) error {
	if b.Apart != 0 {
		return refuse(ErrApart, "%s is taken apart: send its invoices one by one.", b.Number)
	}
	b.Sent, b.SentTo = at, to
	return nil
}

// MarkViewed notes who saw the batch first. It tells whether that was news.
func (b *Batch) MarkViewed(by string, at time.Time) bool {
	if !b.Viewed.IsZero() {
		return false
	}
	b.Viewed, b.ViewedBy = at, by
	return true
}

// Within reports whether every invoice of the batch lies in a sight: a batch is seen whole or not at all.
func (s Sight) Within(client ClientID, places []PropertyID) bool {
	for _, p := range places {
		if !s.Sees(client, p) {
			return false
		}
	}
	return len(places) > 0
}

// BatchRow is a batch in a list.
type BatchRow struct {
	_        struct{} `cbor:",toarray"`
	ID       BatchID
	Client   ClientID
	Number   string
	On       Day
	From, To Day
	Note     string
	Count    int // of invoices
	Places   []PropertyID
	Currency Currency
	Apart    Day
	IsSent   bool
	IsViewed bool
}

// Row makes the list row.
func (b Batch) Row() BatchRow {
	return BatchRow{
		ID: b.ID, Client: b.Client, Number: b.Number, On: b.On, From: b.From, To: b.To, Note: b.Note, Count: len(b.Invoices), Places: b.Places,
		Currency: b.Currency, Apart: b.Apart, IsSent: !b.Sent.IsZero(), IsViewed: !b.Viewed.IsZero(),
	}
}

// BatchSums are what the invoices of a batch come to today, minor units. A void one counts nothing.
type BatchSums struct {
	Bills   int // not void
	Total   int64
	Open    int64
	Overdue int64
	Lost    int64 // bad debt
	Due     Day   // when the first open one is due
}

// Add takes an invoice in.
func (s *BatchSums) Add(r InvoiceRow, today Day) {
	if r.State != Issued && r.State != BadDebt {
		return
	}
	s.Bills++
	s.Total += r.Total
	if r.State == BadDebt {
		s.Lost += r.Total - r.Paid - r.Credited
		return
	}
	s.AddOpen(r.Term(), r.Open().Amount, today)
}

// AddOpen takes in what is open and due on a day.
func (s *BatchSums) AddOpen(due Day, open int64, today Day) {
	if open <= 0 {
		return
	}
	s.Open += open
	if due < today {
		s.Overdue += open
	}
	if s.Due == 0 || due < s.Due {
		s.Due = due
	}
}

// Status is what is shown of a batch that is not taken apart.
func (s BatchSums) Status() BatchStatus {
	switch {
	case s.Bills == 0:
		return BatchVoid
	case s.Open == 0 && s.Lost > 0:
		return BatchBadDebt
	case s.Open == 0:
		return BatchPaid
	case s.Overdue > 0:
		return BatchOverdue
	case s.Open < s.Total-s.Lost:
		return BatchPartlyPaid
	}
	return BatchOpen
}

// Shown is the status of a row with its sums.
func (r BatchRow) Shown(s BatchSums) BatchStatus {
	if r.Apart != 0 {
		return BatchApart
	}
	return s.Status()
}

// BatchMonths are the months whose batch invoices are still to be made, after the last one that is done.
func BatchMonths(done Month, today Day) []Month {
	return StatementSettings{Monthly: true, Day: 1}.Missed(done, today)
}
