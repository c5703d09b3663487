package portal

import (
	"strconv"
	"strings"
)

// Drawing is a signature as it was drawn: strokes of points on a field of DrawingWide × DrawingHigh.
type Drawing [][]Point

// Point is a place on the field.
type Point struct {
	_ struct{} `cbor:",toarray"`
	X int16
	Y int16
}

// The field of a drawing, and how much a hand needs.
const (
	DrawingWide = 600
	DrawingHigh = 200
	maxStrokes  = 60
	maxPoints   = 3000
)

// ParseDrawing reads strokes as the page sends them: "12,30 14,33;50,60 51,61".
func ParseDrawing(s string) (d Drawing, err error) {
	if s = strings.TrimSpace(s); s == "" {
		return nil, nil
	}
	if len(s) > maxPoints*8 {
		return nil, Invalid("That drawing is too long. Clear it and sign again.")
	}
	for _, stroke := range strings.Split(s, ";") {
		var points []Point
		for _, p := range strings.Fields(stroke) {
			x, y, ok := strings.Cut(p, ",")
			nx, errX := strconv.ParseInt(x, 10, 16)
			ny, errY := strconv.ParseInt(y, 10, 16)
			if !ok || errX != nil || errY != nil {
				return nil, Invalid("That drawing can’t be read. Clear it and sign again.")
			}
			points = append(points, Point{X: int16(nx), Y: int16(ny)})
		}
		if len(points) > 0 {
			d = append(d, points)
		}
	}
	return d, d.Validate()
}

// Validate checks that a drawing stays on its field and is no longer than a signature.
func (d Drawing) Validate() error {
	n := 0
	for _, stroke := range d {
		n += len(stroke)
		for _, p := range stroke {
			if p.X < 0 || p.X > DrawingWide || p.Y < 0 || p.Y > DrawingHigh {
				return Invalid("That drawing can’t be read. Clear it and sign again.")
			}
		}
	}
	if len(d) > maxStrokes || n > maxPoints {
		return Invalid("That drawing is too long. Clear it and sign again.")
	}
	return nil
}

// String is the drawing as the page sends it.
func (d Drawing) String() string {
	strokes := make([]string, len(d))
	for n := range d {
		strokes[n] = d.Stroke(n)
	}
	return strings.Join(strokes, ";")
}

// Stroke is one stroke as SVG writes points.
func (d Drawing) Stroke(n int) string {
	var b strings.Builder
	for i, p := range d[n] {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(int(p.X)) + "," + strconv.Itoa(int(p.Y)))
	}
	return b.String()
}
