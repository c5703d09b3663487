package picture

import (
	"encoding/binary"
	"image"
	"image/color"
)

// maxHeld bounds the bytes that decoding a picture may hold. Pixels alone don’t say: a progressive JPEG is kept four times
// over until its last scan, and a PNG of 16 bits a colour takes 8 bytes a pixel.
const maxHeld = 200_000_000

// held is how many bytes decoding a picture holds at most; its header has been read, so it is there.
func held(kind string, data []byte, cfg image.Config) int {
	pixels := cfg.Width * cfg.Height
	switch kind {
	case "image/jpeg":
		return heldJPEG(data, cfg)
	case "image/png":
		return pixels * bytesPNG(data)
	case "image/webp":
		return pixels * 8 // without loss: as it was coded, and as it is
	}
	return pixels * 4
}

// bytesPNG is how many bytes a pixel of a PNG takes; an interlaced one is put together out of seven pictures.
func bytesPNG(data []byte) int {
	n := 4
	if depth := data[24]; depth == 16 {
		n = 8
	}
	if interlaced := data[28]; interlaced != 0 {
		n *= 2
	}
	return n
}

// heldJPEG counts the planes with their edges filled up, four more bytes for each of their points where it is progressive,
// and what is neither grey nor YCbCr once more as pixels: twice again to turn those.
func heldJPEG(data []byte, cfg image.Config) int {
	frame, progressive := frameOf(data)
	if len(frame) < 6 || len(frame) != 6+3*int(frame[5]) {
		return maxHeld + 1 // the decoder won’t read it either
	}
	n, wide, high := 0, 1, 1
	for c := 6; c < len(frame) && len(frame) > 9; c += 3 { // a plane alone is not thinned out
		h, v := int(frame[c+1]>>4), int(frame[c+1]&15)
		n, wide, high = n+h*v, max(wide, h), max(high, v)
	}
	n = max(n, 1) * 64 * blocks(cfg.Width, wide) * blocks(cfg.Height, high)
	if progressive {
		n *= 5
	}
	if cfg.ColorModel == color.RGBAModel || cfg.ColorModel == color.CMYKModel {
		n += 4 * cfg.Width * cfg.Height
		if orientation(data) != 1 {
			n += 8 * cfg.Width * cfg.Height
		}
	}
	return n
}

// blocks is how many groups of blocks, so many wide, cover a side.
func blocks(side, wide int) int { return (side + 8*wide - 1) / (8 * wide) }

// frameOf finds a JPEG's frame header. It reads over what the decoder reads over, and no more: else a header that the
// decoder never sees could be taken for the one that it does.
func frameOf(data []byte) (frame []byte, progressive bool) {
	for at := 2; at+4 <= len(data); {
		marker := data[at+1]
		switch {
		case data[at] != 0xff || marker == 0xff:
			at++
			continue
		case marker == 0 || marker >= 0xd0 && marker <= 0xd7:
			at += 2
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		switch {
		case end < at+4 || end > len(data) || marker == 0xd9 || marker == 0xda:
			return nil, false
		case marker >= 0xc0 && marker <= 0xc2:
			return data[at+4 : end], marker == 0xc2
		}
		at = end
	}
	return nil, false
}
