package portal

import (
	"strings"
	"time"
)

// Event is one line of the append-only audit log: who, on whose behalf, what, to what, with what result, from where.
type Event struct {
	ID      AuditID   `cbor:"1,keyasint"`
	At      time.Time `cbor:"2,keyasint"`
	Kind    EventKind `cbor:"3,keyasint"`
	Person  PersonID  `cbor:"4,keyasint,omitempty"`
	Name    string    `cbor:"5,keyasint,omitempty"` // as it was then
	Staff   bool      `cbor:"6,keyasint,omitempty"` // the person acted as staff
	Client  ClientID  `cbor:"7,keyasint,omitempty"`
	Contact ContactID `cbor:"8,keyasint,omitempty"` // whom it was about
	Subject Ref       `cbor:"9,keyasint,omitempty"`
	Detail  string    `cbor:"10,keyasint,omitempty"`
	Failed  bool      `cbor:"11,keyasint,omitempty"`
	IP      string    `cbor:"12,keyasint,omitempty"`
	Device  string    `cbor:"13,keyasint,omitempty"`
	Behalf  string    `cbor:"14,keyasint,omitempty"` // "for Acme", when staff acted as a client
	Until   time.Time `cbor:"15,keyasint,omitzero"`  // end of a preview
}

// EventKind says what happened. The values are stored: append, never reorder.
type EventKind uint8

// The events.
const (
	EventNone EventKind = iota
	EventCodeSent
	EventSignedIn
	EventSignInFailed
	EventSignedOut
	EventDeviceEnded
	EventAccessOn
	EventAccessOff
	EventInvited
	EventAccepted
	EventRegistered
	EventPermissions
	EventModules
	EventClip
	EventPreview
	EventPreviewAct
	EventPreviewEnd
	EventStaffAdded
	EventStaffChanged
	EventSettings
	EventFactor
	EventPasskey
	EventPassword
	EventEmailChanged
	EventProfile
	EventInvoiceIssued
	EventInvoiceSent
	EventInvoiceVoid
	EventPaymentRecorded
	EventClient
	EventContact
	EventExport
	EventBackup
	EventOwnerLink
	EventSetUp
	EventBulk
	EventMailTest
	EventBadDebt
	EventInvoiceViewed
	EventCreditApplied
	EventUploaded
	EventDocumentShared
	EventDocumentRemoved
	EventEstimateSent
	EventEstimateViewed
	EventEstimateAccepted
	EventEstimateDeclined
	EventEstimateChanges
	EventEstimateInvoiced
	EventCreditNoteIssued
	EventBatchIssued
	EventBatchSent
	EventBatchClosed
	EventCheckoutStarted
	EventPaymentClaimed
	EventPaymentApproved
	EventPaymentDeclined
	EventPaymentFailed
	EventPaymentDisputed
	EventRefunded
	EventAllocated
	EventPayeeChanged
	EventRequestRaised
	EventRequestAnswered
	EventRequestClosed
	EventLinkOpened
	EventLinkRevoked
	EventRecurring
	EventReminderSent
	EventStatementSent
	EventPriceList
	EventEstimateWithdrawn
	EventCreditNoteSent
	EventReinstated
	eventCount
)

var eventNames = [eventCount]string{
	"None", "Code sent", "Signed in", "Sign-in failed", "Signed out", "Device signed out", "Access turned on",
	"Access turned off", "Invited", "Invitation accepted", "Registered", "Permissions changed", "Modules changed",
	"Attachments switched", "Portal preview", "Acted for client", "Preview ended", "Staff added", "Staff changed",
	"Settings changed", "Second factor changed", "Passkey changed", "Password changed", "E-mail changed",
	"Profile changed", "Invoice issued", "Invoice sent", "Invoice voided", "Payment recorded", "Client changed",
	"Contact changed", "Export", "Backup", "Owner link used", "Set up", "Bulk action", "Test mail", "Bad debt",
	"Invoice viewed", "Credit applied",
	"File uploaded", "Document shared", "Document removed", "Estimate sent", "Estimate viewed", "Estimate accepted",
	"Estimate declined", "Estimate changes asked", "Estimate invoiced", "Credit note issued", "Batch invoice made",
	"Batch invoice sent", "Batch invoice taken apart", "Checkout started", "Payment reported", "Payment approved",
	"Payment declined", "Payment failed", "Payment disputed", "Payment refunded", "Payment allocated",
	"Payee details changed", "Request raised", "Request answered", "Request closed", "Document link opened",
	"Document link revoked", "Recurring invoice changed", "Reminder sent", "Statement sent", "Price list changed",
	"Estimate taken back",
	"Credit note sent", "Bad debt taken back",
}

