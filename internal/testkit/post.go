package testkit

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"regexp"
	"strings"
	"sync"
	"time"

	"portico/internal/mail"
	"portico/internal/queue"
	"portico/portal"
	"portico/service"
)

// Letter is a mail as its reader gets it.
type Letter struct {
	To, Subject, MessageID string
	Text, HTML             string
	PDFs                   []string // attached, whole
}

var (
	sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)
	address   = regexp.MustCompile(`https?://[^/\s]+(/[^\s>)]*)`)
)

// Code is the sign-in code in the mail.
func (l Letter) Code() string { return sixDigits.FindString(l.Text) }

// Link is the path of the first link that begins with a prefix.
func (l Letter) Link(prefix string) string {
	for _, m := range address.FindAllStringSubmatch(l.Text, -1) {
		if strings.HasPrefix(m[1], prefix) {
			return m[1]
		}
	}
	return ""
}

// PostBox keeps what the worker has sent.
type PostBox struct {
	app *App

	mu      sync.Mutex
	letters []Letter
	came    chan struct{} // closed and made anew with every mail
}

// Work starts the program's worker; its mails end in the box.
func (a *App) Work() *PostBox {
	w := a.Service.Worker(queue.Options{Now: a.Now})
	w.Start()
	a.worker.Store(w)
	a.T.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = w.Stop(ctx) // what is in flight has nobody waiting for it any more
	})
	return a.box
}

// Wait returns the newest mail to an address whose subject or text has some words, once there is one.
func (b *PostBox) Wait(to, words string) Letter {
	b.app.T.Helper()
	deadline := time.After(20 * time.Second)
	for {
		b.mu.Lock()
		came := b.came
		for i := len(b.letters) - 1; i >= 0; i-- {
			if l := b.letters[i]; l.To == to && (strings.Contains(l.Subject, words) || strings.Contains(l.Text, words)) {
				b.mu.Unlock()
				return l
			}
		}
		b.mu.Unlock()
		select {
		case <-came:
		case <-deadline:
			b.app.T.Fatalf("no mail to %s about %q; there are %q", to, words, b.subjects())
		}
	}
}

// Letters are all mails so far.
func (b *PostBox) Letters() []Letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Letter(nil), b.letters...)
}

// Empty throws the mails away.
func (b *PostBox) Empty() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.letters = nil
}

func (b *PostBox) subjects() (out []string) {
	for _, l := range b.Letters() {
		out = append(out, l.To+": "+l.Subject)
	}
	return out
}

// carrier brings mails into the box: composed by the program, read as a mail program would.
type carrier struct {
	mail.Carrier
	box *PostBox
}

func (b *PostBox) carrier(portal.MailSettings, string) (service.Carrier, error) {
	return &carrier{box: b}, nil
}

// Carry delivers a parcel.
func (c *carrier) Carry(_ context.Context, p portal.Parcel) error {
	l, err := ReadLetter(p.To, p.Raw)
	if err != nil {
		return err
	}
	c.box.mu.Lock()
	defer c.box.mu.Unlock()
	c.box.letters = append(c.box.letters, l)
	close(c.box.came)
	c.box.came = make(chan struct{})
	return nil
}

// ReadLetter reads a mail's bytes.
func ReadLetter(to string, raw []byte) (l Letter, err error) {
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return l, err
	}
	l = Letter{To: to, MessageID: m.Header.Get("Message-Id")}
	if l.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return l, err
	}
	return l, l.part(m.Header.Get, m.Body)
}

func (l *Letter) part(head func(string) string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(head("Content-Type"))
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		return l.parts(multipart.NewReader(body, params["boundary"]))
	}
	switch head("Content-Transfer-Encoding") {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	switch kind {
	case "text/plain":
		l.Text = string(text)
	case "text/html":
		l.HTML = string(text)
	case "application/pdf":
		l.PDFs = append(l.PDFs, string(text))
	}
	return err
}

func (l *Letter) parts(r *multipart.Reader) error {
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := l.part(p.Header.Get, p); err != nil {
			return err
		}
	}
}
