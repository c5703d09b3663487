package store_test

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// shop is three clients with properties and invoices in every state.
type shop struct {
	clients    []portal.ClientID
	properties map[portal.ClientID][]portal.PropertyID
	invoices   []portal.Invoice
}

var described = []string{"Boiler service", "Boiler repair", "Pool pump", "Duct cleaning", "Filter"}

func drawShop(t *rapid.T, tx *store.Tx) shop {
	s := shop{properties: map[portal.ClientID][]portal.PropertyID{}}
	for n := range 3 {
		c := portal.Client{Name: fmt.Sprint("Client ", n), Currency: "USD"}
		fatal(t, number(tx, &c))
		fatal(t, tx.PutClient(&c, 0))
		s.clients = append(s.clients, c.ID)
		for p := range 2 {
			prop := portal.Property{Client: c.ID, Name: fmt.Sprint("House ", p)}
			fatal(t, tx.PutProperty(&prop, 0))
			s.properties[c.ID] = append(s.properties[c.ID], prop.ID)
		}
	}
	for range rapid.IntRange(0, 40).Draw(t, "invoices") {
		s.invoices = append(s.invoices, s.drawInvoice(t, tx))
	}
	slices.SortFunc(s.invoices, func(a, b portal.Invoice) int {
		return cmp.Or(cmp.Compare(day(b), day(a)), cmp.Compare(b.ID, a.ID))
	})
	return s
}

func day(i portal.Invoice) portal.Day {
	if i.State == portal.Draft {
		return 1<<31 - 1 // before everything
	}
	return i.Issued
}

func number(tx *store.Tx, c *portal.Client) (err error) {
	c.Number, err = tx.NextNumber(portal.KindClient, "C-")
	return err
}

func (s shop) drawInvoice(t *rapid.T, tx *store.Tx) portal.Invoice {
	client := rapid.SampledFrom(s.clients).Draw(t, "client")
	i := storetest.Draft(client, rapid.Int64Range(0, 500).Draw(t, "total"), storetest.Today-portal.Day(rapid.IntRange(0, 60).Draw(t, "age")),
		rapid.SampledFrom(described).Draw(t, "what"))
	if n := rapid.IntRange(0, 2).Draw(t, "property"); n > 0 {
		i.Property = s.properties[client][n-1]
	}
	i.Contractor = portal.ContractorID(rapid.IntRange(0, 2).Draw(t, "contractor"))
	switch rapid.IntRange(0, 5).Draw(t, "fate") {
	case 0:
		fatal(t, tx.PutInvoice(&i, 0))
		return i
	case 1:
		fatal(t, storetest.Issue(tx, &i, 14))
		fatal(t, pay(tx, &i, i.Totals.Total))
	case 2:
		fatal(t, storetest.Issue(tx, &i, 14))
		fatal(t, pay(tx, &i, i.Totals.Total/2))
	case 3:
		fatal(t, storetest.Issue(tx, &i, 14))
		fatal(t, void(tx, &i))
	default:
		fatal(t, storetest.Issue(tx, &i, rapid.IntRange(0, 40).Draw(t, "terms")))
	}
	return i
}

func fatal(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func pay(tx *store.Tx, i *portal.Invoice, amount int64) error {
	if amount == 0 {
		return nil
	}
	err := storetest.Pay(tx, &portal.Payment{
		Client: i.Client, On: tx.Today, Amount: amount, Currency: i.Currency, Method: portal.ByCash, Created: tx.Now,
		Allocations: []portal.Allocation{{Invoice: i.ID, Amount: amount}},
	})
	if err != nil {
		return err
	}
	*i, err = tx.Invoice(portal.Sight{Client: i.Client}, i.ID)
	return err
}

func void(tx *store.Tx, i *portal.Invoice) error {
	if err := i.Cancel("a mistake", tx.Today); err != nil {
		return err
	}
	if err := tx.PutInvoice(i, i.Version); err != nil {
		return err
	}
	_, err := tx.AddEntry(portal.Entry{
		Client: i.Client, On: tx.Today, Kind: portal.EntryVoid, Doc: portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)},
		Amount: -i.Totals.Total, Currency: i.Currency,
	})
	return err
}

