package kv

import (
	"encoding/binary"
	"fmt"
)

// Count counts the keys of a bucket: for check.
func (tx *Tx) Count(bucket string) int { return tx.bucket(bucket).Stats().KeyN }

// CheckBlobs verifies that every file has all of its chunks, and that no chunk is nobody's.
func CheckBlobs(tx *Tx, bad func(error)) error {
	want := map[uint64]int64{} // size by first
	err := tx.Walk(blobMeta, nil, nil, func(k, v []byte) (bool, error) {
		if len(v) != 20 {
			bad(fmt.Errorf("file %x: its record is %d bytes long", k, len(v)))
			return true, nil
		}
		want[binary.BigEndian.Uint64(v)] = int64(binary.BigEndian.Uint64(v[12:]))
		return true, nil
	})
	if err != nil {
		return err
	}
	have := map[uint64]int64{}
	err = tx.Walk(blobData, nil, nil, func(k, v []byte) (bool, error) {
		have[binary.BigEndian.Uint64(k)] += int64(len(v))
		return true, nil
	})
	for first, size := range want {
		if have[first] != size {
			bad(fmt.Errorf("file %d: %d bytes of %d are there", first, have[first], size))
		}
		delete(have, first)
	}
	for first, size := range have {
		if !tx.Holds(blobGone, key64(first)) {
			bad(fmt.Errorf("file %d: %d bytes belong to no file", first, size))
		}
	}
	return err
}
