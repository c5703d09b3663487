//go:build linux || darwin || freebsd

package kv

import (
	"path/filepath"
	"syscall"
)

// Room is how many bytes the disk under the file has left, where the system tells.
func (db *DB) Room() (left uint64, known bool) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(db.path), &fs); err != nil {
		return 0, false
	}
	return uint64(fs.Bavail) * uint64(fs.Bsize), true
}
