package handlers_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

func photo(name string) testkit.Attachment {
	return testkit.Attachment{Name: name, Body: strings.NewReader(string(pngOf(300, 200)))}
}

// fileIn is the address of the newest file of the own client, as it stands in a thread.
func fileIn(w *testkit.World, thread string) string { return thread + "/files/" + newest(w) }

func TestPhotosComeWithARequest(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	ann, office := w.As(w.Ann), w.AsStaff(w.Office)
	ann.Get("/portal/requests/new?kind=complaint").Want(t, 200, `type="file"`, "multipart/form-data")
	raise := func() string {
		return ann.Upload("/portal/requests/new", []testkit.Attachment{photo("leak.png"), attached("log.txt", "drip")},
			"kind", "complaint", "subject", "A leak", "text", "It drips", "key", "once").Want(t, 303).Header.Get("Location")
	}
	thread := raise()
	files := len(w.Documents(w.Own))
	if again := raise(); again != thread || len(w.Documents(w.Own)) != files {
		t.Errorf("sent twice it is %s and %s, with %d files more", thread, again, len(w.Documents(w.Own))-files)
	}
	desk := strings.Replace(thread, "/portal/", "/office/", 1)
	for b, at := range map[*testkit.Browser]string{ann: thread, office: desk} {
		page := b.Get(at).Want(t, 200, "leak.png", "log.txt", "/thumb")
		if n := strings.Count(page.Body, "/thumb"); n != 1 {
			t.Errorf("%d small pictures", n)
		}
		b.Get(fileIn(w, at)).Want(t, 200, "drip")
	}
	ann.Get("/portal/documents").Want(t, 200, "!leak.png")
	ann.Get("/portal/documents.csv").Want(t, 200, "!leak.png")
	ann.Get("/portal/documents/"+newest(w)).Want(t, 404)
	office.Get("/office/search?q=leak").Want(t, 200, "leak.png", desk)

	office.Upload(desk+"/reply", []testkit.Attachment{photo("valve.png")}, "text", "It is the valve.", "key", "a", "do", "send").Want(t, 303)
	answer := fileIn(w, thread)
	ann.Get(thread).Want(t, 200, "valve.png", answer, answer+"/thumb")
	if got := ann.Get(answer+"/thumb").Want(t, 200); got.Header.Get("Content-Type") != "image/jpeg" {
		t.Error(got.Header)
	}
	ann.Upload(thread+"/reply", []testkit.Attachment{attached("more.txt", "more")}, "text", "And this").Want(t, 303)
	mine := fileIn(w, thread)

	w.As(w.Bob).Get(mine).Want(t, 404)
	ann.Get(fmt.Sprintf("/portal/requests/%s/files/%s", w.OwnThings["request"], newest(w))).Want(t, 404)
	ann.Get(thread+"/files/"+w.OwnThings["document"]).Want(t, 404)
	w.As(w.Contact(w.Own, "Docs", "docs@own.test", portal.Set(portal.ViewDocuments, portal.UploadFiles))).Get(mine).Want(t, 403)
	reader := w.As(w.Contact(w.Own, "Reader", "reader@own.test", portal.Set(portal.RaiseRequests)))
	reader.Get(mine).Want(t, 200, "more")
	w.AsStaff(w.Worker).Get(strings.Replace(mine, "/portal/", "/office/", 1)).Want(t, 403)
}

// TestMailsOfARequestNameItsFiles: to the office and to the client.
func TestMailsOfARequestNameItsFiles(t *testing.T) {
	o := newOffice(t)
	box := o.Work()
	thread := o.As(o.ann).Upload("/portal/requests/new", []testkit.Attachment{photo("leak.png"), attached("log.txt", "drip")},
		"kind", "complaint", "subject", "A leak", "text", "It drips").Want(t, 303).Header.Get("Location")
	if mail := box.Wait("otto@larkfield.test", "2 files came with it"); !strings.Contains(mail.Text, "leak.png") || !strings.Contains(mail.Text, "log.txt") {
		t.Error(mail.Text)
	}
	desk := strings.Replace(thread, "/portal/", "/office/", 1)
	o.staff.Upload(desk+"/reply", []testkit.Attachment{attached("valve.txt", "v")}, "text", "It is the valve.", "do", "send").Want(t, 303)
	if mail := box.Wait("ann@acme.test", "One file came with it"); !strings.Contains(mail.Text, "valve.txt") || strings.Contains(mail.Text, "leak.png") {
		t.Error(mail.Text)
	}
}

