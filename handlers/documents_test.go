package handlers_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

func attached(name, body string) testkit.Attachment {
	return testkit.Attachment{Name: name, Body: strings.NewReader(body)}
}

// noneStored fails unless the store holds as many files as before, once what was refused is swept away.
func noneStored(t *testing.T, a *testkit.App, before int) {
	t.Helper()
	for {
		kept, going := a.Blobs()
		if going == 0 {
			if kept != before {
				t.Errorf("%d files are kept, want %d", kept, before)
			}
			return
		}
		runtime.Gosched()
	}
}

// newest is the id of the document that came last to the own client.
func newest(w *testkit.World) string { return fmt.Sprint(w.Documents(w.Own)[0].ID) }

func TestUploadIsSeenByBothSides(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	ann := w.As(w.Ann)
	answer := ann.Upload("/portal/documents", []testkit.Attachment{attached("plan.pdf", "%PDF-1.7\nplan"), attached(`C:\dir\notes.txt`, "hello")}, "note", "for the boiler")
	answer.Want(t, 303)
	ann.Follow(answer).Want(t, 200, "plan.pdf", "notes.txt", "!C:\\dir", "for the boiler", "2 files are sent")
	w.AsStaff(w.Office).Get("/office/clients/"+w.OwnThings["client"]+"/documents").Want(t, 200, "plan.pdf", "notes.txt", "Uploaded", w.Ann.Name)
	w.AsStaff(w.Office).Get("/office/audit").Want(t, 200, "sent a file", "plan.pdf")
	ann.Get("/portal/documents?from=uploaded&q=plan").Want(t, 200, "plan.pdf", "!notes.txt")
	ann.Get("/portal/documents.csv").Want(t, 200, "plan.pdf", "application/pdf", "for the boiler")
	w.As(w.Bob).Get("/portal/documents").Want(t, 200, "!plan.pdf")
}

func TestDownload(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	ann := w.As(w.Ann)
	ann.Upload("/portal/documents", []testkit.Attachment{attached("Heizung Prüfung “1”.pdf", "%PDF-1.7\n0123456789")}).Want(t, 303)
	path := "/portal/documents/" + newest(w)
	got := ann.Get(path).Want(t, 200)
	if got.Body != "%PDF-1.7\n0123456789" {
		t.Errorf("it comes back as %q", got.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff",
		"Cache-Control": "private, no-cache", "Content-Disposition": "attachment; filename*=utf-8''Heizung%20Pr%C3%BCfung%20%E2%80%9C1%E2%80%9D.pdf",
	} {
		if have := got.Header.Get(name); have != want {
			t.Errorf("%s: %q, want %q", name, have, want)
		}
	}
	if part := ann.Get(path, "Range", "bytes=9-12").Want(t, 206); part.Body != "0123" {
		t.Errorf("a range is %q", part.Body)
	}
	ann.Get(path, "If-None-Match", got.Header.Get("ETag")).Want(t, 304)
	w.As(w.Bob).Get(path, "If-None-Match", got.Header.Get("ETag")).Want(t, 404)
	w.As(w.Nil).Get(path).Want(t, 403)
	w.AsStaff(w.Office).Get("/office"+strings.TrimPrefix(path, "/portal")).Want(t, 200, "0123456789")
	w.AsStaff(w.Worker).Get("/office"+strings.TrimPrefix(path, "/portal")).Want(t, 403)
}

// TestPaperClip takes the clip off while the page is open: the form and the uploads are gone, and nothing is
// stored. The business's own switch does the same for everybody.
func TestPaperClip(t *testing.T) {
	for name, off := range map[string]func(*store.Tx, *testkit.World) error{
		"the contact's clip": func(tx *store.Tx, w *testkit.World) error {
			c, err := tx.Contact(portal.Sight{Client: w.Own.ID}, w.Ann.ID)
			if err != nil {
				return err
			}
			c.Permissions = c.Permissions.With(portal.UploadFiles, false)
			return tx.PutContact(&c, c.Version)
		},
		"the business's switch": func(tx *store.Tx, _ *testkit.World) error {
			b := *tx.Business()
			b.Portal.NoUploads = true
			return tx.PutBusiness(b)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := testkit.NewWorld(testkit.Start(t))
			ann := w.As(w.Ann)
			ann.Upload("/portal/documents", []testkit.Attachment{attached("mine.txt", "mine")}).Want(t, 303)
			ann.Get("/portal/documents").Want(t, 200, "mine.txt", "own"+"mark document.txt", `type="file"`)
			upload := "/portal/documents/" + newest(w)
			before, _ := w.Blobs()
			w.Update(func(tx *store.Tx) error { return off(tx, w) })
			ann.Upload("/portal/documents", []testkit.Attachment{attached("more.txt", "more")}).Want(t, 403)
			noneStored(t, w.App, before)
			ann.Get("/portal/documents").Want(t, 200, "!mine.txt", "mark document.txt", `!type="file"`)
			ann.Get("/portal/documents?from=uploaded").Want(t, 200, "!mine.txt")
			ann.Get("/portal/documents.csv").Want(t, 200, "!mine.txt", "mark document.txt")
			ann.Get(upload).Want(t, 404)
			ann.Post(upload+"/remove").Want(t, 403)
			w.AsStaff(w.Office).Get("/office/clients/"+w.OwnThings["client"]+"/documents").Want(t, 200, "mine.txt", `type="file"`)
		})
	}
}

