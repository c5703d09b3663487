package portal

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"
)

// RequestKind is what a client raises. The values are stored: append, never reorder.
type RequestKind uint8

// The kinds; zero is none.
const (
	Complaint  RequestKind = iota + 1
	Dispute                // of an invoice
	Correction             // of a payment
	QuoteRequest
	JobRequest
	Question
	requestKinds
)

var requestWords = [requestKinds]struct{ key, name string }{
	Complaint: {"complaint", "Complaint"}, Dispute: {"dispute", "Dispute"}, Correction: {"correction", "Correction"},
	QuoteRequest: {"quote", "Quote request"}, JobRequest: {"job", "Job request"}, Question: {"question", "Question"},
}

// RequestKinds are all kinds, for filters.
var RequestKinds = []RequestKind{Complaint, Dispute, Correction, QuoteRequest, JobRequest, Question}

// FreeRequests are the kinds that are raised about anything, in the order they are offered.
var FreeRequests = []RequestKind{Question, Complaint, QuoteRequest}

// Key is the kind's name in forms and URLs.
func (k RequestKind) Key() string { return requestWords[k].key }

// Name is the kind's name on screen.
func (k RequestKind) Name() string { return requestWords[k].name }

// ParseRequestKind finds a kind by its form key.
func ParseRequestKind(key string) (RequestKind, bool) {
	for _, k := range RequestKinds {
		if k.Key() == key {
			return k, true
		}
	}
	return 0, false
}

// Needs is the permission that a contact needs for a kind beside RaiseRequests: who may not see invoices sees
// no disputes of them either.
func (k RequestKind) Needs() (p Permission, ok bool) {
	switch k {
	case Dispute:
		return ViewInvoices, true
	case Correction:
		return ViewPayments, true
	case JobRequest:
		return RequestJobs, true
	}
	return 0, false
}

// Document is the kind of document that a request is about, KindNone for the free ones.
func (k RequestKind) Document() Kind {
	switch k {
	case Dispute:
		return KindInvoice
	case Correction:
		return KindPayment
	}
	return KindNone
}

// SeenRequests are the kinds that somebody with these permissions sees and raises.
func SeenRequests(may Permissions) (ks []RequestKind) {
	if !may.Has(RaiseRequests) {
		return nil
	}
	for _, k := range RequestKinds {
		if p, needs := k.Needs(); !needs || may.Has(p) {
			ks = append(ks, k)
		}
	}
	return ks
}

// RequestState is where a request is on its way. The values are stored: append, never reorder.
type RequestState uint8

// The states.
const (
	RequestOpen     RequestState = iota // the business is to answer
	RequestAnswered                     // the client is to say whether that settles it
	RequestClosed
)

// RequestStates are all states, for filters.
var RequestStates = []RequestState{RequestOpen, RequestAnswered, RequestClosed}

// Key is the state's name in URLs.
func (s RequestState) Key() string { return [...]string{"open", "answered", "closed"}[s] }

// Name is the state's name on screen.
func (s RequestState) Name() string { return [...]string{"Open", "Answered", "Closed"}[s] }

// ParseRequestState finds a state by its key.
func ParseRequestState(key string) (RequestState, bool) {
	for _, s := range RequestStates {
		if s.Key() == key {
			return s, true
		}
	}
	return 0, false
}

// What a request refuses, for errors.Is; the Error around it says it in words.
var (
	ErrRequestClosed = errors.New("the request is closed")
	ErrRequestOpen   = errors.New("the request is not closed")
	ErrThreadFull    = errors.New("the thread is full")
)

// Message is one message of a request's thread.
type Message struct {
	At      time.Time `cbor:"1,keyasint"`
	Name    string    `cbor:"2,keyasint"`           // of whoever wrote it, as it was then
	Staff   bool      `cbor:"3,keyasint,omitempty"` // from the business's side
	Person  PersonID  `cbor:"4,keyasint,omitempty"`
	Contact ContactID `cbor:"5,keyasint,omitempty"`
	Text    string    `cbor:"6,keyasint"`
	Behalf  string    `cbor:"7,keyasint,omitempty"` // the client, when staff wrote for them
	Key     string    `cbor:"8,keyasint,omitempty"` // idempotency: the same key counts once

	Files []DocumentID `cbor:"9,keyasint,omitempty"` // that came with it
}

// Side is the side that the message comes from.
func (m Message) Side() Side {
	if m.Staff {
		return StaffSide
	}
	return ClientSide
}

