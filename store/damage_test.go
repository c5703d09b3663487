package store_test

import (
	"os"
	"testing"

	"portico/store/storetest"
)

func cutOff(t *testing.T) string {
	path := sample(t)
	fi, err := os.Stat(path)
	storetest.Must(t, err)
	storetest.Must(t, os.Truncate(path, fi.Size()*2/3/4096*4096))
	return path
}

// damaged has pages that say they are others.
func damaged(t *testing.T, from, to int64) string {
	path := sample(t)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	storetest.Must(t, err)
	defer f.Close()
	for page := from; page < to; page++ {
		_, err = f.WriteAt([]byte{0xff, 0xff}, page*4096)
		storetest.Must(t, err)
	}
	return path
}