// TestClipAloneIsEnough: somebody with the clip and no other document permission has the section with uploads.
func TestClipAloneIsEnough(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	c := w.Contact(w.Own, "Clip Only", "clip@own.test", portal.Set(portal.UploadFiles))
	b := w.As(c)
	b.Get("/portal/documents").Want(t, 200, "mark upload.txt", "!mark document.txt", `type="file"`)
	b.Get("/portal/documents/"+w.OwnThings["document"]).Want(t, 404)
}

// TestClipTakenWhileSending takes the clip off while the file is on its way: the transaction that would keep
// it looks once more.
func TestClipTakenWhileSending(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	before, _ := w.Blobs()
	slow := io.MultiReader(strings.NewReader(strings.Repeat("x", 5000)), readerFunc(func([]byte) (int, error) {
		w.Update(func(tx *store.Tx) error {
			c, err := tx.Contact(portal.Sight{Client: w.Own.ID}, w.Ann.ID)
			if err != nil {
				return err
			}
			c.Permissions = c.Permissions.With(portal.UploadFiles, false)
			return tx.PutContact(&c, c.Version)
		})
		return 0, io.EOF
	}))
	w.As(w.Ann).UploadStream("/portal/documents", testkit.Attachment{Name: "late.txt", Body: slow}).Want(t, 403)
	noneStored(t, w.App, before)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestRefusedFiles(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	w.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Portal.UploadMB = 1
		return tx.PutBusiness(b)
	})
	ann := w.As(w.Ann)
	before, _ := w.Blobs()
	large := strings.Repeat("large ", 200_000)
	for name, c := range map[string]struct {
		files []testkit.Attachment
		says  string
	}{
		"an SVG":              {[]testkit.Attachment{attached("logo.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)}, "PDF or a picture"},
		"a page named .png":   {[]testkit.Attachment{attached("photo.png", "<!doctype html><html><script>alert(1)</script></html>")}, "PDF or a picture"},
		"a script":            {[]testkit.Attachment{attached("run.bat", "del *.*")}, "programs are not taken"},
		"a program":           {[]testkit.Attachment{attached("setup.pdf", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00")}, "programs are not taken"},
		"a picture of others": {[]testkit.Attachment{attached("scan.tiff", "II*\x00\x08\x00\x00\x00")}, "JPEG, PNG, GIF, WebP or HEIC"},
		"half a picture":      {[]testkit.Attachment{attached("half.png", string(pngOf(40, 40)[:60]))}, "may be damaged"},
		"too large":           {[]testkit.Attachment{attached("film.txt", large)}, "up to 1 MB"},
		"empty":               {[]testkit.Attachment{attached("nothing.txt", "")}, "is empty"},
		"none":                {nil, "Choose a file first."},
		"one of two":          {[]testkit.Attachment{attached("good.txt", "good"), attached("bad.html", "x")}, "bad.html"},
		"eleven":              {eleven(), "up to 10 files"},
	} {
		t.Run(name, func(t *testing.T) {
			ann.Upload("/portal/documents", c.files, "note", "as typed").Want(t, 422, c.says, `aria-invalid="true"`, `value="as typed"`)
			noneStored(t, w.App, before)
		})
	}
	t.Run("more than all may be", func(t *testing.T) {
		ann.UploadStream("/portal/documents", testkit.Attachment{Name: "endless.txt", Body: io.LimitReader(endless{}, 30<<20)}).Want(t, 413, "up to 10 files of 1 MB each")
		noneStored(t, w.App, before)
	})
}

func eleven() (files []testkit.Attachment) {
	for range 11 {
		files = append(files, attached("one.txt", "one"))
	}
	return files
}

// endless is a text without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a' + byte(i%26)
	}
	return len(p), nil
}

// TestBrokenUpload cuts the connection in the middle of a file: nothing of it is kept, least of all as whole.
func TestBrokenUpload(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	before, rows := 0, len(w.Documents(w.Own))
	before, _ = w.Blobs()
	ann := w.As(w.Ann)
	broken := io.MultiReader(io.LimitReader(endless{}, 9<<20), readerFunc(func([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }))
	ann.UploadStream("/portal/documents", testkit.Attachment{Name: "cut.txt", Body: broken}).Want(t, 422, "did not arrive whole")
	noneStored(t, w.App, before)
	if n := len(w.Documents(w.Own)); n != rows {
		t.Errorf("%d documents, want %d", n, rows)
	}
}

func pngOf(w, h int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, w, h)))
	return b.Bytes()
}

// phonePhoto is a JPEG as a phone makes it: lying on its side, with where it was taken.
func phonePhoto() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			img.Set(x, y, color.RGBA{R: 250 * uint8(x/320), A: 255})
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	exif := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08"), 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0)
	exif = append(exif, "GPSLatitude 43.6591"...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(exif)+2))
	return append(append(head, exif...), b.Bytes()[2:]...)
}

