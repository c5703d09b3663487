package picture

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// corner finds which corner of a picture is light: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
func corner(img image.Image) (found int) {
	b := img.Bounds()
	best := uint32(0)
	for n, p := range []image.Point{{b.Min.X, b.Min.Y}, {b.Max.X - 1, b.Min.Y}, {b.Min.X, b.Max.Y - 1}, {b.Max.X - 1, b.Max.Y - 1}} {
		if _, g, _, _ := img.At(p.X, p.Y).RGBA(); g > best {
			best, found = g, n
		}
	}
	return found
}

// TestUpright turns pictures of every make whose light corner was top left when they were seen.
func TestUpright(t *testing.T) {
	stored := map[int]int{1: 0, 2: 1, 3: 3, 4: 2, 5: 0, 6: 2, 7: 3, 8: 1} // where it lies in the file
	for o, at := range stored {
		for name, img := range samples(at) {
			got := upright(img, o)
			w, h := 41, 24
			if o >= 5 {
				w, h = h, w
			}
			if b := got.Bounds(); b.Dx() != w || b.Dy() != h || corner(got) != 0 {
				t.Errorf("%s of orientation %d: %v, light in corner %d", name, o, b, corner(got))
			}
		}
	}
}

func samples(at int) map[string]image.Image {
	r := image.Rect(0, 0, 41, 24)
	flat, gray, ycc := image.NewRGBA(r), image.NewGray(r), image.NewYCbCr(r, image.YCbCrSubsampleRatio420)
	for y := range 24 {
		for x := range 41 {
			light := uint8(0)
			if (x > 20) == (at%2 == 1) && (y > 11) == (at/2 == 1) {
				light = 255
			}
			flat.Set(x, y, color.RGBA{light, light, light, 255})
			gray.Set(x, y, color.Gray{light})
			ycc.Y[ycc.YOffset(x, y)], ycc.Cb[ycc.COffset(x, y)], ycc.Cr[ycc.COffset(x, y)] = light, 128, 128
		}
	}
	thin := image.NewYCbCr(r, image.YCbCrSubsampleRatio422)
	copy(thin.Y, ycc.Y)
	for i := range thin.Cb {
		thin.Cb[i], thin.Cr[i] = 128, 128
	}
	return map[string]image.Image{"RGBA": flat, "gray": gray, "4:2:0": ycc, "4:2:2": thin}
}

func TestAnewKeepsWhatShinesThrough(t *testing.T) {
	p, err := Anew(context.Background(), bytes.NewReader(sample(30, 20)))
	if err != nil || p.Kind != "image/png" {
		t.Fatalf("%s %v", p.Kind, err)
	}
	img, err := png.Decode(bytes.NewReader(p.Full))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := img.At(9, 9).RGBA(); a != 0 {
		t.Error("what shone through is filled")
	}
	if _, err := jpeg.Decode(bytes.NewReader(p.Thumb)); err != nil {
		t.Error(err)
	}
}

func FuzzAnew(f *testing.F) {
	f.Add(sample(3, 2))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = orientation(data)
		if len(data) < 1<<14 {
			_, _ = Anew(context.Background(), bytes.NewReader(data))
		}
	})
}
