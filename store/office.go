package store

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"portico/portal"
)

// Owed is what is open at a client, and how much of it is overdue: for the rows of a list.
func (tx *Tx) Owed(c portal.ClientID, cur portal.Currency) (due, overdue portal.Money) {
	all := tx.sumRange(sumOpen, uint64(c), everyProperty, 0, ^uint32(0))
	late := tx.sumRange(sumOpen, uint64(c), everyProperty, 0, uint32(tx.Today))
	return portal.Of(all, cur), portal.Of(late, cur)
}

// OfficeCurrencies are the currencies that anything was ever issued in, in the order they are offered.
func (tx *Tx) OfficeCurrencies() (cs []portal.Currency) {
	for _, c := range portal.Currencies {
		if tx.sum(sumCount, 0, currencyPart(c), uint32(portal.KindInvoice)) > 0 {
			cs = append(cs, c)
		}
	}
	return cs
}

// HasDocuments reports whether a client has anything with an amount, drafts included: its currency is fixed then.
func (tx *Tx) HasDocuments(s portal.Sight) (bool, error) {
	for _, n := range tx.StateCounts(s) {
		if n > 0 {
			return true, nil
		}
	}
	one := Query{Limit: 1}
	paid, err := payments.page(tx, s, one)
	offered, err2 := estimates.page(tx, s, one)
	planned, err3 := recurrings.page(tx, s, one)
	return len(paid.Rows)+len(offered.Rows)+len(planned.Rows) > 0, errors.Join(err, err2, err3)
}

// PaymentByNumber finds a payment by its number.
func (tx *Tx) PaymentByNumber(number string) (portal.PaymentID, bool) {
	id := tx.find(unique{byte(portal.KindPayment), 'n', foldKey(number)})
	return portal.PaymentID(id), id != 0
}

// CreditNoteByNumber finds a credit note by its number.
func (tx *Tx) CreditNoteByNumber(number string) (portal.CreditNoteID, bool) {
	id := tx.find(unique{byte(portal.KindCreditNote), 'n', foldKey(number)})
	return portal.CreditNoteID(id), id != 0
}

// BatchByNumber finds a batch invoice by its number.
func (tx *Tx) BatchByNumber(number string) (portal.BatchID, bool) {
	id := tx.find(unique{byte(portal.KindBatch), 'n', foldKey(number)})
	return portal.BatchID(id), id != 0
}

// RequestByNumber finds a request by its number.
func (tx *Tx) RequestByNumber(number string) (portal.RequestID, bool) {
	id := tx.find(unique{byte(portal.KindRequest), 'n', foldKey(number)})
	return portal.RequestID(id), id != 0
}

// ClientsNamed are the clients that are called just so, whatever the case and the accents.
func (tx *Tx) ClientsNamed(name string, most int) ([]portal.ClientRow, error) {
	return clients.named(tx, Query{Limit: most}, name, func(r portal.ClientRow) string { return r.Name })
}

// ContactsNamed are the contacts that are called just so, without archived ones.
func (tx *Tx) ContactsNamed(name string, most int) ([]portal.ContactRow, error) {
	q := Query{Limit: most}.Where(FacetContactArchived, 0)
	return contacts.named(tx, q, name, func(r portal.ContactRow) string { return r.Name })
}

// PropertiesNamed are the properties of all clients that are called just so.
func (tx *Tx) PropertiesNamed(name string, most int) ([]portal.Property, error) {
	return properties.named(tx, Query{Limit: most}, name, func(p portal.Property) string { return p.Name })
}

// named reads what is called just so out of a list by name. The list is in the order of how names begin: it is a few
// keys, whatever there is, and of names that begin the same for very long it may miss some.
func (t *tree[ID, T, R]) named(tx *Tx, q Query, name string, called func(R) string) ([]R, error) {
	q.From, q.To, q.Budget = rankName(name, 0), rankName(name, ^uint64(0)), 4*q.Limit
	p, err := t.everyone(tx, q)
	return slices.DeleteFunc(p.Rows, func(r R) bool { return foldKey(called(r)) != foldKey(name) }), err
}

// OfficeProperties lists the properties of all clients by name.
func (tx *Tx) OfficeProperties(q Query) (Page[portal.Property], error) {
	return properties.everyone(tx, q)
}

// OfficeDocuments lists the files of all clients, newest first.
func (tx *Tx) OfficeDocuments(q Query) (Page[portal.FileRow], error) {
	return documents.everyone(tx, q)
}

// digits is a phone number as somebody types it who doesn't care for its signs.
func digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
}

// Counter reads a number that the program keeps for itself.
func (tx *Tx) Counter(name string) uint64 {
	v := tx.State(name)
	if len(v) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(v)
}

// SetCounter saves a number that the program keeps for itself.
func (tx *Tx) SetCounter(name string, n uint64) error { return tx.PutState(name, be64(n)) }
