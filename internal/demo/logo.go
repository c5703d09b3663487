package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// logo draws Larkfield's mark: a white lark over a field, on a tile in the business's colour.
func logo() []byte {
	const size, scale = 192, 3
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, sample(x, y, size, scale))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err) // only for an image without size
	}
	return out.Bytes()
}

// sample averages scale × scale points of a pixel, which smooths the edges.
func sample(x, y, size, scale int) color.NRGBA {
	var r, g, b, a float64
	for sy := range scale {
		for sx := range scale {
			c := mark((float64(x)+(float64(sx)+.5)/float64(scale))/float64(size), (float64(y)+(float64(sy)+.5)/float64(scale))/float64(size))
			r, g, b, a = r+float64(c.R)*float64(c.A), g+float64(c.G)*float64(c.A), b+float64(c.B)*float64(c.A), a+float64(c.A)
		}
	}
	if a == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(r / a), uint8(g / a), uint8(b / a), uint8(a / float64(scale*scale))}
}

var (
	teal  = color.NRGBA{0x0f, 0x5c, 0x70, 255}
	white = color.NRGBA{255, 255, 255, 255}
	amber = color.NRGBA{0xf2, 0xb1, 0x34, 255}
)

// mark is the colour at a point of the unit square.
func mark(x, y float64) color.NRGBA {
	const corner = .22
	dx, dy := math.Max(0, math.Abs(x-.5)-(.5-corner)), math.Max(0, math.Abs(y-.5)-(.5-corner))
	switch wave := .72 + .045*math.Sin(x*9+.6); {
	case math.Hypot(dx, dy) > corner:
		return color.NRGBA{}
	case y > wave && y < wave+.055:
		return amber
	case y > wave+.1 && y < wave+.14:
		return white
	case wing(x, y, .20, .50, .30) || wing(1-x, y, .20, .50, .30):
		return white
	}
	return teal
}

// wing is a crescent: inside one circle and outside another above it.
func wing(x, y, cx, cy, r float64) bool {
	return x < .505 && math.Hypot(x-cx-.08, y-cy) < r && math.Hypot(x-cx-.04, y-cy-.13) > r
}
