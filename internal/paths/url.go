package paths

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// URL is an address within this site, path first. Templates put only this type into attributes that load or send.
type URL string

// String returns the address as text.
func (u URL) String() string { return string(u) }

// With returns the address with query parameters set, given as key, value, key, value. Empty values are left
// out (and take a parameter away); keys are sorted, so that one page has one address.
func (u URL) With(pairs ...string) URL {
	path, query, _ := strings.Cut(string(u), "?")
	fragment := ""
	if i := strings.IndexByte(query, '#'); i >= 0 {
		query, fragment = query[:i], query[i:]
	} else if i := strings.IndexByte(path, '#'); i >= 0 {
		path, fragment = path[:i], path[i:]
	}
	values, _ := url.ParseQuery(query) // what we built ourselves parses
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			values.Del(pairs[i])
			continue
		}
		values.Set(pairs[i], pairs[i+1])
	}
	if len(values) == 0 {
		return URL(path + fragment)
	}
	return URL(path + "?" + values.Encode() + fragment)
}

// WithAll returns the address with every value of a query, such as the filters of the page it leads back to.
func (u URL) WithAll(query url.Values) URL {
	keys := make([]string, 0, len(query))
	for k := range query {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var b strings.Builder
	b.WriteString(string(u))
	sep := byte('?')
	if strings.IndexByte(string(u), '?') >= 0 {
		sep = '&'
	}
	for _, k := range keys {
		for _, v := range query[k] {
			if v == "" {
				continue
			}
			b.WriteByte(sep)
			b.WriteString(url.QueryEscape(k))
			b.WriteByte('=')
			b.WriteString(url.QueryEscape(v))
			sep = '&'
		}
	}
	return URL(b.String())
}

// At returns the address with a fragment: the id of an element on the page.
func (u URL) At(id string) URL {
	path, _, _ := strings.Cut(string(u), "#")
	return URL(path + "#" + url.PathEscape(id))
}

// Local returns s as an address of this site, or fallback: where a form says that it wants to go back to.
// A scheme, a host, a backslash or a control character makes it somebody else's.
func Local(s string, fallback URL) URL {
	if len(s) > 2000 || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\x00\r\n\t") {
		return fallback
	}
	p, err := url.Parse(s)
	if err != nil || p.IsAbs() || p.Host != "" || p.User != nil {
		return fallback
	}
	return URL(s)
}

// Tel is the address that calls a phone number, "" for what can't be one.
func Tel(number string) URL {
	var b strings.Builder
	for i, r := range number {
		if r >= '0' && r <= '9' || r == '+' && i == 0 {
			b.WriteRune(r)
		}
	}
	if b.Len() < 3 {
		return ""
	}
	return URL("tel:" + b.String())
}

// Mail is the address that writes to an e-mail address.
func Mail(address string) URL {
	local, domain, ok := strings.Cut(address, "@")
	if !ok {
		return ""
	}
	return URL("mailto:" + url.PathEscape(local) + "@" + url.PathEscape(domain))
}

// Map is the address that shows a place on a map, in the map program of the person's choice.
func Map(place string) URL {
	if place == "" {
		return ""
	}
	return URL("https://www.openstreetmap.org/search?query=" + url.QueryEscape(place))
}

// of builds base/id/rest.
func of[T ~uint64](base string, n T, rest string) URL {
	var room [80]byte
	return URL(append(strconv.AppendUint(append(room[:0], base...), uint64(n), 10), rest...))
}

// token builds base/token; tokens are base64url, but whatever comes is escaped.
func token(base, t string) URL { return URL(base + url.PathEscape(t)) }
