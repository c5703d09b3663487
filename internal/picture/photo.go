package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/image/draw"
)

// MaxBytes bounds a picture that is written anew, since it is in memory meanwhile.
const MaxBytes = 64 << 20

// The quality of pictures that are written anew, and of the small ones in lists.
const (
	quality      = 90
	thumbQuality = 78
	thumbSide    = 256
)

// room bounds how many pictures are worked on at a time: each takes up to maxHeld while it is.
var room = make(chan struct{}, 2)

// Photo is a picture written anew, upright, with nothing but its pixels, and a small JPEG of it.
type Photo struct {
	Kind  string // image/jpeg or image/png
	Full  []byte
	Thumb []byte
}

// Anew reads a picture and writes it anew: as a PNG when it came as one or has no solid ground, else as a JPEG. It waits
// its turn until ctx ends.
func Anew(ctx context.Context, r io.Reader) (p Photo, err error) {
	select {
	case room <- struct{}{}:
	case <-ctx.Done():
		return p, ctx.Err()
	}
	defer func() { <-room }()
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return p, fmt.Errorf("reading a picture: %w", err)
	}
	if len(data) > MaxBytes {
		return p, ErrLarge
	}
	kind := mimetype.Detect(data).String()
	img, err := checked(kind, data)
	if err != nil {
		return p, err
	}
	img = upright(img, orientation(data))
	if p.Thumb, err = thumb(img); err != nil {
		return p, err
	}
	if kind == "image/png" || kind == "image/gif" || !solid(img) {
		p.Kind = "image/png"
		p.Full, err = encode(func(w io.Writer) error { return png.Encode(w, img) })
		return p, err
	}
	p.Kind = "image/jpeg"
	p.Full, err = encode(func(w io.Writer) error { return jpeg.Encode(w, img, &jpeg.Options{Quality: quality}) })
	return p, err
}

// checked decodes a picture within the limits.
func checked(kind string, data []byte) (image.Image, error) {
	if !taken[kind] && !heics[kind] {
		return nil, ErrKind
	}
	form := formOf(kind)
	cfg, err := careful(form.config, data)
	if err != nil {
		return nil, err
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxSide || cfg.Height > maxSide || cfg.Width*cfg.Height > maxPixels {
		return nil, ErrLarge
	}
	if held(kind, data, cfg) > maxHeld {
		return nil, ErrHeavy
	}
	return careful(form.decode, data)
}

func encode(write func(io.Writer) error) ([]byte, error) {
	var out bytes.Buffer
	err := write(&out)
	return out.Bytes(), err
}

// solid reports whether a picture surely has no pixel that shines through.
func solid(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// thumb is a picture within a small square, on white.
func thumb(img image.Image) ([]byte, error) {
	b := img.Bounds()
	w, h := fit(b.Dx(), b.Dy(), thumbSide)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(small, small.Bounds(), img, b, draw.Over, nil)
	return encode(func(w io.Writer) error { return jpeg.Encode(w, small, &jpeg.Options{Quality: thumbQuality}) })
}

// fit shrinks a size into a square, never to nothing.
func fit(w, h, side int) (int, int) {
	longer := max(w, h)
	if longer <= side {
		return w, h
	}
	return max(1, w*side/longer), max(1, h*side/longer)
}
