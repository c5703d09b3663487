package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/shopspring/decimal"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// business sets Larkfield up: its settings and logo, who carries out work, who works there.
func (b *builder) business() error {
	biz := portal.NewBusiness("Larkfield Heating & Air", "USD", b.zone.String())
	biz.Profile.LegalName, biz.Profile.TaxNumber = "Larkfield Heating & Air, Inc.", "01-0884213"
	biz.Profile.Address = portal.Address{Street: "2200 Foundry Street", City: "Portland", Region: "ME", Code: "04101", Country: "US"}
	biz.Profile.Phone, biz.Profile.Email = "(207) 555-0142", "office@larkfield.example"
	biz.Profile.DateFormat = portal.DateMDY
	biz.Portal.Welcome = "Your invoices and payments with Larkfield, whenever you need them. Questions? Call us: we answer the phone."
	biz.SignIn.Passwords = true
	biz.Taxes.Rates = []portal.TaxRate{salesTax, {ID: 2, Name: "Exempt", Percent: decimal.Zero}}
	biz.Terms.Text = "Payment within 14 days. Parts carry a two-year warranty, labour one year."
	biz.Terms.Statements = portal.StatementSettings{Monthly: true, Day: statementDay, Owing: true}
	b.takePayments(&biz)
	biz.Reminders = remindersOf()
	png := logo()
	id, _, err := b.db.PutBlob(b.ctx, bytes.NewReader(png))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(png)
	biz.Profile.Logo, biz.Profile.LogoHash = id, hex.EncodeToString(sum[:8])
	if err := b.write(1, func(tx *store.Tx) error {
		return errors.Join(tx.PutBusiness(biz), tx.SetCounter("reminders", uint64(b.today)))
	}); err != nil {
		return err
	}
	for _, c := range contractors {
		err := b.write(1, func(tx *store.Tx) error { return tx.PutContractor(&portal.Contractor{Name: c}, 0) })
		if err != nil {
			return err
		}
	}
	for _, h := range staff {
		if h.cast != "" {
			b.cast = append(b.cast, Role{Part: h.role.Name(), Email: h.email, Sees: h.cast})
		}
		if err := b.write(3, func(tx *store.Tx) error { return b.hire(tx, h) }); err != nil {
			return err
		}
	}
	return b.flush()
}

// contractors get the ids 1, 2, 3… in this order.
var contractors = []string{
	"Larkfield Heating & Air", "Larkfield Pools", "Brightwater Plumbing (subcontractor)", "Nordvik Kälte- und Klimatechnik GmbH",
}

// carrier is who carries a work out.
func (b *builder) carrier(w work) portal.ContractorID {
	switch {
	case w.trade == pools:
		return 2
	case w.trade == plumbing:
		return 3
	case w.trade == cooling && b.chance(25):
		return 4
	}
	return 1
}

// hand is somebody who works at Larkfield.
type hand struct {
	name, email string
	role        portal.Role
	cast        string // what there is to see as them
}

var staff = []hand{
	{"Maya Lindqvist", "maya@larkfield.example", portal.Owner, "everything"},
	{"Sam Reyes", "sam@larkfield.example", portal.Office, "everything but what is the Owner’s alone"},
	{"Priya Raman", "priya@larkfield.example", portal.Office, ""},
	{"Tomasz Wiśniewski", "tomasz@larkfield.example", portal.Employee, "only jobs assigned to him"},
	{"Dolores Iñiguez", "dolores@larkfield.example", portal.Employee, ""},
	{"Keisha Brown", "keisha@larkfield.example", portal.Employee, ""},
}

func (b *builder) hire(tx *store.Tx, h hand) error {
	created := b.at(b.today-1100, 9, 0)
	p := portal.Person{Name: h.name, Email: h.email, EmailNorm: h.email, Username: strings.Split(h.email, "@")[0], Created: created}
	if err := tx.PutPerson(&p, 0); err != nil {
		return err
	}
	st := portal.Staff{Person: p.ID, Name: h.name, Role: h.role, Email: h.email, Created: created, LastSeen: b.at(b.today-portal.Day(b.IntN(3)), 8, 12)}
	if err := tx.PutStaff(&st, 0); err != nil {
		return err
	}
	p.Staff = st.ID
	if h.role == portal.Office && b.office == 0 {
		b.office = p.ID
	}
	for days := range 14 {
		at := b.at(b.today-portal.Day(days), 7, b.between(10, 59))
		b.tell(at, portal.Event{Kind: portal.EventSignedIn, Person: p.ID, Name: p.Name, Staff: true, Detail: "Code", IP: "192.0.2.18", Device: auth.DeviceLabel(browsers[1])})
	}
	return tx.PutPerson(&p, p.Version)
}
