package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// RequestFiles are the files of a request’s thread, and whether more can come with the next message.
type RequestFiles struct {
	Files   map[portal.DocumentID]portal.FileRow
	Uploads bool // the paper clip: whoever acts may send files
	MB      int  // how large a file may be
}

// uploads says whether whoever acts may send files.
func uploads(tx *store.Tx, sc Scope) RequestFiles {
	return RequestFiles{Uploads: sc.office || sc.May(portal.UploadFiles), MB: tx.Business().Portal.UploadMB}
}

// requestFiles reads the files of a thread. Fetch the request itself first: that is where the sight is.
func requestFiles(tx *store.Tx, sc Scope, r portal.Request) (fs RequestFiles, err error) {
	fs = uploads(tx, sc)
	fs.Files = map[portal.DocumentID]portal.FileRow{}
	for _, m := range r.Messages {
		for _, id := range m.Files {
			f, err := tx.Document(portal.Sight{Client: r.Client}, id)
			if portal.CodeOf(err) == portal.CodeNotFound {
				continue
			}
			if err != nil {
				return fs, err
			}
			fs.Files[id] = f.Row()
		}
	}
	return fs, nil
}

// OpenRequestFile opens a file that came with a message of a request, for whoever may see the request; small asks for
// the small picture of it.
func (s *Service) OpenRequestFile(ctx context.Context, sc Scope, id portal.RequestID, file portal.DocumentID, small bool) (o OpenedFile, err error) {
	var f portal.File
	err = s.db.View(ctx, func(tx *store.Tx) error {
		r, err := seenRequest(tx, sc, id)
		if err != nil {
			return err
		}
		if f, err = tx.Document(portal.Sight{Client: r.Client}, file); err == nil && f.Request != r.ID {
			err = portal.NotFound()
		}
		return err
	})
	if err != nil {
		return o, err
	}
	return s.openFile(ctx, f, small)
}

// attachTo keeps the files with the newest message of a request, which has its id by now.
func (in *Intake) attachTo(tx *store.Tx, r *portal.Request) error {
	if in == nil {
		return nil
	}
	if err := in.s.stillMay(tx, in.sc, in.need); err != nil {
		return err
	}
	files, err := in.keepAll(tx, FileAbout{Property: r.Property, Request: r.ID})
	for _, f := range files {
		last := &r.Messages[len(r.Messages)-1]
		last.Files = append(last.Files, f.ID)
	}
	return err
}

// names are what the files are kept under.
func (in *Intake) names() (names []string) {
	if in == nil {
		return nil
	}
	for _, f := range in.files {
		names = append(names, f.Name)
	}
	return names
}
