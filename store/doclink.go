package store

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/portal"
)

// docLinkKept is how much longer a document link is kept than it works, to be able to say that it expired.
const docLinkKept = 60 * 24 * time.Hour

// DocLink finds a document link by its token’s hash.
func (tx *Tx) DocLink(hash [32]byte) (portal.DocLink, error) {
	s, err := tx.Slip(SlipDocument, hash)
	if err != nil {
		return portal.DocLink{}, err
	}
	return docLink(s)
}

// DocLinksOf lists the links to a document, in no order.
func (tx *Tx) DocLinksOf(doc portal.Ref) ([]portal.DocLink, error) {
	slips, err := tx.SlipsOf(SlipDocument, docOwner(doc))
	if err != nil {
		return nil, err
	}
	ls := make([]portal.DocLink, len(slips))
	for i, s := range slips {
		if ls[i], err = docLink(s); err != nil {
			return nil, err
		}
	}
	return ls, nil
}

// PutDocLink saves a document link under its token’s hash.
func (tx *Tx) PutDocLink(l portal.DocLink) error {
	data, err := cbor.Marshal(l)
	if err != nil {
		return fmt.Errorf("document link: %w", err)
	}
	return tx.PutSlip(Slip{Kind: SlipDocument, Hash: l.Hash, Owner: docOwner(l.Doc), Expires: l.Expires.Add(docLinkKept), Data: data})
}

func docLink(s Slip) (l portal.DocLink, err error) {
	if err := cbor.Unmarshal(s.Data, &l); err != nil {
		return l, fmt.Errorf("document link: %w", err)
	}
	l.Hash, l.ID = s.Hash, portal.LinkID(binary.BigEndian.Uint64(s.Hash[:8])|1)
	return l, nil
}

// docOwner is a document as the owner of slips: its kind stands in front, where no id reaches.
func docOwner(doc portal.Ref) uint64 { return uint64(doc.Kind)<<56 | doc.ID }
