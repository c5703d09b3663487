package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// TestAnyWorkKeepsTheBooks does random work, some of which is refused halfway, and then checks everything:
// lists, facets, words, sums, ledgers, unique values.
func TestAnyWorkKeepsTheBooks(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		db, err := store.Open(filepath.Join(dir, fmt.Sprint(n, ".db")), store.Options{NoSync: true, Clock: clock})
		fatal(t, err)
		defer db.Close()
		w := &work{t: t}
		fatal(t, dbUpdate(db, w.begin))
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			refused := rapid.IntRange(0, 9).Draw(t, "refused") == 0
			err := dbUpdate(db, func(tx *store.Tx) error {
				if err := w.step(tx); err != nil || !refused {
					return err
				}
				return errRollback
			})
			if err != nil && err != errRollback {
				t.Fatal(err)
			}
		}
		faults := 0
		fatal(t, db.Check(t.Context(), func(s string) { faults++; t.Log(s) }))
		if faults > 0 {
			t.Fatalf("%d faults", faults)
		}
		fatal(t, db.View(t.Context(), func(tx *store.Tx) error {
			for _, c := range w.clients {
				sameFigures(t, tx, portal.Sight{Client: c})
				for _, p := range w.properties {
					sameFigures(t, tx, portal.Sight{Client: c, Properties: []portal.PropertyID{p}})
				}
			}
			return nil
		}))
	})
}

type work struct {
	t          *rapid.T
	clients    []portal.ClientID
	properties []portal.PropertyID
}

func (w *work) begin(tx *store.Tx) error {
	w.clients, w.properties = nil, nil
	for _, name := range []string{"Acme", "Birch"} {
		c := portal.Client{Name: name, Currency: "USD"}
		if err := number(tx, &c); err != nil {
			return err
		}
		if err := tx.PutClient(&c, 0); err != nil {
			return err
		}
		p := portal.Property{Client: c.ID, Name: name + " house"}
		if err := tx.PutProperty(&p, 0); err != nil {
			return err
		}
		w.clients, w.properties = append(w.clients, c.ID), append(w.properties, p.ID)
	}
	return nil
}

func (w *work) step(tx *store.Tx) error {
	steps := map[string]func(*store.Tx) error{
		"draft": w.draft, "issue": w.issue, "pay": w.pay, "void": w.void, "write off": w.writeOff, "discard": w.discard,
		"contact": w.contact, "rename": w.rename, "mail": w.mail, "slip": w.slip, "move": w.move,
	}
	names := []string{"draft", "draft", "issue", "issue", "pay", "void", "write off", "discard", "contact", "rename", "mail", "slip", "move"}
	return steps[rapid.SampledFrom(names).Draw(w.t, "step")](tx)
}

// pick draws one of the invoices in a state, false when there is none.
func (w *work) pick(tx *store.Tx, state uint64) (i portal.Invoice, ok bool) {
	p, err := tx.OfficeInvoices(store.InvoiceQuery{States: []uint64{state}})
	if err != nil || len(p.Rows) == 0 {
		return i, false
	}
	r := rapid.SampledFrom(p.Rows).Draw(w.t, "invoice")
	i, err = tx.Invoice(portal.Sight{Client: r.Client}, r.ID)
	return i, err == nil
}

func (w *work) draft(tx *store.Tx) error {
	n := rapid.IntRange(0, 1).Draw(w.t, "client")
	issued := storetest.Today - portal.Day(rapid.IntRange(0, 500).Draw(w.t, "age"))
	i := storetest.Draft(w.clients[n], rapid.Int64Range(0, 900).Draw(w.t, "total"), issued, rapid.SampledFrom(described).Draw(w.t, "what"))
	if rapid.Bool().Draw(w.t, "placed") {
		i.Property = w.properties[n]
	}
	return tx.PutInvoice(&i, 0)
}

func (w *work) issue(tx *store.Tx) error {
	i, ok := w.pick(tx, store.InvoiceDraft)
	if !ok {
		return nil
	}
	return storetest.Issue(tx, &i, rapid.IntRange(0, 60).Draw(w.t, "terms"))
}

