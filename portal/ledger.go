package portal

import "time"

// EntryKind says what changed a balance.
type EntryKind uint8

// The kinds of ledger entry. The values are stored: append, never reorder.
const (
	EntryInvoice EntryKind = iota + 1
	EntryVoid
	EntryPayment
	EntryBadDebt
	EntryCreditNote
	EntryFee        // a card or ACH fee, charged when its payment settles
	EntryRefund     // money back: the balance grows
	EntryFailed     // a payment that was booked and did not last: returned by the bank, charged back
	EntryReinstated // bad debt that is owed again
)

// Entry is one change of a client's balance: positive owes more. It is written in the transaction of its cause.
type Entry struct {
	Client   ClientID  `cbor:"1,keyasint"`
	On       Day       `cbor:"2,keyasint"`
	Seq      uint64    `cbor:"3,keyasint"`
	At       time.Time `cbor:"4,keyasint"`
	Kind     EntryKind `cbor:"5,keyasint"`
	Doc      Ref       `cbor:"6,keyasint"`
	Reverses uint64    `cbor:"7,keyasint,omitempty"` // Seq of the entry this one undoes
	Amount   int64     `cbor:"8,keyasint"`           // minor units of the client's currency
	Currency Currency  `cbor:"9,keyasint"`
}

// HomeFigures are the sums on a client's home, from the same aggregates that the office reads.
type HomeFigures struct {
	Currency Currency
	Due      Money // open of all issued invoices
	Overdue  Money
	DueMonth Money // due until the end of this month, not overdue
	Later    Money
	Unpaid   int
	Late     int
	Credit   Money // on account
	Invoiced Money // issued less voids
	BadDebt  Money
	Months   []MonthSum // the last 12, oldest first
	Count    int        // issued invoices of any state
}

// MonthSum is what was billed in a month.
type MonthSum struct {
	Month Month
	Sum   Money
}

// Billed is the sum of the months.
func (h HomeFigures) Billed() Money {
	sum := Of(0, h.Currency)
	for _, m := range h.Months {
		sum = sum.Add(m.Sum)
	}
	return sum
}
