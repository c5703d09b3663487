package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// The key file is one line of text: the mark, 32 random bytes in base64url, and the first 8 bytes of their
// SHA-256 in hex, which tells a damaged file from a good one.
const (
	keyMark    = "portico-key-1"
	keyMaxSize = 1024 // bytes; a good file has 75
)

// ErrKeyFile is the kind of every complaint about what a key file holds or who may read it.
var ErrKeyFile = errors.New("secret key file")

// LoadOrCreateKey reads the key file, or makes it when there is none, and reports whether it did. A file that
// others may read is refused, as ssh does: its secret may already be known. Two programs that start at once
// get the same key.
func LoadOrCreateKey(path string) (keys *Keys, created bool, err error) {
	secret, err := readKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		if created, err = createKey(path); err == nil {
			secret, err = readKey(path)
		}
	}
	if err != nil {
		return nil, false, err
	}
	return NewKeys(secret), created, nil
}

func readKey(path string) (secret [32]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return secret, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return secret, err
	}
	if !info.Mode().IsRegular() {
		return secret, fmt.Errorf("%w %s is not a regular file", ErrKeyFile, path)
	}
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode&0o077 != 0 {
		return secret, fmt.Errorf("%w %s can be read by others (mode %#o): run chmod 600 %s, and if a stranger could have read it, delete it (everyone then signs in anew)", ErrKeyFile, path, mode, path)
	}
	text, err := io.ReadAll(io.LimitReader(f, keyMaxSize))
	if err != nil {
		return secret, err
	}
	if secret, err = parseKey(string(text)); err != nil {
		return secret, fmt.Errorf("%w %s %w; put back a good copy, or delete it (everyone then signs in anew and sets up their authenticator again)", ErrKeyFile, path, err)
	}
	return secret, nil
}

func parseKey(text string) (secret [32]byte, err error) {
	f := strings.Fields(text)
	switch {
	case len(f) == 0:
		return secret, errors.New("is empty")
	case f[0] != keyMark && strings.HasPrefix(f[0], "portico-key-"):
		return secret, errors.New("was made by a newer version")
	case f[0] != keyMark:
		return secret, errors.New("is not a Portico key")
	case len(f) != 3:
		return secret, errors.New("is cut short")
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(f[1])
	if err != nil || len(raw) != len(secret) || f[2] != keySum(raw) {
		return secret, errors.New("is damaged")
	}
	return [32]byte(raw), nil
}

func keySum(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

// createKey writes a temporary file, syncs it, and gives it its name only if nothing has that name: a link
// fails where a rename would replace a key that another process is already using.
func createKey(path string) (created bool, err error) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	tmp := path + "." + NewToken()[:8] + ".tmp"
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return false, err
	}
	defer os.Remove(tmp)
	_, err = fmt.Fprintf(f, "%s %s %s\n", keyMark, base64.RawURLEncoding.EncodeToString(raw), keySum(raw))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return false, err
	}
	switch err = os.Link(tmp, path); {
	case errors.Is(err, fs.ErrExist):
		return false, nil // somebody was quicker; theirs counts
	case err != nil: // a file system without hard links
		if err = os.Rename(tmp, path); err != nil {
			return false, err
		}
	}
	return true, syncDir(filepath.Dir(path))
}

// syncDir makes the new name itself durable.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" { // directories cannot be synced there
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