// drawSight is one of the clients, all or some of its properties, and now and then a foreign one.
func (s shop) drawSight(t *rapid.T) portal.Sight {
	sight := portal.Sight{Client: rapid.SampledFrom(s.clients).Draw(t, "sight")}
	if rapid.Bool().Draw(t, "limited") {
		var every []portal.PropertyID
		for _, c := range s.clients {
			every = append(every, s.properties[c]...)
		}
		sight.Properties = rapid.SliceOfN(rapid.SampledFrom(append(every, 0)), 0, 3).Draw(t, "properties")
	}
	return sight
}

func drawQuery(t *rapid.T, s shop) store.InvoiceQuery {
	q := store.InvoiceQuery{Query: store.Query{Limit: rapid.IntRange(1, 9).Draw(t, "limit")}}
	q.States = rapid.SliceOfN(rapid.Uint64Range(0, 4), 0, 2).Draw(t, "states")
	q.Overdue = rapid.IntRange(0, 3).Draw(t, "overdue") == 0
	q.Issued = rapid.Bool().Draw(t, "issued")
	q.Contractor = portal.ContractorID(rapid.IntRange(0, 2).Draw(t, "contractor"))
	if rapid.IntRange(0, 2).Draw(t, "one property") == 0 {
		q.Property = s.properties[s.clients[0]][0]
	}
	if rapid.Bool().Draw(t, "from") {
		q.From = storetest.Today - portal.Day(rapid.IntRange(0, 60).Draw(t, "first"))
	}
	if rapid.Bool().Draw(t, "to") {
		q.To = storetest.Today - portal.Day(rapid.IntRange(0, 60).Draw(t, "last"))
	}
	q.Search = rapid.SampledFrom([]string{"", "", "boil", "service boil", "POOL", "inv", "--", "nothing", "house 1"}).Draw(t, "search")
	return q
}

// lists is whether the query finds the invoice, as SPEC has it.
func lists(q store.InvoiceQuery, s portal.Sight, i portal.Invoice) bool {
	on := i.Issued
	switch {
	case i.Client != s.Client, s.Properties != nil && (i.Property == 0 || !slices.Contains(s.Properties, i.Property)):
		return false
	case q.Property != 0 && i.Property != q.Property, q.Contractor != 0 && i.Contractor != q.Contractor:
		return false
	case q.Overdue:
		if on = i.Term(); stateOf(i) != store.InvoiceOpen || on >= storetest.Today {
			return false
		}
	case len(q.States) > 0 && !slices.Contains(q.States, stateOf(i)):
		return false
	case i.State == portal.Draft:
		return !q.Issued && q.To == 0 && said(q.Search, i) // a draft stands after every day
	}
	return (q.From == 0 || on >= q.From) && (q.To == 0 || on <= q.To) && said(q.Search, i)
}

func said(search string, i portal.Invoice) bool {
	if search == "--" {
		return false
	}
	words := store.Words(i.Number, i.Description, i.Place)
	typed := strings.Fields(strings.ToLower(search))
	for n, w := range typed {
		if !slices.ContainsFunc(words, func(have string) bool { return have == w || n == len(typed)-1 && strings.HasPrefix(have, w) }) {
			return false
		}
	}
	return true
}

// TestListsAgainstNaive draws shops, sights and queries: the pages together are what going through all
// invoices finds, in order, and nothing of anybody else. The sums agree too, and a check finds nothing.
func TestListsAgainstNaive(t *testing.T) {
	db := storetest.Open(t)
	storetest.MustContractors(t, db, 2)
	rapid.Check(t, func(t *rapid.T) {
		_ = dbUpdate(db, func(tx *store.Tx) error {
			s := drawShop(t, tx)
			for range 6 {
				compareList(t, tx, s, s.drawSight(t), drawQuery(t, s))
			}
			for _, c := range s.clients {
				sameFigures(t, tx, portal.Sight{Client: c})
				sameFigures(t, tx, portal.Sight{Client: c, Properties: s.properties[c][:1]})
				sameFigures(t, tx, portal.Sight{Client: c, Properties: []portal.PropertyID{}})
			}
			return errRollback
		})
	})
	storetest.MustCheck(t, db)
}

