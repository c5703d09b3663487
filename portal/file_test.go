package portal_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"portico/portal"
)

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{
		"plan.pdf": "plan.pdf", `C:\Users\ann\plan.pdf`: "plan.pdf", "../../etc/passwd": "passwd", "": "file", "...": "file", "/": "file",
		" a \t b\r\n.txt ": "a b .txt", "invoice\u202efdp.exe": "invoicefdp.exe", "a\x00b.txt": "ab.txt", "Prüfung 渡辺.pdf": "Prüfung 渡辺.pdf",
		strings.Repeat("x", 200) + ".jpeg": strings.Repeat("x", 115) + ".jpeg",
	} {
		if got := portal.FileName(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestPictureName(t *testing.T) {
	for _, c := range []struct{ name, kind, want string }{
		{"a.jpg", "image/jpeg", "a.jpg"},
		{"a.JPEG", "image/jpeg", "a.JPEG"},
		{"a.webp", "image/png", "a.png"},
		{"page.html", "image/png", "page.png"},
		{"v1. of the plan", "image/png", "v1. of the plan.png"},
		{"photo", "image/jpeg", "photo.jpg"},
	} {
		if got := portal.PictureName(c.name, c.kind); got != c.want {
			t.Errorf("%s as %s becomes %q, want %q", c.name, c.kind, got, c.want)
		}
	}
}

func TestCheckFile(t *testing.T) {
	for _, c := range []struct {
		name  string
		kinds []string
		taken bool
	}{
		{"a.pdf", []string{"application/pdf"}, true},
		{"a.docx", []string{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip"}, true},
		{"plan.dwg", []string{"image/vnd.dwg"}, true},
		{"page.html", []string{"image/png"}, true}, // named after what it is
		{"a.csv", []string{"text/csv", "text/plain"}, true},
		{"unknown", []string{"application/octet-stream"}, true},
		{"a.png", []string{"image/svg+xml", "text/plain"}, false},
		{"a.txt", []string{"text/html", "text/plain"}, false},
		{"a.xml", []string{"application/xhtml+xml", "text/xml", "text/plain"}, false},
		{"a.HTML", []string{"text/plain"}, false},
		{"a.pdf", []string{"application/x-executable", "application/x-elf"}, false},
		{"a.ps1", []string{"text/plain"}, false},
		{"a.tiff", []string{"image/tiff"}, false},
		{"a.heic", []string{"image/heic"}, true},
		{"a.avif", []string{"image/avif"}, false},
	} {
		if err := portal.CheckFile(c.name, c.kinds...); (err == nil) != c.taken {
			t.Errorf("%s of %v: %v", c.name, c.kinds, err)
		}
	}
}

func TestNoUploadsSwitchesTheClipAlone(t *testing.T) {
	p := portal.PortalSettings{}
	if p.Allows() != portal.AllPermissions {
		t.Error("something is off")
	}
	p.NoUploads = true
	if p.Allows() != portal.AllPermissions.With(portal.UploadFiles, false) {
		t.Error("it is not the clip alone that is off")
	}
	p = portal.PortalSettings{Off: portal.Set(portal.UploadFiles)}
	if p.Allows().Has(portal.UploadFiles) {
		t.Error("a permission that is off came on")
	}
}

func FuzzFile(f *testing.F) {
	f.Add("plan.pdf", "application/pdf", "image/jpeg")
	f.Add("..\\\u202eexe.png", "image/svg+xml", "image/png")
	f.Fuzz(func(t *testing.T, name, kind, picture string) {
		for _, n := range []string{portal.FileName(name), portal.PictureName(portal.FileName(name), picture)} {
			letters := utf8.RuneCountInString(n)
			if n == "" || letters > portal.MaxFileName || !utf8.ValidString(n) || strings.ContainsAny(n, "/\\\r\n\x00") || strings.HasPrefix(n, ".") {
				t.Errorf("%q becomes %q", name, n)
			}
			if strings.ContainsFunc(n, func(r rune) bool { return !unicode.IsGraphic(r) }) {
				t.Errorf("%q keeps what can’t be seen: %q", name, n)
			}
			if portal.FileName(n) != n {
				t.Errorf("%q is cleaned twice: %q", n, portal.FileName(n))
			}
		}
		if kind == "text/html" && portal.CheckFile(name, kind) == nil {
			t.Error("a page is taken")
		}
		_ = portal.SortOf(kind).Name()
	})
}