func TestPhotoIsWrittenAnew(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	ann := w.As(w.Ann)
	body := append(phonePhoto(), "<script>alert(1)</script>"...)
	ann.Upload("/portal/documents", []testkit.Attachment{{Name: "leak.heic", Body: bytes.NewReader(body)}}).Want(t, 303)
	row := w.Documents(w.Own)[0]
	if row.Name != "leak.jpg" || row.Kind != "image/jpeg" || !row.Thumb {
		t.Errorf("it is kept as %+v", row)
	}
	path := "/portal/documents/" + newest(w)
	full := ann.Get(path).Want(t, 200, "!GPS", "!Exif", "!script")
	img, err := jpeg.Decode(strings.NewReader(full.Body))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 480 || b.Dy() != 640 {
		t.Errorf("it lies on its side: %v", b)
	}
	if r, _, _, _ := img.At(240, 600).RGBA(); r < 0x8000 { // what was on the right is at the foot
		t.Error("it is turned the wrong way")
	}
	small := ann.Get(path+"/thumb").Want(t, 200, "!GPS")
	if cfg, err := jpeg.DecodeConfig(strings.NewReader(small.Body)); err != nil || cfg.Height != 256 || cfg.Width != 192 {
		t.Errorf("the small one is %v %v", cfg, err)
	}
	ann.Get("/portal/documents").Want(t, 200, path+"/thumb")
	w.As(w.Bob).Get(path+"/thumb").Want(t, 404)
	w.As(w.Nil).Get(path+"/thumb").Want(t, 403)
}

