package kv

import (
	"bytes"
	"encoding/binary"
)

// Term asks for one facet to have one of several values.
type Term struct {
	Facet  uint8
	Values []uint64
}

// Query asks for one page of one space: every term holds, every word occurs (the last as a prefix), the
// rank lies in [From, To), after After.
type Query struct {
	Space      uint64
	And        []Term
	Words      []string
	From, To   []byte // ranks; nil = open
	After      []byte // rank of the last row of the page before
	Limit      int
	Budget     int  // keys that may be looked at; 0 = no bound
	WholeWords bool // the last word is whole too
}

// Result tells how a page ended.
type Result struct {
	More   bool   // there is at least one more row
	Spent  bool   // the budget ran out: Cursor says where to keep looking
	Cursor []byte // rank to go on after
}

// Page calls each for up to Limit rows in rank order. A query of several terms is a leapfrog join: every
// term proposes its next rank, all others jump to it.
func (ix Index) Page(tx *Tx, q Query, each func(rank, row []byte) error) (Result, error) {
	steps := &budget{left: q.Budget}
	if q.Budget == 0 {
		steps.left = int(^uint(0) >> 1)
	}
	its := ix.iterators(tx, q, steps)
	target := ix.start(q)
	var last []byte
	n := 0
	for {
		rank, end := meet(its, target)
		if end || (q.To != nil && bytes.Compare(rank, q.To) >= 0) {
			return Result{Cursor: last}, nil
		}
		if steps.left < 0 {
			return Result{More: true, Spent: true, Cursor: before(rank)}, nil
		}
		if n == q.Limit {
			return Result{More: true, Cursor: last}, nil
		}
		last = append(last[:0], rank...)
		row := its[0].value()
		if row == nil {
			row = ix.Row(tx, q.Space, last)
		}
		if err := each(last, row); err != nil {
			return Result{}, err
		}
		n++
		target = after(last)
	}
}

// Count counts the rows of a query up to a bound: for "all N that match".
func (ix Index) Count(tx *Tx, q Query, most int) int {
	q.Limit, q.Budget = most, 0
	n := 0
	_, _ = ix.Page(tx, q, func(_, _ []byte) error { n++; return nil })
	return n
}

func (ix Index) start(q Query) []byte {
	start := make([]byte, ix.RankLen)
	if q.From != nil {
		copy(start, q.From)
	}
	if q.After != nil {
		if a := after(q.After); bytes.Compare(a, start) > 0 {
			return a
		}
	}
	return start
}

func (ix Index) iterators(tx *Tx, q Query, steps *budget) []iterator {
	var its []iterator
	for _, t := range q.And {
		var u union
		for _, v := range t.Values {
			u = append(u, newWalker(tx.Cursor(ix.facets()), facetPrefix(q.Space, Facet{t.Facet, v}, ix.RankLen), steps))
		}
		its = append(its, u.simplest())
	}
	for i, w := range q.Words {
		if i == len(q.Words)-1 && !q.WholeWords {
			its = append(its, ix.prefix(tx, q.Space, w, steps).simplest())
			continue
		}
		its = append(its, newWalker(tx.Cursor(ix.words()), wordKey(q.Space, w, nil), steps))
	}
	if len(its) == 0 {
		its = append(its, newWalker(tx.Cursor(ix.rows()), rowKey(q.Space, nil), steps))
	}
	return its
}

// maxPrefixWords bounds how many different words a typed prefix may stand for.
const maxPrefixWords = 64

// prefix finds the words that begin as typed and merges their ranks.
func (ix Index) prefix(tx *Tx, space uint64, typed string, steps *budget) (u union) {
	c := tx.Cursor(ix.words())
	head := binary.BigEndian.AppendUint64(nil, space)
	seek := append(append([]byte(nil), head...), clip(typed)...)
	want := append([]byte(nil), seek...)
	for len(u) < maxPrefixWords {
		k, _ := c.Seek(seek)
		steps.left--
		if k == nil || !bytes.HasPrefix(k, want) {
			break
		}
		end := 8 + bytes.IndexByte(k[8:], 0)
		word := append([]byte(nil), k[:end+1]...)
		u = append(u, newWalker(tx.Cursor(ix.words()), word, steps))
		seek = append(word[:end:end], 1)
	}
	return u
}

type budget struct{ left int }

// iterator proposes ranks in order.
type iterator interface {
	seek(target []byte) []byte // the first rank at or after target, nil at the end
	value() []byte             // the value at the last rank, nil when it has none
}

// meet finds the first rank at or after target on which all agree.
func meet(its []iterator, target []byte) (rank []byte, end bool) {
	for {
		rank = its[0].seek(target)
		if rank == nil {
			return nil, true
		}
		agreed := true
		for _, it := range its[1:] {
			r := it.seek(rank)
			if r == nil {
				return nil, true
			}
			if !bytes.Equal(r, rank) {
				target, agreed = r, false
				break
			}
		}
		if agreed {
			return rank, false
		}
	}
}

// walker walks the keys under one prefix.
type walker struct {
	c      *Cursor
	key    []byte // prefix, with room for a rank
	prefix int
	rank   []byte
	val    []byte
	steps  *budget
	begun  bool
}

func newWalker(c *Cursor, prefix []byte, steps *budget) *walker {
	return &walker{c: c, key: prefix, prefix: len(prefix), steps: steps}
}

// nearby is how many steps are tried before a seek: neighbours are cheaper to step to than to search.
const nearby = 8

func (w *walker) seek(target []byte) []byte {
	if w.begun && (w.rank == nil || bytes.Compare(w.rank, target) >= 0) {
		return w.rank
	}
	if w.begun {
		for range nearby {
			if w.take(w.c.Next()); w.rank == nil || bytes.Compare(w.rank, target) >= 0 {
				return w.rank
			}
		}
	}
	w.begun = true
	w.key = append(w.key[:w.prefix], target...)
	w.take(w.c.Seek(w.key))
	return w.rank
}

func (w *walker) take(k, v []byte) {
	w.steps.left--
	if k == nil || !bytes.HasPrefix(k, w.key[:w.prefix]) {
		w.rank, w.val = nil, nil
		return
	}
	w.rank, w.val = k[w.prefix:], v
}

func (w *walker) value() []byte {
	if len(w.val) == 0 {
		return nil
	}
	return w.val
}

// union proposes the least of its parts: an OR.
type union []*walker

func (u union) simplest() iterator {
	if len(u) == 1 {
		return u[0]
	}
	return u
}

func (u union) seek(target []byte) (least []byte) {
	for _, w := range u {
		if r := w.seek(target); r != nil && (least == nil || bytes.Compare(r, least) < 0) {
			least = r
		}
	}
	return least
}

func (u union) value() []byte { return nil }

// after is the next possible rank.
func after(rank []byte) []byte {
	next := append([]byte(nil), rank...)
	for i := len(next) - 1; i >= 0; i-- {
		if next[i]++; next[i] != 0 {
			return next
		}
	}
	return append(append([]byte(nil), rank...), 0)
}

// before is the rank that "after" turns into the given one.
func before(rank []byte) []byte {
	prev := append([]byte(nil), rank...)
	for i := len(prev) - 1; i >= 0; i-- {
		if prev[i]--; prev[i] != 0xff {
			return prev
		}
	}
	return nil
}
