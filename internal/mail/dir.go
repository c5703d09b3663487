package mail

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Dir writes mails to a folder as .eml files, so that the program works before
// it knows a mail server.
type Dir struct {
	Path string
	Out  io.Writer        // gets one short line a mail; may be nil
	Now  func() time.Time // time.Now when nil

	mu  sync.Mutex
	seq int
}

// Send writes the file, whole or not at all. Only this user can read it: it
// holds sign-in codes and links.
func (d *Dir) Send(ctx context.Context, from string, to []string, raw []byte) error {
	if err := ctx.Err(); err != nil {
		return &Error{Kind: Temporary, Msg: "Sending was stopped.", cause: err}
	}
	_, to, err := envelope(from, to)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	subject := subjectOf(raw)
	name, err := d.write(slug(subject), raw)
	if err != nil {
		return &Error{Kind: Temporary, Msg: "The mail folder cannot be written. Check --mail-dir.", Detail: redact(err.Error(), nil)}
	}
	if d.Out != nil {
		fmt.Fprintf(d.Out, "mail to %s: %s (%s)\n", strings.Join(to, ", "), redact(subject, nil), name)
	}
	return nil
}

func (d *Dir) write(slug string, raw []byte) (string, error) {
	if err := os.MkdirAll(d.Path, 0o700); err != nil {
		return "", err
	}
	tmp, err := os.CreateTemp(d.Path, ".mail-*") // mode 0600
	if err != nil {
		return "", err
	}
	defer os.Remove(tmp.Name()) // after the rename there is nothing left to remove
	_, err = tmp.Write(raw)
	if err == nil {
		err = tmp.Sync()
	}
	if closing := tmp.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return "", err
	}
	name := d.free(slug)
	return name, os.Rename(tmp.Name(), filepath.Join(d.Path, name))
}

// free finds a name that sorts after those before it and isn't taken by an
// earlier run within the same millisecond.
func (d *Dir) free(slug string) string {
	now := time.Now
	if d.Now != nil {
		now = d.Now
	}
	for {
		d.seq++
		name := fmt.Sprintf("%s-%04d-%s.eml", now().UTC().Format("20060102T150405.000"), d.seq, slug)
		if _, err := os.Lstat(filepath.Join(d.Path, name)); err != nil {
			return name
		}
	}
}

// digits could be a sign-in code, in any script, with or without gaps.
var digits = regexp.MustCompile(`\p{Nd}(?:\p{Zs}?\p{Nd}){5,}`)

// subjectOf reads the subject with what could be a code made unreadable: file
// names and terminal lines end up in logs.
func subjectOf(raw []byte) string {
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return "mail"
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject == "" {
		return "mail"
	}
	return digits.ReplaceAllString(subject, "…")
}

func slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	s = strings.Join(words, "-")
	if r := []rune(s); len(r) > 40 {
		s = strings.TrimRight(string(r[:40]), "-")
	}
	if s == "" {
		return "mail"
	}
	return s
}
