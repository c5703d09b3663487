package demo

import (
	"context"
	"testing"

	"portico/portal"
	"portico/store"
)

func TestMoneyTakesEveryWay(t *testing.T) {
	db, _ := built(t)
	err := db.View(context.Background(), func(tx *store.Tx) error {
		for _, s := range []portal.PaymentStatus{portal.PaidPending, portal.PaidToApproval, portal.PaidDeclined, portal.PaidFailed, portal.PaidPartlyRefunded} {
			p, err := tx.OfficePayments(store.PaymentQuery{Statuses: []uint64{uint64(s)}})
			if err != nil {
				return err
			}
			if len(p.Rows) == 0 {
				t.Errorf("no payment is %s", s.Name())
			}
		}
		waiting, err := tx.OfficePayments(store.PaymentQuery{Statuses: []uint64{uint64(portal.PaidToApproval)}})
		if err != nil || len(waiting.Rows) == 0 {
			t.Fatal(len(waiting.Rows), err)
		}
		p, err := tx.Payment(portal.Sight{Client: waiting.Rows[0].Client}, waiting.Rows[0].ID)
		if err != nil || len(p.Proof) != 1 {
			t.Errorf("%d proofs, %v", len(p.Proof), err)
		}
		notes, err := tx.OfficeCreditNotes(store.CreditNoteQuery{})
		linked := 0
		for _, n := range notes.Rows {
			ls, err := tx.DocLinksOf(portal.Ref{Kind: portal.KindCreditNote, ID: uint64(n.ID)})
			if err != nil {
				return err
			}
			linked += len(ls)
		}
		if linked == 0 {
			t.Error("no credit note was mailed with a link")
		}
		if len(notes.Rows) < 4 || tx.PaymentsToApprove(0) == 0 {
			t.Errorf("%d credit notes, %d payments to approve", len(notes.Rows), tx.PaymentsToApprove(0))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
