package store

import (
	"encoding/binary"
	"strings"

	"portico/portal"
	"portico/store/kv"
)

// PageSize is how many rows a list shows at once (SPEC §6).
const PageSize = 25

// OfficeBudget bounds how many keys a list over everything looks at before it offers to keep looking.
const OfficeBudget = 20_000

// Query asks for one page of a list.
type Query struct {
	And      []kv.Term
	Search   string // typed words, the last one as a prefix
	From, To []byte // rank bounds
	After    []byte // Page.Next of the page before
	Limit    int    // 0 = PageSize
	Budget   int    // 0 = no bound
	ByDue    bool   // in the order of due days, open ones only
}

// Where adds a filter on one facet.
func (q Query) Where(facet uint8, values ...uint64) Query {
	q.And = append(q.And[:len(q.And):len(q.And)], kv.Term{Facet: facet, Values: values})
	return q
}

// days bounds a rankNewest list to days from..to, both included; 0 = open.
func (q Query) days(from, to portal.Day) Query {
	if to != 0 {
		q.From = binary.BigEndian.AppendUint32(nil, ^uint32(to))
	}
	if from != 0 {
		q.To = binary.BigEndian.AppendUint32(nil, ^uint32(from)+1)
	}
	return q
}

// Page is one page of a list.
type Page[R any] struct {
	Rows  []R
	Next  []byte // where the next page begins, when there is more
	More  bool
	Spent bool // the search stopped early: offer to keep looking
	Cut   bool // too many words begin as typed for all to be looked for: offer to type on
}

// page reads one page of a client's list. A property-limited sight is an OR of properties; it sees nothing
// of a kind that has none. An employee's sees nothing of a kind that nobody is assigned to.
func (t *tree[ID, T, R]) page(tx *Tx, s portal.Sight, q Query) (Page[R], error) {
	if s.Client == 0 {
		return Page[R]{}, portal.NotFound()
	}
	if s.Assignee != 0 || (s.Properties != nil && t.place == nil) {
		return Page[R]{}, nil
	}
	if s.Properties != nil {
		var ps []uint64
		for _, p := range s.Properties {
			if p != 0 {
				ps = append(ps, uint64(p))
			}
		}
		q = q.Where(facetProperty, ps...)
	}
	return t.list(tx, uint64(s.Client), q)
}

// everyone reads one page of the office's list over all clients. Only staff use cases call it.
func (t *tree[ID, T, R]) everyone(tx *Tx, q Query) (Page[R], error) { return t.list(tx, 0, q) }

func (t *tree[ID, T, R]) list(tx *Tx, space uint64, q Query) (Page[R], error) {
	ix := t.index
	if q.ByDue {
		ix = t.due.index
	}
	words := typed(q.Search)
	if len(words) == 0 && strings.TrimSpace(q.Search) != "" {
		return Page[R]{}, nil // nothing is found by signs alone
	}
	if q.After != nil && len(q.After) != ix.RankLen {
		return Page[R]{}, portal.Invalid("That page can’t be found.")
	}
	kq := kv.Query{
		Space: space, And: q.And, Words: words, Limit: q.Limit, Budget: q.Budget, After: q.After, From: q.From, To: q.To,
	}
	if kq.Limit <= 0 {
		kq.Limit = PageSize
	}
	p := Page[R]{Rows: make([]R, 0, min(kq.Limit, PageSize))}
	res, err := ix.Page(tx.Tx, kq, func(_, row []byte) error {
		if q.ByDue {
			row = t.index.Row(tx.Tx, space, row)
		}
		var r R
		if err := t.unpackRow(row, &r); err != nil {
			return err
		}
		p.Rows = append(p.Rows, r)
		return nil
	})
	p.More, p.Spent, p.Cut, p.Next = res.More, res.Spent, res.Cut, res.Cursor
	return p, err
}
