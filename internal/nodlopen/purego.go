// Package purego stands in for github.com/ebitengine/purego, which the HEIC decoder uses to load libheif from the machine
// that it runs on, where there is one. Linked in, the real one makes the binary a dynamic one, even without cgo; this one
// loads nothing, so that the decoder that is built in is used everywhere.
package purego

import "errors"

// How the real one loads libraries.
const (
	RTLD_NOW    = 2
	RTLD_GLOBAL = 0x100
)

// Dlopen loads no library.
func Dlopen(string, int) (uintptr, error) { return 0, errors.New("purego: no library is loaded") }

// RegisterLibFunc is never called, since no library is loaded.
func RegisterLibFunc(any, uintptr, string) {}
