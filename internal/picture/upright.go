package picture

import (
	"bytes"
	"encoding/binary"
	"image"

	"golang.org/x/image/draw"
)

// orientation reads how a camera was held out of a JPEG's EXIF data: 1 to 8, 1 when it doesn't say. The mark
// goes with all the rest of that data, so the pixels have to be turned.
func orientation(data []byte) int {
	if len(data) < 4 || data[0] != 0xff || data[1] != 0xd8 {
		return 1
	}
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(data) {
			return 1
		}
		if exif, ok := bytes.CutPrefix(data[at+4:at+2+size], []byte("Exif\x00\x00")); marker == 0xe1 && ok {
			return exifOrientation(exif)
		}
		at += 2 + size
	}
	return 1
}

// exifOrientation looks for tag 0x0112 in the first directory.
func exifOrientation(b []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(b, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(b) < 8 {
		return 1
	}
	at := int(order.Uint32(b[4:]))
	if at < 8 || at+2 > len(b) {
		return 1
	}
	for n := range int(order.Uint16(b[at:])) {
		entry := at + 2 + 12*n
		if entry+12 > len(b) {
			return 1
		}
		if order.Uint16(b[entry:]) == 0x0112 {
			if o := int(order.Uint16(b[entry+8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}

// upright turns and mirrors a picture so that it stands as it was seen.
func upright(img image.Image, o int) image.Image {
	if o == 1 {
		return img
	}
	switch p := img.(type) {
	case *image.YCbCr:
		if turned, ok := uprightYCbCr(p, o); ok {
			return turned
		}
	case *image.Gray:
		out := image.NewGray(turnedBounds(p.Bounds(), o))
		turn(out.Pix, out.Stride, p.Pix, p.Stride, p.Rect.Dx(), p.Rect.Dy(), 1, o)
		return out
	}
	flat := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(flat, flat.Bounds(), img, img.Bounds().Min, draw.Src)
	out := image.NewRGBA(turnedBounds(flat.Bounds(), o))
	turn(out.Pix, out.Stride, flat.Pix, flat.Stride, flat.Rect.Dx(), flat.Rect.Dy(), 4, o)
	return out
}

// turnedRatio is how the colours of a turned picture are thinned out.
var turnedRatio = map[image.YCbCrSubsampleRatio]image.YCbCrSubsampleRatio{
	image.YCbCrSubsampleRatio444: image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio420: image.YCbCrSubsampleRatio420,
	image.YCbCrSubsampleRatio422: image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio440: image.YCbCrSubsampleRatio422,
}

// uprightYCbCr turns the three planes of a photo, as they are: half the memory of turning its pixels.
func uprightYCbCr(p *image.YCbCr, o int) (*image.YCbCr, bool) {
	ratio, ok := turnedRatio[p.SubsampleRatio]
	if !ok {
		return nil, false
	}
	if o < 5 {
		ratio = p.SubsampleRatio
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	cw, ch := w, h
	if p.SubsampleRatio == image.YCbCrSubsampleRatio420 || p.SubsampleRatio == image.YCbCrSubsampleRatio422 {
		cw = (w + 1) / 2
	}
	if p.SubsampleRatio == image.YCbCrSubsampleRatio420 || p.SubsampleRatio == image.YCbCrSubsampleRatio440 {
		ch = (h + 1) / 2
	}
	out := image.NewYCbCr(turnedBounds(p.Rect, o), ratio)
	turn(out.Y, out.YStride, p.Y, p.YStride, w, h, 1, o)
	turn(out.Cb, out.CStride, p.Cb, p.CStride, cw, ch, 1, o)
	turn(out.Cr, out.CStride, p.Cr, p.CStride, cw, ch, 1, o)
	return out, true
}

func turnedBounds(b image.Rectangle, o int) image.Rectangle {
	if o >= 5 {
		return image.Rect(0, 0, b.Dy(), b.Dx())
	}
	return image.Rect(0, 0, b.Dx(), b.Dy())
}

// turn copies a plane of w × h points of some bytes each to where EXIF's orientation o wants them.
func turn(to []byte, toStride int, from []byte, fromStride, w, h, size, o int) {
	for y := range h {
		line := from[y*fromStride:]
		for x := range w {
			tx, ty := x, y
			if o == 2 || o == 3 || o == 7 || o == 8 {
				tx = w - 1 - x
			}
			if o == 3 || o == 4 || o == 6 || o == 7 {
				ty = h - 1 - y
			}
			if o >= 5 {
				tx, ty = ty, tx
			}
			copy(to[ty*toStride+tx*size:][:size], line[x*size:][:size])
		}
	}
}
