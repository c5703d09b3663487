package store

import (
	"encoding/binary"
	"slices"

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
	if !whole(s) {
		return portal.NotFound()
	}
	return tx.Walk(bucketLedger, be64(uint64(s.Client)), binary.BigEndian.AppendUint32(nil, uint32(from)), func(_, v []byte) (bool, error) {
		var e portal.Entry
		if err := unpack(recordVersion, v, &e); err != nil {
			return false, err
		}
		return fn(e)
	})
}

// OpeningBalance is what a client owed before a day, in minor units: the sums of the months before it and
// of the days of its own month.
func (tx *Tx) OpeningBalance(s portal.Sight, day portal.Day) (int64, error) {
	if !whole(s) {
		return 0, portal.NotFound()
	}
	c, month := uint64(s.Client), day.Month()
	sum := tx.sumRange(sumLedgerMonth, c, everyProperty, 0, uint32(month))
	return sum + tx.sumRange(sumLedgerDay, c, everyProperty, uint32(month.First()), uint32(day)), nil
}

// whole reports whether a sight takes in the whole account of a client, as a ledger does.
func whole(s portal.Sight) bool { return s.Client != 0 && s.Properties == nil && s.Assignee == 0 }

// parts are the sums that make up a sight: of the whole client, or one for each property.
func parts(s portal.Sight) []uint64 {
	switch {
	case s.Client == 0 || s.Assignee != 0:
		return nil
	case s.Properties == nil:
		return []uint64{everyProperty}
	}
	var ps []uint64
	for _, p := range s.Properties {
		if p != 0 && !slices.Contains(ps, uint64(p)) {
			ps = append(ps, uint64(p))
		}
	}
	return ps
}

// noFigures are the figures of nobody.
func noFigures(cur portal.Currency, month portal.Month) portal.HomeFigures {
	zero := portal.Of(0, cur)
	f := portal.HomeFigures{
		Currency: cur, Due: zero, Overdue: zero, DueMonth: zero, Later: zero, Credit: zero, Invoiced: zero, BadDebt: zero,
		Months: make([]portal.MonthSum, 12),
	}
	for i := range f.Months {
		f.Months[i] = portal.MonthSum{Month: month - 11 + portal.Month(i), Sum: zero}
	}
	return f
}

// HomeFigures reads the sums of a client's home: per property where the sight is limited to some.
func (tx *Tx) HomeFigures(s portal.Sight, cur portal.Currency) portal.HomeFigures {
	month := tx.Today.Month()
	f := noFigures(cur, month)
	for _, part := range parts(s) {
		tx.addFigures(&f, uint64(s.Client), part, month)
	}
	if whole(s) {
		f.Credit.Amount = f.Due.Amount - tx.sum(sumBalance, uint64(s.Client), everyProperty, 0)
	}
	return f
}

// addFigures adds the sums of one part. What is overdue is what is open less what falls due from today on:
// few days lie ahead, many behind.
func (tx *Tx) addFigures(f *portal.HomeFigures, client, part uint64, month portal.Month) {
	today, next := uint32(tx.Today), uint32((month + 1).First())
	due, unpaid := tx.sum(sumDue, client, part, 0), int(tx.sum(sumState, client, part, stateOpen))
	var soon, later int64
	tx.eachSum(sumOpen, client, part, today, ^uint32(0), func(due uint32, v int64) {
		if due < next {
			soon += v
		} else {
			later += v
		}
	})
	f.Due.Amount += due
	f.DueMonth.Amount += soon
	f.Later.Amount += later
	f.Overdue.Amount += due - soon - later
	f.Unpaid += unpaid
	f.Late += unpaid - int(tx.sumRange(sumOpenN, client, part, today, ^uint32(0)))
	f.Count += int(tx.sum(sumCount, client, part, uint32(portal.KindInvoice)))
	f.Invoiced.Amount += tx.sum(sumInvoiced, client, part, 0)
	f.BadDebt.Amount += tx.sum(sumBad, client, part, 0)
	first := uint32(month - 11)
	tx.eachSum(sumMonth, client, part, first, uint32(month)+1, func(x uint32, v int64) { f.Months[x-first].Sum.Amount += v })
}
