package demo

import (
	"strings"
	"time"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

func (b *builder) business() error {
	biz := portal.NewBusiness("Larkfield Heating & Air", "USD", b.zone.String())
	err := b.write(1, func(tx *store.Tx) error { return tx.PutBusiness(biz) })
	if err != nil {
		return err
	}
	for _, s := range staff {
		if err := b.write(3, func(tx *store.Tx) error { return b.hire(tx, s) }); err != nil {
			return err
		}
	}
	err = b.write(60, func(tx *store.Tx) error {
		c := portal.Client{Name: "Halvorsen-Whitcombe Property Management LLC", Number: "C-417", Currency: "USD", Created: b.now}
		if err := tx.PutClient(&c, 0); err != nil {
			return err
		}
		p := portal.Person{Name: "Marguerite Okonkwo-Delacroix", Email: "marguerite@halvorsen.example", EmailNorm: "marguerite@halvorsen.example", Username: "marguerite", Created: b.now}
		if err := tx.PutPerson(&p, 0); err != nil {
			return err
		}
		k := portal.Contact{Client: c.ID, Person: p.ID, Name: p.Name, Email: p.Email, EmailNorm: p.EmailNorm, On: true, Permissions: portal.AllPermissions, Invited: b.now, Accepted: b.now, Created: b.now}
		err := tx.PutContact(&k, 0)
		b.cast = append(b.cast, Role{"Account admin", p.Email, "", auth.Session{Person: uint64(p.ID), Contact: uint64(k.ID)}})
		return err
	})
	if err != nil {
		return err
	}
	return b.flush()
}

type hand struct {
	name, email string
	role        portal.Role
}

var staff = []hand{
	{"Maya Lindqvist", "owner@larkfield.example", portal.Owner},
	{"Sam Reyes", "sam@larkfield.example", portal.Office},
	{"Theo Alvarez", "theo@larkfield.example", portal.Employee},
}

func (b *builder) hire(tx *store.Tx, h hand) error {
	created := b.now.Add(-900 * 24 * time.Hour)
	p := portal.Person{Name: h.name, Email: h.email, EmailNorm: h.email, Username: strings.Split(h.email, "@")[0], Created: created}
	if err := tx.PutPerson(&p, 0); err != nil {
		return err
	}
	st := portal.Staff{Person: p.ID, Name: h.name, Role: h.role, Email: h.email, Created: created}
	if err := tx.PutStaff(&st, 0); err != nil {
		return err
	}
	p.Staff = st.ID
	b.cast = append(b.cast, Role{h.role.Name(), p.Email, "", auth.Session{Person: uint64(p.ID), Staff: true}})
	return tx.PutPerson(&p, p.Version)
}
