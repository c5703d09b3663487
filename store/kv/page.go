package kv

import "bytes"

// Term asks for one facet to have one of several values.
type Term struct {
	Facet  uint8
	Values []uint64
}

// Query asks for one page of one space: every term holds, every word occurs (the last as a prefix), the
// rank lies in [From, To), after After.
type Query struct {
	Space    uint64
	And      []Term
	Words    []string
	From, To []byte // ranks or beginnings of ranks; nil = open
	After    []byte // where the page before ended
	Limit    int
	Budget   int // keys that may be looked at; 0 = no bound
}

// Result tells how a page ended.
type Result struct {
	More   bool   // there may be more rows after Cursor
	Spent  bool   // the budget ran out before the page was full
	Cut    bool   // the typed prefix begins more words than are looked for
	Cursor []byte // rank to go on after: valid under any filter, since it is only a place in the order
}

// Page calls each for up to Limit rows in rank order. A query of several terms is a leapfrog join: every
// term proposes its next rank, all others jump to it.
func (ix Index) Page(tx *Tx, q Query, each func(rank, row []byte) error) (Result, error) {
	j := ix.join(tx, q)
	rows := walker{c: tx.Cursor(ix.rows()), key: rowKey(q.Space, nil), prefix: 8, steps: new(budget)}
	var last []byte
	for n := 0; ; n++ {
		rank, how := j.next()
		switch {
		case how == atEnd:
			return Result{Cut: j.cut}, nil
		case n == q.Limit:
			return Result{Cut: j.cut, More: true, Cursor: last}, nil
		case how == outOfBudget:
			return Result{Cut: j.cut, More: true, Spent: true, Cursor: before(j.target)}, nil
		}
		last = append(last[:0], rank...)
		row := j.its[0].value()
		if row == nil {
			row = rows.at(rank)
		}
		if err := each(rank, row); err != nil {
			return Result{}, err
		}
		j.pass(rank)
	}
}

// Count counts the rows of a query up to a bound: for "all N that match".
func (ix Index) Count(tx *Tx, q Query, most int) int {
	q.Budget = 0
	j := ix.join(tx, q)
	for n := range most {
		rank, how := j.next()
		if how == atEnd {
			return n
		}
		j.pass(rank)
	}
	return most
}

// join walks the ranks on which all iterators agree.
type join struct {
	its    []iterator
	steps  budget
	target []byte // all ranks before it are dealt with
	to     []byte
	fresh  bool // nothing is dealt with yet: a page always gets on, whatever its budget
	cut    bool
}

type budget struct{ spent, most int }

func (b *budget) out() bool { return b.most > 0 && b.spent >= b.most }

type outcome uint8

const (
	found outcome = iota
	atEnd
	outOfBudget
)

// next finds the first rank at or after the target on which all agree.
func (j *join) next() ([]byte, outcome) {
	for {
		if j.steps.out() && !j.fresh {
			return nil, outOfBudget
		}
		rank := j.its[0].seek(j.target)
		if rank == nil || (j.to != nil && bytes.Compare(rank, j.to) >= 0) {
			return nil, atEnd
		}
		ahead := j.agree(rank)
		if ahead == nil {
			return nil, atEnd
		}
		j.target, j.fresh = append(j.target[:0], ahead...), false
		if bytes.Equal(ahead, rank) {
			return rank, found
		}
	}
}

// agree returns rank when all others have it too, else a later rank that one proposes, nil at an end.
func (j *join) agree(rank []byte) []byte {
	for _, it := range j.its[1:] {
		if r := it.seek(rank); !bytes.Equal(r, rank) {
			return r
		}
	}
	return rank
}

// pass moves the target behind a rank.
func (j *join) pass(rank []byte) { j.target = after(append(j.target[:0], rank...)) }

func (ix Index) join(tx *Tx, q Query) *join {
	j := &join{to: q.To, fresh: true, target: make([]byte, ix.RankLen, ix.RankLen+1)}
	j.steps.most = q.Budget
	copy(j.target, q.From)
	if q.After != nil && bytes.Compare(q.After, j.target) >= 0 {
		j.pass(q.After)
	}
	for _, t := range q.And {
		var ws []*walker
		for _, v := range t.Values {
			ws = append(ws, newWalker(tx.Cursor(ix.facets()), facetPrefix(q.Space, Facet{t.Facet, v}, ix.RankLen), &j.steps))
		}
		j.its = append(j.its, anyOf(ws))
	}
	for i, w := range q.Words {
		if i == len(q.Words)-1 {
			ws, cut := ix.begunWith(tx, q.Space, w, &j.steps)
			j.its, j.cut = append(j.its, anyOf(ws)), cut
			break
		}
		j.its = append(j.its, newWalker(tx.Cursor(ix.words()), wordKey(q.Space, w, nil), &j.steps))
	}
	if len(j.its) == 0 {
		j.its = append(j.its, newWalker(tx.Cursor(ix.rows()), rowKey(q.Space, nil), &j.steps))
	}
	return j
}

// maxPrefixWords bounds how many different words a typed prefix may stand for.
const maxPrefixWords = 64

// begunWith finds the words that begin as typed. Words hold no byte below a digit, so that word+1 lies
// behind all keys of the word and before the next word.
func (ix Index) begunWith(tx *Tx, space uint64, typed string, steps *budget) (ws []*walker, cut bool) {
	c := tx.Cursor(ix.words())
	want := append(rowKey(space, nil), Clip(typed)...)
	for seek := want; ; {
		k, _ := c.Seek(seek)
		steps.spent++
		if k == nil || !bytes.HasPrefix(k, want) {
			return ws, false
		}
		if len(ws) == maxPrefixWords {
			return ws, true
		}
		end := 8 + bytes.IndexByte(k[8:], 0)
		word := append(make([]byte, 0, end+1+ix.RankLen), k[:end+1]...)
		ws = append(ws, newWalker(tx.Cursor(ix.words()), word, steps))
		seek = append(word[:end:end], 1)
	}
}

// after turns a rank into the next possible one, in place.
func after(rank []byte) []byte {
	for i := len(rank) - 1; i >= 0; i-- {
		if rank[i]++; rank[i] != 0 {
			return rank
		}
	}
	for i := range rank {
		rank[i] = 0xff
	}
	return append(rank, 0) // behind the last one
}

// before is the rank that "after" turns into the given one.
func before(rank []byte) []byte {
	prev := append([]byte(nil), rank...)
	for i := len(prev) - 1; i >= 0; i-- {
		if prev[i]--; prev[i] != 0xff {
			break
		}
	}
	return prev
}