func (w *work) pay(tx *store.Tx) error {
	client := rapid.SampledFrom(w.clients).Draw(w.t, "client")
	p := portal.Payment{
		Client: client, On: storetest.Today - portal.Day(rapid.IntRange(0, 40).Draw(w.t, "back")), Currency: "USD",
		Amount: rapid.Int64Range(1, 1500).Draw(w.t, "amount"), Created: tx.Now,
	}
	var open []portal.Invoice
	err := tx.OldestOpen(portal.Sight{Client: client}, func(i portal.Invoice) (bool, error) {
		open = append(open, i)
		return true, nil
	})
	if err != nil {
		return err
	}
	p.Allocations = portal.AllocateOldest(p.Amount, open)
	return storetest.PayAndTell(tx, &p)
}

func (w *work) void(tx *store.Tx) error {
	i, ok := w.pick(tx, store.InvoiceOpen)
	if !ok || i.Paid > 0 {
		return nil
	}
	return void(tx, &i)
}

func (w *work) writeOff(tx *store.Tx) error {
	i, ok := w.pick(tx, store.InvoiceOpen)
	if !ok {
		return nil
	}
	rest := i.Open().Amount
	i.State, i.WrittenOff = portal.BadDebt, tx.Today
	if err := tx.PutInvoice(&i, i.Version); err != nil {
		return err
	}
	_, err := tx.AddEntry(portal.Entry{Client: i.Client, On: tx.Today, Kind: portal.EntryBadDebt, Doc: portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}, Amount: -rest, Currency: "USD"})
	return err
}

func (w *work) discard(tx *store.Tx) error {
	i, ok := w.pick(tx, store.InvoiceDraft)
	if !ok {
		return nil
	}
	return tx.DeleteDraft(&i)
}

// move gives a draft to the other client, as merging two clients does.
func (w *work) move(tx *store.Tx) error {
	i, ok := w.pick(tx, store.InvoiceDraft)
	if !ok {
		return nil
	}
	i.Client, i.Property = w.clients[0]+w.clients[1]-i.Client, 0
	return tx.PutInvoice(&i, i.Version)
}

func (w *work) contact(tx *store.Tx) error {
	c := portal.Contact{
		Client: rapid.SampledFrom(w.clients).Draw(w.t, "client"), Name: rapid.StringN(1, 30, 200).Draw(w.t, "name"),
		EmailNorm: rapid.SampledFrom([]string{"a@x.example", "b@x.example", ""}).Draw(w.t, "email"), On: rapid.Bool().Draw(w.t, "on"),
	}
	c.Email = c.EmailNorm
	id, ok := tx.ContactByEmail(c.Client, c.EmailNorm)
	if c.EmailNorm == "" || !ok {
		return tx.PutContact(&c, 0)
	}
	if err := tx.PutContact(&c, 0); err != store.ErrTaken {
		w.t.Fatalf("a second contact with one address: %v", err)
	}
	old, err := tx.Contact(portal.Sight{Client: c.Client}, id)
	if err != nil {
		return err
	}
	c.ID, c.Archived = id, rapid.Bool().Draw(w.t, "archived")
	return tx.PutContact(&c, old.Version)
}

func (w *work) rename(tx *store.Tx) error {
	c, err := tx.Client(portal.Sight{Client: rapid.SampledFrom(w.clients).Draw(w.t, "client")})
	if err != nil {
		return err
	}
	c.Name, c.Archived = rapid.StringN(1, 60, 200).Draw(w.t, "name"), rapid.Bool().Draw(w.t, "archived")
	return tx.PutClient(&c, c.Version)
}

func (w *work) mail(tx *store.Tx) error {
	m := portal.Mail{Kind: portal.MailTest, To: "x@example.com", Created: tx.Now, MessageID: "<1@x>"}
	if err := tx.PutMail(&m); err != nil {
		return err
	}
	m.State = rapid.SampledFrom([]portal.MailState{portal.MailWaiting, portal.MailSent, portal.MailFailed}).Draw(w.t, "state")
	return tx.PutMail(&m)
}

func (w *work) slip(tx *store.Tx) error {
	hash := [32]byte{byte(rapid.IntRange(0, 3).Draw(w.t, "hash"))}
	if rapid.IntRange(0, 2).Draw(w.t, "gone") == 0 {
		return tx.DeleteSlip(store.SlipInvite, hash)
	}
	end := tx.Now.Add(time.Duration(rapid.IntRange(-5, 5).Draw(w.t, "end")) * time.Hour)
	err := tx.PutSlip(store.Slip{Kind: store.SlipInvite, Hash: hash, Owner: uint64(rapid.IntRange(0, 2).Draw(w.t, "owner")), Expires: end})
	if err != nil {
		return err
	}
	_, err = tx.SweepSlips(1)
	return err
}
