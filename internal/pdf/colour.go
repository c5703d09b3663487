package pdf

import (
	"math"
	"strconv"
)

// ink is a colour to draw with.
type ink struct{ r, g, b uint8 }

var (
	black = ink{0x16, 0x1d, 0x24} // text
	grey  = ink{0x5c, 0x67, 0x72} // labels and details
	line  = ink{0xdd, 0xe1, 0xe5} // hairlines
	white = ink{0xff, 0xff, 0xff}
	red   = ink{0xb4, 0x23, 0x18}
	green = ink{0x15, 0x6f, 0x3d}
)

// palette is what a brand colour becomes on white paper.
type palette struct {
	brand ink // as the business chose it: areas
	deep  ink // dark enough to be read as text
	tint  ink // a breath of it, behind text
}

// colours makes the palette of a colour such as #0f5c70; anything else is ink.
func colours(hex string) palette {
	c := black
	if n, err := strconv.ParseUint(trimHash(hex), 16, 32); err == nil && len(hex) == 7 {
		c = ink{uint8(n >> 16), uint8(n >> 8), uint8(n)}
	}
	p := palette{brand: c, deep: c, tint: c.mix(white, 0.92)}
	for p.deep.contrast(p.tint) < 4.5 {
		p.deep = p.deep.mix(ink{}, 0.08)
	}
	return p
}

func trimHash(s string) string {
	if s != "" && s[0] == '#' {
		return s[1:]
	}
	return s
}

// mix moves a colour a part of the way to another.
func (c ink) mix(o ink, part float64) ink {
	at := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*part)) }
	return ink{at(c.r, o.r), at(c.g, o.g), at(c.b, o.b)}
}

// contrast is the ratio of WCAG 2.2.
func (c ink) contrast(o ink) float64 {
	a, b := c.luminance(), o.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

func (c ink) luminance() float64 {
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.r) + 0.7152*part(c.g) + 0.0722*part(c.b)
}