// TestFilesOfADisputeNeedItsPermission: who sees no invoices sees no dispute, and nothing that came with it.
func TestFilesOfADisputeNeedItsPermission(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	thread := w.As(w.Ann).Upload("/portal/requests/new", []testkit.Attachment{attached("proof.txt", "proof")},
		"invoice", w.OwnThings["invoice"], "text", "Too much").Want(t, 303).Header.Get("Location")
	asks := w.As(w.Contact(w.Own, "Asks", "asks@own.test", portal.Set(portal.RaiseRequests, portal.UploadFiles)))
	asks.Get(fileIn(w, thread)).Want(t, 404)
	w.As(w.Ann).Get(fileIn(w, thread)).Want(t, 200, "proof")
}

func TestRequestsWithoutTheClip(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	b := w.As(w.Contact(w.Own, "No Clip", "noclip@own.test", portal.Set(portal.RaiseRequests)))
	before, _ := w.Blobs()
	b.Get("/portal/requests/new?kind=complaint").Want(t, 200, `!type="file"`, "!multipart")
	b.Get("/portal/requests/"+w.OwnThings["request"]).Want(t, 200, `!type="file"`)
	fields := []string{"kind", "complaint", "subject", "A leak", "text", "It drips"}
	b.Upload("/portal/requests/new", []testkit.Attachment{attached("log.txt", "drip")}, fields...).Want(t, 403)
	noneStored(t, w.App, before)
	b.Upload("/portal/requests/"+w.OwnThings["request"]+"/reply", []testkit.Attachment{attached("log.txt", "drip")}, "text", "And").Want(t, 403)
	noneStored(t, w.App, before)
	b.Upload("/portal/requests/new", nil, fields...).Want(t, 303)
	w.Update(func(tx *store.Tx) error {
		off := *tx.Business()
		off.Portal.NoUploads = true
		return tx.PutBusiness(off)
	})
	ann := w.As(w.Ann)
	ann.Get("/portal/requests/new?kind=complaint").Want(t, 200, `!type="file"`)
	ann.Upload("/portal/requests/new", []testkit.Attachment{attached("log.txt", "drip")}, fields...).Want(t, 403)
	noneStored(t, w.App, before)
}

func TestARequestWithFaultsComesBack(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	w.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Portal.UploadMB = 1
		return tx.PutBusiness(b)
	})
	before, _ := w.Blobs()
	ann, office := w.As(w.Ann), w.AsStaff(w.Office)
	again := "Choose your files again"
	own := w.OwnThings["request"]
	for _, post := range []struct {
		b    *testkit.Browser
		path string
	}{{ann, "/portal/requests/new"}, {ann, "/portal/requests/" + own + "/reply"}, {office, "/office/requests/" + own + "/reply"}} {
		good := []testkit.Attachment{attached("log.txt", "drip")}
		post.b.Upload(post.path, good, "kind", "complaint", "subject", "A leak", "text", " ", "key", "k").Want(t, 422, "Write a message.", again, `value="k"`)
		bad := []testkit.Attachment{attached("run.exe", "MZ")}
		post.b.Upload(post.path, bad, "kind", "complaint", "subject", "A leak", "text", "as typed").Want(t, 422, "programs are not taken", `aria-invalid="true"`, "as typed", again)
		post.b.Upload(post.path, nil, "kind", "complaint", "subject", "A leak", "text", " ").Want(t, 422, "!"+again)
		endless := testkit.Attachment{Name: "endless.txt", Body: io.LimitReader(endless{}, 30<<20)}
		post.b.UploadStream(post.path, endless).Want(t, 413, "up to 10 files of 1 MB each")
		noneStored(t, w.App, before)
	}
	ann.Upload("/portal/requests/new", []testkit.Attachment{attached("log.txt", "drip")}, "invoice", w.OtherThings["invoice"], "text", "x").Want(t, 404)
	noneStored(t, w.App, before)
}

// TestPhotosOfPhones: a HEIC comes in and a JPEG is kept.
func TestPhotosOfPhones(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/gen2brain/heic").Output()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(strings.TrimSpace(string(dir)), "testdata", "test8.heic"))
	if err != nil {
		t.Skip("the module comes without its pictures: ", err)
	}
	defer f.Close()
	w := testkit.NewWorld(testkit.Start(t))
	ann := w.As(w.Ann)
	ann.Upload("/portal/documents", []testkit.Attachment{{Name: "IMG_0042.HEIC", Body: f}}).Want(t, 303)
	ann.Get("/portal/documents").Want(t, 200, "IMG_0042.jpg", "/thumb")
	if got := ann.Get("/portal/documents/"+newest(w)).Want(t, 200); got.Header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(got.Body, "\xff\xd8") {
		t.Error(got.Header)
	}
}
