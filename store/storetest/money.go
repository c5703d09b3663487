package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"portico/portal"
	"portico/store"
)

// Draft is an invoice of one line, not saved yet.
func Draft(client portal.ClientID, total int64, issued portal.Day, what string) portal.Invoice {
	i := portal.Invoice{
		Client: client, Currency: "USD", Issued: issued, Description: what, Created: issued.Time().Add(9 * time.Hour),
		Lines: []portal.Line{{Description: what, Quantity: decimal.NewFromInt(1), Price: decimal.New(total, -2), Amount: total}},
	}
	i.Totals = portal.Totals{Net: total, Total: total}
	return i
}

// Issue saves a draft as an issued invoice with its number and its ledger entry.
func Issue(tx *store.Tx, i *portal.Invoice, terms int) error {
	number, err := tx.NextNumber(portal.KindInvoice, "INV-")
	if err != nil {
		return err
	}
	if err := i.Issue(number, i.Issued, terms); err != nil {
		return err
	}
	if err := tx.PutInvoice(i, i.Version); err != nil {
		return err
	}
	_, err = tx.AddEntry(portal.Entry{
		Client: i.Client, On: i.Issued, Kind: portal.EntryInvoice, Doc: portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)},
		Amount: i.Totals.Total, Currency: i.Currency,
	})
	return err
}

// Pay saves a payment with its number, its allocations and its ledger entry.
func Pay(tx *store.Tx, p *portal.Payment) (err error) {
	if p.Number, err = tx.NextNumber(portal.KindPayment, "PAY-"); err != nil {
		return err
	}
	sight := portal.Sight{Client: p.Client}
	for _, a := range p.Allocations {
		i, err := tx.Invoice(sight, a.Invoice)
		if err != nil {
			return err
		}
		if err := i.Allocate(a.Amount, p.On); err != nil {
			return err
		}
		if err := tx.PutInvoice(&i, i.Version); err != nil {
			return err
		}
	}
	if err := tx.PutPayment(p, 0); err != nil {
		return err
	}
	_, err = tx.AddEntry(portal.Entry{
		Client: p.Client, On: p.On, Kind: portal.EntryPayment, Doc: portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)},
		Amount: -p.Amount, Currency: p.Currency,
	})
	return err
}

// PayAndTell is everything that recording a payment writes: also the line in the audit log, the receipt in
// the outbox and the task that sends it.
func PayAndTell(tx *store.Tx, p *portal.Payment) error {
	if err := Pay(tx, p); err != nil {
		return err
	}
	err := tx.AddEvent(portal.Event{
		Kind: portal.EventPaymentRecorded, Person: 1, Name: "Sam Ortiz", Staff: true, Client: p.Client, IP: "203.0.113.7",
		Subject: portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)}, Detail: p.Number, Device: "Firefox on Linux",
	})
	if err != nil {
		return err
	}
	m := portal.Mail{
		Kind: portal.MailReceipt, To: "accounts@client.example", ToName: "Accounts", Created: tx.Now, Client: p.Client,
		MessageID: fmt.Sprintf("<%s.%d@portico.example>", p.Number, p.Client), Facts: make([]byte, 120),
	}
	if err := tx.PutMail(&m); err != nil {
		return err
	}
	return tx.AddTask(store.Task{Kind: "mail", Key: fmt.Sprintf("mail %d", m.ID), Facts: []byte(p.Number)})
}

// Invoices is what MustInvoices made.
type Invoices struct {
	Client      portal.Client
	Properties  []portal.PropertyID   // the last one is rare: about one invoice in a thousand
	Contractors []portal.ContractorID // here too
	IDs         []portal.InvoiceID
}

// works are what the bills are for; each has words that only some of them share.
var works = [...]string{
	"Boiler service, all blocks", "Air conditioning repair", "Filter change", "Emergency call-out at night",
	"Pool heating pump", "Ventilation inspection", "Thermostat replacement", "Duct cleaning",
}

const (
	perChunk = 200 // invoices a transaction, each with a ledger entry
	rare     = 997
)

// MustInvoices makes a client with n issued invoices spread over three years: nine in ten are paid, the
// rest is open, most of it overdue.
func MustInvoices(tb testing.TB, db *store.DB, n int) Invoices {
	tb.Helper()
	b := Invoices{Client: MustClient(tb, db, fmt.Sprintf("Halvorsen-Whitcombe %d", n))}
	b.Properties = MustProperties(tb, db, b.Client.ID, 8)
	b.Contractors = MustContractors(tb, db, 4)
	for from := 0; from < n; from += perChunk {
		done := len(b.IDs)
		Update(tb, db, func(tx *store.Tx) error {
			b.IDs = b.IDs[:done]
			return b.chunk(tx, from, min(n, from+perChunk), n)
		})
	}
	return b
}

func (b *Invoices) chunk(tx *store.Tx, from, to, n int) error {
	paid := map[bool]*portal.Payment{}
	for k := from; k < to; k++ {
		day := Today - portal.Day(1095*(n-k)/n)
		i := Draft(b.Client.ID, int64(1000+k*37%90_000), day, works[k%len(works)])
		i.Order = fmt.Sprintf("PO%d", 4000+k%500)
		i.Property, i.Contractor = b.Properties[k%(len(b.Properties)-1)], b.Contractors[k%(len(b.Contractors)-1)]
		if k%rare == 0 {
			i.Property = b.Properties[len(b.Properties)-1]
		}
		if k%rare < 3 {
			i.Contractor = b.Contractors[len(b.Contractors)-1]
		}
		if err := Issue(tx, &i, 30); err != nil {
			return err
		}
		b.IDs = append(b.IDs, i.ID)
		if k%10 == 3 {
			continue
		}
		p := paid[k%2 == 0]
		if p == nil {
			p = &portal.Payment{Client: b.Client.ID, On: day, Currency: "USD", Method: portal.ByTransfer, Created: tx.Now}
			paid[k%2 == 0] = p
		}
		p.Amount += i.Totals.Total
		p.Allocations = append(p.Allocations, portal.Allocation{Invoice: i.ID, Amount: i.Totals.Total})
	}
	for _, even := range []bool{true, false} {
		if p := paid[even]; p != nil {
			if err := Pay(tx, p); err != nil {
				return err
			}
		}
	}
	return nil
}
