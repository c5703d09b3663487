package store

import (
	"bytes"
	"sync/atomic"
)

// decodedSlots bounds how many records of one kind are kept decoded.
const decodedSlots = 512

// Decoded remembers what stored bytes were decoded to: the same few records stand behind every page of a visitor. What
// it answers is good because the bytes are compared, and shared: nobody changes what a slice or map in it leads to.
type Decoded[T any] struct {
	slots [decodedSlots]atomic.Pointer[decoded[T]]
}

type decoded[T any] struct {
	raw []byte
	rec T
}

// Get decodes raw with fn, unless the last that was decoded in its slot was the same. Raw may be gone when the
// transaction ends.
func (d *Decoded[T]) Get(slot uint64, raw []byte, fn func([]byte, *T) error) (T, error) {
	at := &d.slots[slot%decodedSlots]
	if last := at.Load(); last != nil && bytes.Equal(last.raw, raw) {
		return last.rec, nil
	}
	kept := &decoded[T]{raw: bytes.Clone(raw)}
	if err := fn(kept.raw, &kept.rec); err != nil {
		return kept.rec, err
	}
	at.Store(kept)
	return kept.rec, nil
}
