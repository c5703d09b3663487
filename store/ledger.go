package store

import (
	"encoding/binary"

	"portico/portal"
)

// AddEntry appends to a client's ledger and keeps the net sums of its day, month and balance: a back-dated
// entry touches no other record.
func (tx *Tx) AddEntry(e portal.Entry) (portal.Entry, error) {
	seq, err := tx.NextID(bucketLedger)
	if err != nil {
		return e, err
	}
	e.Seq = seq
	if e.At.IsZero() {
		e.At = tx.Now
	}
	v, err := pack(recordVersion, e)
	if err != nil {
		return e, err
	}
	if err := tx.Put(bucketLedger, ledgerKey(e.Client, e.On, e.Seq), v); err != nil {
		return e, err
	}
	for _, k := range ledgerSums(e) {
		if _, err := tx.AddInt(bucketSum, k.bytes(), e.Amount); err != nil {
			return e, err
		}
	}
	tx.TouchClient(e.Client)
	return e, nil
}

func ledgerSums(e portal.Entry) []sumKey {
	c := uint64(e.Client)
	return []sumKey{
		{sumLedgerDay, c, everyProperty, uint32(e.On)},
		{sumLedgerMonth, c, everyProperty, uint32(e.On.Month())},
		{sumBalance, c, everyProperty, 0},
		{sumBalance, 0, currencyPart(e.Currency), 0},
	}
}

func ledgerKey(c portal.ClientID, on portal.Day, seq uint64) []byte {
	k := be64(uint64(c))
	k = binary.BigEndian.AppendUint32(k, uint32(on))
	return binary.BigEndian.AppendUint64(k, seq)
}

// Balance is what a client owes in all, credit on account taken off.
func (tx *Tx) Balance(c portal.Client) portal.Money {
	return portal.Of(tx.sum(sumBalance, uint64(c.ID), everyProperty, 0), c.Currency)
}

// Entries calls fn for a client's ledger entries from a day on, oldest first, until it says stop.
func (tx *Tx) Entries(s portal.Sight, from portal.Day, fn func(portal.Entry) (more bool, err error)) error {
	if s.Client == 0 || s.Properties != nil {
		return portal.NotFound() // a ledger is of the whole account
	}
	return tx.Walk(bucketLedger, be64(uint64(s.Client)), binary.BigEndian.AppendUint32(nil, uint32(from)), func(_, v []byte) (bool, error) {
		var e portal.Entry
		if err := unpack(v, &e); err != nil {
			return false, err
		}
		return fn(e)
	})
}

// HomeFigures reads the sums of a client's home: per property where the sight is limited to some.
func (tx *Tx) HomeFigures(s portal.Sight, cur portal.Currency) portal.HomeFigures {
	f := portal.HomeFigures{Currency: cur}
	zero := portal.Of(0, cur)
	f.Due, f.Overdue, f.DueMonth, f.Later, f.Credit, f.Invoiced, f.BadDebt = zero, zero, zero, zero, zero, zero, zero
	if s.Client == 0 {
		return f
	}
	month := tx.Today.Month()
	for i := range 12 {
		f.Months = append(f.Months, portal.MonthSum{Month: month - 11 + portal.Month(i), Sum: zero})
	}
	parts := []uint64{everyProperty}
	if s.Properties != nil {
		parts = parts[:0]
		for _, p := range s.Properties {
			parts = append(parts, uint64(p))
		}
	}
	for _, part := range parts {
		tx.addFigures(&f, uint64(s.Client), part, month)
	}
	if s.Properties == nil {
		f.Credit.Amount = f.Due.Amount - tx.sum(sumBalance, uint64(s.Client), everyProperty, 0)
	}
	return f
}

func (tx *Tx) addFigures(f *portal.HomeFigures, client, part uint64, month portal.Month) {
	today, next := uint32(tx.Today), uint32((month + 1).First())
	f.Overdue.Amount += tx.sumRange(sumOpen, client, part, 0, today)
	f.DueMonth.Amount += tx.sumRange(sumOpen, client, part, today, next)
	f.Later.Amount += tx.sumRange(sumOpen, client, part, max(today, next), ^uint32(0))
	f.Due.Amount = f.Overdue.Amount + f.DueMonth.Amount + f.Later.Amount
	f.Late += int(tx.sumRange(sumOpenN, client, part, 0, today))
	f.Unpaid += int(tx.sum(sumState, client, part, stateOpen))
	f.Count += int(tx.sum(sumCount, client, part, uint32(portal.KindInvoice)))
	f.Invoiced.Amount += tx.sum(sumInvoiced, client, part, 0)
	f.BadDebt.Amount += tx.sum(sumBad, client, part, 0)
	first := uint32(month - 11)
	tx.eachSum(sumMonth, client, part, first, uint32(month)+1, func(x uint32, v int64) { f.Months[x-first].Sum.Amount += v })
}
