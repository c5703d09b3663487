package bench

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"sort"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
)

// TestTransfer measures the memory that a file of 25 MB takes on its way up and down.
func TestTransfer(t *testing.T) {
	if os.Getenv("PORTICO_BENCH") == "" {
		t.Skip("a benchmark: make bench")
	}
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.As(app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions))
	const size = 25 << 20
	var up, down []float64
	for range 5 {
		up = append(up, testkit.HeapGrowth(func() {
			ann.UploadStream("/portal/documents", testkit.Attachment{Name: "film.txt", Body: io.LimitReader(film{}, size)}).Want(t, 303)
		}))
		row := app.Documents(acme)[0]
		r, err := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/portal/documents/%d", app.Server.URL, row.ID), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "portal.test"
		r.AddCookie(&http.Cookie{Name: "portico", Value: ann.Token})
		down = append(down, testkit.HeapGrowth(func() { fetch(t, r, size) }))
	}
	sort.Float64s(up)
	sort.Float64s(down)
	fmt.Printf("a file of 25 MB            memory grows by %.1f MB up, %.1f MB down (medians of 5)\n", up[2], down[2])
}

// film is a file that takes no memory itself.
type film struct{}

func (film) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "words and words. "[i%17]
	}
	return len(p), nil
}

func fetch(t *testing.T, r *http.Request, want int64) {
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if n, err := io.Copy(io.Discard, got.Body); err != nil || n != want {
		t.Errorf("%d bytes came: %v %s", n, err, got.Status)
	}
}
