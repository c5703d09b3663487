package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"portico/handlers"
	"portico/internal/testkit"
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
