package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Copy is a consistent copy of the data file, which is gone once it is closed.
type Copy struct{ *os.File }

// Copy copies the data file beside itself: whoever fetches it slowly holds no transaction open.
func (db *DB) Copy() (c Copy, size int64, err error) {
	f, err := os.CreateTemp(filepath.Dir(db.kv.Path()), ".portico-copy-*")
	if err != nil {
		return c, 0, err
	}
	c = Copy{f}
	_ = os.Remove(f.Name()) // where the system allows it: then not even a crash leaves it there
	if size, err = db.WriteTo(f); err == nil {
		_, err = f.Seek(0, 0)
	}
	if err != nil {
		return c, 0, errors.Join(err, c.Close())
	}
	return c, size, nil
}

// Close takes the copy away.
func (c Copy) Close() error {
	err := c.File.Close()
	if gone := os.Remove(c.Name()); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}
