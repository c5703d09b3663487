package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// TestPackedFileIsSound looks at a long file as a reader does: its table leads to every object, every page is packed
// and whole, and a strict reader has nothing to say.
func TestPackedFileIsSound(t *testing.T) {
	f, err := Statement(sampleStatement(400), sampleHead(), locale())
	must(t, f, err)
	places, _, err := objects(f.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for n := range len(places) - 1 {
		object := f.Bytes[places[n]:places[n+1]]
		if !bytes.HasPrefix(object, fmt.Appendf(nil, "%d 0 obj\n", n+1)) || !bytes.HasSuffix(object, []byte("endobj\n\n")) {
			t.Fatalf("object %d is %.80q", n+1, object)
		}
		_, stream, ok := bytes.Cut(object, plainBody)
		if !ok {
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(stream))
		if err != nil {
			t.Fatalf("object %d: %v", n+1, err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			t.Errorf("object %d: %v", n+1, err)
		}
		if bytes.Contains(text, []byte("TJ\nET\n")) {
			pages++
		}
	}
	if pages != f.Pages {
		t.Errorf("%d pages of %d are packed", pages, f.Pages)
	}
	cmd := exec.Command("pdftotext", "-", "-")
	var said strings.Builder
	cmd.Stdin, cmd.Stderr = bytes.NewReader(f.Bytes), &said
	if text, err := cmd.Output(); err != nil || said.Len() > 0 || !bytes.Contains(text, []byte("Closing balance")) {
		t.Errorf("pdftotext: %v: %s", err, said.String())
	}
}

func TestPackRefusesWhatItDoesNotKnow(t *testing.T) {
	body := "%PDF\n1 0 obj\n<<\n/Length 3\n>>\nstream\nab\nendstream\nendobj\n\n"
	at := fmt.Sprintf("\n%d\n", len(body))
	good := body + "xref\n0 2\n0000000000 65535 f \n0000000005 00000 n \ntrailer\n<<>>\nstartxref" + at + "%%EOF\n"
	if _, err := pack([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{"startxref", "end"},
		{at, "\n9999\n"},
		{at, "\n56\n"},
		{at, "\nx\n"},
		{"0 2\n", "0 9\n"},
		{"0 2\n", "0 x\n"},
		{"0000000005 00000", "0000000x05 00000"},
		{"0000000005 00000", "0000009999 00000"},
		{"/Length 3", "/Length 333"},
	} {
		if _, err := pack([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("%q instead of %q is taken", change[1], change[0])
		}
	}
	if _, err := pack(nil); err == nil {
		t.Error("nothing is taken")
	}
}
