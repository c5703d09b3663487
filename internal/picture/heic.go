package picture

import (
	"bytes"
	"image"
	"io"

	"github.com/gen2brain/heic"
)

// heics are the photos of phones. Their decoder is a sandbox of its own (wasm), built on first use; it turns them upright.
var heics = map[string]bool{"image/heic": true, "image/heif": true}

// form is how a kind of picture is read.
type form struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// formOf finds the decoder for a kind; the standard library finds its own by how the bytes begin.
func formOf(kind string) form {
	if heics[kind] {
		return form{heic.DecodeConfig, heic.Decode}
	}
	return form{
		func(r io.Reader) (image.Config, error) {
			cfg, _, err := image.DecodeConfig(r)
			return cfg, err
		},
		func(r io.Reader) (image.Image, error) {
			img, _, err := image.Decode(r)
			return img, err
		},
	}
}

// careful runs a decoder. One that trips over what it was given is the picture’s fault, not the program’s.
func careful[T any](read func(io.Reader) (T, error), data []byte) (out T, err error) {
	defer func() {
		if recover() != nil {
			err = ErrBad
		}
	}()
	if out, err = read(bytes.NewReader(data)); err != nil {
		err = ErrBad
	}
	return out, err
}
