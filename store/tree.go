package store

import (
	"bytes"
	"encoding/binary"

	"portico/portal"
	"portico/store/kv"
)

// tree keeps one kind of record: the records, their list rows, facets, words and sums.
type tree[ID ~uint64, T, R any] struct {
	kind    portal.Kind
	index   kv.Index
	id      func(*T) *ID
	version func(*T) *portal.Version
	client  func(*T) portal.ClientID // nil: of no client, office only
	place   func(*T) portal.PropertyID
	rank    func(*T) []byte
	row     func(T) R
	rev     byte // of the row's format
	facets  func(*T) []kv.Facet
	words   func(*T) []string
	sums    func(*T) []sum
	of      func(*T) []owned
	uniq    func(*T) []unique
	touches func(*Tx, *T)
	due     *order[T] // a second order over some of the rows
	hidden  bool      // records only, no list
}

// order is a second ordering of a tree's rows.
type order[T any] struct {
	index  kv.Index
	in     func(*T) bool
	rank   func(*T) []byte
	facets func(*T) []kv.Facet
}

type owned struct {
	kind  byte
	owner uint64
}

type unique struct {
	kind, field byte
	value       string
}

func (u unique) key() []byte { return append([]byte{u.kind, u.field}, u.value...) }

// keeper is a tree without its types: for buckets, rebuilds and check.
type keeper interface {
	buckets() []string
	check(tx *Tx, bad func(string, ...any)) error
}

var trees []keeper

func newTree[ID ~uint64, T, R any](t tree[ID, T, R]) *tree[ID, T, R] {
	trees = append(trees, &t)
	return &t
}

func (t *tree[ID, T, R]) records() string { return t.index.Name + ".rec" }

func (t *tree[ID, T, R]) buckets() []string {
	b := append([]string{t.records()}, t.index.Buckets()...)
	if t.due != nil {
		b = append(b, t.due.index.Buckets()...)
	}
	return b
}

// load fetches a record whoever owns it: within the package only.
func (t *tree[ID, T, R]) load(tx *Tx, id ID) (rec T, err error) {
	v := tx.Get(t.records(), be64(uint64(id)))
	if v == nil {
		return rec, portal.NotFound()
	}
	return rec, unpack(v, &rec)
}

// get fetches a record inside a sight; outside it there is nothing.
func (t *tree[ID, T, R]) get(tx *Tx, s portal.Sight, id ID) (rec T, err error) {
	rec, err = t.load(tx, id)
	if err != nil {
		return rec, err
	}
	if !s.Sees(t.client(&rec), t.placeOf(&rec)) {
		var none T
		return none, portal.NotFound()
	}
	return rec, nil
}

func (t *tree[ID, T, R]) placeOf(rec *T) portal.PropertyID {
	if t.place == nil {
		return 0
	}
	return t.place(rec)
}

// put saves a record and everything derived from it. was is the version that was edited: 0 for a new
// record, which gets its id here.
func (t *tree[ID, T, R]) put(tx *Tx, rec *T, was portal.Version) error {
	id, version := t.id(rec), t.version(rec)
	var old *T
	if *id == 0 {
		n, err := tx.NextID(t.records())
		if err != nil {
			return err
		}
		*id = ID(n)
	} else {
		o, err := t.load(tx, *id)
		if err != nil {
			return err
		}
		if *t.version(&o) != was {
			return portal.Conflict()
		}
		old = &o
	}
	*version = was + 1
	v, err := pack(recordVersion, rec)
	if err != nil {
		return err
	}
	if err := tx.Put(t.records(), be64(uint64(*id)), v); err != nil {
		return err
	}
	return t.derive(tx, old, rec)
}

// refile saves what a record keeps of another record. It is no edit, so the version stays.
func (t *tree[ID, T, R]) refile(tx *Tx, rec *T) error {
	old, err := t.load(tx, *t.id(rec))
	if err != nil {
		return err
	}
	v, err := pack(recordVersion, rec)
	if err != nil {
		return err
	}
	if err := tx.Put(t.records(), be64(uint64(*t.id(rec))), v); err != nil {
		return err
	}
	return t.derive(tx, &old, rec)
}

// remove deletes a record and everything derived from it.
func (t *tree[ID, T, R]) remove(tx *Tx, rec *T) error {
	if err := tx.Delete(t.records(), be64(uint64(*t.id(rec)))); err != nil {
		return err
	}
	return t.derive(tx, rec, nil)
}

