// Package picture takes pictures that people upload: it knows their kind by their content, decodes them only
// within limits, and writes them anew, so that nothing but the pixels stays.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // a kind that is taken
	_ "image/jpeg" // a kind that is taken
	"image/png"
	"io"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // a kind that is taken
)

// Kinds names what is taken for a logo, for people.
const Kinds = "PNG, JPEG, GIF or WebP"

// The limits of its size; maxHeld is that of what it takes.
const (
	maxSide   = 12_000
	maxPixels = 40_000_000
)

// What can be wrong with a picture.
var (
	ErrKind  = errors.New("picture: not a kind that is taken")
	ErrLarge = errors.New("picture: too many pixels")
	ErrHeavy = errors.New("picture: takes too much memory to read")
	ErrBad   = errors.New("picture: can’t be read")
)

var taken = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true}

// PNG reads a picture and returns it as a PNG whose longer side has at most so many pixels.
func PNG(r io.Reader, side int) ([]byte, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading a picture: %w", err)
	}
	kind := mimetype.Detect(data).String()
	if !taken[kind] {
		return nil, ErrKind
	}
	img, err := checked(kind, data)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = png.Encode(&out, within(img, side))
	return out.Bytes(), err
}

// within draws a picture anew, no larger than side.
func within(img image.Image, side int) image.Image {
	b := img.Bounds()
	w, h := fit(b.Dx(), b.Dy(), side)
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}
