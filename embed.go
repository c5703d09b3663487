package main

import (
	"embed"
	"errors"
	"io/fs"
	_ "time/tzdata" // a bare machine or container has no time zones of its own
)

// The whole of static, because the part that is served, static/vendor, is made by `make`
// and the program has to compile without it too.
//
//go:embed all:static
var static embed.FS

var errNoAssets = errors.New("assets are missing: run `make`")

// Assets returns what the browser gets: app.css, app.js, icons.svg, images, most with .br and .gz
// beside them, and manifest.json, which gives each its name with a content hash.
func Assets() (fs.FS, error) {
	vendor, err := fs.Sub(static, "static/vendor")
	if err != nil {
		return nil, err
	}
	// manifest.json is written last, so it vouches for the others.
	for _, name := range []string{"app.css", "manifest.json"} {
		if _, err := fs.Stat(vendor, name); err != nil {
			return nil, errNoAssets
		}
	}
	return vendor, nil
}
