package ui

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
)

// ProofTile is a file that shows for a payment: what it is and how large.
func ProofTile(l *words.Locale, f portal.FileRow, file, thumb paths.URL) File {
	t := File{Icon: sortIcons[f.Sort()], Name: f.Name, Sub: l.Name(f.Sort()) + " · " + l.Size(f.Size), URL: file, Download: true}
	if f.Thumb {
		t.Thumb = thumb
	}
	return t
}

// DocumentCell is a document in a list: what it is, under which addresses it and its small picture are.
type DocumentCell struct {
	portal.FileRow
	URL   paths.URL
	Thumb paths.URL
	Place string // the property it belongs to
}

var sortIcons = map[portal.FileSort]string{
	portal.SortOther: "file-text", portal.SortPicture: "image", portal.SortPDF: "file-text", portal.SortText: "file-text",
	portal.SortSheet: "file-down", portal.SortArchive: "package", portal.SortVideo: "play", portal.SortAudio: "play",
}

// about is what the file is, how large, and what it belongs to.
func (t DocumentCell) about(ctx context.Context) string {
	l := words.From(ctx)
	s := l.Name(t.Sort()) + " · " + l.Size(t.Size)
	if t.Place != "" {
		s += " · " + t.Place
	}
	return s
}

// Uploader is a form of files.
type Uploader struct {
	Form    Form
	Do      paths.URL
	Title   string
	Text    string
	Button  string
	MB      int
	Places  []portal.Property // what the files can belong to; nil = not asked
	Limited bool              // they must belong to one
}

// places are the properties as a list to choose from.
func (u Uploader) places(ctx context.Context) []Option {
	first := words.T(ctx, "The whole account")
	if u.Limited {
		first = words.T(ctx, "Choose…")
	}
	os := []Option{{Label: first}}
	for _, p := range u.Places {
		os = append(os, Option{Value: strconv.FormatUint(uint64(p.ID), 10), Label: p.Name})
	}
	return os
}

func (u Uploader) pick(ctx context.Context) FilePick {
	return FilePick{
		Form: u.Form, MB: u.MB, Label: words.T(ctx, "Files"),
		Hint: words.T(ctx, "Up to %d files of %d MB each. Pictures are kept without the place they were taken at.", portal.MaxFiles, u.MB),
	}
}

// FilePick is the field of a form that takes files.
type FilePick struct {
	Form   Form
	Label  string
	Hint   string
	Accept string // what the browser offers; "" = anything
	MB     int    // how large a file may be
}

// Sends is what a form needs to send files, and to say at once which is too large.
func (p FilePick) Sends(ctx context.Context) templ.Attributes {
	return templ.Attributes{
		"enctype": "multipart/form-data", "data-upload": strconv.FormatInt(int64(p.MB)<<20, 10),
		"data-too-large": words.T(ctx, "“{name}” is too large: a file can have up to %d MB.", p.MB),
	}
}

// faults are all that is wrong with the files: each of several can be.
func (p FilePick) faults() (msgs []portal.Text) {
	for _, f := range p.Form.Faults {
		if f.Field == "files" {
			msgs = append(msgs, f.Msg)
		}
	}
	return msgs
}
