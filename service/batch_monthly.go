package service

import (
	"context"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/portal"
	"portico/store"
)

// The monthly batch invoices run like the monthly statements: how far they are moves in the transaction that makes
// them, so that each client's month is made once, whatever happens in between.
const (
	batchesName    = "monthly batch invoices"
	batchesEvery   = 10 * time.Minute
	batchesClients = 200 // looked at in one transaction,
	batchesBills   = 60  // which ends early after so many invoices
)

// MakeMonthlyBatches makes the batch invoices of the months that have ended since the last time, for every client
// that wants them, and mails them.
func (s *Service) MakeMonthlyBatches(ctx context.Context) error {
	for more := true; more && ctx.Err() == nil; {
		err := s.change(ctx, System(), staffOf(portal.Office), func(tx *store.Tx) (err error) {
			more, err = s.batchesChunk(tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (s *Service) batchesChunk(tx *store.Tx) (more bool, err error) {
	var at monthlyState
	state := tx.State(batchesName)
	if state == nil { // a new file starts with the month that is running
		return false, putBatchesState(tx, monthlyState{Done: tx.Today.Month() - 1})
	}
	if err := cbor.Unmarshal(state, &at); err != nil {
		return false, err
	}
	months := portal.BatchMonths(at.Done, tx.Today)
	if len(months) == 0 {
		return false, nil
	}
	if at.Working != months[0] {
		at.Working, at.After = months[0], 0
	}
	all, err := s.batchesRun(tx, &at)
	if err != nil {
		return false, err
	}
	if all {
		at = monthlyState{Done: at.Working}
	}
	return true, putBatchesState(tx, at)
}

func putBatchesState(tx *store.Tx, m monthlyState) error {
	v, err := cbor.Marshal(m)
	if err != nil {
		return err
	}
	return tx.PutState(batchesName, v)
}

// batchesRun looks at the next few clients, and says whether those were the last.
func (s *Service) batchesRun(tx *store.Tx, at *monthlyState) (all bool, err error) {
	var next []portal.Client
	_, n, err := tx.EachClient(at.After, batchesClients, func(c portal.Client) error {
		next = append(next, c)
		return nil
	})
	if err != nil {
		return false, err
	}
	bills := 0
	for _, c := range next {
		if bills >= batchesBills {
			return false, nil
		}
		made, err := s.monthlyBatch(tx, c, at.Working)
		if err != nil {
			return false, err
		}
		bills, at.After = bills+made, c.ID
	}
	return n < batchesClients, nil
}

// monthlyBatch brings together what a client was billed until the end of a month and has not paid, when that is more
// than one invoice. It says how many those were.
func (s *Service) monthlyBatch(tx *store.Tx, c portal.Client, month portal.Month) (bills int, err error) {
	if c.Archived || !c.MonthlyBatch {
		return 0, nil
	}
	sc, err := narrow(tx, System().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(c.ID)})
	if err != nil {
		return 0, err
	}
	open, _, err := batchable(tx, sc.sight)
	if err != nil {
		return 0, err
	}
	p := portal.MonthPeriod(month)
	var ids []portal.InvoiceID
	for _, r := range open {
		if r.Issued <= p.To {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) < 2 {
		return 0, nil
	}
	b := portal.Batch{From: p.From, To: p.To}
	if err := makeBatch(tx, sc, &b, ids); err != nil {
		return 0, err
	}
	to, err := batchReaders(tx, c)
	if err != nil || len(to) == 0 {
		return len(ids), err
	}
	return len(ids), s.sendBatch(tx, sc, &b, to, "")
}

// batchReaders are the addresses that a batch invoice goes to by itself: who sees the whole account's invoices in
// the portal, else the client's own.
func batchReaders(tx *store.Tx, client portal.Client) (to []string, err error) {
	contacts, err := reachable(tx, client.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range contacts {
		if c.Properties == nil && accessOf(tx.Business(), client, c).Effective().Has(portal.ViewInvoices) {
			to = append(to, c.EmailNorm)
		}
	}
	if len(to) == 0 && client.Email != "" {
		if to, err = addresses([]string{client.Email}); err != nil {
			return nil, nil // not one that a mail can go to: it stands in the portal all the same
		}
	}
	slices.Sort(to)
	return unmuted(tx, to[:min(len(to), 20)], contacts, portal.MailBatch)
}
