package service

import (
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// invitation is what stands behind an invitation's link: a SlipInvite that belongs to the contact.
type invitation struct {
	Contact portal.ContactID
	By      portal.PersonID
	ByName  string
	Created time.Time
}

// registration is what stands behind a self-registration link: a SlipRegister that belongs to the client.
type registration struct {
	Client      portal.ClientID
	Permissions portal.Permissions
	By          portal.PersonID
	ByName      string
}

// newInvitation makes a contact's one invitation link; the older ones die.
func newInvitation(tx *store.Tx, by Actor, c portal.ContactID) (token string, ends time.Time, err error) {
	if err := endInvitations(tx, c); err != nil {
		return "", ends, err
	}
	return newLink(tx, store.SlipInvite, uint64(c), invitation{Contact: c, By: by.person, ByName: by.name, Created: tx.Now})
}

// newRegistration makes a client's one self-registration link; the older ones die.
func newRegistration(tx *store.Tx, r registration) (token string, ends time.Time, err error) {
	if err := endSlips(tx, store.SlipRegister, uint64(r.Client)); err != nil {
		return "", ends, err
	}
	return newLink(tx, store.SlipRegister, uint64(r.Client), r)
}

func newLink(tx *store.Tx, kind store.SlipKind, owner uint64, facts any) (token string, ends time.Time, err error) {
	data, err := cbor.Marshal(facts)
	if err != nil {
		return "", ends, err
	}
	token, ends = auth.NewToken(), tx.Now.AddDate(0, 0, max(tx.Business().Portal.InviteDays, 1))
	return token, ends, tx.PutSlip(store.Slip{Kind: kind, Hash: auth.HashToken(token), Owner: owner, Expires: ends, Data: data})
}

// endInvitations kills a contact's invitation links.
func endInvitations(tx *store.Tx, c portal.ContactID) error {
	return endSlips(tx, store.SlipInvite, uint64(c))
}

func endSlips(tx *store.Tx, kind store.SlipKind, owner uint64) error {
	slips, err := tx.SlipsOf(kind, owner)
	if err != nil {
		return err
	}
	for _, slip := range slips {
		if err := tx.DeleteSlip(kind, slip.Hash); err != nil {
			return err
		}
	}
	return nil
}
