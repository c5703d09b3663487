package testkit

import (
	"portico/portal"
	"portico/store"
)

// Batch brings invoices of a client together, as the office would.
func (a *App) Batch(client portal.Client, note string, is ...portal.Invoice) (b portal.Batch) {
	a.T.Helper()
	a.Update(func(tx *store.Tx) (err error) {
		b = portal.Batch{Client: client.ID, Currency: client.Currency, On: tx.Today, Created: tx.Now, By: note + " maker", Note: note}
		fresh := make([]portal.Invoice, len(is))
		for n, i := range is {
			if fresh[n], err = tx.Invoice(portal.Sight{Client: client.ID}, i.ID); err != nil {
				return err
			}
		}
		if err := b.Gather(fresh); err != nil {
			return err
		}
		if b.Number, err = tx.NextNumber(portal.KindBatch, "B-"); err != nil {
			return err
		}
		if err := tx.PutBatch(&b, 0); err != nil {
			return err
		}
		for n := range fresh {
			fresh[n].Batch = b.ID
			if err := tx.PutInvoice(&fresh[n], fresh[n].Version); err != nil {
				return err
			}
		}
		return nil
	})
	return b
}
