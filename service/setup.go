package service

import (
	"context"
	"strings"
	"time"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

const (
	setUpLife     = 7 * 24 * time.Hour
	ownerLinkLife = 15 * time.Minute
)

// SetUpLink makes the one-time link to the set-up page, "" when the business is there already. A link made
// before stops working.
func (s *Service) SetUpLink(ctx context.Context) (link string, err error) {
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		link = ""
		b := tx.Business()
		if b.Profile.Name != "" {
			return nil
		}
		if err := dropSlips(tx, store.SlipSetUp, 0); err != nil {
			return err
		}
		token := auth.NewToken()
		link = s.Link(b, string(paths.SetUp(token)))
		return tx.PutSlip(store.Slip{Kind: store.SlipSetUp, Hash: auth.HashToken(token), Expires: tx.Now.Add(setUpLife)})
	})
	return link, err
}

func dropSlips(tx *store.Tx, kind store.SlipKind, owner uint64) error {
	old, err := tx.SlipsOf(kind, owner)
	if err != nil {
		return err
	}
	for _, slip := range old {
		if err := tx.DeleteSlip(kind, slip.Hash); err != nil {
			return err
		}
	}
	return nil
}

// CheckSetUp tells whether a set-up link works.
func (s *Service) CheckSetUp(ctx context.Context, token string) error {
	return s.db.View(ctx, func(tx *store.Tx) error { return checkSetUp(tx, token) })
}

func checkSetUp(tx *store.Tx, token string) error {
	if tx.Business().Profile.Name != "" || !auth.TokenShaped(token) {
		return portal.NotFound()
	}
	_, err := tx.Slip(store.SlipSetUp, auth.HashToken(token))
	return err
}

// NewBusiness is what the set-up page asks.
type NewBusiness struct {
	Business  string
	Currency  portal.Currency
	Zone      string
	Email     string // of the business
	Colour    string
	Passwords bool
	Name      string // of the first Owner
	OwnEmail  string
}

// SetUp makes the business and its first Owner, and signs them in.
func (s *Service) SetUp(ctx context.Context, from From, token string, n NewBusiness) (e Entry, err error) {
	b, err := n.business()
	if err != nil {
		return e, err
	}
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		if err := checkSetUp(tx, token); err != nil {
			return err
		}
		if err := dropSlips(tx, store.SlipSetUp, 0); err != nil {
			return err
		}
		if err := tx.PutBusiness(b); err != nil {
			return err
		}
		p, err := firstOwner(tx, n)
		if err != nil {
			return err
		}
		ev := from.event(portal.EventSetUp, p)
		ev.Detail = b.Profile.Name
		if err := tx.AddEvent(ev); err != nil {
			return err
		}
		e, _, err = s.signIn(tx, p, arrival{from: from, how: "set-up"})
		return err
	})
	return e, err
}

func (n NewBusiness) business() (portal.Business, error) {
	b := portal.NewBusiness(strings.TrimSpace(n.Business), n.Currency, n.Zone)
	b.Profile.Email, b.SignIn.Passwords = strings.TrimSpace(n.Email), n.Passwords
	if n.Colour != "" {
		b.Profile.Colour = n.Colour
	}
	var v portal.Check
	v.Err("business", renamed(b.Profile.Validate()))
	v.That(strings.TrimSpace(n.Name) != "", "your_name", "Write your name.")
	_, err := auth.NormalAddress(n.OwnEmail)
	v.That(err == nil, "your_email", "Write an e-mail address, like ann@example.com.")
	return b, v.Done()
}

// renamed gives the fault of the business's name its field on this page.
func renamed(err error) error {
	e, ok := err.(*portal.Error)
	if !ok {
		return err
	}
	for i := range e.Faults {
		if e.Faults[i].Field == "name" {
			e.Faults[i].Field = "business"
		}
	}
	return e
}

func firstOwner(tx *store.Tx, n NewBusiness) (portal.Person, error) {
	p, err := newPerson(tx, strings.TrimSpace(n.Name), "", strings.TrimSpace(n.OwnEmail))
	if err != nil {
		return p, err
	}
	st := portal.Staff{Person: p.ID, Name: p.Name, Email: p.Email, Role: portal.Owner, Created: tx.Now}
	if err := tx.PutStaff(&st, 0); err != nil {
		return p, err
	}
	p.Staff = st.ID
	return p, tx.PutPerson(&p, p.Version)
}

// OwnerLink makes a one-time sign-in link for an Owner who is locked out; whoever can run the program on the
// data file may have it.
func (s *Service) OwnerLink(ctx context.Context) (link string, err error) {
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		owner, err := anOwner(tx)
		if err != nil {
			return err
		}
		token := auth.NewToken()
		link = s.Link(tx.Business(), string(paths.OwnerLink(token)))
		return tx.PutSlip(store.Slip{
			Kind: store.SlipOwnerLink, Hash: auth.HashToken(token), Owner: uint64(owner.Person), Expires: tx.Now.Add(ownerLinkLife),
		})
	})
	return link, err
}

func anOwner(tx *store.Tx) (portal.Staff, error) {
	all, err := tx.StaffList()
	if err != nil {
		return portal.Staff{}, err
	}
	for _, st := range all {
		if st.Role == portal.Owner && !st.Off {
			return st, nil
		}
	}
	return portal.Staff{}, portal.Invalid("There is no Owner in this data file. Start the program and open its set-up link.")
}

// CheckOwnerLink tells for whom an Owner's link is.
func (s *Service) CheckOwnerLink(ctx context.Context, token string) (p portal.Person, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p, err = ownerOfLink(tx, token)
		return err
	})
	return p, err
}

func ownerOfLink(tx *store.Tx, token string) (p portal.Person, err error) {
	if !auth.TokenShaped(token) {
		return p, portal.NotFound()
	}
	slip, err := tx.Slip(store.SlipOwnerLink, auth.HashToken(token))
	if err != nil {
		return p, err
	}
	return tx.Person(portal.PersonID(slip.Owner))
}

// UseOwnerLink signs the Owner in. It stands for the second factor and for a fresh code, since either may be
// what was lost.
func (s *Service) UseOwnerLink(ctx context.Context, from From, token string, was auth.Session) (e Entry, err error) {
	if err := s.mayTry(from); err != nil {
		return e, err
	}
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		p, err := ownerOfLink(tx, token)
		if err != nil {
			return err
		}
		if err := tx.DeleteSlip(store.SlipOwnerLink, auth.HashToken(token)); err != nil {
			return err
		}
		if err := tx.AddEvent(from.event(portal.EventOwnerLink, p)); err != nil {
			return err
		}
		var refused error
		a := arrival{from: from, was: was, how: "owner link", second: true, fresh: true, office: true}
		if e, refused, err = s.signIn(tx, p, a); refused != nil {
			return refused
		}
		return err
	})
	return e, err
}
