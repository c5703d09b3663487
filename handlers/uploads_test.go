package handlers_test

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/handlers"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// TestNoFilesNoRoomForThem: what a form with files may hold is for the files, which go to the disk as they come. A form
// without is held in memory, and has no more room than any other.
func TestNoFilesNoRoomForThem(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	large := url.Values{"text": {strings.Repeat("x", 2<<20)}, "invoice": {w.OwnThings["invoice"]}}
	w.As(w.Ann).Do(http.MethodPost, "/portal/profile", large).Want(t, 413, "the limit is 1 MB")
	tried := 0
	for _, r := range handlers.Table(w.Env, nil) {
		if r.Files == 0 {
			continue
		}
		tried++
		b := w.As(w.Ann)
		if strings.HasPrefix(r.Path, "/office/") {
			b = w.AsStaff(w.Owner)
		}
		path := fill(t, w, r.Path, func(i ids) string { return i.own })
		b.Do(r.Method, path, large).Want(t, 413, "the limit is 1 MB")
	}
	if tried == 0 {
		t.Error("no route takes files")
	}
}

// TestFilesAreCountedWhateverTheyAre: of more files than a form may hold one fault is said, and no more are read.
func TestFilesAreCountedWhateverTheyAre(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	ann, own := w.As(w.Ann), w.OwnThings["request"]
	before, _ := w.Blobs()
	for name, faults := range map[string]int{"good.txt": 0, "bad.html": portal.MaxFiles} {
		for _, path := range []string{"/portal/documents", "/portal/requests/new", "/portal/requests/" + own + "/reply"} {
			var files []testkit.Attachment
			for range 30 {
				files = append(files, attached(name, "x"))
			}
			got := ann.Upload(path, files, "note", "as typed", "kind", "question", "text", "as typed", "key", "k").
				Want(t, 422, "Send up to 10 files at a time.", "as typed", `aria-invalid="true"`)
			_, said, _ := strings.Cut(got.Body, `id="files-error"`)
			said, _, _ = strings.Cut(said, "</div>")
			if n := strings.Count(said, "<p"); n != faults+1 {
				t.Errorf("%s of %s: %d faults, want %d", path, name, n, faults+1)
			}
		}
	}
	noneStored(t, w.App, before)
}

// TestAnUploadSentAgainCountsOnce: its answer was lost on the way, so the same form goes out once more.
func TestAnUploadSentAgainCountsOnce(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	office := w.AsStaff(w.Office)
	for path, side := range map[string]struct {
		b    *testkit.Browser
		mail portal.MailKind
	}{
		"/portal/documents": {w.As(w.Ann), portal.MailUpload},
		"/office/clients/" + w.OwnThings["client"] + "/documents": {office, portal.MailShared},
	} {
		key := onceKey.FindStringSubmatch(side.b.Get(path).Want(t, 200).Body)
		if key == nil {
			t.Fatalf("%s: the form has no key", path)
		}
		send := func(key, name, says string) {
			t.Helper()
			side.b.Follow(side.b.Upload(path, []testkit.Attachment{attached(name, "x"), photo("leak.png")}, "key", key).Want(t, 303)).Want(t, 200, says)
		}
		count := func() (files, mails, blobs int) {
			blobs, _ = w.Blobs()
			return len(w.Documents(w.Own)), len(told(w.App, side.mail)), blobs
		}
		send(key[1], "plan.txt", "2 files are s")
		if next := onceKey.FindStringSubmatch(side.b.Get(path).Body); next[1] == key[1] {
			t.Errorf("%s: the form’s key is the same after it was taken", path)
		}
		files, mails, blobs := count()
		send(key[1], "plan.txt", "2 files are s")
		noneStored(t, w.App, blobs)
		if f, m, _ := count(); f != files || m != mails || mails == 0 {
			t.Errorf("%s: %d files and %d mails, then %d and %d", path, files, mails, f, m)
		}
		side.b.Upload(path, []testkit.Attachment{attached("bad.html", "x")}, "key", key[1]).Want(t, 422, `value="`+key[1]+`"`)
		send(key[1], "other.txt", "2 files are s")
		send("another", "plan.txt", "2 files are s")
		if f, m, _ := count(); f != files+4 || m <= mails {
			t.Errorf("%s: other files, and the same of another form: %d and %d mails, then %d and %d", path, files, mails, f, m)
		}
	}
}