// Request is what a client raises: a thread of messages with the business.
type Request struct {
	ID       RequestID    `cbor:"1,keyasint"`
	Version  Version      `cbor:"2,keyasint"`
	Client   ClientID     `cbor:"3,keyasint"`
	Kind     RequestKind  `cbor:"4,keyasint"`
	Number   string       `cbor:"5,keyasint"`
	Subject  string       `cbor:"6,keyasint"`
	About    Ref          `cbor:"7,keyasint,omitzero"` // the document
	Property PropertyID   `cbor:"8,keyasint,omitempty"`
	State    RequestState `cbor:"9,keyasint,omitempty"`
	Messages []Message    `cbor:"10,keyasint"`
	Created  time.Time    `cbor:"11,keyasint"`
	Contact  ContactID    `cbor:"12,keyasint,omitempty"` // who raised it
	Key      string       `cbor:"13,keyasint,omitempty"` // idempotency: the same key counts once
	Place    string       `cbor:"14,keyasint,omitempty"` // the property's name and UPRN, so that a search finds it
}

// Limits of a thread.
const (
	MaxMessage  = 5_000 // letters
	MaxSubject  = 120
	MaxMessages = 200
)

// Raise begins the thread with its first message.
func (r *Request) Raise(m Message) error {
	var v Check
	r.Subject = strings.Join(strings.Fields(r.Subject), " ")
	v.That(r.Kind > 0 && r.Kind < requestKinds, "kind", "Choose what it is.")
	if r.Kind.Document() == KindNone {
		v.That(r.Subject != "", "subject", "Say in a few words what it is about.")
		v.That(utf8.RuneCountInString(r.Subject) <= MaxSubject, "subject", "Keep it under %d letters.", MaxSubject)
	}
	v.Err("text", m.check())
	if err := v.Done(); err != nil {
		return err
	}
	r.State, r.Created, r.Messages = RequestOpen, m.At, []Message{m}
	return nil
}

// check makes a message's text fit to be kept.
func (m *Message) check() error {
	m.Text = strings.TrimSpace(strings.ReplaceAll(m.Text, "\r\n", "\n"))
	switch {
	case m.Text == "":
		return Invalid("Write a message.")
	case utf8.RuneCountInString(m.Text) > MaxMessage:
		return Invalid("Keep the message under %d letters.", MaxMessage)
	}
	return nil
}

// Reply adds a message. It opens a closed request again; whose turn it is follows from who wrote.
func (r *Request) Reply(m Message) error {
	var v Check
	v.Err("text", m.check())
	if err := v.Done(); err != nil {
		return err
	}
	if len(r.Messages) >= MaxMessages {
		return refuse(ErrThreadFull, "This thread has %d messages and is full. Start a new request.", MaxMessages)
	}
	next := clientWrote
	if m.Side() == StaffSide {
		next = staffWrote
	}
	if err := r.move(next); err != nil {
		return err
	}
	r.Messages = append(r.Messages[:len(r.Messages):len(r.Messages)], m)
	return nil
}

// Close ends the request: either side may say that it is settled.
func (r *Request) Close() error { return r.move(isSettled) }

// Reopen takes a Close back.
func (r *Request) Reopen() error { return r.move(isReopened) }

type requestMove uint8

const (
	clientWrote requestMove = iota
	staffWrote
	isSettled
	isReopened
)

// move is the state machine of a request.
func (r *Request) move(m requestMove) error {
	switch {
	case m == clientWrote:
		r.State = RequestOpen
	case m == staffWrote:
		r.State = RequestAnswered
	case m == isSettled && r.State == RequestClosed:
		return refuse(ErrRequestClosed, "This request is closed already.")
	case m == isSettled:
		r.State = RequestClosed
	case r.State != RequestClosed:
		return refuse(ErrRequestOpen, "This request isn’t closed.")
	default:
		r.State = RequestOpen
	}
	return nil
}

// Has reports whether a message came already.
func (r Request) Has(key string) bool {
	for _, m := range r.Messages {
		if key != "" && m.Key == key {
			return true
		}
	}
	return false
}

// Disputable says why an invoice can't be disputed, nil when it can: only what asks for money can.
func (i Invoice) Disputable() error {
	if i.State != Issued && i.State != BadDebt {
		return refuse(ErrNotIssued, "Only an issued invoice can be disputed.")
	}
	return nil
}

// RequestRow is a request in a list.
type RequestRow struct {
	_        struct{} `cbor:",toarray"`
	ID       RequestID
	Client   ClientID
	Kind     RequestKind
	Number   string
	Subject  string
	About    Ref
	Property PropertyID
	State    RequestState
	Created  int64 // Unix seconds
	Last     int64 // of the last message
	By       string
	Messages int
}

// Row makes the list row.
func (r Request) Row() RequestRow {
	row := RequestRow{
		ID: r.ID, Client: r.Client, Kind: r.Kind, Number: r.Number, Subject: r.Subject, About: r.About, Property: r.Property,
		State: r.State, Created: r.Created.Unix(), Last: r.Created.Unix(), Messages: len(r.Messages),
	}
	if n := len(r.Messages); n > 0 {
		row.By, row.Last = r.Messages[0].Name, r.Messages[n-1].At.Unix()
	}
	return row
}
