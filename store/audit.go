package store

import (
	"portico/portal"
	"portico/store/kv"
)

// Facets of events.
const (
	FacetEventKind uint8 = iota + 1
	FacetEventPerson
	FacetEventContact
	FacetEventFailed
)

var events = newTree(tree[portal.AuditID, eventRecord, portal.Event]{
	kind:    portal.KindAudit,
	index:   kv.Index{Name: "audit", RankLen: 12},
	id:      func(e *eventRecord) *portal.AuditID { return &e.ID },
	version: func(e *eventRecord) *portal.Version { return &e.version },
	client:  func(e *eventRecord) portal.ClientID { return e.Client },
	rank:    func(e *eventRecord) []byte { return rankNewest(e.day, uint64(e.ID)) },
	row:     func(e eventRecord) portal.Event { return e.Event },
	facets: func(e *eventRecord) []kv.Facet {
		return []kv.Facet{
			{ID: FacetEventKind, Value: uint64(e.Kind)},
			{ID: FacetEventPerson, Value: uint64(e.Person)},
			{ID: FacetEventContact, Value: uint64(e.Contact)},
			{ID: FacetEventFailed, Value: bit(e.Failed)},
		}
	},
	words: func(e *eventRecord) []string { return Words(e.Name, e.Detail, e.IP) },
})

// eventRecord is an event as it is kept: append-only, so it has no version of its own.
type eventRecord struct {
	portal.Event
	version portal.Version
	day     portal.Day
}

// MarshalCBOR keeps the record and its row the same bytes.
func (e eventRecord) MarshalCBOR() ([]byte, error) { return encode.Marshal(e.Event) }

// UnmarshalCBOR reads what MarshalCBOR wrote.
func (e *eventRecord) UnmarshalCBOR(b []byte) error {
	if err := decode.Unmarshal(b, &e.Event); err != nil {
		return err
	}
	e.day = portal.Day(e.At.Unix() / 86400)
	return nil
}

// AddEvent appends to the audit log.
func (tx *Tx) AddEvent(e portal.Event) error {
	e.ID = 0
	if e.At.IsZero() {
		e.At = tx.Now
	}
	return events.put(tx, &eventRecord{Event: e, day: portal.Day(e.At.Unix() / 86400)}, 0)
}

// EventQuery are the filters of the audit log.
type EventQuery struct {
	Query
	Kinds    []portal.EventKind
	Person   portal.PersonID
	Contact  portal.ContactID
	Failed   bool
	From, To portal.Day // UTC
}

func (q EventQuery) query() Query {
	k := q.Query
	if len(q.Kinds) > 0 {
		var vs []uint64
		for _, kind := range q.Kinds {
			vs = append(vs, uint64(kind))
		}
		k = k.Where(FacetEventKind, vs...)
	}
	if q.Person != 0 {
		k = k.Where(FacetEventPerson, uint64(q.Person))
	}
	if q.Contact != 0 {
		k = k.Where(FacetEventContact, uint64(q.Contact))
	}
	if q.Failed {
		k = k.Where(FacetEventFailed, 1)
	}
	return k.days(q.From, q.To)
}

// Events is what happened around one client, newest first.
func (tx *Tx) Events(s portal.Sight, q EventQuery) (Page[portal.Event], error) {
	return events.page(tx, s, q.query())
}

// OfficeEvents is the whole audit log, newest first.
func (tx *Tx) OfficeEvents(q EventQuery) (Page[portal.Event], error) {
	return events.everyone(tx, q.query())
}

// Facets of mails.
const (
	FacetMailState uint8 = iota + 1
	FacetMailKind
	FacetMailContact
)

var mails = newTree(tree[portal.MailID, mailRecord, MailRow]{
	kind:    portal.KindMail,
	index:   kv.Index{Name: "mail", RankLen: 12},
	id:      func(m *mailRecord) *portal.MailID { return &m.ID },
	version: func(m *mailRecord) *portal.Version { return &m.Version },
	client:  func(m *mailRecord) portal.ClientID { return m.Client },
	rank:    func(m *mailRecord) []byte { return rankNewest(portal.Day(m.Created.Unix()/86400), uint64(m.ID)) },
	row: func(m mailRecord) MailRow {
		return MailRow{
			ID: m.ID, Kind: m.Kind, To: m.To, Subject: m.Subject, State: m.State, Tries: m.Tries, Why: m.Why,
			Created: m.Created.Unix(), Sent: unix(m.Sent.IsZero(), m.Sent.Unix()), Client: m.Client, Contact: m.Contact,
			Expires: unix(m.Expires.IsZero(), m.Expires.Unix()), Secret: m.Secret,
		}
	},
	facets: func(m *mailRecord) []kv.Facet {
		return []kv.Facet{
			{ID: FacetMailState, Value: uint64(m.State)},
			{ID: FacetMailKind, Value: uint64(m.Kind)},
			{ID: FacetMailContact, Value: uint64(m.Contact)},
		}
	},
	words: func(m *mailRecord) []string { return Words(m.To, m.Subject) },
	sums: func(m *mailRecord) []sum {
		return []sum{{sumState, 0, uint64(portal.KindMail), uint32(m.State), 1}}
	},
})

func unix(zero bool, s int64) int64 {
	if zero {
		return 0
	}
	return s
}

type mailRecord struct {
	portal.Mail
	Version portal.Version
}

// MarshalCBOR keeps only the mail: nobody edits one by hand.
func (m mailRecord) MarshalCBOR() ([]byte, error) { return encode.Marshal(m.Mail) }

// UnmarshalCBOR reads what MarshalCBOR wrote.
func (m *mailRecord) UnmarshalCBOR(b []byte) error { return decode.Unmarshal(b, &m.Mail) }

// MailRow is a mail in the outbox.
type MailRow struct {
	_       struct{} `cbor:",toarray"`
	ID      portal.MailID
	Kind    portal.MailKind
	To      string
	Subject string
	State   portal.MailState
	Tries   int
	Why     string
	Created int64 // Unix seconds
	Sent    int64 // 0 = not yet
	Client  portal.ClientID
	Contact portal.ContactID
	Expires int64
	Secret  bool
}

// Mail fetches a mail.
func (tx *Tx) Mail(id portal.MailID) (portal.Mail, error) {
	m, err := mails.load(tx, id)
	return m.Mail, err
}

// PutMail saves a mail.
func (tx *Tx) PutMail(m *portal.Mail) error {
	r := mailRecord{Mail: *m}
	err := mails.put(tx, &r, 0)
	*m = r.Mail
	return err
}

// MailCounts counts the outbox by state.
func (tx *Tx) MailCounts() (n [3]int) {
	for s := range n {
		n[s] = int(tx.sum(sumState, 0, uint64(portal.KindMail), uint32(s)))
	}
	return n
}

// MailQuery are the filters of the outbox.
type MailQuery struct {
	Query
	States  []portal.MailState
	Kinds   []portal.MailKind
	Contact portal.ContactID
}

// Mails is the outbox, newest first.
func (tx *Tx) Mails(q MailQuery) (Page[MailRow], error) {
	k := q.Query
	if len(q.States) > 0 {
		var vs []uint64
		for _, s := range q.States {
			vs = append(vs, uint64(s))
		}
		k = k.Where(FacetMailState, vs...)
	}
	if len(q.Kinds) > 0 {
		var vs []uint64
		for _, s := range q.Kinds {
			vs = append(vs, uint64(s))
		}
		k = k.Where(FacetMailKind, vs...)
	}
	if q.Contact != 0 {
		k = k.Where(FacetMailContact, uint64(q.Contact))
	}
	return mails.everyone(tx, k)
}
