package service

import (
	"context"
	"io"
	"slices"

	"portico/portal"
	"portico/store"
)

// FileList is one page of a client's files with what stands around it.
type FileList struct {
	store.Page[portal.FileRow]
	Properties map[portal.PropertyID]portal.Property
	Places     []portal.Property // what a new file can belong to
	Limited    bool              // it must belong to one of them
	Shared     bool              // the contact sees what staff shared
	Uploads    bool              // the contact sees what was uploaded, and uploads: the paper clip
	MB         int               // how large a file may be
	Head       ClientHead        // in the office's page of one client
}

// Documents lists the files of the scope's client that the scope may see, newest first.
func (s *Service) Documents(ctx context.Context, sc Scope, q store.DocumentQuery) (l FileList, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = FileList{
			Shared: sc.office || sc.May(portal.ViewDocuments), Uploads: sc.office || sc.May(portal.UploadFiles),
			MB: tx.Business().Portal.UploadMB, Limited: sc.sight.Properties != nil,
		}
		q.From = sc.sides(q.From)
		if len(q.From) > 0 {
			if l.Page, err = tx.Documents(sc.sight, q); err != nil {
				return err
			}
		}
		places, err := tx.Properties(sc.sight, store.Query{Limit: maxPlaces})
		if err != nil {
			return err
		}
		l.Places = places.Rows
		if sc.office {
			if l.Head, err = clientHead(tx, sc); err != nil {
				return err
			}
		}
		l.names(tx)
		return nil
	})
	return l, err
}

// sides narrows what was asked for to what the scope may see: shared files are documents, uploads belong to
// the paper clip, and a proof stands on its payment.
func (sc Scope) sides(asked []uint64) (sides []uint64) {
	for _, from := range []portal.FileFrom{portal.FileShared, portal.FileUploaded, portal.FileProof} {
		if sc.seesFrom(from) && (len(asked) == 0 || slices.Contains(asked, uint64(from))) {
			sides = append(sides, uint64(from))
		}
	}
	return sides
}

func (sc Scope) seesFrom(from portal.FileFrom) bool {
	switch from {
	case portal.FileUploaded:
		return sc.office || sc.May(portal.UploadFiles)
	case portal.FileProof:
		return sc.office
	}
	return sc.office || sc.May(portal.ViewDocuments)
}

// names looks the properties of the rows up, as they are called now.
func (l *FileList) names(tx *store.Tx) {
	l.Properties = make(map[portal.PropertyID]portal.Property, len(l.Places))
	for _, p := range l.Places {
		l.Properties[p.ID] = p
	}
	for _, r := range l.Rows {
		if _, known := l.Properties[r.Property]; known || r.Property == 0 {
			continue
		}
		if p, err := tx.Property(portal.Sight{Client: r.Client}, r.Property); err == nil {
			l.Properties[r.Property] = p
		}
	}
}

// seenFile fetches a file that the scope may see.
func seenFile(tx *store.Tx, sc Scope, id portal.DocumentID) (portal.File, error) {
	f, err := tx.Document(sc.sight, id)
	if err == nil && (f.Request != 0 || !sc.seesFrom(f.From)) {
		return portal.File{}, portal.NotFound()
	}
	return f, err
}

// Document is one file of the scope's client.
func (s *Service) Document(ctx context.Context, sc Scope, id portal.DocumentID) (f portal.File, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		f, err = seenFile(tx, sc, id)
		return err
	})
	return f, err
}

// OpenedFile is a file to be sent. Mark tells its bytes from those of every other file.
type OpenedFile struct {
	portal.File
	Mark uint64
	Body io.ReadSeeker
}

// OpenDocument opens a file to be sent; small asks for the small picture of it.
func (s *Service) OpenDocument(ctx context.Context, sc Scope, id portal.DocumentID, small bool) (o OpenedFile, err error) {
	f, err := s.Document(ctx, sc, id)
	if err != nil {
		return o, err
	}
	return s.openFile(ctx, f, small)
}

func (s *Service) openFile(ctx context.Context, f portal.File, small bool) (o OpenedFile, err error) {
	o.File, o.Mark = f, f.Blob
	if small {
		if o.Mark = o.Thumb; o.Thumb == 0 {
			return o, portal.NotFound()
		}
		o.Kind = "image/jpeg"
	}
	o.Body, err = s.db.Blob(ctx, o.Mark)
	return o, err
}

// MayRemove reports whether the scope may remove a file: staff any, a contact what they uploaded themselves.
func (sc Scope) MayRemove(r portal.FileRow) bool {
	if sc.office {
		return true
	}
	return sc.May(portal.UploadFiles) && r.From == portal.FileUploaded && r.ByContact != 0 && r.ByContact == sc.contact
}

// RemoveDocument deletes a file for good.
func (s *Service) RemoveDocument(ctx context.Context, sc Scope, id portal.DocumentID) (f portal.File, err error) {
	need := may(portal.UploadFiles)
	if sc.office {
		need = staffOf(portal.Office)
	}
	err = s.change(ctx, sc, need, func(tx *store.Tx) error {
		if f, err = seenFile(tx, sc, id); err != nil {
			return err
		}
		if !sc.MayRemove(f.Row()) {
			return &portal.Error{Code: portal.CodeForbidden, Msg: portal.T("Only whoever sent a file can take it back.")}
		}
		if err := tx.RemoveDocument(f); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutFile(portal.EventDocumentRemoved, f))
	})
	return f, err
}

// aboutFile begins a line of the audit log about a file.
func (sc Scope) aboutFile(kind portal.EventKind, f portal.File) portal.Event {
	e := sc.event(kind)
	e.Subject, e.Detail = portal.Ref{Kind: portal.KindDocument, ID: uint64(f.ID)}, f.Name
	return e
}
