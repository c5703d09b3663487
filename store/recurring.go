package store

import (
	"portico/portal"
	"portico/store/kv"
)

// FacetRecurringState is a schedule's state.
const FacetRecurringState uint8 = 2

// Schedules that sleep stand behind all that go on.
const (
	pausedDay portal.Day = 1<<31 - 2
	overDay   portal.Day = 1<<31 - 1
)

var recurrings = newTree(tree[portal.RecurringID, portal.Recurring, portal.RecurringRow]{
	kind:    portal.KindRecurring,
	index:   kv.Index{Name: "recurring", RankLen: 12},
	id:      func(r *portal.Recurring) *portal.RecurringID { return &r.ID },
	version: func(r *portal.Recurring) *portal.Version { return &r.Version },
	client:  func(r *portal.Recurring) portal.ClientID { return r.Client },
	rank:    func(r *portal.Recurring) []byte { return rankSoonest(wakes(r), uint64(r.ID)) },
	row:     portal.Recurring.Row,
	facets: func(r *portal.Recurring) []kv.Facet {
		return []kv.Facet{{ID: FacetRecurringState, Value: uint64(r.State())}}
	},
	words: func(r *portal.Recurring) []string {
		return Words(r.Bill.Description, r.Bill.Order, r.Bill.Place)
	},
	touches: func(tx *Tx, _ *portal.Recurring) { tx.Notify(Topic{'o', 0}) },
})

func wakes(r *portal.Recurring) portal.Day {
	switch r.State() {
	case portal.RecurringPaused:
		return pausedDay
	case portal.RecurringOver:
		return overDay
	}
	return r.Next
}

// Recurring fetches a schedule inside a sight.
func (tx *Tx) Recurring(s portal.Sight, id portal.RecurringID) (portal.Recurring, error) {
	return recurrings.get(tx, s, id)
}

// RecurringOwner tells whose schedule it is: the way for staff to narrow into it.
func (tx *Tx) RecurringOwner(id portal.RecurringID) (portal.ClientID, error) {
	r, err := recurrings.load(tx, id)
	return r.Client, err
}

// PutRecurring saves a schedule; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutRecurring(r *portal.Recurring, was portal.Version) error {
	r.Bill.Place = tx.place(r.Bill.Property)
	return recurrings.put(tx, r, was)
}

// Recurrings is one client's list, the soonest first; client 0 is the office's list over everybody.
func (tx *Tx) Recurrings(s portal.Sight, q Query) (Page[portal.RecurringRow], error) {
	if s.Client == 0 {
		return recurrings.everyone(tx, q)
	}
	return recurrings.page(tx, s, q)
}

// DueRecurrings are up to limit schedules that have a bill to make by a day, the longest waiting first.
func (tx *Tx) DueRecurrings(today portal.Day, limit int) ([]portal.RecurringRow, error) {
	p, err := recurrings.everyone(tx, Query{To: rankSoonest(today+1, 0), Limit: limit})
	return p.Rows, err
}
