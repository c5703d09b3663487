package kv

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var list = Index{Name: "list", RankLen: 6}

// naive is what the index should hold: the entries of one space, in rank order.
type naive map[uint64][]*Entry

func (n naive) put(space uint64, old, now *Entry) {
	if old != nil {
		n[space] = slices.DeleteFunc(n[space], func(e *Entry) bool { return e == old })
	}
	if now != nil {
		n[space] = append(n[space], now)
	}
	slices.SortFunc(n[space], func(a, b *Entry) int { return bytes.Compare(a.Rank, b.Rank) })
}

func (n naive) page(q Query) (ranks []string) {
	for _, e := range n[q.Space] {
		if q.matches(e) {
			ranks = append(ranks, string(e.Rank))
		}
	}
	return ranks
}

func (q Query) matches(e *Entry) bool {
	if q.From != nil && bytes.Compare(e.Rank, q.From) < 0 || q.To != nil && bytes.Compare(e.Rank, q.To) >= 0 {
		return false
	}
	if q.After != nil && bytes.Compare(e.Rank, q.After) <= 0 {
		return false
	}
	for _, t := range q.And {
		if !slices.ContainsFunc(e.Facets, func(f Facet) bool { return f.ID == t.Facet && slices.Contains(t.Values, f.Value) }) {
			return false
		}
	}
	for i, w := range q.Words {
		if !slices.ContainsFunc(e.Words, func(have string) bool {
			return have == w || i == len(q.Words)-1 && strings.HasPrefix(have, w)
		}) {
			return false
		}
	}
	return true
}

var vocabulary = []string{"a", "ab", "abc", "b", "ba", "c", "zebra"}

func drawEntry(t *rapid.T, id int) *Entry {
	rank := binary.BigEndian.AppendUint16(nil, uint16(rapid.IntRange(0, 6).Draw(t, "day")))
	e := &Entry{Rank: binary.BigEndian.AppendUint32(rank, uint32(id)), Row: []byte(fmt.Sprint("row ", id, rapid.IntRange(0, 9).Draw(t, "row")))}
	for f := range 3 {
		if v := rapid.IntRange(0, 3).Draw(t, "facet"); v > 0 {
			e.Facets = append(e.Facets, Facet{uint8(f + 1), uint64(v)})
		}
	}
	e.Words = rapid.SliceOfNDistinct(rapid.SampledFrom(vocabulary), 0, 3, rapid.ID).Draw(t, "words")
	return e
}

func drawQuery(t *rapid.T) Query {
	q := Query{Space: uint64(rapid.IntRange(0, 2).Draw(t, "space")), Limit: rapid.IntRange(1, 7).Draw(t, "limit")}
	for range rapid.IntRange(0, 3).Draw(t, "terms") {
		values := rapid.SliceOfN(rapid.Uint64Range(1, 4), 0, 3).Draw(t, "values")
		q.And = append(q.And, Term{uint8(rapid.IntRange(1, 3).Draw(t, "facet")), values})
	}
	q.Words = rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 2).Draw(t, "words")
	if rapid.Bool().Draw(t, "from") {
		q.From = []byte{0, byte(rapid.IntRange(0, 6).Draw(t, "day"))}
	}
	if rapid.Bool().Draw(t, "to") {
		q.To = []byte{0, byte(rapid.IntRange(0, 7).Draw(t, "day"))}
	}
	if rapid.IntRange(0, 3).Draw(t, "bounded") == 0 {
		q.Budget = rapid.IntRange(1, 40).Draw(t, "budget")
	}
	return q
}

// TestPagesAgainstNaive fills an index with random entries, changes and removes some, and reads random
// queries page by page: together the pages are what walking through everything finds.
func TestPagesAgainstNaive(t *testing.T) {
	db := openTest(t, list.Buckets()...)
	rapid.Check(t, func(t *rapid.T) {
		model := naive{}
		err := db.Update(context.Background(), func(tx *Tx) error {
			clear(model)
			must2(t, list.Clear(tx))
			for id := range rapid.IntRange(0, 60).Draw(t, "entries") {
				space := uint64(rapid.IntRange(0, 2).Draw(t, "space"))
				e := drawEntry(t, id)
				must2(t, list.Swap(tx, space, nil, e))
				model.put(space, nil, e)
				if rapid.IntRange(0, 3).Draw(t, "again") > 0 {
					continue
				}
				now := drawEntry(t, id)
				if rapid.IntRange(0, 3).Draw(t, "gone") == 0 {
					now = nil
				}
				must2(t, list.Swap(tx, space, e, now))
				model.put(space, e, now)
			}
			return nil
		})
		must2(t, err)
		must2(t, db.View(context.Background(), func(tx *Tx) error {
			model.compareAll(t, tx)
			for range 5 {
				model.comparePages(t, tx, drawQuery(t))
			}
			return nil
		}))
	})
}

