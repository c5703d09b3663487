package store_test

import (
	"testing"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// side is everything of one client.
type side struct {
	client   portal.Client
	property [2]portal.PropertyID
	invoice  [3]portal.Invoice // of the properties, and of none
	payment  portal.Payment
	contact  portal.Contact
}

func mustSide(t *testing.T, db *store.DB, name string) (s side) {
	t.Helper()
	s.client = storetest.MustClient(t, db, name)
	copy(s.property[:], storetest.MustProperties(t, db, s.client.ID, 2))
	s.contact = storetest.MustContact(t, db, s.client.ID, "Ann "+name, "ann@"+name+".example")
	storetest.Update(t, db, func(tx *store.Tx) error {
		s.contact.On = true // filed under cloud 1, as the first property is under property 1
		storetest.Must(t, tx.PutContact(&s.contact, s.contact.Version))
		storetest.Must(t, tx.AddEvent(portal.Event{Kind: portal.EventCodeSent, Client: s.client.ID}))
		for n := range s.invoice {
			s.invoice[n] = storetest.Draft(s.client.ID, 5000, storetest.Today-40, "Boiler service")
			if n < 2 {
				s.invoice[n].Property = s.property[n]
			}
			storetest.Must(t, storetest.Issue(tx, &s.invoice[n], 14))
		}
		s.payment = portal.Payment{Client: s.client.ID, On: storetest.Today, Amount: 700, Currency: "USD", Created: tx.Now}
		for n := range 2 {
			s.payment.Allocations = append(s.payment.Allocations, portal.Allocation{Invoice: s.invoice[n].ID, Amount: 350})
		}
		return storetest.PayAndTell(tx, &s.payment)
	})
	return s
}

// reach is what a sight gets of a side: how many of its invoices, payments, contacts and so on.
type reach struct {
	invoices, payments, contacts, properties, events, paid int // by id
	listed                                                 [5]int
	due                                                    int64
	ledger                                                 bool
}

func reachOf(t *testing.T, tx *store.Tx, s portal.Sight, of side) (r reach) {
	t.Helper()
	count := func(n *int, err error) {
		switch {
		case err == nil:
			*n++
		case portal.CodeOf(err) != portal.CodeNotFound:
			t.Error(err)
		}
	}
	for n, i := range of.invoice {
		_, err := tx.Invoice(s, i.ID)
		count(&r.invoices, err)
		ps, err := tx.PaymentsOf(s, of.invoice[n].ID)
		for range ps {
			count(&r.paid, err)
		}
	}
	for _, id := range of.property {
		_, err := tx.Property(s, id)
		count(&r.properties, err)
	}
	_, err := tx.Payment(s, of.payment.ID)
	count(&r.payments, err)
	_, err = tx.Contact(s, of.contact.ID)
	count(&r.contacts, err)
	r.listed = listed(t, tx, s)
	r.due = tx.HomeFigures(s, "USD").Due.Amount
	err = tx.Entries(s, 0, func(portal.Entry) (bool, error) { r.ledger = true; return true, nil })
	if _, err2 := tx.OpeningBalance(s, storetest.Today); (err == nil) != (err2 == nil) {
		t.Errorf("entries: %v, opening balance: %v", err, err2)
	}
	return r
}

// listed counts the rows of every list of a sight.
func listed(t *testing.T, tx *store.Tx, s portal.Sight) (n [5]int) {
	t.Helper()
	note := func(at, rows int, err error) {
		if n[at] = rows; err != nil && portal.CodeOf(err) != portal.CodeNotFound {
			t.Error(err)
		}
	}
	is, err := tx.Invoices(s, store.InvoiceQuery{})
	note(0, len(is.Rows), err)
	ps, err := tx.Payments(s, store.PaymentQuery{})
	note(1, len(ps.Rows), err)
	cs, err := tx.Contacts(s, store.Query{})
	note(2, len(cs.Rows), err)
	hs, err := tx.Properties(s, store.Query{})
	note(3, len(hs.Rows), err)
	es, err := tx.Events(s, store.EventQuery{})
	note(4, len(es.Rows), err)
	return n
}

func TestSights(t *testing.T) {
	db := storetest.Open(t)
	a, b := mustSide(t, db, "acme"), mustSide(t, db, "birch")
	whole := reach{3, 1, 1, 2, 0, 2, [5]int{3, 1, 1, 2, 2}, 14_300, true}
	for _, c := range []struct {
		name  string
		sight portal.Sight
		of    side
		want  reach
	}{
		{"a whole client", portal.Sight{Client: a.client.ID}, a, whole},
		{"nobody", portal.Sight{}, a, reach{}},
		{"an employee, to whom nothing is assigned", portal.Sight{Client: a.client.ID, Assignee: 7}, a, reach{}},
		{"no property at all", portal.Sight{Client: a.client.ID, Properties: []portal.PropertyID{}}, a, reach{}},
		{
			"one property",
			portal.Sight{Client: a.client.ID, Properties: a.property[:1]},
			a,
			reach{invoices: 1, properties: 1, paid: 1, listed: [5]int{1, 0, 0, 1, 0}, due: 4650},
		},
		{
			"both properties",
			portal.Sight{Client: a.client.ID, Properties: a.property[:]},
			a,
			reach{invoices: 2, properties: 2, paid: 2, listed: [5]int{2, 0, 0, 2, 0}, due: 9300},
		},
		{
			"a property twice, and records of none",
			portal.Sight{Client: a.client.ID, Properties: []portal.PropertyID{a.property[0], a.property[0]}},
			a,
			reach{invoices: 1, properties: 1, paid: 1, listed: [5]int{1, 0, 0, 1, 0}, due: 4650},
		},
		{"another’s property", portal.Sight{Client: a.client.ID, Properties: b.property[:]}, a, reach{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			storetest.View(t, db, func(tx *store.Tx) error {
				if got := reachOf(t, tx, c.sight, c.of); got != c.want {
					t.Errorf("of their own they reach\n%+v, want\n%+v", got, c.want)
				}
				foreign := reachOf(t, tx, c.sight, b)
				foreign.listed, foreign.due, foreign.ledger = [5]int{}, 0, false // their own, compared above
				if foreign != (reach{}) {
					t.Errorf("of another client they reach %+v", foreign)
				}
				return nil
			})
		})
	}
}

// TestLimitedSightSeesOnlyItsPartOfAPayment has a payment of two invoices at two properties.
func TestLimitedSightSeesOnlyItsPartOfAPayment(t *testing.T) {
	db := storetest.Open(t)
	a := mustSide(t, db, "acme")
	storetest.View(t, db, func(tx *store.Tx) error {
		ps, err := tx.PaymentsOf(portal.Sight{Client: a.client.ID, Properties: a.property[:1]}, a.invoice[0].ID)
		storetest.Must(t, err)
		if len(ps) != 1 || len(ps[0].Allocations) != 1 || ps[0].Allocations[0].Invoice != a.invoice[0].ID {
			t.Errorf("they see %+v", ps)
		}
		return nil
	})
}

func TestSaveOverANewerVersionIsAConflict(t *testing.T) {
	db := storetest.Open(t)
	c := storetest.MustClient(t, db, "Acme")
	mine, theirs := c, c
	theirs.Name = "Acme & Sons"
	storetest.Update(t, db, func(tx *store.Tx) error { return tx.PutClient(&theirs, theirs.Version) })
	mine.Name = "Acme Ltd"
	err := dbUpdate(db, func(tx *store.Tx) error { return tx.PutClient(&mine, mine.Version) })
	if portal.CodeOf(err) != portal.CodeConflict {
		t.Fatal(err)
	}
	if mine.Version != c.Version || theirs.Version != c.Version+1 {
		t.Errorf("versions %d and %d, from %d", mine.Version, theirs.Version, c.Version)
	}
	err = dbUpdate(db, func(tx *store.Tx) error { return tx.PutClient(&portal.Client{ID: 99, Number: "x"}, 0) })
	if portal.CodeOf(err) != portal.CodeNotFound {
		t.Errorf("saving over nothing: %v", err)
	}
	storetest.MustCheck(t, db)
}

func TestUniqueValues(t *testing.T) {
	db := storetest.Open(t)
	ann := portal.Person{Name: "Ann", EmailNorm: "ann@x.example", Username: "ann"}
	storetest.Update(t, db, func(tx *store.Tx) error { return tx.PutPerson(&ann, 0) })
	put := func(p portal.Person) error {
		return dbUpdate(db, func(tx *store.Tx) error { return tx.PutPerson(&p, p.Version) })
	}
	if err := put(portal.Person{EmailNorm: "ann@x.example"}); err != store.ErrTaken {
		t.Errorf("the same address: %v", err)
	}
	if err := put(portal.Person{EmailNorm: "b@x.example", Username: "ann"}); err != store.ErrTaken {
		t.Errorf("the same name: %v", err)
	}
	ann.Username = "anna"
	storetest.Must(t, put(ann))
	storetest.Must(t, put(portal.Person{EmailNorm: "b@x.example", Username: "ann"})) // free again
	storetest.View(t, db, func(tx *store.Tx) error {
		if id, ok := tx.PersonByUsername("anna"); !ok || id != ann.ID {
			t.Errorf("anna is %d, %v", id, ok)
		}
		return nil
	})
	storetest.MustCheck(t, db)
}

// TestNewRecordSurvivesARerun puts a record that its function captured in a commit that another spoils.
func TestNewRecordSurvivesARerun(t *testing.T) {
	db := storetest.Open(t)
	done := make(chan error)
	for n := range 40 {
		p := portal.Person{EmailNorm: string(rune('a'+n%26)) + string(rune('a'+n/26)) + "@x.example"}
		go func() { done <- dbUpdate(db, func(tx *store.Tx) error { return tx.PutPerson(&p, 0) }) }()
		go func() {
			err := dbUpdate(db, func(tx *store.Tx) error {
				storetest.Must(t, tx.PutState("x", nil))
				return errRollback
			})
			if err != errRollback {
				t.Error(err)
			}
			done <- nil
		}()
	}
	for range 80 {
		storetest.Must(t, <-done)
	}
	storetest.MustCheck(t, db)
}
