package paths

import "sync/atomic"

type assets struct {
	names map[string]URL
	icons URL
}

var manifest atomic.Pointer[assets]

// UseAssets registers the hashed names of the built assets, once at start: "app.css" → "app.1e54a6d132.css".
func UseAssets(names map[string]string) {
	m := &assets{names: make(map[string]URL, len(names))}
	for name, hashed := range names {
		m.names[name] = URL("/static/" + hashed)
	}
	m.icons = m.at(iconsFile)
	manifest.Store(m)
}

func (a *assets) at(name string) URL {
	if u, ok := a.names[name]; ok {
		return u
	}
	return URL("/static/" + name)
}

// Asset is the address of a built asset; without a manifest (in tests) its plain name.
func Asset(name string) URL {
	if m := manifest.Load(); m != nil {
		return m.at(name)
	}
	return URL("/static/" + name)
}

const iconsFile = "icons.svg"

// Icons is the address of the sprite, which a page names dozens of times.
func Icons() URL {
	if m := manifest.Load(); m != nil {
		return m.icons
	}
	return "/static/" + iconsFile
}

// BrandStyle is the generated stylesheet with the business's colour, under a name hashed from it.
func BrandStyle(hash string) URL { return token("/brand/", hash) + ".css" }

// BrandLogo is the business's logo, under a name hashed from it.
func BrandLogo(hash string) URL { return token("/brand/", hash) + ".png" }
