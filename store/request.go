package store

import (
	"portico/portal"
	"portico/store/kv"
)

// Facets of requests.
const (
	FacetRequestKind  uint8 = 2
	FacetRequestState uint8 = 3
)

var requests = newTree(tree[portal.RequestID, portal.Request, portal.RequestRow]{
	kind:    portal.KindRequest,
	index:   kv.Index{Name: "request", RankLen: 12},
	id:      func(r *portal.Request) *portal.RequestID { return &r.ID },
	version: func(r *portal.Request) *portal.Version { return &r.Version },
	client:  func(r *portal.Request) portal.ClientID { return r.Client },
	place:   func(r *portal.Request) portal.PropertyID { return r.Property },
	rank:    func(r *portal.Request) []byte { return rankNewest(portal.Day(r.Created.Unix()/86400), uint64(r.ID)) },
	row:     portal.Request.Row,
	facets: func(r *portal.Request) []kv.Facet {
		fs := []kv.Facet{{ID: FacetRequestKind, Value: uint64(r.Kind)}, {ID: FacetRequestState, Value: uint64(r.State)}}
		if r.Property != 0 {
			fs = append(fs, kv.Facet{ID: facetProperty, Value: uint64(r.Property)})
		}
		return fs
	},
	words: func(r *portal.Request) []string {
		ws := []string{r.Number, r.Subject, r.Place}
		if len(r.Messages) > 0 {
			ws = append(ws, r.Messages[0].Name, r.Messages[0].Text)
		}
		return Words(ws...)
	},
	sums: requestSums,
	of: func(r *portal.Request) []owned {
		if r.About.ID == 0 {
			return nil
		}
		return []owned{about(r.About)}
	},
	uniq: func(r *portal.Request) []unique {
		us := []unique{{byte(portal.KindRequest), 'n', foldKey(r.Number)}}
		if r.Key != "" {
			us = append(us, requestKey(r.Client, r.Key))
		}
		return us
	},
	touches: func(tx *Tx, r *portal.Request) { tx.TouchClient(r.Client) },
})

// ofRequests begins the kinds of owner that are documents with requests about them: one per kind of document.
const ofRequests byte = 64

func about(r portal.Ref) owned { return owned{ofRequests + byte(r.Kind), r.ID} }

// requestKey is unique within a client: one client's key says nothing to another.
func requestKey(c portal.ClientID, key string) unique {
	return unique{byte(portal.KindRequest), 'k', string(be64(uint64(c))) + key}
}

func requestSums(r *portal.Request) []sum {
	x := requestSum(r.Kind, r.State)
	out := []sum{{sumRequests, 0, everyProperty, x, 1}, {sumRequests, uint64(r.Client), everyProperty, x, 1}}
	if r.Property != 0 {
		out = append(out, sum{sumRequests, uint64(r.Client), uint64(r.Property), x, 1})
	}
	return out
}

func requestSum(k portal.RequestKind, s portal.RequestState) uint32 { return uint32(k)<<8 | uint32(s) }

// Request fetches a request inside a sight.
func (tx *Tx) Request(s portal.Sight, id portal.RequestID) (portal.Request, error) {
	return requests.get(tx, s, id)
}

// RequestOwner tells whose request it is: the way for staff to narrow into it.
func (tx *Tx) RequestOwner(id portal.RequestID) (portal.ClientID, error) {
	r, err := requests.load(tx, id)
	return r.Client, err
}

// PutRequest saves a request; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutRequest(r *portal.Request, was portal.Version) error {
	r.Place = tx.place(r.Property)
	return requests.put(tx, r, was)
}

// RequestByKey finds a client's request by its idempotency key.
func (tx *Tx) RequestByKey(c portal.ClientID, key string) (portal.RequestID, bool) {
	if key == "" {
		return 0, false
	}
	id := tx.find(requestKey(c, key))
	return portal.RequestID(id), id != 0
}

// RequestQuery are the filters of a list of requests.
type RequestQuery struct {
	Query
	Kinds  []portal.RequestKind
	States []portal.RequestState
}

func (q RequestQuery) query() Query {
	k := q.Query
	if len(q.Kinds) > 0 {
		k = k.Where(FacetRequestKind, values(q.Kinds)...)
	}
	if len(q.States) > 0 {
		k = k.Where(FacetRequestState, values(q.States)...)
	}
	return k
}

// Requests is one client's list, newest first.
func (tx *Tx) Requests(s portal.Sight, q RequestQuery) (Page[portal.RequestRow], error) {
	return requests.page(tx, s, q.query())
}

// OfficeRequests is the office's list over all clients, newest first.
func (tx *Tx) OfficeRequests(q RequestQuery) (Page[portal.RequestRow], error) {
	return requests.everyone(tx, q.query())
}

// RequestsAbout lists the requests about a document that lie in a sight, oldest first.
func (tx *Tx) RequestsAbout(s portal.Sight, doc portal.Ref) (rs []portal.RequestRow, err error) {
	err = tx.ids(about(doc), func(id uint64) error {
		r, err := requests.load(tx, portal.RequestID(id))
		if err == nil && s.Sees(r.Client, r.Property) {
			rs = append(rs, r.Row())
		}
		return err
	})
	return rs, err
}

// OpenDispute reports whether an invoice is disputed and the dispute is not settled: reminders wait until it is.
func (tx *Tx) OpenDispute(id portal.InvoiceID) (disputed bool, err error) {
	err = tx.ids(about(portal.Ref{Kind: portal.KindInvoice, ID: uint64(id)}), func(id uint64) error {
		r, err := requests.load(tx, portal.RequestID(id))
		disputed = disputed || r.Kind == portal.Dispute && r.State != portal.RequestClosed
		return err
	})
	return disputed, err
}

// RequestCounts counts a client's requests of some kinds by state; limited sights add up their properties.
func (tx *Tx) RequestCounts(s portal.Sight, kinds []portal.RequestKind) (n [3]int) {
	for _, part := range parts(s) {
		tx.addRequests(&n, uint64(s.Client), part, kinds)
	}
	return n
}

// OfficeRequestCounts counts the requests of all clients by state.
func (tx *Tx) OfficeRequestCounts() (n [3]int) {
	tx.addRequests(&n, 0, everyProperty, portal.RequestKinds)
	return n
}

func (tx *Tx) addRequests(n *[3]int, space, part uint64, kinds []portal.RequestKind) {
	for _, k := range kinds {
		for st := range n {
			n[st] += int(tx.sum(sumRequests, space, part, requestSum(k, portal.RequestState(st))))
		}
	}
}
