package pdf

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"

	"github.com/signintech/gopdf"
)

// Room for the logo in the letterhead, in points.
const (
	logoWidth  = 170
	logoHeight = 46
)

// logo is the business's picture, fitted into its room.
type logo struct {
	png  []byte
	w, h float64
}

// readLogo measures a PNG; nil when there is none or it can't be read, then the name stands alone.
func readLogo(data []byte) *logo {
	if len(data) == 0 {
		return nil
	}
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width == 0 || c.Height == 0 {
		return nil
	}
	scale := min(logoWidth/float64(c.Width), logoHeight/float64(c.Height))
	return &logo{data, float64(c.Width) * scale, float64(c.Height) * scale}
}

// drawLogo writes the picture. gopdf can't read every kind of PNG: what it refuses is drawn from its pixels.
func (w *writer) drawLogo(a area) error {
	rect := &gopdf.Rect{W: a.w, H: a.h}
	x := w.turn(a.x, a.w)
	holder, err := gopdf.ImageHolderByBytes(w.sheet.logo.png)
	if err != nil {
		return err
	}
	if w.ImageByHolder(holder, x, a.y, rect) == nil {
		return nil
	}
	img, err := png.Decode(bytes.NewReader(w.sheet.logo.png))
	if err != nil {
		return nil //nolint:nilerr // a document without its picture is better than none
	}
	return w.ImageFrom(flat(img), x, a.y, rect)
}

// flat lays a picture on white.
func flat(img image.Image) image.Image {
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Over)
	return out
}
