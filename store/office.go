package store

import (
	"encoding/binary"
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

// HasDocuments reports whether a client has an invoice or a payment, drafts included: its currency is fixed then.
func (tx *Tx) HasDocuments(s portal.Sight) (bool, error) {
	for _, n := range tx.StateCounts(s) {
		if n > 0 {
			return true, nil
		}
	}
	p, err := payments.page(tx, s, Query{Limit: 1})
	return len(p.Rows) > 0, err
}

// PaymentByNumber finds a payment by its number.
func (tx *Tx) PaymentByNumber(number string) (portal.PaymentID, bool) {
	id := tx.find(unique{byte(portal.KindPayment), 'n', foldKey(number)})
	return portal.PaymentID(id), id != 0
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
