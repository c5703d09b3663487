package testkit

import (
	"portico/portal"
	"portico/store"
)

// Recurring makes a schedule that bills 120.00 on every first day of a month, from the next month on.
func (a *App) Recurring(client portal.Client, description string) portal.Recurring {
	a.T.Helper()
	var r portal.Recurring
	a.Update(func(tx *store.Tx) error {
		r = portal.Recurring{
			Client: client.ID, Created: tx.Now, Do: portal.MakeIssued, Rhythm: portal.Rhythm{Interval: 1, On: 1, From: tx.Today + 1},
			Bill: portal.Invoice{
				Client: client.ID, Currency: client.Currency, Description: description,
				Lines: []portal.Line{{Description: description, Quantity: portal.Of(100, "USD").Decimal(), Price: portal.Of(12_000, "USD").Decimal()}},
			},
		}
		if err := r.Bill.Work(); err != nil {
			return err
		}
		r.Plan(r.Rhythm.From)
		return tx.PutRecurring(&r, 0)
	})
	return r
}

// PriceItem puts an item on the price list, by the hour.
func (a *App) PriceItem(name string, price int64) portal.PriceItem {
	a.T.Helper()
	var p portal.PriceItem
	a.Update(func(tx *store.Tx) error {
		p = portal.PriceItem{Name: name, Unit: "h", Price: portal.Of(price, "USD").Decimal(), Currency: "USD", Created: tx.Now}
		return tx.PutPriceItem(&p, 0)
	})
	return p
}
