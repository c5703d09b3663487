package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/paths"
	"portico/internal/queue"
	"portico/portal"
	"portico/store"
	"portico/store/kv"
)

// taskSigned draws the signed PDF of an accepted estimate, keeps it, and mails it to both sides. The value is stored.
const taskSigned = "signed estimate"

// signedFacts say which signature a task is about.
type signedFacts struct {
	Client   portal.ClientID   `cbor:"1,keyasint"`
	Estimate portal.EstimateID `cbor:"2,keyasint"`
	Revision int               `cbor:"3,keyasint"`
}

func addSigned(tx *store.Tx, o portal.Offered) error {
	facts, err := cbor.Marshal(signedFacts{o.Client, o.Estimate, o.Revision})
	if err != nil {
		return err
	}
	return tx.AddTask(store.Task{Kind: taskSigned, Key: fmt.Sprintf("estimate %d version %d", o.Estimate, o.Revision), Facts: facts})
}

// signedTask may run twice: the first PDF that is kept counts, and only it is mailed.
func (s *Service) signedTask(ctx context.Context, t queue.Task) error {
	var f signedFacts
	if err := cbor.Unmarshal(t.Facts, &f); err != nil {
		return queue.Permanent(err)
	}
	o, how, err := s.signedVersion(ctx, f)
	if portal.CodeOf(err) == portal.CodeNotFound {
		return queue.Permanent(err)
	}
	if err != nil || o.Signed == nil || o.Signed.File != 0 {
		return err
	}
	file, err := s.drawEstimate(ctx, portal.SignedDoc(o), how)
	if err != nil {
		return err
	}
	up, err := s.db.Upload(ctx, bytes.NewReader(file.Bytes))
	if err != nil {
		return err
	}
	defer up.Discard()
	return s.db.Update(ctx, func(tx *store.Tx) error { return s.keepSigned(tx, f, up) })
}

func (s *Service) signedVersion(ctx context.Context, f signedFacts) (o portal.Offered, how portal.Print, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		e, err := tx.Estimate(portal.Sight{Client: f.Client}, f.Estimate)
		if err != nil {
			return err
		}
		how.Business = *tx.Business()
		if o, err = tx.Offered(e, f.Revision); err == nil && o.Signed != nil {
			how.Language = o.Signed.Language
		}
		return err
	})
	return o, how, err
}

func (s *Service) keepSigned(tx *store.Tx, f signedFacts, up *kv.Upload) error {
	e, err := tx.Estimate(portal.Sight{Client: f.Client}, f.Estimate)
	if err != nil {
		return err
	}
	o, err := tx.Offered(e, f.Revision)
	if err != nil {
		return err
	}
	if o.Signed == nil || o.Signed.File != 0 {
		return nil
	}
	file, err := tx.KeepBlob(up)
	if err != nil {
		return err
	}
	o.Signed.File = file
	if err := tx.PutOffered(o); err != nil {
		return err
	}
	if e.Signed != nil && e.Signed.Revision == f.Revision {
		e.Signed.File = file
		if err := tx.PutEstimate(&e, e.Version); err != nil {
			return err
		}
	}
	return s.mailSigned(tx, o)
}

// mailSigned tells both sides that a version is signed, with the way to its PDF.
func (s *Service) mailSigned(tx *store.Tx, o portal.Offered) error {
	client, err := tx.Client(portal.Sight{Client: o.Client})
	if err != nil {
		return err
	}
	m := portal.Mail{Kind: portal.MailSigned, Client: o.Client, Contact: o.Signed.Contact}
	f := portal.LetterFacts{
		Client: client.Name, Person: o.Signed.Name, Estimate: o.Estimate, Revision: o.Revision, At: o.Signed.At, IP: o.Signed.IP,
		Device: o.Signed.Device, Path: paths.OfficeEstimate(o.Estimate).String(),
	}
	if err := s.postStaff(tx, m, f); err != nil {
		return err
	}
	p, err := tx.Person(o.Signed.Person)
	if err != nil {
		return nil // gone meanwhile: there is nobody to tell
	}
	m.To, m.ToName, m.Person = p.Email, p.Name, p.ID
	f.Path = paths.PortalEstimate(o.Estimate).String()
	_, err = s.postID(tx, m, f) // whatever staff have switched off for themselves: it is the client’s proof
	return err
}

// drawEstimate draws an estimate on the business’s paper.
func (s *Service) drawEstimate(ctx context.Context, d portal.EstimateDoc, how portal.Print) (portal.PDF, error) {
	if s.opt.Printer == nil {
		return portal.PDF{}, errors.New("service: no printer")
	}
	how.Logo = s.logo(ctx, &how.Business, printLogo)
	file, err := s.opt.Printer.Estimate(d, how)
	if err == nil && len(file.Missing) > 0 {
		slog.Warn("a PDF has letters that no font has", "estimate", d.Shown.Number, "letters", string(file.Missing))
	}
	return file, err
}

// EstimatePDF is a version of an estimate as a PDF: the newest that the scope sees for version 0. One that is signed
// comes as it was kept.
func (s *Service) EstimatePDF(ctx context.Context, sc Scope, id portal.EstimateID, version int, language string) (portal.EstimateDoc, portal.PDF, error) {
	doc, how := portal.EstimateDoc{}, portal.Print{Language: language}
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		how.Business = *tx.Business()
		if doc, err = estimateDoc(tx, sc, id); err != nil || version == 0 || version == doc.Revision {
			return err
		}
		if !sc.office {
			return portal.NotFound()
		}
		o, err := tx.Offered(doc.Estimate, version)
		if err != nil {
			return err
		}
		doc = portal.PastDoc(o)
		return nil
	})
	if err != nil {
		return doc, portal.PDF{}, err
	}
	if x := doc.Shown.Signed; x != nil && x.File != 0 {
		file, err := s.keptPDF(ctx, x.File)
		return doc, file, err
	}
	file, err := s.drawEstimate(ctx, doc, how)
	return doc, file, err
}

// NextPDF is the version that is being written, as a PDF.
func (s *Service) NextPDF(ctx context.Context, sc Scope, id portal.EstimateID, language string) (portal.EstimateDoc, portal.PDF, error) {
	o, err := s.NextOffered(ctx, sc, id)
	if err != nil {
		return portal.EstimateDoc{}, portal.PDF{}, err
	}
	b, err := s.Business(ctx)
	if err != nil {
		return portal.EstimateDoc{}, portal.PDF{}, err
	}
	doc := portal.EstimateDoc{Shown: o}
	file, err := s.drawEstimate(ctx, doc, portal.Print{Business: b, Language: language})
	return doc, file, err
}

func (s *Service) keptPDF(ctx context.Context, id uint64) (portal.PDF, error) {
	blob, err := s.db.Blob(ctx, id)
	if err != nil {
		return portal.PDF{}, err
	}
	b, err := io.ReadAll(blob)
	return portal.PDF{Bytes: b}, err
}
