package store_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// TestEstimatesAreCountedAndFound moves estimates through their states; lists, counts and a full check agree.
func TestEstimatesAreCountedAndFound(t *testing.T) {
	db := storetest.Open(t)
	storetest.MustBusiness(t, db)
	a, b := storetest.MustClient(t, db, "Acme").ID, storetest.MustClient(t, db, "Bolt").ID
	put := func(client portal.ClientID, expires portal.Day) (e portal.Estimate) {
		storetest.Update(t, db, func(tx *store.Tx) error {
			e = portal.Estimate{Client: client, Currency: "USD", Created: tx.Now, Offer: portal.Offer{Description: "Boiler", Expires: expires}}
			e.Offer.Lines = []portal.EstimateLine{{Line: portal.Line{Description: "x", Quantity: decimal.NewFromInt(1), Price: decimal.NewFromInt(10)}}}
			if err := e.Offer.Work("USD"); err != nil {
				return err
			}
			number, err := tx.NextNumber(portal.KindEstimate, "EST-")
			if err != nil {
				return err
			}
			if err := e.Send(number, nil, tx.Now, tx.Today-60); err != nil {
				return err
			}
			return tx.PutEstimate(&e, 0)
		})
		return e
	}
	open, late, foreign := put(a, 0), put(a, storetest.Today-5), put(b, storetest.Today)
	sight := portal.Sight{Client: a}
	ids := func(q store.EstimateQuery) (out []portal.EstimateID) {
		storetest.View(t, db, func(tx *store.Tx) error {
			p, err := tx.Estimates(sight, q)
			for _, r := range p.Rows {
				out = append(out, r.ID)
			}
			return err
		})
		return out
	}
	if got := ids(store.EstimateQuery{Waiting: true}); len(got) != 1 || got[0] != open.ID {
		t.Errorf("waiting: %v", got)
	}
	if got := ids(store.EstimateQuery{Expired: true}); len(got) != 1 || got[0] != late.ID {
		t.Errorf("expired: %v", got)
	}
	storetest.Update(t, db, func(tx *store.Tx) error {
		if c := tx.EstimateCounts(sight, "USD"); c.Waiting != 1 || c.Expired != 1 || c.Open.Amount != 1_000 || c.Sent() != 2 {
			t.Errorf("%+v", c)
		}
		if c := tx.OfficeEstimateCounts("USD"); c.Waiting != 2 {
			t.Errorf("%+v", c)
		}
		if _, err := tx.Estimate(sight, foreign.ID); portal.CodeOf(err) != portal.CodeNotFound {
			t.Errorf("a foreign estimate: %v", err)
		}
		if id, ok := tx.EstimateByNumber("est-1"); !ok || id != open.ID {
			t.Errorf("by number: %d", id)
		}
		if err := open.Withdraw("", tx.Today); err != nil {
			return err
		}
		return tx.PutEstimate(&open, open.Version)
	})
	if got := ids(store.EstimateQuery{States: []uint64{uint64(portal.EstimateSuperseded)}}); len(got) != 1 {
		t.Errorf("superseded: %v", got)
	}
	storetest.MustCheck(t, db)
}