func TestShareAndRemove(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	before, _ := w.Blobs()
	office, ann := w.AsStaff(w.Office), w.As(w.Ann)
	tab := "/office/clients/" + w.OwnThings["client"] + "/documents"
	office.Follow(office.Upload(tab, []testkit.Attachment{attached("Warranty.pdf", "%PDF-1.7\n")}, "property", w.OwnThings["property"])).Want(t, 200, "Shared.", "Warranty.pdf", "own"+"mark property")
	ann.Get("/portal/documents?from=shared").Want(t, 200, "Warranty.pdf", "Otto Office")
	shared := "/documents/" + newest(w)
	ann.Post("/portal"+shared+"/remove").Want(t, 403)
	office.Upload(tab, []testkit.Attachment{attached("x.pdf", "%PDF-1.7\n")}, "property", w.OtherThings["property"]).Want(t, 404)
	office.Get("/office"+shared+"/remove").Want(t, 200, "Remove “Warranty.pdf”?", w.Own.Name)
	office.Post("/office"+shared+"/remove").Want(t, 303)
	ann.Get("/portal"+shared).Want(t, 404)
	noneStored(t, w.App, before)

	ann.Upload("/portal/documents", []testkit.Attachment{attached("oops.txt", "oops")}).Want(t, 303)
	mine := "/portal/documents/" + newest(w) + "/remove"
	other := w.As(w.Contact(w.Own, "Colleague", "colleague@own.test", portal.AllPermissions))
	other.Get("/portal/documents").Want(t, 200, "oops.txt", "!"+mine)
	other.Post(mine).Want(t, 403)
	ann.Get(mine).Want(t, 200, "Take “oops.txt” back?")
	ann.Post(mine).Want(t, 303)
	ann.Post(mine).Want(t, 404)
	noneStored(t, w.App, before)
	office.Get("/office/audit").Want(t, 200, "shared a document", "removed a document")
}

func TestPreviewUploadsNothing(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	before, _ := w.Blobs()
	for _, a := range w.Actors() {
		switch a.Name {
		case "preview":
			a.Browser.Upload("/portal/documents", []testkit.Attachment{attached("x.txt", "x")}).Want(t, 403)
			noneStored(t, w.App, before)
		case "acting":
			a.Browser.Upload("/portal/documents", []testkit.Attachment{attached("for-them.txt", "x")}).Want(t, 303)
			w.AsStaff(w.Office).Get("/office/audit").Want(t, 200, "for-them.txt", "for "+w.Own.Name)
		}
	}
}

// TestUploadsOfTheLimited: who sees some properties only sees their files, and sends for one of them.
func TestUploadsOfTheLimited(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	w.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: w.Own.ID}, w.Ann.ID)
		if err != nil {
			return err
		}
		c.Properties = []portal.PropertyID{portal.PropertyID(number(w.OwnThings["property"]))}
		return tx.PutContact(&c, c.Version)
	})
	ann := w.As(w.Ann)
	ann.Get("/portal/documents").Want(t, 200, "!mark document.txt", "No documents yet")
	ann.Get("/portal/documents/"+w.OwnThings["document"]).Want(t, 404)
	ann.Upload("/portal/documents", []testkit.Attachment{attached("x.txt", "x")}).Want(t, 422, "Choose what it belongs to.")
	ann.Upload("/portal/documents", []testkit.Attachment{attached("x.txt", "x")}, "property", w.OwnThings["property"]).Want(t, 303)
	ann.Get("/portal/documents").Want(t, 200, "x.txt")
}

// TestUploadMemory sends and fetches 25 MB: the heap grows by a few buffers, not by the file. How many is a figure of
// `make bench`: here the collector may lag behind on a busy machine.
func TestUploadMemory(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	ann := w.As(w.Ann)
	grew := testkit.HeapGrowth(func() {
		ann.UploadStream("/portal/documents", testkit.Attachment{Name: "film.txt", Body: io.LimitReader(endless{}, 25<<20)}).Want(t, 303)
	})
	if t.Logf("an upload of 25 MB: %.1f MB", grew); grew > 16 {
		t.Errorf("an upload of 25 MB takes %.1f MB", grew)
	}
	row := w.Documents(w.Own)[0]
	if row.Size != 25<<20 {
		t.Errorf("%d bytes are stored", row.Size)
	}
	r, err := http.NewRequest(http.MethodGet, w.Server.URL+"/portal/documents/"+newest(w), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "portal.test"
	r.AddCookie(&http.Cookie{Name: "portico", Value: ann.Token})
	grew = testkit.HeapGrowth(func() {
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		if n, err := io.Copy(io.Discard, got.Body); err != nil || n != 25<<20 {
			t.Errorf("%d bytes came: %v %s", n, err, got.Status)
		}
	})
	if t.Logf("a download of 25 MB: %.1f MB", grew); grew > 16 {
		t.Errorf("a download of 25 MB takes %.1f MB", grew)
	}
}
