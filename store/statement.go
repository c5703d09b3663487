package store

import (
	"portico/portal"
)

// Brief is what one line says of a document: read by itself it costs a fraction of the whole record, and a
// statement reads thousands.
type Brief struct {
	Number string
	Text   string
	Due    portal.Day
	Method portal.Method

	Refunds []portal.Refund // of a payment
}

// The fields of the records that a Brief needs; the rest is passed over.
type (
	briefInvoice struct {
		Client      portal.ClientID `cbor:"3,keyasint"`
		Number      string          `cbor:"4,keyasint,omitempty"`
		Due         portal.Day      `cbor:"8,keyasint,omitempty"`
		Description string          `cbor:"11,keyasint"`
	}
	briefPayment struct {
		Client    portal.ClientID `cbor:"3,keyasint"`
		Number    string          `cbor:"4,keyasint"`
		Method    portal.Method   `cbor:"8,keyasint"`
		Reference string          `cbor:"9,keyasint,omitempty"`
		Refunds   []portal.Refund `cbor:"17,keyasint,omitempty"`
	}
)

type briefCreditNote struct {
	Client portal.ClientID `cbor:"3,keyasint"`
	Number string          `cbor:"4,keyasint"`
	Reason string          `cbor:"9,keyasint"`
}

// Brief reads what a line of the sight's whole account says of its document.
func (tx *Tx) Brief(s portal.Sight, r portal.Ref) (b Brief, err error) {
	if !whole(s) {
		return b, portal.NotFound()
	}
	owner := s.Client
	switch r.Kind {
	case portal.KindInvoice:
		var i briefInvoice
		err = tx.brief(invoices.records(), r.ID, &i)
		b, owner = Brief{Number: i.Number, Text: i.Description, Due: i.Due}, i.Client
	case portal.KindPayment:
		var p briefPayment
		err = tx.brief(payments.records(), r.ID, &p)
		b, owner = Brief{Number: p.Number, Text: p.Reference, Method: p.Method, Refunds: p.Refunds}, p.Client
	case portal.KindCreditNote:
		var n briefCreditNote
		err = tx.brief(creditNotes.records(), r.ID, &n)
		b, owner = Brief{Number: n.Number, Text: n.Reason}, n.Client
	}
	if err != nil || owner != s.Client {
		return Brief{}, orNotFound(err)
	}
	return b, nil
}

func orNotFound(err error) error {
	if err == nil {
		return portal.NotFound()
	}
	return err
}

func (tx *Tx) brief(bucket string, id uint64, into any) error {
	v := tx.Get(bucket, be64(id))
	if v == nil {
		return portal.NotFound()
	}
	return unpack(recordVersion, v, into)
}

// OpenByDay is what is open in the sight's whole account, by the day it falls due.
func (tx *Tx) OpenByDay(s portal.Sight) (open map[portal.Day]int64, err error) {
	if !whole(s) {
		return nil, portal.NotFound()
	}
	open = map[portal.Day]int64{}
	tx.eachSum(sumOpen, uint64(s.Client), everyProperty, 0, ^uint32(0), func(x uint32, v int64) { open[portal.Day(x)] += v })
	return open, nil
}

// EachClient calls fn for at most so many clients after an id, in the order of their ids, and tells the last.
func (tx *Tx) EachClient(after portal.ClientID, most int, fn func(portal.Client) error) (last portal.ClientID, n int, err error) {
	id, n, err := clients.some(tx, uint64(after), most, func(c *portal.Client) error { return fn(*c) })
	return portal.ClientID(id), n, err
}
