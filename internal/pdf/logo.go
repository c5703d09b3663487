package pdf

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/png"
	"sync/atomic"

	"github.com/signintech/gopdf"
	"golang.org/x/image/draw"
)

// Room for the logo in the letterhead, in points, and how many pixels a point gets: 300 to the inch.
const (
	logoWidth  = 170
	logoHeight = 46
	dots       = 300.0 / 72
)

// maxPixels is what a logo may have to be decoded: the program's own re-encoding allows far less.
const maxPixels = 40_000_000

// logo is the business's picture, fitted into its room, without transparency, as few bytes as print needs.
type logo struct {
	png  []byte
	w, h float64
}

// lastLogo is the logo of the document before: a business has one, and preparing it costs more than a page.
var lastLogo atomic.Pointer[struct {
	of   [sha256.Size]byte
	logo *logo
}]

// readLogo prepares a PNG; nil when there is none or it can't be read, then the name stands in its place.
func readLogo(data []byte) *logo {
	if len(data) == 0 {
		return nil
	}
	of := sha256.Sum256(data)
	if last := lastLogo.Load(); last != nil && last.of == of {
		return last.logo
	}
	l := prepare(data)
	lastLogo.Store(&struct {
		of   [sha256.Size]byte
		logo *logo
	}{of, l})
	return l
}

func prepare(data []byte) *logo {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width == 0 || c.Height == 0 || c.Width*c.Height > maxPixels {
		return nil
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	scale := min(logoWidth/float64(c.Width), logoHeight/float64(c.Height))
	l := &logo{w: float64(c.Width) * scale, h: float64(c.Height) * scale}
	var out bytes.Buffer
	if png.Encode(&out, flat(img, min(1, scale*dots))) != nil {
		return nil
	}
	l.png = out.Bytes()
	return l
}

// flat lays a picture on white, made smaller where it has more pixels than print shows.
func flat(img image.Image, scale float64) image.Image {
	w, h := int(float64(img.Bounds().Dx())*scale+0.5), int(float64(img.Bounds().Dy())*scale+0.5)
	out := image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(out, out.Bounds(), img, img.Bounds(), draw.Over, nil)
	return out
}

func (w *writer) drawLogo(a area) error {
	holder, err := gopdf.ImageHolderByBytes(w.sheet.logo.png)
	if err != nil {
		return err
	}
	return w.ImageByHolder(holder, w.turn(a.x, a.w), a.y, &gopdf.Rect{W: a.w, H: a.h})
}
