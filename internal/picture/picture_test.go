package picture

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func sample(w, h int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	img.Set(0, 0, color.NRGBA{R: 200, A: 255})
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

func TestPNGKeepsOnlyThePixels(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 2000, 500)), nil); err != nil {
		t.Fatal(err)
	}
	b.WriteString("<script>alert(1)</script>")
	out, err := PNG(&b, 512)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := png.DecodeConfig(bytes.NewReader(out))
	if err != nil || cfg.Width != 512 || cfg.Height != 128 {
		t.Errorf("%v %v", cfg, err)
	}
	if bytes.Contains(out, []byte("script")) {
		t.Error("what stood behind the picture is still there")
	}
}

func TestPNGRefuses(t *testing.T) {
	bomb := sample(4, 4)
	copy(bomb[16:], []byte{0, 0, 0x7f, 0xff, 0, 0, 0x7f, 0xff}) // width and height of the header
	for name, c := range map[string]struct {
		data string
		want error
	}{
		"svg":       {`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, ErrKind},
		"html":      {"<!doctype html><html><body>hi", ErrKind},
		"nothing":   {"", ErrKind},
		"cut off":   {string(sample(40, 40)[:60]), ErrBad},
		"no pixels": {string(bomb), ErrBad}, // the checksum of the header is wrong, before its size counts
		"large":     {string(sample(maxSide+1, 1)), ErrLarge},
	} {
		if _, err := PNG(strings.NewReader(c.data), 512); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func FuzzPNG(f *testing.F) {
	f.Add(sample(3, 2))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 1<<16 {
			_, _ = PNG(bytes.NewReader(data), 64)
		}
	})
}
