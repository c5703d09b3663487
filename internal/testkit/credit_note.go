package testkit

import (
	"portico/portal"
	"portico/store"
)

// CreditNote issues a credit note that takes an amount off an invoice.
func (a *App) CreditNote(client portal.Client, i portal.Invoice, amount int64, reason string) (n portal.CreditNote) {
	a.T.Helper()
	a.Update(func(tx *store.Tx) error {
		inv, err := tx.Invoice(portal.Sight{Client: client.ID}, i.ID)
		if err != nil {
			return err
		}
		n = portal.CreditOf(inv)
		n.Lines = []portal.Line{{
			Description: reason, Quantity: portal.Of(100, "USD").Decimal(), Price: portal.Of(amount, client.Currency).Decimal(),
		}}
		n.Reason, n.Issued, n.Created = reason, tx.Today, tx.Now
		if err := n.Work(); err != nil {
			return err
		}
		if n.Number, err = tx.NextNumber(portal.KindCreditNote, "CN-"); err != nil {
			return err
		}
		if err := n.Allocate(&inv, min(n.Totals.Total, inv.Open().Amount), tx.Today); err != nil {
			return err
		}
		if err := tx.PutInvoice(&inv, inv.Version); err != nil {
			return err
		}
		if err := tx.PutCreditNote(&n, 0); err != nil {
			return err
		}
		_, err = tx.AddEntry(portal.Entry{
			Client: client.ID, On: n.Issued, Kind: portal.EntryCreditNote, Doc: portal.Ref{Kind: portal.KindCreditNote, ID: uint64(n.ID)},
			Amount: -n.Totals.Total, Currency: client.Currency,
		})
		return err
	})
	return n
}
