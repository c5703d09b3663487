package service

import (
	"context"
	"slices"

	"portico/portal"
	"portico/store"
)

// keepProof makes files of what came with a reported payment, in its transaction. They are of the whole account, as
// the payment is.
func (s *Service) keepProof(tx *store.Tx, sc Scope, in *Intake) (ids []portal.DocumentID, err error) {
	if in == nil || len(in.files) == 0 {
		return nil, nil
	}
	if err := s.stillMay(tx, sc, in.need); err != nil {
		return nil, err
	}
	in.from = portal.FileProof
	files, err := in.keepAll(tx, FileAbout{})
	for _, f := range files {
		ids = append(ids, f.ID)
	}
	return ids, err
}

// proofOf are the files that show for a payment; some may be removed since.
func proofOf(tx *store.Tx, sight portal.Sight, p portal.Payment) (fs []portal.FileRow, err error) {
	for _, id := range p.Proof {
		f, err := tx.Document(sight, id)
		if portal.CodeOf(err) == portal.CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		fs = append(fs, f.Row())
	}
	return fs, nil
}

// OpenProof opens a file that shows for a payment, for whoever sees the payment; small asks for the small picture of it.
func (s *Service) OpenProof(ctx context.Context, sc Scope, id portal.PaymentID, doc portal.DocumentID, small bool) (o OpenedFile, err error) {
	var f portal.File
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p, err := tx.Payment(sc.sight, id)
		if err != nil {
			return err
		}
		if !slices.Contains(p.Proof, doc) {
			return portal.NotFound()
		}
		f, err = tx.Document(sc.sight, doc)
		return err
	})
	if err != nil {
		return o, err
	}
	return s.openFile(ctx, f, small)
}
