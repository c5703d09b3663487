package store

import (
	"portico/portal"
	"portico/store/kv"
)

var persons = newTree(tree[portal.PersonID, portal.Person, portal.Person]{
	kind:    portal.KindPerson,
	decoded: new(Decoded[portal.Person]),
	index:   kv.Index{Name: "person", RankLen: 12},
	hidden:  true,
	id:      func(p *portal.Person) *portal.PersonID { return &p.ID },
	version: func(p *portal.Person) *portal.Version { return &p.Version },
	uniq: func(p *portal.Person) []unique {
		us := []unique{{byte(portal.KindPerson), 'e', p.EmailNorm}}
		if p.Username != "" {
			us = append(us, unique{byte(portal.KindPerson), 'u', p.Username})
		}
		if len(p.Handle) > 0 {
			us = append(us, unique{byte(portal.KindPerson), 'h', string(p.Handle)})
		}
		for _, id := range p.PasskeyIDs {
			us = append(us, unique{byte(portal.KindPerson), 'k', string(id)})
		}
		return us
	},
	touches: func(tx *Tx, p *portal.Person) { tx.TouchPerson(p.ID) },
})

// Person fetches a person.
func (tx *Tx) Person(id portal.PersonID) (portal.Person, error) { return persons.load(tx, id) }

// PutPerson saves a person; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutPerson(p *portal.Person, was portal.Version) error { return persons.put(tx, p, was) }

// PersonByEmail finds a person by the normal form of their address.
func (tx *Tx) PersonByEmail(norm string) (portal.PersonID, bool) { return tx.personBy('e', norm) }

// PersonByUsername finds a person by their username in normal form.
func (tx *Tx) PersonByUsername(name string) (portal.PersonID, bool) { return tx.personBy('u', name) }

// PersonByHandle finds a person by their WebAuthn user handle.
func (tx *Tx) PersonByHandle(h []byte) (portal.PersonID, bool) { return tx.personBy('h', string(h)) }

// PersonByPasskey finds whose passkey has an id.
func (tx *Tx) PersonByPasskey(id []byte) (portal.PersonID, bool) { return tx.personBy('k', string(id)) }

func (tx *Tx) personBy(field byte, value string) (portal.PersonID, bool) {
	id := tx.find(unique{byte(portal.KindPerson), field, value})
	return portal.PersonID(id), id != 0
}

var staff = newTree(tree[portal.StaffID, portal.Staff, portal.Staff]{
	kind:    portal.KindStaff,
	decoded: new(Decoded[portal.Staff]),
	index:   kv.Index{Name: "staff", RankLen: nameRank + 8},
	id:      func(s *portal.Staff) *portal.StaffID { return &s.ID },
	version: func(s *portal.Staff) *portal.Version { return &s.Version },
	rank:    func(s *portal.Staff) []byte { return rankName(s.Name, uint64(s.ID)) },
	row:     func(s portal.Staff) portal.Staff { return s },
	touches: func(tx *Tx, s *portal.Staff) { tx.TouchPerson(s.Person) },
})

// Staff fetches a staff member.
func (tx *Tx) Staff(id portal.StaffID) (portal.Staff, error) { return staff.load(tx, id) }

// PutStaff saves a staff member; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutStaff(s *portal.Staff, was portal.Version) error { return staff.put(tx, s, was) }

// StaffList is everybody of the business by name.
func (tx *Tx) StaffList() ([]portal.Staff, error) {
	p, err := staff.everyone(tx, Query{Limit: 500})
	return p.Rows, err
}
