package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
)

// scene is a photo that somebody might send, painted.
type scene struct {
	name, note string
	paint      func(x, y float64) color.RGBA // the colour at a point of the unit square
}

var scenes = []scene{
	{"Boiler room.jpg", "The gauge stands in the red.", boilerRoom},
	{"Pool this morning.jpg", "Green again, is that normal?", pool},
	{"Stain on the ceiling.jpg", "It grew since last week.", stain},
}

// draw makes the photo.
func (s scene) draw() []byte {
	const w, h = 720, 540
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, s.paint(float64(x)/w, float64(y)/h))
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		panic(err) // only for an image without size
	}
	return out.Bytes()
}

// shade is a colour, darker or lighter.
func shade(r, g, b, light float64) color.RGBA {
	part := func(v float64) uint8 { return uint8(math.Max(0, math.Min(255, v*light))) }
	return color.RGBA{part(r), part(g), part(b), 255}
}

// boilerRoom is a white boiler with a round gauge and two pipes before a grey wall.
func boilerRoom(x, y float64) color.RGBA {
	light := 1.1 - .5*math.Hypot(x-.4, y-.2)
	dx, dy := (x-.5)*4/3, y-.42
	switch d := math.Hypot(dx, dy); {
	case d < .11 && math.Abs(dx-dy) < .012 && dx > 0 || d < .014:
		return shade(190, 30, 25, 1)
	case d < .12:
		return shade(250, 248, 240, light)
	case d < .135:
		return shade(70, 70, 75, light)
	case x > .28 && x < .72 && y > .15 && y < .8:
		return shade(225, 227, 230, light)
	case y >= .8 && (math.Abs(x-.38) < .02 || math.Abs(x-.62) < .02):
		return shade(184, 115, 51, .8+2*math.Abs(math.Mod(x, .24)-.14))
	}
	return shade(128, 132, 128, light)
}

// pool is water with light on it, a rim and stone around.
func pool(x, y float64) color.RGBA {
	if y < .28 {
		return shade(196, 186, 168, .85+.12*math.Sin(x*40)*math.Sin(y*90))
	}
	if y < .32 {
		return shade(238, 236, 230, 1)
	}
	wave := math.Sin(x*26+4*math.Sin(y*17)) * math.Sin(y*60+3*math.Sin(x*11))
	return shade(70, 150, 110, .85+.3*y+.18*math.Max(0, wave))
}

// stain is a brown ring on a white ceiling, with a lamp beside it.
func stain(x, y float64) color.RGBA {
	light := .92 + .15*math.Exp(-8*math.Hypot(x-.85, y-.15))
	angle := math.Atan2(y-.55, x-.45)
	edge := .24 + .03*math.Sin(angle*5) + .015*math.Sin(angle*11+1)
	switch d := math.Hypot((x-.45)*4/3, y-.55); {
	case math.Hypot((x-.85)*4/3, y-.15) < .08:
		return shade(255, 250, 225, 1)
	case d > edge:
		return shade(236, 233, 226, light)
	case d > edge-.025:
		return shade(168, 132, 82, light)
	default:
		return shade(214, 196, 160, light-.1*d)
	}
}
