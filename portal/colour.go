package portal

import (
	"math"
	"strconv"
)

// On is the text colour that is read best on a colour, and their contrast (WCAG 2.2).
func On(colour string) (text string, contrast float64) {
	l := luminance(colour)
	dark, light := (l+0.05)/0.05, 1.05/(l+0.05)
	if dark > light {
		return "#000000", dark
	}
	return "#ffffff", light
}

// Contrast is the contrast of two colours, 1 to 21.
func Contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of #rrggbb; what is no colour is black.
func luminance(c string) float64 {
	if !colour.MatchString(c) {
		return 0
	}
	part := func(i int) float64 {
		n, _ := strconv.ParseUint(c[i:i+2], 16, 8) // two hexadecimal digits, the pattern says so
		v := float64(n) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(1) + 0.7152*part(3) + 0.0722*part(5)
}
