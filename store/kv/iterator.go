package kv

import "bytes"

// iterator proposes ranks in order. Targets never go back.
type iterator interface {
	seek(target []byte) []byte // the first rank at or after target, nil at the end
	value() []byte             // the value at the last rank, nil when it has none
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
	if w.begun {
		if w.reached(target) {
			return w.rank
		}
		for range nearby {
			if w.take(w.c.Next()); w.reached(target) {
				return w.rank
			}
		}
	}
	w.begun = true
	w.key = append(w.key[:w.prefix], target...)
	w.take(w.c.Seek(w.key))
	return w.rank
}

func (w *walker) reached(target []byte) bool {
	return w.rank == nil || bytes.Compare(w.rank, target) >= 0
}

func (w *walker) take(k, v []byte) {
	w.steps.spent++
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

// at is the value at exactly that rank, nil when there is none.
func (w *walker) at(rank []byte) []byte {
	if !bytes.Equal(w.seek(rank), rank) {
		return nil
	}
	return w.val
}

// anyOf is an OR. Without parts nothing matches.
func anyOf(ws []*walker) iterator {
	if len(ws) == 1 {
		return ws[0]
	}
	return &union{heap: ws}
}

// union merges its parts: a heap by rank, the least on top.
type union struct {
	heap  []*walker
	begun bool
}

func (u *union) value() []byte { return nil }

func (u *union) seek(target []byte) []byte {
	if !u.begun {
		u.begin(target)
	}
	for len(u.heap) > 0 && !u.heap[0].reached(target) {
		if u.heap[0].seek(target) == nil {
			last := len(u.heap) - 1
			u.heap[0] = u.heap[last]
			u.heap = u.heap[:last]
		}
		u.sink(0)
	}
	if len(u.heap) == 0 {
		return nil
	}
	return u.heap[0].rank
}

func (u *union) begin(target []byte) {
	u.begun = true
	live := make([]*walker, 0, len(u.heap))
	for _, w := range u.heap {
		if w.seek(target) != nil {
			live = append(live, w)
		}
	}
	u.heap = live
	for i := len(live)/2 - 1; i >= 0; i-- {
		u.sink(i)
	}
}

func (u *union) sink(i int) {
	for {
		least := i
		for _, child := range []int{2*i + 1, 2*i + 2} {
			if child < len(u.heap) && bytes.Compare(u.heap[child].rank, u.heap[least].rank) < 0 {
				least = child
			}
		}
		if least == i {
			return
		}
		u.heap[i], u.heap[least] = u.heap[least], u.heap[i]
		i = least
	}
}
