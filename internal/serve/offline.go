package serve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"portico/internal/auth"
	"portico/service"
	"portico/store"
	"portico/store/kv"
)

// Backup writes a consistent copy of a data file to file: through the copy that runs on it, or directly.
func Backup(ctx context.Context, data, file string) (size int64, err error) {
	err = ask(ctx, data, "/backup", func(body io.Reader) error {
		return kv.Replace(file, func(f *os.File) (err error) {
			size, err = io.Copy(f, body)
			return err
		})
	})
	if !errors.Is(err, errNotRunning) {
		return size, err
	}
	if _, err := os.Stat(data); err != nil {
		return 0, err
	}
	if err := kv.WithLock(data, func() error { return kv.CopyFile(file, data) }); err != nil {
		return 0, InUse(data, err)
	}
	fi, err := os.Stat(file)
	if err != nil {
		return 0, err
	}
	return fi.Size(), nil
}

// Check verifies a data file, running or not, and calls bad for every fault.
func Check(ctx context.Context, data string, bad func(string)) error {
	err := ask(ctx, data, "/check", func(body io.Reader) error {
		last := ""
		lines := bufio.NewScanner(body)
		for lines.Scan() {
			if last != "" {
				bad(last)
			}
			last = lines.Text()
		}
		if lines.Err() == nil && last != checkDone {
			return io.ErrUnexpectedEOF
		}
		return lines.Err()
	})
	if !errors.Is(err, errNotRunning) {
		return err
	}
	return InUse(data, store.Verify(ctx, data, bad))
}

// OwnerLink makes a one-time sign-in link for an Owner, through the copy that runs or directly; then url is
// the address that the link begins with.
func OwnerLink(ctx context.Context, data, url string) (link string, err error) {
	err = ask(ctx, data, "/owner-link", func(body io.Reader) error {
		b, err := io.ReadAll(body)
		link = strings.TrimSpace(string(b))
		return err
	})
	if !errors.Is(err, errNotRunning) {
		return link, err
	}
	if _, err := os.Stat(data); err != nil {
		return "", err
	}
	db, err := store.Open(data, store.Options{})
	if err != nil {
		return "", InUse(data, err)
	}
	keys, _, err := auth.LoadOrCreateKey(KeyFile(data))
	if err == nil {
		s := service.New(db, keys, service.Options{URL: url, Listen: strings.Replace(DefaultListen, "127.0.0.1", "localhost", 1)})
		link, err = s.OwnerLink(ctx)
	}
	return link, errors.Join(err, db.Close())
}

var errNotRunning = errors.New("no Portico runs on this data file")

// ask sends a command to the copy that runs on a data file.
func ask(ctx context.Context, data, path string, read func(io.Reader) error) error {
	c := dial(data)
	if c == nil {
		return errNotRunning
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://portico"+path, nil)
	if err != nil {
		return err
	}
	res, err := c.Do(r)
	if err != nil {
		return fmt.Errorf("asking the running Portico: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		why, _ := io.ReadAll(io.LimitReader(res.Body, 1000)) // what there is
		return fmt.Errorf("%s", strings.TrimSpace(string(why)))
	}
	return read(res.Body)
}
