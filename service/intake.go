package service

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gabriel-vasile/mimetype"

	"portico/internal/auth"
	"portico/internal/picture"
	"portico/portal"
	"portico/store"
	"portico/store/kv"
)

// Intake takes the files of one form in. Their bytes go to the disk as they come, a little at a time; they
// become files in one transaction at the end, all of them or none.
type Intake struct {
	s     *Service
	sc    Scope
	need  need
	from  portal.FileFrom
	mb    int
	check portal.Check
	came  int  // taken or not
	open  bool // it has a turn
	files []arrived
	held  []*kv.Upload
}

// arrived is a file whose bytes are there.
type arrived struct {
	portal.File
	full, thumb *kv.Upload
}

// Receive begins to take in what a contact uploads, or what staff share with the scope's client. Nobody
// sends a byte who may not, or more at a time than the disk and others can bear. Discard it in the end.
func (s *Service) Receive(ctx context.Context, sc Scope) (*Intake, error) {
	in := &Intake{s: s, sc: sc, need: may(portal.UploadFiles), from: portal.FileUploaded}
	if sc.office {
		in.need, in.from = staffOf(portal.Office), portal.FileShared
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		in.mb = tx.Business().Portal.UploadMB
		return s.stillMay(tx, sc, in.need)
	})
	if err == nil {
		err = in.begin()
	}
	return in, err
}

// sniffed is how much of a file its kind is told by.
const sniffed = 3072

// ErrEnough ends the reading of a form that holds too many files.
var ErrEnough = errors.New("no more files are read")

// Add takes one file in. What is wrong with the file is kept for the answer; an error is of the way here, or ErrEnough.
func (in *Intake) Add(ctx context.Context, name string, body io.Reader) error {
	name = portal.FileName(name)
	if in.came++; in.came > portal.MaxFiles {
		in.refuse(portal.Invalid("Send up to %d files at a time.", portal.MaxFiles))
		return ErrEnough
	}
	b := bufio.NewReaderSize(body, sniffed)
	head, err := b.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	kinds := kindsOf(head)
	if err := portal.CheckFile(name, kinds...); err != nil {
		in.refuse(err)
		return nil
	}
	limit := int64(in.mb) << 20
	up, err := in.hold(ctx, io.LimitReader(b, limit+1))
	switch {
	case err != nil:
		return err
	case up.Size() > limit:
		up.Discard()
		in.refuse(portal.FileTooLarge(name, in.mb))
		return nil
	case up.Size() == 0:
		in.refuse(portal.Invalid("“%s” is empty.", name))
		return nil
	}
	f := arrived{File: portal.File{Name: name, Kind: kinds[0], Size: up.Size()}, full: up}
	if slices.ContainsFunc(kinds, portal.IsPicture) {
		if f, err = in.anew(ctx, f); err != nil {
			return in.badPicture(name, err)
		}
	}
	in.files = append(in.files, f)
	return nil
}

// kindsOf are a content's kinds, the most special first: text/html, text/plain.
func kindsOf(head []byte) (kinds []string) {
	for m := mimetype.Detect(head); m != nil; m = m.Parent() {
		kind, _, _ := bytes.Cut([]byte(m.String()), []byte(";"))
		kinds = append(kinds, string(kind))
	}
	return kinds
}

func (in *Intake) hold(ctx context.Context, r io.Reader) (*kv.Upload, error) {
	up, err := in.s.db.Upload(ctx, r)
	if err == nil {
		in.held = append(in.held, up)
	}
	return up, err
}

// anew writes a picture anew, out of what came: nothing but its pixels stays.
func (in *Intake) anew(ctx context.Context, f arrived) (arrived, error) {
	p, err := picture.Anew(ctx, f.full.Open(ctx))
	f.full.Discard()
	if err != nil {
		return f, err
	}
	if f.full, err = in.hold(ctx, bytes.NewReader(p.Full)); err != nil {
		return f, err
	}
	f.Kind, f.Size, f.Name = p.Kind, f.full.Size(), portal.PictureName(f.Name, p.Kind)
	f.thumb, err = in.hold(ctx, bytes.NewReader(p.Thumb))
	return f, err
}

