package testkit

import (
	"time"

	"github.com/shopspring/decimal"

	"portico/portal"
	"portico/store"
)

// Estimate makes an estimate that was sent: one line over an amount in minor units, and an optional one over half of
// it, open for 30 days.
func (a *App) Estimate(client portal.Client, description string, amount int64) portal.Estimate {
	a.T.Helper()
	var e portal.Estimate
	a.Update(func(tx *store.Tx) (err error) {
		e, err = a.estimate(tx, client, description, amount)
		return err
	})
	return e
}

func (a *App) estimate(tx *store.Tx, client portal.Client, description string, amount int64) (e portal.Estimate, err error) {
	price := func(n int64) decimal.Decimal { return portal.Of(n, client.Currency).Decimal() }
	e = portal.Estimate{Client: client.ID, Currency: client.Currency, Created: tx.Now, Offer: portal.Offer{
		Description: description, Expires: tx.Today + 30, Terms: description + " terms", Percent: decimal.NewFromInt(10),
		Lines: []portal.EstimateLine{
			{Line: portal.Line{Description: description, Detail: description + " detail", Quantity: decimal.NewFromInt(1), Price: price(amount)}},
			{Line: portal.Line{Description: description + " extra", Quantity: decimal.NewFromInt(1), Price: price(amount / 2)}, Optional: true},
		},
	}}
	if err := e.Offer.Work(e.Currency); err != nil {
		return e, err
	}
	number, err := tx.NextNumber(portal.KindEstimate, "EST-")
	if err != nil {
		return e, err
	}
	if err := e.Send(number, []string{"to@" + client.Number + ".test"}, tx.Now, tx.Today); err != nil {
		return e, err
	}
	if err := tx.PutEstimate(&e, 0); err != nil {
		return e, err
	}
	return e, tx.PutOffered(offeredOf(tx, client, e))
}

func offeredOf(tx *store.Tx, client portal.Client, e portal.Estimate) portal.Offered {
	return portal.Offered{
		Estimate: e.ID, Client: e.Client, Number: e.Number, Revision: e.Revision, Currency: e.Currency, Dated: e.Dated, Offer: e.Offer,
		From: tx.Business().Profile.Party(), For: client.Party(),
	}
}

// SignedEstimate makes an estimate that a contact has accepted.
func (a *App) SignedEstimate(client portal.Client, by portal.Contact, description string, amount int64) portal.Estimate {
	a.T.Helper()
	var e portal.Estimate
	a.Update(func(tx *store.Tx) (err error) {
		if e, err = a.estimate(tx, client, description, amount); err != nil {
			return err
		}
		o, err := e.Accept(offeredOf(tx, client, e), portal.Acceptance{
			Revision: e.Revision, Name: by.Name, Signer: by.Name + " (" + by.Email + ")", At: tx.Now.Add(time.Minute), IP: "203.0.113.9",
			Device: "Firefox on Linux", Person: by.Person, Contact: by.ID, Order: description + " order", Chosen: []int{1},
			Drawing: portal.Drawing{{{X: 10, Y: 10}, {X: 90, Y: 90}}},
		}, portal.EstimateSettings{}, tx.Today)
		if err != nil {
			return err
		}
		if err := tx.PutEstimate(&e, e.Version); err != nil {
			return err
		}
		return tx.PutOffered(o)
	})
	return e
}

// EstimateNow is an estimate of a client, as it is now.
func (a *App) EstimateNow(client portal.Client, id portal.EstimateID) (e portal.Estimate) {
	a.T.Helper()
	a.View(func(tx *store.Tx) (err error) {
		e, err = tx.Estimate(portal.Sight{Client: client.ID}, id)
		return err
	})
	return e
}
