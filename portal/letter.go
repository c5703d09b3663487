package portal

import "time"

// Letter is everything that a mail's text is made of. Which fields are set depends on the kind.
type Letter struct {
	Kind     MailKind
	Language string // of the receiver, "" = the business's
	Business Business
	Logo     []byte // PNG, nil = none
	To       string // address
	Name     string // the receiver's name
	Facts    LetterFacts
	Code     string        // worked out when the mail is sent, never stored
	Password string        // to tell, unsealed when the mail is sent
	Invoice  *Invoice      // MailInvoice
	Payment  *Payment      // MailReceipt
	Paid     []string      // numbers of the invoices that the payment pays
	Account  *StatementDoc // MailStatement
	Late     int           // MailReminder: days since the due day; negative before it
	Attached bool          // a PDF comes with it
	Estimate *Offered      // MailEstimate, MailEstimateAnswered, MailSigned
	Link     string        // absolute address of the one button, "" = no button
	Once     bool          // the link holds a token and works once
	Home     string        // absolute address of the portal
	Request  *Request      // MailRequestRaised, MailRequestAnswered

	CreditNote *CreditNote // MailCreditNote
	Batch      *BatchDoc   // MailBatch
}

// LetterFacts are what the outbox stores of a mail until its first attempt.
type LetterFacts struct {
	By        string    `cbor:"1,keyasint,omitempty"` // who invited, sent or changed
	Client    string    `cbor:"2,keyasint,omitempty"` // client's name
	Does      []string  `cbor:"3,keyasint,omitempty"` // what the invited person will find
	Message   string    `cbor:"4,keyasint,omitempty"` // personal words of the sender
	Ends      time.Time `cbor:"5,keyasint,omitzero"`  // when the link or code expires
	Device    string    `cbor:"6,keyasint,omitempty"`
	IP        string    `cbor:"7,keyasint,omitempty"`
	At        time.Time `cbor:"8,keyasint,omitzero"`
	What      string    `cbor:"9,keyasint,omitempty"`  // what changed, a message key
	Password  []byte    `cbor:"10,keyasint,omitempty"` // a password to tell, sealed with the server's key
	Username  string    `cbor:"11,keyasint,omitempty"`
	Invoice   InvoiceID `cbor:"12,keyasint,omitempty"`
	Payment   PaymentID `cbor:"13,keyasint,omitempty"`
	Challenge [32]byte  `cbor:"14,keyasint,omitempty"` // of the code to work out
	Path      string    `cbor:"15,keyasint,omitempty"` // of the button, without a secret in it
	Token     []byte    `cbor:"16,keyasint,omitempty"` // of a link, sealed with the server's key
	Reason    string    `cbor:"17,keyasint,omitempty"`
	Amount    Money     `cbor:"18,keyasint,omitzero"`
	Person    string    `cbor:"19,keyasint,omitempty"` // who registered
	Told      bool      `cbor:"20,keyasint,omitempty"` // there was a password; it was told and forgotten
	Doc       Ref       `cbor:"40,keyasint,omitzero"`  // which Token’s document link opens; none = Token is of another link
	From      Day       `cbor:"50,keyasint,omitempty"` // of a statement
	To        Day       `cbor:"51,keyasint,omitempty"`
	Request   RequestID `cbor:"41,keyasint,omitempty"`
	Batch     BatchID   `cbor:"70,keyasint,omitempty"`
	Files     []string  `cbor:"80,keyasint,omitempty"` // names of what was uploaded or shared

	Estimate EstimateID `cbor:"60,keyasint,omitempty"`
	Revision int        `cbor:"61,keyasint,omitempty"` // of the estimate

	CreditNote CreditNoteID `cbor:"65,keyasint,omitempty"`
}

// Written is a mail's text.
type Written struct{ Subject, HTML, Text string }

// Parcel is a mail ready to go.
type Parcel struct {
	MessageID string
	Date      time.Time
	From      string
	FromName  string
	ReplyTo   string
	To        string
	ToName    string
	Written   Written
	Logo      []byte      // PNG, inline as cid:logo
	Attach    []Enclosure // beside the text
	Raw       []byte      // composed before: send exactly this
}

// Enclosure is a file that goes with a mail.
type Enclosure struct {
	Name, Type string
	Data       []byte
}