var onceKey = regexp.MustCompile(`name="key" value="([^"]+)"`)

// TestASlowUploadArrives: the server's time for a request is over before the body is there, and yet it is read.
func TestASlowUploadArrives(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	server := httptest.NewUnstartedServer(w.Handler)
	server.Config.ReadHeaderTimeout, server.Config.ReadTimeout = time.Minute, time.Nanosecond
	server.Start()
	defer server.Close()
	ann := w.As(w.Ann)
	read, write := io.Pipe()
	form := multipart.NewWriter(write)
	go func() {
		part, err := form.CreateFormFile("files", "plan.txt")
		if err == nil {
			_, err = io.Copy(part, io.LimitReader(endless{}, 1<<20))
		}
		write.CloseWithError(errors.Join(err, form.Close()))
	}()
	r, err := http.NewRequest(http.MethodPost, server.URL+"/portal/documents", read)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "portal.test"
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "portico", Value: ann.Token})
	got, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if row := w.Documents(w.Own)[0]; got.StatusCode != 303 || row.Name != "plan.txt" || row.Size != 1<<20 {
		t.Errorf("%s, and the newest is %+v", got.Status, row)
	}
}

// TestTwoUploadsAtATime: a person's third waits, in words and with what was typed; somebody else's doesn't.
func TestTwoUploadsAtATime(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	files := len(w.Documents(w.Own))
	begun, goOn := make(chan struct{}), make(chan struct{})
	slow := func() testkit.Attachment {
		return testkit.Attachment{Name: "slow.txt", Body: io.MultiReader(io.LimitReader(endless{}, 10_000), readerFunc(func([]byte) (int, error) {
			begun <- struct{}{}
			<-goOn
			return 0, io.EOF
		}))}
	}
	ann, bob := w.As(w.Ann), w.As(w.Bob)
	send := func() { w.As(w.Ann).UploadStream("/portal/documents", slow()).Want(t, 303) }
	var sent sync.WaitGroup
	sent.Go(send)
	sent.Go(send)
	<-begun
	<-begun
	for path, again := range map[string]string{"/portal/documents": "", "/portal/requests/new": "Choose your files again", "/portal/requests/" + w.OwnThings["request"] + "/reply": "Choose your files again"} {
		ann.Upload(path, []testkit.Attachment{attached("third.txt", "x")}, "note", "as typed", "kind", "question", "text", "as typed").
			Want(t, 429, "You are sending other files right now.", "as typed", again)
	}
	bob.Upload("/portal/documents", []testkit.Attachment{attached("his.txt", "x")}).Want(t, 303)
	close(goOn)
	sent.Wait()
	ann.Upload("/portal/documents", []testkit.Attachment{attached("third.txt", "x")}).Want(t, 303)
	if n := len(w.Documents(w.Own)); n != files+3 {
		t.Errorf("%d files, want %d", n, files+3)
	}
}

// TestNoRoomOnTheDisk: files are refused while what may come would fill it, and everything else goes on.
func TestNoRoomOnTheDisk(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	if _, known := w.DB.Room(); !known {
		t.Skip("this system doesn’t tell how much room there is")
	}
	w.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Portal.UploadMB = 1 << 30 // more than any disk has
		return tx.PutBusiness(b)
	})
	before, _ := w.Blobs()
	ann := w.As(w.Ann)
	ann.Upload("/portal/documents", []testkit.Attachment{attached("plan.txt", "x")}).Want(t, 503, "There is no room for files at the moment.")
	noneStored(t, w.App, before)
	ann.Post("/portal/requests/new", "kind", "question", "subject", "Room", "text", "Is there any?").Want(t, 303)
}
