package store

import (
	"fmt"
	"time"

	"portico/portal"
	"portico/store/kv"
)

// Facets of clients.
const (
	FacetClientArchived uint8 = iota + 1
)

var clients = newTree(tree[portal.ClientID, portal.Client, portal.ClientRow]{
	kind:    portal.KindClient,
	decoded: new(Decoded[portal.Client]),
	index:   kv.Index{Name: "client", RankLen: nameRank + 8},
	id:      func(c *portal.Client) *portal.ClientID { return &c.ID },
	version: func(c *portal.Client) *portal.Version { return &c.Version },
	rank:    func(c *portal.Client) []byte { return rankName(c.Name, uint64(c.ID)) },
	row:     portal.Client.Row,
	facets: func(c *portal.Client) []kv.Facet {
		return []kv.Facet{{ID: FacetClientArchived, Value: bit(c.Archived)}}
	},
	words: func(c *portal.Client) []string {
		return Words(c.Name, c.Number, c.Email, c.Phone, digits(c.Phone), c.Address.OneLine())
	},
	sums: func(c *portal.Client) []sum {
		return []sum{{sumCount, 0, everyProperty, uint32(portal.KindClient), 1 - int64(bit(c.Archived))}}
	},
	uniq: func(c *portal.Client) []unique {
		return []unique{{byte(portal.KindClient), 'n', foldKey(c.Number)}}
	},
	touches: func(tx *Tx, c *portal.Client) { tx.TouchClient(c.ID) },
})

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// Client fetches the one client of a sight.
func (tx *Tx) Client(s portal.Sight) (portal.Client, error) {
	if s.Client == 0 {
		return portal.Client{}, portal.NotFound()
	}
	return clients.load(tx, s.Client)
}

// PutClient saves a client; was is the version that was edited, 0 for a new one.
// Contacts are found by their client's name: a new name is told to them by a task.
func (tx *Tx) PutClient(c *portal.Client, was portal.Version) error {
	name := c.Name
	if was != 0 {
		old, err := clients.load(tx, c.ID)
		if err != nil {
			return err
		}
		name = old.Name
	}
	if err := clients.put(tx, c, was); err != nil || name == c.Name {
		return err
	}
	return tx.AddTask(Task{Kind: TaskRenamed, Key: fmt.Sprintf("client %d", c.ID), Facts: be64(uint64(c.ID))})
}

// Clients is the office's list of clients by name.
func (tx *Tx) Clients(q Query) (Page[portal.ClientRow], error) { return clients.everyone(tx, q) }

// ClientCount is the number of clients that are not archived.
func (tx *Tx) ClientCount() int {
	return int(tx.sum(sumCount, 0, everyProperty, uint32(portal.KindClient)))
}

// ClientByNumber finds a client by its number.
func (tx *Tx) ClientByNumber(number string) (portal.ClientID, bool) {
	id := tx.find(unique{byte(portal.KindClient), 'n', foldKey(number)})
	return portal.ClientID(id), id != 0
}

// Facets of contacts.
const (
	FacetCloud uint8 = iota + 1
	FacetPreset
	FacetContactArchived
	FacetSeenDay // day of the last sign-in, UTC; 0 = never
	FacetHasEmail
	FacetSeenSpan // the days, months and years, so to speak, that the last sign-in lies in: see spansBefore
)

var contacts = newTree(tree[portal.ContactID, portal.Contact, portal.ContactRow]{
	kind:    portal.KindContact,
	decoded: new(Decoded[portal.Contact]),
	rev:     1,
	index:   kv.Index{Name: "contact", RankLen: nameRank + 8},
	id:      func(c *portal.Contact) *portal.ContactID { return &c.ID },
	version: func(c *portal.Contact) *portal.Version { return &c.Version },
	client:  func(c *portal.Contact) portal.ClientID { return c.Client },
	rank:    func(c *portal.Contact) []byte { return rankName(c.Name, uint64(c.ID)) },
	row:     portal.Contact.Row,
	facets: func(c *portal.Contact) []kv.Facet {
		fs := []kv.Facet{
			{ID: FacetCloud, Value: uint64(c.Cloud())},
			{ID: FacetPreset, Value: uint64(c.Preset())},
			{ID: FacetContactArchived, Value: bit(c.Archived)},
			{ID: FacetSeenDay, Value: seenDay(c.LastSeen)},
		}
		for _, span := range spansOf(seenDay(c.LastSeen)) {
			fs = append(fs, kv.Facet{ID: FacetSeenSpan, Value: span})
		}
		return fs
	},
	words: func(c *portal.Contact) []string {
		return Words(c.Name, c.Email, c.Phone, digits(c.Phone), c.Title, c.ClientName)
	},
	sums: func(c *portal.Contact) []sum {
		if c.Archived {
			return nil
		}
		return []sum{
			{sumCloud, 0, everyProperty, uint32(c.Cloud()), 1},
			{sumCloud, uint64(c.Client), everyProperty, uint32(c.Cloud()), 1},
		}
	},
	of: func(c *portal.Contact) []owned {
		o := []owned{{ofClientContacts, uint64(c.Client)}}
		if c.Person != 0 {
			o = append(o, owned{ofPersonContacts, uint64(c.Person)})
		}
		return o
	},
	uniq: func(c *portal.Contact) []unique {
		if c.EmailNorm == "" || c.Archived {
			return nil
		}
		return []unique{{byte(portal.KindContact), 'e', string(be64(uint64(c.Client))) + c.EmailNorm}}
	},
	touches: func(tx *Tx, c *portal.Contact) {
		tx.TouchClient(c.Client)
		tx.TouchPerson(c.Person)
	},
})

