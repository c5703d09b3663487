package web

import (
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"portico/portal"
)

// asset is one shipped file in its encodings.
type asset struct {
	kind          string
	plain, gz, br []byte
}

// Static serves the shipped assets under names with a content hash, so that browsers keep them for ever.
func Static(files fs.FS, names map[string]string) func(*Ctx) error {
	var mu sync.Mutex
	loaded := map[string]*asset{}
	plain := make(map[string]string, len(names))
	for name, hashed := range names {
		plain[hashed] = name
	}
	load := func(hashed string) *asset {
		mu.Lock()
		defer mu.Unlock()
		if a, ok := loaded[hashed]; ok {
			return a
		}
		name, ok := plain[hashed]
		if !ok {
			return nil
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil
		}
		a := &asset{kind: mime.TypeByExtension(path.Ext(name)), plain: data}
		a.gz, _ = fs.ReadFile(files, name+".gz") // absent for images
		a.br, _ = fs.ReadFile(files, name+".br")
		loaded[hashed] = a
		return a
	}
	return func(c *Ctx) error {
		a := load(c.Param("file"))
		if a == nil {
			return portal.NotFound()
		}
		body, accepts := a.plain, c.GetHeader("Accept-Encoding")
		switch {
		case a.br != nil && strings.Contains(accepts, "br"):
			body = a.br
			c.Header("Content-Encoding", "br")
		case a.gz != nil && strings.Contains(accepts, "gzip"):
			body = a.gz
			c.Header("Content-Encoding", "gzip")
		}
		c.Header("Vary", "Accept-Encoding")
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
		c.Data(http.StatusOK, a.kind, body)
		return nil
	}
}