func (t *tree[ID, T, R]) derive(tx *Tx, old, now *T) error {
	if err := t.deriveUnique(tx, old, now); err != nil {
		return err
	}
	if err := t.deriveOwned(tx, old, now); err != nil {
		return err
	}
	if err := t.deriveSums(tx, old, now); err != nil {
		return err
	}
	for _, rec := range []*T{old, now} {
		if rec != nil && t.touches != nil {
			t.touches(tx, rec)
		}
	}
	if t.hidden {
		return nil
	}
	oldEntry, err := t.entry(old)
	if err != nil {
		return err
	}
	nowEntry, err := t.entry(now)
	if err != nil {
		return err
	}
	spaces := t.spaces(old, now)
	if err := t.index.Swap(tx.Tx, spaces, oldEntry, nowEntry); err != nil {
		return err
	}
	if t.due == nil {
		return nil
	}
	return t.due.index.Swap(tx.Tx, spaces, t.dueEntry(old, oldEntry), t.dueEntry(now, nowEntry))
}

func (t *tree[ID, T, R]) spaces(old, now *T) []uint64 {
	rec := now
	if rec == nil {
		rec = old
	}
	if t.client == nil {
		return []uint64{0}
	}
	if c := t.client(rec); c != 0 {
		return []uint64{0, uint64(c)}
	}
	return []uint64{0}
}

func (t *tree[ID, T, R]) entry(rec *T) (*kv.Entry, error) {
	if rec == nil {
		return nil, nil
	}
	row, err := pack(t.rev, t.row(*rec))
	if err != nil {
		return nil, err
	}
	e := &kv.Entry{Rank: t.rank(rec), Row: row}
	if t.facets != nil {
		e.Facets = t.facets(rec)
	}
	if t.words != nil {
		e.Words = t.words(rec)
	}
	return e, nil
}

func (t *tree[ID, T, R]) dueEntry(rec *T, main *kv.Entry) *kv.Entry {
	if rec == nil || !t.due.in(rec) {
		return nil
	}
	return &kv.Entry{Rank: t.due.rank(rec), Row: main.Rank, Facets: t.due.facets(rec), Words: main.Words}
}

func (t *tree[ID, T, R]) deriveUnique(tx *Tx, old, now *T) error {
	if t.uniq == nil {
		return nil
	}
	keep := map[unique]bool{}
	if now != nil {
		for _, u := range t.uniq(now) {
			keep[u] = true
		}
	}
	if old != nil {
		for _, u := range t.uniq(old) {
			if !keep[u] {
				if err := tx.Delete(bucketUniq, u.key()); err != nil {
					return err
				}
			}
		}
	}
	for u := range keep {
		id := be64(uint64(*t.id(now)))
		holder := tx.Get(bucketUniq, u.key())
		if bytes.Equal(holder, id) {
			continue
		}
		if holder != nil {
			return ErrTaken
		}
		if err := tx.Put(bucketUniq, u.key(), id); err != nil {
			return err
		}
	}
	return nil
}

// ErrTaken is a value that must be unique and belongs to another record.
var ErrTaken = &portal.Error{Code: portal.CodeInvalid, Msg: portal.T("That is taken already.")}

func (tx *Tx) find(u unique) uint64 {
	v := tx.Get(bucketUniq, u.key())
	if len(v) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(v)
}

func (t *tree[ID, T, R]) deriveOwned(tx *Tx, old, now *T) error {
	if t.of == nil {
		return nil
	}
	keep := map[owned]bool{}
	if now != nil {
		for _, o := range t.of(now) {
			keep[o] = true
		}
	}
	if old != nil {
		for _, o := range t.of(old) {
			if !keep[o] {
				if err := tx.Delete(bucketOf, o.key(uint64(*t.id(old)))); err != nil {
					return err
				}
			}
			delete(keep, o)
		}
	}
	for o := range keep {
		if err := tx.Put(bucketOf, o.key(uint64(*t.id(now))), nil); err != nil {
			return err
		}
	}
	return nil
}

func (o owned) key(id uint64) []byte {
	return append(append([]byte{o.kind}, be64(o.owner)...), be64(id)...)
}

// ids lists what belongs to an owner, in id order.
func (tx *Tx) ids(o owned, fn func(id uint64) error) error {
	return tx.Walk(bucketOf, append([]byte{o.kind}, be64(o.owner)...), nil, func(k, _ []byte) (bool, error) {
		return true, fn(binary.BigEndian.Uint64(k))
	})
}

