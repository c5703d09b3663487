package store

import (
	"time"

	"portico/portal"
	"portico/store/kv"
)

// FacetFileFrom is the side that a file comes from; what came with a request is a side of its own, so that it stands
// in its thread and in no list of documents.
const (
	FacetFileFrom uint8  = 2
	fileOfRequest uint64 = 100
)

func fileSide(f *portal.File) uint64 {
	if f.Request != 0 {
		return fileOfRequest
	}
	return uint64(f.From)
}

var documents = newTree(tree[portal.DocumentID, portal.File, portal.FileRow]{
	kind:    portal.KindDocument,
	index:   kv.Index{Name: "document", RankLen: 12},
	id:      func(f *portal.File) *portal.DocumentID { return &f.ID },
	version: func(f *portal.File) *portal.Version { return &f.Version },
	client:  func(f *portal.File) portal.ClientID { return f.Client },
	place:   func(f *portal.File) portal.PropertyID { return f.Property },
	rev:     1,
	rank:    func(f *portal.File) []byte { return rankNewest(portal.DayOf(f.Created, time.UTC), uint64(f.ID)) },
	row:     portal.File.Row,
	facets: func(f *portal.File) []kv.Facet {
		fs := []kv.Facet{{ID: FacetFileFrom, Value: fileSide(f)}}
		if f.Property != 0 {
			fs = append(fs, kv.Facet{ID: facetProperty, Value: uint64(f.Property)})
		}
		return fs
	},
	words:   func(f *portal.File) []string { return Words(f.Name, f.Note) },
	blobs:   func(f *portal.File) []uint64 { return []uint64{f.Blob, f.Thumb} },
	touches: func(tx *Tx, f *portal.File) { tx.TouchClient(f.Client) },
})

// Document fetches a file inside a sight.
func (tx *Tx) Document(s portal.Sight, id portal.DocumentID) (portal.File, error) {
	return documents.get(tx, s, id)
}

// DocumentOwner tells whose file it is: the way for staff to narrow into it.
func (tx *Tx) DocumentOwner(id portal.DocumentID) (portal.ClientID, error) {
	f, err := documents.load(tx, id)
	return f.Client, err
}

// PutDocument saves a file; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutDocument(f *portal.File, was portal.Version) error {
	return documents.put(tx, f, was)
}

// RemoveDocument deletes a file with its bytes.
func (tx *Tx) RemoveDocument(f portal.File) error { return documents.remove(tx, &f) }

// DocumentQuery are the filters of a list of files.
type DocumentQuery struct {
	Query
	From     []uint64 // sides, none = both and what came with requests
	Property portal.PropertyID
}

func (q DocumentQuery) query() Query {
	k := q.Query
	if len(q.From) > 0 {
		k = k.Where(FacetFileFrom, q.From...)
	}
	if q.Property != 0 {
		k = k.Where(facetProperty, uint64(q.Property))
	}
	return k
}

// Documents is one client's list, newest first.
func (tx *Tx) Documents(s portal.Sight, q DocumentQuery) (Page[portal.FileRow], error) {
	return documents.page(tx, s, q.query())
}
