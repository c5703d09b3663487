package mail

import (
	"fmt"
	"math"
	"strconv"
)

// rgb is a colour, each part from 0 to 1.
type rgb [3]float64

func parseColour(s string) rgb {
	var c rgb
	if n, err := strconv.ParseUint(trimHash(s), 16, 32); err == nil && len(s) == 7 {
		for i := range c {
			c[i] = float64(n>>(16-8*i)&0xff) / 255
		}
		return c
	}
	return rgb{0x0f / 255.0, 0x5c / 255.0, 0x70 / 255.0} // what a business starts with
}

func trimHash(s string) string {
	if s != "" && s[0] == '#' {
		return s[1:]
	}
	return s
}

func (c rgb) String() string {
	b := func(x float64) int { return int(math.Round(x * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", b(c[0]), b(c[1]), b(c[2]))
}

// luminance is WCAG's.
func (c rgb) luminance() float64 {
	lin := func(x float64) float64 {
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c[0]) + 0.7152*lin(c[1]) + 0.0722*lin(c[2])
}

func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func mix(a, b rgb, part float64) rgb {
	for i := range a {
		a[i] += (b[i] - a[i]) * part
	}
	return a
}

// toward moves a colour to another until it stands out enough from a ground.
func (c rgb) toward(end, ground rgb, least float64) rgb {
	for part := 0.0; part < 1; part += 0.02 {
		if m := mix(c, end, part); contrast(m, ground) >= least {
			return m
		}
	}
	return end
}

var (
	white = rgb{1, 1, 1}
	black = rgb{}
)

// on is the colour of text on a ground: the one that can be read better.
func on(ground rgb) rgb {
	if contrast(white, ground) >= contrast(black, ground) {
		return white
	}
	return mix(black, ground, 0.08)
}

// palette is the business's colour as a theme can use it.
type palette struct {
	Fill, On rgb // a button and its text
	Edge     rgb // its border, for a fill that is hard to tell from the card
	Ink      rgb // links
}

// Grounds of the two themes; letter.templ has them too.
var (
	lightCard, lightPage = parseColour("#ffffff"), parseColour("#f8f7f6")
	darkCard             = parseColour("#1f1c1a")
)

func lightPalette(brand rgb) palette {
	return palette{Fill: brand, On: on(brand), Edge: brand.toward(black, lightCard, 3), Ink: brand.toward(black, lightPage, 4.6)}
}

func darkPalette(brand rgb) palette {
	fill := brand.toward(white, darkCard, 4)
	return palette{Fill: fill, On: on(fill), Edge: fill, Ink: brand.toward(white, darkCard, 7)}
}
