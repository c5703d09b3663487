package portal

// Paper is the size of a sheet.
type Paper uint8

// The papers.
const (
	PaperA4 Paper = iota
	PaperLetter
)

// Size is the sheet's width and height in points.
func (p Paper) Size() (w, h float64) {
	if p == PaperLetter {
		return 612, 792
	}
	return 595.28, 841.89
}

// letterCountries print on Letter paper; the rest of the world on A4.
var letterCountries = map[string]bool{"US": true, "CA": true, "MX": true, "PH": true, "CL": true, "CO": true, "CR": true}

// Paper is what the business's printer holds: by its country, else by its currency.
func (p Profile) Paper() Paper {
	switch {
	case letterCountries[p.Address.Country]:
		return PaperLetter
	case p.Address.Country != "":
		return PaperA4
	case p.Currency == "USD", p.Currency == "CAD", p.Currency == "MXN":
		return PaperLetter
	}
	return PaperA4
}

// Letterhead is what every document of the business has in common.
type Letterhead struct {
	Name   string // as people know it
	Colour string // #rrggbb
	Logo   []byte // a PNG; nil = none
	Paper  Paper
	Phone  string
	Email  string
}

// Letterhead makes the head of the business's documents. The logo's bytes come from where files are kept.
func (p Profile) Letterhead(logo []byte) Letterhead {
	return Letterhead{Name: p.Name, Colour: p.Colour, Logo: logo, Paper: p.Paper(), Phone: p.Phone, Email: p.Email}
}

// Print says how a document is to look: whose it is, and in which language.
type Print struct {
	Business Business
	Logo     []byte // a PNG; nil = none
	Language string // BCP 47 tag
}

// PDF is a finished document.
type PDF struct {
	Bytes   []byte
	Pages   int
	Missing []rune // letters that no font has; each stands in the document as a box with its code
}

// PaymentDoc is a payment with everything that is shown of it. Page, PDF and mail render the same.
type PaymentDoc struct {
	Payment
	Issuer   Party         // the business
	Receiver Party         // the client
	Paid     []PaidInvoice // what it paid; what it is meant for, while the money isn’t there
	Today    Day
	Requests []RequestRow // open ones about it: corrections
	Accepted string       // number of the estimate whose deposit it is
	Proofs   []FileRow    // what the payer sent to show for it
}

// HasReceipt reports whether there is anything to confirm: money that came.
func (d PaymentDoc) HasReceipt() bool { return d.State == PaymentCompleted }

// FeeSum is the part of the payment that is a card or ACH fee.
func (d PaymentDoc) FeeSum() Money { return Of(d.Fee, d.Currency) }

// PaidInvoice is an invoice that a payment paid, wholly or in part.
type PaidInvoice struct {
	Invoice     InvoiceID
	Number      string
	Issued      Day
	Description string
	Total       Money
	Part        Money // of the payment
	Rest        Money // still to pay today
	Status      InvoiceStatus
}

// Sum is the payment's amount.
func (d PaymentDoc) Sum() Money { return Of(d.Amount, d.Currency) }

// Credit is what the payment left on account.
func (d PaymentDoc) Credit() Money { return Of(d.Unallocated(), d.Currency) }

// StatementDoc is a client's account over a period. Page, PDF, CSV and mail render the same.
type StatementDoc struct {
	Issuer   Party  // the business
	Receiver Party  // the client
	Account  string // the client's number
	Currency Currency
	From, To Day
	Opening  Money
	Closing  Money
	Rows     []StatementRow // in the order of the ledger
	Ageing   Ageing
	Today    Day
}

// StatementRow is one change of the balance.
type StatementRow struct {
	On      Day
	Seq     uint64 // in the ledger
	Kind    EntryKind
	Doc     Ref
	Method  Method // of a payment or refund
	Number  string // of the document
	Text    string // what it was for
	Due     Day    // of an invoice
	Amount  Money  // positive owes more
	Balance Money  // after it
}

// Charged is the sum of what the period added to the balance.
func (d StatementDoc) Charged() Money { return d.sum(func(n int64) bool { return n > 0 }) }

// Paid is the sum of what the period took off the balance, as a positive amount.
func (d StatementDoc) Paid() Money { return d.sum(func(n int64) bool { return n < 0 }).Neg() }

func (d StatementDoc) sum(counts func(int64) bool) Money {
	sum := Of(0, d.Currency)
	for _, r := range d.Rows {
		if counts(r.Amount.Amount) {
			sum = sum.Add(r.Amount)
		}
	}
	return sum
}

// Ageing is what is open on a day, by how long it is late.
type Ageing struct {
	On      Day
	Current Money
	Late30  Money // 1–30 days
	Late60  Money // 31–60 days
	Late90  Money // 61–90 days
	Over90  Money
	Credit  Money // on account, not yet set off
}

// Total is the sum of what is open.
func (a Ageing) Total() Money {
	return a.Current.Add(a.Late30).Add(a.Late60).Add(a.Late90).Add(a.Over90)
}

// Name is the kind's name on a statement.
func (k EntryKind) Name() string {
	return [...]string{"", "Invoice", "Invoice voided", "Payment", "Bad debt", "Credit note", "Fee", "Refund", "Payment returned", "Bad debt taken back"}[k]
}
