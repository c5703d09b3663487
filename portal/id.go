package portal

import (
	"fmt"
	"strconv"
)

// Ids are per kind, never zero for a stored record, and appear in every URL.
type (
	BusinessID   uint64
	ClientID     uint64
	PersonID     uint64
	ContactID    uint64
	StaffID      uint64
	PropertyID   uint64
	ContractorID uint64
	InvoiceID    uint64
	PaymentID    uint64
	AuditID      uint64
	MailID       uint64
	InviteID     uint64
	RunID        uint64
	DocumentID   uint64
	SessionID    uint64
	ChallengeID  uint64
	LinkID       uint64
	EstimateID   uint64
	CreditNoteID uint64
	BatchID      uint64
	RequestID    uint64
	RecurringID  uint64
	PriceItemID  uint64
	CheckoutID   uint64
)

// Version counts the saves of one record, from 1. A save says which version it edited.
type Version uint64

// Kind names a kind of record. The values are stored: append, never reorder.
type Kind uint8

// The kinds of record.
const (
	KindNone Kind = iota
	KindBusiness
	KindClient
	KindPerson
	KindContact
	KindStaff
	KindProperty
	KindContractor
	KindInvoice
	KindPayment
	KindAudit
	KindMail
	KindInvite
	KindRun
	KindDocument
	KindSession
	KindEstimate
	KindCreditNote
	KindBatch
	KindRequest
	KindRecurring
	KindPriceItem
	KindCheckout
)

var kindNames = [...]string{
	"none", "business", "client", "person", "contact", "staff", "property", "contractor", "invoice", "payment",
	"audit", "mail", "invite", "run", "document", "session",
	"estimate", "credit-note", "batch", "request", "recurring", "price-item", "checkout",
}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "kind " + strconv.Itoa(int(k))
}

// Ref points at one record of any kind.
type Ref struct {
	Kind Kind   `cbor:"1,keyasint,omitempty"`
	ID   uint64 `cbor:"2,keyasint,omitempty"`
}

func (r Ref) String() string { return fmt.Sprintf("%s %d", r.Kind, r.ID) }