// page reads one page of a client's list. A property-limited sight is an OR of properties.
func (t *tree[ID, T, R]) page(tx *Tx, s portal.Sight, q Query) (Page[R], error) {
	if s.Client == 0 {
		return Page[R]{}, portal.NotFound()
	}
	if s.Properties != nil {
		var ps []uint64
		for _, p := range s.Properties {
			ps = append(ps, uint64(p))
		}
		if len(ps) == 0 {
			return Page[R]{}, nil
		}
		q.And = append(q.And, kv.Term{Facet: facetProperty, Values: ps})
	}
	return t.list(tx, uint64(s.Client), q)
}

// everyone reads one page of the office's list over all clients. Only staff use cases call it.
func (t *tree[ID, T, R]) everyone(tx *Tx, q Query) (Page[R], error) { return t.list(tx, 0, q) }

func (t *tree[ID, T, R]) list(tx *Tx, space uint64, q Query) (Page[R], error) {
	ix, resolve := t.index, false
	if q.ByDue {
		ix, resolve = t.due.index, true
	}
	words, whole := typed(q.Search)
	kq := kv.Query{
		Space: space, And: q.And, Words: words, WholeWords: whole, Limit: q.Limit, Budget: q.Budget, After: q.After,
		From: q.From, To: q.To,
	}
	if kq.Limit == 0 {
		kq.Limit = PageSize
	}
	if q.After != nil && len(q.After) != ix.RankLen {
		return Page[R]{}, portal.Invalid("That page can’t be found.")
	}
	p := Page[R]{Rows: make([]R, 0, min(kq.Limit, PageSize))}
	res, err := ix.Page(tx.Tx, kq, func(_, row []byte) error {
		if resolve {
			row = t.index.Row(tx.Tx, space, row)
		}
		var r R
		if err := unpack(row, &r); err != nil {
			return err
		}
		p.Rows = append(p.Rows, r)
		return nil
	})
	if err != nil {
		return Page[R]{}, err
	}
	p.More, p.Spent = res.More, res.Spent
	if res.More {
		p.Next = append([]byte(nil), res.Cursor...)
	}
	return p, nil
}

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

// Page is one page of a list.
type Page[R any] struct {
	Rows  []R
	Next  []byte // where the next page begins, when there is more
	More  bool
	Spent bool // the search stopped early: offer to keep looking
}

// newest bounds a rankNewest list to days from..to, both included; 0 = open.
func (q Query) days(from, to portal.Day) Query {
	if to != 0 {
		q.From = binary.BigEndian.AppendUint32(nil, ^uint32(to))
	}
	if from != 0 {
		q.To = binary.BigEndian.AppendUint32(nil, ^uint32(from)+1)
	}
	return q
}

func (t *tree[ID, T, R]) check(tx *Tx, bad func(string, ...any)) error {
	rows, facets, words := 0, 0, 0
	err := tx.Walk(t.records(), nil, nil, func(k, v []byte) (bool, error) {
		var rec T
		if err := unpack(v, &rec); err != nil {
			bad("%s %d: %v", t.kind, binary.BigEndian.Uint64(k), err)
			return true, nil
		}
		if t.uniq != nil {
			for _, u := range t.uniq(&rec) {
				if tx.find(u) != binary.BigEndian.Uint64(k) {
					bad("%s %d: its unique value %q is not indexed", t.kind, binary.BigEndian.Uint64(k), u.value)
				}
			}
		}
		if t.hidden {
			return true, nil
		}
		e, err := t.entry(&rec)
		if err != nil {
			return false, err
		}
		for _, space := range t.spaces(nil, &rec) {
			rows++
			facets += len(e.Facets)
			words += len(e.Words)
			if !t.index.Holds(tx.Tx, space, e) {
				bad("%s %d: its list row, facets or words differ from the record", t.kind, *t.id(&rec))
			}
		}
		return true, nil
	})
	if err != nil || t.hidden {
		return err
	}
	have := 0
	if err := t.index.Entries(tx.Tx, func(uint64, []byte, []byte) error { have++; return nil }); err != nil {
		return err
	}
	haveFacets, haveWords := t.index.Keys(tx.Tx)
	if have != rows || haveFacets != facets || haveWords != words {
		bad("%s: %d rows, %d facets, %d words are kept, the records make %d, %d, %d", t.kind, have, haveFacets, haveWords, rows, facets, words)
	}
	return nil
}
