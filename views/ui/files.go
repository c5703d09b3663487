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

	Optional bool // the files only come with what the form is about

	Label  string // of the field, where it is not just “Files”
	Hint   string // which files, where any will do
	Accept string // what the browser offers; "" = anything
	Again  bool   // files came with a form that is shown again: a browser doesn't keep them
}

// FormWithFiles is what makes a form send files; nothing while MB is 0, for whoever may not.
func (u Uploader) FormWithFiles(ctx context.Context) templ.Attributes {
	if u.MB == 0 {
		return nil
	}
	return templ.Attributes{
		"enctype": "multipart/form-data", "data-upload": u.bytes(),
		"data-too-large": words.T(ctx, "“{name}” is too large: a file can have up to %d MB.", u.MB),
	}
}

// label is what the field of files is called.
func (u Uploader) label(ctx context.Context) string {
	switch {
	case u.Label != "":
		return u.Label
	case u.Optional:
		return words.T(ctx, "Photos and files (optional)")
	}
	return words.T(ctx, "Files")
}

// hint says which files the field takes.
func (u Uploader) hint(ctx context.Context) string {
	if u.Hint != "" {
		return u.Hint
	}
	return words.T(ctx, "Up to %d files of %d MB each. Pictures are kept without the place they were taken at.", portal.MaxFiles, u.MB)
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

func (u Uploader) bytes() string { return strconv.FormatInt(int64(u.MB)<<20, 10) }

// faults are all that is wrong with the files: each of several can be.
func (u Uploader) faults() (msgs []portal.Text) {
	for _, f := range u.Form.Faults {
		if f.Field == "files" {
			msgs = append(msgs, f.Msg)
		}
	}
	return msgs
}

// described ties the files' field to its hint and to what is wrong.
func (u Uploader) described() string { return u.Form.described("files", "hint") }
