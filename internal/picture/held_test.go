package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"testing"
)

// segment is one of a JPEG's.
func segment(marker byte, body ...byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

// jpegOf is a JPEG up to where its picture would begin; each plane is how it is sampled.
func jpegOf(sof byte, w, h uint16, planes ...byte) []byte {
	body := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, h), w)
	body = append(body, byte(len(planes)))
	for n, hv := range planes {
		body = append(body, byte(n+1), hv, 0)
	}
	return join([]byte{0xff, 0xd8}, segment(sof, body...), segment(0xda, 0))
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// pngOf is a PNG's header.
func pngOf(w, h uint32, depth, colour, interlaced byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	head = append(head, depth, colour, 0, 0, interlaced)
	return join([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head, binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(head)))
}

// webpOf is the header of a WebP without loss.
func webpOf(w, h uint32) []byte {
	head := binary.LittleEndian.AppendUint32([]byte{0x2f}, (w-1)|(h-1)<<14)
	return join([]byte("RIFF\x12\x00\x00\x00WEBPVP8L\x05\x00\x00\x00"), head, []byte{0})
}

// TestWhatDecodingHolds: photos as phones make them are read up to the most pixels, and what unfolds to hundreds of
// megabytes is not even begun.
func TestWhatDecodingHolds(t *testing.T) {
	const plain, progressive = 0xc0, 0xc2
	decoy := segment(0xfe, jpegOf(plain, 8, 8, 0x11)[2:]...)
	for name, c := range map[string]struct {
		data []byte
		want error // ErrBad: it was begun, and there is no picture in it
	}{
		"a photo of 12 megapixels":          {jpegOf(plain, 4000, 3000, 0x22, 0x11, 0x11), ErrBad},
		"a photo of 40 megapixels":          {jpegOf(plain, 7300, 5475, 0x22, 0x11, 0x11), ErrBad},
		"one with all its colours":          {jpegOf(plain, 7300, 5475, 0x11, 0x11, 0x11), ErrBad},
		"a progressive one of 12":           {jpegOf(progressive, 4000, 3000, 0x11, 0x11, 0x11), ErrBad},
		"a progressive one of 40":           {jpegOf(progressive, 7300, 5475, 0x22, 0x11, 0x11), ErrHeavy},
		"one behind a decoy":                {join([]byte{0xff, 0xd8}, decoy, jpegOf(progressive, 7300, 5475, 0x11, 0x11, 0x11)[2:]), ErrHeavy},
		"one behind rubbish":                {join([]byte{0xff, 0xd8, 0xff, 0xd0, 1, 2, 0xff, 0, 0xff}, jpegOf(progressive, 7300, 5475, 0x11, 0x11, 0x11)[2:]), ErrHeavy},
		"CMYK":                              {jpegOf(progressive, 7300, 5475, 0x11, 0x11, 0x11, 0x11), ErrHeavy},
		"a plain grey one, sampled oddly":   {jpegOf(plain, 7300, 5475, 0x22), ErrBad},
		"a PNG of 40 megapixels":            {pngOf(7300, 5475, 8, 6, 0), ErrBad},
		"a PNG of 16 bits":                  {pngOf(7300, 5475, 16, 6, 0), ErrHeavy},
		"a grey one that may shine through": {pngOf(7300, 5475, 16, 0, 0), ErrHeavy},
		"a PNG that comes in passes":        {pngOf(7300, 5475, 8, 6, 1), ErrHeavy},
		"a WebP of 12 megapixels":           {webpOf(4000, 3000), ErrBad},
		"a WebP of 40 megapixels":           {webpOf(7300, 5475), ErrHeavy},
	} {
		if _, err := Anew(context.Background(), bytes.NewReader(c.data)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestWaitingForATurnEnds: whoever has gone waits no longer.
func TestWaitingForATurnEnds(t *testing.T) {
	for range cap(room) {
		room <- struct{}{}
		defer func() { <-room }()
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Anew(ctx, bytes.NewReader(sample(3, 2))); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
