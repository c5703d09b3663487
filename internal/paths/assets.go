package paths

import "sync/atomic"

var manifest atomic.Pointer[map[string]URL]

// UseAssets registers the hashed names of the built assets, once at start: "app.css" → "app.1e54a6d132.css".
func UseAssets(names map[string]string) {
	m := make(map[string]URL, len(names))
	for name, hashed := range names {
		m[name] = URL("/static/" + hashed)
	}
	manifest.Store(&m)
}

// Asset is the address of a built asset; without a manifest (in tests) its plain name.
func Asset(name string) URL {
	if m := manifest.Load(); m != nil {
		if u, ok := (*m)[name]; ok {
			return u
		}
	}
	return URL("/static/" + name)
}

// BrandStyle is the generated stylesheet with the business's colour, under a name hashed from it.
func BrandStyle(hash string) URL { return token("/brand/", hash) + ".css" }

// BrandLogo is the business's logo, under a name hashed from it.
func BrandLogo(hash string) URL { return token("/brand/", hash) + ".png" }