// Kinds of "belongs to", first byte of the keys in "of".
const (
	ofClientContacts byte = iota + 1
	ofPersonContacts
	ofClientProperties
	ofOpenRuns
)

// Contact fetches a contact of the sight's client. A sight limited to some properties sees no contacts.
func (tx *Tx) Contact(s portal.Sight, id portal.ContactID) (portal.Contact, error) {
	return contacts.get(tx, s, id)
}

// ContactOwner tells whose contact it is: the way for staff to narrow into it.
func (tx *Tx) ContactOwner(id portal.ContactID) (portal.ClientID, error) {
	c, err := contacts.load(tx, id)
	return c.Client, err
}

// ContactOf fetches one of a person's own contacts; somebody else's is not found.
func (tx *Tx) ContactOf(p portal.PersonID, id portal.ContactID) (portal.Contact, error) {
	c, err := contacts.load(tx, id)
	if err == nil && (c.Person != p || p == 0) {
		return portal.Contact{}, portal.NotFound()
	}
	return c, err
}

// PutContact saves a contact; was is the version that was edited, 0 for a new one. It is found by its
// client's name too.
func (tx *Tx) PutContact(c *portal.Contact, was portal.Version) error {
	client, err := clients.load(tx, c.Client)
	if err != nil {
		return err
	}
	c.ClientName = client.Name
	return contacts.put(tx, c, was)
}

// TaskRenamed files the contacts of a renamed client under its new name.
const TaskRenamed = "client renamed"

// RefileContacts files up to limit contacts of a client under its name of today, and says whether some are
// left. It counts as no edit: the contacts keep their versions.
func (tx *Tx) RefileContacts(id portal.ClientID, limit int) (left bool, err error) {
	client, err := clients.load(tx, id)
	if err != nil {
		return false, err
	}
	var stale []portal.Contact
	err = tx.ContactsOf(id, func(c portal.Contact) error {
		if c.ClientName != client.Name && len(stale) <= limit {
			stale = append(stale, c)
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	for i := range stale[:min(len(stale), limit)] {
		c := &stale[i]
		c.ClientName = client.Name
		if err := contacts.refile(tx, c); err != nil {
			return false, err
		}
	}
	return len(stale) > limit, nil
}

func seenDay(t time.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	return uint64(t.Unix() / 86400)
}

// ContactQuery is the query of a filter.
func (tx *Tx) ContactQuery(f portal.ContactFilter) Query {
	q := Query{Search: f.Search}.Where(FacetContactArchived, bit(f.Archived))
	if len(f.Clouds) > 0 {
		q = q.Where(FacetCloud, values(f.Clouds)...)
	}
	if len(f.Presets) > 0 {
		q = q.Where(FacetPreset, values(f.Presets)...)
	}
	if f.Seen == portal.SeenNever {
		q = q.Where(FacetSeenDay, 0)
	}
	if f.Seen == portal.SeenLongAgo {
		q = q.Where(FacetSeenSpan, spansBefore(seenDay(tx.Now)-portal.LongAgo)...)
	}
	if n := f.Seen.Days(); n > 0 {
		var days []uint64
		for d := range n {
			days = append(days, seenDay(tx.Now.AddDate(0, 0, -d)))
		}
		q = q.Where(FacetSeenDay, days...)
	}
	return q
}

func values[T ~uint8](vs []T) []uint64 {
	out := make([]uint64, len(vs))
	for i, v := range vs {
		out[i] = uint64(v)
	}
	return out
}

// Contacts is the list of one client's contacts by name.
func (tx *Tx) Contacts(s portal.Sight, q Query) (Page[portal.ContactRow], error) {
	return contacts.page(tx, s, q)
}

// OfficeContacts is the office's list of all contacts by name.
func (tx *Tx) OfficeContacts(q Query) (Page[portal.ContactRow], error) {
	return contacts.everyone(tx, q)
}

// CountContacts counts what a query matches, up to a bound.
func (tx *Tx) CountContacts(q Query, most int) int {
	return contacts.index.Count(tx.Tx, kv.Query{And: q.And, Words: typed(q.Search)}, most)
}

// Clouds counts a client's contacts per cloud; client 0 is the whole office.
func (tx *Tx) Clouds(client portal.ClientID) (n [3]int) {
	for c := range n {
		n[c] = int(tx.sum(sumCloud, uint64(client), everyProperty, uint32(c)))
	}
	return n
}

// ContactsOf calls fn for every contact of a client, archived ones too.
func (tx *Tx) ContactsOf(client portal.ClientID, fn func(portal.Contact) error) error {
	return tx.contactsOf(owned{ofClientContacts, uint64(client)}, fn)
}

// PlacesOf calls fn for every contact that a person is.
func (tx *Tx) PlacesOf(p portal.PersonID, fn func(portal.Contact) error) error {
	return tx.contactsOf(owned{ofPersonContacts, uint64(p)}, fn)
}

// PlaceCount is at how many clients a person is a contact, whether they may enter or not.
func (tx *Tx) PlaceCount(p portal.PersonID) (n int) {
	_ = tx.ids(owned{ofPersonContacts, uint64(p)}, func(uint64) error { n++; return nil })
	return n
}

func (tx *Tx) contactsOf(o owned, fn func(portal.Contact) error) error {
	return tx.ids(o, func(id uint64) error {
		c, err := contacts.load(tx, portal.ContactID(id))
		if err != nil {
			return err
		}
		return fn(c)
	})
}

// ContactByEmail finds a client's contact by the normal form of its address.
func (tx *Tx) ContactByEmail(client portal.ClientID, norm string) (portal.ContactID, bool) {
	id := tx.find(unique{byte(portal.KindContact), 'e', string(be64(uint64(client))) + norm})
	return portal.ContactID(id), id != 0
}
