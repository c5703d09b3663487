package picture

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// photo is a picture out of the decoder’s own tests: 512 pixels wide and high.
func photo(t *testing.T, name string) []byte {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/gen2brain/heic").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "testdata", name))
	if err != nil {
		t.Skip("the module comes without its pictures: ", err)
	}
	return data
}

func TestPhotosOfPhonesBecomeJPEGs(t *testing.T) {
	for _, name := range []string{"test8.heic", "gray.heic"} {
		p, err := Anew(context.Background(), bytes.NewReader(photo(t, name)))
		if err != nil || p.Kind != "image/jpeg" {
			t.Fatalf("%s: %s %v", name, p.Kind, err)
		}
		img, err := jpeg.Decode(bytes.NewReader(p.Full))
		if err != nil || img.Bounds() != image.Rect(0, 0, 512, 512) {
			t.Errorf("%s: %v", name, err)
		}
		if small, err := jpeg.DecodeConfig(bytes.NewReader(p.Thumb)); err != nil || small.Width != thumbSide {
			t.Errorf("%s: %v %v", name, small, err)
		}
		if flat(img) {
			t.Errorf("%s: there is nothing on it", name)
		}
	}
}

func flat(img image.Image) bool {
	first := img.At(0, 0)
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if img.At(x, y) != first {
				return false
			}
		}
	}
	return true
}

func TestBadPhotosOfPhones(t *testing.T) {
	good := photo(t, "test8.heic")
	resized := func(size ...byte) []byte {
		b := bytes.Clone(good)
		for at := 0; ; { // width and height of the picture, and of each of its tiles
			n := bytes.Index(b[at:], []byte("ispe"))
			if n < 0 {
				return b
			}
			at += n + 8
			copy(b[at:], size)
		}
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"half of it":  {good[:len(good)/2], ErrBad},
		"a head":      {good[:40], ErrBad},
		"too wide":    {resized(0, 0, 0x2e, 0xe1, 0, 0, 0, 1), ErrLarge},
		"too much":    {resized(0, 0, 0x2e, 0xe0, 0, 0, 0x2e, 0xe0), ErrLarge},
		"nothing":     {resized(0, 0, 0, 0, 0, 0, 0, 0), nil},
		"not so wide": {resized(0, 0, 0, 16, 0, 0, 0, 16), nil},
	} {
		_, err := Anew(context.Background(), bytes.NewReader(c.data))
		if c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err != nil && !errors.Is(err, ErrBad) && !errors.Is(err, ErrLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for at := 0; at < len(good); at += len(good) / 20 { // whatever is broken, it is the picture’s fault; FuzzAnew breaks more
		b := bytes.Clone(good)
		b[at] ^= 0xff
		if _, err := Anew(context.Background(), bytes.NewReader(b)); err != nil && !errors.Is(err, ErrBad) && !errors.Is(err, ErrLarge) && !errors.Is(err, ErrKind) {
			t.Errorf("byte %d: %v", at, err)
		}
	}
	if _, err := PNG(bytes.NewReader(good), 100); !errors.Is(err, ErrKind) {
		t.Error("a logo is taken as a HEIC")
	}
}
