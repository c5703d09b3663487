package demo

import (
	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// save writes an account: the client, its places and people, its bills and payments with their entries.
func (b *builder) save(a *account) error {
	if err := b.write(1, func(tx *store.Tx) error { return tx.PutClient(&a.Client, 0) }); err != nil {
		return err
	}
	for n := range a.places {
		p := &a.places[n]
		err := b.write(1, func(tx *store.Tx) error {
			p.Client = a.ID
			return tx.PutProperty(p, 0)
		})
		if err != nil {
			return err
		}
	}
	for _, m := range a.people {
		if err := b.write(2, func(tx *store.Tx) error { return b.saveMember(tx, a, m) }); err != nil {
			return err
		}
	}
	for _, i := range a.bills {
		if err := b.write(2, func(tx *store.Tx) error { return b.saveBill(tx, a, i) }); err != nil {
			return err
		}
	}
	for _, r := range a.money {
		if err := b.write(2, func(tx *store.Tx) error { return b.saveReceipt(tx, a, r) }); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) saveMember(tx *store.Tx, a *account, m *member) error {
	m.Client = a.ID
	if m.Email != "" {
		norm, err := auth.NormalAddress(m.Email)
		if err != nil {
			return err
		}
		m.EmailNorm = norm
	}
	if m.On {
		p, err := b.person(tx, m)
		if err != nil {
			return err
		}
		m.Person = p
	}
	return tx.PutContact(&m.Contact, 0)
}

// person finds or makes who is behind a contact.
func (b *builder) person(tx *store.Tx, m *member) (portal.PersonID, error) {
	if id, ok := tx.PersonByEmail(m.EmailNorm); ok {
		return id, nil
	}
	p := portal.Person{
		Name: m.Name, Email: m.Email, EmailNorm: m.EmailNorm, Phone: m.Phone, Created: m.Created,
		Username: auth.Suggest(m.email, func(s string) bool {
			_, taken := tx.PersonByUsername(s)
			return taken
		}),
	}
	err := tx.PutPerson(&p, 0)
	return p.ID, err
}

func (b *builder) saveBill(tx *store.Tx, a *account, i *bill) error {
	i.Client = a.ID
	if len(a.places) > 0 {
		i.Property = a.places[int(i.Totals.Net)%len(a.places)].ID
	}
	if err := tx.PutInvoice(&i.Invoice, 0); err != nil || i.State == portal.Draft {
		return err
	}
	e := portal.Entry{
		Client: a.ID, On: i.Issued, Kind: portal.EntryInvoice, Doc: portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)},
		Amount: i.Totals.Total, Currency: i.Currency, At: i.Created,
	}
	e, err := tx.AddEntry(e)
	if err != nil {
		return err
	}
	switch i.State {
	case portal.Void:
		e.Kind, e.On, e.Amount, e.Reverses, e.At = portal.EntryVoid, i.Voided, -e.Amount, e.Seq, b.at(i.Voided, 17, 0)
	case portal.BadDebt:
		e.Kind, e.On, e.Amount, e.At = portal.EntryBadDebt, i.WrittenOff, i.Paid-i.Totals.Total, b.at(i.WrittenOff, 17, 0)
	default:
		return nil
	}
	_, err = tx.AddEntry(e)
	return err
}

func (b *builder) saveReceipt(tx *store.Tx, a *account, r *receipt) error {
	r.Client, r.Allocations = a.ID, nil
	for _, p := range r.parts {
		r.Allocations = append(r.Allocations, portal.Allocation{Invoice: p.bill.ID, Amount: p.amount})
	}
	if err := tx.PutPayment(&r.Payment, 0); err != nil {
		return err
	}
	_, err := tx.AddEntry(portal.Entry{
		Client: a.ID, On: r.On, Kind: portal.EntryPayment, Doc: portal.Ref{Kind: portal.KindPayment, ID: uint64(r.ID)},
		Amount: -r.Amount, Currency: r.Currency, At: r.Created,
	})
	return err
}