// Name is the event's name on screen.
func (k EventKind) Name() string {
	if int(k) < len(eventNames) {
		return eventNames[k]
	}
	return "Event"
}

// Key is the event's name in URLs.
func (k EventKind) Key() string {
	return strings.ReplaceAll(strings.ToLower(k.Name()), " ", "-")
}

// EventKinds are all kinds, for filters.
func EventKinds() []EventKind {
	ks := make([]EventKind, 0, eventCount-1)
	for k := EventCodeSent; k < eventCount; k++ {
		ks = append(ks, k)
	}
	return ks
}

// Mail is one mail of the outbox: facts until its first attempt, then the frozen bytes.
type Mail struct {
	ID        MailID    `cbor:"1,keyasint"`
	Kind      MailKind  `cbor:"2,keyasint"`
	To        string    `cbor:"3,keyasint"`
	ToName    string    `cbor:"4,keyasint,omitempty"`
	Subject   string    `cbor:"5,keyasint,omitempty"` // once composed
	State     MailState `cbor:"6,keyasint"`
	Tries     int       `cbor:"7,keyasint,omitempty"`
	Why       string    `cbor:"8,keyasint,omitempty"` // why it failed, or waits, in words: a message key
	Created   time.Time `cbor:"9,keyasint"`
	Sent      time.Time `cbor:"10,keyasint,omitzero"`
	Due       time.Time `cbor:"11,keyasint,omitzero"` // next try
	MessageID string    `cbor:"12,keyasint"`
	Client    ClientID  `cbor:"13,keyasint,omitempty"`
	Contact   ContactID `cbor:"14,keyasint,omitempty"`
	Person    PersonID  `cbor:"15,keyasint,omitempty"`
	Facts     []byte    `cbor:"16,keyasint,omitempty"`
	Frozen    []byte    `cbor:"17,keyasint,omitempty"` // the composed message; never for sign-in codes
	Expires   time.Time `cbor:"18,keyasint,omitzero"`  // pointless after: a code, a link
	Secret    bool      `cbor:"19,keyasint,omitempty"` // body never shown
	Detail    string    `cbor:"20,keyasint,omitempty"` // the mail server's own words
	Resent    time.Time `cbor:"21,keyasint,omitzero"`  // when staff sent it again, as a new mail
}

// MailState is where a mail is on its way.
type MailState uint8

// The states. The values are stored: append, never reorder.
const (
	MailWaiting MailState = iota
	MailSent
	MailFailed
)

// Key is the state's name in URLs.
func (s MailState) Key() string { return [...]string{"waiting", "sent", "failed"}[s] }

// Name is the state's name on screen.
func (s MailState) Name() string { return [...]string{"Waiting", "Sent", "Failed"}[s] }

// MailKind says which mail it is. The values are stored: append, never reorder.
type MailKind uint8

// The mails.
const (
	MailCode MailKind = iota + 1
	MailInvitation
	MailRegister // self-registration link
	MailRegistered
	MailAccessChanged
	MailNewDevice
	MailInvoice
	MailChanged // e-mail, factor or password changed
	MailTest
	MailReceipt
	MailEstimate
	MailEstimateAnswered
	MailSigned
	MailBatch
	MailCreditNote
	MailReminder
	MailStatement
	MailPayee
	MailRequestRaised
	MailRequestAnswered
	MailClaimed
	MailPaymentDeclined
	MailPaymentFailed
	MailRefund
	MailAccepted
	MailAlert
	MailUpload
	MailShared
	mailCount
)

// MailKinds are all kinds, for filters.
func MailKinds() []MailKind {
	ks := make([]MailKind, 0, mailCount-1)
	for k := MailCode; k < mailCount; k++ {
		ks = append(ks, k)
	}
	return ks
}

// Name is the mail's name on screen.
func (k MailKind) Name() string {
	return [...]string{
		"", "Sign-in code", "Invitation", "Registration link", "Somebody registered", "Access changed", "New device", "Invoice",
		"Account changed", "Test", "Payment receipt",
		"Estimate", "Estimate answered", "Signed estimate", "Batch invoice", "Credit note", "Payment reminder",
		"Statement", "Payee details changed", "Request raised", "Request answered", "Payment reported",
		"Payment declined", "Payment failed", "Refund", "Invitation accepted", "Money needs a look", "File uploaded",
		"Document shared",
	}[k]
}