func must2(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

func (n naive) compareAll(t *rapid.T, tx *Tx) {
	rows, facets, words := 0, 0, 0
	for space, es := range n {
		for _, e := range es {
			rows, facets, words = rows+1, facets+len(e.Facets), words+len(e.Words)
			if !list.Holds(tx, space, e) {
				t.Fatalf("space %d doesn’t hold %x", space, e.Rank)
			}
		}
	}
	if r, f, w := list.Keys(tx); r != rows || f != facets || w != words {
		t.Fatalf("%d rows, %d facets, %d words are kept, want %d, %d, %d", r, f, w, rows, facets, words)
	}
}

func (n naive) comparePages(t *rapid.T, tx *Tx, q Query) {
	want := n.page(q)
	if got := list.Count(tx, q, 1000); got != len(want) {
		t.Fatalf("%+v: count %d, want %d", q, got, len(want))
	}
	var got []string
	for pages := 0; ; pages++ {
		rows := 0
		res, err := list.Page(tx, q, func(rank, row []byte) error {
			rows++
			got = append(got, string(rank))
			if !bytes.Equal(row, list.Row(tx, q.Space, rank)) {
				t.Fatalf("rank %x comes with the row %q", rank, row)
			}
			return nil
		})
		must2(t, err)
		switch {
		case rows > q.Limit:
			t.Fatalf("%d rows on a page of %d", rows, q.Limit)
		case res.Spent && q.Budget == 0:
			t.Fatal("spent without a budget")
		case res.More && !res.Spent && rows != q.Limit:
			t.Fatalf("a page of %d has %d rows, and more", q.Limit, rows)
		case pages > 500:
			t.Fatal("it never ends")
		}
		if !res.More {
			break
		}
		if bytes.Compare(res.Cursor, q.After) <= 0 {
			t.Fatalf("the cursor goes from %x to %x", q.After, res.Cursor)
		}
		q.After = res.Cursor
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%+v: got %x, want %x", q, got, want)
	}
}

// TestBudgetBoundsAnEmptyJoin has two facets that never meet: the join stops within its budget and goes on
// from where it stopped.
func TestBudgetBoundsAnEmptyJoin(t *testing.T) {
	db := openTest(t, list.Buckets()...)
	must(t, db.Update(context.Background(), func(tx *Tx) error {
		f := Filler{Index: list}
		for i := range 4000 {
			rank := binary.BigEndian.AppendUint32([]byte{0, 1}, uint32(i))
			f.Add(0, &Entry{Rank: rank, Row: []byte{1}, Facets: []Facet{{1, uint64(i % 2)}}})
		}
		return f.Write(tx)
	}))
	q := Query{And: []Term{{1, []uint64{0}}, {1, []uint64{1}}}, Limit: 25, Budget: 100}
	must(t, db.View(context.Background(), func(tx *Tx) error {
		for rounds := 1; ; rounds++ {
			res, err := list.Page(tx, q, func(_, _ []byte) error { t.Fatal("they met"); return nil })
			must(t, err)
			if !res.More {
				if rounds < 20 {
					t.Errorf("it took %d rounds of 100 keys to walk 4,000", rounds)
				}
				return nil
			}
			if !res.Spent || rounds > 200 {
				t.Fatalf("round %d: %+v", rounds, res)
			}
			q.After = res.Cursor
		}
	}))
}

func TestPrefixOfTooManyWordsIsCut(t *testing.T) {
	db := openTest(t, list.Buckets()...)
	must(t, db.Update(context.Background(), func(tx *Tx) error {
		f := Filler{Index: list}
		for i := range maxPrefixWords + 1 {
			rank := binary.BigEndian.AppendUint32([]byte{0, 1}, uint32(i))
			f.Add(0, &Entry{Rank: rank, Row: []byte{1}, Words: []string{fmt.Sprintf("w%03d", i)}})
		}
		return f.Write(tx)
	}))
	must(t, db.View(context.Background(), func(tx *Tx) error {
		for typed, cut := range map[string]bool{"w": true, "w00": false} {
			res, err := list.Page(tx, Query{Words: []string{typed}, Limit: 5}, func(_, _ []byte) error { return nil })
			must(t, err)
			if res.Cut != cut {
				t.Errorf("%q: cut %v", typed, res.Cut)
			}
		}
		return nil
	}))
}
