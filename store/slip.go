package store

import (
	"encoding/binary"
	"fmt"
	"time"

	"portico/portal"
)

// SlipKind names a kind of slip. The values are stored: append, never reorder.
type SlipKind byte

// The kinds of slip.
const (
	SlipSession   SlipKind = iota + 1
	SlipChallenge          // e-mailed codes, by their link
	SlipAsked              // which code a browser waits for
	SlipInvite
	SlipRegister
	SlipLimit
	SlipPasskey // WebAuthn ceremonies
	SlipSetUp
	SlipOwnerLink
	SlipDocument
	SlipEnded  // why a session is over
	SlipEnrol  // authenticator apps not yet confirmed, by session
	SlipDevice // browsers that a person has signed in with
	SlipEarly  // what the pay provider told about a payment before it told of the payment
	SlipRefund // a refund that the pay provider was asked for, by its payment
	SlipUpload // a form of files that was kept
)

// Slip is a small secret thing found by the hash of a token: a session, a challenge, an invitation. It
// belongs to an owner and ends by itself.
type Slip struct {
	Kind    SlipKind
	Hash    [32]byte
	Owner   uint64
	Expires time.Time
	Data    []byte
}

// Slip finds a slip that has not ended.
func (tx *Tx) Slip(kind SlipKind, hash [32]byte) (Slip, error) {
	v := tx.Get(bucketSlip, slipKey(kind, hash))
	if len(v) < 16 {
		return Slip{}, portal.NotFound()
	}
	s := Slip{
		Kind: kind, Hash: hash, Owner: binary.BigEndian.Uint64(v), Expires: time.UnixMilli(int64(binary.BigEndian.Uint64(v[8:]))).UTC(),
		Data: append([]byte(nil), v[16:]...),
	}
	if !tx.Now.Before(s.Expires) {
		return s, portal.NotFound()
	}
	return s, nil
}

// PutSlip saves a slip, replacing one with the same hash.
func (tx *Tx) PutSlip(s Slip) error {
	if s.Expires.UnixMilli() <= 0 {
		return fmt.Errorf("a slip of kind %d without an end would never be swept", s.Kind)
	}
	if err := tx.DeleteSlip(s.Kind, s.Hash); err != nil {
		return err
	}
	v := append(be64(s.Owner), be64(uint64(s.Expires.UnixMilli()))...)
	if err := tx.Put(bucketSlip, slipKey(s.Kind, s.Hash), append(v, s.Data...)); err != nil {
		return err
	}
	if err := tx.Put(bucketSlipOwner, slipOwnerKey(s.Kind, s.Owner, s.Hash), nil); err != nil {
		return err
	}
	return tx.Put(bucketSlipEnd, slipEndKey(s.Expires, s.Kind, s.Hash), nil)
}

// DeleteSlip removes a slip; an absent one is no error.
func (tx *Tx) DeleteSlip(kind SlipKind, hash [32]byte) error {
	v := tx.Get(bucketSlip, slipKey(kind, hash))
	if len(v) < 16 {
		return nil
	}
	owner, ends := binary.BigEndian.Uint64(v), time.UnixMilli(int64(binary.BigEndian.Uint64(v[8:])))
	if err := tx.Delete(bucketSlip, slipKey(kind, hash)); err != nil {
		return err
	}
	if err := tx.Delete(bucketSlipOwner, slipOwnerKey(kind, owner, hash)); err != nil {
		return err
	}
	return tx.Delete(bucketSlipEnd, slipEndKey(ends, kind, hash))
}

// SlipsOf lists an owner's slips of a kind that have not ended.
func (tx *Tx) SlipsOf(kind SlipKind, owner uint64) ([]Slip, error) {
	var out []Slip
	err := tx.Walk(bucketSlipOwner, append([]byte{byte(kind)}, be64(owner)...), nil, func(k, _ []byte) (bool, error) {
		s, err := tx.Slip(kind, [32]byte(k))
		if err == nil {
			out = append(out, s)
		}
		return true, nil
	})
	return out, err
}

// SweepSlips removes up to limit slips that have ended and says how many it removed.
func (tx *Tx) SweepSlips(limit int) (int, error) {
	type dead struct {
		kind SlipKind
		hash [32]byte
	}
	var found []dead
	now := uint64(tx.Now.UnixMilli())
	err := tx.Walk(bucketSlipEnd, nil, nil, func(k, _ []byte) (bool, error) {
		if binary.BigEndian.Uint64(k) > now || len(found) == limit {
			return false, nil
		}
		found = append(found, dead{SlipKind(k[8]), [32]byte(k[9:])})
		return true, nil
	})
	if err != nil {
		return 0, err
	}
	for _, d := range found {
		if err := tx.DeleteSlip(d.kind, d.hash); err != nil {
			return 0, err
		}
	}
	return len(found), nil
}

func slipKey(kind SlipKind, hash [32]byte) []byte { return append([]byte{byte(kind)}, hash[:]...) }

func slipOwnerKey(kind SlipKind, owner uint64, hash [32]byte) []byte {
	return append(append([]byte{byte(kind)}, be64(owner)...), hash[:]...)
}

func slipEndKey(end time.Time, kind SlipKind, hash [32]byte) []byte {
	return append(append(be64(uint64(end.UnixMilli())), byte(kind)), hash[:]...)
}
