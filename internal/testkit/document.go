package testkit

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"portico/portal"
	"portico/store"
)

// Document makes a document with some text, from either side.
func (a *App) Document(client portal.Client, name, text string, from portal.FileFrom, by portal.ContactID) (f portal.File) {
	a.T.Helper()
	blob, size, err := a.DB.PutBlob(context.Background(), strings.NewReader(text))
	a.must(err)
	a.Update(func(tx *store.Tx) error {
		f = portal.File{
			Client: client.ID, Name: name, Kind: "text/plain", Size: size, Blob: blob, From: from, By: name + " sender", Note: name + " note",
			Created: tx.Now,
		}
		if from != portal.FileShared {
			f.ByContact = by
		}
		return tx.PutDocument(&f, 0)
	})
	return f
}

// Proof makes a file that shows for a payment.
func (a *App) Proof(client portal.Client, id portal.PaymentID, name, text string, by portal.ContactID) portal.File {
	a.T.Helper()
	f := a.Document(client, name, text, portal.FileProof, by)
	a.Update(func(tx *store.Tx) error {
		p, err := tx.Payment(portal.Sight{Client: client.ID}, id)
		if err != nil {
			return err
		}
		p.Proof = append(p.Proof, f.ID)
		return tx.PutPayment(&p, p.Version)
	})
	return f
}

// Documents are all the documents of a client.
func (a *App) Documents(client portal.Client) (rows []portal.FileRow) {
	a.T.Helper()
	a.View(func(tx *store.Tx) error {
		p, err := tx.Documents(portal.Sight{Client: client.ID}, store.DocumentQuery{Query: store.Query{Limit: 500}})
		rows = p.Rows
		return err
	})
	return rows
}

// Blobs counts the files that are kept, and what is still to be swept away.
func (a *App) Blobs() (kept, going int) {
	a.T.Helper()
	a.View(func(tx *store.Tx) error {
		kept, going = tx.Count("blob"), tx.Count("blob.gone")
		return nil
	})
	return kept, going
}

// Attachment is a file in a form.
type Attachment struct {
	Name string
	Body io.Reader
}

// Upload posts a form with files in the field “files”; fields are name, value, name, value…
func (b *Browser) Upload(path string, files []Attachment, fields ...string) Answer {
	b.app.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	b.app.must(fillForm(form, files, fields))
	return b.send(http.MethodPost, path, &body, "Content-Type", form.FormDataContentType())
}

// UploadStream is Upload of one file that is made while it is sent.
func (b *Browser) UploadStream(path string, file Attachment) Answer {
	b.app.T.Helper()
	read, write := io.Pipe()
	form := multipart.NewWriter(write)
	go func() { write.CloseWithError(fillForm(form, []Attachment{file}, nil)) }()
	return b.send(http.MethodPost, path, read, "Content-Type", form.FormDataContentType())
}

func fillForm(form *multipart.Writer, files []Attachment, fields []string) error {
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			return err
		}
	}
	for _, f := range files {
		part, err := form.CreateFormFile("files", f.Name)
		if err != nil {
			return err
		}
		if _, err := io.Copy(part, f.Body); err != nil {
			return fmt.Errorf("sending %s: %w", f.Name, err)
		}
	}
	return form.Close()
}

// HeapGrowth is how many MB the heap grew at most while something ran. The collector is kept busy: what it
// would not have come to yet says more about the machine than about the program.
func HeapGrowth(do func()) float64 {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	most, stop, done := before.HeapInuse, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapInuse)
			}
		}
	}()
	do()
	close(stop)
	<-done
	return float64(most-before.HeapInuse) / (1 << 20)
}