// badPicture keeps what is wrong with a picture; other errors are handed on.
func (in *Intake) badPicture(name string, err error) error {
	switch {
	case errors.Is(err, picture.ErrKind):
		in.refuse(portal.Invalid("“%s” is a picture of a kind that is not taken. Send it as %s, or as a PDF.", name, portal.PictureKinds))
	case errors.Is(err, picture.ErrLarge):
		in.refuse(portal.Invalid("“%s” has too many pixels. Make it smaller: 40 megapixels and 64 MB at most.", name))
	case errors.Is(err, picture.ErrHeavy):
		in.refuse(portal.Invalid("“%s” takes too much memory to open. Make it smaller, or save it as a plain JPEG.", name))
	case errors.Is(err, picture.ErrBad):
		in.refuse(portal.Invalid("“%s” can’t be read. It may be damaged: save it again and try once more.", name))
	default:
		return err
	}
	return nil
}

func (in *Intake) refuse(err error) { in.check.Err("files", err) }

// Any reports whether anything came at all.
func (in *Intake) Any() bool { return in != nil && (len(in.files) > 0 || in.Fault() != nil) }

// Fault is what is wrong with the files.
func (in *Intake) Fault() error {
	if in == nil {
		return nil
	}
	return in.check.Done()
}

// Discard removes what was taken in, unless it was kept.
func (in *Intake) Discard() {
	if in == nil {
		return // a form without files
	}
	for _, up := range in.held {
		up.Discard()
	}
	if in.open {
		in.open = false
		in.s.turns.leave(in.sender())
	}
}

// FileAbout is what is said of the files of one form.
type FileAbout struct {
	Property portal.PropertyID
	Note     string
	Request  portal.RequestID // they come with a message of it
	Key      string           // of the form: the same files under the same key count once
}

// Keep makes files of what was taken in, if nothing is wrong with any of it: all in one transaction, which
// looks once more whether it may be. It says how many there are, the second time too.
func (in *Intake) Keep(ctx context.Context, about FileAbout) (n int, err error) {
	v := in.check
	v.That(len(in.files) > 0 || v.Done() != nil, "files", "Choose a file first.")
	v.That(len([]rune(about.Note)) <= portal.MaxFileNote, "note", "Keep the note under %d letters.", portal.MaxFileNote)
	v.That(about.Property != 0 || in.sc.sight.Properties == nil, "property", "Choose what it belongs to.")
	if err := v.Done(); err != nil {
		return 0, err
	}
	err = in.s.change(ctx, in.sc, in.need, func(tx *store.Tx) error {
		if first, err := in.first(tx, about.Key); !first || err != nil {
			return err
		}
		if about.Property != 0 {
			if _, err := tx.Property(in.sc.sight, about.Property); err != nil {
				return err
			}
		}
		files, err := in.keepAll(tx, about)
		if err != nil {
			return err
		}
		return in.tellOfFiles(tx, files, about)
	})
	return len(in.files), err
}

// sendAgain is how long a form of files may be sent again and count once.
const sendAgain = 24 * time.Hour

// first remembers that a form is kept, unless it is remembered already: its answer was lost on the way, and it was sent
// again. Other files under the same key are no repetition: a page may lie open.
func (in *Intake) first(tx *store.Tx, key string) (bool, error) {
	if key == "" {
		return true, nil
	}
	form := fmt.Sprintf("upload %d %d %q", in.sc.sight.Client, in.sc.contact, key)
	for _, f := range in.files {
		form += fmt.Sprintf(" %q %d", f.Name, f.Size)
	}
	slip := store.Slip{Kind: store.SlipUpload, Hash: auth.HashToken(form), Owner: uint64(in.sc.sight.Client), Expires: tx.Now.Add(sendAgain)}
	if _, err := tx.Slip(slip.Kind, slip.Hash); err == nil {
		return false, nil
	}
	return true, tx.PutSlip(slip)
}

func (in *Intake) keepAll(tx *store.Tx, about FileAbout) (files []portal.File, err error) {
	for _, a := range in.files {
		f, err := in.keep(tx, a, about)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func (in *Intake) keep(tx *store.Tx, a arrived, about FileAbout) (f portal.File, err error) {
	f = a.File
	f.Client, f.Property, f.Note, f.Request = in.sc.sight.Client, about.Property, about.Note, about.Request
	f.From, f.By, f.Created = in.from, in.sc.name, tx.Now
	if in.from != portal.FileShared {
		f.ByContact = in.sc.contact
	}
	if f.Blob, err = tx.KeepBlob(a.full); err != nil {
		return f, err
	}
	if a.thumb != nil {
		if f.Thumb, err = tx.KeepBlob(a.thumb); err != nil {
			return f, err
		}
	}
	if err := tx.PutDocument(&f, 0); err != nil {
		return f, err
	}
	kind := portal.EventUploaded
	if in.from == portal.FileShared {
		kind = portal.EventDocumentShared
	}
	return f, tx.AddEvent(in.sc.aboutFile(kind, f))
}
