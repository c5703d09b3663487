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
	Ends    time.Time
	Used    time.Time
}

// registration is what stands behind a self-registration link: a SlipRegister that belongs to the client.
type registration struct {
	Client      portal.ClientID
	Permissions portal.Permissions
	By          portal.PersonID
	ByName      string
	Ends        time.Time
	Used        time.Time
}

// linkKept is how much longer a link is kept than it works, to be able to say that it expired or was used.
const linkKept = 60 * 24 * time.Hour

// newInvitation makes a contact's one invitation link; the older ones die.
func newInvitation(tx *store.Tx, by Actor, c portal.ContactID) (token string, ends time.Time, err error) {
	if err := endInvitations(tx, c); err != nil {
		return "", ends, err
	}
	token, ends = auth.NewToken(), linkEnds(tx)
	return token, ends, putInvitation(tx, auth.HashToken(token), invitation{
		Contact: c, By: by.person, ByName: by.name, Created: tx.Now, Ends: ends,
	})
}

// newRegistration makes a client's one self-registration link; the older ones die.
func newRegistration(tx *store.Tx, r registration) (token string, ends time.Time, err error) {
	if err := endSlips(tx, store.SlipRegister, uint64(r.Client)); err != nil {
		return "", ends, err
	}
	token, ends = auth.NewToken(), linkEnds(tx)
	r.Ends = ends
	return token, ends, putRegistration(tx, auth.HashToken(token), r)
}

func linkEnds(tx *store.Tx) time.Time {
	return tx.Now.AddDate(0, 0, max(tx.Business().Portal.InviteDays, 1))
}

func putInvitation(tx *store.Tx, hash [32]byte, i invitation) error {
	return putLink(tx, store.Slip{Kind: store.SlipInvite, Hash: hash, Owner: uint64(i.Contact), Expires: i.Ends.Add(linkKept)}, i)
}

func putRegistration(tx *store.Tx, hash [32]byte, r registration) error {
	return putLink(tx, store.Slip{Kind: store.SlipRegister, Hash: hash, Owner: uint64(r.Client), Expires: r.Ends.Add(linkKept)}, r)
}

func putLink(tx *store.Tx, slip store.Slip, facts any) (err error) {
	if slip.Data, err = cbor.Marshal(facts); err != nil {
		return err
	}
	return tx.PutSlip(slip)
}

// linkFacts reads what stands behind a link; a token that leads nowhere is not found.
func linkFacts(tx *store.Tx, kind store.SlipKind, token string, into any) ([32]byte, error) {
	hash := auth.HashToken(token)
	if !auth.TokenShaped(token) {
		return hash, portal.NotFound()
	}
	slip, err := tx.Slip(kind, hash)
	if err != nil {
		return hash, err
	}
	return hash, cbor.Unmarshal(slip.Data, into)
}

// LinkState is whether a link that works once still does.
type LinkState uint8

// The states of a link.
const (
	LinkOpen LinkState = iota
	LinkUsed
	LinkExpired
	LinkUnknown // never made, or replaced by a newer one
)

func linkState(ends, used, now time.Time) LinkState {
	switch {
	case !used.IsZero():
		return LinkUsed
	case !now.Before(ends):
		return LinkExpired
	}
	return LinkOpen
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