var errRollback = errors.New("roll back")

func compareList(t *rapid.T, tx *store.Tx, s shop, sight portal.Sight, q store.InvoiceQuery) {
	var want, got []portal.InvoiceID
	for _, i := range s.invoices {
		if lists(q, sight, i) {
			want = append(want, i.ID)
		}
	}
	if q.Overdue {
		due := func(id portal.InvoiceID) portal.Day {
			return s.invoices[slices.IndexFunc(s.invoices, func(i portal.Invoice) bool { return i.ID == id })].Term()
		}
		slices.SortFunc(want, func(a, b portal.InvoiceID) int { return cmp.Or(cmp.Compare(due(a), due(b)), cmp.Compare(a, b)) })
	}
	for {
		p, err := tx.Invoices(sight, q)
		fatal(t, err)
		for _, r := range p.Rows {
			got = append(got, r.ID)
			i, err := tx.Invoice(sight, r.ID)
			fatal(t, err)
			if r != i.Row() {
				t.Fatalf("the list has %+v, the record makes %+v", r, i.Row())
			}
		}
		if !p.More {
			break
		}
		if len(p.Rows) != q.Limit || bytes.Compare(p.Next, q.After) <= 0 {
			t.Fatalf("%d rows of %d and more, from %x to %x", len(p.Rows), q.Limit, q.After, p.Next)
		}
		q.After = p.Next
	}
	if !slices.Equal(got, want) {
		t.Fatalf("sight %+v, query %+v: got %v, want %v", sight, q, got, want)
	}
}

// TestCursorIsValidUnderAnyFilter goes on under another filter from where the first page ended.
func TestCursorIsValidUnderAnyFilter(t *testing.T) {
	db := storetest.Open(t)
	b := storetest.MustInvoices(t, db, 120)
	storetest.View(t, db, func(tx *store.Tx) error {
		sight := portal.Sight{Client: b.Client.ID}
		first, err := tx.Invoices(sight, store.InvoiceQuery{})
		storetest.Must(t, err)
		last := first.Rows[len(first.Rows)-1].ID
		next, err := tx.Invoices(sight, store.InvoiceQuery{States: []uint64{store.InvoiceOpen}, Query: store.Query{After: first.Next}})
		storetest.Must(t, err)
		for _, r := range next.Rows {
			if r.ID >= last {
				t.Errorf("invoice %d was on the page before", r.ID)
			}
		}
		if len(next.Rows) == 0 {
			t.Error("nothing follows")
		}
		for _, bad := range [][]byte{{}, {1}, make([]byte, 40)} {
			if _, err := tx.Invoices(sight, store.InvoiceQuery{Query: store.Query{After: bad}}); portal.CodeOf(err) != portal.CodeInvalid {
				t.Errorf("cursor %x: %v", bad, err)
			}
		}
		return nil
	})
}

// TestOfficeListKeepsLooking finds a rare invoice over everything, a budget at a time.
func TestOfficeListKeepsLooking(t *testing.T) {
	db := storetest.Open(t)
	b := storetest.MustInvoices(t, db, 1000)
	rare, common := b.Properties[len(b.Properties)-1], b.Contractors[len(b.Contractors)-1]
	storetest.View(t, db, func(tx *store.Tx) error {
		q := store.InvoiceQuery{Property: rare, Contractor: common, Query: store.Query{Budget: 30, Search: "boil"}}
		found, rounds := 0, 0
		for more := true; more; rounds++ {
			p, err := tx.OfficeInvoices(q)
			storetest.Must(t, err)
			found += len(p.Rows)
			q.After, more = p.Next, p.More
		}
		q = store.InvoiceQuery{Property: rare, Contractor: common, Query: store.Query{Search: "boil"}}
		p, err := tx.OfficeInvoices(q)
		storetest.Must(t, err)
		if found != len(p.Rows) || found == 0 {
			t.Errorf("found %d in %d rounds, want %d", found, rounds, len(p.Rows))
		}
		return nil
	})
}
